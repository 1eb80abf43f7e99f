"""What sources gave of cables, as recorded: asked of many cables at a time, without their texts and reports."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from tracker.statements import statements
from tracker.types import Stream

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Engine


class GivenEvent(NamedTuple):
    """What an event of a cable's stream tells of a rendition or of the text of record; `blank` once it is erased."""

    type: str
    blank: bool
    source: str | None = None
    sha256: str | None = None
    extractor: str | None = None
    protected_names: int | None = None


def given(engine: Engine, streams: Collection[Stream]) -> dict[Stream, Sequence[GivenEvent]]:
    """What the events of each of these streams that exists tell, oldest first."""
    with engine.connect() as connection:
        rows = connection.execute(
            text(statements("tracker.log", "given.sql")["given"]), {"streams": list(streams)}
        ).all()
    return {
        Stream(stream): [GivenEvent._make(row[1:]) for row in of_stream]
        for stream, of_stream in groupby(rows, lambda row: row.stream)
    }
