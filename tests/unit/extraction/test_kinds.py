from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extraction.codebook import Line

ReadProse = Callable[..., list[Line]]


def period(start: str, end: str) -> Line:
    return {"start": start, "end": end}


def day(text: str) -> Line:
    return {"start": text, "end": text}


def test_a_deployment_is_an_operation_with_its_people_place_and_day(read_prose: ReadProse) -> None:
    (line,) = read_prose("On January 12 the army sent 800 soldiers and 200 federal police to Morelia, Michoacan.")
    assert (line["kind"], line["status"], line["personnel"]) == ("operation", "launched", 1000)
    assert line["date"] == day("2010-01-12")
    assert line["places"] == [{"state": "MX-MIC", "city": "Morelia"}]
    assert line["agencies"] == ["army", "federal-police"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("On February 2 the army deployed 500 additional soldiers to Reynosa.", "reinforced"),
        ("The government will send 500 soldiers to Reynosa in March.", "planned"),
        ("On February 2 the army withdrew 500 soldiers from Reynosa.", "ended"),
        ("On February 2 the army deployed 500 soldiers to Reynosa.", "launched"),
    ],
)
def test_the_status_of_an_operation(read_prose: ReadProse, text: str, status: str) -> None:
    (line,) = read_prose(text)
    assert (line["kind"], line["status"], line["personnel"]) == ("operation", status, 500)


def test_an_operation_is_named_by_its_sentence_or_its_heading(read_prose: ReadProse) -> None:
    (named,) = read_prose("In April 2008 the government launched Joint Operation Chihuahua with 4,500 soldiers.")
    assert (named["operation"], named["places"]) == ("Joint Operation Chihuahua", [{"state": "MX-CHH", "city": None}])
    (headed,) = read_prose("Operation Ocelot|On January 12 the army sent 800 soldiers to Culiacan.")
    assert headed["operation"] == "Operation Ocelot"


def test_an_arrest_counts_and_names_those_held(read_prose: ReadProse) -> None:
    (line,) = read_prose(
        'On February 4 marines captured Luis "El Gato" Rivas Mora and Pedro Vega Luna of the Zetas in Tampico.'
    )
    assert (line["kind"], line["count"]) == ("arrest", 2)
    assert line["persons"] == ["Luis Rivas Mora", "Pedro Vega Luna"]
    assert (line["cartels"], line["agencies"]) == (["zetas"], ["navy"])


@pytest.mark.parametrize(
    ("text", "count", "op"),
    [
        ("On February 4 police arrested over 60 men of the Tijuana Cartel.", 60, ">"),
        ("On February 4 a city policeman was arrested in Tepic.", 1, None),
        ("After four days in Tepic there have been 74 arrests.", 74, None),
        ("On February 4 at least nine gunmen were detained in Tepic.", 9, ">="),
    ],
)
def test_the_count_of_an_arrest(read_prose: ReadProse, text: str, count: int, op: str | None) -> None:
    (line,) = read_prose(text, kind="arrest")
    assert (line["count"], line["count_op"]) == (count, op)


def test_two_arrests_on_two_days_are_two(read_prose: ReadProse) -> None:
    lines = read_prose(
        "The army arrested two bosses in Tepic: Luis Rivas Mora on January 4 and Pedro Vega Luna on January 9.",
        kind="arrest",
    )
    assert [(line["persons"], line["date"]) for line in lines if line["count"] == 1] == [
        (["Luis Rivas Mora"], day("2010-01-04")),
        (["Pedro Vega Luna"], day("2010-01-09")),
    ]


def test_a_seizure_lists_its_goods(read_prose: ReadProse) -> None:
    (line,) = read_prose(
        "On February 8 soldiers seized 30 rifles, 12 hand grenades and 2.5 tons of marijuana in Camargo, Tamaulipas."
    )
    assert line["kind"] == "seizure"
    assert line["items"] == [
        {"what": "firearms", "quantity": 30, "unit": "units", "op": None},
        {"what": "grenades", "quantity": 12, "unit": "units", "op": None},
        {"what": "marijuana", "quantity": 2.5, "unit": "t", "op": None},
    ]


def test_an_eradication_is_measured_in_land(read_prose: ReadProse) -> None:
    (line,) = read_prose("In November 2009 troops destroyed 140 hectares of opium poppy in the state of Guerrero.")
    assert (line["kind"], line["places"]) == ("eradication", [{"state": "MX-GRO", "city": None}])
    assert line["items"] == [{"what": "opium-poppy", "quantity": 140, "unit": "ha", "op": None}]


@pytest.mark.parametrize(
    ("text", "subtype", "killed", "injured"),
    [
        ("On January 3 gunmen shot and killed two officers in Tepic.", "killing", 2, None),
        ("On January 3 one officer was killed and three were wounded in an ambush in Tepic.", "ambush", 1, 3),
        ("On January 3 a shootout in Tepic left at least 12 dead.", "clash", 12, None),
        ("On January 3 gunmen opened fire in Tepic, killing ten people and wounding another 40.", "killing", 10, 40),
        ("On January 3 the bodies of three men and a woman were found in Tepic.", "killing", 4, None),
        ("On January 3 assailants threw a grenade at a bar in Tepic; no one was injured.", "grenade", None, 0),
        ("On January 3 a car bomb exploded in Tepic.", "bombing", None, None),
        ("On January 3 gunmen burst into a radio station in Tepic.", "other", None, None),
    ],
)
def test_the_form_and_toll_of_an_attack(
    read_prose: ReadProse, text: str, subtype: str, killed: int | None, injured: int | None
) -> None:
    (line,) = read_prose(text, kind="attack")
    assert (line["subtype"], line["killed"], line["injured"]) == (subtype, killed, injured)
    assert line["places"] == [{"state": "MX-NAY", "city": "Tepic"}]


