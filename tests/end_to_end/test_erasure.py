"""`tracker log erase`: what it tells, what it asks, and that nothing of what was erased can be read anywhere after."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ATTACK, telegram
from tests.end_to_end.command import TRACKER, Installation, installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "Ramiro Inventado Puente"
NAMED = f"On March 3, federal police in Reynosa arrested {NAME} and three other members of the Gulf Cartel."
SECRET = re.compile("inventado", re.IGNORECASE)
CABLE = "07MEXICO4321"


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    # Who follows the log keeps the server running, so that not every command has to start it.
    with installation(TRACKER_ACTOR="a tester") as made, made.started("log", "follow"):
        yield made


@pytest.fixture(scope="module")
def inbox(installed: Installation) -> Path:
    folder = installed.data.parent / "inbox"
    folder.mkdir()
    (folder / "4321.txt").write_text(telegram(NAMED, ATTACK))
    installed.do("ingest", folder)
    installed.do("publish")
    return folder


def place(installed: Installation, inbox: Path, words: str = NAME) -> str:
    """Where the words stand, as one finds them with `tracker parse`."""
    parsed = json.loads(installed.do("parse", "--json", inbox / "4321.txt").splitlines()[0])
    paragraph = next(each for each in parsed["paragraphs"] if words in each["text"])
    start = paragraph["start"] + paragraph["text"].index(words)
    return f"{start}:{start + len(words)}"


def published(installed: Installation) -> str:
    return b"".join(installed.contents().values()).decode()


def asked(installed: Installation, answer: str, *arguments: str) -> tuple[int, str]:
    """A command at a terminal, with an answer typed; its exit status and what the terminal showed."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, **installed.settings, "TRACKER_DATA": str(installed.data)}
    with subprocess.Popen(
        [TRACKER, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, cwd="/", env=environment
    ) as popen:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:
            pass  # the other end is closed
    os.close(ours)
    return popen.returncode, shown.decode()


def test_words_are_erased_everywhere_and_for_good(installed: Installation, inbox: Path) -> None:
    span = place(installed, inbox)
    erase = ("log", "erase", "words", CABLE, "--characters", span, "--reason", "names a source")
    assert SECRET.search(published(installed))

    done = installed.run(*erase)
    assert done.returncode == 2
    assert "add --yes" in done.stderr
    status, shown = asked(installed, "n", *erase)
    assert status == 1
    assert f"--characters {span} ({len(NAME)} characters)" in shown
    assert not SECRET.search(shown)
    assert SECRET.search(published(installed))

    status, shown = asked(installed, "y", *erase)
    assert status == 0
    assert "Backups" in shown
    assert not SECRET.search(shown)
    assert not SECRET.search(published(installed))
    assert "█" in published(installed)

    done = installed.run(*erase, "--yes")
    assert (done.returncode, done.stdout) == (0, "These words are erased already; nothing was recorded.\n")
    head = installed.log()
    assert "1 unchanged" in installed.do("ingest", inbox)
    assert "0 files written" in installed.do("publish")
    assert installed.log() == head
    assert not SECRET.search(installed.do("log", "export"))
    assert "names a source" in installed.do("verify")


def test_a_report_is_erased_and_its_entry_stays_as_a_notice(installed: Installation, inbox: Path) -> None:
    event = next(
        line
        for line in map(json.loads, installed.do("log", "export").splitlines())
        if line.get("type") == "AttackReported"
    )
    feed = installed.public / "feeds" / "all.atom"
    ids = re.findall("<id>.*?</id>", feed.read_text())
    erase = ("log", "erase", "event", str(event["position"]), "--reason", "by order", "--yes", "--json")
    done = installed.run(*erase)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert [each["type"] for each in told["erased"]] == ["AttackReported", "DevelopmentRecorded"]
    assert (told["views"], told["published"]) == (True, True)
    assert "To be erased: the AttackReported" in done.stderr
    assert re.findall("<id>.*?</id>", feed.read_text()) == ids
    assert f"Erased ({CABLE})" in feed.read_text()
    assert "What this entry told was erased for good." in feed.read_text()
    assert "Monterrey" not in feed.read_text()
    assert not (installed.public / "incidents" / f"{event['body']['report_id']}.html").exists()
    assert json.loads(installed.do(*erase))["positions"] == []
    assert "1 unchanged" in installed.do("ingest", inbox)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("words", CABLE), 2, "--characters START:END"),
        (("words", CABLE, "--characters", "9:3"), 2, "must end after it starts"),
        (("words", CABLE, "--characters", "1:999999"), 1, "characters, so none from 1 to 999999"),
        (("words", "07MEXICO1", "--characters", "1:2"), 1, "no cable 07MEXICO1"),
        (("event", "1"), 1, "erase words of it"),
    ],
)
def test_what_cannot_be_erased_is_said(
    installed: Installation, inbox: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    done = installed.run("log", "erase", *arguments, "--reason", "a test", "--yes")
    assert done.returncode == status
    assert message in " ".join(done.stderr.replace("│", " ").split())
