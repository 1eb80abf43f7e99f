"""Locks between processes: a job runs in one process at a time, by a row that only the writer may lock or change.

No advisory lock: whoever may log in, the reader too, could take it and stop the job for ever, and behind a pooler it is
nobody's. Every scheduled job holds a lease (`jobs.states` takes it); what takes seconds and has to wait its turn, in
whatever process, holds the row locked: a transaction must not be open for hours.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from sqlalchemy import Engine

_POLL_SECONDS = 0.1
LEASE_SECONDS = 60
"""How long a lease is good for unless it is renewed; whoever dies keeps others waiting at most for so long."""
RENEW_SECONDS = 15.0
"""How often a lease is renewed: three tries may fail before it is lost."""
_MAKE = text("INSERT INTO jobs.locks (job) VALUES (:job) ON CONFLICT DO NOTHING")
_LOCK = text("SELECT FROM jobs.locks WHERE job = :job FOR UPDATE SKIP LOCKED")
_RENEW = text(
    "UPDATE jobs.locks SET held_until = clock_timestamp() + make_interval(secs => :seconds) "
    "WHERE job = :job AND holder = :holder AND fence = :fence"
)


class LostLeaseError(TrackerError):
    """Another process has taken over what this one did not finish in time."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A job that this process alone may run, as long as it renews the lease; `fence` grows with each that is taken."""

    engine: Engine
    job: str
    holder: UUID
    fence: int

    def renew(self) -> None:
        """Hold it for `LEASE_SECONDS` from now. Raises LostLeaseError where another process has taken it over."""
        values = {"job": self.job, "holder": self.holder, "fence": self.fence, "seconds": LEASE_SECONDS}
        with self.engine.begin() as connection:
            if connection.execute(_RENEW, values).rowcount != 1:
                raise LostLeaseError(self.job)


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
def alone(engine: Engine, job: str, still: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Wait until this process may run the job, and hold it against others. Of one that died, nobody waits.

    `still` is called again and again while it waits, and ends the waiting by what it raises.
    """
    while True:
        with only_runner(engine, job) as ours:
            if ours:
                yield
                return
        still()
        time.sleep(_POLL_SECONDS)
