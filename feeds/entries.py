"""From a development to an entry: its id, title, body, links and categories. Pure, and no format's business.

A body is an allow-list of HTML (`p`, `ul`, `li`, `strong`, `blockquote`, `cite`, `del`, `em`, `b`, `a href`) around
escaped text, in at most 4 KiB.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from markupsafe import Markup

from feeds import wording
from feeds.fields import changes, fields
from feeds.passages import LONGEST, passage
from feeds.points import Point, points
from feeds.rows import Development, DevelopmentKind, Facts, Known
from feeds.site import Site, cable_address, development_anchor, incident_address
from feeds.titles import event, summed_up, title
from tracker.registers import cartel_name, state_name
from tracker.types import Position, ReportId

LARGEST_BODY = 4096
_FIGURES_LISTED = 30
CHANGES = {
    DevelopmentKind.CORRECTED,
    DevelopmentKind.FIGURE_CHANGED,
    DevelopmentKind.RETRACTED,
    DevelopmentKind.RESTORED,
    DevelopmentKind.MERGED,
    DevelopmentKind.SEPARATED,
    DevelopmentKind.CABLE_WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an entry."""

    rel: str
    href: str
    media_type: str
    title: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", wording.unmarked(self.title) if self.title else None)


@dataclass(frozen=True, slots=True)
class Category:
    """A category: `scheme` says what kind of thing `term` is."""

    scheme: str
    term: str
    label: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "term", wording.unmarked(self.term))
        object.__setattr__(self, "label", wording.unmarked(self.label))


@dataclass(frozen=True, slots=True)
class Reply:
    """An entry that this one corrects or retracts (RFC 4685)."""

    ref: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry, the same in every feed and format that shows it. The first link is the alternate.

    `points` are those of the states that it speaks of. One that is `gone` is a notice at the place of what was
    erased or withheld: programs should forget what they kept under its id.
    """

    id: str
    title: str
    body: str
    published: datetime
    updated: datetime
    links: tuple[Link, ...]
    categories: tuple[Category, ...]
    replies: tuple[Reply, ...]
    position: Position
    log_hash: str
    review_status: str = "machine"
    points: tuple[Point, ...] = ()
    gone: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", wording.unmarked(self.title))
        object.__setattr__(self, "body", wording.sound(self.body))

    @property
    def changed(self) -> str:
        """When it last changed, as documents tell it: a moment that no other entry of theirs has.

        A correction amends several entries at once. What they share by it is told apart by their positions in the log,
        as digits after those of the microseconds.
        """
        if self.updated == self.published:
            return self.updated.isoformat()
        return f"{self.updated.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}{self.position:06d}+00:00"


class Threads:
    """Which developments speak about the same report: what came before one, and what came of it."""

    def __init__(self, developments: Iterable[Development]) -> None:
        self._by_id = {row.development_id: row for row in developments}
        self._about: dict[ReportId, list[Development]] = {}
        for row in sorted(self._by_id.values(), key=lambda row: row.position):
            for report_id in row.report_ids:
                self._about.setdefault(report_id, []).append(row)

    def earlier(self, development: Development) -> list[Development]:
        """The developments that this one changes or takes back, oldest first. They stay the same for ever."""
        if development.kind not in CHANGES:
            return []
        found = {
            row.development_id: row
            for report_id in development.report_ids
            for row in self._about[report_id]
            if row.position < development.position
        }
        return sorted(found.values(), key=lambda row: row.position)

    def later(self, development: Development) -> Development | None:
        """The newest development that changes or takes back this one."""
        return self._by_id.get(development.corrected_by) if development.corrected_by else None

    def of(self, development: Development) -> Threads:
        """As much of it as one development needs."""
        later = self.later(development)
        return Threads([*self.earlier(development), *([later] if later else []), development])


def entry(development: Development, threads: Threads, site: Site) -> Entry:
    """The entry of a development."""
    return _entry(development, tuple(threads.earlier(development)), threads.later(development), site)


@lru_cache(maxsize=4096)
def _entry(development: Development, earlier: tuple[Development, ...], later: Development | None, site: Site) -> Entry:
    # Remembered, since a service that publishes often makes the newest again and again.
    return Entry(
        id=entry_id(development, site),
        # Not amended: there are readers to whom a title that changed is another entry.
        title=title(development),
        body=_body(development, later, site),
        published=development.published_at.astimezone(UTC),
        updated=development.updated_at.astimezone(UTC),
        links=_links(development, earlier, later, site),
        categories=tuple(_categories(development, later, site)),
        replies=tuple(Reply(entry_id(row, site), site.absolute(page(row))) for row in earlier),
        position=development.position,
        log_hash=development.log_hash,
        review_status=development.review_status,
        points=_points(development),
        gone=development.is_notice and development.updated_at > development.published_at,
    )


def _points(development: Development) -> tuple[Point, ...]:
    if development.is_notice:
        return ()
    known = points()
    return tuple(known[code] for code in development.states if code in known)


def entry_id(development: Development, site: Site) -> str:
    """The id of a development's entry, for ever."""
    return site.tag(f"development/{development.development_id}")


