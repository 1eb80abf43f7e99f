"""Stops: where a projection stands still, at an append that it cannot take in, since when and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from tracker.errors import TrackerError
from tracker.events import UnknownEventError
from tracker.projections.projection import ProjectionError
from tracker.projections.sets import in_set
from tracker.statements import statements

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.types import Position


_VALUE = re.compile(r'".*"', re.DOTALL)
_PASSING = ("08", "40", "53", "55", "57", "58")
"""Classes of states (PostgreSQL's manual, appendix A) that have to do with the server and its other sessions."""

FAULTS = (psycopg.Error, UnknownEventError, KeyError, TypeError, ValueError)
"""What folding may raise: of the server, of an event that is not known, or of a body that has not its form."""


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


def passes(error: Exception) -> bool:
    """Whether this is no fault of an event's, so that the next run may do better: a lost server, a limit, a deadlock.

    Told by the state, not by psycopg's classes: these count what exceeds the server's limits as passing too.
    """
    if not isinstance(error, psycopg.OperationalError):
        return False
    # A lost connection has no state.
    return error.sqlstate is None or error.sqlstate.startswith(_PASSING)


def reason(error: Exception) -> str:
    """Why a batch failed, without words of a cable: the server's details can hold them, and values that it quotes."""
    if isinstance(error, TrackerError):
        return str(error)
    if not isinstance(error, psycopg.Error):
        return f"what was recorded has not the form that is expected ({type(error).__name__})"
    message = error.diag.message_primary or type(error).__name__
    # What is quoted in other classes is the name of a constraint or of a column.
    return _VALUE.sub("(a value)", message) if (error.sqlstate or "").startswith("22") else message


def record(engine: Engine, tables: str | None, error: BatchError) -> ProjectionError:
    """Remember where a projection stops, unless another runner has passed that by now; returns the error to raise."""
    stop = {"projection": error.projection, "after": error.after, "through": error.through, "reason": error.reason}
    with in_set(engine, tables) as cursor:
        cursor.execute(statements("tracker.projections", "runner.sql")["record_stop"], stop)
    return ProjectionError(error.detail)
