"""Wake-ups: how a reader learns at once that the log has grown, over a connection of its own that LISTENs.

Notifications only make a reader faster. What keeps them away (a lost connection, a standby, a pooler that takes LISTEN
and delivers nothing) is never its error: it looks by itself every now and then, and goes on.
"""

from __future__ import annotations

import selectors
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
import structlog
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy.exc import SQLAlchemyError

from tracker.connections import NOTICE_LOSS
from tracker.errors import DatabaseError
from tracker.log.log import CHANNEL
from tracker.log.transactions import transaction

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LONGEST_SECONDS = 5.0
"""How long we wait at the most before we try again what failed: so fast is a restarted server used again."""

_logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Patience:
    """How long to wait before the next try: not at all at first, then longer and longer."""

    seconds: float = 0.0

    def grow(self) -> float:
        """The pause before the next try."""
        pause = self.seconds
        self.seconds = min(max(2 * pause, 0.1), _LONGEST_SECONDS)
        return pause


class Wakeups:
    """Waiting for the log to grow. One thread listens and waits; any thread, or a signal's handler, may stop it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: psycopg.Connection | None = None
        self._since = 0.0
        self._patience = Patience()
        self._due = 0.0
        self._told = False
        self._stopped = threading.Event()
        self._bell, self._ear = socket.socketpair()

    def is_stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End the waiting, now and for good."""
        self._stopped.set()
        # The byte is never read: whoever waits later finds it too.
        with suppress(OSError):
            self._bell.send(b".")

    def close(self) -> None:
        """Give back what it holds."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._bell.close()
        self._ear.close()

    def listen(self) -> None:
        """Listen, where we do not yet and it is time to try. To be called before each look at the log.

        What is recorded before is not notified, so that only who looks afterwards has seen all.
        """
        if self._connection is not None or time.monotonic() < self._due:
            return
        try:
            self._connection = self._connect()
        except (DatabaseError, psycopg.Error, SQLAlchemyError) as error:
            self._postpone(str(error))
            return
        if self._connection is None:
            self._postpone("the server is a standby")
            return
        self._since = time.monotonic()
        if self._told:
            _logger.info("listening for events again")
            self._told = False

    def wait(self, seconds: float) -> None:
        """Wait until the log may have grown, but no longer than some seconds, nor than to the next try to listen."""
        if self._connection is None:
            seconds = min(seconds, self._due - time.monotonic())
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self._ear, selectors.EVENT_READ)
                if self._connection is not None:
                    selector.register(self._connection.fileno(), selectors.EVENT_READ)
                # A timeout of nothing or less is a look.
                woken = [key.fileobj for key, _ in selector.select(seconds)]
            if self._connection is not None and woken and woken != [self._ear]:
                for _ in self._connection.notifies(timeout=0):
                    pass
        except psycopg.Error as error:
            self._lose(str(error))

    def _connect(self) -> psycopg.Connection | None:
        """A new connection that listens, with the parameters of the engine's own; None where the server is a standby.

        It is in autocommit, so that no transaction is open while it waits.
        """
        with transaction(self._engine) as cursor:
            # Asked, though LISTEN would tell it too: by an error in the server's log at every try.
            row = cursor.execute("SELECT pg_is_in_recovery() AS standby").fetchone()
            info = cursor.connection.info
            known, password = info.get_parameters(), info.password
        if row and row["standby"]:
            return None
        name = f"{known.get('application_name', 'tracker')} listens"
        conninfo = make_conninfo("", **{**NOTICE_LOSS, **known, "password": password, "application_name": name})
        connection = psycopg.connect(conninfo, autocommit=True)
        try:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        except psycopg.Error:
            connection.close()
            raise
        return connection

    def _lose(self, reason: str) -> None:
        assert self._connection is not None
        self._connection.close()
        self._connection = None
        if time.monotonic() - self._since > _LONGEST_SECONDS:
            self._patience = Patience()
        self._postpone(reason)

    def _postpone(self, reason: str) -> None:
        self._due = time.monotonic() + self._patience.grow()
        if not self._told:
            _logger.info("not listening for events, looking for them instead", reason=reason.partition("\n")[0])
            self._told = True
