"""The job that rebuilds read models from the log's start, without downtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs import runs
from jobs.locks import only_runner
from tracker import clock
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.projection import ProjectionError
from tracker.projections.rebuild import Rebuild, Rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tracker.database import Database
    from tracker.types import Position

_JOB = "rebuild"


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
    writer = database.engine("writer")
    started_at = clock.now()
    with only_runner(writer, _JOB) as ours:
        if not ours:
            return None
        try:
            done = Rebuild(database.engine("projector"), PROJECTIONS).run(names, progress, waiting)
        except ProjectionError as error:
            runs.record(writer, _JOB, started_at=started_at, outcome="failed", summary={"error": str(error)})
            raise
        runs.record(
            writer, _JOB, started_at=started_at, outcome="done", summary={"projections": list(done.projections)}
        )
        return done
