"""`tracker correct` as its users run it: with fields on the command line, and in the editor of their choice."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ARREST, telegram
from tests.end_to_end.command import Installation, installation
from tracker import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHY = "--reason=paragraph 2 says so"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    inbox = tmp_path_factory.mktemp("inbox")
    (inbox / "one.txt").write_text(telegram(ARREST))
    # The server is kept running, so that not every command has to start it.
    with installation(TRACKER_ACTOR="Ana Prueba") as made, embedded.running(made.data):
        made.do("ingest", inbox)
        # What runs on keeps the server running, so that no command waits for it to start.
        with made.started("log", "follow"):
            yield made


@pytest.fixture(scope="module")
def arrest(installed: Installation) -> str:
    told: str = json.loads(installed.do("sql", "SELECT report_id FROM read.reports", "--format", "json"))["report_id"]
    return told


def edited_by(installed: Installation, folder: Path, script: str) -> Installation:
    """The same installation, whose reviewer has a script for an editor."""
    editor = folder / "editor"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o700)
    return replace(installed, settings={**installed.settings, "EDITOR": f"{editor} --wait", "VISUAL": ""})


def test_what_is_changed_in_the_editor_is_corrected(installed: Installation, arrest: str, tmp_path: Path) -> None:
    script = f"""
    cp "$2" {tmp_path}/opened.toml
    sed -i -e 's/^count = .*/count = ">7"/' -e 's/^places = .*/places = ["MX-TAM\\/Reynosa", "MX-NLE"]/' "$2"
    """
    done = edited_by(installed, tmp_path, script).do("correct", arrest, WHY)
    assert "  count: 4 -> >7\n" in done
    assert "  places: MX-TAM/Reynosa -> MX-TAM/Reynosa, MX-NLE\n" in done
    assert f"Recorded: report {arrest} is corrected. To undo it: tracker restore " in done
    opened = (tmp_path / "opened.toml").read_text()
    assert opened.startswith(f"# Report {arrest} of 07MEXICO4321: arrest\n# On March 3, ")
    query = "SELECT count, facts ->> 'count_op' AS op, states, review_status FROM read.reports"
    told = json.loads(installed.do("sql", query, "--format", "json"))
    assert told == {"count": 7, "op": ">", "states": ["MX-NLE", "MX-TAM"], "review_status": "corrected"}


def test_what_cannot_be_read_from_the_editor_is_refused(installed: Installation, arrest: str, tmp_path: Path) -> None:
    decided = installed.do("sql", "SELECT count(*) FROM read.decisions")
    for script, why in (
        ("exit 0", "nothing was changed in the editor; to say that it is right: tracker confirm"),
        ("exit 3", "failed (Command"),
        ("""sed -i 's/^count = .*/count = /' "$2\"""", "what was saved is not TOML"),
        ("""sed -i 's/^count = .*/cuont = "7"/' "$2\"""", "'cuont' is no field that can be set; these can: date, "),
        ("""sed -i 's/^persons = .*/persons = ["Nadie"]/' "$2\"""", "the words 'Nadie' are not in the cable"),
    ):
        refused = edited_by(installed, tmp_path, script).run("correct", arrest, WHY)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert why in refused.stderr
    assert installed.do("sql", "SELECT count(*) FROM read.decisions") == decided


def test_what_changes_is_told_to_programs_in_the_codes_of_the_log(installed: Installation, arrest: str) -> None:
    told = json.loads(installed.do("correct", arrest, "date=2007-03", WHY, "--dry-run", "--json"))
    assert (told["act"], told["positions"], told["dry_run"]) == ("ReportAmended", [], True)
    assert told["changes"]["date"] == [
        {"start": "2007-03-03", "end": "2007-03-03"},
        {"start": "2007-03-01", "end": "2007-03-31"},
    ]
