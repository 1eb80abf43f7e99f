"""A database that is down at the start, or goes in the middle, is waited for, and nothing is lost or told twice."""

from __future__ import annotations

import os
import secrets
import time
from typing import TYPE_CHECKING

import feedparser

from tests.database.invented import ARREST, ATTACK, SEIZURE, telegram
from tests.end_to_end.command import Installation, eventually, free_port, installation
from tests.servers import installed_cluster

if TYPE_CHECKING:
    from pathlib import Path


def left(folder: Path, words: str, serial: int) -> None:
    """Put a file that nobody writes to any more into a watched folder."""
    path = folder / f".{serial}"
    path.write_text(telegram(words, serial=serial), encoding="utf-8")
    before = time.time() - 100
    os.utime(path, (before, before))
    path.replace(folder / f"{serial}.txt")


def told(installed: Installation) -> list[str]:
    feed = installed.public / "feeds" / "all.atom"
    return [entry.title for entry in feedparser.parse(feed.read_bytes()).entries] if feed.exists() else []


def test_a_worker_waits_for_its_database_and_goes_on_when_it_is_back() -> None:
    with installed_cluster() as cluster:
        url = cluster.server.create("lost")
        settings = {"TRACKER_DATABASE_URL": url, "TRACKER_ROLE_PREFIX": f"lost_{secrets.token_hex(3)}"}
        with installation(**settings) as installed:
            inbox = installed.data.parent / "inbox"
            inbox.mkdir()
            installed.do("db", "migrate")
            installed.do("releases", "add", "inbox", inbox, "--every", "1")
            left(inbox, ARREST, 4321)
            cluster.stop()
            with installed.started("worker") as process:
                eventually(lambda: "Waiting for it." in process.output, "that it waits")
                cluster.start()
                eventually(lambda: len(told(installed)) == 1, f"the first entry; {process.output}")
                assert "Working" in process.output
                cluster.stop()
                left(inbox, SEIZURE, 4322)
                eventually(lambda: "does not answer" in process.output, "that it notices")
                cluster.start()
                eventually(lambda: len(told(installed)) == 2, f"the second entry; {process.output}")
                assert process.terminate() == 0
            assert "Traceback" not in process.output
            assert installed.status()["cables"] == 2


def test_an_embedded_server_that_died_is_started_again() -> None:
    with installation() as installed:
        inbox = installed.data.parent / "inbox"
        inbox.mkdir()
        installed.do("releases", "add", "inbox", inbox, "--every", "1")
        port = free_port()
        with installed.started("up", "--port", str(port)) as process:
            process.answer(f"http://127.0.0.1:{port}/health/ready")
            for server in installed.server():
                server.kill()
            left(inbox, ATTACK, 4323)
            eventually(lambda: len(told(installed)) == 1, f"the entry; {process.output}")
            process.answer(f"http://127.0.0.1:{port}/health/ready")
            assert process.terminate() == 0
        assert not installed.server(), "what was started again is stopped too"
