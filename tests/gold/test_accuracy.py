"""The figures that ship are those of this extractor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.gold.accuracy import README, in_readme, measure
from tracker.extraction.accuracy import ALL_EVENTS, ALL_FIELDS, measured, measured_version
from tracker.extraction.version import RULES_VERSION
from tracker.reports import CODEBOOK_KINDS

if TYPE_CHECKING:
    from pathlib import Path

_ROUNDED = 0.02


def test_the_figures_are_of_this_version() -> None:
    assert measured_version() == RULES_VERSION


def test_every_kind_was_measured_on_cables_that_no_rule_was_tuned_on() -> None:
    held_out = measured()[-2:]
    assert [each.name for each in held_out] == ["held_out_plain", "held_out"]
    for each in held_out:
        assert {kind.value for kind in CODEBOOK_KINDS} | {ALL_EVENTS, ALL_FIELDS} <= set(each.shares)
        assert all(share.coded > 0 for share in each.shares.values())


def test_the_readme_tells_the_figures_that_ship() -> None:
    text = README.read_text(encoding="utf-8")
    assert in_readme(text, measured()) == text


def test_the_figures_that_ship_are_those_measured(shared: Path) -> None:
    for shipped, found in zip(measured(), measure(shared), strict=True):
        assert (shipped.name, shipped.cables) == (found.name, found.cables)
        for total in (ALL_EVENTS, ALL_FIELDS):
            assert shipped.shares[total].f1 == pytest.approx(found.shares[total].f1, abs=_ROUNDED), (
                f"{shipped.name}: the extractor changed; run `make accuracy`"
            )
