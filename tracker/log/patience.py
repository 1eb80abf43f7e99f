"""Waiting for the head of the log, and freeing it from a writer that has stopped while it holds it.

Every append locks the head first, so a process that is stopped in the middle of one (by a debugger, by a machine that
sleeps, by the kernel) would hold up all others. Where it is idle in its transaction the server ends it by a time limit;
while it sends the rows of a COPY no limit of the server's works, and the other writers end its session themselves.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import structlog

from tracker.errors import DatabaseLostError, HeadHeldError, LockTimeoutError
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
    """What `append` returns, tried again while others hold the head, and once more where the connection was lost.

    Nobody knows whether an append was recorded whose connection was lost; repeating it is a no-op if it was. Raises
    HeadHeldError where nobody could be moved to let go of the head.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    lost = False
    while True:
        try:
            return append()
        except DatabaseLostError:
            if lost:
                raise
            lost = True
            # The others of the pool may be lost with it, as after a restart of the server.
            engine.dispose()
        except LockTimeoutError:
            holders = _free(engine)
            if time.monotonic() > deadline:
                raise HeadHeldError(
                    f"waited {PATIENCE_SECONDS:.0f} s for {', '.join(holders) or 'a session that is not ours to see'}"
                ) from None


def _free(engine: Engine) -> list[str]:
    """End the sessions of our own role that hold the head and wait for their client; returns who else holds it."""
    with transaction(engine) as cursor:
        holders = cursor.execute(statements("tracker.log", "queries.sql")["free_head"]).fetchall()
    for holder in holders:
        if holder["ended"]:
            _logger.warning("a writer stopped while it held the head of the log; its session was ended", **holder)
    return [f"process {holder['pid']} ({holder['application']})" for holder in holders if not holder["ended"]]
