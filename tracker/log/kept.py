"""Sessions that are kept between appends: to take one from the pool and give it back takes as long as a small append.

One is kept for each pool, so others can use all that the pool has but that one. What is kept is looked at as the pool
looks at what it gives (`tracker.database`), and let go of with the pool's own.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import event

from tracker.database import TRUSTED_SECONDS, answers
from tracker.log.calls import Session
from tracker.log.transactions import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine, PoolProxiedConnection

    from tracker.log.calls import Call


class _Kept:
    """What is kept of one pool: a session at the most, with what lends it and since when it lies idle."""

    def __init__(self) -> None:
        self._free: list[tuple[PoolProxiedConnection, Session, float]] = []

    def take(self) -> tuple[PoolProxiedConnection, Session] | None:
        """What is kept, where it answers; it is the caller's then."""
        try:
            # In one step, so that no two threads take the same.
            pooled, session, since = self._free.pop()
        except IndexError:
            return None
        if session.driver.closed or (time.monotonic() - since > TRUSTED_SECONDS and not answers(session.driver)):
            pooled.invalidate()
            return None
        return pooled, session

    def give(self, pooled: PoolProxiedConnection, session: Session) -> None:
        """Keep this, or give it back to the pool where another is kept."""
        if self._free:
            pooled.close()
        else:
            self._free.append((pooled, session, time.monotonic()))

    def let_go(self, _engine: Engine) -> None:
        """Close what is kept."""
        while self._free:
            self._free.pop()[0].invalidate()


_pools: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


class Sessions:
    """The sessions of an engine, for calls. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        if engine not in _pools:
            _pools[engine] = kept = _Kept()
            event.listen(engine, "engine_disposed", kept.let_go)
        self._kept = _pools[engine]

    def call(self, call: Call, parameters: Sequence[bytes]) -> bytes | None:
        """What a call gives. Errors of the database become the project's own."""
        try:
            pooled, session = self._kept.take() or self._new()
            try:
                given = call(session, parameters)
            except BaseException:
                # The pool knows what to do with one that was interrupted or lost.
                pooled.close()
                raise
        except psycopg.Error as error:
            raise translate(error) from None
        self._kept.give(pooled, session)
        return given

    def _new(self) -> tuple[PoolProxiedConnection, Session]:
        pooled = self._engine.raw_connection()
        driver = pooled.driver_connection
        assert isinstance(driver, psycopg.Connection)
        return pooled, Session(driver)
