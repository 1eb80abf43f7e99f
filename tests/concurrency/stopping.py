"""A writer that stops (as by SIGSTOP, a debugger, a machine that sleeps) at the worst moment: while it holds the head.

`python -m tests.concurrency.stopping ADDRESS HOW`. Woken up again, it goes on as if nothing had been, and prints which
error it meets.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, NoReturn
from unittest import mock

import psycopg
from sqlalchemy import create_engine, make_url

from tests.concurrency import by_hand
from tests.concurrency.by_hand import rendition
from tracker.connections import parameters
from tracker.errors import TrackerError
from tracker.log.laying import Append
from tracker.log.log import Log
from tracker.types import Stream

if TYPE_CHECKING:
    from psycopg.abc import Buffer

OWN = Stream("cable/07TIJUANA1")
SENT = 600
SIZE = 1_000
WRITES = 3
"""After so many writes of the bulk path, some of the rows are sent and some are not."""
_STEP_SECONDS = 0.25
_STEPS = 32


def stop() -> None:
    """Be stopped, until SIGCONT."""
    os.kill(os.getpid(), signal.SIGSTOP)


def in_bulk(address: str) -> None:
    """In the middle of the COPY of the log's own bulk path."""
    write = psycopg.Copy.write
    writes = 0

    def stopping(copy: psycopg.Copy, buffer: Buffer | str) -> None:
        nonlocal writes
        writes += 1
        write(copy, buffer)
        if writes == WRITES:
            stop()

    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), connect_args=parameters())
    with mock.patch.object(psycopg.Copy, "write", stopping):
        Log(engine).append_many([Append(events=[rendition(number, OWN) for number in range(SIZE)])])


def in_copy(address: str) -> None:
    """In the middle of a COPY by hand, without having locked anything."""
    with psycopg.connect(address) as connection:
        rows = by_hand.next_rows(connection, [rendition(number, OWN) for number in range(SIZE)])
        with connection.cursor() as cursor, cursor.copy(by_hand.COPY) as running:
            for nth, row in enumerate(rows):
                if nth == SENT:
                    stop()
                running.write_row(list(row.parameters().values()))


def before_commit(address: str) -> None:
    """Between an append and its commit."""
    with psycopg.connect(address) as connection:
        by_hand.append(connection, [rendition(1, OWN)])
        stop()


def while_it_is_sent_a_result(address: str) -> None:
    """After an append, before it has taken what the server sends."""
    with psycopg.connect(address) as connection:
        by_hand.append(connection, [rendition(1, OWN)])
        connection.pgconn.send_query(b"SELECT repeat('x', 50000000)")
        connection.pgconn.flush()
        stop()
        while result := connection.pgconn.get_result():
            if result.error_message:
                raise psycopg.OperationalError(result.error_message.decode())


def slowly(address: str) -> None:
    """Not stopped at all: at work all the time, over a line so slow that it holds the head for long."""
    with psycopg.connect(address) as connection:
        connection.execute("SELECT FROM log.lock_head_v1()")
        rows = by_hand.next_rows(connection, [rendition(number, OWN, source="s" * 9_000) for number in range(_STEPS)])
        with connection.cursor() as cursor, cursor.copy(by_hand.COPY) as running:
            for row in rows:
                running.write_row(list(row.parameters().values()))
                time.sleep(_STEP_SECONDS)


HOW = {each.__name__: each for each in (in_bulk, in_copy, before_commit, while_it_is_sent_a_result, slowly)}


def main(address: str, how: str) -> NoReturn:
    """Run as a process of its own."""
    try:
        HOW[how](address)
    except (psycopg.Error, TrackerError) as error:
        sys.exit(json.dumps({"error": type(error).__name__, "message": str(error)}))
    sys.exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
