"""What docs/reviewing.md says can be typed can be typed, in that order, and does what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

from tests.conftest import ROOT
from tests.end_to_end.command import PATIENCE_SECONDS, TRACKER, environment, free_port, installation

if TYPE_CHECKING:
    from pathlib import Path

TOUR = (ROOT / "docs" / "reviewing.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (\S.*)$", TOUR, re.MULTILINE)


def test_the_tour_can_be_taken(tmp_path: Path) -> None:
    with installation(TRACKER_PORT=str(free_port())) as made, made.started("demo") as demo:
        demo.answer(f"http://127.0.0.1:{made.settings['TRACKER_PORT']}/feeds/all.atom")
        done = subprocess.run(
            ["/bin/sh", "-eux", "-c", "\n".join(COMMANDS)],
            cwd=tmp_path,
            env=environment(
                TRACKER_DATA=str(made.data), PATH=f"{TRACKER.parent}{os.pathsep}{os.environ['PATH']}", **made.settings
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
