"""The quarantine: files that are no cable that can be read, with the reason, until they are read after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.errors import TrackerError
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a row of one, by base name, and why it could not be read."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in quarantine with all that is known of it; `sources` are those that would give it again."""

    source: str
    sha256: str
    reason: str
    refused_at: datetime
    resolved_at: datetime | None
    discarded_at: datetime | None
    discarded_by: str | None
    discard_reason: str | None
    sources: tuple[str, ...]


class NotQuarantinedError(TrackerError):
    """There is no such file in quarantine."""


class Quarantine:
    """The quarantine of one database, kept by base name and hash; the writer's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sql = statements("tracker", "quarantine.sql")

    def add(self, source: str, sha256: str, reason: str, refused_at: datetime) -> bool:
        """Remember that a file was refused, and why; returns whether it waits: one that was given up does not."""
        values = {"source": source, "sha256": sha256, "reason": reason, "refused_at": refused_at}
        with self._engine.begin() as connection:
            return not connection.execute(text(self._sql["add"]), values).scalar_one()

    def resolve(self, source: str, sha256: str, *, refused: Collection[str]) -> None:
        """Remember that a file was read whole: what was refused of it, and of earlier files of its name, is settled.

        `refused` are the digests that the same run refused: of two files of one name, the bad one stays.
        """
        values = {"source": source, "sha256": sha256, "refused": list(refused)}
        with self._engine.begin() as connection:
            connection.execute(text(self._sql["resolve"]), values)

    def waiting(self) -> list[Refused]:
        """The files and rows that are in quarantine now, the newest first."""
        with self._engine.connect() as connection:
            return [Refused(row.source, row.reason) for row in connection.execute(text(self._sql["waiting"]))]

    def entries(self, name: str | None = None, *, settled: bool = False) -> list[Entry]:
        """What is in quarantine, of this name or whose digest begins so; with `settled` also what was once."""
        with self._engine.connect() as connection:
            found = connection.execute(text(self._sql["entries"]), {"name": name, "settled": settled}).mappings()
            return [Entry(**{**row, "sources": tuple(row["sources"])}) for row in found]

    def of_name(self, name: str) -> list[Entry]:
        """What waits under a name, or a digest's first digits. Raises NotQuarantinedError where nothing does."""
        found = self.entries(name)
        if not found:
            raise NotQuarantinedError(f"{name!r}; `tracker quarantine list` tells what there is")
        return found

    def discard(self, entry: Entry, *, actor: str, reason: str) -> None:
        """Give a file up for good: it is told no more, also when it is met again. Who did, and why, is kept."""
        values = {"source": entry.source, "sha256": entry.sha256, "actor": actor, "reason": reason}
        with self._engine.begin() as connection:
            connection.execute(text(self._sql["discard"]), values)

    def retry(self, entry: Entry) -> set[str]:
        """Have the sources that gave a file asked for it again the next time; returns their names."""
        with self._engine.begin() as connection:
            return set(connection.execute(text(self._sql["forget"]), {"source": entry.source}).scalars())