def test_a_kidnapping_counts_the_kidnapped(read_prose: ReadProse) -> None:
    (line,) = read_prose(
        "Two engineers were kidnapped in Reynosa on January 9 and released a day later.", kind="attack"
    )
    assert (line["subtype"], line["count"], line["date"]) == ("kidnapping", 2, day("2010-01-09"))


def test_incidents_of_one_sentence_are_told_apart_by_day_and_place(read_prose: ReadProse) -> None:
    lines = read_prose(
        "The murder of an engineer on January 15 in Durango, the killing of Luis Rivas Mora on January 19 in Colima, "
        "and the killing of four singers in Sonora on January 18 alarmed all."
    )
    assert [(line["date"], line["places"], line["killed"]) for line in lines] == [
        (day("2010-01-15"), [{"state": "MX-DUR", "city": None}], 1),
        (day("2010-01-19"), [{"state": "MX-COL", "city": None}], 1),
        (day("2010-01-18"), [{"state": "MX-SON", "city": None}], 4),
    ]


@pytest.mark.parametrize(
    ("text", "count", "op", "state", "victims"),
    [
        ("In 2009, 267 people were murdered in Tamaulipas.", 267, None, "MX-TAM", None),
        ("There were over 5,000 drug-related homicides in Mexico in 2009.", 5000, ">", "MX", None),
        ("At least 71 police officers were killed in Sonora during 2009.", 71, ">=", "MX-SON", "police"),
        ("Turf wars claimed about 900 lives in Sonora last year.", 900, "~", "MX-SON", None),
    ],
)
def test_a_figure_of_killings(
    read_prose: ReadProse, text: str, count: int, op: str | None, state: str, victims: str | None
) -> None:
    (line,) = read_prose(text)
    assert (line["kind"], line["count"], line["count_op"], line["victims"]) == ("homicide_count", count, op, victims)
    assert line["places"] == [{"state": state, "city": None}]
    assert line["date"] == {"start": "2009-01-01", "end": "2009-12-31"}


def test_a_list_of_states_gives_one_figure_for_each(read_prose: ReadProse) -> None:
    lines = read_prose("Most killings of 2009 took place in Sonora (12 killings), Jalisco (9), and Colima (7).")
    assert [(line["places"], line["count"]) for line in lines] == [
        ([{"state": "MX-SON", "city": None}], 12),
        ([{"state": "MX-JAL", "city": None}], 9),
        ([{"state": "MX-COL", "city": None}], 7),
    ]


def test_a_table_gives_one_figure_for_each_cell_and_thefts_are_left_alone(read_prose: ReadProse) -> None:
    lines = read_prose(
        "Drug-related murders in 2009, by month\n\nJan   12\nFeb   30\n\nCar thefts\n2008 - 400\n2009 - 410\n\n"
        "Police homicides   2008   2009\nState Police  5 (10.0)  7 (12.0)\nMilitary  2 (4.0)  Unavailable\n"
    )
    year_2008, year_2009 = period("2008-01-01", "2008-12-31"), period("2009-01-01", "2009-12-31")
    assert [(line["date"], line["count"], line["victims"]) for line in lines] == [
        (period("2009-01-01", "2009-01-31"), 12, None),
        (period("2009-02-01", "2009-02-28"), 30, None),
        (year_2008, 5, "state-police"),
        (year_2009, 7, "state-police"),
        (year_2008, 2, "military"),
    ]


def test_an_ordinal_counts_up_to_its_day(read_prose: ReadProse) -> None:
    lines = read_prose(
        "On January 20 an officer was gunned down in Tepic, the sixth officer killed this year.", kind="homicide_count"
    )
    assert [(line["count"], line["date"]) for line in lines] == [(6, {"start": "2010-01-01", "end": "2010-01-20"})]


@pytest.mark.parametrize(
    "text",
    [
        "No arrests were made in Tepic on January 3.",
        "The police would arrest the mayor of Tepic on January 3.",
        "The governor denied that three officers were arrested in Tepic on January 3.",
        "The army hopes to capture Luis Rivas Mora in Tepic.",
        "Ten people a day are killed in Tepic.",
        "Arrests have increased.",
        "If the army seized a ton of cocaine in Tepic, all would change.",
        "Taliban insurgents killed nine soldiers in Tepic on January 3.",
        "In Tepic 86 banks were robbed in 2009.",
    ],
)
def test_what_is_denied_supposed_or_general_is_no_event(read_prose: ReadProse, text: str) -> None:
    assert read_prose(text) == []


def test_a_hedge_makes_an_event_uncertain(read_prose: ReadProse) -> None:
    (plain,) = read_prose("On January 3 gunmen killed two officers in Tepic.")
    (hedged,) = read_prose("On January 3 gunmen allegedly killed two officers in Tepic.")
    assert (plain["certain"], hedged["certain"]) == (True, False)


def test_the_next_sentence_may_say_who_did_it(read_prose: ReadProse) -> None:
    (line,) = read_prose(
        "On January 3 two officers were killed in Tepic. Officials ascribed the attack to Los Zetas.", kind="attack"
    )
    assert line["cartels"] == ["zetas"]


def test_results_to_date_run_from_the_start_of_their_operation(read_prose: ReadProse) -> None:
    lines = read_prose(
        "On January 4 the army sent 900 soldiers to Morelia. On February 10 the minister summarized the "
        "results to date: 80 arrests.",
        kind="arrest",
    )
    assert [line["date"] for line in lines] == [{"start": "2010-01-04", "end": "2010-02-10"}]
