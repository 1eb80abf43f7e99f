"""What runs by itself in a service: every job in a thread of its own, rung for by the clock, the log and other jobs."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING

from jobs.attempting import attempt
from jobs.catalogue import jobs_of, listed_sources
from jobs.office import Office, end
from jobs.publish import settle_authority
from jobs.timing import ClockWatch, LogWatch, keep_time
from tracker import embedded
from tracker.errors import EmbeddedServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from jobs.job import Job
    from jobs.sources import Staff
    from tracker.database import Database
    from tracker.settings import Settings


@contextmanager
def running(database: Database, settings: Settings, ending: Event | None = None) -> Iterator[None]:
    """The jobs of an installation, on time, for as long as the block runs; what readers see is up to date at first.

    That it is brought up to date at first is cut short where `ending` is set meanwhile.
    Raises SettingsError where the sources, or the authority of entry ids, are not configured as they must be.
    """
    settle_authority(database, settings)
    sources = listed_sources(settings)
    jobs = jobs_of(settings, sources)
    first = {job.name: job for job in jobs}
    for name in ("project", "publish"):
        attempt(first[name], database, ending or Event(), woken=True)
    revive = partial(_revive, settings.data) if settings.embedded else None
    with serving(database, jobs, revive=revive, changes=sources.changes):
        yield


def _revive(data: Path) -> None:
    """Start the embedded server of a data folder where it does not run; it stays as long as this process uses it."""
    with suppress(EmbeddedServerError), embedded.running(data):
        pass


@contextmanager
def serving(
    database: Database,
    jobs: Sequence[Job],
    *,
    revive: Callable[[], None] | None = None,
    changes: Callable[[], Staff | None] = lambda: None,
) -> Iterator[Callable[[str], None]]:
    """These jobs, on time, for as long as the block runs; what is yielded rings for one by its name.

    `revive` is called when the database does not answer; without it, it is waited for. `changes` is asked about every
    second which jobs are no more, and which have come.

    At the end nothing new begins, what runs finishes its step or is rolled back, and its lease is given back.
    """
    office = Office(database, revive)
    clock_watch = ClockWatch()
    watched = database.beside()

    def each_time() -> None:
        keep_time(office.timer, clock_watch)
        if staff := changes():
            office.change(staff)

    watch = LogWatch(watched.engine("projector"), office.log_grew, each_time)
    office.timer.start()
    for job in jobs:
        office.hire(job)
    watching = Thread(target=watch.run, args=(office.ending,), name="log watch")
    watching.start()
    try:
        yield lambda name: office.ring(name, woken=True)
    finally:
        office.close()
        watch.stop()
        end(office.desks, [*office.threads, watching])
        watched.close()
