"""The vocabulary of erasure: what was made unreadable for good, and what little is kept of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.event import VARIES, Event
from tracker.reports import Kind
from tracker.types import DevelopmentId, DocumentId, EventId, ReferenceId, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPart:
    """A part of a document of which words were erased: where (offsets within the part) and what it now commits to."""

    ordinal: int
    spans: tuple[Span, ...]
    commitment: str = field(metadata=VARIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsErased(Event):
    """Words of a document were made unreadable for good: nothing but their place is kept."""

    reference_id: ReferenceId
    document_id: DocumentId
    parts: tuple[ErasedPart, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """What is kept of an erased report or development: nothing that it said, only where it has its place.

    Of a report the words that it rested on, so that no re-reading reports it again; of a development the feeds that it
    stays in as a notice, where no entry may move, and where it takes the place of what their readers have; with the
    summary by which they were told of it, where they were.
    """

    reference_id: ReferenceId
    kind: Kind
    document_id: DocumentId | None = None
    spans: tuple[Span, ...] = ()
    cartels: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    summary_id: DevelopmentId | None = field(default=None, metadata=VARIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventErased(Event):
    """The body of an event was erased for good. `subject` is what it was about: a report, a development, ..."""

    event_id: EventId
    type_erased: str
    subject: str
    reason: str
    remains: Remains | None = None
