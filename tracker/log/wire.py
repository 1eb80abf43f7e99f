"""The binary forms in which events go to the server: an array of `log.new_event` to append, rows of COPY for bulk.

psycopg adapts value by value, which took most of the time of an append; here an event is put together in one go. The
forms are those of PostgreSQL's receive functions (`array_recv`, `record_recv`) and of COPY's binary format.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING

import orjson
import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

from tracker.errors import EventTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from psycopg.abc import Buffer

    from tracker.log.recorded import NewEvent

_BIGINT, _INTEGER, _TEXT, _BYTEA, _UUID, _JSONB = 20, 23, 25, 17, 2950, 3802
"""The object ids of PostgreSQL's own types, the same on every server."""

_length = Struct(">I").pack
_typed_length = Struct(">II").pack
_typed_integer = Struct(">IIi").pack
_integer = Struct(">Ii").pack
_bigint = Struct(">Iq").pack
_array = Struct(">IIIII").pack
_empty_array = Struct(">III").pack

_NULL = b"\xff\xff\xff\xff"
_NULL_UUID = _length(_UUID) + _NULL
_UUID_FOLLOWS = _typed_length(_UUID, 16)
_SALT_FOLLOWS = _typed_length(_BYTEA, 16)
_DIGEST_FOLLOWS = _typed_length(_BYTEA, 32)
_JSONB_VERSION = b"\1"
_NEW_EVENT_COLUMNS = _length(10)
_RECORDED_COLUMNS = Struct(">H").pack(15)

COPY_BEGINS = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_ENDS = b"\xff\xff"
_EPOCH_MICROSECONDS = 946_684_800_000_000
"""PostgreSQL counts microseconds from the beginning of 2000."""


LARGEST_BODY = 2**20
"""How many bytes of JSON the body of an event may have: what bounds the memory of those who read the log."""


class Encoded:
    """A parameter in its binary form, of the type that the statement casts it to."""

    __slots__ = ("form",)

    def __init__(self, form: bytes) -> None:
        self.form = form


class _EncodedDumper(Dumper):
    format = Format.BINARY
    oid = 0

    def dump(self, obj: Encoded) -> Buffer:
        return obj.form


psycopg.adapters.register_dumper(Encoded, _EncodedDumper)


def _text(value: str) -> bytes:
    encoded = value.encode()
    return _typed_length(_TEXT, len(encoded)) + encoded


def _uuid(value: UUID | None) -> bytes:
    return _NULL_UUID if value is None else _UUID_FOLLOWS + value.bytes


def _element(element: bytes) -> bytes:
    return _length(len(element)) + element


def _array_of(element_type: int, elements: Sequence[bytes]) -> Encoded:
    if not elements:
        return Encoded(_empty_array(0, 0, element_type))
    return Encoded(_array(1, 1, element_type, len(elements), 1) + b"".join(elements))


def body_of(event: NewEvent) -> bytes:
    """The body of an event as JSON. Raises EventTooLargeError."""
    body = orjson.dumps(event.body)
    if len(body) > LARGEST_BODY:
        raise EventTooLargeError(
            f"{event.type} in {event.stream} has {len(body)} bytes, {LARGEST_BODY} at the most; words go into documents"
        )
    return body


def new_event(event: NewEvent) -> bytes:
    """The binary form of one `log.new_event`. Raises EventTooLargeError."""
    body = body_of(event)
    return b"".join(
        (
            _NEW_EVENT_COLUMNS,
            _text(event.stream),
            _text(event.type),
            _typed_integer(_INTEGER, 4, event.schema_version),
            _UUID_FOLLOWS,
            event.event_id.bytes,
            _text(event.actor),
            _uuid(event.correlation),
            _uuid(event.cause),
            _typed_length(_JSONB, len(body) + 1),
            _JSONB_VERSION,
            body,
            _SALT_FOLLOWS,
            event.salt,
            _DIGEST_FOLLOWS,
            event.digest,
        )
    )


def new_events(events: Iterable[NewEvent], type_id: int) -> Encoded:
    """An array of `log.new_event`, a type whose object id is the database's own."""
    return _array_of(type_id, [_element(new_event(event)) for event in events])


def texts(values: Iterable[str]) -> Encoded:
    """An array of text."""
    return _array_of(_TEXT, [_element(value.encode()) for value in values])


def bigints(values: Iterable[int | None]) -> Encoded:
    """An array of bigint, with nulls."""
    return _array_of(_BIGINT, [_NULL if value is None else _bigint(8, value) for value in values])


def uuids(values: Iterable[UUID]) -> Encoded:
    """An array of uuid."""
    return _array_of(_UUID, [_element(value.bytes) for value in values])


def copied(
    event: NewEvent,
    body: bytes,
    *,
    position: int,
    first_position: int,
    version: int,
    microseconds: int,
    chain_hash: bytes,
) -> bytes:
    """The row of COPY of an event at its place, its columns in the order of the statement `copy_events`.

    `body` is its body as JSON, `microseconds` since 1970 when it is recorded.
    """
    stream, event_type, actor = event.stream.encode(), event.type.encode(), event.actor.encode()
    return b"".join(
        (
            _RECORDED_COLUMNS,
            _bigint(8, position),
            _bigint(8, first_position),
            _length(len(stream)),
            stream,
            _bigint(8, version),
            _length(16),
            event.event_id.bytes,
            _length(len(event_type)),
            event_type,
            _integer(4, event.schema_version),
            _length(len(actor)),
            actor,
            _NULL if event.correlation is None else _length(16) + event.correlation.bytes,
            _NULL if event.cause is None else _length(16) + event.cause.bytes,
            _bigint(8, microseconds - _EPOCH_MICROSECONDS),
            _length(len(body) + 1),
            _JSONB_VERSION,
            body,
            _length(16),
            event.salt,
            _length(32),
            event.digest,
            _length(32),
            chain_hash,
        )
    )
