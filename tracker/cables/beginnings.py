"""Where paragraphs begin: at their numbers, at portion markings without one, or, without numbers, after blank lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from tracker.cables.cleaning import words
from tracker.cables.furniture import RULE, within
from tracker.cables.headings import end_before, heading_at, heading_before, words_before
from tracker.cables.markings import MARKING
from tracker.cables.numbering import Number
from tracker.types import Span

_MARKED_BLOCK = re.compile(r"\n[ \t]*\n[ \t]*(?=[(\[]\s?(?:[SCU]|TS|SBU|LOU)\b)")
_LINES = re.compile(r"[^\n]*(?:\n[ \t]*[^\s][^\n]*)*")
_WHOLE_SENTENCE = re.compile(r"[.!?][\"'”)]*\s*\Z")
_BLOCK = re.compile(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")
_RULE_LINE = re.compile(RULE)
_RULES = " \t\n¶-=_*~()[]SCUBFNTLO/"
_SIGNS_OF_RULES = "-=_*~"
_SIGNS_AND_SPACES = _SIGNS_OF_RULES + " \t"
_SIGNS_BEFORE = _SIGNS_AND_SPACES + "/¶—"
_SHORTEST_RULE = 3
_MOST_BLOCKS = 4000
"""More paragraphs than any telegram has; of a text that has more the rest is one."""
_OPEN_SENTENCE = re.compile(r"(?:[\w;–-]|,[\"”']?)\Z")


class Beginning(NamedTuple):
    """Where a paragraph begins (with its heading), and where what follows its number does.

    `above` is where the words of the paragraph before it end; `marking` what stands in brackets before the number.
    """

    start: int
    after: int
    above: int
    label: str | None = None
    marking: str | None = None
    heading: Span | None = None


def numbered_beginnings(
    document: str, numbers: Sequence[Number], *, start: int, end: int, furniture: list[Span]
) -> list[Beginning]:
    """The paragraphs of numbered text up to `end`; from `start` on a heading may stand over the first."""
    marked = islice(_marked_blocks(document, numbers, start=start, end=end, furniture=furniture), _MOST_BLOCKS)
    places: list[tuple[int, Number | None]] = [(number.start, number) for number in numbers]
    places += [(at, None) for at in marked]
    places.sort(key=itemgetter(0))
    beginnings = []
    earliest = start
    for at, number in places:
        after = number.end if number else at
        above, ruled = words_before(document, earliest, at, furniture=furniture)
        heading = heading_at(document, earliest, at, above, ruled=ruled, furniture=furniture)
        top = at
        if heading:
            heading = Span(_outermost(document, earliest, heading, furniture), heading.end)
            top = _above_adornment(document, earliest, heading.start)
            above, _ = words_before(document, earliest, top, furniture=furniture)
        elif document[above - 1] in _SIGNS_OF_RULES:
            above, _ = words_before(document, earliest, _above_rule(document, earliest, above), furniture=furniture)
        label, marking = (str(number.label), number.marking) if number else (None, None)
        beginnings.append(Beginning(top, after, above, label, marking, heading))
        earliest = after
    return beginnings


def _above_adornment(document: str, earliest: int, top: int) -> int:
    """Where a heading's line begins, if only signs or a marking stand before the heading; else where its rule does."""
    line = document.rfind("\n", earliest, top) + 1 or earliest
    before = document[line:top].strip(_SIGNS_BEFORE)
    whole = not before or MARKING.fullmatch(before) is not None
    return line if whole else _above_rule(document, earliest, top)


def _above_rule(document: str, earliest: int, top: int) -> int:
    """Where the rule begins that stands on the same line before a place; the place itself without one."""
    at = top
    while at > earliest and document[at - 1] in _SIGNS_AND_SPACES:
        at -= 1
    signs = sum(document.count(sign, at, top) for sign in _SIGNS_OF_RULES) if top - at >= _SHORTEST_RULE else 0
    return at if signs >= _SHORTEST_RULE else top


def _outermost(document: str, earliest: int, heading: Span, furniture: list[Span]) -> int:
    """Where the headings begin of which the one given is the last."""
    top = heading.start
    for _ in range(2):
        outer = heading_before(document, earliest, top, furniture=furniture, ruled=True)
        if not outer:
            break
        top = outer.start
    return top


def _marked_blocks(
    document: str, numbers: Sequence[Number], *, start: int, end: int, furniture: list[Span]
) -> Iterator[int]:
    """Where whole paragraphs begin with a marking and no number."""
    starts = [number.start for number in numbers]
    for blank in _MARKED_BLOCK.finditer(document, start, end):
        at = blank.end()
        place = bisect_left(starts, at)
        marking = MARKING.match(document, at, end)
        lines = _LINES.match(document, at, end)
        if not marking or not lines or (place < len(starts) and starts[place] < lines.end()):
            continue
        before = end_before(document, start, at, furniture=furniture)
        if document[before - 1] != ":" and _WHOLE_SENTENCE.search(lines.group()[-8:]):
            yield at


def unnumbered_beginnings(
    document: str, start: int, end: int, *, furniture: list[Span]
) -> Iterator[tuple[Beginning, int]]:
    """The blocks between blank lines, each with its end; a heading is joined to the block after it."""
    waiting: Span | None = None
    earliest = start
    for count, block in enumerate(_blocks(document, start, end, furniture=furniture)):
        if count == _MOST_BLOCKS:
            yield Beginning(block.start, block.start, earliest), end
            return
        below = block.end + 1
        heading = heading_before(document, earliest, below, furniture=furniture) if below < end else None
        whole = heading and not document[block.start : heading.start].strip(_RULES)
        if waiting and whole:
            yield Beginning(waiting.start, waiting.start, earliest), waiting.end
        if heading and whole:
            waiting = heading
            continue
        yield Beginning(waiting.start if waiting else block.start, block.start, earliest, heading=waiting), block.end
        waiting, earliest = None, block.end
    if waiting:
        yield Beginning(waiting.start, waiting.start, earliest), waiting.end


def _blocks(document: str, start: int, end: int, *, furniture: list[Span]) -> Iterator[Span]:
    """The blocks of lines that are not all furniture; a page's mark in the middle of a sentence parts none."""
    waiting: Span | None = None
    marked = False
    for match in _BLOCK.finditer(document, start, end):
        block = Span(match.start(), match.end())
        if not words(document, block, within(furniture, block)):
            marked = marked or not _RULE_LINE.fullmatch(match.group().strip())
            continue
        if waiting and marked and _OPEN_SENTENCE.search(document[max(start, waiting.end - 4) : waiting.end].rstrip()):
            waiting = Span(waiting.start, block.end)
        else:
            if waiting:
                yield waiting
            waiting = block
        marked = False
    if waiting:
        yield waiting
