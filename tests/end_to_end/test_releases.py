"""Releases come in by themselves: what appears on a mirror or in a folder is soon in the served feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feedparser

from tests.database.invented import ARREST, ATTACK, SEIZURE, telegram
from tests.end_to_end.command import eventually, free_port, installation
from tests.mirror import served
from tracker import embedded

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = "/cable/2007/03/07MEXICO4321.html", "/cable/2007/03/07MEXICO4322.html"


def test_what_appears_at_a_source_is_soon_in_the_feed(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    port = free_port()
    feed = f"http://127.0.0.1:{port}/feeds/all.atom"
    with served() as site, installation() as installed:
        site.release("2010-11-28", {FIRST: telegram(ARREST)})
        installed.do("releases", "add", "mirror", site.index, "--every", "1", "--pause", "0")
        installed.do("releases", "add", "inbox", inbox, "--every", "1")
        with installed.started("up", "--port", str(port)) as process:

            def told(reference_id: str) -> bool | None:
                entries = feedparser.parse(process.answer(feed).content).entries
                return any(reference_id in entry.summary for entry in entries) or None

            eventually(lambda: told("07MEXICO4321"), "the cable that was there")
            site.release("2010-12-02", {SECOND: telegram(SEIZURE, serial=4322)})
            eventually(lambda: told("07MEXICO4322"), "the cable of a new release day")
            (inbox / "4323.txt").write_text(telegram(ATTACK, serial=4323), encoding="utf-8")
            eventually(lambda: told("07MEXICO4323"), "the file in the folder")
            assert process.terminate() == 0


def test_a_look_from_the_command_line_tells_what_came(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir, nothing here is a telegram.", encoding="utf-8")
    with served() as site, installation() as installed, embedded.running(installed.data):
        site.release("2010-11-28", {FIRST: telegram(ARREST)})
        installed.do("releases", "add", "mirror", site.index, "--pause", "0")
        assert f"mirror: mirror {site.index}, every 3600 s" in installed.do("releases", "list")
        assert "mirror: 1 documents, 1 cables new" in installed.do("releases", "check")
        again = installed.run("releases", "add", "mirror", site.index)
        assert (again.returncode, "'mirror' already" in again.stderr) == (1, True)
        installed.do("releases", "add", "letters", tmp_path / "letter.txt")
        refused = installed.run("releases", "check", "letters", "--json")
        assert refused.returncode == 3
        assert '"source":"letter.txt"' in refused.stdout.replace(" ", "")
