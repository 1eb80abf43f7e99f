"""The parts that a cable marks in its text (summary, comment, notes, quoted texts): which words belong to each.

A part begins after its name at the beginning of a paragraph ("Summary:"), in a heading, or inside a paragraph
("... of it. Comment: ..."). It ends where the cable says so ("End Summary."); a heading's part at the next heading;
else with the paragraph.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from tracker.cables.model import Paragraph, Part
from tracker.cables.part_openings import Opening, announced, unannounced
from tracker.cables.part_regions import Region, region
from tracker.cables.part_signs import closings
from tracker.types import Span

_MOST_PARTS = 300
"""More than any telegram has: a text that has more is none, and must not cost hours."""


def read_sections(document: str, paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Part, ...]]:
    """The paragraphs with their sections, and the parts in the order of the document."""
    openings = list(islice(announced(document, paragraphs), _MOST_PARTS))
    ends = list(islice(closings(document, paragraphs[0].body.start, paragraphs[-1].body.end), _MOST_PARTS))
    openings = sorted([*unannounced(document, paragraphs, openings, ends), *openings], key=_key_start)
    if not openings:
        return tuple(paragraphs), ()
    starts = [paragraph.body.start for paragraph in paragraphs]
    sectioned = list(paragraphs)
    parts: list[Part] = []
    for place in range(len(openings)):
        found = region(document, paragraphs, openings, place, ends=ends)
        # From the paragraph in which it begins to the one in which it ends.
        first = max(bisect_right(starts, found.start) - 1, 0)
        last = bisect_left(starts, found.end)
        for at in range(first, last):
            if at and _begins_in(paragraphs[at], found):
                sectioned[at] = sectioned[at]._replace(section=found.name)
        parts += _parts(document, paragraphs[first:last], found)
    return tuple(sectioned), tuple(_apart(sorted(parts, key=_outer_first)))


def _key_start(opening: Opening) -> int:
    return opening.key.start


def _outer_first(part: Part) -> tuple[int, int]:
    return part.span.start, -part.span.end


def _begins_in(paragraph: Paragraph, found: Region) -> bool:
    """Whether a paragraph's beginning belongs to a region: the name of a part before its words does too."""
    if found.start <= paragraph.body.start:
        return found.end > paragraph.body.start
    return found.whole and found.start <= paragraph.body.end


def _parts(document: str, paragraphs: Sequence[Paragraph], found: Region) -> Iterator[Part]:
    for paragraph in paragraphs:
        start, end = max(found.start, paragraph.body.start), min(found.end, paragraph.body.end)
        while start < end and document[start].isspace():
            start += 1
        while end > start and document[end - 1].isspace():
            end -= 1
        if start < end:
            yield Part(found.name, Span(start, end))


def _apart(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, without those that lie in another of the same name."""
    ends: dict[str, int] = {}
    for part in parts:
        if part.span.end > ends.get(part.name, -1):
            ends[part.name] = part.span.end
            yield part
