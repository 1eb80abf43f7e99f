"""What a publisher remembers of a folder: its files, where each entry stands in each feed, and what it had read.

It is one SQLite file, hidden beside the files, for the publisher alone: whoever serves the folder needs nothing but the
files. What a publishing changes in it becomes true in one transaction, at its end.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from feeds.site import Site
from tracker.settings import PublishedText

MANIFEST = ".publisher.sqlite"
_FORMER = "manifest.json"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, sha256 BLOB NOT NULL, size INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    noindex INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS topics (
    topic TEXT PRIMARY KEY, archived INTEGER NOT NULL, newest TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
    topic TEXT NOT NULL, archived INTEGER NOT NULL, ordinal INTEGER NOT NULL, item TEXT NOT NULL,
    PRIMARY KEY (topic, archived, ordinal)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS places_item ON places (item);
"""


@dataclass(frozen=True, slots=True)
class FileState:
    """One published file. `changed_at` is when its bytes last changed, in whole seconds as HTTP dates are.

    `noindex`: search engines are asked to leave it out.
    """

    sha256: str
    size: int
    changed_at: datetime
    noindex: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands in a topic: among the archived or in the subscription document, and as which there."""

    topic: str
    archived: bool
    ordinal: int
    item: str


@dataclass(frozen=True, slots=True)
class Filed:
    """How far a topic is: how many of its items are archived, and the order of the newest that came to it."""

    archived: int = 0
    newest: str = ""


class Manifest:
    """The publisher's memory of one folder, open for one publishing. Only `commit` makes what was changed last."""

    def __init__(self, directory: Path) -> None:
        is_new = not (directory / MANIFEST).exists()
        self._connection = sqlite3.connect(directory / MANIFEST, isolation_level=None)
        self._connection.execute("PRAGMA cache_size = -65536")
        # What is erased must not stay readable in what this file has free.
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.executescript(_SCHEMA)
        self._connection.execute("BEGIN IMMEDIATE")
        # Noted, since to count them takes as long as there are many; not yet by one who published before it was.
        self._noted = self.note("files")
        self._count = int(self._noted or self._connection.execute("SELECT count(*) FROM files").fetchone()[0])
        if is_new:
            self._take_over(directory)

    def _take_over(self, directory: Path) -> None:
        """What an earlier release listed in JSON: so nobody is told that a file changed which did not."""
        try:
            listed = json.loads((directory / _FORMER).read_bytes())["files"]
            rows = {
                str(path): FileState(str(row["sha256"]), int(row["size"]), datetime.fromisoformat(row["changed_at"]))
                for path, row in listed.items()
            }
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return
        for path, state in rows.items():
            self.put(path, state)
        # Itself, so that it is deleted as what is published no more.
        self.put(_FORMER, FileState("", 0, datetime.fromtimestamp(0, UTC)))

    def note(self, name: str) -> str:
        """What was noted under a name; empty where nothing was."""
        row = self._connection.execute("SELECT value FROM notes WHERE name = ?", [name]).fetchone()
        return str(row[0]) if row else ""

    def set_note(self, name: str, value: str) -> None:
        """Note something under a name."""
        self._connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", [name, value])

    def file(self, path: str) -> FileState | None:
        """A published file; None for one that is not."""
        row = self._connection.execute("SELECT * FROM files WHERE path = ?", [path]).fetchone()
        return _state(row) if row else None

    def paths(self) -> Iterator[str]:
        """All published files, in the order of their names."""
        return (str(path) for (path,) in self._connection.execute("SELECT path FROM files ORDER BY path"))

    def below(self, folder: str) -> Iterator[str]:
        """The published files of a folder, named with its stroke, and of those in it."""
        query = "SELECT path FROM files WHERE path >= ? AND path < ? ORDER BY path"
        return (str(path) for (path,) in self._connection.execute(query, [folder, f"{folder[:-1]}0"]).fetchall())

    def count(self) -> int:
        """How many files are published."""
        return self._count

    def put(self, path: str, state: FileState) -> None:
        """List a file, or what became of it."""
        self._count += not self.file(path)
        moment = int(state.changed_at.timestamp())
        row = [path, bytes.fromhex(state.sha256), state.size, moment, state.noindex]
        self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", row)

    def remove(self, path: str) -> None:
        """List a file no more."""
        self._count -= bool(self.file(path))
        self._connection.execute("DELETE FROM files WHERE path = ?", [path])

    def topics(self) -> dict[str, Filed]:
        """The topics that something was filed in, by their keys."""
        rows = self._connection.execute("SELECT topic, archived, newest FROM topics")
        return {topic: Filed(archived, newest) for topic, archived, newest in rows}

    def places(self, items: Iterable[str]) -> Iterator[Place]:
        """Where these items stand."""
        for item in items:
            for row in self._connection.execute("SELECT * FROM places WHERE item = ?", [item]):
                yield Place(row[0], bool(row[1]), row[2], row[3])

    def items(self, topic: str, *, archived: bool, start: int = 0, end: int = 2**62) -> list[str]:
        """The items of a topic, archived or in its subscription document, from one ordinal up to another."""
        query = (
            "SELECT item FROM places WHERE topic = ? AND archived = ? AND ordinal >= ? AND ordinal < ? ORDER BY ordinal"
        )
        return [str(item) for (item,) in self._connection.execute(query, [topic, archived, start, end])]

    def file_items(self, topic: str, filed: Filed, archived: Sequence[str], subscription: Sequence[str]) -> None:
        """File items after those that the topic has archived, and its whole subscription document."""
        start = filed.archived - len(archived)
        self._connection.execute("DELETE FROM places WHERE topic = ? AND archived = 1 AND ordinal >= ?", [topic, start])
        self._connection.execute("DELETE FROM places WHERE topic = ? AND archived = 0", [topic])
        rows = [(topic, 1, start + nth, item) for nth, item in enumerate(archived)]
        rows += [(topic, 0, nth, item) for nth, item in enumerate(subscription)]
        self._connection.executemany("INSERT INTO places VALUES (?, ?, ?, ?)", rows)
        row = [topic, filed.archived, filed.newest]
        self._connection.execute("INSERT OR REPLACE INTO topics VALUES (?, ?, ?)", row)

    def forget_topics(self) -> None:
        """Forget where anything stands."""
        self._connection.execute("DELETE FROM places")
        self._connection.execute("DELETE FROM topics")

    def commit(self) -> None:
        """Make all that was changed true at once."""
        # Where nothing was published anew the file stays as it is.
        if self._noted != str(self._count):
            self._noted = str(self._count)
            self.set_note("files", self._noted)
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Forget what was not committed."""
        # A full disk has ended the transaction already.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self._connection.close()


def read_manifest(directory: Path) -> dict[str, FileState]:
    """The files that were published to a folder, by their paths; none where it was not published to."""
    if not (directory / MANIFEST).exists():
        return {}
    connection = sqlite3.connect(directory / MANIFEST)
    try:
        return {str(row[0]): _state(row) for row in connection.execute("SELECT * FROM files ORDER BY path")}
    finally:
        connection.close()


def _state(row: tuple[str, bytes, int, int, int]) -> FileState:
    return FileState(row[1].hex(), row[2], datetime.fromtimestamp(row[3], UTC), noindex=bool(row[4]))


def note_site(manifest: Manifest, site: Site) -> None:
    """Note what site is published, for whoever answers questions beside the files."""
    told = {**asdict(site), "authority_date": site.authority_date.isoformat(), "born_at": site.born_at.isoformat()}
    manifest.set_note("site", json.dumps(told, sort_keys=True))


def site_of(directory: Path) -> Site | None:
    """The site that a folder holds; None before anything was published. Writes nothing, not even a lock."""
    try:
        with closing(sqlite3.connect(f"{(directory / MANIFEST).as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT value FROM notes WHERE name = 'site'").fetchone()
    except sqlite3.OperationalError:
        return None
    if row is None:
        return None
    told = json.loads(row[0])
    return Site(
        **{
            **told,
            "authority_date": date.fromisoformat(told["authority_date"]),
            "born_at": datetime.fromisoformat(told["born_at"]),
            "published_text": PublishedText(told["published_text"]),
        }
    )
