"""The labels of which coded events are one incident, and the figures that are made with them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest

from tests.gold.incidents import DEVELOP, GOLD, LABELS, Coded, agreement, coded, labels_of
from tests.gold.passages import HELD_OUT

if TYPE_CHECKING:
    from pathlib import Path

OF_OUR_OWN = {path.stem for folder in ("invented", "held_out") for path in (GOLD / folder).glob("*.txt")}


@pytest.mark.parametrize("share", LABELS)
def test_each_label_names_one_coded_event(share: str, shared: Path) -> None:
    named = Counter(one.incident for one in coded(shared, share) if not one.incident.startswith("#"))
    shares = (DEVELOP,) if share == DEVELOP else (DEVELOP, HELD_OUT)
    assert named == Counter(label["incident"] for each in shares for label in labels_of(each))


@pytest.mark.parametrize("share", LABELS)
def test_only_cables_of_our_own_are_quoted_in_labels(share: str) -> None:
    wrong = [label["cable"] for label in labels_of(share) if ("quote" in label) != (label["cable"] in OF_OUR_OWN)]
    assert wrong == []
    assert [label["cable"] for label in labels_of(share) if ("quote" in label) == ("span" in label)] == []


def test_the_develop_share_says_nothing_of_held_out_cables() -> None:
    kept_back = {path.stem for path in (GOLD / "held_out").glob("*.txt")}
    assert kept_back.isdisjoint(label["cable"] for label in labels_of(DEVELOP))


def test_an_incident_is_of_one_kind_and_what_may_be_another_report_names_one() -> None:
    kinds = defaultdict(set)
    for label in (*labels_of(DEVELOP), *labels_of(HELD_OUT)):
        kinds[label["incident"]].add(label["kind"])
    assert {name for name, found in kinds.items() if len(found) > 1} == set()
    assert [name for name in kinds if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []
    for share in LABELS:
        for label in labels_of(share):
            assert kinds[label.get("perhaps", label["incident"])] == {label["kind"]}
            assert label.get("perhaps") != label["incident"]


def told(incident: str, *, share: str = DEVELOP, perhaps: str | None = None) -> Coded:
    return Coded({}, share, incident, perhaps)


def test_pairs_joined_and_pairs_of_one_incident_are_counted() -> None:
    events = [told("a"), told("a"), told("a"), told("b"), told("c")]
    figures = agreement(events, [1, 1, 2, 2, 3])
    assert (figures.right, figures.told, figures.joined) == (1, 3, 2)
    assert (figures.precision, figures.recall, figures.f1) == (1 / 2, 1 / 3, 2 / 5)


def test_a_pair_that_the_texts_leave_open_counts_neither_way() -> None:
    events = [told("a"), told("a"), told("b", perhaps="a")]
    assert agreement(events, [1, 1, 1]) == agreement(events, [1, 1, 2])
    assert agreement(events, [1, 1, 2]).f1 == 1


def test_the_held_out_share_counts_pairs_with_a_held_out_event_only() -> None:
    events = [told("a"), told("a"), told("a", share=HELD_OUT)]
    assert agreement(events, [1, 1, 1], share=HELD_OUT).told == 2
    assert agreement(events, [1, 1, 1]).told == 3
