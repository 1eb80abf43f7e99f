"""Identity: how every id that is stored or published is made. Changing a rule here would change recorded data."""

from __future__ import annotations

import json
import unicodedata
from uuid import UUID, uuid5

from tracker.types import DevelopmentId, DocumentId, EventId, ReferenceId, ReportId

NAMESPACE = UUID("6f1d5c0a-7a43-5d0e-9a0b-3f5f2c1f6f4e")
"""The namespace of all our version 5 UUIDs (RFC 9562, section 5.5)."""


def identity(*parts: str | int) -> UUID:
    """The UUID of a name in parts, each part delimited so that no two lists of parts make one name."""
    return uuid5(NAMESPACE, json.dumps(parts, ensure_ascii=False, separators=(",", ":")))


def normalise_quote(words: str) -> str:
    """A quote as ids see it: compatibility forms folded, lower case, only letters and digits, single spaces."""
    folded = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(
        character if character.isalnum() else " " for character in folded if not unicodedata.combining(character)
    )
    return " ".join(kept.split())


def report_id(reference_id: ReferenceId, kind: str, quote: str, nth: int) -> ReportId:
    """The id of a report, given once: `nth` counts from 1 the reports of that kind and quote in the cable."""
    return ReportId(identity("report", reference_id, kind, normalise_quote(quote), nth))


def document_id(reference_id: ReferenceId, ordinal: int) -> DocumentId:
    """The id of a cable's `ordinal`-th document. Not made from its words: an id must tell nothing of erased ones."""
    return DocumentId(identity("document", reference_id, ordinal))


def development_id(cause: EventId, kind: str, subject: str) -> DevelopmentId:
    """The id of a development, from the event that caused it and what it is about."""
    return DevelopmentId(identity("development", str(cause), kind, subject))


def event_id(subject: str, event_type: str, earlier: int) -> EventId:
    """The id of an event; `earlier` counts the events of that type and subject before it, so a repeat is a no-op."""
    return EventId(identity("event", subject, event_type, earlier))
