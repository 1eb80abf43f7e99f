"""The job that brings the read models up to the log: announce what is new, then fold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.rebuild import follow_rules
from tracker.projections.announcer import Announcer
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.database import Database
    from tracker.types import Position


@dataclass(frozen=True, slots=True)
class Projected:
    """What a run came to: how many developments were announced, and which projections moved."""

    developments: int
    positions: dict[str, Position]


def project(database: Database, progress: Callable[[str, Position], None] | None = None) -> Projected:
    """Announce and fold everything that the log holds, anew what earlier rules made. Two at once do no harm.

    Raises ProjectionError where a projection stopped, after the others have caught up.
    """
    developments = Announcer(database.engine("writer")).catch_up()
    follow_rules(database, progress)
    positions = Runner(database.engine("projector"), PROJECTIONS).catch_up(progress)
    return Projected(developments, positions)
