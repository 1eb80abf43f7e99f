"""The quarantine: files that are no cable that can be read, with the reason, until they are read after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.statements import statements

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine


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

    def resolve(self, source: str) -> None:
        """Remember that a file of that name was read whole; nothing where none was in quarantine."""
        with self._engine.begin() as connection:
            connection.execute(text(self._sql["resolve"]), {"source": source})

    def count(self) -> int:
        """How many files are in quarantine now."""
        with self._engine.connect() as connection:
            return int(connection.execute(text(self._sql["count"])).scalar_one())
