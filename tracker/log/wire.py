"""The binary forms in which events go to the server: an array of `log.new_event` to append, rows of COPY for bulk.

psycopg adapts value by value, which took most of the time of an append; here an event is put together in one go. The
forms are those of PostgreSQL's receive functions (`array_recv`, `record_recv`) and of COPY's binary format.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from struct import Struct
from typing import TYPE_CHECKING

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

from tracker.errors import EventTooLargeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from psycopg.abc import Buffer

    from tracker.log.recorded import NewEvent

_BIGINT, _INTEGER, _TEXT, _BYTEA, _UUID, _JSONB = 20, 23, 25, 17, 2950, 3802
"""The object ids of PostgreSQL's own types, the same on every server."""

_length = Struct(">I").pack
_typed_length = Struct(">II").pack
_typed_integer = Struct(">IIi").pack
_bigint = Struct(">Iq")
_array_begins = Struct(">IIIII")
_empty_array = Struct(">III").pack
_new_event_begins = Struct(">IIII").pack
_jsonb_begins = Struct(">IIB").pack

_NULL = b"\xff\xff\xff\xff"
_NULLS = _NULL * 2
_NULL_UUID = _length(_UUID) + _NULL
_NULL_UUIDS = _NULL_UUID * 2
_UUID_FOLLOWS = _typed_length(_UUID, 16)
_SALT_FOLLOWS = _typed_length(_BYTEA, 16)
_DIGEST_BEGINS = _length(32)
_DIGEST_FOLLOWS = _typed_length(_BYTEA, 32)
_NO_DIGEST = _length(_BYTEA) + _NULL
_JSONB_VERSION = 1
_NEW_EVENT_COLUMNS = 10
_NEW_EVENT_CONSTANT = len(_new_event_begins(0, 0, 0, 0)) - 4 + 24 + len(_jsonb_begins(0, 0, 0)) + 24
"""How many bytes of a new event are the same in all: its head, event id, what begins the body, and salt."""

# The same of COPY, where no value has its type before it.
_copied_begins = Struct(">HIqIqI").pack
_copied_id_follows = Struct(">IqI").pack
_copied_integer = Struct(">Ii").pack
_copied_body_follows = Struct(">IqIB").pack
_COPIED_UUID_FOLLOWS = _COPIED_SALT_FOLLOWS = _length(16)
_COPIED_HASH_FOLLOWS = _length(32)
_RECORDED_COLUMNS = 15

COPY_BEGINS = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_ENDS = b"\xff\xff"
_EPOCH_MICROSECONDS = 946_684_800_000_000
"""PostgreSQL counts microseconds from the beginning of 2000."""


LARGEST_BODY = 2**20
"""How many bytes of JSON the body of an event may have: what bounds the memory of those who read the log."""


Place = tuple[int, int, int, int, bytes]
"""Position, first position, version, time in microseconds since 1970, and hash: what the log gives an event."""


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


# Of actors and kinds of events there are few.
@lru_cache(maxsize=1_000)
def _text(value: str) -> bytes:
    encoded = value.encode()
    return _typed_length(_TEXT, len(encoded)) + encoded


@lru_cache(maxsize=1_000)
def _kind(event_type: str, schema_version: int) -> bytes:
    return _text(event_type) + _typed_integer(_INTEGER, 4, schema_version)


@lru_cache(maxsize=1_000)
def _copied_text(value: str) -> bytes:
    return _element(value.encode())


@lru_cache(maxsize=1_000)
def _copied_kind(event_type: str, schema_version: int) -> bytes:
    return _copied_text(event_type) + _copied_integer(4, schema_version)


def _copied_uuid(value: UUID | None) -> bytes:
    return _NULL if value is None else _COPIED_UUID_FOLLOWS + value.bytes


def _uuid(value: UUID | None) -> bytes:
    return _NULL_UUID if value is None else _UUID_FOLLOWS + value.bytes


def _element(element: bytes) -> bytes:
    return _length(len(element)) + element


def _array(element_type: int, length: int, parts: Iterable[bytes]) -> Encoded:
    """An array of so many elements, which the parts make up."""
    if not length:
        return Encoded(_empty_array(0, 0, element_type))
    return Encoded(b"".join((_array_begins.pack(1, 1, element_type, length, 1), *parts)))


