"""The report of the benchmarks: all that was measured, and first of all what is not as it should be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from tests.benchmarks import machine, report
from tests.benchmarks.results import Measurement

if TYPE_CHECKING:
    from pathlib import Path

_SLOW = Measurement(what="the whole way, 1,000 cables", events=1_000, ours=40, unit="cables/s", wanted=140, note="25 s")
_SLOWER = Measurement(what="the whole way, 2,000 cables", events=2_000, ours=20, unit="cables/s", wanted=140)
_QUICK = Measurement(what="question 4", events=20, ours=12, unit="ms", wanted=50)


def test_the_page_tells_every_figure_and_what_missed_its_limit(tmp_path: Path) -> None:
    page = report.write(tmp_path, {"whole": [_SLOW, _SLOWER], "questions": [_QUICK]}, machine.told()).read_text()
    assert "Of 3 limits 1 are met." in page
    assert page.count("**missed**") == 2
    assert "| question 4 | 20 | 12.00 ms |" in page
    assert "- the whole way, 1,000 cables: 25 s" in page
    assert "cores: " in page


def test_what_was_measured_at_several_sizes_is_plotted(tmp_path: Path) -> None:
    report.write(tmp_path, {"whole": [_SLOW, _SLOWER], "questions": [_QUICK]}, {})
    (path,) = tmp_path.glob("*.svg")
    assert len(ElementTree.parse(path).findall("{http://www.w3.org/2000/svg}circle")) == 2
    assert path.name in (tmp_path / "benchmarks.md").read_text()


def test_a_program_reads_the_same(tmp_path: Path) -> None:
    report.write(tmp_path, {"questions": [_QUICK]}, {"cores": "2"})
    told = json.loads((tmp_path / "benchmarks.json").read_text())
    assert told["machine"] == {"cores": "2"}
    assert [(each["what"], each["ours"], each["met"]) for each in told["parts"]["questions"]] == [
        ("question 4", 12, True)
    ]
