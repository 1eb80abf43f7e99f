"""`tracker review` and `tracker decisions` as their users run them: at a terminal, from files, between newsrooms."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.database.invented import ARREST, ATTACK, SEIZURE, telegram
from tests.end_to_end.command import Installation, installation
from tests.end_to_end.terminal import at_terminal
from tracker import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYS = "q quit"
SERIALS = (4321, 4400, 4500, 4600)
"""Each test that decides has a cable of its own."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    inbox = tmp_path_factory.mktemp("inbox")
    for serial in SERIALS:
        (inbox / f"{serial}.txt").write_text(telegram(ARREST, SEIZURE, ATTACK, serial=serial))
    # The server is kept running, so that not every command has to start it.
    with installation(TRACKER_ACTOR="Ana Prueba") as made, embedded.running(made.data):
        made.do("ingest", inbox)
        # What runs on keeps the server running, so that no command waits for it to start.
        with made.started("log", "follow"):
            yield made


def cable(serial: int) -> str:
    return f"07MEXICO{serial}"


def reports(installed: Installation, serial: int) -> dict[str, dict[str, Any]]:
    """Every report of a cable by its kind."""
    query = f"SELECT * FROM read.reports WHERE reference_id = '{cable(serial)}'"
    return {row["kind"]: row for row in map(json.loads, installed.do("sql", query, "--format", "json").splitlines())}


def decisions(installed: Installation, serial: int) -> list[dict[str, Any]]:
    query = f"SELECT * FROM read.decisions WHERE reference_ids @> ARRAY['{cable(serial)}'] ORDER BY position"
    return [json.loads(row) for row in installed.do("sql", query, "--format", "json").splitlines()]


def waiting(installed: Installation, serial: int, *options: str) -> list[dict[str, Any]]:
    listed = installed.do("review", "--json", "--cable", cable(serial), *options)
    return [json.loads(line) for line in listed.splitlines()]


def lines(*decided: dict[str, object]) -> bytes:
    return "".join(f"{json.dumps(line)}\n" for line in decided).encode()


def test_the_queue_is_listed_and_narrowed_down(installed: Installation) -> None:
    first = SERIALS[0]
    assert {each["kind"] for each in waiting(installed, first)} == {"arrest", "seizure", "attack"}
    assert [each["kind"] for each in waiting(installed, first, "--cartel", "gulf")] == ["arrest"]
    assert [each["kind"] for each in waiting(installed, first, "--state", "mx-nle")] == ["attack"]
    assert [each["kind"] for each in waiting(installed, first, "--kind", "seizure")] == ["seizure"]
    assert waiting(installed, 1) == []
    assert waiting(installed, first, "--since", "2100-01-01") == []
    assert len(waiting(installed, first, "--limit", "2")) == 2
    assert cable(first) in installed.do("review", "--list")


def test_a_review_needs_a_terminal_and_a_name(installed: Installation, tmp_path: Path) -> None:
    refused = installed.run("review")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "there is no terminal to press keys at; --list shows what waits" in refused.stderr
    arrest = reports(installed, SERIALS[0])["arrest"]["report_id"]
    (tmp_path / "one.jsonl").write_bytes(lines({"id": arrest, "act": "confirm", "reason": "x"}))
    nameless = Installation(installed.data).run("review", "--file", tmp_path / "one.jsonl")
    assert nameless.returncode == 1
    assert "TRACKER_ACTOR" in nameless.stderr
    assert decisions(installed, SERIALS[0]) == []


def test_one_key_decides_at_a_terminal_and_what_is_decided_does_not_come_again(installed: Installation) -> None:
    serial = SERIALS[1]
    order = [each["kind"] for each in waiting(installed, serial)]
    with at_terminal(installed, "review", "--cable", cable(serial)) as terminal:
        assert "1 of 3" in terminal.see(KEYS)
        terminal.press("c")
        terminal.see("Recorded: confirm.")
        assert "2 of 3" in terminal.see(KEYS)
        terminal.press("r")
        terminal.see("Why is it to be retracted? ")
        terminal.press("told of another day\n")
        terminal.see("Recorded: retract.")
        terminal.see(KEYS)
        terminal.press("u")
        seen = terminal.see(KEYS)
        assert "2 of 3" in seen
        assert "3 of 3" not in seen
        terminal.press("s")
        terminal.see(KEYS)
        # As Control-C does: nothing is lost.
        terminal.popen.send_signal(signal.SIGINT)
        terminal.see("Recorded: 1 confirm. Skipped: 1. Left: 1.")
        assert terminal.end() == 0
    assert [each["kind"] for each in waiting(installed, serial)] == order[1:]
    told = reports(installed, serial)
    assert told[order[0]]["review_status"] == "confirmed"
    assert not any(told[kind]["withdrawn"] for kind in order)
    assert [(each["act"], each["actor"], each["undone"]) for each in decisions(installed, serial)][:2] == [
        ("confirm", "Ana Prueba", False),
        ("retract", "Ana Prueba", True),
    ]


