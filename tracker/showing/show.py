"""All that is known of one thing, in one read-only transaction as the reader."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import psycopg
from psycopg.rows import class_row, scalar_row

from tracker.errors import NothingFoundError
from tracker.showing.rows import (
    Apart,
    Cable,
    Cartel,
    Decision,
    Incident,
    Join,
    Operation,
    Person,
    PersonPart,
    Report,
    Rereading,
    Shown,
    Telling,
    Thing,
    Words,
)
from tracker.showing.subjects import SINGULAR, Subject, SubjectKind, subject
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    Connection = psycopg.Connection[tuple[object, ...]]

Row = TypeVar("Row")

_THINGS: dict[SubjectKind, type[Thing]] = {
    SubjectKind.INCIDENT: Incident,
    SubjectKind.PERSON: Person,
    SubjectKind.OPERATION: Operation,
    SubjectKind.CARTEL: Cartel,
    SubjectKind.CABLE: Cable,
}


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the log from beginning to end, and can change nothing."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        with driver.transaction():
            driver.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield driver


def show(engine: Engine, asked: str) -> Shown:
    """All that is known of what an id means. Raises NothingFoundError or AmbiguousIdError as `subject` does."""
    with reading(engine) as connection:
        return shown(connection, subject(connection, asked))


def shown(connection: Connection, one: Subject) -> Shown:
    """All that is known of a thing. Raises NothingFoundError where it is no longer there."""
    if one.kind is SubjectKind.REPORT:
        return _shown_report(connection, one)
    found = rows(connection, SINGULAR[one.kind], _THINGS[one.kind], key=one.key, incident_id=one.key)
    if not found:
        raise NothingFoundError(one.key)
    told_by = report_ids(connection, one)
    reports = reports_of(connection, told_by)
    # What was decided on each report of a group is more than anybody asks of the group.
    decided_on = told_by if one.kind in {SubjectKind.INCIDENT, SubjectKind.CABLE} else []
    is_incident = one.kind is SubjectKind.INCIDENT
    return Shown(
        subject=one,
        thing=found[0],
        reports=reports,
        words=[],
        tellings=rows(connection, "tellings", Telling, incident_id=one.key) if is_incident else [],
        people=[],
        joins=rows(connection, "joins", Join, incident_id=one.key) if is_incident else [],
        former_ids=[each.report_id for each in reports if str(each.report_id) != one.key] if is_incident else [],
        apart=rows(connection, "apart", Apart, incident_id=one.key) if is_incident else [],
        decisions=rows(connection, "decisions", Decision, report_ids=decided_on, key=one.key),
        rereadings=rows(connection, "rereadings", Rereading, report_ids=decided_on),
    )


def _shown_report(connection: Connection, one: Subject) -> Shown:
    found = reports_of(connection, [UUID(one.key)])
    if not found:
        raise NothingFoundError(one.key)
    report = found[0]
    others = _ids(connection, "of_incident", incident_id=report.incident_id)
    return Shown(
        subject=one,
        thing=report,
        reports=reports_of(connection, [each for each in others if each != report.report_id]),
        words=rows(connection, "words", Words, report_id=report.report_id),
        tellings=rows(connection, "tellings", Telling, incident_id=report.incident_id),
        people=rows(connection, "parts", PersonPart, report_id=report.report_id),
        joins=rows(connection, "joins", Join, incident_id=report.incident_id),
        former_ids=[],
        apart=[],
        decisions=rows(connection, "decisions", Decision, report_ids=[report.report_id], key=one.key),
        rereadings=rows(connection, "rereadings", Rereading, report_ids=[report.report_id]),
    )


def report_ids(connection: Connection, one: Subject) -> list[UUID]:
    """The reports that tell of a thing; of a report itself alone."""
    if one.kind is SubjectKind.REPORT:
        return [UUID(one.key)]
    return _ids(connection, f"of_{SINGULAR[one.kind]}", key=one.key, incident_id=one.key)


def reports_of(connection: Connection, wanted: Sequence[UUID]) -> list[Report]:
    """Reports by their ids: those that stand first, in the order of their cables."""
    return rows(connection, "reports", Report, report_ids=list(wanted))


def rows(connection: Connection, statement: str, of: type[Row], **values: object) -> list[Row]:
    """The rows of a statement of `things.sql`."""
    query = statements("tracker.showing", "things.sql")[statement]
    with connection.cursor(row_factory=class_row(of)) as cursor:
        return cursor.execute(query.encode(), values).fetchall()


def _ids(connection: Connection, statement: str, **values: object) -> list[UUID]:
    query = statements("tracker.showing", "things.sql")[statement]
    with connection.cursor(row_factory=scalar_row) as cursor:
        return cursor.execute(query.encode(), values).fetchall()
