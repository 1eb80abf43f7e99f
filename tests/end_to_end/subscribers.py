"""Feed readers that people use, each subscribed to one feed, and what each of them has noticed."""

from __future__ import annotations

import mailbox
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from email.header import decode_header, make_header
from typing import TYPE_CHECKING, Protocol

import feedparser

from tests.end_to_end.command import environment

if TYPE_CHECKING:
    from pathlib import Path

_SFEEDRC = """\
sfeedpath="$PWD/kept"
fetch() {{
    "{python}" -c 'import sys, urllib.request as r; sys.stdout.buffer.write(r.urlopen(sys.argv[1]).read())' "$2"
}}
feeds() {{ feed tracker "{url}"; }}
"""
_RSS2EMAIL = """\
[DEFAULT]
from = tracker@reader.invalid
to = reader@reader.invalid
email-protocol = maildir
maildir-path = {maildir}
maildir-mailbox = Feeds
reply-changes = False
"""


class NotInstalledError(Exception):
    """A reader's program is not installed."""


class Subscriber(Protocol):
    """A reader: fetches its feed when asked, and tells the titles that it has put before its user, oldest first."""

    def fetch(self) -> None: ...

    def noticed(self) -> list[str]: ...


def installed(program: str) -> str:
    """Where a reader's program is. Raises NotInstalledError where it is not installed."""
    path = shutil.which(program)
    if path is None:
        raise NotInstalledError(program)
    return path


def run(home: Path, *command: str | Path) -> str:
    """Run a reader's command in its own home; it must succeed."""
    done = subprocess.run(
        command,
        cwd=home,
        env=environment(HOME=str(home), NO_PROXY="127.0.0.1", PYTHONPATH=""),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


class Newsboat:
    """newsboat: an item is noticed while it is unread, and read from then on."""

    def __init__(self, home: Path, *urls: str) -> None:
        self._program = installed("newsboat")
        home.mkdir()
        self._home = home
        self._noticed: list[str] = []
        (home / "urls").write_text("".join(f"{url}\n" for url in urls))
        (home / "config").write_text('download-retries 1\nerror-log "errors.log"\n')

    def fetch(self) -> None:
        """Fetch all feeds, as newsboat's own timer does."""
        run(self._home, self._program, "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload")
        errors = self._home / "errors.log"
        assert not errors.exists() or not errors.read_text(), errors.read_text()
        self._noticed += [title for _, title, unread in self.items() if unread]
        with closing(sqlite3.connect(self._home / "cache.db")) as cache, cache:
            cache.execute("UPDATE rss_item SET unread = 0")

    def noticed(self) -> list[str]:
        """Every item that was unread after fetching, each time that it was."""
        return self._noticed

    def items(self) -> list[tuple[str, str, int]]:
        """What it keeps: the id, title and read state of each item."""
        with closing(sqlite3.connect(self._home / "cache.db")) as cache:
            return cache.execute("SELECT guid, title, unread FROM rss_item ORDER BY pubDate, guid").fetchall()


class Rss2Email:
    """rss2email: an item is noticed when there is a mail."""

    def __init__(self, home: Path, url: str) -> None:
        self._program = installed("r2e")
        home.mkdir()
        self._home = home
        self._options = ("-c", "rss2email.cfg", "-d", "rss2email.json")
        (home / "rss2email.cfg").write_text(_RSS2EMAIL.format(maildir=home / "mail"))
        (home / "mail").mkdir()
        self._mail = mailbox.Maildir(home / "mail" / "Feeds")
        run(home, self._program, *self._options, "add", "tracker", url)

    def fetch(self) -> None:
        """Fetch the feed and send what is new."""
        run(self._home, self._program, *self._options, "run")

    def noticed(self) -> list[str]:
        """The subjects of all mails."""
        return [str(make_header(decode_header(str(mail["subject"])))).replace("\n", "") for mail in self._mail]


class Sfeed:
    """sfeed: an item is noticed when there is a row."""

    def __init__(self, home: Path, url: str) -> None:
        self._program = installed("sfeed_update")
        home.mkdir()
        self._home = home
        (home / "sfeedrc").write_text(_SFEEDRC.format(python=sys.executable, url=url))

    def fetch(self) -> None:
        """Fetch the feed and merge it with what is kept."""
        run(self._home, self._program, "sfeedrc")

    def noticed(self) -> list[str]:
        """The titles of all rows."""
        kept = self._home / "kept" / "tracker"
        rows = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
        return [row.split("\t")[1] for row in rows]


class Feedparser:
    """A program that asks with feedparser, conditionally, and notices ids that it does not know."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._known: dict[str, str] = {}
        self._etag: str | None = None
        self._modified: str | None = None
        self.unchanged = 0

    def fetch(self) -> None:
        """Ask for what changed."""
        found = feedparser.parse(self._url, etag=self._etag, modified=self._modified)
        if found.status == 304:
            self.unchanged += 1
            return
        assert found.status == 200
        assert not found.bozo, found.get("bozo_exception")
        self._etag, self._modified = found.etag, found.modified
        for entry in reversed(found.entries):
            self._known.setdefault(entry.id, entry.title)

    def noticed(self) -> list[str]:
        """The titles, as they were when it first saw them."""
        return list(self._known.values())
