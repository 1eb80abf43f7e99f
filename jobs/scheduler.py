"""The scheduler: which job runs when. It lives in memory; what ran is in `jobs.runs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

if TYPE_CHECKING:
    from collections.abc import Callable


def scheduler(refresh: Callable[[], None], *, every_seconds: int) -> BackgroundScheduler:
    """A scheduler, not yet started, that calls `refresh` every so many seconds, never twice at once.

    Runs that were missed, because the machine slept or a run took long, are made up for by one.
    """
    made = BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(1)})
    made.add_job(
        refresh,
        "interval",
        seconds=every_seconds,
        id="refresh",
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    return made
