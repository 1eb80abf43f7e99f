"""Erasures as the log itself tells them: what was erased, when, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import orjson

from tracker.erasure_events import EventErased, WordsErased
from tracker.events import from_body
from tracker.log.stored import EPOCH_MICROSECONDS

if TYPE_CHECKING:
    from tracker.log.stored import Row

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldErasure:
    """What one event says was erased: the body of an event, or characters of some parts of a document."""

    position: int
    recorded_at: datetime
    actor: str
    stream: str
    reason: str
    event_id: str | None = None
    event_type: str | None = None
    document_id: str | None = None
    parts: tuple[int, ...] = ()
    characters: int = 0

    @property
    def what(self) -> str:
        """What was erased, in words."""
        if self.event_id:
            return f"the body of {self.event_type} {self.event_id}"
        parts = ", ".join(str(part) for part in self.parts)
        return f"{self.characters} characters in part {parts} of document {self.document_id}"


def erasing_event(row: Row) -> WordsErased | EventErased:
    """The erasure that a row tells. Raises whatever its body causes that is not in the form of its type."""
    assert row.body is not None
    event = from_body(row.type, row.schema_version, orjson.loads(row.body[1:]))
    assert isinstance(event, WordsErased | EventErased)
    return event


def told_erasure(row: Row, event: WordsErased | EventErased) -> ToldErasure:
    """What an event says was erased, with where and when it says so."""
    recorded_at = _EPOCH + timedelta(microseconds=row.recorded_at + EPOCH_MICROSECONDS)
    if isinstance(event, EventErased):
        return ToldErasure(
            position=row.position,
            recorded_at=recorded_at,
            actor=row.actor,
            stream=row.stream,
            reason=event.reason,
            event_id=str(event.event_id),
            event_type=event.type_erased,
        )
    return ToldErasure(
        position=row.position,
        recorded_at=recorded_at,
        actor=row.actor,
        stream=row.stream,
        reason=event.reason,
        document_id=str(event.document_id),
        parts=tuple(part.ordinal for part in event.parts),
        characters=sum(span.end - span.start for part in event.parts for span in part.spans),
    )
