"""What `tracker ingest` and `tracker up` record is a run in the history of jobs, as a look at a source is."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from jobs import runs
from jobs.attempting import words
from tracker import clock
from tracker.cables.raw_files import base_name
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from tracker.ingest import Summary
    from tracker.types import JsonObject

JOB = "ingest"
"""By which name the history has these runs."""
_MOST_LISTED = 100
"""Of so many files the history tells by name; of all it tells the number, and the quarantine has each refused one."""
_COUNTS = (
    "files",
    "cables",
    "new",
    "changed",
    "unchanged",
    "copies",
    "told_singly",
    "told_in_sum",
    "reports_new",
    "reports_corrected",
    "reports_withdrawn",
)


def kept(engine: Engine, sources: Sequence[Path], ingest: Callable[[], Summary]) -> Summary:
    """What an ingest of these sources came to, which is noted with how long it took; also where it raises."""
    started_at = clock.now()
    about: JsonObject = {"sources": [base_name(source) for source in sources[:_MOST_LISTED]]}
    try:
        summary = ingest()
    except Exception as error:
        # What failed is told by itself; that it cannot be noted, since the database is gone, is not.
        with suppress(TrackerError, SQLAlchemyError, psycopg.Error):
            runs.record(engine, JOB, started_at=started_at, outcome="failed", summary={**about, "error": words(error)})
        raise
    told = {
        **about,
        **{name: getattr(summary, name) for name in _COUNTS},
        "refusals": len(summary.refused),
        "refused": [{"source": name, "reason": reason} for name, reason in summary.refused[:_MOST_LISTED]],
    }
    runs.record(engine, JOB, started_at=started_at, outcome="done", summary=told)
    return summary
