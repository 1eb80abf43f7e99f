"""Published figures of killings: side by side by what they count, never among incidents."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from psycopg.types.range import Range
from sqlalchemy import text

from tests.database.invented import file, ingest, project, telegram

if TYPE_CHECKING:
    from tracker.database import Database

FIRST = "According to the government, there were 120 murders in Tamaulipas in 2006."
THEN = "There were 134 murders in Tamaulipas in 2006."
CITY = "There were over 90 murders in Nuevo Laredo in February 2007."


def figures(database: Database, source: str = "homicide_figures") -> list[Any]:
    with database.engine("reader").connect() as connection:
        return list(
            connection.execute(text(f"SELECT * FROM read.{source} ORDER BY cable_date, period_start, reference_id"))
        )


def two_cables(database: Database, first: str, then: str) -> None:
    ingest(database, file(telegram(first, serial=4001), "4001.txt"))
    ingest(database, file(telegram(then, serial=4002).replace("R 101530Z", "R 121530Z"), "4002.txt"))
    project(database)


def test_a_figure_stands_with_its_period_place_and_asserter(database: Database) -> None:
    ingest(database, file(telegram(FIRST, CITY)))
    project(database)
    year, month = figures(database)
    assert (year.count, year.period, year.states) == (120, Range(date(2006, 1, 1), date(2007, 1, 1)), ["MX-TAM"])
    assert (year.period_precision, year.asserted_by, year.victims) == ("year", ["government"], None)
    assert (month.count, month.count_op, month.count_range) == (90, ">", Range(90, None))
    assert (month.municipalities, month.paragraphs) == (["28027"], ["2"])


def test_figures_of_one_statistic_stand_side_by_side(database: Database) -> None:
    two_cables(database, FIRST, THEN)
    first, then = figures(database)
    assert first.statistic == then.statistic == "MX-TAM 2006-01-01..2006-12-31 all"
    assert (first.latest, then.latest, then.previous_count) == (False, True, 120)
    assert then.previous_reference_id == "07MEXICO4001"
    assert (then.cables, then.told_range, then.differs) == (2, Range(120, 135), True)


def test_figures_that_can_both_be_true_do_not_differ(database: Database) -> None:
    two_cables(database, FIRST.replace("120", "over 120"), THEN)
    assert [row.differs for row in figures(database)] == [False, False]
    two_cables(database, FIRST.replace("120", "about 130"), THEN)
    assert [row.differs for row in figures(database)] == [False, False]


def test_a_figure_that_is_no_longer_told_leaves_the_others_as_they_were_without_it(database: Database) -> None:
    two_cables(database, FIRST, THEN)
    two_cables(database, FIRST, "Nothing happened.")
    (row,) = figures(database)
    assert (row.latest, row.cables, row.differs) == (True, 1, False)


def test_figures_are_told_as_of_a_day(database: Database) -> None:
    two_cables(database, FIRST, THEN)
    (row,) = figures(database, "homicide_figures_known('2007-03-11')")
    assert (row.count, row.latest, row.cables) == (120, True, 1)
    assert len(figures(database, "homicide_figures_at(1000000)")) == 2


def test_the_newest_figure_of_a_whole_state_stands_with_it_and_in_no_sum(database: Database) -> None:
    two_cables(database, FIRST, CITY)
    with database.engine("reader").connect() as connection:
        state = connection.execute(text("SELECT * FROM read.states WHERE code = 'MX-TAM'")).one()
    assert (state.homicide_count, state.homicide_reference_id) == (120, "07MEXICO4001")
    assert (state.incidents, state.killed) == (0, 0)
