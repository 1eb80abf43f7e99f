"""The pages of what is told of: one family of pages for each sort of subject.

Each knows which of its pages show something else once the read models changed, and renders pages by the keys of their
subjects; a subject that is not there has no page.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from feeds.entries import Threads
from feeds.files import File, Gone
from feeds.formats import Format
from feeds.newsroom import threads_of
from feeds.pages.articles import line
from feeds.pages.index import FAMILIES, divided, listed
from feeds.pages.render import Page, Pages
from feeds.pages.topic import ARTICLE_LEVEL, INCIDENTS_SHOWN
from feeds.site import cable_address, incident_address, person_address, report_address, summary_address
from feeds.topics import Family, kind_slug, order
from tracker.types import DevelopmentId, IncidentId, ReferenceId, ReportId

if TYPE_CHECKING:
    from feeds.filing import Filing
    from feeds.former import Former
    from feeds.manifest import Manifest
    from feeds.newsroom import Newsroom
    from feeds.pages.articles import Line
    from feeds.pages.rows import Beside
    from feeds.rows import CartelState, Development, IncidentState, OperationState, ReportState
    from feeds.site import Site
    from feeds.source import Changes, Source
    from feeds.topics import Topic

INDEX = "index.html"
_PEOPLE = "people"
AT_ONCE = 200
"""How many subjects are read and rendered together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What all pages of one publishing are made of.

    `all_cables`: cables of which nothing was told have pages too.
    """

    source: Source
    site: Site
    topics: Sequence[Topic]
    filing: Filing
    manifest: Manifest
    newsroom: Newsroom
    former: Former
    all_cables: bool = False
    by_key: dict[str, Topic] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {topic.key: topic for topic in self.topics})

    def pages(self, threads: Threads | None = None, beside: Beside | None = None) -> Pages:
        """The renderer, with what it must know of developments, and what pages show beside them."""
        return Pages(self.site, self.topics, threads or Threads(()), beside, by_key=self.by_key)


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed, by keys: subjects in the read models, what is `told` otherwise, and topics whose documents do.

    What is told are developments and summaries. `new` are topics that nothing was published of before.
    """

    subjects: Changes
    told: Collection[str]
    topics: Collection[str]
    new: Collection[str] = ()

    def keys(self, *kinds: str) -> set[str]:
        """The keys of the subjects of these kinds."""
        return {key for kind in kinds for key in self.subjects.get(kind, ())}


class Subjects(Protocol):
    """A family of pages."""

    def every(self) -> Iterator[str]:
        """The keys of all subjects."""

    def touched(self, changed: Changed) -> set[str]:
        """The keys of those whose pages show something else."""

    def files(self, keys: Sequence[str]) -> Iterator[File | Gone]:
        """The pages of these subjects."""


