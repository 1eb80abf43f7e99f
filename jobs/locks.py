"""Locks between processes: a job runs in one process at a time, by a lock on a row that only the writer may lock.

No advisory lock: whoever may log in, the reader too, could take it and stop the job for ever.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

_POLL_SECONDS = 0.1
_MAKE = text("INSERT INTO jobs.locks (job) VALUES (:job) ON CONFLICT DO NOTHING")
_LOCK = text("SELECT FROM jobs.locks WHERE job = :job FOR UPDATE SKIP LOCKED")


@contextmanager
def only_runner(engine: Engine, job: str) -> Iterator[bool]:
    """Whether this process may run the job now. The lock is the connection's: it goes when the process dies."""
    values = {"job": job}
    with engine.connect() as connection:
        connection.execute(_MAKE, values)
        connection.commit()
        held = connection.execute(_LOCK, values).first() is not None
        # The transaction does nothing but hold the row, as long as the job takes: it must not be ended for idling. Said
        # last, it also closes what the lock was asked by, so that to a rebuild this is nobody who still reads.
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        try:
            yield held
        finally:
            connection.rollback()


@contextmanager
def alone(engine: Engine, job: str) -> Iterator[None]:
    """Wait until this process may run the job, and hold it against others. Of one that died, nobody waits."""
    while True:
        with only_runner(engine, job) as ours:
            if ours:
                yield
                return
        time.sleep(_POLL_SECONDS)
