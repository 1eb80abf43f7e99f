"""Waiting for the head of the log, and freeing it from a writer that has stopped while it holds it.

Every append locks the head first, so a process that is stopped in the middle of one (by a debugger, by a machine that
sleeps, by the kernel) would hold up all others. Where it is idle in its transaction the server ends it by a time limit;
while it sends the rows of a COPY, or takes in a result, no limit of the server's works: then the other writers end it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import structlog

from tracker.errors import DatabaseLostError, DisturbedError, HeadHeldError, LockTimeoutError
from tracker.log.transactions import transaction
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

_logger = structlog.get_logger(__name__)
_Result = TypeVar("_Result")

PATIENCE_SECONDS = 60.0
"""How long an append waits for the head before it gives up. The role's `lock_timeout` is how long each attempt does."""


def patiently(engine: Engine, append: Callable[[], _Result]) -> _Result:
    """What `append` returns, tried again while others hold the head or got in its way, and once where it was cut off.

    Nobody knows whether an append was recorded whose connection was lost; repeating it is a no-op if it was. Raises
    HeadHeldError where nobody could be moved to let go of the head.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    lost = False
    progress: dict[int, str] = {}
    while True:
        try:
            return append()
        except DatabaseLostError:
            if lost:
                raise
            lost = True
            # The others of the pool may be lost with it, as after a restart of the server.
            engine.dispose()
        except DisturbedError:
            if time.monotonic() > deadline:
                raise
        except LockTimeoutError:
            holders = _free(engine, progress)
            if time.monotonic() > deadline:
                raise HeadHeldError(
                    f"waited {PATIENCE_SECONDS:.0f} s for {', '.join(holders) or 'what nobody seems to hold'}"
                ) from None


def _free(engine: Engine, progress: dict[int, str]) -> list[str]:
    """End the sessions of our own role that hold the head and have stopped; returns who else holds it.

    One has stopped that waits for its client and has not moved since the last look, which `progress` remembers by
    process: a slow one that still sends is let be.
    """
    sql = statements("tracker.log", "queries.sql")
    others: list[str] = []
    with transaction(engine) as cursor:
        holders = cursor.execute(sql["head_holders"]).fetchall()
        for holder in holders:
            pid, at = holder["pid"], holder["progress"]
            stopped = holder["ours"] and holder["waits_for_client"] and progress.get(pid) == at
            if stopped and cursor.execute(sql["end_holder"], {"pid": pid, "progress": at}).fetchone():
                _logger.warning("a writer stopped while it held the head of the log; its session was ended", pid=pid)
            else:
                others.append(f"process {pid} ({holder['application']})")
    progress.clear()
    progress.update({holder["pid"]: holder["progress"] for holder in holders})
    return others
