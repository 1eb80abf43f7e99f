"""Where the words of a list stand in a long text: one scan for first letters, and a trial only where these stand.

Most cables have nothing to do with what we look for, and this is what they cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick

from tracker.extraction.openings import any_expression, beginnings

_LETTERS = 6
_FOLDED = {"İ": "i", "ı": "i", "ſ": "s", "\u212a": "k"}
"""The letters beside the English ones that an expression takes for English ones where letter case does not count."""


class WordScan:
    """Finds the whole words of a list, whatever their letter case, as its expression alone would.

    Raises ValueError where one of the expressions may begin with anything but letters.
    """

    def __init__(self, expressions: Sequence[str]) -> None:
        runs = {run for expression in expressions for run in beginnings(expression, _LETTERS)}
        if any(len(piece) > 1 for run in runs for piece in run) or () in runs:
            raise ValueError(f"one of these may begin with anything: {expressions}")
        self._scanner = AhoCorasick(sorted({"".join(run) for run in runs}))
        self._expression = re.compile(rf"\b{any_expression(expressions)}\b", re.IGNORECASE)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in order, without overlaps."""
        small = text
        for letter, plain in _FOLDED.items():
            if letter in small:
                small = small.replace(letter, plain)
        begun = {start for _, start, _ in self._scanner.find_matches_as_indexes(small.lower(), overlapping=True)}
        end = 0
        for start in sorted(begun):
            match = self._expression.match(text, start) if start >= end else None
            if match is not None:
                end = match.end()
                yield match
