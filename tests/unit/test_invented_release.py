"""The invented release of the benchmarks: what it holds is what our readers find in it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.release.cables import FULL, cables
from tests.benchmarks.release.forms import write_dump, write_pages
from tracker.cables.model import Cable
from tracker.cables.reading import cables as read_cables
from tracker.cables.releases import files
from tracker.extraction.pipeline import extract

if TYPE_CHECKING:
    from pathlib import Path

_COUNT = 400
_NUMBERED = re.compile(r"^\d+\. \([UCS]\) ", re.MULTILINE)


def _read(path: Path) -> list[Cable]:
    found = [each for file in files([path]) for each in read_cables(file)]
    assert all(isinstance(each, Cable) for each in found)
    return [each for each in found if isinstance(each, Cable)]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_dump(tmp_path / name, cables(20, seed=seed))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "again").read_bytes()
    assert (tmp_path / "one").read_bytes() != (tmp_path / "other").read_bytes()


@pytest.mark.parametrize("form", ["release.csv", "pages"])
def test_every_cable_is_read_as_it_was_made(tmp_path: Path, form: str) -> None:
    (write_dump if form.endswith(".csv") else write_pages)(tmp_path / form, cables(_COUNT))
    read = {cable.reference_id: cable for cable in _read(tmp_path / form)}
    made = list(cables(_COUNT))
    assert [each for each in read if read[each].partial] == []
    assert read.keys() == {each.reference_id for each in made}
    for each in made:
        cable = read[each.reference_id]  # type: ignore[index]  # its own id, as text
        assert cable.classification == each.classification
        assert cable.created
        assert cable.created.date() == each.created.date()
        assert {reference.reference_id for reference in cable.references} == set(each.references)
        assert sum(paragraph.ordinal > 0 for paragraph in cable.paragraphs) == len(_NUMBERED.findall(each.body))


def test_sizes_are_those_of_the_real_release(tmp_path: Path) -> None:
    words = sorted(len(each.body.split()) for each in islice(cables(FULL), 2_000))
    assert 900 < sum(words) / len(words) < 1_150
    assert words[len(words) // 2] < 850
    assert words[-1] > 5_000


def test_one_in_a_hundred_reports_events_and_some_tell_again_what_others_told(tmp_path: Path) -> None:
    telling = [each for each in cables(6_000) if each.reports]
    assert 40 <= len(telling) <= 80
    write_dump(tmp_path / "telling.csv", telling)
    reports = [extract(cable) for cable in _read(tmp_path / "telling.csv")]
    assert sum(map(bool, reports)) > 0.9 * len(telling)
    # A period that still runs ends for each cable on its own day.
    told_by = Counter(
        fact for told in reports for fact in {(each.kind, each.date and each.date.start, each.places) for each in told}
    )
    assert max(told_by.values()) > 1


def test_a_revised_release_gives_some_cables_otherwise() -> None:
    pairs = list(zip(cables(2_000), cables(2_000, revised=True), strict=True))
    assert all(new.reference_id == old.reference_id for old, new in pairs)
    assert 20 <= sum(new.body != old.body for old, new in pairs) <= 70