class Cables:
    """The pages of cables: of those with reports and those that these refer to, or of all."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._source = edition.source
        self._told = not edition.all_cables

    def every(self) -> Iterator[str]:
        """Their reference IDs."""
        return self._source.cable_ids(told=self._told)

    def touched(self, changed: Changed) -> set[str]:
        """Those of which header, text or reports changed; with a page that came or went, those that lead to it."""
        found = changed.keys("cable", "report-cable")
        candidates = found | self._source.cited(found)
        there = {key for key in candidates if self._edition.manifest.file(_path(cable_address(key)))}
        flipped = there ^ self._source.with_pages(candidates, told=self._told)
        return found | flipped | self._source.citing(flipped) | changed.keys("cable-cited", "noted-cable")

    def files(self, keys: Sequence[str]) -> Iterator[File | Gone]:
        """The pages of these cables, and that others have none."""
        wanted = self._source.with_pages(keys, told=self._told)
        rows = self._source.cables(wanted)
        reports: dict[ReferenceId, list[ReportState]] = defaultdict(list)
        for report in self._source.reports_of(wanted):
            reports[report.reference_id].append(report)
        texts = self._source.paragraphs([row.reference_id for row in rows])
        referring = self._source.referring(wanted)
        named = {each for row in rows for each in row.reference_ids}.union(*referring.values())
        linked = self._source.with_pages(named, told=self._told)
        pages = self._edition.pages(beside=self._source.beside_cables(wanted))
        for row in rows:
            told = reports[row.reference_id]
            others = referring.get(row.reference_id, ())
            yield file(pages.cable(row, texts.get(row.reference_id, ()), told, linked, referring=others))
        yield from (Gone(_path(cable_address(key))) for key in keys if key not in wanted)


class Incidents:
    """The pages of incidents; an id that one had before leads to where it is told now."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._source = edition.source

    def every(self) -> Iterator[str]:
        """Their ids."""
        return self._source.incident_ids()

    def touched(self, changed: Changed) -> set[str]:
        """Those that changed, and those of reports and developments that did."""
        found = changed.keys("incident", "disagreement")
        of_reports = changed.keys("report", "development-report", "noted")
        found.update(str(row.incident_id) for row in self._source.reports(of_reports) if row.incident_id)
        told = self._source.developments(changed.told)
        found.update(str(row.incident_id) for row in told if row.incident_id)
        # They list those that they were held apart from.
        found.update(self._source.parted(of_reports | {str(each) for row in told for each in row.report_ids}))
        # Their pages cite the cable's header.
        of_cables = self._source.reports_of(changed.keys("cable"))
        found.update(str(row.incident_id) for row in of_cables if row.incident_id)
        return found

    def files(self, keys: Sequence[str]) -> Iterator[File | Gone]:
        """The pages of these incidents, and those that lead to them; of an id that is none now, where it leads."""
        rows = {row.incident_id: row for row in self._source.incidents(keys)}
        others = {key for key in keys if key not in {str(each) for each in rows}}
        rows |= {row.incident_id: row for row in self._source.telling(others)}
        reports = {
            row.report_id: row for row in self._source.reports(_texts(e for r in rows.values() for e in r.report_ids))
        }
        developments = self._source.of_incidents(_texts(rows))
        known: dict[IncidentId | None, list[Development]] = defaultdict(list)
        for development in sorted(developments, key=order):
            known[development.incident_id].append(development)
        of_reports = self._source.beside_reports(_texts(reports))
        beside = replace(self._source.beside_incidents(_texts(rows)), cited=of_reports.cited, notes=of_reports.notes)
        pages = self._edition.pages(threads_of(self._source, developments), beside)
        led = set()
        for incident in rows.values():
            told = [reports[report_id] for report_id in incident.report_ids if report_id in reports]
            yield file(pages.incident(incident, told, known[incident.incident_id]))
            # Before it was told by others too it had another id, and readers have entries that lead there.
            for former in (each for each in incident.report_ids if each != incident.incident_id):
                led.add(str(former))
                yield file(pages.moved(IncidentId(former), incident))
        yield from (Gone(_path(incident_address(IncidentId(UUID(key))))) for key in others - led)


class Reports:
    """The pages of reports, those withdrawn too."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._source = edition.source

    def every(self) -> Iterator[str]:
        """Their ids."""
        return self._source.report_ids()

    def touched(self, changed: Changed) -> set[str]:
        """Those that changed, and those of developments that did."""
        developments = self._source.developments(changed.told)
        about = {str(report_id) for row in developments for report_id in row.report_ids}
        # Their pages cite the cable's header.
        of_cables = {str(row.report_id) for row in self._source.reports_of(changed.keys("cable"))}
        return about | of_cables | changed.keys("report", "development-report", "noted")

    def files(self, keys: Sequence[str]) -> Iterator[File | Gone]:
        """The pages of these reports."""
        reports = self._source.reports(keys)
        developments = self._source.about(keys)
        known: dict[ReportId, list[Development]] = defaultdict(list)
        for development in sorted(developments, key=order):
            for report_id in development.report_ids:
                known[report_id].append(development)
        pages = self._edition.pages(threads_of(self._source, developments), self._source.beside_reports(keys))
        yield from (file(pages.report(row, known[row.report_id])) for row in reports)
        there = _texts(row.report_id for row in reports)
        yield from (Gone(_path(report_address(ReportId(UUID(key))))) for key in keys if key not in there)


class People:
    """The pages of people with a part in events."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._source = edition.source

    def every(self) -> Iterator[str]:
        """Their slugs."""
        return iter(self._source.person_slugs())

    def touched(self, changed: Changed) -> set[str]:
        """Those who changed, who were noted of, who are named where an incident changed, and those who are gone."""
        incidents = self._source.incidents(changed.keys("incident"))
        reports = {str(report_id) for row in incidents for report_id in row.report_ids}
        found = self._source.touched_people(changed.keys("person"), reports | changed.keys("report"))
        found |= self._source.noted_people(changed.keys("noted-person"))
        if changed.keys("person"):
            there = {path.removesuffix(".html").rpartition("/")[2] for path in self._published()}
            found |= there - set(self._source.person_slugs())
        return found

    def _published(self) -> Iterator[str]:
        return (path for path in self._edition.manifest.below("people/") if path.count("/") == 1)

    def files(self, keys: Sequence[str]) -> Iterator[File | Gone]:
        """The pages of these people."""
        found = self._source.people(keys)
        incidents = self._source.telling({str(report_id) for row in found for report_id in row.report_ids})
        told: dict[ReportId, IncidentState] = {report_id: row for row in incidents for report_id in row.report_ids}
        pages = self._edition.pages(beside=self._source.beside_persons([row.slug for row in found]))
        for person in found:
            named = {row.incident_id: row for each in person.report_ids if (row := told.get(each))}
            yield file(pages.person(person, list(named.values())))
        there = {person.slug for person in found}
        yield from (Gone(_path(person_address(key))) for key in keys if key not in there)


