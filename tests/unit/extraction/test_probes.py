"""How probes are measured: one paragraph of a cable each, and nothing but totals of the held-out ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tests.gold import probes
from tests.gold.passages import as_cable
from tests.gold.probes import Probe
from tests.gold.scoring import load_score

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KILLING = {"kind": "attack", "date": {"start": "2009-05-12", "end": "2009-05-12"}, "killed": 3}
PROBE = Probe("attack-001", "MONTERREY", date(2009, 5, 14), "Gunmen killed three men.", (KILLING,), "develop")
SECRET = replace(PROBE, name="attack-003", text="Nobody may read this.", share="held_out")


def test_a_passage_becomes_the_only_paragraph_of_a_cable_of_its_post_and_day() -> None:
    cable = as_cable("Gunmen killed three men.", written=date(2011, 5, 16), post="CIUDAD JUAREZ")
    assert cable.reference_id == "11CIUDADJUAREZ90001"
    assert cable.created is not None
    assert cable.created.date() == date(2011, 5, 16)
    assert {"SNAR", "MX"} <= set(cable.tags)
    assert [paragraph.text for paragraph in cable.paragraphs if paragraph.label == "1"] == ["Gunmen killed three men."]


def test_coded_events_stand_in_the_only_paragraph() -> None:
    assert probes.gold([PROBE]) == {
        "attack-001": [{**KILLING, "cable": "attack-001", "paragraphs": ["1"], "quote": PROBE.text}]
    }


def test_read_events_carry_the_name_of_their_probe() -> None:
    (event,) = probes.predicted([PROBE])["attack-001"]
    assert (event["cable"], event["kind"], event["paragraphs"]) == ("attack-001", "attack", ["1"])


def test_nothing_is_said_of_a_held_out_probe(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score = load_score(shared / "gold" / "score.py")
    assert score is not None
    probes.show_errors(score, [PROBE, SECRET], found={"attack-001": [], "attack-003": []})
    printed = capsys.readouterr().out
    assert "MISSED attack-001" in printed
    assert "attack-003" not in printed
    assert SECRET.text not in printed


def test_without_the_score_there_is_none(tmp_path: Path) -> None:
    assert load_score(tmp_path / "score.py") is None
