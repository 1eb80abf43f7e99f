"""Locks between processes: a job runs in one process at a time, by a row that only the writer may lock or change.

No advisory lock: whoever may log in, the reader too, could take it and stop the job for ever. What takes seconds holds
the row locked; what takes hours holds a lease, since a transaction must not be open for so long.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import text

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

_POLL_SECONDS = 0.1
LEASE_SECONDS = 900
"""How long a lease is good for; whoever dies keeps others waiting at most for so long."""
_MAKE = text("INSERT INTO jobs.locks (job) VALUES (:job) ON CONFLICT DO NOTHING")
_LOCK = text("SELECT FROM jobs.locks WHERE job = :job FOR UPDATE SKIP LOCKED")


_TAKE = text(
    "UPDATE jobs.locks SET holder = :holder, held_until = clock_timestamp() + make_interval(secs => :seconds) "
    "WHERE job = :job AND (holder = :holder OR held_until IS NULL OR held_until < clock_timestamp())"
)
_RELEASE = text("UPDATE jobs.locks SET holder = NULL, held_until = NULL WHERE job = :job AND holder = :holder")


class LostLeaseError(TrackerError):
    """Another process has taken over what this one did not finish in time."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A job that this process alone may run, as long as it renews the lease."""

    engine: Engine
    job: str
    holder: UUID

    def renew(self) -> None:
        """Hold it for `LEASE_SECONDS` from now. Raises LostLeaseError where another process holds it by now."""
        if not self.take():
            raise LostLeaseError(self.job)

    def take(self) -> bool:
        """Hold it for so long where nobody else does; returns whether it is held."""
        values = {"job": self.job, "holder": self.holder, "seconds": LEASE_SECONDS}
        with self.engine.begin() as connection:
            return connection.execute(_TAKE, values).rowcount == 1


@contextmanager
def leased(engine: Engine, job: str) -> Iterator[Lease | None]:
    """The lease of a job for as long as the block runs; None where another process has it."""
    with engine.begin() as connection:
        connection.execute(_MAKE, {"job": job})
    lease = Lease(engine, job, uuid4())
    if not lease.take():
        yield None
        return
    try:
        yield lease
    finally:
        with engine.begin() as connection:
            connection.execute(_RELEASE, {"job": job, "holder": lease.holder})


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
