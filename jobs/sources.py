"""The job that looks at a source: records what is new there, and has readers told at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from jobs import runs
from jobs.locks import leased
from tracker import clock
from tracker.errors import TrackerError
from tracker.ingest import Ingest
from tracker.sources.checking import Look, look

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from tracker.database import Database
    from tracker.settings import Settings
    from tracker.sources.checking import Progress
    from tracker.sources.configured import Source

_WHOLE_EVERY = timedelta(days=1)
"""How often a whole source is looked at: for pages that changed, or are gone."""
_logger = structlog.get_logger(__name__)


class EndingError(TrackerError):
    """The process is told to end."""


@dataclass(slots=True)
class CheckSource:
    """Looks at one source; call it as often as there may be something new."""

    database: Database
    settings: Settings
    source: Source
    refresh: Callable[[], None]
    ending: Event

    @property
    def job(self) -> str:
        """The job's name."""
        return f"source {self.source.name}"

    def __call__(self) -> None:
        """Look once. A failure is logged and recorded, and does not stop the schedule."""
        writer = self.database.engine("writer")
        started_at = clock.now()
        try:
            last = runs.last_whole(writer, self.job)
            whole = last is None or started_at - last >= _WHOLE_EVERY
            found = check(self.database, self.settings, self.source, whole=whole, wait=self._wait)
        except EndingError:
            return
        except Exception as error:
            # What a site does may be anything; what is wrong is told, and the next look tries again.
            _logger.warning("a source cannot be looked at", source=self.source.name, error=str(error))
            runs.failed(writer, self.job, started_at=started_at, error=error)
            return
        if found is None:
            return
        told = found.as_json()
        if found.documents or found.problems or whole:
            _logger.info("looked at a source", source=self.source.name, **told)
            runs.record(writer, self.job, started_at=started_at, outcome="done", summary={**told, "whole": whole})
        if found.changes:
            self.refresh()

    def _wait(self, seconds: float) -> None:
        if self.ending.wait(seconds):
            raise EndingError


def check(
    database: Database,
    settings: Settings,
    source: Source,
    *,
    whole: bool,
    wait: Callable[[float], None],
    progress: Progress | None = None,
) -> Look | None:
    """Look at a source and record what is new; None where another process is at it.

    Raises FetchError, ReleaseError where it cannot be looked at.
    """
    writer = database.engine("writer")
    with leased(writer, f"source {source.name}") as lease:
        if lease is None:
            return None

        def make_ingest(processes: int) -> Ingest:
            return Ingest(
                writer,
                actor=settings.actor,
                sample=settings.sample,
                keep_protected_words=settings.keep_protected_words,
                jobs=processes,
            )

        return look(writer, make_ingest, source, whole=whole, wait=wait, still=lease.renew, progress=progress)
