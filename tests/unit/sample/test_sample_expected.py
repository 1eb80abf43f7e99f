"""The coding of the sample: complete, in the codebook's terms, and each quote where it says."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from tracker import sample
from tracker.cables.model import Cable
from tracker.cables.reading import read
from tracker.cables.releases import files
from tracker.registers import states
from tracker.reports import CODEBOOK_KINDS, Comparison, Kind, Status, Subtype
from tracker.types import JsonObject, JsonValue

FIELDS = {
    "cable", "kind", "paragraphs", "quote", "date", "places", "cartels", "certain", "aggregate", "agencies",
    "operation", "status", "personnel", "count", "count_op", "victims", "persons", "subtype", "killed", "injured",
    "items",
}  # fmt: skip
CARTELS = {"sinaloa", "gulf", "zetas", "tijuana", "juarez", "beltran-leyva", "la-familia", "diaz-parada"}
UNITS = {"kg", "t", "ha", "fields", "rounds", "units", "usd", "mxn", None}


def rows() -> list[JsonObject]:
    return [json.loads(line, parse_float=str) for line in sample.expected().splitlines()]


def events() -> list[JsonObject]:
    return [row for row in rows() if row["kind"] is not None]


def objects(value: JsonValue) -> list[JsonObject]:
    """The value as a list of objects; anything else fails the test."""
    assert isinstance(value, list)
    return [entry for entry in value if isinstance(entry, dict)]


def texts(value: JsonValue) -> list[str]:
    assert isinstance(value, list)
    return [entry for entry in value if isinstance(entry, str)]


@pytest.fixture(scope="module")
def cables() -> dict[str, Cable]:
    with sample.release() as folder:
        found = [cable for file in files([folder / "cable"]) for cable in read(file).cables]
    return {cable.reference_id: cable for cable in found}


def test_every_cable_is_coded_and_only_the_one_on_trade_has_no_event(cables: dict[str, Cable]) -> None:
    assert {row["cable"] for row in rows()} == set(cables)
    assert [row["cable"] for row in rows() if row["kind"] is None] == ["07SAMPLE77"]


def test_every_kind_occurs_in_several_cables() -> None:
    where = defaultdict(set)
    for event in events():
        where[event["kind"]].add(event["cable"])
    assert {kind: len(where[kind.value]) >= 3 for kind in CODEBOOK_KINDS} == dict.fromkeys(CODEBOOK_KINDS, True)
    assert set(where) == {kind.value for kind in CODEBOOK_KINDS}


def test_the_cartels_of_the_codebook_that_the_sample_tells_of_occur() -> None:
    assert {cartel for event in events() for cartel in texts(event["cartels"])} == CARTELS


def test_one_operation_is_planned_launched_reinforced_and_ended() -> None:
    told = [event["status"] for event in events() if event.get("operation") == "Joint Operation Chihuahua"]
    assert set(told) == {status.value for status in Status}
    assert any(event["kind"] == Kind.OPERATION and event["operation"] is None for event in events())


def test_each_quote_stands_in_the_first_paragraph_that_is_named(cables: dict[str, Cable]) -> None:
    for event in events():
        cable = cables[str(event["cable"])]
        by_label = {paragraph.label: paragraph.text for paragraph in cable.paragraphs}
        named = texts(event["paragraphs"])
        assert set(named) <= set(by_label), event
        assert str(event["quote"]) in by_label[named[0]], event
        assert len(str(event["quote"]).split()) <= 12, event


def test_names_stand_in_the_paragraphs_that_are_named(cables: dict[str, Cable]) -> None:
    for event in events():
        paragraphs = cables[str(event["cable"])].paragraphs
        told = " ".join(part.text for part in paragraphs if part.label in texts(event["paragraphs"]))
        names = texts(event.get("persons") or [])
        names += [str(event["operation"])] if event["kind"] == Kind.OPERATION and event["operation"] else []
        assert [name for name in names if name not in told] == [], event


def test_fields_hold_values_of_the_codebook() -> None:
    for event in events():
        assert set(event) <= FIELDS, event
        assert event.get("count_op") in {None, *(comparison.value for comparison in Comparison)}
        if event["kind"] == Kind.ATTACK:
            assert event["subtype"] in {subtype.value for subtype in Subtype}
        for place in objects(event["places"]):
            assert str(place["state"]).startswith("MX") or place["state"] == "US-TX", event
        for item in objects(event.get("items") or []):
            assert item["unit"] in UNITS, event
            assert item["quantity"] is None or Decimal(str(item["quantity"])) > 0


def test_intervals_run_forwards_and_only_plans_lie_after_the_cable(cables: dict[str, Cable]) -> None:
    for event in events():
        interval = event["date"]
        assert isinstance(interval, dict)
        start, end = date.fromisoformat(str(interval["start"])), date.fromisoformat(str(interval["end"]))
        created = cables[str(event["cable"])].created
        assert created is not None
        assert start <= end
        assert (end > created.date()) == (event.get("status") == Status.PLANNED), event


def test_the_same_event_is_told_with_other_figures_in_another_cable() -> None:
    def figures(operation: str, status: Status) -> set[JsonValue]:
        told = [event for event in events() if (event.get("operation"), event.get("status")) == (operation, status)]
        return {event["personnel"] for event in told}

    assert figures("Operation Tijuana", Status.LAUNCHED) == {3300, 3926}
    cash = [
        item["quantity"]
        for event in events()
        if event["kind"] == Kind.SEIZURE and event["date"] == {"start": "2007-03-15", "end": "2007-03-15"}
        for item in objects(event["items"])
        if (item["what"], item["unit"]) == ("cash", "usd")
    ]
    assert cash == [205_600_000, 207_000_000]


def test_no_event_is_coded_twice() -> None:
    seen = [
        json.dumps({key: event.get(key) for key in FIELDS - {"quote", "paragraphs"}}, sort_keys=True)
        for event in events()
    ]
    assert len(seen) == len(set(seen))


def test_states_are_in_the_register() -> None:
    coded = {str(place["state"]) for event in events() for place in objects(event["places"])}
    assert coded - {"MX"} <= set(states())
