"""An attempt to run a job: under its lease, within its time, and recorded however it ends.

A failure is told, recorded and backed off from; it never leaves this module, so that it stops no other job. A database
that is lost is nobody's failure: the attempt says so, and is made again when it answers.
"""

from __future__ import annotations

import time
import traceback
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from jobs.job import EndingError, TimeLimitError, Turn
from jobs.locks import LEASE_SECONDS, RENEW_SECONDS, LostLeaseError
from jobs.states import Refusal, States
from tracker import metrics
from tracker.errors import DatabaseLostError, TrackerError
from tracker.log.transactions import translate
from tracker.projections.stops import reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from jobs.job import Job
    from jobs.locks import Lease
    from tracker.database import Database
    from tracker.types import JsonObject

_SOON_SECONDS = 1.0
END_SECONDS = 10.0
"""How long a run may take to come to its next step when its process is told to end; then its statement is ended."""
_FRAMES = 6
_logger = structlog.get_logger(__name__)


class Outcome(Enum):
    """How an attempt ended."""

    DONE = "done"
    QUIET = "there was nothing to do"
    FAILED = "it failed"
    REFUSED = "it does not run now"
    CUT_OFF = "the process ends, or another has taken over"
    NO_DATABASE = "the database does not answer"


def attempt(
    job: Job,
    database: Database,
    ending: Event,
    *,
    woken: bool = False,
    forced: bool = False,
    holder: UUID | None = None,
) -> tuple[Outcome, JsonObject]:
    """Run a job, if it is due and no other process is at it; returns how that ended and what there is to tell.

    `woken`, `forced` and `holder` as in `States.begin`. Of what is told a failure's is the `error`, a refusal's the
    `reason`.
    """
    states = States(database.engine("writer"))
    try:
        begun = states.begin(job.name, every_seconds=job.every_seconds, woken=woken, forced=forced, holder=holder)
        if isinstance(begun, Refusal):
            return Outcome.REFUSED, {"reason": begun.value}
        lease, _ = begun
        began = time.monotonic()
        outcome, told = _run(job, Turn(job.name, database, ending), lease)
        metrics.RUNS.labels(job.name, outcome.name.lower()).inc()
        metrics.SECONDS.labels(job.name).observe(time.monotonic() - began)
        if outcome is Outcome.NO_DATABASE:
            return outcome, told or {}
        recorded = "failed" if outcome is Outcome.FAILED else "done"
        ours = states.end(
            lease,
            outcome=recorded,
            summary=None if outcome is _CUT else told,
            retry_seconds=job.retry_seconds,
            unfinished=outcome is _CUT,
        )
    except Exception as error:
        if not _is_lost(error):
            raise
        return Outcome.NO_DATABASE, {"error": words(error)}
    return (outcome if ours else _CUT), told or {}


_CUT = Outcome.CUT_OFF


def _run(job: Job, turn: Turn, lease: Lease) -> tuple[Outcome, JsonObject | None]:
    try:
        with _watched(turn, lease, limit_seconds=job.limit_seconds):
            told = job.run(turn)
    except (EndingError, LostLeaseError):
        return _CUT, None
    except Exception as error:
        if turn.lost.is_set() or turn.ending.is_set():
            return _CUT, None
        if not turn.late.is_set() and _is_lost(error):
            return Outcome.NO_DATABASE, {"error": words(error)}
        # What ends a run that is late is an error of its last statement.
        told_error = TimeLimitError(f"{job.name}, {job.limit_seconds:g} s") if turn.late.is_set() else error
        # Our own errors say what is wrong; of others one wants to know where they come from.
        where = [] if isinstance(told_error, TrackerError) else _where(error)
        _logger.error("a job failed", job=job.name, error=words(told_error), where=where)
        return Outcome.FAILED, {"error": words(told_error)}
    if told is None:
        return Outcome.QUIET, None
    return Outcome.DONE, told


@contextmanager
def _watched(turn: Turn, lease: Lease, *, limit_seconds: float) -> Iterator[None]:
    """Keep the lease while the block runs; interrupt the block when it has lost it, runs too long or will not end."""
    over = Event()
    watch = Thread(target=_watch, args=(turn, lease, limit_seconds, over), name=f"watch {turn.job}", daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _watch(turn: Turn, lease: Lease, limit_seconds: float, over: Event) -> None:
    begun = renewed = time.monotonic()
    told: float | None = None
    while not over.wait(min(_SOON_SECONDS, max(0.01, begun + limit_seconds - time.monotonic()))):
        now = time.monotonic()
        if now - renewed >= RENEW_SECONDS:
            try:
                lease.renew()
                renewed = now
            except LostLeaseError:
                turn.lost.set()
            except (psycopg.Error, DBAPIError, TrackerError):
                # While the database does not answer nobody else can take it over; afterwards somebody may have.
                if now - renewed > LEASE_SECONDS:
                    turn.lost.set()
        if now - begun >= limit_seconds:
            turn.late.set()
        if told is None and turn.ending.is_set():
            told = now
        if turn.lost.is_set() or turn.late.is_set() or (told is not None and now - told >= END_SECONDS):
            with suppress(psycopg.Error):
                turn.database.interrupt()


def _is_lost(error: BaseException) -> bool:
    """Whether an error only says that the database does not answer."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.InterfaceError):
        return True
    return isinstance(translate(cause) if isinstance(cause, psycopg.Error) else cause, DatabaseLostError)


def words(error: BaseException) -> str:
    """What an error says; of others than our own no more than what it is, since it may quote words of cables."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(cause, TrackerError):
        return str(cause)
    if isinstance(cause, OSError) and cause.strerror:
        return f"{type(cause).__name__}: {cause.strerror}"
    if isinstance(cause, psycopg.Error):
        return f"{type(cause).__name__}: {reason(cause)}"
    return type(cause).__name__


def _where(error: BaseException) -> list[str]:
    """Where an error comes from, the innermost last; without the words of the error, which a traceback would repeat."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
