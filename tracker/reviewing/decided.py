"""What was decided here on single reports, with the fields that corrections set, as others can read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from psycopg.rows import dict_row

from tracker.accounts import account
from tracker.deciding.values import as_table
from tracker.decision_events import ReportAmended
from tracker.log.log import Log
from tracker.reviewing.acts import ActKind
from tracker.reviewing.exchange import Foreign
from tracker.reviewing.matching import Told
from tracker.reviewing.proposals import Proposal
from tracker.showing.show import reading, reports_of
from tracker.statements import statements
from tracker.types import DecisionId, ReferenceId, ReportId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.accounts import Account
    from tracker.database import Database
    from tracker.showing.rows import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision on a report that counts: the act, the fields that it set as people write them, by whom and why."""

    decision_id: UUID
    act: ActKind
    report_id: UUID
    actor: str
    recorded_at: datetime
    reason: str | None
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """It in a line."""
        changed = "".join(f" {name}={value}" for name, value in self.fields.items())
        return f"{self.actor} decided to {self.act}{changed}: {self.reason or 'no reason is recorded'}"

    def sets(self, fields: Mapping[str, str]) -> bool:
        """Whether it set all these fields so."""
        return self.act is ActKind.CORRECT and all(self.fields.get(name) == value for name, value in fields.items())


def decided(database: Database) -> tuple[list[Decided], dict[UUID, Report]]:
    """What counts of the decisions on single reports, in the order of the log, and these reports."""
    with reading(database.engine("reader")) as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(statements("tracker.reviewing", "decided.sql")["decided"].encode()).fetchall()
        reports = {each.report_id: each for each in reports_of(connection, [row["report_id"] for row in rows])}
    log = Log(database.engine("writer"))
    accounts: dict[str, Account] = {}
    found = []
    for row in rows:
        report = reports.get(row["report_id"])
        if report is None:
            continue
        if row["act"] == ActKind.CORRECT and report.reference_id not in accounts:
            accounts[report.reference_id] = account(log, ReferenceId(report.reference_id))
        fields = _fields(accounts[report.reference_id], row) if row["act"] == ActKind.CORRECT else {}
        found.append(Decided(**{**row, "act": ActKind(row["act"])}, fields=fields))
    return _standing(found), reports


def _standing(told: Sequence[Decided]) -> list[Decided]:
    """What each still says: of two corrections of one field the later, and nothing of one of which no field is left."""
    later: dict[UUID, set[str]] = defaultdict(set)
    found = []
    for one in reversed(told):
        fields = {name: value for name, value in one.fields.items() if name not in later[one.report_id]}
        later[one.report_id].update(fields)
        if fields or not one.fields:
            found.append(replace(one, fields=fields))
    return found[::-1]


def _fields(told: Account, row: Mapping[str, object]) -> dict[str, str]:
    state = told.reports.get(ReportId(UUID(str(row["report_id"]))))
    decision_id = DecisionId(UUID(str(row["decision_id"])))
    for act in state.acts if state else ():
        if act.decision_id == decision_id and isinstance(act.event, ReportAmended):
            told_fields = as_table(act.event.report, told.texts[act.reading.document_id])
            # How a count compares is written with it: ">50".
            return {name: written(told_fields[name]) for name in act.event.changed if name in told_fields}
    return {}


def written(value: str | list[str]) -> str:
    """The value of a field as one text."""
    return value if isinstance(value, str) else "; ".join(value)


def told_as(report: Report) -> Told:
    """A report of ours as others find their own of it."""
    return Told(
        reference_id=report.reference_id,
        kind=report.kind,
        quote=report.quote or "",
        passage=report.passage or "",
        labels=tuple(label for label in report.labels if label),
    )


def as_foreign(one: Decided, report: Report, *, origin: str, actor: str | None = None) -> Foreign:
    """A decision of ours as others take it in, from `origin`; `actor` stands for who decided."""
    return Foreign(
        decision_id=str(one.decision_id),
        told=told_as(report),
        proposal=Proposal(
            kind=one.act,
            fields=dict(one.fields),
            reason=one.reason or "no reason is recorded",
            actor=actor or one.actor,
            origin=origin,
            recorded_at=one.recorded_at.isoformat(),
        ),
    )