def test_a_correction_is_typed_field_by_field(installed: Installation) -> None:
    serial = SERIALS[1]
    with at_terminal(installed, "review", "--kind", "arrest", "--cable", cable(serial)) as terminal:
        terminal.see(KEYS)
        for line in ("e", "count=many\n", "\n"):
            terminal.press(line)
            terminal.see("FIELD=VALUE" if line != "\n" else "is a whole number")
        terminal.press("e")
        terminal.see("FIELD=VALUE")
        terminal.press("count=>5\n")
        terminal.see("FIELD=VALUE")
        terminal.press("\n")
        terminal.see("Why? ")
        terminal.press("the annex says so\n")
        terminal.see("Recorded: correct.")
        assert terminal.end() == 0
    arrest = reports(installed, serial)["arrest"]
    assert (arrest["count"], arrest["count_op"], arrest["review_status"]) == (5, ">", "corrected")
    shown = installed.do("show", arrest["report_id"])
    assert "Ana Prueba: correct" in shown
    assert "Reason: the annex says so" in shown
    assert "the annex says so" in installed.do("history", arrest["report_id"])


def test_a_file_is_recorded_as_a_whole_or_not_at_all(installed: Installation, tmp_path: Path) -> None:
    serial = SERIALS[2]
    told = reports(installed, serial)
    good = [
        {"id": told["arrest"]["report_id"][:8], "act": "confirm", "reason": "as printed"},
        {"id": told["seizure"]["report_id"], "act": "correct", "fields": {"items": "cocaine 30 kg"}, "reason": "typo"},
    ]
    bad = {"id": told["attack"]["report_id"], "act": "correct", "fields": {"killed": "some"}, "reason": "x"}
    file = tmp_path / "decisions.jsonl"
    file.write_bytes(lines(*good, bad))
    refused = installed.run("review", "--file", file)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "line 3: " in refused.stderr
    assert "is a whole number" in refused.stderr
    assert decisions(installed, serial) == []
    file.write_bytes(lines(*good))
    assert installed.do("review", "--file", file, "--dry-run") == "2 decisions could be recorded.\n"
    assert decisions(installed, serial) == []
    assert installed.do("review", "--file", file) == "2 decisions are recorded.\n"
    assert [each["kind"] for each in waiting(installed, serial)] == ["attack"]
    assert installed.run("review", "--file", file).returncode == 1
    assert len(decisions(installed, serial)) == 2


def test_decisions_of_another_newsroom_count_only_once_somebody_here_accepts_them(
    installed: Installation, tmp_path: Path
) -> None:
    serial = SERIALS[3]
    told = reports(installed, serial)
    batch = tmp_path / "batch.jsonl"
    batch.write_bytes(
        lines(
            {"id": told["arrest"]["report_id"], "act": "correct", "fields": {"count": "6"}, "reason": "the annex"},
            {"id": told["seizure"]["report_id"], "act": "retract", "reason": "told twice"},
            {"id": told["attack"]["report_id"], "act": "confirm", "reason": "as printed"},
        )
    )
    installed.do("review", "--file", batch)
    installed.do("annotate", f"cables/{cable(serial)}", "The court counted nine.", "--url", "https://court.example/12")
    theirs = tmp_path / "theirs.jsonl"
    exported = installed.do("decisions", "export", "--origin", "The Gazette").splitlines(keepends=True)
    theirs.write_text("".join(line for line in exported if cable(serial) in line))
    other_inbox = tmp_path / "other"
    other_inbox.mkdir()
    (other_inbox / "1.txt").write_text(telegram(ARREST, SEIZURE, ATTACK.replace("two", "three"), serial=serial))
    with installation(TRACKER_ACTOR="Benito Ensayo") as other, embedded.running(other.data):
        other.do("ingest", other_inbox)
        with other.started("log", "follow"):
            ours = reports(other, serial)
            own = lines({"id": ours["seizure"]["report_id"], "act": "confirm", "reason": "seen the annex"})
            other.run("review", "--file", "-", stdin=own)
            dry = other.run("decisions", "import", theirs, "--dry-run")
            assert dry.stdout == "3 waiting, 1 conflict, 0 agreed, 0 unmatched\n"
            assert "here Benito Ensayo decided to confirm: seen the annex" in dry.stderr
            assert other.do("review", "--imported", "--list") == ""
            other.do("decisions", "import", theirs)
            other.do("decisions", "import", theirs)
            assert other.do("review", "--imported", "--list").count("\n") == 4
            assert len(decisions(other, serial)) == 1
            with at_terminal(other, "review", "--imported") as terminal:
                seen = terminal.see(KEYS)
                assert "Ana Prueba of The Gazette decided on" in seen
                assert "to correct count=6: the annex" in seen
                terminal.press("a")
                terminal.see("Recorded: correct.")
                assert "here Benito Ensayo decided to confirm" in terminal.see(KEYS)
                terminal.press("d")
                terminal.see(KEYS)
                terminal.press("q")
                assert terminal.end() == 0
            assert reports(other, serial)["arrest"]["count"] == 6
            accepted = decisions(other, serial)[-1]
            assert (accepted["actor"], accepted["reason"]) == (
                "Benito Ensayo",
                "as Ana Prueba of The Gazette decided: the annex",
            )
            assert other.do("review", "--imported", "--list").count("\n") == 2
            with at_terminal(other, "review", "--imported") as terminal:
                terminal.see(KEYS)
                terminal.press("s")
                assert "“The court counted nine.” (https://court.example/12)" in terminal.see("s skip   q quit")
                terminal.press("a")
                terminal.see("Recorded: annotate. To undo it: tracker restore")
                assert terminal.end() == 0
            assert "The court counted nine." in other.do("show", cable(serial))
            assert other.do("review", "--imported", "--list").count("\n") == 1
