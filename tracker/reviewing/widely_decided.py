"""What was decided here beyond single reports, as others can read it: additions, notes, what was joined and parted.

Of what is withheld nothing is told, and a decision that would be about nothing else is nobody's to find.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations, product
from typing import TYPE_CHECKING
from uuid import UUID

from psycopg.rows import class_row

from tracker.accounts import account
from tracker.deciding.values import as_table
from tracker.decision_events import Subject
from tracker.log.log import Log
from tracker.reviewing.decided import told_as, written
from tracker.reviewing.wider import Wider, WiderKind
from tracker.showing.show import reading, report_ids, reports_of
from tracker.showing.subjects import SubjectKind, subject
from tracker.statements import statements
from tracker.types import ReferenceId, ReportId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.database import Database
    from tracker.reviewing.matching import Told
    from tracker.showing.rows import Report
    from tracker.showing.show import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """That a report names somebody, and who that is."""

    mention_id: UUID
    report_id: UUID
    name: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    decision_id: UUID
    act: str
    subject_kind: str
    subjects: list[str]
    report_ids: list[UUID]
    others: list[UUID]
    note: str | None
    url: str | None
    reason: str | None
    actor: str
    recorded_at: datetime


def widely_decided(database: Database, *, origin: str, actor: str | None = None) -> list[Wider]:
    """What counts of these decisions, in the order of the log; `actor` stands for who decided."""
    log = Log(database.engine("writer"))
    found = []
    with reading(database.engine("reader")) as connection:
        with connection.cursor(row_factory=class_row(_Row)) as cursor:
            rows = cursor.execute(statements("tracker.reviewing", "decided.sql")["wider"].encode()).fetchall()
        for row in _counting(rows):
            kind = WiderKind(row.act)
            about = None if kind is WiderKind.ADD else Subject(row.subject_kind)
            notes, people = kind is WiderKind.ANNOTATE, about is Subject.PERSON
            on_reports = about in {None, Subject.REPORT, Subject.INCIDENT}
            reports = reports_of(connection, _about(connection, row)) if on_reports else []
            decision = Wider(
                decision_id=str(row.decision_id),
                kind=kind,
                reports=_named(connection, [UUID(each) for each in row.subjects]) if people else _told(reports),
                others=_named(connection, row.others) if people else _told(reports_of(connection, row.others)),
                subject=about,
                key=row.subjects[0] if notes and not (on_reports or people) else "",
                operations=tuple(row.subjects) if about is Subject.OPERATION and not notes else (),
                fields=_added(log, reports[0]) if kind is WiderKind.ADD and reports else {},
                note=row.note or "",
                url=row.url or "",
                reason=row.reason or "no reason is recorded",
                actor=actor or row.actor,
                origin=origin,
                recorded_at=row.recorded_at.isoformat(),
            )
            if decision.fault is None:
                found.append(decision)
    return found


def _counting(rows: Sequence[_Row]) -> list[_Row]:
    """Those that still say something: of two about one pair of reports, or of mentions, the later counts."""
    decided: set[frozenset[object]] = set()
    found = []
    for row in reversed(rows):
        pairs = _pairs(row)
        if not pairs or not pairs <= decided:
            found.append(row)
        decided |= pairs
    return found[::-1]


def _pairs(row: _Row) -> set[frozenset[object]]:
    """What a decision joins or parts, each with each; none of operations, which nobody parts, and of other acts."""
    if row.subject_kind not in {Subject.INCIDENT, Subject.PERSON}:
        return set()
    members = row.report_ids if row.subject_kind == Subject.INCIDENT else [UUID(each) for each in row.subjects]
    match row.act:
        case WiderKind.MERGE:
            return {frozenset(pair) for pair in combinations(members, 2)}
        case WiderKind.SEPARATE:
            return {frozenset(pair) for pair in product(members, row.others)}
        case _:
            return set()


def _about(connection: Connection, row: _Row) -> list[UUID]:
    """The reports that a decision is about; of a note on an event all that it has now."""
    if row.act == WiderKind.ANNOTATE and row.subject_kind == Subject.INCIDENT:
        return report_ids(connection, subject(connection, row.subjects[0], SubjectKind.INCIDENT))
    return row.report_ids


def _named(connection: Connection, mentions: Sequence[UUID]) -> tuple[Told, ...]:
    """The reports in which mentions are, each with the name."""
    query = statements("tracker.reviewing", "decided.sql")["mentions"]
    with connection.cursor(row_factory=class_row(Mention)) as cursor:
        found = cursor.execute(query.encode(), {"mentions": list(mentions)}).fetchall()
    reports = {each.report_id: each for each in reports_of(connection, [mention.report_id for mention in found])}
    return tuple(
        replace(told, name=mention.name)
        for mention in found
        if mention.report_id in reports
        for told in _told([reports[mention.report_id]])
    )


def _told(reports: Iterable[Report]) -> tuple[Told, ...]:
    return tuple(told_as(each) for each in reports if each.quote and not each.withdrawn)


def _added(log: Log, report: Report) -> dict[str, str]:
    """The fields of a report that somebody added, as it reads now."""
    told = account(log, ReferenceId(report.reference_id))
    state = told.reports.get(ReportId(report.report_id))
    if state is None:
        return {}
    fields = as_table(state.told.report, told.texts[state.told.document_id])
    return {name: written(value) for name, value in fields.items() if value}
