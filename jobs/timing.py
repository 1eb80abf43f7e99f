"""When jobs are due: ticks by the clock, calls when the log grows, and both again when the clock jumps.

The scheduler only rings: each job has a bell and a thread of its own (`jobs.service`), so that no tick is missed while
one runs, none of them waits for another, and however many were missed one run makes up for them.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock
from tracker.errors import TrackerError
from tracker.log.log import Log
from tracker.log.wakeups import Patience, Wakeups

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from sqlalchemy import Engine

    from jobs.job import Job
    from tracker.types import Position

LOOK_SECONDS = 1.0
"""How often one looks whether the log has grown, where no notice of it comes."""
_JUMP_SECONDS = 5.0
_logger = structlog.get_logger(__name__)


def scheduler() -> BackgroundScheduler:
    """A scheduler, not yet started, that rings for nobody yet."""
    # It warns of each ring that comes while the one before is still at it: that is made up for.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    return BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(1)})


def add_to(timer: BackgroundScheduler, job: Job, ring: Callable[[str], None]) -> None:
    """Have the scheduler ring for a job every so many seconds, once for all that was missed."""
    timer.add_job(
        ring,
        "interval",
        [job.name],
        seconds=job.every_seconds,
        id=job.name,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )


@dataclass(slots=True)
class ClockWatch:
    """Notices that the clock was set: by it the scheduler would wait for a time that is long past, or to come."""

    wall: float = field(default_factory=lambda: clock.now().timestamp())
    steady: float = field(default_factory=time.monotonic)

    def jumped(self, wall: float, steady: float) -> float:
        """By how many seconds the clock was set since the last look; 0 where it was not."""
        by = (wall - self.wall) - (steady - self.steady)
        self.wall, self.steady = wall, steady
        return by if abs(by) >= _JUMP_SECONDS else 0.0


def keep_time(timer: BackgroundScheduler, watch: ClockWatch) -> None:
    """Have every job's interval begin anew where the clock was set."""
    by = watch.jumped(clock.now().timestamp(), time.monotonic())
    if not by:
        return
    _logger.warning("the clock was set", by_seconds=round(by))
    for job in timer.get_jobs():
        job.reschedule(job.trigger.__class__(seconds=job.trigger.interval_length, timezone="UTC"))


class LogWatch:
    """Calls when the log has grown: at once where notices come, else within `LOOK_SECONDS`."""

    def __init__(self, engine: Engine, call: Callable[[], None], each_time: Callable[[], None]) -> None:
        self._log = Log(engine)
        self._wakeups = Wakeups(engine)
        self._call = call
        self._each_time = each_time
        self._seen: Position | None = None
        self._patience = Patience()

    def run(self, ending: Event) -> None:
        """Watch until told to end, by `stop` and the event."""
        with_pause = LOOK_SECONDS
        while not ending.is_set():
            # First, so that nothing falls between the look and the waiting.
            self._wakeups.listen()
            try:
                position = self._log.head().position
            except (TrackerError, psycopg.Error, SQLAlchemyError):
                with_pause = max(LOOK_SECONDS, self._patience.grow())
            else:
                self._patience, with_pause = Patience(), LOOK_SECONDS
                if position != self._seen:
                    self._seen = position
                    self._call()
            self._each_time()
            self._wakeups.wait(with_pause)
        self._wakeups.close()

    def stop(self) -> None:
        """End the watching at once."""
        self._wakeups.stop()
