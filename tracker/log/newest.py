"""The texts of record of many cables, a few at a time: for what looks through a whole release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.statements import statements
from tracker.types import ReferenceId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Engine

_CABLES = 200
"""How many cables are read in a go: with the length of a telegram what bounds the memory."""


def texts_of_record(engine: Engine, reference_ids: Iterable[ReferenceId]) -> Iterator[tuple[ReferenceId, str]]:
    """The masked telegram of each of these cables, by ID; none of a cable that is not recorded."""
    sql = text(statements("tracker.log", "newest.sql")["texts"])
    wanted = sorted(set(reference_ids))
    for first in range(0, len(wanted), _CABLES):
        with engine.connect() as connection:
            rows = connection.execute(sql, {"reference_ids": wanted[first : first + _CABLES]}).all()
        for row in rows:
            yield ReferenceId(row.reference_id), row.words
