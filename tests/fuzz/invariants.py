"""What holds of every cable that any reader makes of any bytes. A breach is an AssertionError."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.cables.cleaning import clean
from tracker.cables.json_form import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cables.model import Cable, Paragraph
    from tracker.types import Span


def check(cable: Cable) -> None:
    """Whether the cable holds together: its spans, its paragraphs in their order, its words, and its JSON."""
    assert cable.reference_id, "a cable without a reference ID"
    assert [each.ordinal for each in cable.paragraphs] == list(range(len(cable.paragraphs))), "ordinals with gaps"
    anchors = [each.anchor for each in cable.paragraphs if each.anchor]
    assert len(set(anchors)) == len(anchors), f"an anchor twice: {anchors}"
    in_order([each.span for each in cable.paragraphs], cable.document)
    for paragraph in cable.paragraphs:
        _check_paragraph(paragraph, cable.document)
    in_order(cable.redactions, cable.document)
    assert list(cable.pages) == sorted(cable.pages), "pages out of order"
    assert all(0 <= at <= len(cable.document) for at in cable.pages), "a page that begins outside the document"
    # A lone surrogate can neither be printed nor recorded.
    json.dumps(to_json(cable, "invented", document=True), ensure_ascii=False, allow_nan=False).encode()


def in_order(spans: Sequence[Span], document: str) -> None:
    """Whether spans stand in the document, in order, none over another."""
    assert all(span.end <= len(document) for span in spans), "a span outside the document"
    assert all(first.end <= second.start for first, second in pairwise(spans)), f"spans out of order: {spans}"


def _check_paragraph(paragraph: Paragraph, document: str) -> None:
    span, body = paragraph.span, paragraph.body
    assert span.start <= body.start <= body.end <= span.end, f"a body {body} outside its paragraph {span}"
    content, made = paragraph.content, clean(document, body, paragraph.cuts)
    # Not the cuts themselves: some of a paragraph's are its heading's.
    same = (content.text, content.starts, content.origins) == (made.text, made.starts, made.origins)
    assert same, "words that are not what the rule makes"
    assert all(cut.end <= len(document) for cut in paragraph.cuts), "a cut outside the document"
    in_order([block.span for block in paragraph.blocks], document)
    for block in paragraph.blocks:
        assert body.start <= block.span.start <= block.span.end <= body.end, f"a block {block.span} outside {body}"
    assert (paragraph.heading is None) == (paragraph.heading_span is None), "a heading without a place"
    if paragraph.heading_span is not None:
        assert paragraph.heading_span.end <= body.start, "a heading below its paragraph"