class Lists:
    """The lists of all topics of a family, and of people; a page of one is "operations/3", its first "operations/1"."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._source = edition.source
        self._slugs: list[str] | None = None

    def every(self) -> Iterator[str]:
        """All pages of them."""
        for family in FAMILIES:
            pages = listed(self._edition.topics, family) if family != _PEOPLE else self._people()
            yield from (_numbered(family, number) for number in pages)

    def touched(self, changed: Changed) -> set[str]:
        """Those that list a topic in which something changed, or that is new; and people, where one of them did."""
        keys = {*changed.topics, *changed.new}
        keys.update(f"{family}/{slug}" for family, kinds in _KINDS.items() for slug in changed.keys(*kinds))
        found = {_numbered(_PEOPLE, number) for number in self._touched_people(changed.keys("person"))}
        for family in FAMILIES:
            # What is new moves what stands after it.
            moved = any(key.startswith(f"{family}/") for key in changed.new)
            for number, topics in listed(self._edition.topics, family).items():
                if moved or any(topic.key in keys for topic in topics):
                    found.add(_numbered(family, number))
        return found

    def files(self, keys: Sequence[str]) -> Iterator[File | Gone]:
        """These pages; a page of a list that is shorter now is gone."""
        for family in FAMILIES:
            numbers = {int(number) for name, _, number in (key.partition("/") for key in keys) if name == family}
            if not numbers:
                continue
            if family == _PEOPLE:
                yield from self._files_of_people(numbers)
                continue
            pages = listed(self._edition.topics, family)
            shown = [topic.key for number in numbers for topic in pages.get(number, ())]
            beside = self._source.beside_topics(shown)
            yield from (file(page) for page in self._edition.pages(beside=beside).index(family, numbers))

    def _people(self) -> dict[int, Sequence[str]]:
        """Who is on which page of the list of people."""
        if self._slugs is None:
            self._slugs = self._source.person_slugs()
        return dict(enumerate(divided(self._slugs), start=1))

    def _touched_people(self, person_ids: Collection[str]) -> set[int]:
        """The pages of that list with one of these on them, or with others than were there before."""
        if not person_ids:
            return set()
        now = self._people()
        before = dict(enumerate(divided(json.loads(self._edition.manifest.note(_PEOPLE) or "[]")), start=1))
        if len(now) != len(before):
            # Each leads to all.
            return set(now)
        told = self._source.touched_people(person_ids, ())
        return {number for number, slugs in now.items() if slugs != before[number] or told.intersection(slugs)}

    def _files_of_people(self, numbers: Collection[int]) -> Iterator[File | Gone]:
        now = self._people()
        people = {row.slug: row for row in self._source.people([slug for number in numbers for slug in now[number]])}
        pages = self._edition.pages()
        for number in sorted(numbers):
            rows = [people[slug] for slug in now[number]]
            yield file(pages.people(rows, number=number, of=len(now)))
        former = list(self._edition.manifest.below(f"{_PEOPLE}/page/"))
        there = {f"{_PEOPLE}/page/{number}.html" for number in now}
        yield from (Gone(path) for path in former if path not in there)
        self._edition.manifest.set_note(_PEOPLE, json.dumps(self._slugs))


class Summaries:
    """The pages that list what was told in sum."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._source = edition.source

    def every(self) -> Iterator[str]:
        """Their ids."""
        return iter(self._source.summaries())

    def touched(self, changed: Changed) -> set[str]:
        """Those that tell something else."""
        return {str(each.summary.development_id) for each in self._source.sums(changed.told)}

    def files(self, keys: Sequence[str]) -> Iterator[File | Gone]:
        """The pages of these summaries."""
        found = self._source.sums(keys)
        threads = threads_of(self._source, [row for each in found for row in each.listed])
        pages = self._edition.pages(threads)
        yield from (file(pages.summary(each)) for each in found)
        there = {str(each.summary.development_id) for each in found}
        gone = (key for key in keys if key not in there)
        yield from (Gone(_path(summary_address(DevelopmentId(UUID(key))))) for key in gone)


