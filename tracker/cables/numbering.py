"""Which of the numbers at the beginnings of lines number the paragraphs.

A telegram is full of such numbers: lists inside paragraphs, figures that a line break put first. Paragraph numbers
rise; so the best rising chain is taken, where a number weighs more the more it looks like a paragraph's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.cables.markings import MARKING

_NUMBER = re.compile(
    r"^[ \t]{0,12}(?:¶[ \t]*)?(?:(?P<before>\([A-Za-z/ ]{1,10}\))[ \t]*)?(?P<anchor>¶)?[ \t]*"
    r"(?P<label>\d{1,3})(?P<delimiter>\.{1,2}(?!\d)|\)|(?=[ \t]*\((?:[CSU]|SBU)[ )/]))[ \t]*",
    re.MULTILINE,
)
_RUN_ON = re.compile(r"(?P<label>\d{1,2})\. {1,3}(?=\((?:[CSU]|SBU|S/NF|C/NF)\) +[A-Z\"])")
_SENTENCE_BEFORE = re.compile(r"(?:[^\s\d] {2}|[.!?\")] )\Z")
_BREAK = re.compile(r"(?:\n[ \t]*\n|[-=_*]{3,}[ \t]*\n|OF \d{2,3}[ \t]*\n)[ \t\n]*\Z")
_HIGHEST = 999
_NOTHING = float("-inf")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the beginning of a line. `marking` is what stands in brackets before it, if anything."""

    start: int
    end: int
    label: int
    marking: str | None
    weight: float


def paragraph_numbers(document: str, start: int, end: int) -> list[Number]:
    """The numbers of the paragraphs in `document[start:end]`, strictly rising. Time grows linearly with the text."""
    found = [_weighed(document, match, end) for match in _NUMBER.finditer(document, start, end)]
    inside = [
        _run_on(match)
        for match in _RUN_ON.finditer(document, start, end)
        if _SENTENCE_BEFORE.search(document[max(0, match.start() - 3) : match.start()])
    ]
    return _best_chain(sorted([*found, *inside], key=lambda number: number.start))


def _run_on(match: re.Match[str]) -> Number:
    """A number inside a line, where a page has lost its line breaks: only with a marking, after a sentence's end."""
    return Number(match.start("label"), match.end("label") + 1, int(match["label"]), None, 2.5)


def _weighed(document: str, match: re.Match[str], end: int) -> Number:
    before = match["before"]
    marked_before = bool(before and MARKING.fullmatch(before))
    marked = marked_before or MARKING.match(document, match.end(), end) is not None
    anchored = "¶" in match.group()
    preceding = document[max(0, match.start() - 90) : match.start()]
    apart = bool(_BREAK.search(preceding)) or not preceding.strip()
    if before and not marked_before:
        weight = 0.2
    elif match["delimiter"] == ")":
        weight = 0.4
    elif marked:
        weight = 6.0
    elif anchored:
        weight = 3.0 if apart else 1.5
    else:
        weight = 2.0 if apart else 0.4
    marking = before.strip("() ").upper() if before and marked_before else None
    return Number(match.start(), match.end(), int(match["label"]), marking, weight)


def _best_chain(numbers: list[Number]) -> list[Number]:
    """The rising chain of the greatest weight: a step to the next number is rewarded, a gap costs."""
    best = [_NOTHING] * (_HIGHEST + 1)  # of chains that end with a label
    last = [-1] * (_HIGHEST + 1)
    tree: list[tuple[float, int]] = [(_NOTHING, -1)] * (_HIGHEST + 2)  # running maximum over smaller labels
    previous = [-1] * len(numbers)
    for index, number in enumerate(numbers):
        label = number.label
        if label == 0:
            continue
        score, before = number.weight + (1.0 if label == 1 else -1.5), -1
        below, chain = _highest_below(tree, label)
        if chain >= 0 and below + number.weight - 1.5 > score:
            score, before = below + number.weight - 1.5, chain
        if last[label - 1] >= 0 and best[label - 1] + number.weight + 1.0 > score:
            score, before = best[label - 1] + number.weight + 1.0, last[label - 1]
        if score > best[label] and score > 0:
            best[label], last[label], previous[index] = score, index, before
            _raise(tree, label, (score, index))
    _, at = max(((score, -place) for score, place in zip(best, last, strict=True) if place >= 0), default=(0.0, 1))
    chain_numbers: list[Number] = []
    at = -at
    while at >= 0:
        chain_numbers.append(numbers[at])
        at = previous[at]
    return chain_numbers[::-1]


def _highest_below(tree: list[tuple[float, int]], label: int) -> tuple[float, int]:
    highest = (_NOTHING, -1)
    at = label - 1
    while at > 0:
        highest = max(highest, tree[at])
        at -= at & -at
    return highest


def _raise(tree: list[tuple[float, int]], label: int, value: tuple[float, int]) -> None:
    at = label
    while at < len(tree):
        tree[at] = max(tree[at], value)
        at += at & -at
