"""Seizures: a row per incident and commodity in one unit, figures as told, totals apart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from psycopg.types.range import Range
from sqlalchemy import text

from tests.database.invented import file, ingest, project, telegram

if TYPE_CHECKING:
    from tracker.database import Database

FIND = (
    "On March 5, soldiers seized 2 tons of marijuana, 500 grams of heroin, over 50 grenades and $12,000 in cash "
    "in Reynosa, Tamaulipas."
)
TOTAL = "In 2006, soldiers seized a total of 40 tons of marijuana in Tamaulipas."


def seizures(database: Database, source: str = "seizures") -> dict[str, Any]:
    with database.engine("reader").connect() as connection:
        return {row.commodity: row for row in connection.execute(text(f"SELECT * FROM read.{source}"))}


def test_quantities_stand_in_one_unit_with_their_words(database: Database) -> None:
    ingest(database, file(telegram(FIND)))
    project(database)
    found = seizures(database)
    told = {commodity: (row.quantity, row.unit, row.comparison) for commodity, row in found.items()}
    assert told == {
        "marijuana": (2000, "kg", None),
        "heroin": (Decimal("0.5"), "kg", None),
        "grenades": (50, "units", ">"),
        "cash": (12000, "usd", None),
    }
    assert found["marijuana"].as_written == ["2 tons of marijuana"]
    assert (found["grenades"].quantity_range, found["grenades"].quantity_high) == (Range(50, None), None)
    assert found["heroin"].quantity_range == Range(Decimal("0.5"), Decimal("0.5"), "[]")
    assert (found["cash"].states, found["cash"].municipalities) == (["MX-TAM"], ["28032"])
    assert found["cash"].agencies == ["army"]
    assert found["cash"].sources == [{"reference_id": "07MEXICO4321", "paragraphs": ["1"]}]


def test_weapons_without_a_figure_are_told_without_one(database: Database) -> None:
    ingest(database, file(telegram("On March 5, soldiers seized dozens of rifles in Nuevo Laredo, Tamaulipas.")))
    project(database)
    (row,) = seizures(database).values()
    assert (row.commodity, row.unit, row.quantity, row.quantity_range) == ("firearms", "units", None, Range(24, None))


def test_two_finds_of_one_incident_are_added(database: Database) -> None:
    both = "On March 5, soldiers in Reynosa seized 14 fragmentation grenades and one 40mm grenade."
    ingest(database, file(telegram(both)))
    project(database)
    assert seizures(database)["grenades"].quantity == 15


def test_totals_stand_apart(database: Database) -> None:
    ingest(database, file(telegram(FIND, TOTAL)))
    project(database)
    assert seizures(database)["marijuana"].quantity == 2000
    total = seizures(database, "seizure_totals")
    assert (total["marijuana"].quantity, total["marijuana"].aggregate) == (40000, True)


def test_destroyed_crops_are_no_seizure(database: Database) -> None:
    ingest(database, file(telegram("On March 5, soldiers destroyed 12 hectares of marijuana in Reynosa.")))
    project(database)
    assert seizures(database) == {}
    crop = seizures(database, "eradications")["marijuana"]
    assert (crop.quantity, crop.unit) == (12, "ha")


def test_a_corrected_figure_replaces_the_former(database: Database) -> None:
    ingest(database, file(telegram(FIND)))
    project(database)
    with database.engine("reader").connect() as connection:
        position = connection.execute(text("SELECT max(position) FROM read.reports")).scalar_one()
    ingest(database, file(telegram(FIND.replace("2 tons", "3 tons"))))
    project(database)
    assert seizures(database)["marijuana"].quantity == 3000
    assert seizures(database, f"seizures_at({position})")["marijuana"].quantity == 2000
    ingest(database, file(telegram("Nothing happened.")))
    project(database)
    assert seizures(database) == {}


def test_a_find_is_known_from_its_cables_day(database: Database) -> None:
    ingest(database, file(telegram(FIND)))
    project(database)
    assert seizures(database, "seizures_known('2007-03-09')") == {}
    assert seizures(database, "seizures_known('2007-03-10')").keys() == seizures(database).keys()


def test_one_find_that_two_cables_tell_is_one_row(database: Database) -> None:
    ingest(database, file(telegram(FIND, serial=4001), "4001.txt"))
    project(database)
    told_again = FIND.replace("2 tons", "nearly 2.5 tons")
    ingest(database, file(telegram(told_again, serial=4002).replace("R 101530Z", "R 121530Z"), "4002.txt"))
    project(database)
    marijuana = seizures(database)["marijuana"]
    assert marijuana.reference_ids == ["07MEXICO4001", "07MEXICO4002"]
    assert (marijuana.quantity, marijuana.quantity_high) == (2500, 2500)
    assert marijuana.as_written == ["2 tons of marijuana", "nearly 2.5 tons of marijuana"]
    with database.engine("reader").connect() as connection:
        assert connection.execute(text("SELECT seizures FROM read.states WHERE code = 'MX-TAM'")).scalar_one() == 1
        assert connection.execute(text("SELECT count(*) FROM read.seizures")).scalar_one() == 4
    ingest(database, file(telegram("Nothing happened.", serial=4001), "4001.txt"))
    project(database)
    assert seizures(database)["marijuana"].reference_ids == ["07MEXICO4002"]
