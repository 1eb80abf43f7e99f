"""The job that keeps what readers see up to date: project and, where the log has grown, publish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from jobs import runs
from jobs.locks import only_runner
from jobs.project import project
from jobs.publish import publish, settle_authority
from tracker import clock
from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.types import Position

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.settings import Settings

_JOB = "refresh"
_logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Refresh:
    """Keeps one installation's read models and files up to date; call it as often as they may be behind."""

    database: Database
    settings: Settings
    published: Position | None = None
    """Up to which position this process has published; None before its first time."""

    def __call__(self) -> None:
        """Run once. A failure is logged and recorded, and does not stop the schedule."""
        started_at = clock.now()
        writer = self.database.engine("writer")
        try:
            with only_runner(writer, _JOB) as ours:
                if not ours:
                    return
                head = Log(writer).head().position
                if head == self.published:
                    return
                settle_authority(self.database, self.settings)
                done = project(self.database)
                # Not the head of now: what another process recorded since may be in the log and not in the files.
                folded = min(lag.position for lag in Runner(self.database.engine("projector"), PROJECTIONS).lags())
                files = publish(self.database, self.settings)
                self.published = folded
            summary = {"developments": done.developments, "written": files.written, "deleted": files.deleted}
            _logger.info("refreshed", position=folded, **summary)
            runs.record(writer, _JOB, started_at=started_at, outcome="done", summary=dict(summary))
        except Exception as error:
            _logger.exception("refreshing failed")
            runs.failed(self.database.engine("writer"), _JOB, started_at=started_at, error=error)
