"""The JSON form of a cable: what `tracker parse --json` prints."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson

from tracker.cables.blocks import block_text
from tracker.cables.model import Addressee, Cable, Declassification, Paragraph
from tracker.types import JsonObject, JsonValue, Span


def to_json(cable: Cable, source: str, *, document: bool = False) -> JsonObject:
    """The cable as one JSON object. Keys are only ever added. Protected names are a count; moments end in Z.

    With `document` it also holds the document that all spans count in.
    """
    form: JsonObject = {
        "source": source,
        "reference_id": cable.reference_id,
        "created": _moment(cable.created),
        "sent": _moment(cable.sent),
        "released": _moment(cable.released),
        "classification": cable.classification,
        "handling": list(cable.handling),
        "origin": cable.origin,
        "subject": cable.subject,
        "tags": list(cable.tags),
        "references": [
            {
                "label": item.label,
                "reference_id": item.reference_id,
                "printed": item.printed,
                "inferred_year": item.inferred_year,
            }
            for item in cable.references
        ],
        "other_references": [
            {"label": item.label, "kind": item.kind, "printed": item.printed} for item in cable.other_references
        ],
        "transmission_id": cable.transmission_id,
        "precedence": cable.precedence,
        "sender": cable.sender,
        "recipients": list(cable.recipients),
        "info_recipients": list(cable.info_recipients),
        "addressees": [_addressee(addressee) for addressee in cable.addressees],
        "classified_by": cable.classified_by,
        "classification_reasons": list(cable.classification_reasons),
        "executive_order": cable.executive_order,
        "declassification": cable.declassification,
        "declassify_on": cable.declassify_on.isoformat() if cable.declassify_on else None,
        "signer": cable.signer,
        "signers": list(cable.signers),
        "partial": cable.partial,
        "corrected": cable.corrected,
        "cancelled": cable.cancelled,
        "repeats": cable.repeats,
        "articles": list(cable.articles),
        "guesses": {guess.field: guess.reason for guess in cable.guesses},
        "protected_names": len(cable.protected),
        "source_format": cable.source_format,
        "summary": cable.summary,
        "comment": cable.comment,
        "redactions": [_span(span) for span in cable.redactions],
        "pages": list(cable.pages),
        "declassified": _declassified(cable.declassified) if cable.declassified else None,
        "paragraphs": [_paragraph(cable, paragraph) for paragraph in cable.paragraphs],
    }
    if document:
        form["document"] = cable.document
    return form


def to_line(cable: Cable, source: str, *, document: bool = False) -> str:
    """The cable as one line of JSON."""
    return orjson.dumps(to_json(cable, source, document=document)).decode()


def _addressee(addressee: Addressee) -> JsonObject:
    return {
        "name": addressee.name,
        "information": addressee.information,
        "route": addressee.route,
        "precedence": addressee.precedence,
        "number": addressee.number,
        "excluded": list(addressee.excluded),
    }


def _declassified(told: Declassification) -> JsonObject:
    return {
        "case_number": told.case_number,
        "document_number": told.document_number,
        "released": told.released.isoformat() if told.released else None,
        "authority": told.authority,
        "exemptions": list(told.exemptions),
    }


def _span(span: Span) -> list[JsonValue]:
    return [span.start, span.end]


def _paragraph(cable: Cable, paragraph: Paragraph) -> JsonObject:
    """A paragraph; `map` pairs places in its text with places in the document, running on from each to the next.

    A block's text is without an item's mark; a table's keeps its lines.
    """
    return {
        "ordinal": paragraph.ordinal,
        "anchor": paragraph.anchor,
        "label": paragraph.label,
        "marking": paragraph.marking,
        "heading": paragraph.heading,
        "text": paragraph.text,
        "start": paragraph.span.start,
        "end": paragraph.span.end,
        "section": paragraph.section,
        "page": cable.page(paragraph.span.start),
        "blocks": [
            {
                "kind": block.kind,
                "label": block.label,
                "start": block.span.start,
                "end": block.span.end,
                "text": block_text(cable.document, block, paragraph.cuts),
            }
            for block in paragraph.blocks
        ],
        "map": [
            [start, origin] for start, origin in zip(paragraph.content.starts, paragraph.content.origins, strict=True)
        ],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
