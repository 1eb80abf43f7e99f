"""Checkpoints of the consumers that write to the log instead of the read tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.types import Position

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Checkpoints:
    """Up to which position of the log each consumer has come, in `jobs.checkpoints`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def position(self, consumer: str) -> Position:
        """How far a consumer is; 0 for one that never ran."""
        with self._engine.connect() as connection:
            found = connection.execute(
                text("SELECT position FROM jobs.checkpoints WHERE name = :name"), {"name": consumer}
            ).scalar()
        return Position(found or 0)

    def move(self, consumer: str, position: Position) -> None:
        """Remember that a consumer has come to a position; never moves one back, so two at work do no harm."""
        with self._engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO jobs.checkpoints AS c (name, position) VALUES (:name, :position) "
                    "ON CONFLICT (name) DO UPDATE SET position = greatest(c.position, excluded.position)"
                ),
                {"name": consumer, "position": position},
            )
