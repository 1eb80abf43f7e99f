"""What docs/reviewing.md and docs/notebook.ipynb try on the sample can be tried, and does what they say."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.end_to_end.command import PATIENCE_SECONDS, TRACKER, Installation, environment, free_port, installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOUR = (ROOT / "docs" / "reviewing.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (\S.*)$", TOUR, re.MULTILINE)
NOTEBOOK = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo() -> Iterator[Installation]:
    """An installation whose demo runs."""
    with installation(TRACKER_PORT=str(free_port())) as made, made.started("demo") as demo:
        demo.answer(f"http://127.0.0.1:{made.settings['TRACKER_PORT']}/feeds/all.atom")
        yield made


def test_the_tour_can_be_taken(demo: Installation, tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-eux", "-c", "\n".join(COMMANDS)],
        cwd=tmp_path,
        env=environment(
            TRACKER_DATA=str(demo.data), PATH=f"{TRACKER.parent}{os.pathsep}{os.environ['PATH']}", **demo.settings
        ),
        capture_output=True,
        text=True,
        timeout=5 * PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "1 decisions could be recorded." in done.stdout
    assert "Confirmed by a person." in done.stdout
    assert "Ana Reviewer: confirm" in done.stdout
    assert "0 waiting, 0 conflict, 1 agreed, 0 unmatched" in done.stdout
    assert "@techreport{cable-08SAMPLE112-" in done.stdout
    (exported,) = (tmp_path / "ours.jsonl").read_text().splitlines()
    assert json.loads(exported)["origin"] == "The Gazette"


def test_every_command_of_a_reviewer_is_in_the_tour() -> None:
    assert {line.split()[1] for line in COMMANDS if line.startswith("tracker ")} >= {
        "review",
        "show",
        "history",
        "decisions",
        "cite",
    }


def test_the_notebook_leads_from_a_question_to_a_chart_to_citations(
    demo: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRACKER_DATA", str(demo.data))
    found: dict[str, object] = {}
    for cell in NOTEBOOK["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"<cell {cell['id']}>", "exec"), found)
    gaps, citations, drawing = found["gaps"], found["citations"], str(found["chart"])
    assert gaps == {"seizures": 9, "without a figure": 1, "without a date": 0, "checked by a person": 0}
    assert ">2006, Q4<" in drawing
    assert ">2,155<" in drawing
    assert isinstance(citations, list)
    assert [citation.count("cable 07SAMPLE4,") for citation in citations] == [1, 0, 0]
    assert all("checked by nobody" in citation for citation in citations)
    printed = capsys.readouterr().out
    assert "@techreport{cable-07SAMPLE4-" in printed
    assert "«" in printed


def test_the_notebook_has_no_outputs_and_is_as_jupyter_reads_it() -> None:
    assert NOTEBOOK["nbformat"] == 4
    assert len({cell["id"] for cell in NOTEBOOK["cells"]}) == len(NOTEBOOK["cells"])
    for cell in NOTEBOOK["cells"]:
        assert set(cell) - {"outputs", "execution_count"} == {"cell_type", "id", "metadata", "source"}
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
