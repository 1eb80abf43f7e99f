"""Which reports ask to be checked, and why: what people have decided on is not among them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from psycopg.rows import class_row

from tracker.extraction.accuracy import measured
from tracker.showing.show import reading
from tracker.statements import statements
from tracker.types import ReportId

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A report that asks to be checked.

    `need` is why: "reread" (a re-reading disagrees with what a person decided), "disputed" (others tell it
    differently), "unsure" (for its `doubts`) or "new".
    """

    report_id: ReportId
    reference_id: str
    cable_date: datetime | None
    recorded_at: datetime
    kind: str
    need: str
    doubts: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which reports: None is any. `since` is the day from which on they were recorded."""

    cartel: str | None = None
    kind: str | None = None
    reference_id: str | None = None
    state: str | None = None
    since: date | None = None
    limit: int | None = None


def queue(engine: Engine, wanted: Wanted) -> list[Waiting]:
    """The reports that ask to be checked, those that ask most first.

    Among those in doubt kinds that the extractor reads worst come first; among equals the newest.
    """
    values = {
        "cartel": wanted.cartel,
        "kind": wanted.kind,
        "reference_id": wanted.reference_id,
        "state": wanted.state.upper() if wanted.state else None,
        "since": wanted.since,
        "limit": wanted.limit,
        "precisions": json.dumps({kind: share.precision for kind, share in measured()[-1].shares.items()}),
    }
    statement = statements("tracker.reviewing", "queue.sql")["waiting"]
    with reading(engine) as connection, connection.cursor(row_factory=class_row(Waiting)) as cursor:
        return cursor.execute(statement.encode(), values).fetchall()
