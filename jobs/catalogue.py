"""Which jobs an installation has: how often each is due, how long it may take, and what it runs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from jobs.job import Job
from jobs.project import project
from jobs.publish import publish, settle_authority, tell_hub
from jobs.sources import ListedSources
from jobs.states import States
from tracker.errors import BrokenLogError, SettingsError, TrackerError
from tracker.health import health
from tracker.log.verification import verify
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.projection import ProjectionError
from tracker.projections.runner import Runner
from tracker.sources import configured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobs.job import Turn
    from tracker.settings import Settings
    from tracker.types import JsonObject, Position

HISTORY_DAYS = 90
"""How long runs are remembered; the log and the archives are never pruned."""
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_LEAST_FREE_BYTES = 500 * 1024 * 1024


class DiskFullError(TrackerError):
    """The disk is nearly full."""


def listed_sources(settings: Settings) -> ListedSources:
    """The sources that are looked at. Raises SettingsError where they are not configured as they must be."""
    return ListedSources(settings, configured.load(settings.sources_file))


def jobs_of(settings: Settings, sources: ListedSources | None = None) -> tuple[Job, ...]:
    """The jobs, sources first. Raises SettingsError where the sources are not configured as they must be."""
    listed = sources or listed_sources(settings)
    often = settings.publish_every_seconds
    hub = _hub(settings)
    return (
        *listed.jobs(),
        Job(
            name="project",
            purpose="bring the views up to the log, and announce what is new",
            run=partial(_project, settings),
            every_seconds=often,
            limit_seconds=_DAY,
            retry_seconds=min(often, 5),
            woken=True,
            wakes=("publish",),
        ),
        Job(
            name="publish",
            purpose="write the feeds and pages that changed",
            run=_Publish(settings),
            every_seconds=often,
            limit_seconds=6 * _HOUR,
            retry_seconds=min(often, 5),
            wakes=tuple(job.name for job in hub),
        ),
        *hub,
        Job(
            name="health",
            purpose="look whether anything is wrong",
            run=partial(_look_after, settings),
            every_seconds=_MINUTE,
            limit_seconds=_MINUTE,
            retry_seconds=_MINUTE,
        ),
        Job(
            name="verify",
            purpose="recompute the log's chain and words",
            run=_verify,
            every_seconds=_DAY,
            limit_seconds=6 * _HOUR,
            retry_seconds=_HOUR,
            at_once=False,
        ),
        Job(
            name="prune",
            purpose=f"forget runs of more than {HISTORY_DAYS} days ago",
            run=_prune,
            every_seconds=_DAY,
            limit_seconds=_HOUR,
            retry_seconds=_HOUR,
            at_once=False,
        ),
    )


def _hub(settings: Settings) -> tuple[Job, ...]:
    """A job of its own, so that a hub which is away neither stops nor delays publishing; none without a hub."""
    if settings.websub_hub is None:
        return ()
    return (
        Job(
            name="hub",
            purpose="tell the WebSub hub which feeds changed",
            run=partial(_tell_hub, settings),
            every_seconds=_HOUR,
            limit_seconds=_HOUR,
            retry_seconds=_MINUTE,
        ),
    )


def named(jobs: Sequence[Job], name: str) -> Job:
    """The job of a name. Raises SettingsError where there is none."""
    for job in jobs:
        if job.name == name:
            return job
    raise SettingsError(f"there is no job {name!r}; there are: {', '.join(job.name for job in jobs)}")


def _project(settings: Settings, turn: Turn) -> JsonObject | None:
    settle_authority(turn.database, settings)
    done = project(turn.database, lambda _name, _position: turn.still(), still=turn.still)
    if not done.positions and not done.developments:
        return None
    return {"developments": done.developments, "position": min(done.positions.values(), default=None)}


@dataclass(slots=True)
class _Publish:
    """Publishes where the views have moved since this process last did."""

    settings: Settings
    published: Sequence[Position] = ()

    def __call__(self, turn: Turn) -> JsonObject | None:
        # Not the head of now: what another process recorded since may be in the log and not in the files. Nor the least
        # of them: where one view is stopped the others go on.
        folded = [lag.position for lag in Runner(turn.database.engine("projector"), PROJECTIONS).lags()]
        if folded == self.published:
            return None
        files = publish(turn.database, self.settings)
        self.published = folded
        return {"position": min(folded), "written": files.written, "deleted": files.deleted}


def _tell_hub(settings: Settings, turn: Turn) -> JsonObject | None:
    told = tell_hub(settings, turn.still)
    return {"told": told} if told else None


def _verify(turn: Turn) -> JsonObject | None:
    found = verify(turn.database.engine("writer"), progress=lambda _events, _what: turn.still())
    if found.fault:
        raise BrokenLogError(str(found.fault))
    return {"events": found.events, "position": found.position, "hash": found.hash.hex()}


def _prune(turn: Turn) -> JsonObject | None:
    forgotten = States(turn.database.engine("writer")).prune(days=HISTORY_DAYS)
    return {"forgotten": forgotten} if forgotten else None


def _look_after(settings: Settings, turn: Turn) -> JsonObject | None:
    told = health(turn.database, settings)
    projections = told["projections"]
    assert isinstance(projections, list)
    stopped = [str(each["name"]) for each in projections if isinstance(each, dict) and each["stopped"]]
    if stopped:
        raise ProjectionError(f"{', '.join(stopped)} stopped; `tracker status` tells where and why")
    if (free := shutil.disk_usage(settings.data).free) < _LEAST_FREE_BYTES:
        raise DiskFullError(f"{free // 2**20} MB are left where {settings.data.name} lies")
    return None
