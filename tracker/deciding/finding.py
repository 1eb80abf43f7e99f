"""Finding what a decision is about, named as for `tracker show`; and decisions, by their ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg.rows import dict_row

from tracker.deciding.plans import DecisionError, UnknownSubjectError
from tracker.deciding.spanning import Incident, SomePerson
from tracker.decision_events import PersonMention, Subject
from tracker.showing.show import reading
from tracker.showing.subjects import SINGULAR, SubjectKind, subject
from tracker.statements import statements
from tracker.types import DecisionId, IncidentId, ReferenceId, ReportId

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Engine

    from tracker.showing.show import Connection

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
    """Looks up in the views what people name.

    Raises NothingFoundError or AmbiguousIdError as `tracker.showing.subjects.subject` does; UnknownSubjectError where a
    decision is not there or not told apart, or of an incident no report stands.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def report(self, named: str) -> FoundReport:
        """The report that is meant."""
        with reading(self._engine) as connection:
            one = subject(connection, named, SubjectKind.REPORT)
            (row,) = _rows(connection, "report", key=one.key)
        return FoundReport(ReportId(one.uuid), row["reference_id"])

    def incident(self, named: str) -> Incident:
        """The incident that is meant, also by a former id, with the reports that make it."""
        with reading(self._engine) as connection:
            one = subject(connection, named, SubjectKind.INCIDENT)
            (row,) = _rows(connection, "incident", key=one.key)
            reports = _rows(connection, "reports_of", key=one.key)
        if not reports:
            raise UnknownSubjectError(f"none of the reports of incident {one.key} stands any more")
        return Incident(IncidentId(one.uuid), row["kind"], tuple(each["report_id"] for each in reports))

    def person(self, named: str) -> SomePerson:
        """The person who is meant, with the mentions that make them."""
        with reading(self._engine) as connection:
            one = subject(connection, named, SubjectKind.PERSON)
            (row,) = _rows(connection, "person", key=one.key)
            mentions = _rows(connection, "mentions", key=one.key)
        return SomePerson(one.key, row["person_id"], tuple(PersonMention(**each) for each in mentions))

    def operation(self, named: str) -> str:
        """The slug of the operation that is meant."""
        with reading(self._engine) as connection:
            return subject(connection, named, SubjectKind.OPERATION).key

    def made_of_reports(self, named: str) -> SubjectKind:
        """Whether an incident is meant (an id of one of its reports means it too), a person or an operation.

        Raises DecisionError for anything else.
        """
        with reading(self._engine) as connection:
            one = subject(connection, named)
        if one.kind in {SubjectKind.REPORT, SubjectKind.INCIDENT}:
            return SubjectKind.INCIDENT
        if one.kind not in {SubjectKind.PERSON, SubjectKind.OPERATION}:
            raise DecisionError(f"{one.kind}/{one.key} is no incident, person or operation")
        return one.kind

    def subject(self, named: str) -> tuple[Subject, str]:
        """What a note is about. Raises DecisionError for what has no notes."""
        with reading(self._engine) as connection:
            one = subject(connection, named)
        if SINGULAR[one.kind] not in {*Subject}:
            raise DecisionError(f"no note can be on {one.kind}/{one.key}; it can be on a {', '.join(Subject)}")
        return Subject(SINGULAR[one.kind]), one.key

    def decision(self, named: str) -> FoundDecision:
        """The decision of an id or of the beginning of one."""
        if not _ID.fullmatch(named.lower()):
            raise UnknownSubjectError(
                f"{named!r} is no id of a decision; it is like 1f0c2b3a-..., of which {_SHORTEST} characters do"
            )
        with reading(self._engine) as connection:
            found = _rows(connection, "decisions", prefix=named.lower())
        if not found:
            raise UnknownSubjectError(f"there is no decision {named}; the view read.decisions lists them")
        if len(found) > 1:
            listed = ", ".join(str(each["decision_id"]) for each in found)
            raise UnknownSubjectError(f"several decisions begin with {named}: {listed}; give more of the id")
        (row,) = found
        return FoundDecision(row["decision_id"], row["act"], tuple(row["reference_ids"]))


def _rows(connection: Connection, statement: str, **values: str) -> list[dict[str, Any]]:
    query = statements("tracker.deciding", "finding.sql")[statement]
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode(), values).fetchall()
