"""The event store: appends and reads. The only writer of schema `log`.

Its invariant is the database's own (`migrations/sql/functions/extend_head_v5.sql`): positions are gapless and in commit
order, so a reader that has seen position n has seen everything before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from psycopg.types.json import set_json_loads

from tracker.errors import EventConflictError, ForgedEventError, WrongVersionError
from tracker.log import wire
from tracker.log.bulk import Bulk
from tracker.log.calls import Call
from tracker.log.documents import Document, Part, record_documents
from tracker.log.kept import Sessions
from tracker.log.laying import Append
from tracker.log.patience import patiently
from tracker.log.recorded import Recorded
from tracker.log.transactions import single_statements, transaction
from tracker.statements import statements
from tracker.types import DocumentId, Position, ReferenceId, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    import psycopg
    from sqlalchemy import Engine

    from tracker.log.recorded import NewEvent
    from tracker.log.sealed import Sealed

CHANNEL = "tracker_log"
"""The channel of the empty notification that every transaction sends that appends."""

NO_STREAM: Final = Version(0)
"""Expected of a stream that must not exist yet."""

_BEGINNING = Position(0)
_END = Version(2**63 - 1)

PAGE = 500
"""How many positions `read_all` looks at in a go: with the limit to the size of a body what bounds its memory."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a consumer that writes to the log has come; what it wrote up to there and this commit together."""

    name: str
    position: Position


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: position, hash and time of the newest event; whether it holds the sample release."""

    position: Position
    hash: bytes
    recorded_at: datetime
    sample: bool | None


class Log:
    """The event store of one database, as one role. Safe to share between threads: each call takes a connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sql = statements("tracker.log", "queries.sql")
        self._sessions = Sessions(engine)
        self._append_call = Call(self._sql["append_call"])
        self._append_at_call = Call(self._sql["append_at_call"])
        self._new_event_type: int | None = None

    def append(
        self,
        events: Sequence[NewEvent],
        *,
        expected: Mapping[Stream, Version | None] | None = None,
        documents: Sequence[Document] = (),
        sealed: Sequence[Sealed] = (),
        checkpoint: Checkpoint | None = None,
    ) -> list[Position]:
        """Append events to their streams in one transaction, with the documents that they commit to.

        `expected` gives the version that a stream must be at (NO_STREAM: it must not exist); a stream that is not
        named, or with None, may be at any. Events that are all recorded already, with the same content, are left alone.
        Returns the positions, in the order given. A consumer that writes to the log moves its `checkpoint` in the same
        transaction.

        Raises WrongVersionError, EventConflictError (an id is taken by other content), EventTooLargeError,
        MixedLogError, HeadHeldError.
        """
        expected = expected or {}
        _refuse_same_ids(events)
        if not (documents or sealed or checkpoint) and (versions := _versions(events, expected)):
            try:
                given = [
                    wire.undigested(events, self._type_id()).form,
                    wire.bigints(versions).form,
                    wire.digests(events).form,
                ]
                return patiently(self._engine, partial(self._append_at, events, given))
            except (EventConflictError, ForgedEventError):
                # What is wrong, or that nothing is since it is a repeat, is found out in the way of all others.
                pass
        parameters = {
            "events": wire.new_events(events, self._type_id()),
            "streams": wire.texts(expected),
            "versions": wire.bigints(expected.values()),
        }
        if documents or sealed or checkpoint:
            record = partial(self._append_with, parameters, documents, sealed=sealed, checkpoint=checkpoint)
        else:
            record = partial(self._append, parameters)
        try:
            return patiently(self._engine, record)
        except (EventConflictError, WrongVersionError):
            # A repeat is nothing to complain of; that it is one is looked for only now, since it seldom is.
            recorded = self._recorded(parameters["events"])
            if recorded is None:
                raise
            if checkpoint:
                self.move(checkpoint)
            return recorded

    def append_many(self, appends: Iterable[Append]) -> int:
        """Append much, by COPY in transactions of up to `bulk.TRANSACTION` events, each `Append` in one piece.

        The same rule and the same errors as `append`; an `Append` that is recorded already is left alone. Returns how
        many events were recorded. Where one raises, what earlier transactions recorded stays recorded.
        """
        return Bulk(self._engine, self._type_id()).append_many(appends)

    def _type_id(self) -> int:
        if self._new_event_type is None:
            with transaction(self._engine) as cursor:
                row = cursor.execute(self._sql["new_event_type"]).fetchone()
            assert row is not None
            self._new_event_type = row["type_id"]
        return self._new_event_type

    def _append(self, parameters: Mapping[str, wire.Encoded]) -> list[Position]:
        positions = self._sessions.call(self._append_call, [value.form for value in parameters.values()])
        assert positions is not None
        return cast("list[Position]", wire.read_bigints(positions))

    def _append_at(self, events: Sequence[NewEvent], parameters: Sequence[bytes]) -> list[Position]:
        answer = self._sessions.call(self._append_at_call, parameters)
        assert answer is not None
        first = int.from_bytes(answer, "big")
        return cast("list[Position]", list(range(first, first + len(events))))

    def _append_with(
        self,
        parameters: Mapping[str, wire.Encoded],
        documents: Sequence[Document],
        *,
        sealed: Sequence[Sealed],
        checkpoint: Checkpoint | None,
    ) -> list[Position]:
        with transaction(self._engine) as cursor:
            # Before the append: the head is not to be held while they are sent.
            record_documents(cursor, documents, sealed)
            row = cursor.execute(self._sql["append"], parameters).fetchone()
            assert row is not None
            if checkpoint:
                self._move(cursor, checkpoint)
        positions: list[Position] = row["positions"]
        return positions

    def _recorded(self, events: wire.Encoded) -> list[Position] | None:
        with transaction(self._engine) as cursor:
            row = cursor.execute(self._sql["recorded"], {"events": events}).fetchone()
        assert row is not None
        positions: list[Position] | None = row["positions"]
        return positions

    def _move(self, cursor: psycopg.Cursor[dict[str, Any]], checkpoint: Checkpoint) -> None:
        values = {"name": checkpoint.name, "position": checkpoint.position}
        cursor.execute(self._sql["move_checkpoint"], values)

    def move(self, checkpoint: Checkpoint) -> None:
        """Remember that a consumer has come to a position; never moves one back, so two at work do no harm."""
        with transaction(self._engine) as cursor:
            self._move(cursor, checkpoint)

    def checkpoint(self, name: str) -> Position | None:
        """How far a consumer is; None for one that is not known."""
        with transaction(self._engine) as cursor:
            row = cursor.execute(self._sql["checkpoint"], {"name": name}).fetchone()
        return Position(row["position"]) if row else None

    def announced(self) -> Position:
        """Up to which position developments are recorded: the last of the append that caused the newest one."""
        with transaction(self._engine) as cursor:
            row = cursor.execute(self._sql["announced"]).fetchone()
        return Position(row["position"]) if row and row["position"] else _BEGINNING

    def head(self) -> Head:
        """Where the log ends."""
        with transaction(self._engine) as cursor:
            row = cursor.execute(self._sql["head"]).fetchone()
        assert row is not None
        return Head(Position(row["position"]), bytes(row["hash"]), row["recorded_at"], row["sample"])

    def read_stream(
        self,
        stream: Stream,
        *,
        after: Version = NO_STREAM,
        through: Version = _END,
        backwards: bool = False,
        limit: int | None = None,
    ) -> list[Recorded]:
        """The events of a stream after a version and up to another, oldest first or, `backwards`, newest first.

        At most `limit` of them; none where the stream does not exist.
        """
        statement = self._sql["read_stream_backwards" if backwards else "read_stream"]
        return self._read(statement, {"stream": stream, "after": after, "through": through, "limit": limit})

    def read_streams(self, streams: Iterable[Stream]) -> dict[Stream, list[Recorded]]:
        """The events of each of these streams that exists, oldest first."""
        events = self._read(self._sql["read_streams"], {"streams": list(streams)})
        return {stream: list(group) for stream, group in groupby(events, attrgetter("stream"))}

    def read_all(
        self,
        *,
        after: Position = _BEGINNING,
        through: Position | None = None,
        types: Sequence[str] | None = None,
        categories: Sequence[str] | None = None,
    ) -> Iterator[Recorded]:
        """The events after a position up to where the log ends now, in order; where given, of some types only.

        A category is what the names of streams begin with, before the slash (`cable`). Memory is bounded however long
        the log is, and no transaction is open while the caller is at work.
        """
        last = self.head().position if through is None else through
        while after < last:
            # Positions have no gaps, so a range of them is a page; with a limit alone, a filter could read on and on.
            end = Position(min(after + PAGE, last))
            yield from self._read(
                self._sql["read_all"],
                {
                    "after": after,
                    "through": end,
                    "types": None if types is None else list(types),
                    "categories": None if categories is None else list(categories),
                },
            )
            after = end

    def read_appends(
        self, *, after: Position, through: Position, types: Sequence[str], having: Sequence[str]
    ) -> Iterator[list[Recorded]]:
        """Of the appends that hold an event of a type in `having`, the events of some types, append by append.

        Nothing is read of the others, which are nearly all. What is erased is passed over.
        """
        limits = {"types": list(types), "having": list(having)}
        while after < through:
            with transaction(self._engine) as cursor:
                page = {"after": after, "size": PAGE, "through": through}
                row = cursor.execute(self._sql["end_of_page"], page).fetchone()
            assert row is not None
            end = Position(row["position"])
            found = self._read(self._sql["read_appends"], {**limits, "after": after, "through": end})
            for _, append in groupby(
                (event for event in found if event.body is not None), attrgetter("first_position")
            ):
                yield list(append)
            after = end

    def _read(self, statement: str, parameters: Mapping[str, object]) -> list[Recorded]:
        with single_statements(self._engine) as driver, driver.cursor(binary=True) as cursor:
            set_json_loads(orjson.loads, cursor)
            return [Recorded._make(row) for row in cursor.execute(statement, parameters, prepare=True)]

    def document(self, document_id: DocumentId) -> Document | None:
        """A document with its words, or None where there is none of that id."""
        with transaction(self._engine) as cursor:
            rows = cursor.execute(self._sql["parts"], {"document_id": document_id}).fetchall()
        return _document(rows) if rows else None

    def documents_of(self, reference_ids: Iterable[ReferenceId]) -> dict[DocumentId, Document]:
        """All documents of these cables, with their words."""
        with transaction(self._engine) as cursor:
            rows = cursor.execute(self._sql["parts_of"], {"reference_ids": list(reference_ids)}).fetchall()
        return {
            document_id: _document(list(group)) for document_id, group in groupby(rows, lambda row: row["document_id"])
        }


def _refuse_same_ids(events: Sequence[NewEvent]) -> None:
    # As integers: those are compared without a call.
    if len(events) > 1 and len({event.event_id.int for event in events}) < len(events):
        raise EventConflictError("two events of one append have the same id")


def _document(rows: Sequence[Mapping[str, Any]]) -> Document:
    """A document from its parts."""
    parts = tuple(
        Part(row["ordinal"], row["start_offset"], row["words"], bytes(row["salt"]), bytes(row["commitment"]))
        for row in rows
    )
    first = rows[0]
    return Document(DocumentId(first["document_id"]), first["reference_id"], first["document_ordinal"], parts)


def _versions(events: Sequence[NewEvent], expected: Mapping[Stream, Version | None]) -> list[int]:
    """The version that each event has, where one is expected of all their streams, and of no others; else none."""
    ends: dict[Stream, int | None] = dict(expected)
    versions = []
    for event in events:
        version = ends.get(event.stream)
        if version is None:
            return []
        ends[event.stream] = version = version + 1
        versions.append(version)
    return versions if all(ends[stream] != version for stream, version in expected.items()) else []
