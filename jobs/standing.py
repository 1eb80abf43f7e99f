"""How an installation stands in figures, for those who watch it: the log, the views, the jobs, the newest entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from jobs.states import State, States
from tracker.log.log import Log
from tracker.metrics import Gauge
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from sqlalchemy import Row

    from tracker.database import Database
    from tracker.types import JsonObject

_NEWEST_ENTRY = ("tracker_newest_entry_timestamp_seconds", "When the newest entry was published.")
_WAITING = text("SELECT count(*) FROM jobs.quarantine WHERE resolved_at IS NULL AND discarded_at IS NULL")
_SEEN = text("""
    SELECT pg_is_in_recovery() AS replica,
           (SELECT max(position) FROM read.developments) AS position,
           (SELECT extract(epoch FROM max(published_at)) FROM read.developments) AS newest,
           coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0) AS replayed_seconds_ago
""")


def seen(database: Database) -> JsonObject:
    """What the reader sees: whether of a replica, and its newest development's position. Raises where it cannot."""
    row = _seen(database)
    return {"status": "ok", "replica": row.replica, "newest_development": row.position}


def seen_in_figures(database: Database) -> list[Gauge]:
    """The same as figures, for a process that has no other role."""
    row = _seen(database)
    return [
        Gauge(*_NEWEST_ENTRY, float(row.newest or 0)),
        Gauge("tracker_replica", "Whether the database that is read is a replica.", float(row.replica)),
        Gauge(
            "tracker_replica_replayed_seconds",
            "How long ago the newest transaction that a replica has replayed was committed.",
            float(row.replayed_seconds_ago),
        ),
    ]


def standing(database: Database) -> list[Gauge]:
    """The figures as they are now."""
    writer = database.engine("writer")
    head = Log(writer).head()
    found = [
        Gauge("tracker_log_position", "Position of the newest event of the log.", head.position),
        Gauge("tracker_log_recorded_timestamp_seconds", "When that was recorded.", head.recorded_at.timestamp()),
    ]
    for lag in Runner(database.engine("projector"), PROJECTIONS).lags():
        labels = (("projection", lag.projection),)
        found.append(Gauge("tracker_projection_lag_events", "Events that a view has not seen.", lag.events, labels))
        found.append(
            Gauge("tracker_projection_stopped", "Whether an event stops a view.", float(bool(lag.stop)), labels)
        )
    for state in States(writer).all().values():
        found += _of_job(state)
    with writer.connect() as connection:
        waiting = connection.execute(_WAITING).scalar_one()
    found.append(Gauge("tracker_quarantined_files", "Files that could not be read.", waiting))
    found.append(Gauge(*_NEWEST_ENTRY, float(_seen(database).newest or 0)))
    return found


def _of_job(state: State) -> list[Gauge]:
    labels = (("job", state.job),)
    ended = state.ended_at.timestamp() if state.ended_at else 0.0
    return [
        Gauge("tracker_job_failures_in_a_row", "Failures since a job last succeeded.", state.failures, labels),
        Gauge("tracker_job_lag_seconds", "How long a job is overdue.", state.lag_seconds, labels),
        Gauge("tracker_job_paused", "Whether a job is paused.", float(state.paused_at is not None), labels),
        Gauge("tracker_job_ended_timestamp_seconds", "When its last run ended.", ended, labels),
    ]


def _seen(database: Database) -> Row[tuple[object, ...]]:
    with database.engine("reader").connect() as connection:
        return connection.execute(_SEEN).one()
