"""Reports as of a position of the log or of a day are what the views showed then, by today's rules."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_erasure import NAME, NAMED, SECRET, erase, everything, place
from tests.database.test_projections import OPERATION, forget, rows
from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from tracker.cables.releases import RawFile
    from tracker.database import Database

HISTORY = (
    file(telegram(OPERATION, ARREST, SEIZURE)),
    file(telegram(ATTACK, serial=4400), "4400.txt"),
    file(telegram(OPERATION, ARREST.replace("four", "six"))),
    file(telegram(ATTACK.replace("two", "three"), serial=4400), "4400.txt"),
    file(telegram(OPERATION, ARREST.replace("four", "six"), SEIZURE)),
)
"""New, corrected, withdrawn, and back again."""


def as_of(database: Database, query: str) -> list[dict[str, Any]]:
    with database.engine("reader").connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {query}")).mappings().all()
    return sorted((dict(row) for row in found), key=str)


def at(database: Database, position: int) -> list[dict[str, Any]]:
    return as_of(database, f"read.reports_at({position})")


def lived_through(database: Database, history: tuple[RawFile, ...]) -> dict[int, list[dict[str, Any]]]:
    """What the view showed after each of the files, by the log's position then."""
    seen: dict[int, list[dict[str, Any]]] = {}
    for each in history:
        ingest(database, each)
        position = Log(database.engine("writer")).head().position
        project(database)
        seen[position] = rows(database, "reports")
    return seen


@pytest.mark.parametrize("batch", [None, 1, 4, 5_000])
def test_at_a_position_reports_stand_as_they_stood_then(database: Database, superuser: str, batch: int | None) -> None:
    seen = lived_through(database, HISTORY)
    assert len({str(each) for each in seen.values()}) == len(HISTORY)
    if batch:
        forget(superuser)
        Runner(database.engine("projector"), PROJECTIONS, batch=batch).catch_up()
    assert {position: at(database, position) for position in seen} == seen
    assert at(database, 0) == []


def test_folding_anew_over_what_is_there_tells_the_same_of_every_position(database: Database, superuser: str) -> None:
    seen = lived_through(database, HISTORY)
    with database.engine("projector").begin() as connection:
        connection.execute(text("UPDATE read_a.checkpoints SET position = 0"))
    Runner(database.engine("projector"), PROJECTIONS, batch=3).catch_up()
    assert {position: at(database, position) for position in seen} == seen


def test_what_was_erased_since_is_not_told_of_any_position(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(NAMED)))
    ingest(database, file(telegram(NAMED.replace("Reynosa", "Matamoros"))))
    project(database)
    assert [row["persons"] for row in rows(database, "reports")] == [[NAME]]
    erase(database, place(database))
    project(database)
    head = Log(database.engine("writer")).head().position
    assert [bool(at(database, position)) for position in range(head + 1)].count(True) > 1
    assert not any(SECRET.search(str(at(database, position))) for position in range(head + 1))
    # Not even folded, as its signs have it.
    assert not re.search("inventado|inbentado", everything(superuser), re.IGNORECASE)


def test_what_was_known_on_a_day_is_what_the_cables_of_that_day_told(database: Database) -> None:
    later = telegram(ATTACK, serial=4400).replace("101530Z MAR 07", "200100Z MAR 07")
    ingest(database, file(telegram(ARREST)), file(later, "4400.txt"))
    project(database)
    told = {
        day: [row["kind"] for row in as_of(database, f"read.reports_known('{date(2007, 3, day)}')")]
        for day in (9, 10, 19, 20)
    }
    assert told == {9: [], 10: ["arrest"], 19: ["arrest"], 20: ["arrest", "attack"]}
