"""How notes are measured: the main attack of a note, and the fields in which it agrees with the coding."""

from __future__ import annotations

from dataclasses import replace

from tests.gold.notes import Facts, agreements

FACTS = Facts(3, 2, frozenset({"MX-COA"}), frozenset({"Torreon"}), ("2011-05-14", "2011-05-14"))


def test_all_fields_agree_with_themselves_and_cities_whatever_their_case() -> None:
    everything = {"attack", "killed", "injured", "state", "city", "date"}
    assert agreements(FACTS, replace(FACTS, cities=frozenset({"TORREON"}))) == everything


def test_each_field_that_differs_disagrees() -> None:
    assert agreements(FACTS, Facts(4, None, frozenset(), frozenset({"Lerdo"}), None)) == {"attack"}


def test_nothing_agrees_where_no_attack_was_read() -> None:
    assert agreements(FACTS, None) == frozenset()
