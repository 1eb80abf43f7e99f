"""Operations stand as last reported: status, people sent and results, each counted once, with their cables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.types.range import Range
from sqlalchemy import text

from tests.database.invented import file, ingest, project, telegram
from tracker.erasing import erase_event
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.types import Position

if TYPE_CHECKING:
    from tracker.database import Database

LAUNCH = "On March 1, the government launched Operation Tamaulipas Segura with 3,000 troops in Tamaulipas."
MORE = "On March 6, the government reinforced Operation Tamaulipas Segura with 1,500 more troops."
END = "On March 9, the government withdrew the troops of Operation Tamaulipas Segura from Tamaulipas."
PLAN = "The government plans to launch Operation Tamaulipas Segura in April with 3,000 troops in Tamaulipas."
RESULTS = (
    "On March 5, soldiers of Operation Tamaulipas Segura seized 2 tons of marijuana and 12 rifles in Reynosa.",
    "On March 5, soldiers of Operation Tamaulipas Segura arrested six members of the Gulf Cartel in Reynosa.",
    "On March 5, soldiers destroyed 12 hectares of marijuana in Reynosa as part of Operation Tamaulipas Segura.",
)
SLUG = "operation-tamaulipas-segura"


def told(database: Database, *cables: str) -> None:
    """Record and fold cables of one paragraph each; the serials go up by one, the dates by a day."""
    for number, words in enumerate(cables):
        dated = telegram(words, serial=4001 + number).replace("R 101530Z", f"R {10 + number}1530Z")
        ingest(database, file(dated, f"{4001 + number}.txt"))
    project(database)


def operations(database: Database, source: str = "operations") -> dict[str, Any]:
    with database.engine("reader").connect() as connection:
        found = connection.execute(text(f"SELECT * FROM read.{source} WHERE reports > 0")).all()
    return {row.slug: row for row in found}


def incidents(database: Database) -> list[Any]:
    with database.engine("reader").connect() as connection:
        return list(connection.execute(text("SELECT incident_id FROM read.incidents WHERE NOT withdrawn")).scalars())


def test_what_the_newest_cable_tells_is_its_status(database: Database) -> None:
    told(database, LAUNCH, MORE)
    operation = operations(database)[SLUG]
    assert (operation.status, operation.launched, operation.ended) == ("reinforced", date(2007, 3, 1), None)
    assert operation.status_as_of == datetime(2007, 3, 11, 15, 30, tzinfo=UTC)
    assert [step["status"] for step in operation.status_history] == ["launched", "reinforced"]
    assert [step["reference_id"] for step in operation.status_history] == ["07MEXICO4001", "07MEXICO4002"]
    assert (operation.states, operation.forces) == (["MX-TAM"], ["military"])


def test_a_launch_told_again_after_the_end_is_no_new_launch(database: Database) -> None:
    told(database, LAUNCH, END, LAUNCH)
    operation = operations(database)[SLUG]
    assert (operation.status, operation.ended, operation.personnel_now) == ("ended", date(2007, 3, 9), None)


def test_a_plan_counts_only_while_nobody_tells_that_it_began(database: Database) -> None:
    told(database, PLAN)
    assert operations(database)[SLUG].status == "planned"
    told(database, PLAN, LAUNCH, PLAN)
    assert operations(database)[SLUG].status == "launched"


def test_reinforcements_are_added_to_those_sent_first(database: Database) -> None:
    told(database, LAUNCH, MORE)
    operation = operations(database)[SLUG]
    assert (operation.personnel, operation.personnel_now) == (3000, 4500)
    assert operation.personnel_now_range == Range(4500, 4501)
    assert [(part["part"], part["people"]) for part in operation.personnel_told] == [("first", 3000), ("further", 1500)]


def test_a_reinforcement_that_two_cables_tell_is_added_once(database: Database) -> None:
    told(database, LAUNCH, MORE, MORE)
    assert operations(database)[SLUG].personnel_now == 4500


def test_those_of_a_reinforcement_who_are_there_so_far_are_not_added_to_it(database: Database) -> None:
    ordered = "The government reinforced Operation Tamaulipas Segura with an additional 5,000 troops."
    arrived = "So far, on March 12, 2,000 of those additional troops of Operation Tamaulipas Segura arrived in Reynosa."
    told(database, LAUNCH)
    text_of_both = telegram(f"{ordered} {arrived}", serial=4009).replace("R 101530Z", "R 131530Z")
    ingest(database, file(text_of_both, "4009.txt"))
    project(database)
    operation = operations(database)[SLUG]
    assert sorted(step["personnel"] for step in operation.status_history) == [2000, 3000, 5000]
    assert operation.personnel_now == 8000


def test_a_total_told_later_holds_what_was_sent_before(database: Database) -> None:
    total = MORE.replace("March 6", "March 8").replace(
        "1,500 more troops", "500 more troops, bringing the total to 5,200"
    )
    told(database, LAUNCH, MORE, total)
    operation = operations(database)[SLUG]
    assert (operation.personnel, operation.personnel_now) == (3000, 5200)
    assert [part["people"] for part in operation.personnel_told if part["counts_now"]] == [5200]


@pytest.mark.parametrize("printed", ["99,999,999,999,999,999,999", "99999999999999999999"])
def test_a_total_that_no_forces_have_is_none_and_stops_nothing(database: Database, printed: str) -> None:
    told(database, LAUNCH, MORE.replace("1,500 more troops", f"1,500 more troops, bringing the total to {printed}"))
    assert operations(database)[SLUG].personnel_now == 4500


def test_figures_of_the_launch_that_differ_stand_as_a_range(database: Database) -> None:
    told(database, LAUNCH, LAUNCH.replace("3,000", "3,400"))
    operation = operations(database)[SLUG]
    assert (operation.personnel, operation.personnel_range) == (3400, Range(3000, 3401))


def test_results_are_counted_once_and_totals_stand_apart(database: Database) -> None:
    total = "Since its start, Operation Tamaulipas Segura has led to 80 arrests in Tamaulipas."
    told(database, LAUNCH, *RESULTS, total)
    operation = operations(database)[SLUG]
    assert (operation.arrest_incidents, operation.arrested, operation.arrested_range) == (1, 6, Range(6, 7))
    goods = {(item["commodity"], item["unit"]): item["quantity"] for item in operation.seized}
    assert goods == {("marijuana", "kg"): 2000, ("firearms", "units"): 12}
    assert operation.hectares_eradicated == 12
    assert [(each["kind"], each["count"]) for each in operation.totals_told] == [("arrest", 80)]
    assert operation.cartels == ["gulf"]
    assert len(operation.sources) == operation.reports == 5


def test_results_that_nobody_tells_are_not_told_to_be_none(database: Database) -> None:
    told(database, LAUNCH)
    operation = operations(database)[SLUG]
    assert (operation.arrest_incidents, operation.arrested, operation.arrested_range) == (0, None, None)
    assert (operation.attack_killed, operation.hectares_eradicated) == (None, None)
    with database.engine("reader").connect() as connection:
        query = "SELECT arrested, arrested_range FROM read.operations WHERE reports = 0 LIMIT 1"
        assert connection.execute(text(query)).one() == (None, None)


def test_a_total_from_long_before_the_launch_is_none_of_its_results(database: Database) -> None:
    total = "Since December 1, soldiers of Operation Tamaulipas Segura have seized 30 tons of marijuana in Tamaulipas."
    told(database, LAUNCH, total)
    assert operations(database)[SLUG].totals_told == []
    told(database, LAUNCH, total.replace("December 1", "March 2"))
    assert [each["kind"] for each in operations(database)[SLUG].totals_told] == ["seizure"]


def test_a_launch_is_told_by_its_most_exact_day_and_never_by_a_later_one(database: Database) -> None:
    told(database, LAUNCH.replace("On March 1", "In March"), LAUNCH.replace("March 1", "March 3"))
    operation = operations(database)[SLUG]
    assert (operation.launched, operation.launched_precision) == (date(2007, 3, 3), "day")
    told(database, LAUNCH.replace("On March 1", "In February"), LAUNCH.replace("March 1", "March 3"))
    operation = operations(database)[SLUG]
    assert (operation.launched, operation.launched_precision) == (date(2007, 2, 1), "month")


def test_an_unnamed_operation_is_one_whatever_the_order_of_its_states(database: Database) -> None:
    told(
        database,
        "On February 20, the government sent 2,000 soldiers to Tamaulipas and Nuevo Leon.",
        "On February 20, the government sent 2,000 soldiers to Nuevo Leon and Tamaulipas.",
    )
    found = operations(database)
    assert list(found) == ["nuevo-leon-tamaulipas-2007"]
    assert found["nuevo-leon-tamaulipas-2007"].name == "Operation in Nuevo Leon and Tamaulipas, 2007"
    assert found["nuevo-leon-tamaulipas-2007"].cables == 2


def test_an_operation_is_told_as_of_a_day_and_of_a_position(database: Database) -> None:
    told(database, LAUNCH)
    with database.engine("reader").connect() as connection:
        position = connection.execute(text("SELECT max(position) FROM read.reports")).scalar_one()
    told(database, LAUNCH, MORE)
    assert operations(database)[SLUG].status == "reinforced"
    assert operations(database, "operations_known('2007-03-10')")[SLUG].status == "launched"
    assert operations(database, "operations_known('2007-03-11')")[SLUG].status == "reinforced"
    assert operations(database, "operations_known('2007-03-09')") == {}
    assert operations(database, f"operations_known('2007-03-10', '{SLUG}')") == operations(
        database, "operations_known('2007-03-10')"
    )
    assert operations(database, "operations_known('2007-03-10', 'another')") == {}
    assert operations(database, f"operations_at({position})")[SLUG].personnel_now == 3000


def test_what_a_cable_no_longer_says_leaves_the_operation(database: Database) -> None:
    told(database, LAUNCH)
    told(database, MORE)
    operation = operations(database)[SLUG]
    assert (operation.status, operation.reports, operation.personnel) == ("reinforced", 1, None)
    told(database, "Nothing happened.")
    assert operations(database) == {}


def test_an_incident_of_two_operations_gives_each_what_its_own_reports_tell(database: Database, superuser: str) -> None:
    find = "On March 5, soldiers of Operation {} seized {} kilograms of cocaine in Reynosa, Tamaulipas."
    told(database, find.format("Tamaulipas Segura", 2000), find.format("Rio Bravo Limpio", 2200), MORE)
    assert len(incidents(database)) == 2
    together = {slug: [goods["quantity"] for goods in row.seized] for slug, row in operations(database).items()}
    assert together == {SLUG: [2000], "operation-rio-bravo-limpio": [2200]}
    with psycopg.connect(superuser) as connection:
        connection.execute("UPDATE read_a.checkpoints SET position = 0")
        connection.execute("TRUNCATE read_a.operations, read_a.operation_reports")
    Runner(database.engine("projector"), PROJECTIONS, batch=1).catch_up()
    found = operations(database)
    assert {slug: [goods["quantity"] for goods in row.seized] for slug, row in found.items()} == together


def test_results_leave_an_operation_whose_report_is_erased(database: Database) -> None:
    # The second sentence belongs to the operation of the first, and to none by itself.
    told(
        database,
        "On March 1 the government sent 3,000 soldiers to Tamaulipas to combat the cartels. "
        "So far the troops have arrested 40 traffickers in Tamaulipas.",
    )
    (operation,) = operations(database).values()
    assert [each["count"] for each in operation.totals_told] == [40]
    with database.engine("writer").connect() as connection:
        position = connection.execute(
            text("SELECT position FROM log.events WHERE type = 'OperationReported'")
        ).scalar_one()
    erase_event(
        database.engine("eraser"),
        database.engine("reader"),
        Position(position),
        reason="a test",
        actor="a tester",
        follow_up=lambda: project(database),
    )
    assert operations(database) == {}
