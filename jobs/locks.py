"""Locks between processes: a job runs in one process at a time, by an advisory lock of the database."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@contextmanager
def only_runner(engine: Engine, job: str) -> Iterator[bool]:
    """Whether this process may run the job now. The lock is the connection's: it goes when the process dies."""
    key = int.from_bytes(hashlib.sha256(f"tracker job {job}".encode()).digest()[:8], "big", signed=True)
    # Outside of a transaction: an idle one would be ended by its time limit, and the lock with it.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar())
        try:
            yield held
        finally:
            if held:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
