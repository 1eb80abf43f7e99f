"""What an installation came to, as far as two honest runs over the same releases agree."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import feedparser
import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from tracker.log.exporting import export_log

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tracker.database import Database

_VARYING = frozenset(
    {"log_hash", "position", "hash", "recorded_at", "published_at", "updated_at", "latest_development_at"}
)
_VIEWS = ("reports", "incidents", "cartels", "operations", "seizures", "developments", "cables", "coverage")


@dataclass(frozen=True, slots=True)
class State:
    """The log's content, the views' rows, the entries of all feeds, and whether positions are without gaps."""

    content: tuple[bytes, ...]
    views: dict[str, tuple[str, ...]]
    entries: dict[str, tuple[tuple[str, str], ...]]
    gapless: bool
    cables: int

    def differences(self, other: State) -> list[str]:
        """What this state has otherwise than another, in words; nothing where they agree."""
        told = []
        if self.content != other.content:
            told.append(f"the log's content: {_apart(self.content, other.content)}")
        told += [
            f"view {name}: {_apart(self.views[name], other.views[name])}"
            for name in self.views
            if self.views[name] != other.views[name]
        ]
        told += [
            f"feed {path}: {_apart(self.entries.get(path, ()), other.entries.get(path, ()))}"
            for path in sorted({*self.entries, *other.entries})
            if self.entries.get(path) != other.entries.get(path)
        ]
        if not self.gapless:
            told.append("the log's positions have gaps")
        return told


def _apart(one: tuple[object, ...], another: tuple[object, ...]) -> str:
    return f"{len(set(one) - set(another))} only here, {len(set(another) - set(one))} only in the quiet run"


def state(database: Database, superuser: str, public: Path) -> State:
    """The state of an installation whose services are stopped."""
    pieces: list[bytes] = []
    export_log(database.engine("writer"), pieces.append, content_only=True)
    with psycopg.connect(superuser, row_factory=dict_row) as connection:
        views = {name: _rows(connection, name) for name in _VIEWS}
        row = connection.execute("SELECT count(*) AS events, max(position) AS last FROM log.events").fetchone()
    assert row is not None
    feeds = sorted(public.glob("feeds/**/*.atom"))
    return State(
        content=tuple(b"".join(pieces).splitlines()),
        views=views,
        entries=_of_topics(public, feeds),
        gapless=row["events"] == row["last"],
        cables=len(views["cables"]),
    )


def _rows(connection: psycopg.Connection[dict[str, object]], view: str) -> tuple[str, ...]:
    statement = sql.SQL("SELECT to_jsonb(v) AS row FROM read.{} v").format(sql.Identifier(view))
    rows = (row["row"] for row in connection.execute(statement))
    return tuple(
        sorted(
            json.dumps({name: value for name, value in row.items() if name not in _VARYING}, sort_keys=True)
            for row in rows
            if isinstance(row, dict)
        )
    )


def _of_topics(public: Path, documents: Iterable[Path]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The statements of each feed with its archives: in which of them one stands rests on when it was recorded."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in documents:
        topic = path.relative_to(public / "feeds").with_suffix("")
        name = str(topic.parent if re.fullmatch(r"[0-9-]+", topic.name) else topic)
        entries = _entries(path)
        assert len(entries) == len(set(entries)), f"{path} has an entry twice"
        found.setdefault(name, set()).update(entries)
    return {name: tuple(sorted(entries)) for name, entries in found.items()}


def _entries(path: Path) -> list[tuple[str, str]]:
    """The statements of a document: ids and titles."""
    found = feedparser.parse(path.read_bytes())
    assert not found.bozo, path
    return [(entry.id.partition(":")[2].rpartition(":")[2], entry.title) for entry in found.entries]
