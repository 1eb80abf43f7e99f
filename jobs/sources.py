"""The jobs that look at sources: each records what is new at one, and they follow the file that lists the sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from jobs import runs
from jobs.job import Job
from tracker import clock
from tracker.errors import SettingsError
from tracker.sources import configured

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.job import Turn
    from tracker.database import Database
    from tracker.ingest import Ingest
    from tracker.settings import Settings
    from tracker.sources.checking import Look, Progress
    from tracker.sources.configured import Source
    from tracker.types import JsonObject

_WHOLE_EVERY = timedelta(days=1)
"""How often a whole source is looked at: for pages that changed, or are gone."""
_LIMIT_SECONDS = 86_400
_DOWNLOADS = "downloads"
_logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class CheckSource:
    """Looks at one source: at all of it where `whole`, or where that is None and it is time; `found` is what came."""

    settings: Settings
    source: Source
    whole: bool | None = None
    progress: Progress | None = None
    found: Look | None = None

    def __call__(self, turn: Turn) -> JsonObject | None:
        """Look once, as a job. Raises FetchError, ReleaseError where the source cannot be looked at."""
        whole = self.whole
        if whole is None:
            last = runs.last_whole(turn.database.engine("writer"), turn.job)
            whole = last is None or clock.now() - last >= _WHOLE_EVERY
        self.found = found = look_at(
            turn.database,
            self.settings,
            self.source,
            whole=whole,
            wait=turn.wait,
            still=turn.still,
            progress=self.progress,
        )
        return (
            {**found.as_json(), "whole": whole} if found.documents or found.problems or found.changes or whole else None
        )

    def job(self) -> Job:
        """The job that this is."""
        return Job(
            name=_job_name(self.source),
            purpose=f"record what is new at {self.source.name}",
            run=self,
            every_seconds=self.source.every_seconds,
            limit_seconds=_LIMIT_SECONDS,
            retry_seconds=self.source.every_seconds,
            wakes=("project",),
        )


@dataclass(frozen=True, slots=True)
class Staff:
    """Which jobs of sources are no more, by their names, and which there are instead."""

    gone: tuple[str, ...]
    new: tuple[Job, ...]


@dataclass(slots=True)
class ListedSources:
    """The sources in the file that lists them, which a service follows while it runs.

    What is added, taken out or changed there counts from the next look. A file that cannot be read changes nothing
    until it can, and is told once.
    """

    settings: Settings
    sources: tuple[Source, ...]
    _told: str = field(default="", init=False)

    def jobs(self) -> tuple[Job, ...]:
        """The jobs of the sources as last looked at."""
        return tuple(CheckSource(self.settings, source).job() for source in self.sources)

    def changes(self) -> Staff | None:
        """What to change, since the file is another than at the last look; None where nothing is."""
        try:
            listed = configured.load(self.settings.sources_file)
        except SettingsError as error:
            if str(error) != self._told:
                self._told = str(error)
                _logger.warning("the sources cannot be read, those of before go on", error=self._told)
            return None
        self._told = ""
        before, self.sources = self.sources, listed
        gone = tuple(_job_name(source) for source in before if source not in listed)
        new = tuple(CheckSource(self.settings, source).job() for source in listed if source not in before)
        return Staff(gone, new) if gone or new else None


def _job_name(source: Source) -> str:
    return f"source {source.name}"


def look_at(
    database: Database,
    settings: Settings,
    source: Source,
    *,
    whole: bool,
    wait: Callable[[float], None],
    still: Callable[[], None],
    progress: Progress | None = None,
) -> Look:
    """Look at a source, which no other process must do now, and record what is new.

    Raises FetchError, ReleaseError where it cannot be looked at, and what `wait` and `still` raise.
    """
    # What reads cables takes long to load, and all who ask for jobs have this module.
    from tracker.ingest import Ingest  # noqa: PLC0415
    from tracker.sources.checking import look  # noqa: PLC0415

    writer = database.engine("writer")

    def make_ingest(processes: int) -> Ingest:
        return Ingest(
            writer,
            actor=settings.actor,
            sample=settings.sample,
            keep_protected_words=settings.keep_protected_words,
            jobs=processes,
        )

    return look(
        writer,
        make_ingest,
        source,
        actor=settings.actor,
        downloads=settings.data / _DOWNLOADS,
        whole=whole,
        wait=wait,
        still=still,
        progress=progress,
    )
