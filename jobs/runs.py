"""The record of runs: when a job ran, how it ended and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from psycopg.types.json import Jsonb
from sqlalchemy import text

from tracker import clock

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.types import JsonObject


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended ("done" or "failed"), and what was noted of it."""

    outcome: str
    summary: JsonObject


def last(engine: Engine, job: str) -> Run | None:
    """The newest finished run of a job; None where it never ran."""
    with engine.connect() as connection:
        row = connection.execute(
            text("SELECT outcome, summary FROM jobs.runs WHERE job = :job ORDER BY started_at DESC LIMIT 1"),
            {"job": job},
        ).first()
    return Run(row.outcome, row.summary) if row else None


def record(engine: Engine, job: str, *, started_at: datetime, outcome: str, summary: JsonObject) -> None:
    """Remember a finished run in `jobs.runs`; `outcome` is "done" or "failed"."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO jobs.runs (run_id, job, started_at, finished_at, outcome, summary) "
                "VALUES (:run_id, :job, :started_at, :finished_at, :outcome, :summary)"
            ),
            {
                "run_id": uuid4(),
                "job": job,
                "started_at": started_at,
                "finished_at": clock.now(),
                "outcome": outcome,
                "summary": Jsonb(summary),
            },
        )


def last_whole(engine: Engine, job: str) -> datetime | None:
    """When the last look at a whole source began that was done; None where there was none."""
    with engine.connect() as connection:
        found: datetime | None = connection.execute(
            text(
                "SELECT max(started_at) FROM jobs.runs "
                "WHERE job = :job AND outcome = 'done' AND summary ->> 'whole' = 'true'"
            ),
            {"job": job},
        ).scalar_one()
    return found
