"""The page of an operation: how it stands as last reported, who was sent, what came of it, and by whom that is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from feeds import wording
from feeds.fields import Field
from feeds.pages import words
from feeds.pages.frame import Frame
from feeds.pages.rows import OperationDetails, Sent, StatusTold, Taken, TotalTold, Where
from feeds.pages.tables import Cell, Table, figure
from feeds.site import cable_address, report_address
from tracker.types import ReferenceId, ReportId


def operation_fields(details: OperationDetails) -> list[Field]:
    """What is told of it in a few words, beside what every topic's page has."""
    told = (
        ("launched", words.beginning(details.launched, details.launched_precision)),
        ("ended", words.day(details.ended)),
        ("personnel_now", words.number(details.personnel_now)),
        ("forces", wording.joined(wording.words("agency", force) for force in details.forces)),
        ("arrested", _counted(details.arrested, details.arrest_incidents, "arrest")),
        ("attack_killed", _counted(details.attack_killed, details.attack_incidents, "attack")),
        ("last_told", words.day(details.last_told)),
    )
    return [Field(name, wording.words("operation_field", name), value) for name, value in told if value]


def operation_tables(frame: Frame, details: OperationDetails) -> list[Table]:
    """Its history, people, results and sources; those of which nothing is told left out."""
    return [table for table in _tables(frame, details) if table.rows]


def _tables(frame: Frame, details: OperationDetails) -> Iterator[Table]:
    yield Table(
        "History of its status",
        ("Status", "When", "People sent", "Told by"),
        tuple(_status(frame, row) for row in details.status_history),
    )
    yield Table(
        "People sent",
        ("When", "People", "As written, and by which cable", "Counts now"),
        tuple(_sent(row) for row in details.personnel_told),
    )
    results = [*_taken(details.seized, "seized"), *_taken(details.eradicated, "destroyed")]
    yield Table("Goods seized and crops destroyed", ("What", "Quantity", "Events", ""), tuple(results))
    yield Table(
        "Totals over periods, as cables tell them",
        ("What", "Period", "Figures", "Told by"),
        tuple(_total(frame, row) for row in details.totals_told),
    )
    yield Table("Sources", ("Cable", "Kind", "Paragraphs"), tuple(_source(frame, row) for row in details.sources))


def _counted(people: int | None, incidents: int, noun: str) -> str:
    if not incidents:
        return ""
    told = "" if people is None else f"{wording.number(people)} in "
    return f"{told}{wording.number(incidents)} {noun}{'' if incidents == 1 else 's'}"


def _told_by(frame: Frame, report_id: ReportId, reference_id: ReferenceId, note: str = "") -> Cell:
    return Cell(reference_id, f"{frame.root}{report_address(report_id)}", note)


def _status(frame: Frame, row: StatusTold) -> tuple[Cell, ...]:
    told = wording.words("status_word", row.status)
    return (
        Cell(told if row.certain else f"{wording.word('hedge')} {told}"),
        Cell(words.days(row.date_start, row.date_end) or "not told"),
        figure(words.number(row.personnel)),
        _told_by(frame, row.report_id, row.reference_id, wording.words("review", row.review_status)),
    )


def _sent(row: Sent) -> tuple[Cell, ...]:
    tellings = wording.joined(f"“{each.as_written or '–'}” ({each.reference_id})" for each in row.tellings)
    return (
        Cell(wording.words("sent", row.part), note=words.day(row.told_on)),
        figure(words.number(row.people)),
        Cell(tellings),
        Cell("yes" if row.counts_now else "no"),
    )


def _taken(rows: Iterable[Taken], how: str) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        yield (
            Cell(words.thing(row.commodity)),
            figure(words.taken(row)),
            figure(wording.number(row.incidents)),
            Cell(how),
        )


def _total(frame: Frame, row: TotalTold) -> tuple[Cell, ...]:
    figures = [
        f"{words.number(row.count)}" if row.count is not None else "",
        f"{words.number(row.killed)} killed" if row.killed is not None else "",
        *wording.haul(row.items),
    ]
    return (
        Cell(wording.words("total", row.kind)),
        Cell(words.days(row.date_start, row.date_end)),
        Cell(wording.joined(filter(None, figures))),
        _told_by(frame, row.report_id, row.reference_id),
    )


def _source(frame: Frame, row: Where) -> tuple[Cell, ...]:
    first = row.paragraphs[0] if row.paragraphs else None
    return (
        Cell(row.reference_id, f"{frame.root}{cable_address(row.reference_id, first)}"),
        Cell(wording.words("kind", row.kind), f"{frame.root}{report_address(row.report_id)}"),
        Cell(wording.joined(row.paragraphs, 8)),
    )
