"""The digests of the chain: how events and words are committed to, so that any later change shows."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from tracker.types import JsonValue

SALT_BYTES = 16
GENESIS = bytes(32)
"""The hash before the first event."""


def new_salt() -> bytes:
    """Random bytes that keep a digest from confirming a guess of erased words."""
    return secrets.token_bytes(SALT_BYTES)


def canonical_json(value: JsonValue) -> bytes:
    """One byte form of a JSON value: keys sorted, no white space, UTF-8 (as RFC 8785; the log holds no floats)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def event_digest(
    *,
    stream: str,
    event_type: str,
    schema_version: int,
    event_id: UUID,
    actor: str,
    correlation: UUID | None,
    cause: UUID | None,
    body: JsonValue,
    salt: bytes,
) -> bytes:
    """SHA-256 over all that an event says, but not where and when it was recorded: the chain hash covers those."""
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


def commitment(salt: bytes, words: str) -> bytes:
    """SHA-256 of salt and words: binds a document's part without telling it."""
    return hashlib.sha256(salt + words.encode()).digest()
