"""Mentions are one person where the name and a second fact agree, and status is as last reported."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import pytest
from psycopg.types.range import DateRange
from sqlalchemy import text

from tests.database.invented import file, ingest, project, telegram
from tests.database.telling import Told, group, named
from tests.database.test_projections import forget
from tracker import registers
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from tracker.database import Database

CAPTURE = "On March 3, federal police in Reynosa arrested Ramiro Puente Lobo of the Gulf Cartel."


def rows(database: Database, query: str) -> list[Any]:
    with database.engine("reader").connect() as connection:
        return list(connection.execute(text(query)))


def test_a_name_alone_makes_two_mentions_no_person(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo"))
    told.report(named("Ramiro Puente Lobo"), cable="09MEXICO2", states=["MX-OAX"], day="2009-05-01")
    people = told.people()
    assert [person["slug"] for person in people] == ["ramiro-puente-lobo", "ramiro-puente-lobo-2"]
    assert [person["first_reference_id"] for person in people] == ["07MEXICO1", "09MEXICO2"]


@pytest.mark.parametrize(
    "agreeing",
    [
        {"cartels": ["gulf"]},
        {"incident": UUID(int=99)},
        {"aliases": ["El Lobo"]},
        {"position": "leader of the southern wing"},
    ],
)
def test_a_second_fact_makes_mentions_one_person(told: Told, agreeing: dict[str, Any]) -> None:
    of_person = {name: value for name, value in agreeing.items() if name in {"aliases", "position"}}
    of_report = {name: value for name, value in agreeing.items() if name not in of_person}
    told.report(named("Ramiro Puente Lobo", **of_person), **of_report)
    told.report(
        named("Ramiro Puente Lobo", **of_person), cable="09MEXICO2", states=["MX-OAX"], day="2009-05-01", **of_report
    )
    (person,) = told.people()
    assert (person["slug"], person["reports"], person["cables"]) == ("ramiro-puente-lobo", 2, 2)


@pytest.mark.parametrize(("day", "people"), [("2008-02-01", 1), ("2009-02-01", 2)])
def test_the_same_state_counts_in_neighbouring_years(told: Told, day: str, people: int) -> None:
    told.report(named("Ramiro Puente Lobo"))
    told.report(named("Ramiro Puente Lobo"), cable="09MEXICO2", day=day)
    assert len(told.people()) == people


def test_nowhere_in_particular_is_no_second_fact(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo"), states=["MX"])
    told.report(named("Ramiro Puente Lobo"), states=["MX"], cable="07MEXICO2")
    assert len(told.people()) == 2


@pytest.mark.parametrize(
    "other",
    [
        "Ramiro Puente",
        "Puente Lobo",
        "RAMIRO PUENTE LOBO",
        "Ramiro Puénte Lobo",
        "Ramiro de la Puente Lobo",
        "Puente Lobo, Ramiro",
        'Ramiro "El Lobo" Puente Lobo',
        "Ramiro J. Puente Lobo",
        "Ramiro Arturo Puente Lobo",
        "Rammiro Puente Lobbo",
    ],
)
def test_names_are_held_together_in_all_their_forms(told: Told, other: str) -> None:
    told.report(named("Ramiro Puente Lobo"), cartels=["gulf"])
    told.report(named(other), cable="09MEXICO2", cartels=["gulf"], states=[])
    assert len(told.people()) == 1


@pytest.mark.parametrize("other", ["Ramiro Lobo", "Benito Puente Lobo", "Ramiro Puente Salas"])
def test_another_name_is_another_person(told: Told, other: str) -> None:
    told.report(named("Ramiro Puente Lobo"), cartels=["gulf"])
    told.report(named(other), cable="09MEXICO2", cartels=["gulf"])
    assert len(told.people()) == 2


def test_a_short_name_that_could_be_two_is_neither(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo"), cartels=["gulf"])
    told.report(named("Benito Puente Lobo"), cable="08MEXICO2", cartels=["gulf"])
    told.report(named("Puente Lobo"), cable="09MEXICO3", cartels=["gulf"])
    assert told.names() == [["Benito Puente Lobo"], ["Puente Lobo"], ["Ramiro Puente Lobo"]]


def test_a_strong_fact_tells_which_of_two_a_short_name_is(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo"), cartels=["gulf"])
    told.report(named("Benito Puente Lobo"), cable="09MEXICO2", cartels=["gulf"])
    told.report(named("Lobo"), cable="07MEXICO1", cartels=["gulf"])
    told.report(named("Puente Lobo"), cable="09MEXICO2", cartels=["gulf"])
    assert told.names() == [["Benito Puente Lobo", "Puente Lobo"], ["Lobo", "Ramiro Puente Lobo"]]


def test_what_a_shorter_name_is_told_with_makes_two_longer_ones_one(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo"), cartels=["gulf"])
    told.report(named("Ramiro Puente Lobo"), cable="09MEXICO2", states=["MX-OAX"], day="2009-05-01")
    assert len(told.people()) == 2
    told.report(named("Ramiro Puente"), cable="09MEXICO2", states=["MX-OAX"], day="2009-05-01", cartels=["gulf"])
    assert len(told.people()) == 1


@pytest.mark.parametrize(
    ("one", "other", "people"),
    [
        ("PRI federal deputy", "a federal deputy", 1),
        ("mayor of Reynosa", "the former mayor of Reynosa", 1),
        ("the driver", "the driver", 2),
        ("Colonel", "Colonel", 2),
        ("Bridge 2. The federal deputy", "federal deputy", 1),
    ],
)
def test_a_position_in_two_words_is_a_second_fact(told: Told, one: str, other: str, people: int) -> None:
    told.report(named("Ramiro Puente Lobo", position=one))
    told.report(named("Ramiro Puente Lobo", position=other), cable="09MEXICO2", states=["MX-OAX"], day="2009-05-01")
    assert len(told.people()) == people


def test_what_is_masked_or_erased_is_no_alias_and_no_position(told: Told) -> None:
    told.report(
        named("Ramiro Puente Lobo", aliases=["[protected 2]", "El \u2588\u2588"], position="aide of [protected 1]")
    )
    (person,) = told.people()
    assert (person["aliases"], person["positions"]) == ([], [])


def test_a_nickname_within_a_name_is_an_alias(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo `el Tuerto.'"))
    (person,) = told.people()
    assert (person["name"], person["aliases"]) == ("Ramiro Puente Lobo", ["el Tuerto"])


@pytest.mark.parametrize(
    "name",
    [
        "[protected 1]",
        "Ramiro \u2588\u2588\u2588 Lobo",
        "Policia Federal",
        "Nuevo Leon",
        "Gulf Cartel",
        "Officer 17",
        "Ref B",
    ],
)
def test_nobody_is_made_of_what_is_no_name(told: Told, name: str) -> None:
    told.report(named(name))
    told.report(named("Ramiro Puente Lobo"))
    assert told.names() == [["Ramiro Puente Lobo"]]


def test_victims_have_rows_only_in_public_office_or_of_a_group(told: Told) -> None:
    told.report(named("Ana Paz Mora", "victim"), kind="attack")
    told.report(named("Luis Rio Vega", "victim", position="mayor of a border town"), kind="attack")
    told.report(named("Blas Cruz Soto", "victim"), kind="attack", cartels=["zetas"])
    told.report(named("Iker Luna Gil", "perpetrator"), kind="attack")
    assert told.names() == [["Blas Cruz Soto"], ["Iker Luna Gil"], ["Luis Rio Vega"]]


def test_a_known_persons_death_counts_without_a_group(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo", "perpetrator"), kind="attack", cartels=["gulf"])
    told.report(
        named("Ramiro Puente Lobo", "victim"),
        cable="08MEXICO2",
        kind="attack",
        day="2008-01-05",
        figures=[{"measure": "killed", "words": "Ramiro Puente Lobo", "high": "1"}],
    )
    (person,) = told.people()
    assert (person["status"], person["status_reference_id"]) == ("killed", "08MEXICO2")


def test_who_leads_is_a_leader_and_who_holds_office_only_linked(told: Told) -> None:
    told.report(
        named("Ramiro Puente Lobo", position="plaza boss"),
        named("Luis Rio Vega", position="police officer"),
        named("Iker Luna Gil"),
        cartels=["gulf"],
    )
    roles = {person["name"]: person["memberships"][0]["role"] for person in told.people()}
    assert roles == {"Ramiro Puente Lobo": "leader", "Luis Rio Vega": "linked", "Iker Luna Gil": "member"}


@pytest.mark.parametrize(
    ("position", "role"),
    [
        ("chief of municipal police", "linked"),
        ("police commander", "linked"),
        ("army lieutenant", "linked"),
        ("until the summer its chief of the fight against organized crime", "linked"),
        ("former police officer and leader of the Gulf cartel", "leader"),
        ("once a soldier of the army, now plaza boss in Reynosa", "leader"),
        ("lieutenant", "leader"),
    ],
)
def test_who_heads_police_or_soldiers_leads_no_group(told: Told, position: str, role: str) -> None:
    told.report(named("Ramiro Puente Lobo", position=position), cartels=["gulf"])
    (person,) = told.people()
    assert person["memberships"] == [{"cartel": "gulf", "role": role, "reports": 1}]


def test_a_murdered_chief_of_police_is_told_of(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo", "victim", position="chief of police in Reynosa"), kind="attack", killed=1)
    assert [(person["name"], person["status"]) for person in told.people()] == [("Ramiro Puente Lobo", "killed")]


@pytest.mark.parametrize(
    ("passage", "role"),
    [
        ("Soldiers held the head of the gulf cartel in Nuevo Leon, Ramiro Puente Lobo, on March 3.", "leader"),
        ("Soldiers held the gulf cartel boss for Nuevo Leon (and Coahuila) Ramiro Puente Lobo.", "leader"),
        ("The capture of Ramiro Puente Lobo -- a top ranking leader in the gulf cartel -- was told.", "leader"),
        ("Soldiers held the bodyguard of the boss's brother, Ramiro Puente Lobo, of the gulf cartel.", "member"),
        ("Soldiers held Ramiro Puente Lobo, whose boss leads the gulf cartel.", "member"),
        ("Soldiers held the police chief of Reynosa, Ramiro Puente Lobo, for ties to the gulf cartel.", "member"),
        ("Soldiers held Ramiro Puente Lobo of the gulf cartel; its leader got away.", "member"),
    ],
)
def test_the_words_beside_a_name_tell_who_leads(told: Told, passage: str, role: str) -> None:
    told.report(named("Ramiro Puente Lobo"), cartels=["gulf"], passage=passage)
    (person,) = told.people()
    assert person["memberships"][0]["role"] == role


@pytest.mark.parametrize(
    ("passage", "groups"),
    [
        ("The navy killed Ramiro Puente Lobo in December and gulf men fled.", ["gulf"]),
        ("On March 3 Ramiro Puente Lobo was killed in a shootout with the Mexican Navy; gulf men fled.", ["gulf"]),
        ("The gulf gunmen who had met the police killed Ramiro Puente Lobo.", None),
        ("Ramiro Puente Lobo was killed by gulf gunmen dressed as police.", None),
        ("Ramiro Puente Lobo was killed by gulf.", None),
    ],
)
def test_whom_the_forces_killed_was_of_those_that_they_fought(
    told: Told, passage: str, groups: list[str] | None
) -> None:
    told.report(
        named("Ramiro Puente Lobo", "victim"),
        kind="attack",
        groups=[group("gulf", "perpetrator")],
        passage=passage,
        killed=1,
    )
    people = told.people()
    assert [(person["cartels"], person["status"]) for person in people] == ([(groups, "killed")] if groups else [])


def test_the_day_of_a_status_is_the_most_exact_that_is_told_of_it(told: Told) -> None:
    exact = told.report(named("Ramiro Puente Lobo"), day="2008-01-21")
    told.report(named("Ramiro Puente Lobo"), cable="08MEXICO2", incident=exact, day="2008-01-01", last_day="2008-01-31")
    (person,) = told.people()
    assert (person["status_date"], person["status_reference_id"]) == (
        DateRange(date(2008, 1, 21), date(2008, 1, 22)),
        "08MEXICO2",
    )


def test_of_two_groups_the_nearest_is_the_persons(told: Told) -> None:
    told.report(
        named("Ramiro Puente Lobo"),
        named("Iker Luna Gil"),
        cartels=["gulf", "zetas", "sinaloa"],
        passage="Held were gulf man Ramiro Puente Lobo on May 1 and, in another town, Iker Luna Gil of sinaloa/zetas.",
    )
    assert {person["name"]: person["cartels"] for person in told.people()} == {
        "Ramiro Puente Lobo": ["gulf"],
        "Iker Luna Gil": ["sinaloa", "zetas"],
    }


def test_a_weaker_wording_does_not_override_a_stronger_one(told: Told) -> None:
    told.report(
        named("Ramiro Puente Lobo", "target"), kind="operation", cartels=["gulf"], day="2006-01-05", cable="06MEXICO1"
    )
    (sought,) = told.people()
    assert (sought["status"], sought["status_certain"]) == ("at large", False)
    told.report(
        named("Ramiro Puente Lobo"), cartels=["gulf"], cable="07MEXICO1", assertions=[{"by": "press", "mention": 0}]
    )
    told.report(
        named("Ramiro Puente Lobo", "leader"), kind="attack", cartels=["gulf"], day="2008-01-05", cable="08MEXICO1"
    )
    told.report(
        named("Ramiro Puente Lobo", "victim"),
        kind="attack",
        cartels=["gulf"],
        day="2009-01-05",
        cable="09MEXICO1",
        certain=False,
        killed=1,
    )
    (person,) = told.people()
    assert (person["status"], person["status_certain"], person["status_reference_id"]) == (
        "arrested",
        True,
        "07MEXICO1",
    )
    assert (person["status_asserted_by"], person["disputed"]) == (["press"], True)
    assert [each["status"] for each in person["statuses"]] == ["at large", "arrested", "at large", "killed"]


def test_the_newest_cable_that_tells_the_status_is_named(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo"), cartels=["gulf"])
    told.report(named("Ramiro Puente Lobo"), cartels=["gulf"], cable="09MEXICO1", day=None)
    (person,) = told.people()
    assert person["status_reference_id"] == "09MEXICO1"
    assert str(person["status_date"]) == "[2007-03-03, 2007-03-04)"
    assert not person["disputed"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("was later extradited to the United States", "extradited"),
        ("was released on bail", "released"),
        ("escaped from prison in May", "at large"),
        ("was taken to the capital. Others were released", "arrested"),
    ],
)
def test_what_came_of_an_arrest_is_told_behind_the_name(told: Told, words: str, status: str) -> None:
    told.report(named("Ramiro Puente Lobo"), passage=f"Arrested in March, Ramiro Puente Lobo {words}.")
    assert [person["status"] for person in told.people()] == [status]


def test_of_some_killed_and_others_hurt_nothing_is_made_up(told: Told) -> None:
    figures = [
        {"measure": "killed", "words": "two", "high": "2"},
        {"measure": "injured", "words": "three", "high": "3"},
    ]
    told.report(named("Luis Rio Vega", "victim", position="mayor"), kind="attack", figures=figures)
    assert [person["status"] for person in told.people()] == [None]


def test_withdrawn_reports_tell_nothing(told: Told) -> None:
    told.report(named("Ramiro Puente Lobo"), withdrawn=True)
    assert told.people() == []


@pytest.mark.parametrize("seed", range(6))
def test_any_order_and_any_batches_give_the_same_people(told: Told, seed: int) -> None:
    dice = random.Random(seed)
    names = [
        "Ramiro Puente Lobo",
        "Ramiro Puente",
        "Puente Lobo",
        "Benito Puente Lobo",
        "Lobo",
        "Ramiro Arturo Puente Lobo",
        "Iker Luna Gil",
        "Iker Luna",
        "Luna Gil",
    ]
    cables = [f"{year:02d}MEXICO{serial}" for year in (6, 7, 8, 9) for serial in range(1, 7)]
    for cable in cables:
        for _ in range(dice.randint(1, 3)):
            told.report(
                *(
                    named(
                        name,
                        dice.choice(["arrested", "target", "victim"]),
                        aliases=dice.choice([[], [], ["El Tuerto"]]),
                    )
                    for name in dice.sample(names, dice.randint(1, 2))
                ),
                cable=cable,
                kind=dice.choice(["arrest", "attack"]),
                cartels=dice.choice([[], ["gulf"], ["zetas"]]),
                states=dice.choice([["MX"], ["MX-TAM"], ["MX-OAX"]]),
                day=dice.choice([None, f"20{cable[:2]}-01-01"]),
                incident=dice.choice([UUID(int=1_000), UUID(int=dice.randint(2_000, 9_000))]),
                certain=dice.random() < 0.7,
            )
    expected = told.people()
    assert len(expected) > 2
    dice.shuffle(cables)
    while cables:
        size = dice.randint(1, 9)
        folded = told.fold("people", cables[:size])
        cables = cables[size:]
    assert folded == expected


def test_people_stand_in_the_views_and_follow_their_reports(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(CAPTURE)))
    project(database)
    (person,) = rows(database, "SELECT slug, cartels, status, status_reference_id, report_ids FROM read.people")
    assert person[:4] == ("ramiro-puente-lobo", ["gulf"], "arrested", "07MEXICO4321")
    assert rows(database, "SELECT slug, report_id FROM read.person_reports") == [(person.slug, person.report_ids[0])]
    assert rows(database, "SELECT cartel, slug, status FROM read.cartel_people") == [("gulf", person.slug, "arrested")]
    ingest(database, file(telegram(CAPTURE.replace("Lobo", "Salas"))))
    project(database)
    assert rows(database, "SELECT slug FROM read.people") == [("ramiro-puente-salas",)]
    live = rows(database, "SELECT * FROM read.people")
    forget(superuser)
    project(database, batch=2)
    assert rows(database, "SELECT * FROM read.people") == live


def test_people_as_of_a_position_and_a_day(database: Database) -> None:
    ingest(database, file(telegram(CAPTURE)))
    project(database)
    (before,) = rows(database, "SELECT position FROM read.reports")
    ingest(database, file(telegram(CAPTURE.replace("Lobo", "Salas"))))
    project(database)
    slugs = "SELECT slug FROM read.people_{}"
    assert rows(database, slugs.format(f"at({before.position})")) == [("ramiro-puente-lobo",)]
    assert rows(database, slugs.format("at(1000000)")) == rows(database, "SELECT slug FROM read.people")
    assert rows(database, slugs.format("known('2007-03-09')")) == []
    assert rows(database, slugs.format("known('2007-03-10')")) == [("ramiro-puente-salas",)]


def test_the_database_knows_the_words_of_the_data_file(database: Database, superuser: str) -> None:
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    with psycopg.connect(superuser) as connection:
        found = connection.execute(
            "SELECT slug, aliases FROM read_a.registers WHERE register = 'person-words'"
        ).fetchall()
    assert {slug: tuple(words) for slug, words in found} == registers.person_words()
