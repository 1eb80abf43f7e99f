"""Folding beside an ingest: what is recorded goes into the read models while it reads on, so that no processor waits.

Nothing is announced meanwhile: readers are told once all is recorded, by `jobs.project`, the same as if nothing had
been folded before.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from jobs.locks import only_runner
from jobs.project import JOB
from jobs.rebuild import follow_rules
from tracker.errors import TrackerError
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.database import Database
    from tracker.types import Position

_WORTH_FOLDING = 1_000
"""Of fewer cables the transactions of all projections would cost more than they save."""
_logger = structlog.get_logger(__name__)


class _InterruptedError(TrackerError):
    """The ingest was interrupted, and nobody waits for what is left to fold."""


@contextmanager
def folding(database: Database) -> Iterator[Callable[[int], None]]:
    """Folds in a thread of its own, once it is told of enough recorded cables; ends with the block.

    What cannot be folded now stops nobody: `jobs.project` meets it again, and tells of it.
    """
    folded = 0
    running: Future[None] = Future()
    running.set_result(None)
    interrupted = Event()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="folding") as thread:

        def recorded(cables: int) -> None:
            nonlocal folded, running
            if running.done() and cables - folded >= _WORTH_FOLDING:
                running.result()
                folded, running = cables, thread.submit(_fold, database, interrupted)

        try:
            yield recorded
        except BaseException:
            interrupted.set()
            raise
        running.result()


def _fold(database: Database, interrupted: Event) -> None:
    """Bring the read models up to the log, unless another process is at it, or as far as it comes."""

    def still(_projection: str, _position: Position) -> None:
        if interrupted.is_set():
            raise _InterruptedError

    try:
        # Whoever announces must see the read models as they are: nobody folds meanwhile.
        with only_runner(database.engine("writer"), JOB) as ours:
            if ours:
                follow_rules(database, still)
                Runner(database.engine("projector"), PROJECTIONS).catch_up(still)
    except (TrackerError, SQLAlchemyError, psycopg.Error) as error:
        _logger.info("not folded beside the ingest", reason=type(error).__name__)
