"""Events before and after they are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson

from tracker.errors import ErasedEventError
from tracker.events import Event, UnknownEventError, from_body, to_body
from tracker.log.chain import body_json, event_digest, new_salt

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tracker.types import EventId, JsonObject, Position, Stream, Version

# Named tuples rather than dataclasses: millions of them are made, and a frozen dataclass takes five times as long.


class NewEvent(NamedTuple):
    """An event to append. Its salt and digest are made once, so appending the same object again is a no-op.

    `json` is its body as canonical JSON: the bytes that the digest is of are those that are recorded.
    """

    stream: Stream
    event_id: EventId
    type: str
    schema_version: int
    actor: str
    correlation: UUID | None
    cause: UUID | None
    json: bytes
    salt: bytes
    digest: bytes

    @property
    def body(self) -> JsonObject:
        """The body, taken apart anew each time that it is asked for."""
        body: JsonObject = orjson.loads(self.json)
        return body


class Recorded(NamedTuple):
    """An event as recorded, with its place in the log. `body` is in the version that was recorded, None once erased."""

    position: Position
    first_position: Position
    stream: Stream
    version: Version
    event_id: EventId
    type: str
    schema_version: int
    actor: str
    correlation: UUID | None
    cause: UUID | None
    recorded_at: datetime
    body: JsonObject | None
    hash: bytes

    @property
    def event(self) -> Event:
        """What the event says, in the newest version of its type; made anew each time that it is asked for.

        Raises UnknownEventError for a type or version that this tracker does not know, ErasedEventError where the body
        was erased. So a reader that meets such an event goes on, unless it needs to understand it.
        """
        if self.body is None:
            raise ErasedEventError(f"position {self.position}, {self.type} in {self.stream}")
        try:
            return from_body(self.type, self.schema_version, self.body)
        except UnknownEventError:
            raise UnknownEventError(
                f"position {self.position} in {self.stream}, type {self.type}, version {self.schema_version}; "
                "a newer tracker wrote it, and reads it"
            ) from None


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
    return from_content(
        to_body(event),
        event_type=event.type(),
        schema_version=event.SCHEMA_VERSION,
        stream=stream,
        event_id=event_id,
        actor=actor,
        correlation=correlation,
        cause=cause,
    )


def from_content(
    body: JsonObject,
    *,
    event_type: str,
    schema_version: int,
    stream: Stream,
    event_id: EventId,
    actor: str,
    correlation: UUID | None = None,
    cause: UUID | None = None,
) -> NewEvent:
    """The same from a body as `tracker.events.to_body` makes it."""
    salt, json = new_salt(), body_json(body)
    digest = event_digest(
        stream=stream,
        event_type=event_type,
        schema_version=schema_version,
        event_id=event_id,
        actor=actor,
        correlation=correlation,
        cause=cause,
        body=json,
        salt=salt,
    )
    return NewEvent(stream, event_id, event_type, schema_version, actor, correlation, cause, json, salt, digest)
