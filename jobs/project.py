"""The job that brings the read models up to the log: fold, announce what is new, fold what was announced."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.locks import alone
from jobs.rebuild import follow_rules
from jobs.withholding import withhold_late
from tracker.projections.announcer import Announcer
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.projection import ProjectionError
from tracker.projections.runner import BATCH, Runner
from tracker.projections.sets import tell_planner

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.database import Database
    from tracker.types import Position

JOB = "announce"
"""Who holds it folds or announces; no other does meanwhile."""
_ANNOUNCED_FROM = frozenset({"reports", "incidents", "developments"})
"""The projections that the announcer asks what is known: it never runs ahead of them."""


@dataclass(frozen=True, slots=True)
class Projected:
    """What a run came to: how many developments were announced, and which projections moved."""

    developments: int
    positions: dict[str, Position]


def project(
    database: Database,
    progress: Callable[[str, Position], None] | None = None,
    *,
    batch: int = BATCH,
    still: Callable[[], None] = lambda: None,
) -> Projected:
    """Announce and fold everything that the log holds, anew what earlier rules made; two at once take turns.

    Whether a report is the first of its incident the incidents tell, so they are folded before it is announced. What
    the announcer must know of earlier developments is folded there too, and the lock keeps any other from adding some.
    `still` is called while another is waited for, and ends that by what it raises.
    Raises ProjectionError where a projection stopped, after the others have caught up.
    """
    runner = Runner(database.engine("projector"), PROJECTIONS, batch=batch)
    writer = database.engine("writer")
    with alone(writer, JOB, still):
        follow_rules(database, progress)
        with suppress(ProjectionError):
            runner.catch_up(progress)
            if withhold_late(database):
                runner.catch_up(progress)
        through = min(lag.position for lag in runner.lags() if lag.projection in _ANNOUNCED_FROM)
        developments = Announcer(writer).catch_up(through=through)
    positions = runner.catch_up(progress)
    tell_planner(database.engine("projector"))
    return Projected(developments, positions)
