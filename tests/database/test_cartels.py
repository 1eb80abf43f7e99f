"""Groups are counted by incidents, each once, with totals over periods apart; what is reported last of them stands."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.database.invented import ARREST, SEIZURE, file, ingest, project, telegram
from tests.database.telling import Told, group, named
from tests.database.test_projections import forget

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.types import JsonObject

ONE = UUID(int=1_000)
AMBUSH = "On March 7, gunmen of the Gulf Cartel killed two municipal police officers in Monterrey."


def figure(measure: str, value: int, side: str = "unspecified", *, part: bool = False, mention: int = 0) -> JsonObject:
    """A figure of a report."""
    number = str(value)
    return {
        "measure": measure,
        "value": number,
        "low": number,
        "high": number,
        "side": side,
        "part": part,
        "mention": mention,
        "words": number,
    }


def goods(what: str, unit: str, value: str | None, low: str | None = None) -> JsonObject:
    """A figure of goods."""
    return {
        "measure": "goods",
        "what": what,
        "unit": unit,
        "value": value,
        "low": low or value,
        "high": value,
        "part": False,
        "mention": 0,
        "words": "some",
    }


def rows(database: Database, query: str) -> list[Any]:
    with database.engine("reader").connect() as connection:
        return list(connection.execute(text(query)))


def test_an_event_that_two_cables_tell_counts_once(told: Told) -> None:
    told.report(cartels=["gulf"], count=4, incident=ONE)
    told.report(cartels=["gulf"], count=5, incident=ONE, cable="08MEXICO2", states=["MX-NLE"])
    told.report(cartels=["gulf"], count=3, cable="08MEXICO2")
    gulf = told.cartel("gulf")
    assert (gulf["reports"], gulf["cables"], gulf["incidents"]) == (3, 2, 2)
    assert (gulf["arrests"], gulf["arrested"]) == (2, 8)
    assert [(each["state"], each["incidents"]) for each in gulf["presence"]] == [("MX-NLE", 1), ("MX-TAM", 2)]


def test_the_best_figure_is_the_newest_cables_but_a_checked_one_stands(told: Told) -> None:
    told.report(cartels=["gulf"], count=4, incident=ONE, review_status="confirmed")
    told.report(cartels=["gulf"], count=5, incident=ONE, cable="08MEXICO2")
    assert told.cartel("gulf")["arrested"] == 4


def test_those_named_count_where_no_figure_is_told(told: Told) -> None:
    told.report(cartels=["gulf"], persons=["Ramiro Puente Lobo", "Iker Luna Gil"])
    assert told.cartel("gulf")["arrested"] == 2


def test_totals_stay_apart(told: Told) -> None:
    told.report(cartels=["gulf"], count=400, aggregate=True)
    told.report(cartels=["gulf"], count=90, kind="homicide_count", cable="08MEXICO2")
    told.report(cartels=["gulf"], kind="attack", aggregate=True, killed=70)
    told.report(cartels=["gulf"], kind="seizure", aggregate=True, figures=[goods("cocaine", "kg", "9000")])
    gulf = told.cartel("gulf")
    assert (gulf["totals"], gulf["incidents"], gulf["arrested"], gulf["attacks"], gulf["seizures"]) == (4, 0, 0, 0, 0)
    assert (gulf["seized"], gulf["attacks_by_role"], gulf["reports"]) == ([], [], 4)


def test_goods_are_summed_in_canonical_units(told: Told) -> None:
    told.report(
        cartels=["gulf"], kind="seizure", figures=[goods("cocaine", "t", "1.5"), goods("firearms", "units", "12")]
    )
    told.report(
        cartels=["gulf"], kind="seizure", figures=[goods("cocaine", "kg", "20")], cable="08MEXICO2", incident=ONE
    )
    told.report(
        cartels=["gulf"], kind="seizure", figures=[goods("cocaine", "kg", "25")], cable="09MEXICO3", incident=ONE
    )
    told.report(cartels=["gulf"], kind="seizure", figures=[goods("firearms", "units", None, "24")], cable="09MEXICO4")
    gulf = told.cartel("gulf")
    summed = [
        (good["commodity"], good["unit"], good["incidents"], good["low"], good["quantity"], good["high"])
        for good in gulf["seized"]
    ]
    assert summed == [("cocaine", "kg", 2, 1520, 1525, 1525), ("firearms", "units", 2, 36, 36, None)]
    assert gulf["seizures"] == 3


def test_the_dead_are_told_by_side_and_by_the_part_of_the_group(told: Told) -> None:
    told.report(
        kind="attack",
        groups=[group("gulf", "perpetrator"), group("zetas", "victim")],
        killed=9,
        injured=1,
        figures=[
            figure("killed", 9),
            figure("killed", 2, "state", part=True),
            figure("killed", 1, "bystanders", part=True),
            figure("injured", 1, "bystanders"),
        ],
    )
    told.report(kind="attack", groups=[group("gulf", "rival")], killed=3, figures=[figure("killed", 3, "criminals")])
    gulf = {each["role"]: each for each in told.cartel("gulf")["attacks_by_role"]}
    assert gulf["perpetrator"]["killed"] == {"state": 2, "criminals": 0, "bystanders": 1, "unspecified": 6}
    assert gulf["perpetrator"]["injured"] == {"state": 0, "criminals": 0, "bystanders": 1, "unspecified": 0}
    assert gulf["rival"]["killed"] == {"state": 0, "criminals": 3, "bystanders": 0, "unspecified": 0}
    assert [each["role"] for each in told.cartel("zetas")["attacks_by_role"]] == ["victim"]


def test_a_second_mention_and_parts_of_parts_are_not_added(told: Told) -> None:
    told.report(
        kind="attack",
        groups=[group("gulf", "perpetrator")],
        killed=5,
        figures=[
            figure("killed", 5, "state"),
            figure("killed", 2, "state", part=True),
            figure("killed", 6, "state", mention=1),
        ],
    )
    (attacks,) = told.cartel("gulf")["attacks_by_role"]
    assert attacks["killed"] == {"state": 5, "criminals": 0, "bystanders": 0, "unspecified": 0}


def test_a_report_of_an_older_form_counts_by_its_totals(told: Told) -> None:
    told.report(kind="attack", cartels=["gulf"], killed=4)
    (attacks,) = told.cartel("gulf")["attacks_by_role"]
    assert attacks["killed"]["unspecified"] == 4


def test_who_tells_of_it_first_and_last_is_named(told: Told) -> None:
    told.report(cartels=["gulf"], cable="08MEXICO2")
    told.report(cartels=["gulf"], cable="07MEXICO1")
    told.report(cartels=["gulf"], cable="09MEXICO3", aggregate=True)
    told.report(cartels=["gulf"], cable="10MEXICO4", withdrawn=True)
    gulf = told.cartel("gulf")
    assert (gulf["first_reference_id"], gulf["last_reference_id"]) == ("07MEXICO1", "09MEXICO3")
    assert (gulf["first_mention"].year, gulf["last_mention"].year) == (2007, 2009)


@pytest.mark.parametrize("seed", range(5))
def test_any_order_and_any_batches_give_the_same_groups(told: Told, seed: int) -> None:
    dice = random.Random(seed)
    cables = [f"{year:02d}MEXICO{serial}" for year in (6, 7, 8, 9) for serial in range(1, 7)]
    for cable in cables:
        for _ in range(dice.randint(1, 3)):
            kind = dice.choice(["arrest", "attack", "seizure"])
            told.report(
                named("Ramiro Puente Lobo"),
                cable=cable,
                kind=kind,
                day=dice.choice([None, f"20{cable[:2]}-01-01"]),
                groups=[
                    group(slug, dice.choice(["perpetrator", "victim", "rival"]))
                    for slug in dice.sample(["gulf", "zetas", "juarez"], 2)
                ],
                states=dice.choice([["MX"], ["MX-TAM"], ["MX-OAX", "MX-TAM"]]),
                count=dice.choice([None, 3, 5]),
                incident=UUID(int={"arrest": 1, "attack": 2, "seizure": 3}[kind] * 1_000 + dice.randint(1, 5)),
                aggregate=dice.random() < 0.2,
                withdrawn=dice.random() < 0.1,
                killed=dice.choice([None, 2]),
                figures=[goods("heroin", "kg", "7")] if kind == "seizure" else [],
            )
    expected = told.by_rule("cartels")
    assert len(expected) == 3
    dice.shuffle(cables)
    while cables:
        size = dice.randint(1, 9)
        folded = told.fold("cartels", cables[:size])
        cables = cables[size:]
    assert folded == expected


def test_a_group_stands_in_the_views_with_its_people_and_its_ties(database: Database, superuser: str) -> None:
    captured = "On March 3, federal police in Reynosa arrested Ramiro Puente Lobo of the Gulf Cartel."
    ingest(database, file(telegram(captured, AMBUSH, SEIZURE)))
    project(database)
    (gulf,) = rows(database, "SELECT * FROM read.cartels WHERE slug = 'gulf'")
    assert (gulf.arrests, gulf.arrested, gulf.attacks, gulf.last_reference_id) == (1, 1, 1, "07MEXICO4321")
    assert [(each["slug"], each["role"], each["status"]) for each in gulf.people] == [
        ("ramiro-puente-lobo", "member", "arrested")
    ]
    assert {"group": "zetas", "since": 1999, "until": 2010} in gulf.factions
    assert "sinaloa" in {each["group"] for each in gulf.alliances}
    newest = rows(
        database,
        "SELECT development_id FROM read.developments WHERE cartels @> '{gulf}' ORDER BY position DESC LIMIT 1",
    )
    assert [(gulf.latest_development_id,)] == newest
    assert rows(database, "SELECT role, killed_state FROM read.cartel_attacks WHERE cartel = 'gulf'") == [
        ("perpetrator", 2)
    ]
    states = "SELECT state, incidents FROM read.cartel_states WHERE cartel = 'gulf' ORDER BY state"
    assert rows(database, states) == [("MX-NLE", 1), ("MX-TAM", 1)]
    ties = rows(database, "SELECT cartel, other FROM read.cartel_ties WHERE tie = 'allied with'")
    assert ties
    assert set(ties) == {(other, cartel) for cartel, other in ties}
    live = rows(database, "SELECT * FROM read.cartels ORDER BY slug")
    forget(superuser)
    project(database, batch=2)
    assert rows(database, "SELECT * FROM read.cartels ORDER BY slug") == live


def test_groups_as_of_a_position_and_a_day(database: Database) -> None:
    ingest(database, file(telegram(ARREST)))
    project(database)
    (before,) = rows(database, "SELECT position FROM read.reports")
    ingest(database, file(telegram(ARREST.replace("four", "six"))))
    project(database)
    query = "SELECT arrested FROM read.cartels{} WHERE slug = 'gulf'"
    assert rows(database, query.format(f"_at({before.position})")) == [(4,)]
    assert rows(database, query.format("_at(1000000)")) == rows(database, query.format("")) == [(6,)]
    assert rows(database, query.format("_known('2007-03-09')")) == [(0,)]
    assert rows(database, query.format("_known('2007-03-10')")) == [(6,)]
