"""The job that rebuilds read models from the log's start, without downtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from jobs import runs
from jobs.locks import only_runner
from tracker import clock
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.projection import ProjectionError
from tracker.projections.rebuild import Rebuild, Rebuilt
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tracker.database import Database
    from tracker.types import JsonObject, Position

_JOB = "rebuild"
_logger = structlog.get_logger(__name__)


def rebuild(
    database: Database,
    names: Collection[str] = (),
    *,
    progress: Callable[[str, Position], None] | None = None,
    waiting: Callable[[int], None] | None = None,
) -> Rebuilt | None:
    """Rebuild the projections of these names with those that rest on them, or all; None where another process does.

    Raises ProjectionError where one cannot be rebuilt: then what is shown stays as it was.
    """
    writer, projector = database.engine("writer"), database.engine("projector")
    started_at = clock.now()
    outdated = Runner(projector, PROJECTIONS).outdated()
    with only_runner(writer, _JOB) as ours:
        if not ours:
            return None
        try:
            done = Rebuild(projector, PROJECTIONS).run(names, progress, waiting)
        except ProjectionError as error:
            told: JsonObject = {"error": str(error), "outdated": {**outdated}}
            runs.record(writer, _JOB, started_at=started_at, outcome="failed", summary=told)
            raise
        runs.record(
            writer, _JOB, started_at=started_at, outcome="done", summary={"projections": list(done.projections)}
        )
        return done


def follow_rules(database: Database, progress: Callable[[str, Position], None] | None = None) -> None:
    """Rebuild what was folded by other rules than today's, as after an upgrade of the tracker.

    Where that fails, what is shown stays, and the same rules are not tried again but by `tracker rebuild`.
    """
    outdated = Runner(database.engine("projector"), PROJECTIONS).outdated()
    if not outdated:
        return
    last = runs.last(database.engine("writer"), _JOB)
    if last and last.outcome == "failed" and last.summary.get("outdated") == outdated:
        return
    _logger.info("rebuilding what earlier rules made", projections=list(outdated))
    try:
        rebuild(database, list(outdated), progress=progress)
    except ProjectionError as error:
        _logger.error("rebuilding failed; what is shown stays as it was", reason=str(error))
