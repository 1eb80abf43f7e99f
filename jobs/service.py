"""What runs by itself in a service: keeping up what readers see, and looking at the sources."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

from jobs.refresh import Refresh
from jobs.scheduler import Timed, scheduler
from jobs.sources import CheckSource
from tracker.sources import configured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.database import Database
    from tracker.settings import Settings


@contextmanager
def running(database: Database, settings: Settings) -> Iterator[None]:
    """The jobs of an installation, on time, for as long as the block runs; what readers see is up to date at first.

    Raises SettingsError where the sources are not configured as they must be.
    """
    sources = configured.load(settings.sources_file)
    ending = Event()
    refresh = Refresh(database, settings)
    refresh()
    timer = scheduler(
        [
            Timed("refresh", refresh, settings.publish_every_seconds),
            *(_looking(CheckSource(database, settings, source, refresh, ending)) for source in sources),
        ]
    )
    timer.start()
    try:
        yield
    finally:
        ending.set()
        timer.shutdown()


def _looking(check: CheckSource) -> Timed:
    return Timed(check.job, check, check.source.every_seconds, at_once=True)
