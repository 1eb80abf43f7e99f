"""Which words of two texts are the same ones, in order: in time that grows with their length, not with its square.

Runs of words that either text has only once are where the two are pinned together; what lies between is matched in the
same way, and where little is left, word for word.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_RUNS = (6, 3, 2, 1)
_SMALL = 12_000
"""Stretches whose lengths multiply to no more are matched word for word."""


class _Stretch(NamedTuple):
    """A piece of one text and a piece of the other that are to be matched."""

    start: int
    end: int
    other_start: int
    other_end: int


def matches(words: Sequence[str], others: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places at which both have the same word, rising in both."""
    found: list[tuple[int, int]] = []
    left = [_Stretch(0, len(words), 0, len(others))]
    while left:
        stretch = _without_ends(words, others, left.pop(), found)
        if stretch.start == stretch.end or stretch.other_start == stretch.other_end:
            continue
        pins = [] if _is_small(stretch) else _pins(words, others, stretch)
        if not pins:
            found += _word_for_word(words, others, stretch)
            continue
        edges = [(stretch.start - 1, stretch.other_start - 1), *pins, (stretch.end, stretch.other_end)]
        found += pins
        left += [
            _Stretch(before[0] + 1, after[0], before[1] + 1, after[1]) for before, after in itertools.pairwise(edges)
        ]
    return sorted(found)


def runs(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs that follow each other in both texts, together."""
    found: list[list[tuple[int, int]]] = []
    for nth, mth in pairs:
        if found and found[-1][-1] == (nth - 1, mth - 1):
            found[-1].append((nth, mth))
        else:
            found.append([(nth, mth)])
    return found


def _is_small(stretch: _Stretch) -> bool:
    return (stretch.end - stretch.start) * (stretch.other_end - stretch.other_start) <= _SMALL


def _without_ends(
    words: Sequence[str], others: Sequence[str], stretch: _Stretch, found: list[tuple[int, int]]
) -> _Stretch:
    """The stretch without what both begin and end with, which is added to what was found."""
    start, end, other_start, other_end = stretch
    while start < end and other_start < other_end and words[start] == others[other_start]:
        found.append((start, other_start))
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and words[end - 1] == others[other_end - 1]:
        end, other_end = end - 1, other_end - 1
        found.append((end, other_end))
    return _Stretch(start, end, other_start, other_end)


def _pins(words: Sequence[str], others: Sequence[str], stretch: _Stretch) -> list[tuple[int, int]]:
    """The places of words that begin runs which either stretch has once, as many as rise in both."""
    for length in _RUNS:
        own = _once(words, stretch.start, stretch.end, length)
        other = _once(others, stretch.other_start, stretch.other_end, length)
        pairs = sorted((own[run], other[run]) for run in own.keys() & other.keys())
        if pairs:
            return _rising(pairs)
    return []


def _once(words: Sequence[str], start: int, end: int, length: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int | None] = {}
    for nth in range(start, end - length + 1):
        run = tuple(words[nth : nth + length])
        places[run] = None if run in places else nth
    return {run: nth for run, nth in places.items() if nth is not None}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest selection of pairs, in order, whose second places rise."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for nth, (_, other) in enumerate(pairs):
        at = bisect_left(tails, other)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(other)
            ends.append(nth)
        else:
            tails[at], ends[at] = other, nth
    chosen: list[tuple[int, int]] = []
    nth = ends[-1] if ends else -1
    while nth >= 0:
        chosen.append(pairs[nth])
        nth = before[nth]
    return chosen[::-1]


def _word_for_word(words: Sequence[str], others: Sequence[str], stretch: _Stretch) -> list[tuple[int, int]]:
    matcher = SequenceMatcher(
        None,
        words[stretch.start : stretch.end],
        others[stretch.other_start : stretch.other_end],
        autojunk=not _is_small(stretch),
    )
    return [
        (stretch.start + block.a + nth, stretch.other_start + block.b + nth)
        for block in matcher.get_matching_blocks()
        for nth in range(block.size)
    ]
