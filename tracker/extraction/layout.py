"""How a passage's printed lines and blocks stand in its cleaned text, which has no lines."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from itertools import pairwise

from tracker.cables.cleaning import CleanText
from tracker.cables.model import Paragraph
from tracker.extraction.sentences import Stretch

_OWN_LINES = frozenset({"table", "item"})


def in_text(content: CleanText, start: int, end: int) -> Stretch | None:
    """The stretch of cleaned text that was made from `document[start:end]`; None where nothing was."""
    if not content.text:
        return None

    def position(origin: int) -> int:
        run = max(bisect.bisect_right(content.origins, origin) - 1, 0)
        following = content.starts[run + 1] if run + 1 < len(content.starts) else len(content.text)
        return min(content.starts[run] + max(origin - content.origins[run], 0), following)

    first, last = position(start), position(end)
    while first < last and content.text[first] == " ":
        first += 1
    return Stretch(first, last) if last > first else None


def broken_at_blocks(paragraph: Paragraph, sentences: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The sentences, none of which goes over the edge of a table or of an item of a list."""
    edges: list[int] = []
    for block in paragraph.blocks:
        where = in_text(paragraph.content, block.span.start, block.span.end)
        if block.kind in _OWN_LINES and where is not None:
            edges.extend((where.start, where.end))
    if not edges:
        return tuple(sentences)
    text, found = paragraph.content.text, []
    for sentence in sentences:
        inside = sorted({edge for edge in edges if sentence.start < edge < sentence.end})
        bounds = [sentence.start, *inside, sentence.end]
        for start, end in pairwise(bounds):
            words = text[start:end]
            if words.strip():
                found.append(Stretch(start + len(words) - len(words.lstrip()), start + len(words.rstrip())))
    return tuple(found)
