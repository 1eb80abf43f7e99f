"""What was decided here beyond single reports, as others can read it: additions, notes, events joined and parted.

Of what is withheld nothing is told, and a decision that would be about nothing else is nobody's to find.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
    from collections.abc import Iterable

    from tracker.database import Database
    from tracker.reviewing.matching import Told
    from tracker.showing.rows import Report
    from tracker.showing.show import Connection


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
        for row in rows:
            kind = WiderKind(row.act)
            about = Subject(row.subject_kind) if kind is WiderKind.ANNOTATE else None
            on_reports = about in {None, Subject.REPORT, Subject.INCIDENT}
            reports = reports_of(connection, _about(connection, row)) if on_reports else []
            others = reports_of(connection, row.others)
            decision = Wider(
                decision_id=str(row.decision_id),
                kind=kind,
                reports=_told(reports),
                others=_told(others),
                subject=about,
                key="" if on_reports else row.subjects[0],
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


def _about(connection: Connection, row: _Row) -> list[UUID]:
    """The reports that a decision is about; of a note on an event all that it has now."""
    if row.act == WiderKind.ANNOTATE and row.subject_kind == Subject.INCIDENT:
        return report_ids(connection, subject(connection, row.subjects[0], SubjectKind.INCIDENT))
    return row.report_ids


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
