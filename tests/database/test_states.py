"""States, months, the timeline, what was read, and the official codes beside the names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tracker import registers

if TYPE_CHECKING:
    from tracker.database import Database

TOTAL = "In 2006, federal police arrested a total of 900 people in Tamaulipas."


def rows(database: Database, query: str) -> list[Any]:
    with database.engine("reader").connect() as connection:
        return list(connection.execute(text(query)))


def test_all_states_of_mexico_stand_with_their_codes(database: Database) -> None:
    project(database)
    found = rows(database, "SELECT code, inegi_code, incidents FROM read.states WHERE code LIKE 'MX-%'")
    assert len(found) == 32
    codes = {row.code: row.inegi_code for row in found}
    assert (codes["MX-TAM"], codes["MX-NLE"], codes["MX-CMX"]) == ("28", "19", "09")
    assert len(set(codes.values())) == 32
    assert {row.incidents for row in found} == {0}


def test_a_state_counts_its_incidents_but_no_total(database: Database) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE, ATTACK, TOTAL)))
    project(database)
    states = {row.code: row for row in rows(database, "SELECT * FROM read.states WHERE incidents > 0")}
    tamaulipas, nuevo_leon = states["MX-TAM"], states["MX-NLE"]
    assert (tamaulipas.arrests, tamaulipas.seizures, tamaulipas.attacks, tamaulipas.arrested) == (1, 1, 0, 4)
    assert tamaulipas.cartels == ["gulf"]
    assert (tamaulipas.first_event, tamaulipas.last_event) == (date(2007, 3, 3), date(2007, 3, 5))
    assert (nuevo_leon.attacks, nuevo_leon.killed) == (1, 2)


def test_what_a_cable_no_longer_says_leaves_the_sums(database: Database) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE)))
    project(database)
    ingest(database, file(telegram(SEIZURE)))
    project(database)
    months = rows(database, "SELECT state, month, kind, incidents FROM read.state_months")
    assert months == [("MX-TAM", date(2007, 3, 1), "seizure", 1)]
    (state,) = rows(database, "SELECT cartels FROM read.states WHERE code = 'MX-TAM'")
    assert state.cartels == []


def test_the_timeline_is_in_order_of_what_happened(database: Database) -> None:
    ingest(database, file(telegram(ATTACK, SEIZURE, ARREST)))
    project(database)
    told = rows(database, "SELECT * FROM read.timeline ORDER BY event_date")
    assert [(row.date_start, row.kind) for row in told] == [
        (date(2007, 3, 3), "arrest"),
        (date(2007, 3, 5), "seizure"),
        (date(2007, 3, 7), "attack"),
    ]
    arrest, _, attack = told
    assert (arrest.count, arrest.cartels, arrest.municipalities) == (4, ["gulf"], ["28032"])
    assert (attack.subtype, attack.killed, attack.date_precision) == ("killing", 2, "day")


def test_coverage_counts_what_was_read_and_what_was_not(database: Database) -> None:
    ingest(
        database,
        file(telegram(ARREST, serial=4001), "4001.txt"),
        file(telegram("Nothing happened.", serial=4002), "4002.txt"),
        file(telegram("Nothing happened.", serial=17, post="MONTERREY"), "17.txt"),
        file("no cable at all", "07MEXICO4003.txt"),
    )
    project(database)
    read = {(row.post, row.month): row for row in rows(database, "SELECT * FROM read.coverage")}
    mexico = read["MEXICO", date(2007, 3, 1)]
    assert (mexico.cables, mexico.with_reports, mexico.without_reports, mexico.reports) == (2, 1, 1, 1)
    assert (mexico.partial, float(mexico.share_with_reports)) == (0, 0.5)
    assert read["MONTERREY", date(2007, 3, 1)].without_reports == 1
    assert read["MEXICO", None].quarantined == 1
    ingest(database, file(telegram("Nothing happened.", serial=4001), "4001.txt"))
    project(database)
    read = {(row.post, row.month): row for row in rows(database, "SELECT * FROM read.coverage")}
    assert read["MEXICO", date(2007, 3, 1)].with_reports == 0


@pytest.mark.parametrize(
    ("state", "name", "code"),
    [
        ("MX-TAM", "Reynosa", "28032"),
        ("MX-CHH", "Ciudad Juarez", "08037"),
        ("MX-GRO", "Acapulco", "12001"),
        ("MX-NLE", "San Pedro", "19019"),
    ],
)
def test_municipalities_are_found_by_the_names_of_telegrams(
    database: Database, state: str, name: str, code: str
) -> None:
    project(database)
    query = f"SELECT code FROM read.municipalities WHERE state = '{state}' AND '{name}' = ANY (aliases)"
    assert [row.code for row in rows(database, query)] == [code]


def test_every_other_name_of_a_municipality_is_of_one_that_there_is() -> None:
    known = {town.code: town.state for town in registers.municipalities()}
    names = registers.municipality_names()
    assert names.keys() == known.keys()
    told = [(known[code], name) for code, printed in names.items() for name in printed[1:]]
    assert len(told) > 100
    assert len(told) == len(set(told))
