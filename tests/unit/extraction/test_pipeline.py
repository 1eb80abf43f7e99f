from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.cables.model import Cable
from tracker.extraction.codebook import Line, codebook_lines
from tracker.extraction.pipeline import extract
from tracker.extraction.sentences import LONGEST, sentences

WriteCable = Callable[..., Cable]
ReadProse = Callable[..., list[Line]]

SUMMARY = "Gunmen of the Zetas cartel killed seven officers in Tepic on February 6."
BODY = "On February 6 a team of gunmen in army uniforms killed 7 officers at a drug checkpoint in Tepic, Nayarit."


def test_summary_and_body_tell_one_event(read_prose: ReadProse) -> None:
    (line,) = read_prose(SUMMARY, BODY)
    assert line["paragraphs"] in (["1", "2"], ["2", "1"])
    assert (line["killed"], line["cartels"]) == (7, ["zetas"])


def test_a_sentence_that_goes_on_about_an_attack_adds_to_it(read_prose: ReadProse) -> None:
    (line,) = read_prose("On February 6 gunmen attacked a bar in Tepic. The attack killed two waiters.", kind="attack")
    assert line["date"] == {"start": "2010-02-06", "end": "2010-02-06"}


def test_two_attacks_of_one_day_in_one_city_stay_two(read_prose: ReadProse) -> None:
    lines = read_prose(
        "On February 6 gunmen threw a grenade at a bar in Tepic, wounding two. "
        "On February 6 gunmen killed a lawyer in Tepic.",
        kind="attack",
    )
    assert [(line["killed"], line["injured"]) for line in lines] == [(None, 2), (1, None)]


def test_bullets_are_read_one_by_one(read_prose: ReadProse) -> None:
    lines = read_prose(
        "Blows against the cartels include: -- On January 4, 30 traffickers were arrested in Saltillo. "
        "-- On January 9 police arrested Luis Rivas Mora in Tepic.",
        kind="arrest",
    )
    assert [(line["count"], line["places"]) for line in lines] == [
        (30, [{"state": "MX-COA", "city": "Saltillo"}]),
        (1, [{"state": "MX-NAY", "city": "Tepic"}]),
    ]


def test_a_number_of_men_of_which_some_came_is_read_whatever_stands_first(read_prose: ReadProse) -> None:
    (line,) = read_prose("Of the 500 policemen promised for Tijuana, 300 arrived in July 2008.")
    assert (line["kind"], line["places"]) == ("operation", [{"state": "MX-BCN", "city": "Tijuana"}])


def test_quotes_names_and_sources_are_spans_of_the_document(write_cable: WriteCable) -> None:
    cable = write_cable(
        "The drug\n   war goes on. On February 4 police   arrested\nLuis Rivas Mora of the Zetas in Tepic."
    )
    (report,) = extract(cable)
    quoted = " ".join(cable.document[report.quote.start : report.quote.end].split())
    assert "police arrested Luis Rivas Mora" in quoted
    assert len(quoted.split()) <= 12
    (name,) = report.persons
    assert [cable.document[piece.start : piece.end] for piece in name.pieces] == ["Luis Rivas Mora"]
    read = {
        (source.field, " ".join(cable.document[source.span.start : source.span.end].split()))
        for source in report.sources
    }
    assert {("date", "February 4"), ("places", "Tepic"), ("cartels", "Zetas"), ("persons", "Luis Rivas Mora")} <= read


def test_extraction_is_deterministic_and_in_the_order_of_the_document(write_cable: WriteCable) -> None:
    cable = write_cable(f"{BODY} On January 12 the army sent 800 soldiers to Morelia to fight the cartels.", SUMMARY)
    first = extract(cable)
    assert first == extract(cable)
    assert [report.quote.start for report in first] == sorted(report.quote.start for report in first)
    assert len(first) == 2


def test_a_cable_about_something_else_has_no_events(write_cable: WriteCable) -> None:
    cable = write_cable(
        "On May 4 police arrested three men in Reynosa and soldiers seized a ton of wheat.", tags=("ECON",)
    )
    assert extract(cable) == ()
    assert codebook_lines(cable, extract(cable)) == [{"cable": "10SAMPLE1", "kind": None}]


def test_what_an_operation_brought_bears_the_slug_of_the_register(write_cable: WriteCable) -> None:
    cable = write_cable("On February 4 police arrested nine drug traffickers in Tepic under Operacion Limpieza.")
    (report,) = extract(cable)
    assert report.operation == "limpieza"


def test_a_sentence_that_tells_further_people_of_the_same_arrest_adds_them(read_prose: ReadProse) -> None:
    (line,) = read_prose(
        "On February 6 police arrested Luis Rivas Mora in Tepic. Also arrested were Juan Soto Vega and Ana Paz Lima.",
        kind="arrest",
    )
    assert (line["count"], line["persons"]) == (3, ["Luis Rivas Mora", "Juan Soto Vega", "Ana Paz Lima"])


def test_goods_also_seized_belong_to_the_seizure_before(read_prose: ReadProse) -> None:
    (line,) = read_prose(
        "On February 6 soldiers seized two tons of marijuana in Reynosa. Also seized were 12 rifles and two trucks.",
        kind="seizure",
    )
    assert {item["what"] for item in line["items"]} >= {"marijuana", "firearms"}  # type: ignore[attr-defined]


def test_the_attack_by_a_noun_is_the_one_told_before(read_prose: ReadProse) -> None:
    (line,) = read_prose(
        "On February 6 gunmen killed three officers at the bus station in Tepic.",
        "The bus station shooting in Tepic also left two officers wounded.",
        kind="attack",
    )
    assert line["paragraphs"] == ["1", "2"]


@pytest.mark.parametrize(
    "prose",
    [
        "Soldiers seized " + "10 kg, 20 kg, 30 kg, " * 200 + "of cocaine in Tepic.",
        "Gunmen killed " + "men of " * 400 + "Tepic.",
        "Gunmen killed " + "and wounded " * 400 + "two men in Tepic.",
        "Gunmen killed " + "(" * 2000 + "two men" + ")" * 2000 + " in Tepic.",
        "Gunmen killed " + "1" * 5000 + " men in Tepic.",
        "Gunmen killed 11,111,111,111 men in Tepic.",
        "Soldiers seized " + "9" * 5000 + " kilograms of cocaine in Tepic.",
        "Gunmen killed " + "a" * 5000 + " in Tepic.",
        "Gunmen killed\x00 \x1b[31m two\u2028 \u202emen\U0001f4a3\u0301 in Tepic.",
    ],
    ids=["list", "nested", "conjunctions", "brackets", "digits", "more than there are", "goods", "letters", "controls"],
)
def test_what_is_no_prose_keeps_nothing_else_of_the_cable_from_being_read(read_prose: ReadProse, prose: str) -> None:
    lines = read_prose(SUMMARY, prose, kind="attack")
    assert (lines[0]["killed"], lines[0]["cartels"]) == (7, ["zetas"])


@pytest.mark.parametrize("length", [10, 5_000])
def test_a_sentence_without_a_stop_is_cut_and_loses_no_words(length: int) -> None:
    text = "abc " * length
    found = sentences(text)
    assert max(sentence.end - sentence.start for sentence in found) <= LONGEST
    assert " ".join(text[sentence.start : sentence.end] for sentence in found).split() == text.split()


def test_a_sentence_without_white_space_is_cut_too() -> None:
    assert [sentence.end for sentence in sentences("x" * (2 * LONGEST + 1))] == [LONGEST, 2 * LONGEST, 2 * LONGEST + 1]