class Topics:
    """The pages of topics, with the entries of their subscription documents."""

    def __init__(self, edition: Edition, cartels: Iterable[CartelState], operations: Iterable[OperationState]) -> None:
        self._edition = edition
        self._by_key = {topic.key: topic for topic in edition.topics if topic.family is not Family.ALL}
        self._states = {f"{Family.CARTELS}/{row.slug}": row for row in cartels} | {
            f"{Family.OPERATIONS}/{row.slug}": row for row in operations
        }

    def every(self) -> Iterator[str]:
        """Their keys."""
        return iter(self._by_key)

    def touched(self, changed: Changed) -> set[str]:
        """Those of which the documents, the state or an incident changed."""
        found = set(changed.topics)
        for family, kinds in _KINDS.items():
            found.update(f"{family}/{key}" for key in changed.keys(*kinds))
        found.update(f"{Family.KINDS}/{kind_slug(kind)}" for kind in changed.keys("incident-kind"))
        if changed.keys("noted-operations"):
            found.update(f"{Family.OPERATIONS}/{slug}" for slug in self._edition.source.joined_operations())
        return found & self._by_key.keys()

    def files(self, keys: Sequence[str]) -> Iterator[File | Gone]:
        """The pages of these topics."""
        filing, newsroom = self._edition.filing, self._edition.newsroom
        shown = {key: filing.newest(key) for key in keys}
        kept = {key: self._edition.former.articles(_path(self._by_key[key].page)) for key in keys}
        newsroom.fetch(item for key, items in shown.items() for item in items if item not in kept[key])
        pages = self._edition.pages(beside=self._edition.source.beside_topics(keys))
        for key in keys:
            incidents, total = self._lines(key)
            topic, names = self._by_key[key], filing.names(key)
            page = pages.topic(
                topic,
                newsroom.articles(shown[key], kept[key], level=ARTICLE_LEVEL),
                self._states.get(key),
                newest_archive=topic.address(Format.ATOM, names[-1]) if names else "",
                archived=filing.archived(key),
                incidents=incidents,
                more=total - len(incidents),
            )
            yield file(page)

    def _lines(self, key: str) -> tuple[list[Line], int]:
        """The latest events of a topic as its page lists them, and how many it has in all."""
        ids, total = self._edition.source.listed(key, INCIDENTS_SHOWN)
        kept = self._edition.former.lines(_path(self._by_key[key].page))
        rows = self._edition.source.incidents([each for each in ids if each not in kept])
        made = kept | {str(row.incident_id): line(row, self._edition.site.root) for row in rows}
        return [made[each] for each in ids], total


_KINDS = {
    Family.CARTELS: ("cartel", "incident-cartel", "person-cartel"),
    Family.OPERATIONS: ("operation", "incident-operation", "noted-operation"),
    Family.STATES: ("state", "incident-state", "figure-state", "operation-state"),
}
"""What changes the page of a topic, beside its documents: kinds of which the key is its slug."""


def file(page: Page) -> File:
    """The file of a page."""
    return File(_path(page.address), page.body, page.noindex)


def _numbered(family: str, number: int) -> str:
    return f"{family}/{number}"


def _path(address: str) -> str:
    return f"{address.lstrip('/') or 'index'}.html"


def _texts(ids: Iterable[UUID]) -> set[str]:
    return {str(each) for each in ids}
