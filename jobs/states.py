"""How each job stands, in the database: which process may run it now, when it is due, and how its last run ended.

All times are the database's, so that processes whose clocks differ agree. A run is begun and ended in one transaction
each, with the lease: whoever takes over a job whose run never ended writes down that it died.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb
from sqlalchemy import text

from jobs.locks import LEASE_SECONDS, Lease
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Engine, TextClause

    from tracker.types import JsonObject

DIED = "the process ended, or the database was lost, in the middle of it"


class Refusal(Enum):
    """Why a job does not run now."""

    HELD = "another process runs it"
    NOT_DUE = "it is not due"
    PAUSED = "it is paused"


@dataclass(frozen=True, slots=True)
class State:
    """How a job stands; `lag_seconds` is how long it is overdue."""

    job: str
    every_seconds: int
    due_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    summary: JsonObject
    failures: int
    quiet_runs: int
    paused_at: datetime | None
    paused_by: str | None
    running: bool
    lag_seconds: float

    @property
    def error(self) -> str | None:
        """Why the last run failed, if it did."""
        return str(self.summary.get("error")) if self.outcome == "failed" else None


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is in the history."""

    job: str
    started_at: datetime
    finished_at: datetime
    outcome: str
    summary: JsonObject


@dataclass(frozen=True, slots=True)
class States:
    """The states of the jobs of one database; the writer's."""

    engine: Engine

    def begin(
        self,
        job: str,
        *,
        every_seconds: int,
        woken: bool = False,
        forced: bool = False,
        holder: UUID | None = None,
    ) -> tuple[Lease, datetime] | Refusal:
        """Take the job's lease and note that a run begins now; or why not.

        A run that was `woken` needs not be due, unless its last one failed; one that is `forced` is asked for by hand.
        Who says that he is the same `holder` as before takes over what a lost database kept him from giving back.
        """
        holder = holder or uuid4()
        with self.engine.begin() as connection:
            values = {"job": job, "every_seconds": every_seconds, "holder": holder, "lease_seconds": LEASE_SECONDS}
            # This row orders all that begin a run of this job; without it two would take it for due.
            state = _one(connection, "lock_state", values)
            if not forced and state["paused"]:
                return Refusal.PAUSED
            if not forced and not state["due"] and not (woken and not state["failures"]):
                return Refusal.NOT_DUE
            fence = connection.execute(_sql("take"), values).scalar()
            if fence is None:
                return Refusal.HELD
            if state["unended"]:
                died = {**values, "run_id": uuid4(), "summary": Jsonb({"error": DIED})}
                connection.execute(_sql("record_died"), died)
            started_at = connection.execute(_sql("begin"), values).scalar_one()
        return Lease(self.engine, job, holder, fence), started_at

    def end(
        self,
        lease: Lease,
        *,
        outcome: str,
        summary: JsonObject | None,
        retry_seconds: int,
        unfinished: bool = False,
    ) -> bool:
        """Note how a run ended, and release the job; without a summary it had nothing to tell.

        One that was `unfinished` when its process was told to end is due at once.

        Returns whether it was still ours to end: where another took over meanwhile, the run is in the history as failed
        already. After the n-th failure in a row the job is due in 2^(n-1) times `retry_seconds`.
        """
        values = {
            "job": lease.job,
            "holder": lease.holder,
            "fence": lease.fence,
            "run_id": uuid4(),
            "outcome": outcome,
            "summary": Jsonb(summary or {}),
            "quiet": summary is None,
            "unfinished": unfinished,
            "retry_seconds": retry_seconds,
        }
        with self.engine.begin() as connection:
            if connection.execute(_sql("release"), values).rowcount == 0:
                return False
            connection.execute(_sql("end"), values)
            if summary is not None:
                connection.execute(_sql("record"), values)
        return True

    def pause(self, job: str, *, every_seconds: int, actor: str) -> bool:
        """Pause a job until it is resumed; returns whether it was not paused."""
        with self.engine.begin() as connection:
            _one(connection, "lock_state", {"job": job, "every_seconds": every_seconds})
            return connection.execute(_sql("pause"), {"job": job, "actor": actor}).rowcount == 1

    def resume(self, job: str) -> bool:
        """Let a paused job run again, at once, and forget its failures; returns whether it was paused."""
        with self.engine.begin() as connection:
            return connection.execute(_sql("resume"), {"job": job}).rowcount == 1

    def all(self) -> dict[str, State]:
        """The states of all jobs that ever ran or were paused."""
        with self.engine.connect() as connection:
            rows = connection.execute(_sql("states")).mappings().all()
        return {row["job"]: State(**row) for row in rows}

    def history(self, job: str | None = None, *, most: int = 50) -> list[Run]:
        """The newest runs that had something to tell, the newest first."""
        with self.engine.connect() as connection:
            rows = connection.execute(_sql("history"), {"job": job, "most": most}).mappings().all()
        return [Run(**row) for row in rows]

    def prune(self, *, days: int) -> int:
        """Forget runs that ended longer ago, but never the last of a job; returns how many."""
        with self.engine.begin() as connection:
            return connection.execute(_sql("prune"), {"days": days}).rowcount


def _sql(name: str) -> TextClause:
    return text(statements("jobs", "states.sql")[name])


def _one(connection: Connection, name: str, values: Mapping[str, object]) -> dict[str, object]:
    return dict(connection.execute(_sql(name), values).mappings().one())
