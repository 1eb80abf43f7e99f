"""Appends made by hand, as a program of somebody else's could: the same rows, by INSERT and by COPY, hashed here anew.

Nothing here uses the project's own hashing in SQL or its rules for times and versions: what the database takes from
here it takes because it fits, and what the log holds is checked by a second reading of the rules.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from tracker.events import RenditionRecorded
from tracker.log.chain import GENESIS, event_digest
from tracker.log.recorded import NewEvent, new_event
from tracker.types import EventId, JsonObject, ReferenceId, Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

STREAM = Stream("cable/07MEXICO1")
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of `log.events`."""

    position: int
    first_position: int
    stream: str
    version: int
    event_id: UUID
    type: str
    schema_version: int
    actor: str
    correlation: UUID | None
    cause: UUID | None
    recorded_at: datetime
    body: JsonObject | None
    salt: bytes | None
    digest: bytes
    hash: bytes

    def parameters(self) -> dict[str, object]:
        """The row as psycopg takes it."""
        body = Jsonb(self.body) if self.body is not None else None
        return {**asdict(self), "body": body}


COLUMNS = tuple(field.name for field in fields(Row))


def rendition(
    number: int, stream: Stream = STREAM, event_id: UUID | None = None, *, source: str | None = None
) -> NewEvent:
    """The smallest event that there is, told apart by a number."""
    event = RenditionRecorded(
        reference_id=ReferenceId(stream.removeprefix("cable/")),
        source=source or f"file {number}",
        source_format="raw",
        sha256=f"{number:064x}",
        characters=number,
    )
    return new_event(event, stream=stream, event_id=EventId(event_id or uuid4()), actor="a test")


def chain_hash(previous: bytes, position: int, version: int, recorded_at: datetime, digest: bytes) -> bytes:
    """The hash of an event, by the rule that the documentation states."""
    microseconds = round(recorded_at.timestamp() * 1_000_000)
    numbers = b"".join(value.to_bytes(8, "big", signed=True) for value in (position, version, microseconds))
    return hashlib.sha256(previous + numbers + digest).digest()


def next_rows(connection: psycopg.Connection, events: Sequence[NewEvent]) -> list[Row]:
    """The rows that append these events where the log ends now, as this connection sees it."""
    found = connection.execute("SELECT position, hash, recorded_at FROM log.head").fetchone()
    assert found is not None
    position, previous, time = int(found[0]), bytes(found[1]), max(datetime.now(UTC), found[2] + 2 * _MICROSECOND)
    first, versions, rows = position + 1, dict[str, int](), list[Row]()
    for event in events:
        if event.stream not in versions:
            latest = connection.execute("SELECT max(version) FROM log.events WHERE stream = %s", [event.stream])
            versions[event.stream] = (latest.fetchone() or (None,))[0] or 0
        position, version = position + 1, versions[event.stream] + 1
        versions[event.stream] = version
        previous = chain_hash(previous, position, version, time, event.digest)
        rows.append(
            Row(
                position=position,
                first_position=first,
                stream=event.stream,
                version=version,
                event_id=event.event_id,
                type=event.type,
                schema_version=event.schema_version,
                actor=event.actor,
                correlation=event.correlation,
                cause=event.cause,
                recorded_at=time,
                body=event.body,
                salt=event.salt,
                digest=event.digest,
                hash=previous,
            )
        )
        time += _MICROSECOND
    return rows


_COLUMNS = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
INSERT = sql.SQL("INSERT INTO log.events ({}) VALUES ({})").format(
    _COLUMNS, sql.SQL(", ").join(map(sql.Placeholder, COLUMNS))
)
COPY = sql.SQL("COPY log.events ({}) FROM STDIN").format(_COLUMNS)


def insert(connection: psycopg.Connection, rows: Sequence[Row]) -> None:
    """Insert rows with one statement."""
    row = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(COLUMNS)))
    statement = sql.SQL("INSERT INTO log.events ({}) VALUES {}").format(_COLUMNS, sql.SQL(", ").join([row] * len(rows)))
    connection.execute(statement, [value for each in rows for value in each.parameters().values()])


def copy(connection: psycopg.Connection, rows: Sequence[Row]) -> None:
    """Insert rows with one COPY."""
    with connection.cursor() as cursor, cursor.copy(COPY) as running:
        for row in rows:
            running.write_row(list(row.parameters().values()))


APPEND = """
    SELECT log.append_v2(
        ARRAY(
            SELECT (
                stream, type, schema_version, event_id, actor, correlation, cause, body, salt, digest
            )::log.new_event
            FROM unnest(
                %s::text[], %s::text[], %s::integer[], %s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::jsonb[],
                %s::bytea[], %s::bytea[]
            ) WITH ORDINALITY AS n (
                stream, type, schema_version, event_id, actor, correlation, cause, body, salt, digest, nth
            )
            ORDER BY nth
        ), '{}', '{}'
    )
"""


def append(connection: psycopg.Connection, events: Sequence[NewEvent]) -> None:
    """Append by the database's own function, in whatever transaction the connection is, and leave it open."""
    columns = [
        [event.stream for event in events],
        [event.type for event in events],
        [event.schema_version for event in events],
        [event.event_id for event in events],
        [event.actor for event in events],
        [event.correlation for event in events],
        [event.cause for event in events],
        [Jsonb(event.body) for event in events],
        [event.salt for event in events],
        [event.digest for event in events],
    ]
    connection.execute(APPEND, columns)


def read_back(address: str) -> list[Row]:
    """The whole log, as it lies in the table."""
    with psycopg.connect(address) as connection, connection.cursor(row_factory=class_row(Row)) as cursor:
        statement = sql.SQL("SELECT {} FROM log.events ORDER BY position").format(_COLUMNS)
        return cursor.execute(statement).fetchall()


def assert_intact(address: str) -> list[Row]:
    """Every rule of the log holds for all of it, and the head tells where it ends; returns it in order."""
    rows = read_back(address)
    previous, time, first, versions = GENESIS, datetime(2000, 1, 1, tzinfo=UTC), 0, dict[str, int]()
    for position, row in enumerate(rows, start=1):
        assert row.position == position
        step = row.recorded_at - time
        assert step > timedelta(0), f"event {position} is recorded before the one before it"
        first = first if step == _MICROSECOND else position
        assert row.first_position == first, f"event {position} is not told to be of the append that it was made in"
        assert row.version == versions.get(row.stream, 0) + 1, f"event {position} is not the next of its stream"
        versions[row.stream] = row.version
        assert row.body is not None
        assert row.salt is not None
        digest = event_digest(
            stream=row.stream,
            event_type=row.type,
            schema_version=row.schema_version,
            event_id=row.event_id,
            actor=row.actor,
            correlation=row.correlation,
            cause=row.cause,
            body=row.body,
            salt=row.salt,
        )
        assert digest == row.digest, f"event {position} is not what it was committed to"
        previous, time = chain_hash(previous, row.position, row.version, row.recorded_at, digest), row.recorded_at
        assert row.hash == previous, f"event {position} does not extend the chain"
    with psycopg.connect(address) as connection:
        head = connection.execute("SELECT position, hash FROM log.head").fetchone()
    assert head == (len(rows), previous)
    return rows
