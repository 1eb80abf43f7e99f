"""How a thing came to stand as it does: every version of its reports, and what readers were told of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from psycopg.rows import dict_row

from tracker.showing.rows import Step
from tracker.showing.show import reading, report_ids
from tracker.showing.subjects import Subject, SubjectKind, subject
from tracker.statements import statements

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Engine

    from tracker.showing.show import Connection
    from tracker.types import JsonObject

_ANNOUNCER = "announcer"
Row = TypeVar("Row")


def history(engine: Engine, asked: str) -> tuple[Subject, list[Step]]:
    """What was recorded of the thing that an id means, in the order of the log.

    Of an incident, a person, an operation, a group or a cable that is the history of all its reports. Raises
    NothingFoundError or AmbiguousIdError as `subject` does.
    """
    with reading(engine) as connection:
        one = subject(connection, asked)
        return one, steps(connection, one)


def steps(connection: Connection, one: Subject) -> list[Step]:
    """What was recorded of a thing, in the order of the log."""
    wanted = report_ids(connection, one)
    found = _with_changes(_steps(connection, "versions", report_ids=wanted))
    found += _steps(connection, "developments", report_ids=wanted)
    found += _steps(connection, "decisions", report_ids=wanted, key=one.key)
    if one.kind is SubjectKind.CABLE:
        found += _steps(connection, "cable", key=one.key)
    return sorted(found, key=lambda step: (step.position, str(step.report_id or "")))


def _with_changes(versions: list[Step]) -> list[Step]:
    """The versions of each report with what differs from the one before."""
    before: dict[UUID | None, JsonObject] = {}
    told = []
    for version in versions:
        earlier, facts = before.get(version.report_id), version.facts or {}
        if earlier is not None:
            version = replace(version, facts_before=earlier, changed=differing(earlier, facts))  # noqa: PLW2901  # what was read is told with more
        before[version.report_id] = facts
        told.append(version)
    return told


def differing(before: JsonObject, after: JsonObject) -> JsonObject:
    """The fields that differ, each with its value before and after."""
    return {
        name: [before.get(name), after.get(name)]
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }


def _steps(connection: Connection, statement: str, **values: object) -> list[Step]:
    query = statements("tracker.showing", "history.sql")[statement]
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(query.encode(), values).fetchall()
    return [Step(**{"actor": _ANNOUNCER, **row}) for row in found]
