"""The digests of the chain: how events and words are committed to, so that any later change shows."""

from __future__ import annotations

import hashlib
import secrets
from struct import Struct
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tracker.types import JsonValue

SALT_BYTES = 16
GENESIS = bytes(32)
"""The hash before the first event."""

_SCALARS = frozenset({str, int, bool, type(None)})
_PLACE = Struct(">qqq")


def new_salt() -> bytes:
    """Random bytes that keep a digest from confirming a guess of erased words."""
    return secrets.token_bytes(SALT_BYTES)


def canonical_json(value: JsonValue) -> bytes:
    """One byte form of a JSON value: keys sorted, no white space, UTF-8 (as RFC 8785; the log holds no floats).

    Raises TypeError for floats, integers beyond 64 bits, lone surrogates and all else that the log cannot hold: two
    values must never have the same bytes.
    """
    _refuse_others([value])
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _refuse_others(values: Iterable[JsonValue]) -> None:
    """Refuse what orjson would write all the same: NaN as null, dates and ids as strings."""
    for value in values:
        kind = type(value)
        if kind in _SCALARS:
            continue
        if isinstance(value, dict):
            _refuse_others(value.values())
        elif isinstance(value, list):
            _refuse_others(value)
        else:
            raise TypeError(f"the log holds no {kind.__name__}")


def event_digest(
    *,
    stream: str,
    event_type: str,
    schema_version: int,
    event_id: UUID | str,
    actor: str,
    correlation: UUID | str | None,
    cause: UUID | str | None,
    body: JsonValue,
    salt: bytes,
) -> bytes:
    """SHA-256 over all that an event says, but not where and when it was recorded: the chain hash covers those.

    Ids may be given in their canonical text: who reads a whole log saves the time of taking it apart.
    """
    content: dict[str, JsonValue] = {
        "stream": stream,
        "type": event_type,
        "schema_version": schema_version,
        "event_id": str(event_id),
        "actor": actor,
        "correlation": str(correlation) if correlation else None,
        "cause": str(cause) if cause else None,
        "body": body,
        "salt": salt.hex(),
    }
    return hashlib.sha256(canonical_json(content)).digest()


def chain_hash(previous: bytes, *, position: int, version: int, recorded_at: int, digest: bytes) -> bytes:
    """The hash of one event in the chain, as the database computes it; `recorded_at` in microseconds since 1970."""
    return hashlib.sha256(previous + _PLACE.pack(position, version, recorded_at) + digest).digest()


def commitment(salt: bytes, words: str) -> bytes:
    """SHA-256 of salt and words: binds a document's part without telling it."""
    return hashlib.sha256(salt + words.encode()).digest()
