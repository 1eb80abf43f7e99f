"""A feed reader that people use subscribes to the feeds and finds each entry once, also after publishing again."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import feedparser
import pytest

from tests.database.invented import ARREST, ATTACK, SEIZURE, telegram
from tests.end_to_end.command import Installation, environment, free_port, installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEWSBOAT = shutil.which("newsboat")


@pytest.fixture(autouse=True)
def newsboat_is_installed() -> None:
    if NEWSBOAT is None:
        pytest.skip("newsboat is not installed (package newsboat)")


class Subscriber:
    """newsboat with files of its own, subscribed to some feeds."""

    def __init__(self, home: Path, urls: list[str]) -> None:
        home.mkdir()
        self._home = home
        self._cache = home / "cache.db"
        (home / "urls").write_text("".join(f"{url}\n" for url in urls))
        (home / "config").write_text('download-retries 1\nerror-log "errors.log"\n')

    def reload(self) -> None:
        """Fetch all feeds, as newsboat's own timer does."""
        assert NEWSBOAT
        done = subprocess.run(
            [NEWSBOAT, "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload"],
            cwd=self._home,
            env=environment(HOME=str(self._home), NO_PROXY="127.0.0.1"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        errors = self._home / "errors.log"
        assert not errors.exists() or not errors.read_text(), errors.read_text()

    def items(self) -> list[tuple[str, str, int]]:
        """What it keeps: the id, title and read state of each item."""
        with closing(sqlite3.connect(self._cache)) as cache:
            return cache.execute("SELECT guid, title, unread FROM rss_item ORDER BY guid").fetchall()

    def read_all(self) -> None:
        """Mark everything as read, as its user would."""
        with closing(sqlite3.connect(self._cache)) as cache, cache:
            cache.execute("UPDATE rss_item SET unread = 0")


@pytest.fixture
def installed() -> Iterator[Installation]:
    with installation(TRACKER_PUBLISH_EVERY_SECONDS="1") as made:
        yield made


def test_the_demo_gives_each_entry_once(installed: Installation) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with installed.started("demo", "--port", str(port)) as process:
        feeds = [f"{base}/feeds/all.atom", f"{base}/feeds/cartels/gulf.atom"]
        entries = {
            entry.id: entry.title for feed in feeds for entry in feedparser.parse(process.answer(feed).content).entries
        }
        subscriber = Subscriber(installed.data.parent / "subscriber", feeds)
        subscriber.reload()
        found = subscriber.items()
        assert {guid: title for guid, title, _ in found} == entries
        assert len(found) == len(entries)
        subscriber.reload()
        assert subscriber.items() == found


def test_only_what_is_new_is_unread_after_publishing_again(installed: Installation) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    inbox = installed.data.parent / "inbox"
    inbox.mkdir()
    (inbox / "1.txt").write_text(telegram(ARREST, SEIZURE))
    installed.do("ingest", inbox)
    with installed.started("up", "--port", str(port)) as process:
        feed = f"{base}/feeds/all.atom"
        process.answer(feed)
        subscriber = Subscriber(installed.data.parent / "subscriber", [feed])
        subscriber.reload()
        first = [guid for guid, _, _ in subscriber.items()]
        assert len(first) == 2
        subscriber.read_all()
        (inbox / "2.txt").write_text(telegram(ATTACK, serial=4322))
        installed.do("ingest", inbox)
        process.answer(f"{base}/cables/07MEXICO4322")
        subscriber.reload()
        found = subscriber.items()
        assert [guid for guid, _, unread in found if not unread] == first
        [(_, title, _)] = [item for item in found if item[2]]
        assert "Monterrey" in title