def page(development: Development) -> str:
    """The address of the page that a development is read on: its incident's; of a table or a notice its cable's."""
    whole_cable = development.is_notice or development.kind is DevelopmentKind.CABLE_WITHDRAWN
    if whole_cable or development.incident_id is None or development.figures:
        return source(development)
    return incident_address(development.incident_id)


def source(development: Development) -> str:
    """The address of the paragraph that a development was read in."""
    paragraphs = development.facts.paragraphs
    return cable_address(development.reference_id, paragraphs[0] if paragraphs else None)


def _known_address(known: Known) -> str:
    return cable_address(known.reference_id, known.facts.paragraphs[0] if known.facts.paragraphs else None)


def later_address(later: Development) -> str:
    """The address of the place where a later development stands."""
    address = page(later)
    return address if "#" in address else f"{address}#{development_anchor(later.development_id)}"


def struck(development: Development) -> bool:
    """Whether what the development says no longer holds, so that it is shown struck through."""
    return development.withdrawn or development.kind is DevelopmentKind.RETRACTED


def amended_title(development: Development, later: Development | None) -> str:
    """The title, saying so where a later development took it back or put it right."""
    standing = _standing(development, later)
    return f"[{wording.words('standing', standing)}] {title(development)}" if standing else title(development)


def _standing(development: Development, later: Development | None) -> str:
    """What became of an entry that does not stand as it was published; empty where it stands."""
    if development.kind is not DevelopmentKind.RETRACTED and development.withdrawn:
        return "retracted"
    changed = later and later.kind in {DevelopmentKind.CORRECTED, DevelopmentKind.FIGURE_CHANGED}
    return "corrected" if changed else ""


def _links(
    development: Development, earlier: Sequence[Development], later: Development | None, site: Site
) -> tuple[Link, ...]:
    html = "text/html"
    found = [
        Link("alternate", site.absolute(page(development)), html),
        Link("related", site.absolute(source(development)), html, f"Cable {development.reference_id}"),
    ]
    found += [
        Link("related", site.absolute(_known_address(known)), html, f"Cable {known.reference_id}")
        for known in development.known
    ]
    others = [*earlier, *([later] if later else [])]
    found += [Link("related", site.absolute(later_address(row)), html, title(row)) for row in others]
    return tuple(found)


def _categories(development: Development, later: Development | None, site: Site) -> Iterable[Category]:
    def category(family: str, term: str, label: str) -> Category:
        return Category(site.tag(family), wording.plain(term), wording.plain(label))

    yield category("developments", development.kind, wording.words("development", development.kind))
    if development.is_notice:
        return
    if standing := _standing(development, later):
        yield category("standing", standing, wording.words("standing", standing))
    yield category("review", development.review_status, wording.words("review_label", development.review_status))
    yield category("kinds", development.report_kind, wording.words("kind", development.report_kind))
    yield from (category("cartels", slug, cartel_name(slug)) for slug in development.cartels)
    yield from (category("operations", slug, wording.operation(slug) or slug) for slug in development.operations)
    yield from (category("states", code, state_name(code)) for code in development.states)


