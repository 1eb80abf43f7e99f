"""Which of two renditions is of record, and by which rule."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from tracker.events import RenditionRecorded
from tracker.renditions import FORMATS_BY_TRUST, choose
from tracker.types import ReferenceId

PAGE = RenditionRecorded(
    reference_id=ReferenceId("07OSLO7"), source="7.html", source_format="release_page", sha256="bb", characters=1000
)
DUMP = replace(PAGE, source="cables.csv", source_format="dump")


@pytest.mark.parametrize(
    ("better", "worse", "rule"),
    [
        (PAGE, DUMP, "the format release_page comes before dump"),
        (DUMP, replace(PAGE, partial=True), "a complete text comes before a partial one"),
        (PAGE, replace(PAGE, source="8.html", characters=999), "of two in one format the longer"),
        (replace(PAGE, sha256="aa"), replace(PAGE, source="8.html"), "of two alike that with the lower digest"),
        (DUMP, replace(DUMP, source="new.xyz", source_format="unheard of"), "the format dump comes before unheard of"),
    ],
)
def test_of_several_sources_the_best_is_of_record_in_either_order(
    better: RenditionRecorded, worse: RenditionRecorded, rule: str
) -> None:
    assert (choose(better, worse).takes_record, choose(better, worse).rule) == (True, rule)
    assert (choose(worse, better).takes_record, choose(worse, better).rule) == (False, rule)


@pytest.mark.parametrize(
    ("newer", "takes", "rule"),
    [
        (replace(PAGE, sha256="cc"), True, "of one source the newest"),
        (replace(PAGE, characters=501), True, "of one source the newest"),
        (replace(PAGE, characters=499), False, "cut to less than half"),
        (replace(PAGE, partial=True), False, "a partial text does not"),
        (replace(PAGE, source_format="plain"), False, "trusted less"),
    ],
)
def test_of_one_source_the_newest_is_of_record_unless_it_is_poorer(
    newer: RenditionRecorded, takes: bool, rule: str
) -> None:
    choice = choose(newer, PAGE)
    assert choice.takes_record is takes
    assert rule in choice.rule


def test_the_order_of_formats_is_one() -> None:
    made = [replace(PAGE, source=f"{name}.x", source_format=name) for name in FORMATS_BY_TRUST]
    for first, second in permutations(made, 2):
        assert choose(first, second).takes_record is (made.index(first) < made.index(second))
