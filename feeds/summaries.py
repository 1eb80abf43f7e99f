"""Summaries: the one entry by which readers are told of many developments, with what they come to together. Pure.

How many there are is counted when it is shown, so a summary is true also while its run is still being recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from markupsafe import Markup

from feeds import wording
from feeds.entries import LARGEST_BODY, Category, Entry, Link, later_address
from feeds.fields import Field
from feeds.rows import Development, DevelopmentKind, Summary
from feeds.site import Site, summary_address
from feeds.titles import title
from tracker.registers import cartel_name

_LISTED = 12
_CHANGED = {DevelopmentKind.CORRECTED, DevelopmentKind.FIGURE_CHANGED}
GRAVEST_FIRST = (DevelopmentKind.RETRACTED, DevelopmentKind.CORRECTED, DevelopmentKind.FIGURE_CHANGED)


LISTED = 500
"""How many developments a summary lists at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A summary with what it sums up: how many developments, reports changed, taken back and new, and cables.

    `years` are the first and the last in which its cables were sent. `listed` are the first developments as a reader
    looks at them: what was taken back first, then what was changed.
    """

    summary: Summary
    total: int = 0
    changed: int = 0
    withdrawn: int = 0
    found: int = 0
    also: int = 0
    cables: int = 0
    years: tuple[int, int] | None = None
    cartels: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    listed: tuple[Development, ...] = ()


def summed(summary: Summary, developments: Iterable[Development]) -> Sum:
    """A summary with what it comes to."""
    rows = sorted(developments, key=lambda row: row.position)
    ranks = {kind: rank for rank, kind in enumerate(GRAVEST_FIRST)}
    years = sorted({row.cable_date.astimezone(UTC).year for row in rows if row.cable_date})
    return Sum(
        summary=summary,
        total=len(rows),
        changed=sum(row.kind in _CHANGED for row in rows),
        withdrawn=sum(row.kind is DevelopmentKind.RETRACTED for row in rows),
        found=sum(max(1, len(row.all_facts)) for row in rows if row.kind not in GRAVEST_FIRST),
        also=sum(row.kind is DevelopmentKind.ALSO_REPORTED for row in rows),
        cables=len({row.reference_id for row in rows}),
        years=(years[0], years[-1]) if years else None,
        cartels=tuple(sorted({slug for row in rows for slug in row.cartels})),
        operations=tuple(sorted({slug for row in rows for slug in row.operations})),
        listed=tuple(sorted(rows, key=lambda row: ranks.get(row.kind, len(ranks))))[:LISTED],
    )


def summary_title(told: Sum) -> str:
    """The title of a summary's entry."""
    cables = _counted(told.cables, "cable")
    if told.summary.kind is DevelopmentKind.BACKFILLED:
        events = _counted(told.found, "report")
        return f"Older cables recorded: {events} in {cables}{_sent(told)}"
    parts = (
        (told.changed, "changed"),
        (told.withdrawn, "no longer found"),
        (told.found, "newly found"),
    )
    counted = wording.joined(f"{wording.number(count)} {what}" for count, what in parts if count)
    return f"Read again by machine: of what {cables} tell{'s' if told.cables == 1 else ''}, {counted}"


def explanation(summary: Summary) -> str:
    """What a summary is, in a sentence or two."""
    return " ".join(wording.words("summary", summary.kind).split())


def summary_fields(told: Sum) -> list[Field]:
    """What it comes to, in figures."""
    backfilled = told.summary.kind is DevelopmentKind.BACKFILLED
    shown = (
        ("cables", wording.number(told.cables)),
        ("sent", _sent(told).removeprefix(" of ") if backfilled else ""),
        ("changed", _number(told.changed)),
        ("withdrawn", _number(told.withdrawn)),
        ("events" if backfilled else "found", _number(told.found)),
        ("also", _number(told.also)),
        ("extractor", told.summary.extractor),
    )
    return [Field(name, wording.words("summary_field", name), wording.plain(value)) for name, value in shown if value]


def summary_entry(told: Sum, site: Site) -> Entry:
    """The entry of a summary."""
    summary = told.summary
    return Entry(
        id=site.tag(f"development/{summary.development_id}"),
        title=wording.plain(summary_title(told)),
        body=_body(told, site),
        published=summary.published_at.astimezone(UTC),
        updated=summary.updated_at.astimezone(UTC),
        links=(Link("alternate", site.absolute(summary_address(summary.development_id)), "text/html"),),
        categories=tuple(_categories(told, site)),
        replies=(),
        position=summary.position,
        log_hash=summary.log_hash,
    )


def _body(told: Sum, site: Site) -> str:
    head = Markup("<p><em>{}</em></p><p>{}</p>").format(
        wording.words("review", "machine"), explanation(told.summary)
    ) + _list(f"{field.label}: {field.value}" for field in summary_fields(told))
    end = Markup('<p><a href="{}">All of them</a></p>').format(
        site.absolute(summary_address(told.summary.development_id))
    )
    lines = [
        Markup('<a href="{}">{}</a>').format(site.absolute(later_address(row)), _named(row))
        for row in told.listed[:_LISTED]
    ]
    while lines and len((head + _list(lines) + end).encode()) > LARGEST_BODY:
        lines.pop()
    return str(head + (_list(lines) if lines else Markup("")) + end)


def _named(row: Development) -> str:
    return wording.shortened(title(row), 160)


def _list(lines: Iterable[str | Markup]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(line) for line in lines))


def _categories(told: Sum, site: Site) -> Iterator[Category]:
    kind = told.summary.kind
    yield Category(site.tag("developments"), kind, wording.words("development", kind))
    yield from (Category(site.tag("cartels"), slug, wording.plain(cartel_name(slug))) for slug in told.cartels)
    yield from (
        Category(site.tag("operations"), slug, wording.plain(wording.operation(slug) or slug))
        for slug in told.operations
    )


def _sent(told: Sum) -> str:
    """When its cables were sent: " of 2003 to 2007"; empty where none tells."""
    if not told.years:
        return ""
    first, last = told.years
    return f" of {first}" if first == last else f" of {first} to {last}"


def _counted(count: int, noun: str) -> str:
    return f"{wording.number(count)} {noun}{'' if count == 1 else 's'}"


def _number(count: int) -> str:
    return wording.number(count) if count else ""
