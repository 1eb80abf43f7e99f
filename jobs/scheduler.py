"""The scheduler: which job runs when. It lives in memory; what ran is in `jobs.runs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from tracker import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Timed(NamedTuple):
    """A job, and how often it runs; `at_once` the first time when the scheduler starts, else after that time."""

    name: str
    run: Callable[[], None]
    every_seconds: int
    at_once: bool = False


def scheduler(jobs: Sequence[Timed]) -> BackgroundScheduler:
    """A scheduler, not yet started, that runs each job every so many seconds, none twice at once, none after another.

    Runs that were missed, because the machine slept or a run took long, are made up for by one.
    """
    made = BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(len(jobs))})
    for job in jobs:
        made.add_job(
            job.run,
            "interval",
            seconds=job.every_seconds,
            id=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            **({"next_run_time": clock.now()} if job.at_once else {}),
        )
    return made
