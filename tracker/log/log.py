"""The event store: appends and reads. The only writer of schema `log`.

Its invariant is the database's own (`migrations/sql/functions/extend_head_v1.sql`): positions are gapless and in commit
order, so a reader that has seen position n has seen everything before it.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from tracker.errors import (
    AppendOnlyError,
    DatabaseError,
    EventConflictError,
    ForgedEventError,
    MixedLogError,
    TrackerError,
    WrongVersionError,
)
from tracker.events import Event, from_body, to_body
from tracker.log.chain import event_digest, new_salt
from tracker.log.documents import Document, Part
from tracker.statements import statements
from tracker.types import DocumentId, EventId, JsonObject, Position, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.log.sealed import SealedName

CHANNEL = "tracker_log"
"""The channel of the empty notification that follows each append."""

_START = Version(0)
_BEGINNING = Position(0)

PAGE = 1_000
"""How many events `read_all` fetches at a time: what bounds its memory."""

_ERRORS: Mapping[str, type[TrackerError]] = {
    "TR002": EventConflictError,
    "TR003": EventConflictError,
    "TR004": ForgedEventError,
    "TR005": MixedLogError,
    "TR006": AppendOnlyError,
    # Two writers recorded the same document or event at the same time; the other one won.
    "23505": EventConflictError,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event to append. Its salt and digest are made once, so appending the same object again is a no-op."""

    stream: Stream
    event_id: EventId
    type: str
    schema_version: int
    actor: str
    correlation: UUID | None
    cause: UUID | None
    body: JsonObject
    salt: bytes
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event as recorded, with its place in the log and its body in the newest version."""

    position: Position
    first_position: Position
    stream: Stream
    version: Version
    event_id: EventId
    actor: str
    correlation: UUID | None
    cause: UUID | None
    recorded_at: datetime
    hash: bytes
    event: Event


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


def new_event(
    event: Event,
    *,
    stream: Stream,
    event_id: EventId,
    actor: str,
    correlation: UUID | None = None,
    cause: UUID | None = None,
) -> NewEvent:
    """`event` made ready to append: body, salt and digest."""
    body = to_body(event)
    salt = new_salt()
    digest = event_digest(
        stream=stream,
        event_type=event.type(),
        schema_version=event.SCHEMA_VERSION,
        event_id=event_id,
        actor=actor,
        correlation=correlation,
        cause=cause,
        body=body,
        salt=salt,
    )
    return NewEvent(
        stream=stream,
        event_id=event_id,
        type=event.type(),
        schema_version=event.SCHEMA_VERSION,
        actor=actor,
        correlation=correlation,
        cause=cause,
        body=body,
        salt=salt,
        digest=digest,
    )


def translate(error: psycopg.Error) -> TrackerError:
    """The project's exception for an error of the database, without its details: they can hold sealed words."""
    state = error.sqlstate or ""
    message = (error.diag.message_primary or str(error)).strip()
    if state == "TR001":
        detail = json.loads(error.diag.message_detail or "{}")
        return WrongVersionError(detail["stream"], expected=detail["expected"], actual=detail["actual"])
    return _ERRORS.get(state, DatabaseError)(message)


