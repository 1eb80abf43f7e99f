"""The JSON form of a cable: what `tracker parse --json` prints."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.cables.model import Cable, Paragraph
from tracker.types import JsonObject


def to_json(cable: Cable, source: str) -> JsonObject:
    """The cable as one JSON object. Keys are only ever added. Protected names are a count; moments end in Z."""
    return {
        "source": source,
        "reference_id": cable.reference_id,
        "created": _moment(cable.created),
        "released": _moment(cable.released),
        "classification": cable.classification,
        "origin": cable.origin,
        "subject": cable.subject,
        "tags": list(cable.tags),
        "references": [{"label": item.label, "reference_id": item.reference_id} for item in cable.references],
        "transmission_id": cable.transmission_id,
        "precedence": cable.precedence,
        "sender": cable.sender,
        "recipients": list(cable.recipients),
        "info_recipients": list(cable.info_recipients),
        "classified_by": cable.classified_by,
        "declassify_on": cable.declassify_on.isoformat() if cable.declassify_on else None,
        "signer": cable.signer,
        "partial": cable.partial,
        "protected_names": len(cable.protected),
        "source_format": cable.source_format,
        "paragraphs": [_paragraph(paragraph) for paragraph in cable.paragraphs],
    }


def _paragraph(paragraph: Paragraph) -> JsonObject:
    return {
        "ordinal": paragraph.ordinal,
        "label": paragraph.label,
        "marking": paragraph.marking,
        "heading": paragraph.heading,
        "text": paragraph.text,
        "start": paragraph.span.start,
        "end": paragraph.span.end,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
