"""Calling one statement over and over at the least cost: prepared once in a session, its parameters sent as they are.

A cursor of psycopg's looks at statement, parameters and result anew each time, which takes longer than all else that we
do for a small append. Nor is its way to wait used, in which a generator asks for each step: a tenth of our time for an
append of one event.
"""

from __future__ import annotations

import hashlib
import select
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import psycopg
from psycopg import generators
from psycopg.pq import ExecStatus, Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.pq.abc import PGresult

_BINARY = Format.BINARY
_SUCCEEDED = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_CANCEL_SECONDS = 5.0
"""How long whoever is interrupted waits for the server to take note of it."""

_prepared: WeakKeyDictionary[psycopg.Connection, set[bytes]] = WeakKeyDictionary()
"""The names of what was prepared in a session, whoever calls it."""


class Session:
    """A connection, and what a call asks of it every time."""

    __slots__ = ("driver", "prepared", "prepares", "wait_for_answer")

    def __init__(self, driver: psycopg.Connection) -> None:
        self.driver = driver
        answers = select.poll()
        answers.register(driver.pgconn.socket, select.POLLIN)
        self.wait_for_answer = answers.poll
        # Behind a pooler nothing may be prepared.
        self.prepares = driver.prepare_threshold is not None
        self.prepared = _prepared.setdefault(driver, set())


class Call:
    """A statement that gives one value, with parameters $1, $2, ... whose types follow from it."""

    def __init__(self, statement: str) -> None:
        self._statement = statement.encode()
        self._name = b"call_" + hashlib.sha256(self._statement).hexdigest()[:16].encode()

    def __call__(self, session: Session, parameters: Sequence[bytes]) -> bytes | None:
        """The value in its binary form. The statement is a transaction of its own, so none may be open.

        Raises psycopg.Error.
        """
        driver = session.driver
        formats = [_BINARY] * len(parameters)
        if not session.prepares:
            driver.pgconn.send_query_params(self._statement, parameters, None, formats, _BINARY)
            return _result(session).get_value(0, 0)
        if self._name not in session.prepared:
            self._prepare(session)
        driver.pgconn.send_query_prepared(self._name, parameters, formats, _BINARY)
        try:
            result = _result(session)
        except psycopg.errors.InvalidSqlStatementName:
            # psycopg has a session forget all that was prepared in it where it rolls back.
            self._prepare(session)
            driver.pgconn.send_query_prepared(self._name, parameters, formats, _BINARY)
            result = _result(session)
        return result.get_value(0, 0)

    def _prepare(self, session: Session) -> None:
        session.driver.pgconn.send_prepare(self._name, self._statement)
        _result(session)
        session.prepared.add(self._name)


def _result(session: Session) -> PGresult:
    """What the server answers to what was sent; meanwhile one may be interrupted."""
    results = _answers(session)
    for result in results:
        # A commit that fails is told after what would have been the result.
        if result.status not in _SUCCEEDED:
            raise psycopg.errors.error_from_result(result)
    return results[0]


def _answers(session: Session) -> list[PGresult]:
    driver, pgconn = session.driver, session.driver.pgconn
    if pgconn.flush():
        # It is more than the system takes in at once.
        return list(driver.wait(generators.execute(pgconn)))
    results: list[PGresult] = []
    try:
        while True:
            if pgconn.is_busy():
                session.wait_for_answer()
                pgconn.consume_input()
            elif (result := pgconn.get_result()) is not None:
                results.append(result)
            else:
                return results
    except psycopg.Error:
        raise
    except BaseException:
        # Interrupted. Nothing is to be recorded for those who wait no more; the pool closes what is not done.
        with suppress(psycopg.Error):
            driver.cancel_safe(timeout=_CANCEL_SECONDS)
        raise
