"""Calling one statement over and over at the least cost: prepared once in a session, its parameters sent as they are.

A cursor of psycopg's looks at statement, parameters and result anew each time, which takes longer than all else that we
do for a small append.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import psycopg
from psycopg import generators
from psycopg.pq import ExecStatus, Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.pq.abc import PGresult

_BINARY = Format.BINARY

_prepared: WeakKeyDictionary[psycopg.Connection, set[bytes]] = WeakKeyDictionary()
"""The names of what was prepared in a session, whoever calls it."""


class Session:
    """A connection, and what a call asks of it every time."""

    __slots__ = ("driver", "prepared", "prepares")

    def __init__(self, driver: psycopg.Connection) -> None:
        self.driver = driver
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
            return _result(driver).get_value(0, 0)
        if self._name not in session.prepared:
            self._prepare(session)
        driver.pgconn.send_query_prepared(self._name, parameters, formats, _BINARY)
        try:
            result = _result(driver)
        except psycopg.errors.InvalidSqlStatementName:
            # psycopg has a session forget all that was prepared in it where it rolls back.
            self._prepare(session)
            driver.pgconn.send_query_prepared(self._name, parameters, formats, _BINARY)
            result = _result(driver)
        return result.get_value(0, 0)

    def _prepare(self, session: Session) -> None:
        session.driver.pgconn.send_prepare(self._name, self._statement)
        _result(session.driver)
        session.prepared.add(self._name)


def _result(driver: psycopg.Connection) -> PGresult:
    """What the server answers to what was sent; meanwhile one may be interrupted."""
    result: PGresult
    (result,) = driver.wait(generators.execute(driver.pgconn))
    if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        raise psycopg.errors.error_from_result(result)
    return result
