"""What a job is, and what it is given when it runs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

from jobs.locks import LostLeaseError
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.database import Database
    from tracker.types import JsonObject

_LOOK_SECONDS = 0.5


class EndingError(TrackerError):
    """The process is told to end."""


class TimeLimitError(TrackerError):
    """A run took longer than it may."""


@dataclass(slots=True)
class Turn:
    """One run of a job: the connections that it alone uses, and whether it may go on.

    `lost` is set when another process has taken the job over, `late` when the run has taken longer than it may.
    """

    job: str
    database: Database
    ending: Event = field(default_factory=Event)
    lost: Event = field(default_factory=Event)
    late: Event = field(default_factory=Event)

    def still(self) -> None:
        """To be called between the steps of a run: raises what ends it, where it is not to go on."""
        if self.lost.is_set():
            raise LostLeaseError(self.job)
        if self.late.is_set():
            raise TimeLimitError(self.job)
        if self.ending.is_set():
            raise EndingError

    def wait(self, seconds: float) -> None:
        """Wait, unless the run is not to go on: then raises as `still` does."""
        until = time.monotonic() + seconds
        self.still()
        while (left := until - time.monotonic()) > 0:
            self.ending.wait(min(left, _LOOK_SECONDS))
            self.still()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job of an installation.

    `run` returns what there is to tell of the run, None for nothing, and raises where it failed. It is due every so
    many seconds, has `limit_seconds` for a run, and is due again `retry_seconds` after a first failure. When the log
    grows a job that is `woken` runs at once; `wakes` names what runs at once after this one.
    """

    name: str
    purpose: str
    run: Callable[[Turn], JsonObject | None]
    every_seconds: int
    limit_seconds: float
    retry_seconds: int
    woken: bool = False
    at_once: bool = True
    wakes: tuple[str, ...] = ()
