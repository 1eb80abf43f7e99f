"""The parts that a cable marks in its text (summary, comment, notes, quoted texts): which words belong to each.

A part begins after its name at the beginning of a paragraph ("Summary:"), in a heading, or inside a paragraph
("... of it. Comment: ..."). It ends where the cable says so ("End Summary."); a heading's part at the next heading;
else with the paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.cables.model import Paragraph, Part
from tracker.cables.part_names import TEXT
from tracker.cables.part_signs import (
    Closing,
    Key,
    administrative,
    after_blank,
    closings,
    key_at,
    keys_after_blanks,
    keys_inside,
    names_inside,
)
from tracker.types import Span

_FURTHEST = 15
_FURTHEST_INSIDE = 3
_FURTHEST_TEXT = 80
_LAST_OF_SUMMARY = 4


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where a part begins: its key, the paragraph, and whether a heading names it or it begins inside a paragraph."""

    key: Key
    paragraph: int
    by_heading: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class _Region:
    """The words of a part from `start` to `end`, and whether they are from the beginning of their paragraph."""

    name: str
    start: int
    end: int
    whole: bool


def read_sections(document: str, paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Part, ...]]:
    """The paragraphs with their sections, and the parts in the order of the document."""
    openings = list(_openings(document, paragraphs))
    ends = list(closings(document, paragraphs[0].body.start, paragraphs[-1].body.end))
    openings = sorted([*_unannounced(document, paragraphs, openings, ends), *openings], key=_key_start)
    if not openings:
        return tuple(paragraphs), ()
    regions = [_region(document, paragraphs, openings, place, ends) for place in range(len(openings))]
    parts = sorted(
        dict.fromkeys(part for region in regions for part in _parts(document, paragraphs, region)), key=_outer_first
    )
    named = {
        place: region.name
        for region in regions
        for place, paragraph in enumerate(paragraphs)
        if paragraph.ordinal and region.start < paragraph.body.end and _is_in(paragraph, region)
    }
    placed = tuple(
        replace(paragraph, section=named[place]) if place in named else paragraph
        for place, paragraph in enumerate(paragraphs)
    )
    return placed, tuple(_apart(parts))


def _outer_first(part: Part) -> tuple[int, int]:
    return part.span.start, -part.span.end


def _key_start(opening: _Opening) -> int:
    return opening.key.start


def _apart(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, without those that lie in another of the same name."""
    ends: dict[str, int] = {}
    for part in parts:
        if part.span.end > ends.get(part.name, -1):
            ends[part.name] = part.span.end
            yield part


def _is_in(paragraph: Paragraph, region: _Region) -> bool:
    """Whether a paragraph's beginning belongs to a region."""
    if region.start <= paragraph.body.start:
        return region.end > paragraph.body.start
    return region.whole and region.start < paragraph.body.end and paragraph.body.start < region.end


def _openings(document: str, paragraphs: Sequence[Paragraph]) -> Iterator[_Opening]:
    names = names_inside(document, paragraphs[0].body.end, paragraphs[-1].body.end)
    for place, paragraph in enumerate(paragraphs):
        heading = paragraph.heading_span
        named = key_at(document, heading.start, heading.end, heading=True) if heading else None
        key = key_at(document, paragraph.body.start, paragraph.body.end) if paragraph.ordinal else None
        if named and not (key and named.sections[0] in key.sections):
            yield _Opening(replace(named, end=paragraph.body.start), place, by_heading=True)
        if key:
            yield _Opening(key, place, by_heading=named is not None and named.sections[0] in key.sections)
        body = paragraph.body
        if not place:
            for inner in keys_after_blanks(document, body.start, body.end):
                yield _Opening(inner, place, inside=True)
        elif inside := names[bisect_left(names, body.start) : bisect_left(names, body.end)]:
            for inner in keys_inside(document, key.end if key else body.start, body.end, inside):
                yield _Opening(inner, place, inside=True)


def _unannounced(
    document: str, paragraphs: Sequence[Paragraph], openings: Sequence[_Opening], ends: Sequence[Closing]
) -> Iterator[_Opening]:
    """The beginnings of what the cable only says to end: of a summary the text's, of a comment its paragraph's."""
    for closing in ends:
        place = max(place for place, paragraph in enumerate(paragraphs) if paragraph.body.start <= closing.start)
        name = closing.sections[0]
        if any(name in opening.key.sections and opening.key.start < closing.start for opening in openings):
            continue
        if name in ("summary", "introduction") and place <= _LAST_OF_SUMMARY:
            first = min(place, 1)
        elif name == "comment" and place:
            first = place
        else:
            continue
        body = paragraphs[first].body
        at = body.start if first else after_blank(document, body.start, body.end)
        if at < closing.start:
            yield _Opening(Key((name,), at, at), first)


def _region(
    document: str,
    paragraphs: Sequence[Paragraph],
    openings: Sequence[_Opening],
    place: int,
    ends: Sequence[Closing],
) -> _Region:
    opening = openings[place]
    key, paragraph = opening.key, paragraphs[opening.paragraph]
    whole = not opening.inside
    limit = _limit(paragraphs, openings, place)
    for closing in ends:
        if closing.start >= limit:
            break
        if closing.start >= key.end and set(closing.sections) & set(key.sections):
            return _Region(key.sections[0], key.end, closing.start, whole)
    if opening.by_heading:
        end = paragraphs[_last_under_heading(paragraphs, opening)].body.end
        return _Region(key.sections[0], key.end, min(end, limit), whole)
    end = paragraph.body.end
    if key.bracket:
        closed = document.find(key.bracket, key.end, end)
        end = closed if closed >= 0 else end
    return _Region(key.sections[0], key.end, end, whole)


def _limit(paragraphs: Sequence[Paragraph], openings: Sequence[_Opening], place: int) -> int:
    """Up to where the end of a part is looked for: not past the next part of its name, and not too far."""
    opening = openings[place]
    name = opening.key.sections[0]
    reach = _FURTHEST_TEXT if name == TEXT else _FURTHEST_INSIDE if opening.inside else _FURTHEST
    limit = paragraphs[min(opening.paragraph + reach, len(paragraphs) - 1)].body.end
    for other in openings[place + 1 :]:
        if other.key.start >= limit:
            break
        if name in other.key.sections and other.inside == opening.inside:
            return other.key.start
    return limit + 1


def _last_under_heading(paragraphs: Sequence[Paragraph], opening: _Opening) -> int:
    """The last paragraph before the next heading; of a summary that no heading ends, its own."""
    place = opening.paragraph
    following = place + 1
    while following < len(paragraphs) and not paragraphs[following].heading_span:
        following += 1
    if following == len(paragraphs):
        if opening.key.sections[0] in ("summary", "introduction"):
            return place
        while following - 1 > place and administrative(paragraphs[following - 1].text):
            following -= 1
    return following - 1


def _parts(document: str, paragraphs: Sequence[Paragraph], region: _Region) -> Iterator[Part]:
    for paragraph in paragraphs:
        start, end = max(region.start, paragraph.body.start), min(region.end, paragraph.body.end)
        while start < end and document[start].isspace():
            start += 1
        while end > start and document[end - 1].isspace():
            end -= 1
        if start < end:
            yield Part(region.name, Span(start, end))
