"""Stops: where a projection stands still, at an append that it cannot take in, since when and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from tracker.errors import TrackerError
from tracker.projections.projection import ProjectionError
from tracker.projections.sets import in_set
from tracker.statements import statements

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.types import Position


_VALUE = re.compile(r'".*"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stop:
    """An append that a projection cannot take in: its first and last position, the reason, and when it first failed."""

    first: Position
    last: Position
    reason: str
    since: datetime


class BatchError(TrackerError):
    """A batch cannot be folded as a whole; smaller ones may."""

    def __init__(self, projection: str, reason: str, *, after: Position, through: Position) -> None:
        super().__init__(f"{projection}, positions {after + 1} to {through}: {reason}")
        self.projection = projection
        self.reason = reason
        self.after = after
        self.through = through


def reason(error: psycopg.Error | TrackerError) -> str:
    """Why a batch failed, without words of a cable: the server's details can hold them, and values that it quotes."""
    if not isinstance(error, psycopg.Error):
        return str(error)
    message = error.diag.message_primary or type(error).__name__
    # What is quoted in other classes is the name of a constraint or of a column.
    return _VALUE.sub("(a value)", message) if (error.sqlstate or "").startswith("22") else message


def record(engine: Engine, tables: str | None, error: BatchError) -> ProjectionError:
    """Remember where a projection stops, unless another runner has passed that by now; returns the error to raise."""
    stop = {"projection": error.projection, "after": error.after, "through": error.through, "reason": error.reason}
    with in_set(engine, tables) as cursor:
        cursor.execute(statements("tracker.projections", "runner.sql")["record_stop"], stop)
    return ProjectionError(error.detail)
