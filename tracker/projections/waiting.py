"""Waiting for read models: until they tell what the log holds up to a position. Thus one reads one's own writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.log.waiting import until_reached

if TYPE_CHECKING:
    from tracker.projections.runner import Runner
    from tracker.types import Position


def wait_for_projections(runner: Runner, position: Position, *, timeout_seconds: float) -> None:
    """Return when all projections of a runner, whoever runs them, have come to a position.

    Raises NotReachedError when they have not in time, DatabaseError where that cannot be read.
    """

    def look() -> Position:
        return min(lag.position for lag in runner.lags())

    until_reached(look, position, who="the slowest projection", timeout_seconds=timeout_seconds)
