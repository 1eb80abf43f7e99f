"""What runs by itself in a service: every job in a thread of its own, rung for by the clock, the log and other jobs."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import structlog

from jobs.attempting import Outcome, attempt, words
from jobs.catalogue import jobs_of
from jobs.publish import settle_authority
from jobs.timing import ClockWatch, LogWatch, keep_time, scheduler
from tracker import embedded
from tracker.errors import EmbeddedServerError
from tracker.log.wakeups import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from jobs.job import Job
    from tracker.database import Database
    from tracker.settings import Settings

_RETRY_SECONDS = 1.0
"""How often a job that failed asks whether it is due again."""
_END_SECONDS = 10.0
"""How long what runs may take to come to its next step when told to end; then its statements are ended."""
_logger = structlog.get_logger(__name__)


@contextmanager
def running(database: Database, settings: Settings, ending: Event | None = None) -> Iterator[None]:
    """The jobs of an installation, on time, for as long as the block runs; what readers see is up to date at first.

    That it is brought up to date at first is cut short where `ending` is set meanwhile.
    Raises SettingsError where the sources, or the authority of entry ids, are not configured as they must be.
    """
    settle_authority(database, settings)
    jobs = jobs_of(settings)
    first = {job.name: job for job in jobs}
    for name in ("project", "publish"):
        attempt(first[name], database, ending or Event(), woken=True)
    with serving(database, jobs, revive=partial(_revive, settings.data) if settings.embedded else None):
        yield


def _revive(data: Path) -> None:
    """Start the embedded server of a data folder where it does not run; it stays as long as this process uses it."""
    with suppress(EmbeddedServerError), embedded.running(data):
        pass


@contextmanager
def serving(
    database: Database, jobs: Sequence[Job], *, revive: Callable[[], None] | None = None
) -> Iterator[Callable[[str], None]]:
    """These jobs, on time, for as long as the block runs; what is yielded rings for one by its name.

    `revive` is called when the database does not answer; without it, it is waited for.

    At the end nothing new begins, what runs finishes its step or is rolled back, and its lease is given back.
    """
    ending = Event()
    desks = {job.name: _Desk(job, database.beside(), ending, revive) for job in jobs}

    def ring(name: str, *, woken: bool = False) -> None:
        desks[name].ring(woken=woken)

    def grown() -> None:
        for job in jobs:
            if job.woken:
                ring(job.name, woken=True)

    timer = scheduler(jobs, ring)
    clock_watch = ClockWatch()
    watched = database.beside()
    watch = LogWatch(watched.engine("projector"), grown, lambda: keep_time(timer, clock_watch))
    threads = [Thread(target=desk.work, args=(ring,), name=f"job {name}") for name, desk in desks.items()]
    threads.append(Thread(target=watch.run, args=(ending,), name="log watch"))
    for job in jobs:
        if job.at_once:
            ring(job.name)
    timer.start()
    for thread in threads:
        thread.start()
    try:
        yield lambda name: ring(name, woken=True)
    finally:
        ending.set()
        timer.shutdown()
        watch.stop()
        _end(desks.values(), threads)
        watched.close()


@dataclass(slots=True)
class _Desk:
    """A job with its bell, its thread's work, and the connections that only it uses."""

    job: Job
    database: Database
    ending: Event
    revive: Callable[[], None] | None = None
    bell: Event = field(default_factory=Event)
    holder: UUID = field(default_factory=uuid4)
    """As whom it holds its lease, time after time: what it could not give back it takes up again."""
    woken: bool = False

    def ring(self, *, woken: bool) -> None:
        # In this order: who is woken by the bell has to see why.
        self.woken = self.woken or woken
        self.bell.set()

    def work(self, ring: Callable[..., None]) -> None:
        """Run the job whenever the bell rings, until told to end."""
        patience, pause = Patience(), None
        while True:
            self.bell.wait(pause)
            if self.ending.is_set():
                break
            self.bell.clear()
            woken, self.woken = self.woken, False
            outcome = self._attempt(woken=woken)
            if outcome is Outcome.NO_DATABASE:
                # What was cut off is to go on, whether it is due or not.
                self.ring(woken=True)
                if self.revive:
                    self.revive()
                self.ending.wait(patience.grow())
                continue
            patience = Patience()
            # What failed, or was refused as not due yet after a failure, asks again by itself.
            pause = _RETRY_SECONDS if outcome in {Outcome.FAILED, Outcome.REFUSED} else None
            # Where one that the log woke found nothing to do, another process has done it.
            if outcome in {Outcome.DONE, Outcome.FAILED} or (outcome is Outcome.QUIET and self.job.woken):
                for name in self.job.wakes:
                    ring(name, woken=True)
        self.database.close()

    def _attempt(self, *, woken: bool) -> Outcome:
        try:
            outcome, told = attempt(self.job, self.database, self.ending, woken=woken, holder=self.holder)
        except Exception as error:
            # Not the job's failure, which is recorded, but one in recording it: the next tick tries again.
            _logger.error("a job could not be begun or ended", job=self.job.name, error=words(error))
            return Outcome.FAILED
        if outcome is Outcome.DONE:
            _logger.info("ran", job=self.job.name, **told)
        elif outcome is Outcome.NO_DATABASE:
            _logger.warning("the database does not answer", job=self.job.name, error=told.get("error"))
        return outcome


def _end(desks: Collection[_Desk], threads: Sequence[Thread]) -> None:
    for desk in desks:
        desk.bell.set()
    until = time.monotonic() + _END_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    while any(thread.is_alive() for thread in threads):
        for desk in desks:
            desk.database.interrupt()
        for thread in threads:
            thread.join(1.0)
