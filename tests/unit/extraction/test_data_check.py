"""A fault in a word list is told with its file, its list and its entry."""

from __future__ import annotations

from tracker.extraction.data_check import faults, faults_of


def test_the_lists_that_ship_can_be_read() -> None:
    assert faults() == []


def test_what_is_wrong_is_told_with_its_place() -> None:
    (fault,) = faults_of("goods.toml", '[goods]\ncocaine = ["cocaine", "coke("]')
    assert fault.startswith("goods.toml, goods.cocaine: 'coke(' is no regular expression")
    (fault,) = faults_of("goods.toml", 'drugs = ["", "heroin"]')
    assert fault == "goods.toml, drugs: an entry is empty, and would match everywhere"
    (fault,) = faults_of("goods.toml", "drugs = [")
    assert fault.startswith("goods.toml is no TOML")
