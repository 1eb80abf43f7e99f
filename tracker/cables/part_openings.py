"""Where the marked parts of a cable begin: in headings, at the beginnings of paragraphs, inside them, or unsaid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.cables.model import Paragraph
from tracker.cables.part_signs import (
    Closing,
    Key,
    after_blank,
    key_at,
    keys_after_blanks,
    keys_inside,
    names_inside,
)

_LAST_OF_SUMMARY = 4


class Opening(NamedTuple):
    """Where a part begins: its key, the paragraph, and whether a heading names it or it begins inside a paragraph."""

    key: Key
    paragraph: int
    by_heading: bool = False
    inside: bool = False


def announced(document: str, paragraphs: Sequence[Paragraph]) -> Iterator[Opening]:
    """The parts that the cable says to begin, in order."""
    names = names_inside(document, paragraphs[0].body.end, paragraphs[-1].body.end)
    for place, paragraph in enumerate(paragraphs):
        body, heading = paragraph.body, paragraph.heading_span
        if not place:
            for inner in keys_after_blanks(document, body.start, body.end):
                yield Opening(inner, place, inside=True)
            continue
        named = key_at(document, heading.start, heading.end, heading=True) if heading else None
        key = key_at(document, body.start, body.end)
        same = named is not None and key is not None and named.sections[0] in key.sections
        if named and not same:
            yield Opening(named._replace(end=body.start), place, by_heading=True)
        if key:
            yield Opening(key, place, by_heading=same)
        inside = names[bisect_left(names, body.start) : bisect_left(names, body.end)]
        if inside:
            for inner in keys_inside(document, key.end if key else body.start, body.end, inside):
                yield Opening(inner, place, inside=True)


def unannounced(
    document: str, paragraphs: Sequence[Paragraph], openings: Sequence[Opening], ends: Sequence[Closing]
) -> Iterator[Opening]:
    """The beginnings of what the cable only says to end: of a summary the text's, of a comment its paragraph's."""
    starts = [paragraph.body.start for paragraph in paragraphs]
    for closing in ends:
        name = closing.sections[0]
        if any(name in opening.key.sections and opening.key.start < closing.start for opening in openings):
            continue
        place = bisect_right(starts, closing.start) - 1
        if name in ("summary", "introduction") and place <= _LAST_OF_SUMMARY:
            first = min(place, 1)
        elif name == "comment" and place:
            first = place
        else:
            continue
        body = paragraphs[first].body
        at = body.start if first else after_blank(document, body.start, body.end)
        if at < closing.start:
            yield Opening(Key((name,), at, at), first)
