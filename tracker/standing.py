"""How an installation stands in figures, for those who watch it: the log, the views, the jobs, the newest entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.log.log import Log
from tracker.metrics import Gauge
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.types import JsonObject

_JOBS = text("""
    SELECT s.job, s.failures, s.paused_at IS NOT NULL AS paused,
           CASE WHEN s.paused_at IS NOT NULL OR coalesce(l.held_until >= clock_timestamp(), false) THEN 0
                ELSE greatest(0, coalesce(extract(epoch FROM clock_timestamp() - s.due_at), 0)) END AS lag_seconds,
           extract(epoch FROM s.ended_at) AS ended_at
    FROM jobs.states s LEFT JOIN jobs.locks l USING (job)
""")
_NEWEST_ENTRY = ("tracker_newest_entry_timestamp_seconds", "When the newest entry was published.")
_NEWEST = text("SELECT extract(epoch FROM max(published_at)) FROM read.developments")
_WAITING = text("SELECT count(*) FROM jobs.quarantine WHERE resolved_at IS NULL AND discarded_at IS NULL")


_SEEN = text("""
    SELECT pg_is_in_recovery() AS replica,
           (SELECT max(position) FROM read.developments) AS position,
           (SELECT extract(epoch FROM max(published_at)) FROM read.developments) AS newest,
           coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0) AS replayed_seconds_ago
""")


def seen(database: Database) -> JsonObject:
    """What the reader sees: whether of a replica, and its newest development's position. Raises where it cannot."""
    with database.engine("reader").connect() as connection:
        row = connection.execute(_SEEN).one()
    return {"status": "ok", "replica": row.replica, "newest_development": row.position}


def seen_in_figures(database: Database) -> list[Gauge]:
    """The same as figures, for a process that has no other role."""
    with database.engine("reader").connect() as connection:
        row = connection.execute(_SEEN).one()
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
    head = Log(database.engine("writer")).head()
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
    with database.engine("writer").connect() as connection:
        for row in connection.execute(_JOBS):
            labels = (("job", row.job),)
            found += [
                Gauge("tracker_job_failures_in_a_row", "Failures since a job last succeeded.", row.failures, labels),
                Gauge("tracker_job_lag_seconds", "How long a job is overdue.", float(row.lag_seconds), labels),
                Gauge("tracker_job_paused", "Whether a job is paused.", float(row.paused), labels),
                Gauge(
                    "tracker_job_ended_timestamp_seconds", "When its last run ended.", float(row.ended_at or 0), labels
                ),
            ]
        waiting = connection.execute(_WAITING).scalar_one()
    found.append(Gauge("tracker_quarantined_files", "Files that could not be read.", waiting))
    with database.engine("reader").connect() as connection:
        newest = connection.execute(_NEWEST).scalar_one()
    found.append(Gauge(*_NEWEST_ENTRY, float(newest or 0)))
    return found
