"""Importing: an exported log into an empty one, checked line by line, whole or not at all.

Everything happens in one transaction, which holds the head from its beginning on: whoever else appends waits, and finds
either the whole imported log or none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import psycopg

from tracker.errors import ImportRefusedError
from tracker.log.checking import Checker, Committed, Naming
from tracker.log.files import arriving
from tracker.log.lines import End, FiledDocument, FiledEvent, Header, Line, LineError, Seal, parsed
from tracker.log.transactions import transaction, translate
from tracker.statements import statements
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedIOBase

    from psycopg import Cursor
    from sqlalchemy import Engine

CHUNK = 5_000
"""How many events are sent to the database at a time, but for an append that is longer: an append is never split."""
CHUNK_CHARACTERS = 4_000_000
"""How many characters are sent at a time where bodies and documents are long."""

_TOLD_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What was recorded: how many events and documents, and where the log now ends."""

    events: int
    documents: int
    position: Position
    hash: str


def import_log(
    engine: Engine,
    source: BufferedIOBase,
    *,
    name: str,
    sample: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Imported:
    """Record an exported log, compressed or not, in a log that is empty; as the writer.

    `name` is what messages call the file, `sample` whether the log is to hold the sample release; `progress` is told
    how many events of how many are read. Raises ImportRefusedError, which names the line, for the first fault of the
    file, and where the log is not empty; then the log stays as it was.
    """
    reading = _Reading(source, name)
    # The first line is awaited before anything is locked.
    header = next(reading, None)
    if not isinstance(header, Header):
        raise reading.refusal("the file does not begin with the header of an exported log")
    if header.sample is not None and header.sample != sample:
        raise reading.refusal(
            "this log holds the sample release; --sample imports it into the sample's own database"
            if header.sample
            else "this log does not hold the sample release, and the database is for that alone"
        )
    with transaction(engine) as cursor:
        importing = _Import(cursor, reading, header)
        importing.prepare()
        for line in reading:
            importing.take(line)
            if progress and reading.seal.events % _TOLD_EVERY == 0:
                progress(reading.seal.events, header.position)
        return importing.finish()


class _Reading:
    """The lines of a file, numbered and sealed; what is wrong with one names file and line."""

    def __init__(self, source: BufferedIOBase, name: str) -> None:
        self.seal = Seal()
        self.sealed = ""
        self.number = 0
        self._name = name
        self._lines = arriving(source)

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        self.number += 1
        try:
            data = next(self._lines)
            line = parsed(data)
        except StopIteration:
            self.number -= 1
            raise
        except LineError as error:
            raise self.refusal(error.fault) from None
        self.sealed = self.seal.sha256 if isinstance(line, End) else ""
        self.seal.add(data)
        return line

    def refusal(self, fault: str, first: int | None = None, last: int | None = None) -> ImportRefusedError:
        """The error for what is wrong with the line read last, with another, or with one of several."""
        number = first or max(self.number, 1)
        place = f"lines {number} to {last}" if last and last > number else f"line {number}"
        return ImportRefusedError(f"{self._name}, {place}: {fault}")


class _Import:
    """Takes lines in, and sends them to the database in chunks of whole appends."""

    def __init__(self, cursor: Cursor[dict[str, Any]], reading: _Reading, header: Header) -> None:
        self._cursor = cursor
        self._reading = reading
        self._header = header
        self._sql = statements("tracker.log", "transfer.sql")
        self._checker = Checker()
        self._end: End | None = None
        self._events: list[tuple[object, ...]] = []
        self._documents: list[tuple[object, ...]] = []
        self._parts: list[tuple[object, ...]] = []
        self._characters = 0
        self._first = reading.number + 1

    def prepare(self) -> None:
        """Lock the head, and find the log empty."""
        self._cursor.execute(self._sql["take_as_long_as_needed"])
        self._cursor.execute(self._sql["wait_for_input"])
        self._cursor.execute(self._sql["be_known"])
        self._cursor.execute(self._sql["lock_head"])
        found = self._cursor.execute(self._sql["anything"]).fetchone()
        if found is None or found["recorded"]:
            raise ImportRefusedError("something is recorded already, and only an empty log takes in another")

    def take(self, line: Line) -> None:
        """Check a line; what came before it is sent where that is enough."""
        try:
            self._take(line, self._reading.number)
        except LineError as error:
            raise self._reading.refusal(error.fault, error.number) from None

    def finish(self) -> Imported:
        """Send the rest, and hold what the database now holds against what the file tells."""
        if self._end is None:
            raise self._reading.refusal("the file is cut: this is not the last line of a log")
        self._send()
        head = self._cursor.execute(self._sql["head"]).fetchone()
        assert head is not None
        if (head["position"], head["hash"]) != (self._end.position, self._end.hash):
            raise self._reading.refusal(f"the log would end at position {head['position']}, hash {head['hash']}")
        if head["sample"] != self._header.sample:
            raise self._reading.refusal("the header tells another kind of release than the log holds", 1)
        return Imported(self._end.events, self._end.documents, Position(self._end.position), self._end.hash)

    def _take(self, line: Line, number: int) -> None:
        if self._end:
            raise LineError("the log has ended before this line")
        if isinstance(line, FiledEvent):
            if self._checker.event(line, number) and self._is_full():
                self._send()
            self._add_event(line)
        elif isinstance(line, FiledDocument):
            self._checker.document(line, number)
            self._add_document(line)
        elif isinstance(line, End):
            self._take_end(line)
        else:
            raise LineError("a log has one header")

    def _take_end(self, end: End) -> None:
        self._checker.end()
        seal = self._reading.seal
        for told, found, what in (
            (end.events, seal.events, "events"),
            (end.documents, seal.documents, "documents"),
            (end.position, self._checker.position, "as the last position"),
            (end.hash, self._checker.hash.hex(), "as the last hash"),
            (end.position, self._header.position, "as the last position in the header"),
            (end.hash, self._header.hash, "as the last hash in the header"),
            (end.sha256, self._reading.sealed, "as the SHA-256 of all lines before"),
        ):
            if told != found:
                raise LineError(f"this line tells {told}, found was {found} {what}")
        self._end = end

    def _is_full(self) -> bool:
        return len(self._events) >= CHUNK or self._characters >= CHUNK_CHARACTERS

    def _add_event(self, event: FiledEvent) -> None:
        self._reading.seal.events += 1
        body = None if event.body is None else orjson.dumps(event.body, option=orjson.OPT_SORT_KEYS).decode()
        self._characters += len(body or "")
        self._events.append(
            (*event[:11], body, None if event.salt is None else _bytes(event.salt), *map(_bytes, event[13:]))
        )

    def _add_document(self, document: FiledDocument) -> None:
        self._reading.seal.documents += 1
        self._documents.append(document[:3])
        for part in document.parts:
            self._parts.append((document.document_id, *part[:3], _bytes(part.salt), _bytes(part.commitment)))
            self._characters += len(part.words)

    def _send(self) -> None:
        """Send what has come together: the words first, so that the events that name them find them."""
        try:
            self._copy("add_documents", self._documents)
            self._copy("add_parts", self._parts)
            self._copy("add_events", self._events)
            self._check_namings(self._checker.namings)
        except psycopg.OperationalError:
            raise
        except psycopg.Error as error:
            raise self._reading.refusal(str(translate(error)), self._first, self._reading.number) from None
        self._checker.namings.clear()
        self._characters = 0
        self._first = self._reading.number

    def _copy(self, name: str, rows: list[tuple[object, ...]]) -> None:
        if rows:
            with self._cursor.copy(self._sql[name]) as copy:
                for row in rows:
                    copy.write_row(row)
        rows.clear()

    def _check_namings(self, namings: Sequence[Naming]) -> None:
        """Check what events say of documents that lines before recorded."""
        if not namings:
            return
        found: dict[tuple[str, str], list[Committed]] = {}
        for row in self._cursor.execute(self._sql["parts"], {"ids": [naming.document_id for naming in namings]}):
            parts = found.setdefault((row["document_id"], row["stream"]), [])
            if row["ordinal"] is not None:
                parts.append(Committed(row["start"], row["commitment"]))
        for naming in namings:
            there = found.get((naming.document_id, naming.stream))
            if there is None:
                raise self._reading.refusal(f"document {naming.document_id} is missing", naming.number)
            if len(there) != len(naming.parts) or any(
                expected not in (None, part) for expected, part in zip(naming.parts, there, strict=True)
            ):
                raise self._reading.refusal(
                    f"document {naming.document_id} was recorded otherwise than this event says", naming.number
                )


def _bytes(in_hex: str) -> str:
    """Bytes as the server reads them."""
    return f"\\x{in_hex}"
