"""Finding what a decision is about: by id, by the beginning of an id, by slug or by reference ID."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tracker.deciding.plans import UnknownSubjectError
from tracker.deciding.spanning import Incident, SomePerson
from tracker.decision_events import PersonMention, Subject
from tracker.log.transactions import transaction
from tracker.statements import statements
from tracker.types import DecisionId, ReferenceId, ReportId

if TYPE_CHECKING:
    from sqlalchemy import Engine

_SHORTEST = 6
_ID = re.compile(rf"[0-9a-f]{{{_SHORTEST},8}}(?:-[0-9a-f-]*)?")


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report: its id and its cable."""

    report_id: ReportId
    reference_id: ReferenceId


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """A decision: its id, its act as `read.decisions` names it, and the cables whose streams tell it.

    One that no cable's stream tells has a stream of its own.
    """

    decision_id: DecisionId
    act: str
    reference_ids: tuple[ReferenceId, ...]


class Finder:
    """Looks up in the views what people name. Raises UnknownSubjectError where nothing, or more than one, is meant."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sql = statements("tracker.deciding", "finding.sql")

    def report(self, named: str) -> FoundReport:
        """The report of an id or of the beginning of one."""
        row = self._one("reports", named, "report", "report_id")
        return FoundReport(row["report_id"], row["reference_id"])

    def incident(self, named: str) -> Incident:
        """The incident of an id, or of a former one, with the reports that make it."""
        row = self._one("incidents", named, "incident", "incident_id")
        reports = self._rows("reports_of", {"incident_id": row["incident_id"]})
        if not reports:
            raise UnknownSubjectError(f"none of the reports of incident {row['incident_id']} stands any more")
        return Incident(row["incident_id"], row["kind"], tuple(each["report_id"] for each in reports))

    def person(self, slug: str) -> SomePerson:
        """The person of a name in addresses."""
        rows = self._rows("mentions", {"slug": slug})
        if not rows:
            raise UnknownSubjectError(f"no person goes by {slug!r}; the view read.people lists them")
        return SomePerson(
            slug, tuple(PersonMention(report_id=row["report_id"], mention_id=row["mention_id"]) for row in rows)
        )

    def operation(self, slug: str) -> str:
        """The slug of an operation that there is."""
        if not self._rows("operation", {"slug": slug}):
            raise UnknownSubjectError(f"no operation goes by {slug!r}; the view read.operations lists them")
        return slug

    def decision(self, named: str) -> FoundDecision:
        """The decision of an id or of the beginning of one."""
        row = self._one("decisions", named, "decision", "decision_id")
        return FoundDecision(row["decision_id"], row["act"], tuple(row["reference_ids"]))

    def subject(self, named: str) -> tuple[Subject, str]:
        """What a note is about: an incident or a report, a cable, an operation, a person."""
        if _looks_like_id(named):
            try:
                return Subject.INCIDENT, str(self.incident(named).incident_id)
            except UnknownSubjectError:
                return Subject.REPORT, str(self.report(named).report_id)
        if self._rows("cable", {"reference_id": named}):
            return Subject.CABLE, named
        if self._rows("operation", {"slug": named}):
            return Subject.OPERATION, named
        return Subject.PERSON, self.person(named).slug

    def _one(self, statement: str, named: str, what: str, column: str) -> Any:
        if not _looks_like_id(named):
            raise UnknownSubjectError(
                f"{named!r} is no id of a {what}; it is like 1f0c2b3a-..., of which {_SHORTEST} characters do"
            )
        rows = self._rows(statement, {"prefix": _in_form(named)})
        if not rows:
            raise UnknownSubjectError(
                f"there is no {what} {named}; `tracker status` tells whether the views lag behind"
            )
        if len({row[column] for row in rows}) > 1:
            found = ", ".join(str(row[column]) for row in rows[:3])
            raise UnknownSubjectError(f"several {what}s begin with {named}: {found}; give more of the id")
        return rows[0]

    def _rows(self, statement: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        with transaction(self._engine) as cursor:
            return cursor.execute(self._sql[statement], parameters).fetchall()


def _looks_like_id(named: str) -> bool:
    return bool(_ID.fullmatch(named.lower()))


def _in_form(named: str) -> str:
    """The id as the database prints it."""
    try:
        return str(UUID(named))
    except ValueError:
        return named.lower()
