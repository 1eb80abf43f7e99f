"""How the log's modules use the database: a pooled connection, one transaction, and the project's own exceptions."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.rows import dict_row

from tracker.errors import (
    AppendOnlyError,
    DatabaseError,
    DatabaseLostError,
    DisturbedError,
    ErasureError,
    EventConflictError,
    ForgedEventError,
    LockTimeoutError,
    MixedLogError,
    TrackerError,
    WrongVersionError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine

_ERRORS: Mapping[str, type[TrackerError]] = {
    "TR002": EventConflictError,
    "TR003": EventConflictError,
    "TR004": ForgedEventError,
    "TR005": MixedLogError,
    "TR006": AppendOnlyError,
    "TR007": ErasureError,
    # What every event has is missing.
    "23502": ForgedEventError,
    # Two writers recorded the same document or event at the same time; the other one won.
    "23505": EventConflictError,
    "55P03": LockTimeoutError,
    # Ended in favour of another one: of two that could not both succeed, or by a standby that had to go on.
    "40001": DisturbedError,
    "40P01": DisturbedError,
}


_LOST = frozenset({"25P03", "25P04", "57P01", "57P02", "57P03", "57P05", "53300"})
"""Idle or at work for too long; ended by an administrator, a crash or for idling; starting or stopping; full."""


def translate(error: psycopg.Error) -> TrackerError:
    """The project's exception for an error of the database, without its details: they can hold sealed words."""
    state = error.sqlstate or ""
    message = (error.diag.message_primary or str(error)).strip()
    if state == "TR001":
        detail = json.loads(error.diag.message_detail or "{}")
        return WrongVersionError(detail["stream"], expected=detail["expected"], actual=detail["actual"])
    return _ERRORS.get(state, DatabaseLostError if _is_lost(error, state) else DatabaseError)(message)


def _is_lost(error: psycopg.Error, state: str) -> bool:
    """Whether the same may well succeed with another connection; errors without a state are the client's own."""
    if state:
        # Not by the class: the driver has those of time limits among the errors of a server that is itself broken.
        return state.startswith("08") or state in _LOST
    return isinstance(error, psycopg.OperationalError)


@contextmanager
def connection(engine: Engine) -> Iterator[psycopg.Connection]:
    """A connection of the pool. Errors of the database become the project's own."""
    try:
        pooled = engine.raw_connection()
    except psycopg.Error as error:
        raise translate(error) from None
    try:
        driver = pooled.driver_connection
        assert isinstance(driver, psycopg.Connection)
        try:
            yield driver
        except psycopg.Error as error:
            raise translate(error) from None
    finally:
        pooled.close()


@contextmanager
def transaction(engine: Engine) -> Iterator[psycopg.Cursor[dict[str, Any]]]:
    """A cursor in a transaction of its own, which commits when the block ends without an error."""
    with connection(engine) as driver, driver.transaction(), driver.cursor(row_factory=dict_row) as cursor:
        yield cursor


@contextmanager
def single_statements(engine: Engine) -> Iterator[psycopg.Connection]:
    """A connection on which each statement is a transaction: for one that is, it saves two ways to the server."""
    with connection(engine) as driver:
        driver.autocommit = True
        try:
            yield driver
        finally:
            if not driver.closed:
                driver.autocommit = False
