"""Exporting: the log as lines, so that it can be kept anywhere and imported into an empty one, byte for byte.

One snapshot is read, row by row, so memory does not grow with the log. The same log gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
from psycopg import sql

from tracker.log import content, lines
from tracker.log.chain_check import CONTENT_TYPES
from tracker.log.transactions import transaction
from tracker.statements import statements
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from psycopg import Cursor
    from sqlalchemy import Engine

    from tracker.types import JsonObject

_TOLD_EVERY = 1_000
"""After how many events progress is told."""
_WRITTEN_AT_ONCE = 1 << 18
"""How many bytes of lines are gathered before they are written: each write costs more than a line."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many events and documents, and where the log ended."""

    events: int
    documents: int
    position: Position
    hash: str


class _Writer:
    """Writes lines, counted and sealed."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self.seal = lines.Seal()
        self._write = write
        self._gathered = bytearray()

    def line(self, line: JsonObject) -> None:
        data = lines.written(line)
        self.seal.add(data)
        self._gathered += data
        if len(self._gathered) >= _WRITTEN_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        self._write(bytes(self._gathered))
        self._gathered.clear()


def export_log(
    engine: Engine,
    write: Callable[[bytes], object],
    *,
    content_only: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write the log as lines: every event with all that is recorded of it, every document before the event that does.

    With `content_only` only what two honest runs over one release have in common, in an order that they have in common
    (`tracker.log.content`). `progress` is told how many events of how many are written. Sealed words are not exported:
    the writer cannot read them. Nothing is checked: a log that was tampered with is exported as it is, and an import
    finds it.
    """
    named = statements("tracker.log", "transfer.sql")
    order = named["in_order_of_streams" if content_only else "in_order_of_recording"]
    fragments = {"document": sql.SQL(named["document"]), "order": sql.SQL(order)}
    writer = _Writer(write)
    with transaction(engine) as cursor:
        cursor.execute(named["one_snapshot"])
        cursor.execute(named["take_as_long_as_needed"])
        head = cursor.execute(named["head"]).fetchone()
        assert head is not None
        if content_only:
            writer.line(lines.content_header(head["sample"]))
        else:
            writer.line(lines.header(head["position"], head["hash"], head["sample"]))
        for event, document in _rows(cursor, sql.SQL(named["events"]).format(**fragments)):
            if document is not None:
                _document(writer, document, content_only)
            _event(writer, event, content_only)
            if progress and writer.seal.events % _TOLD_EVERY == 0:
                progress(writer.seal.events, head["position"])
        for (document,) in _rows(cursor, sql.SQL(named["unnamed_documents"]).format(**fragments)):
            _document(writer, document, content_only)
    if content_only:
        writer.line(lines.content_end(writer.seal))
    else:
        writer.line(lines.end(head["position"], head["hash"], writer.seal))
    writer.flush()
    return Exported(writer.seal.events, writer.seal.documents, Position(head["position"]), head["hash"])


def _rows(cursor: Cursor[Any], statement: sql.Composed) -> Iterator[tuple[Any, ...]]:
    with cursor.copy(statement, {"types": sorted(CONTENT_TYPES)}) as copy:
        yield from copy.rows()


def _event(writer: _Writer, row: str, content_only: bool) -> None:
    event: JsonObject = orjson.loads(row)
    if content_only:
        if content.is_of_a_run(event):
            return
        event = content.of_event(event)
    writer.line(event)
    writer.seal.events += 1


def _document(writer: _Writer, row: str, content_only: bool) -> None:
    document: JsonObject = orjson.loads(row)
    writer.line(content.of_document(document) if content_only else document)
    writer.seal.documents += 1
