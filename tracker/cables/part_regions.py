"""From where to where the words of a marked part reach, over several paragraphs if need be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.cables.model import Paragraph
from tracker.cables.part_names import TEXT
from tracker.cables.part_openings import Opening
from tracker.cables.part_signs import Closing, administrative

_FURTHEST = 15
_FURTHEST_INSIDE = 3
_FURTHEST_TEXT = 80


class Region(NamedTuple):
    """The words of a part from `start` to `end`; `whole` tells that it is from its paragraph's beginning."""

    name: str
    start: int
    end: int
    whole: bool


def region(
    document: str, paragraphs: Sequence[Paragraph], openings: Sequence[Opening], place: int, *, ends: Sequence[Closing]
) -> Region:
    """The words of the part that begins at the opening of that place in their order.

    It ends where the cable says so; a heading's part else at the next heading, another with its paragraph or bracket.
    """
    opening = openings[place]
    key, name = opening.key, opening.key.sections[0]
    limit = _limit(paragraphs, openings, place)
    for closing in ends:
        if closing.start >= limit:
            break
        if closing.start >= key.end and not set(closing.sections).isdisjoint(key.sections):
            return Region(name, key.end, closing.start, not opening.inside)
    if opening.by_heading:
        end = min(paragraphs[_last_under_heading(paragraphs, opening)].body.end, limit)
    else:
        end = _end_unsaid(document, paragraphs[opening.paragraph], opening)
    return Region(name, key.end, end, not opening.inside)


def _limit(paragraphs: Sequence[Paragraph], openings: Sequence[Opening], place: int) -> int:
    """Up to where the end of a part is looked for: not past the next part of its name, and not too far."""
    opening = openings[place]
    name = opening.key.sections[0]
    limit = paragraphs[_furthest(paragraphs, opening) - 1].body.end
    for other in openings[place + 1 :]:
        if other.key.start >= limit:
            break
        if name in other.key.sections and other.inside == opening.inside:
            return other.key.start
    return limit + 1


def _furthest(paragraphs: Sequence[Paragraph], opening: Opening) -> int:
    """The place after the last paragraph to which a part can reach."""
    reach = _FURTHEST_INSIDE if opening.inside else _FURTHEST
    if opening.key.sections[0] == TEXT or opening.by_heading:
        reach = _FURTHEST_TEXT
    return min(opening.paragraph + reach + 1, len(paragraphs))


def _last_under_heading(paragraphs: Sequence[Paragraph], opening: Opening) -> int:
    """The last paragraph before the next heading; of a summary that no heading ends, its own."""
    place = opening.paragraph
    following = place + 1
    furthest = _furthest(paragraphs, opening)
    while following < furthest and not paragraphs[following].heading_span:
        following += 1
    if following == len(paragraphs):
        if opening.key.sections[0] in ("summary", "introduction"):
            return place
        while following - 1 > place and administrative(paragraphs[following - 1].text):
            following -= 1
    return following - 1


def _end_unsaid(document: str, paragraph: Paragraph, opening: Opening) -> int:
    """Where a part ends of which nothing says so: with the paragraph, its bracket, or the item in which it stands."""
    end = paragraph.body.end
    if opening.inside:
        end = next((block.span.end for block in paragraph.blocks if block.span.end > opening.key.end), end)
    closed = document.find(opening.key.bracket, opening.key.end, end) if opening.key.bracket else -1
    return closed if closed >= 0 else end
