"""The quarantine: files that are no cable that can be read, with the reason, until they are read after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

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


class Quarantine:
    """The quarantine of one database, kept by base name and hash; the writer's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sql = statements("tracker", "quarantine.sql")

    def add(self, source: str, sha256: str, reason: str, refused_at: datetime) -> None:
        """Remember that a file was refused, and why."""
        values = {"source": source, "sha256": sha256, "reason": reason, "refused_at": refused_at}
        with self._engine.begin() as connection:
            connection.execute(text(self._sql["add"]), values)

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
