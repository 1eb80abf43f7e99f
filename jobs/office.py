"""The desks of a service: each job has a thread of its own with its own connections, and is rung for there.

Who comes and goes while the service runs does so here, so that at the end nobody is left who was not told of it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import structlog

from jobs.attempting import END_SECONDS, Outcome, attempt, words
from jobs.timing import add_to, scheduler
from tracker.log.wakeups import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from jobs.job import Job
    from jobs.sources import Staff
    from tracker.database import Database

_RETRY_SECONDS = 1.0
"""How often a job that failed asks whether it is due again."""
_logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Desk:
    """A job with its bell, its thread's work, and the connections that only it uses."""

    job: Job
    database: Database
    ending: Event
    revive: Callable[[], None] | None = None
    bell: Event = field(default_factory=Event)
    dismissed: Event = field(default_factory=Event)
    """Set when the job is no more: the thread ends once it has done what it is at."""
    holder: UUID = field(default_factory=uuid4)
    """As whom it holds its lease, time after time: what it could not give back it takes up again."""
    woken: bool = False

    def ring(self, *, woken: bool) -> None:
        """Have the job asked for, by its time or, where `woken`, because there is something for it."""
        # In this order: who is woken by the bell has to see why.
        self.woken = self.woken or woken
        self.bell.set()

    def work(self, ring: Callable[..., None]) -> None:
        """Run the job whenever the bell rings, until told to end, or let go."""
        patience, pause = Patience(), None
        while True:
            self.bell.wait(pause)
            if self.ending.is_set() or self.dismissed.is_set():
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


class Office:
    """The desks of a service: who works there now, and by what they are rung for."""

    def __init__(self, database: Database, revive: Callable[[], None] | None) -> None:
        self.ending = Event()
        self.desks: list[Desk] = []
        """All that ever were here: one that is no more may not have finished."""
        self.threads: list[Thread] = []
        self.timer = scheduler()
        self._present: dict[str, Desk] = {}
        self._database = database
        self._revive = revive
        self._door = Lock()
        """Orders coming and closing: who came once the end has begun would never be told of it, and never end."""

    def hire(self, job: Job) -> None:
        """Have a job done from now on; not once the end has begun."""
        with self._door:
            if self.ending.is_set():
                return
            desk = Desk(job, self._database.beside(), self.ending, self._revive)
            thread = Thread(target=desk.work, args=(self.ring,), name=f"job {job.name}")
            self._present = {**self._present, job.name: desk}
            self.desks.append(desk)
            self.threads.append(thread)
            thread.start()
        add_to(self.timer, job, self.ring)
        if job.at_once:
            desk.ring(woken=False)

    def change(self, staff: Staff) -> None:
        """Let jobs go, which finish what they are at, and have others done."""
        for name in staff.gone:
            self.timer.remove_job(name)
            desk = self._present[name]
            self._present = {other: each for other, each in self._present.items() if other != name}
            desk.dismissed.set()
            desk.bell.set()
        for job in staff.new:
            self.hire(job)
        _logger.info("the sources changed", gone=list(staff.gone), new=[job.name for job in staff.new])

    def ring(self, name: str, *, woken: bool = False) -> None:
        """Ring for a job; for none where it was let go just now."""
        if desk := self._present.get(name):
            desk.ring(woken=woken)

    def log_grew(self) -> None:
        """Ring for those whom the log wakes."""
        for desk in self._present.values():
            if desk.job.woken:
                desk.ring(woken=True)

    def close(self) -> None:
        """Begin the end: nobody comes any more."""
        with self._door:
            self.ending.set()
        self.timer.shutdown()


def end(desks: Collection[Desk], threads: Sequence[Thread]) -> None:
    """Wait until all threads have ended: `END_SECONDS` patiently, then by ending what the desks' databases do."""
    for desk in desks:
        desk.bell.set()
    until = time.monotonic() + END_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    while any(thread.is_alive() for thread in threads):
        for desk in desks:
            desk.database.interrupt()
        for thread in threads:
            thread.join(1.0)