def _body(json: bytes, event: NewEvent) -> bytes:
    """The body of an event as JSON. Raises EventTooLargeError."""
    if len(json) > LARGEST_BODY:
        raise EventTooLargeError(
            f"{event.type} in {event.stream} has {len(json)} bytes, {LARGEST_BODY} at the most; words go into documents"
        )
    return json


def _parts(event: NewEvent, digest: bytes) -> tuple[bytes, ...]:
    """The binary form of a `log.new_event`, its length before it and its digest as given. Raises EventTooLargeError."""
    name, event_id, event_type, schema_version, event_actor, correlation, cause, json, salt, _ = event
    stream, actor, body = name.encode(), _text(event_actor), _body(json, event)
    kind = _kind(event_type, schema_version)
    context = _NULL_UUIDS if correlation is cause is None else _uuid(correlation) + _uuid(cause)
    size = _NEW_EVENT_CONSTANT + len(stream) + len(kind) + len(actor) + len(context) + len(body) + len(digest)
    return (
        _new_event_begins(size, _NEW_EVENT_COLUMNS, _TEXT, len(stream)),
        stream,
        kind,
        _UUID_FOLLOWS,
        event_id.bytes,
        actor,
        context,
        _jsonb_begins(_JSONB, len(body) + 1, _JSONB_VERSION),
        body,
        _SALT_FOLLOWS,
        salt,
        digest,
    )


def new_event(event: NewEvent) -> bytes:
    """The binary form of one `log.new_event`. Raises EventTooLargeError."""
    return b"".join(_parts(event, _DIGEST_FOLLOWS + event.digest))[4:]


def new_events(events: Sequence[NewEvent], type_id: int) -> Encoded:
    """An array of `log.new_event`, a type whose object id is the database's own. Raises EventTooLargeError."""
    parts = [_parts(event, _DIGEST_FOLLOWS + event.digest) for event in events]
    return _array(type_id, len(events), chain.from_iterable(parts))


def undigested(events: Sequence[NewEvent], type_id: int) -> Encoded:
    """The same without their digests, which go beside them: some events more fit into a piece that is sent."""
    return _array(type_id, len(events), chain.from_iterable([_parts(event, _NO_DIGEST) for event in events]))


def digests(events: Sequence[NewEvent]) -> Encoded:
    """An array of bytea: the digests of events."""
    return _array(_BYTEA, len(events), [_DIGEST_BEGINS + event.digest for event in events])


def texts(values: Collection[str]) -> Encoded:
    """An array of text."""
    return _array(_TEXT, len(values), [_element(value.encode()) for value in values])


def bigints(values: Collection[int | None]) -> Encoded:
    """An array of bigint, with nulls."""
    return _array(_BIGINT, len(values), [_NULL if value is None else _bigint.pack(8, value) for value in values])


def uuids(values: Collection[UUID]) -> Encoded:
    """An array of uuid."""
    return _array(_UUID, len(values), [_element(value.bytes) for value in values])


def copied(event: NewEvent, place: Place) -> tuple[bytes, ...]:
    """The row of COPY of an event at its place, its columns in the order of the statement `copy_events`.

    In parts, to be joined with those of other rows. Raises EventTooLargeError.
    """
    name, event_id, event_type, schema_version, actor, correlation, cause, json, salt, digest = event
    position, first_position, version, microseconds, chain_hash = place
    stream, body = name.encode(), _body(json, event)
    return (
        _copied_begins(_RECORDED_COLUMNS, 8, position, 8, first_position, len(stream)),
        stream,
        _copied_id_follows(8, version, 16),
        event_id.bytes,
        _copied_kind(event_type, schema_version),
        _copied_text(actor),
        _NULLS if correlation is cause is None else _copied_uuid(correlation) + _copied_uuid(cause),
        _copied_body_follows(8, microseconds - _EPOCH_MICROSECONDS, len(body) + 1, _JSONB_VERSION),
        body,
        _COPIED_SALT_FOLLOWS,
        salt,
        _COPIED_HASH_FOLLOWS,
        digest,
        _COPIED_HASH_FOLLOWS,
        chain_hash,
    )


def read_bigints(form: bytes) -> list[int]:
    """The elements of an array of bigint without nulls."""
    if len(form) < _array_begins.size:
        return []
    return [value for _, value in _bigint.iter_unpack(memoryview(form)[_array_begins.size :])]