def _body(development: Development, later: Development | None, site: Site) -> str:
    if development.is_notice:
        return str(Markup("<p>{}</p>").format(wording.words("notice", development.kind)))
    told = _lines(development)
    body = Markup("")
    for listed, longest in ((told, LONGEST), (told[:3], 300), ([], 100)):
        became = _what_became(development, later, site, longest=longest)
        body = _reviewed(development) + became + _told(development, listed) + _cited(development, site, longest)
        if len(body.encode()) <= LARGEST_BODY:
            break
    return str(body)


def _lines(development: Development) -> list[str]:
    together = development.figures or development.regrouped
    if together:
        several = [event(facts) for facts in together]
        more = len(several) - _FIGURES_LISTED
        return [*several[:_FIGURES_LISTED], *([f"and {more} more"] if more > 0 else [])]
    told = [f"{field.label}: {field.value}" for field in fields(development.facts)]
    if development.facts_before:
        earlier = changes(development.facts_before, development.facts)
        told = [f"Before, {field.label.lower()}: {field.value}" for field in earlier] + told
    told += [f"As told in {each.reference_id}: {event(each.facts)}" for each in development.known]
    return told


def _what_became(development: Development, later: Development | None, site: Site, *, longest: int) -> Markup:
    became = Markup("<p>{}</p>").format(wording.word("also_reported")) if development.known else Markup("")
    why = wording.shortened(reason(development), longest)
    if struck(development):
        became += Markup("<p><strong>{}</strong> {}</p>").format("Retracted:" if why else "Retracted.", why)
    elif why:
        became += Markup("<p>{}</p>").format(why)
    if later:
        link = Markup('<p>{} since: <a href="{}">{}</a></p>')
        said = wording.words("development", later.kind)
        became += link.format(said, site.absolute(later_address(later)), title(later))
    return became


def reason(development: Development) -> str:
    """Why what it said was taken back or changed, as a sentence; empty where nobody told."""
    return wording.reason(development.withdrawn_reason or development.reason)


def _struck(development: Development, text: str | Markup) -> Markup:
    return Markup("<del>{}</del>").format(text) if struck(development) else Markup("{}").format(text)


def _told(development: Development, listed: Sequence[str]) -> Markup:
    head = wording.shortened(summed_up(development), 240)
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in listed)
    told = Markup("<p>{}</p>").format(_struck(development, head))
    return told + Markup("<ul>{}</ul>").format(items) if items else told


def _cited(development: Development, site: Site, longest: int) -> Markup:
    words = passage(development.facts, longest).html
    quoted = Markup("<blockquote>{}</blockquote>").format(_struck(development, words)) if words else Markup("")
    cited = Markup('<p><cite><a href="{}">{}</a></cite>{}</p>').format(
        site.absolute(source(development)), development.reference_id, where(development)
    )
    return quoted + cited


def _reviewed(development: Development) -> Markup:
    return Markup("<p><em>{}</em></p>").format(wording.words("review", development.review_status))


def where(development: Development) -> str:
    """Where in its cable a development was read."""
    return place_in_cable(development.cable_date, development.facts)


def place_in_cable(cable_date: datetime | None, facts: Facts) -> str:
    """The words that follow a reference ID: the cable's date, the paragraphs and the marking, each after a comma."""
    labels = [wording.shortened(wording.plain(label), 12) for label in facts.paragraphs]
    many = "paragraphs" if len(labels) > 1 else "paragraph"
    parts = (
        wording.day(cable_date.astimezone(UTC)) if cable_date else "",
        f"{many} {wording.joined(labels, 6)}" if labels else "",
        f"marked ({wording.shortened(wording.plain(facts.marking), 20)})" if facts.marking else "",
    )
    return "".join(f", {part}" for part in parts if part)
