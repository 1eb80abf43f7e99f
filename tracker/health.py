"""How an installation is: the log, how far the read models are, what waits in quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Lag, Runner
from tracker.quarantine import Quarantine

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.settings import Settings
    from tracker.types import JsonObject

_COUNTS = text("""
    SELECT (SELECT count(*) FROM read.cables) AS cables,
           (SELECT count(*) FROM read.reports WHERE NOT withdrawn) AS reports,
           (SELECT count(*) FROM read.incidents WHERE NOT withdrawn) AS incidents,
           (SELECT count(*) FROM read.developments) AS developments
""")


def health(database: Database, settings: Settings) -> JsonObject:
    """What `tracker status --json` and `/health` tell; `status` is "ok" wherever all of this could be asked.

    Raises where the database does not answer; that is what a health check must see.
    """
    head = Log(database.engine("writer")).head()
    runner = Runner(database.engine("projector"), PROJECTIONS)
    lags, outdated = runner.lags(), runner.outdated()
    with database.engine("reader").connect() as connection:
        counts = dict(connection.execute(_COUNTS).mappings().one())
    return {
        "status": "ok",
        "sample": settings.sample,
        "log": {"position": head.position, "hash": head.hash.hex(), "recorded_at": head.recorded_at.isoformat()},
        "projections": [_standing(lag, outdated=lag.projection in outdated) for lag in lags],
        "quarantined": [
            {"source": each.source, "reason": each.reason} for each in Quarantine(database.engine("writer")).waiting()
        ],
        **counts,
    }


def _standing(lag: Lag, *, outdated: bool) -> JsonObject:
    """How far a projection is, whether earlier rules made it, and the append that stops it, if one does."""
    stop = lag.stop
    stopped: JsonObject | None = None
    if stop:
        since = stop.since.isoformat()
        stopped = {"first": stop.first, "last": stop.last, "reason": stop.reason, "since": since}
    return {
        "name": lag.projection,
        "position": lag.position,
        "behind": lag.events,
        "outdated": outdated,
        "stopped": stopped,
    }
