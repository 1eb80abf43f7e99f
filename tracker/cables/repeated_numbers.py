"""Paragraph numbers that stand twice: a number typed again, a step back, or sections counted again after their list.

A list inside a paragraph looks much the same; so a repeated number counts only where a marking or the text around it
speaks for it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median
from typing import Protocol, TypeVar

_SHORTEST_TEXT = 120
_LONGEST_TITLE = 110
_SHORTEST_SECTION = 160
_MARKED = 0.5
_FEW_MARKED = 2
_MOST_REPEATS = 4000
_LEAST_WEIGHT = 2.0


class Placed(Protocol):
    """A number in a document, and what is beside it."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where the words after it begin."""

    @property
    def label(self) -> int:
        """The number."""

    @property
    def weight(self) -> float:
        """How much it looks like a paragraph's number."""

    @property
    def marked(self) -> bool:
        """Whether a portion marking stands beside it."""

    @property
    def apart(self) -> bool:
        """Whether a blank line or a rule is above it."""


N = TypeVar("N", bound=Placed)


def without_lists(chain: list[N], numbers: Sequence[N]) -> list[N]:
    """The chain without numbers that go on counting a list of the paragraph before: unmarked ones among marked."""
    marked = sum(number.marked for number in chain)
    if marked < _FEW_MARKED or marked == len(chain) or marked < _MARKED * len(chain):
        return chain
    kept: list[N] = []
    for number in chain:
        if number.marked or not kept:
            kept.append(number)
            continue
        first = bisect_right(numbers, kept[-1].start, key=_start)
        between = numbers[first : bisect_left(numbers, number.start, lo=first, key=_start)]
        if not any(other.label == number.label - 1 and not other.marked for other in between):
            kept.append(number)
    return kept


def with_repeats(document: str, chain: list[N], numbers: Sequence[N], *, end: int) -> list[N]:
    """The rising chain, and between its numbers those that repeat or step back and still begin paragraphs."""
    if not chain or len(numbers) == len(chain):
        return chain
    taken = {number.start for number in chain}
    others = [
        number
        for number in numbers
        if number.apart
        and number.label
        and number.weight >= _LEAST_WEIGHT
        and number.start > chain[0].start
        and number.start not in taken
    ]
    if sum(number.marked for number in chain) >= _MARKED * len(chain):
        more = [number for number in others if number.marked]
    else:
        more = _typed_again(document, chain, others, end=end) or _sections(chain, others, end=end)
    return sorted([*chain, *more[:_MOST_REPEATS]], key=_start) if more else chain


def _start(number: Placed) -> int:
    return number.start


def _typed_again(document: str, chain: list[N], others: list[N], *, end: int) -> list[N]:
    """The numbers that repeat the one before them, each alone between two paragraphs, with text before and after."""
    found = []
    at = 0
    for place, number in enumerate(chain):
        following = chain[place + 1] if place + 1 < len(chain) else None
        stop = following.start if following else end
        between = []
        while at < len(others) and others[at].start < stop:
            if others[at].start > number.start:
                between.append(others[at])
            at += 1
        if len(between) != 1 or between[0].label != number.label or not following:
            continue
        again = between[0]
        lengths = (again.start - number.end, stop - again.end)
        if following.label == number.label + 1 and min(lengths) >= _SHORTEST_TEXT and _opens(document, again):
            found.append(again)
    return found


def _opens(document: str, number: Placed) -> bool:
    words = document[number.end : number.end + 2].lstrip("\"'“(")
    return words[:1].isupper()


def _sections(chain: list[N], others: list[N], *, end: int) -> list[N]:
    """The sections of which the chain is only the list: the same numbers again, now with text."""
    again = [number for number in others if number.start > chain[-1].start]
    labels = [number.label for number in chain]
    if len(chain) < 3 or [number.label for number in again] != labels:
        return []
    titles = [following.start - number.end for number, following in zip(chain, [*chain[1:], again[0]], strict=True)]
    ends = [*(number.start for number in again[1:]), end]
    texts = [stop - number.end for number, stop in zip(again, ends, strict=True)]
    return again if median(titles) <= _LONGEST_TITLE and median(texts) >= _SHORTEST_SECTION else []
