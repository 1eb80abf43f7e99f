"""What sources tell differently stands side by side, each with its cable and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.database.invented import ingest, project
from tests.database.test_incidents import FIGHT, MORE, NAMED, SHORT, cable
from tests.database.test_projections import forget, rows
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from tracker.database import Database


def told(database: Database) -> list[tuple[object, ...]]:
    fields = ("reference_id", "field", "value", "asserted_by")
    return sorted(tuple(row[field] for field in fields) for row in rows(database, "disagreements"))


def test_two_cables_with_two_tolls_disagree(database: Database, superuser: str) -> None:
    ingest(database, cable(1, FIGHT), cable(2, MORE))
    project(database)
    assert told(database) == [("07MEXICO1", "killed", "5", []), ("07MEXICO2", "killed", "6", ["press"])]
    words = {row["words"] for row in rows(database, "disagreements")}
    assert words == {"five", "six"}
    live = rows(database, "disagreements")
    forget(superuser)
    Runner(database.engine("projector"), PROJECTIONS, batch=1).catch_up()
    assert rows(database, "disagreements") == live


def test_two_days_are_a_disagreement_but_a_state_and_its_town_are_none(database: Database) -> None:
    ingest(database, cable(1, NAMED), cable(2, SHORT))
    project(database)
    assert {(field, value) for _, field, value, _ in told(database)} == {("date", "2007-03-03"), ("date", "2007-03-04")}


def test_a_vaguer_figure_disagrees_with_none_that_it_allows(database: Database) -> None:
    ingest(database, cable(1, FIGHT), cable(2, MORE.replace("six", "at least four")))
    project(database)
    assert len(rows(database, "incidents")) == 1
    assert told(database) == []


def test_two_mentions_of_one_report_disagree(database: Database) -> None:
    twice = FIGHT.replace("five", "six")
    ingest(database, cable(1, f"SUMMARY: {FIGHT} END SUMMARY.", f"{twice} The six officers died at once."))
    project(database)
    assert len(rows(database, "reports")) == 1
    assert {(field, value) for _, field, value, _ in told(database)} == {("killed", "5"), ("killed", "6")}


def test_what_no_longer_stands_disagrees_with_nothing(database: Database) -> None:
    ingest(database, cable(1, FIGHT), cable(2, MORE))
    ingest(database, cable(2, "Nothing happened."))
    project(database)
    assert told(database) == []