class Log:
    """The event store of one database, as one role. Safe to share between threads: each call takes a connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sql = statements("tracker.log", "queries.sql")

    @contextmanager
    def _cursor(self) -> Iterator[psycopg.Cursor[dict[str, Any]]]:
        """A cursor in a transaction of its own, which commits when the block ends without an error."""
        with self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            try:
                with driver.transaction(), driver.cursor(row_factory=dict_row) as cursor:
                    yield cursor
            except psycopg.Error as error:
                raise translate(error) from None

    def append(
        self,
        events: Sequence[NewEvent],
        *,
        expected: Mapping[Stream, Version] | None = None,
        documents: Sequence[Document] = (),
        sealed: Sequence[SealedName] = (),
        checkpoint: Checkpoint | None = None,
    ) -> list[Position]:
        """Append events to their streams in one transaction, with the documents that they commit to.

        `expected` gives the version that a stream must be at (0: it must not exist); a stream that is not named may be
        at any. Events that are all recorded already, with the same content, are left alone. Returns the positions, in
        the order given. A consumer that writes to the log moves its `checkpoint` in the same transaction.

        Raises WrongVersionError, EventConflictError (an id is taken by other content), MixedLogError.
        """
        expected = expected or {}
        parameters = {
            "streams": [event.stream for event in events],
            "types": [event.type for event in events],
            "schema_versions": [event.schema_version for event in events],
            "event_ids": [event.event_id for event in events],
            "actors": [event.actor for event in events],
            "correlations": [event.correlation for event in events],
            "causes": [event.cause for event in events],
            "bodies": [Jsonb(event.body) for event in events],
            "salts": [event.salt for event in events],
            "digests": [event.digest for event in events],
            "expected_streams": list(expected),
            "expected_versions": list(expected.values()),
        }
        with self._cursor() as cursor:
            for document in documents:
                self._record(cursor, document)
            for name in sealed:
                cursor.execute(
                    self._sql["seal"],
                    {
                        "document_id": name.document_id,
                        "number": name.number,
                        "words": name.words,
                        "reason": name.reason,
                    },
                )
            rows = cursor.execute(self._sql["append"], parameters).fetchall()
            if checkpoint:
                self._move(cursor, checkpoint)
        self._notify()
        return [Position(row["position"]) for row in rows]

    def _record(self, cursor: psycopg.Cursor[dict[str, Any]], document: Document) -> None:
        cursor.execute(
            self._sql["record_document"],
            {
                "document_id": document.document_id,
                "reference_id": document.reference_id,
                "ordinal": document.ordinal,
            },
        )
        cursor.executemany(
            self._sql["record_part"],
            [
                {
                    "document_id": document.document_id,
                    "ordinal": part.ordinal,
                    "start": part.start,
                    "words": part.words,
                    "salt": part.salt,
                    "commitment": part.commitment,
                }
                for part in document.parts
            ],
        )

    def _notify(self) -> None:
        """Wake the readers; after the commit, since a transaction that notifies holds a lock that all wait for.

        What is recorded is recorded even where nobody could be woken: readers poll too.
        """
        with suppress(DatabaseError), self._cursor() as cursor:
            cursor.execute(psycopg.sql.SQL("NOTIFY {}").format(psycopg.sql.Identifier(CHANNEL)))

    def _move(self, cursor: psycopg.Cursor[dict[str, Any]], checkpoint: Checkpoint) -> None:
        values = {"name": checkpoint.name, "position": checkpoint.position}
        cursor.execute(self._sql["move_checkpoint"], values)

    def move(self, checkpoint: Checkpoint) -> None:
        """Remember that a consumer has come to a position; never moves one back, so two at work do no harm."""
        with self._cursor() as cursor:
            self._move(cursor, checkpoint)

    def checkpoint(self, name: str) -> Position | None:
        """How far a consumer is; None for one that is not known."""
        with self._cursor() as cursor:
            row = cursor.execute(self._sql["checkpoint"], {"name": name}).fetchone()
        return Position(row["position"]) if row else None

    def announced(self) -> Position:
        """Up to which position developments are recorded: the last of the append that caused the newest one."""
        with self._cursor() as cursor:
            row = cursor.execute(self._sql["announced"]).fetchone()
        return Position(row["position"]) if row and row["position"] else _BEGINNING

    def head(self) -> Head:
        """Where the log ends."""
        with self._cursor() as cursor:
            row = cursor.execute(self._sql["head"]).fetchone()
        assert row is not None
        return Head(Position(row["position"]), bytes(row["hash"]), row["recorded_at"], row["sample"])

    def read_stream(self, stream: Stream, *, after: Version = _START) -> list[Recorded]:
        """The events of a stream after a version, oldest first; none where the stream does not exist."""
        with self._cursor() as cursor:
            rows = cursor.execute(self._sql["read_stream"], {"stream": stream, "after": after}).fetchall()
        return [_recorded(row) for row in rows]

    def read_all(
        self, *, after: Position = _BEGINNING, through: Position | None = None, types: Sequence[str] | None = None
    ) -> Iterator[Recorded]:
        """The events after a position up to where the log ends now, in order; of some types only, where given."""
        last = self.head().position if through is None else through
        while after < last:
            parameters = {"after": after, "through": last, "types": list(types) if types else None, "limit": PAGE}
            with self._cursor() as cursor:
                rows = cursor.execute(self._sql["read_all"], parameters).fetchall()
            yield from (_recorded(row) for row in rows)
            if len(rows) < PAGE:
                return
            after = Position(rows[-1]["position"])

    def document(self, document_id: DocumentId) -> Document | None:
        """A document with its words, or None where there is none of that id."""
        with self._cursor() as cursor:
            rows = cursor.execute(self._sql["parts"], {"document_id": document_id}).fetchall()
        if not rows:
            return None
        parts = tuple(
            Part(row["ordinal"], row["start_offset"], row["words"], bytes(row["salt"]), bytes(row["commitment"]))
            for row in rows
        )
        return Document(document_id, rows[0]["reference_id"], rows[0]["document_ordinal"], parts)


def _recorded(row: dict[str, Any]) -> Recorded:
    return Recorded(
        position=row["position"],
        first_position=row["first_position"],
        stream=row["stream"],
        version=row["version"],
        event_id=row["event_id"],
        actor=row["actor"],
        correlation=row["correlation"],
        cause=row["cause"],
        recorded_at=row["recorded_at"],
        hash=bytes(row["hash"]),
        event=from_body(row["type"], row["schema_version"], row["body"]),
    )
