"""The digests of the chain: how events and words are committed to, so that any later change shows."""

from __future__ import annotations

import hashlib
import os
import re
from struct import Struct
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from uuid import UUID

    from tracker.types import JsonObject, JsonValue

SALT_BYTES = 16
GENESIS = bytes(32)
"""The hash before the first event."""

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
_POINT = re.compile(rb"\.[0-9]+(?:e[-+]?[0-9]+)?(?:[\],}]|\Z)")
_EXPONENT = re.compile(rb"e[-+]?[0-9]+(?:[\],}]|\Z)")
_PLACE = Struct(">qqq")


def new_salt() -> bytes:
    """Random bytes that keep a digest from confirming a guess of erased words."""
    return os.urandom(SALT_BYTES)


def canonical_json(value: JsonValue) -> bytes:
    """One byte form of a JSON value: keys sorted, no white space, UTF-8 (as RFC 8785; the log holds no floats).

    Raises TypeError for floats, integers beyond 64 bits, lone surrogates and what JSON has no form for. NaN and the
    infinities, which no JSON holds, are written as null: `tracker.events` makes no body of them.
    """
    written = orjson.dumps(value, option=_OPTIONS)
    # A look at every value would take longer than all else. A float shows in what is written; few other values look so,
    # and then we look.
    if _POINT.search(written) or _EXPONENT.search(written):
        _refuse_floats(value)
    return written


def body_json(body: JsonObject) -> bytes:
    """The same of a body without floats, as `tracker.events` makes it: nobody looks for any."""
    return orjson.dumps(body, option=_OPTIONS)


def _refuse_floats(value: object) -> None:
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
    elif not isinstance(value, str | int | None):
        raise TypeError(f"the log holds no {type(value).__name__}")


def event_digest(
    *,
    stream: str,
    event_type: str,
    schema_version: int,
    event_id: UUID | str,
    actor: str,
    correlation: UUID | str | None,
    cause: UUID | str | None,
    body: JsonValue | bytes,
    salt: bytes,
) -> bytes:
    """SHA-256 over all that an event says, but not where and when it was recorded: the chain hash covers those.

    Ids may be given in their canonical text: who reads a whole log saves the time of taking it apart; the body as
    canonical JSON, where that was made already. That it holds no float is for those to see to who make or take in
    bodies (`tracker.events`, the import).
    """
    # Canonical JSON, its keys in their order already.
    content = {
        "actor": actor,
        "body": orjson.Fragment(body) if isinstance(body, bytes) else body,
        "cause": cause or None,
        "correlation": correlation or None,
        "event_id": event_id,
        "salt": salt.hex(),
        "schema_version": schema_version,
        "stream": stream,
        "type": event_type,
    }
    return hashlib.sha256(orjson.dumps(content, option=_OPTIONS)).digest()


def chain_hash(previous: bytes, *, position: int, version: int, recorded_at: int, digest: bytes) -> bytes:
    """The hash of one event in the chain, as the database computes it; `recorded_at` in microseconds since 1970."""
    return hashlib.sha256(previous + _PLACE.pack(position, version, recorded_at) + digest).digest()


def commitment(salt: bytes, words: str) -> bytes:
    """SHA-256 of salt and words: binds a document's part without telling it."""
    return hashlib.sha256(salt + words.encode()).digest()
