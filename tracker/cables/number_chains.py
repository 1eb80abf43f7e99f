"""The rising chain of numbers that weighs most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

_NOTHING = float("-inf")
_FIRST = 1.0
_NEXT = 1.0
_GAP = -1.5


class Weighed(Protocol):
    """A number with the weight that speaks for it."""

    @property
    def label(self) -> int:
        """The number."""

    @property
    def weight(self) -> float:
        """How much it looks like what is sought."""


N = TypeVar("N", bound=Weighed)


def best_chain(numbers: Sequence[N]) -> list[N]:
    """The strictly rising chain of the greatest weight: a step to the next number is rewarded, a gap costs.

    Of equal chains the one with the earlier numbers. Time grows linearly with the numbers, and with the highest one's
    logarithm.
    """
    if all(number.label == label and number.weight > 0 for label, number in enumerate(numbers, start=1)):
        return [*numbers]  # all of them: no chain weighs more
    highest = max((number.label for number in numbers), default=0)
    best = [_NOTHING] * (highest + 1)  # of chains that end with a label
    last = [-1] * (highest + 1)
    tree: list[tuple[float, int]] = [(_NOTHING, -1)] * (highest + 2)  # running maximum over smaller labels
    previous = [-1] * len(numbers)
    for index, number in enumerate(numbers):
        label = number.label
        if label == 0:
            continue
        score, before = number.weight + (_FIRST if label == 1 else _GAP), -1
        below, chain = _highest_below(tree, label)
        if chain >= 0 and below + number.weight + _GAP > score:
            score, before = below + number.weight + _GAP, chain
        if last[label - 1] >= 0 and best[label - 1] + number.weight + _NEXT > score:
            score, before = best[label - 1] + number.weight + _NEXT, last[label - 1]
        if score > best[label] and score > 0:
            best[label], last[label], previous[index] = score, index, before
            _raise(tree, label, (score, index))
    _, at = max(((score, -place) for score, place in zip(best, last, strict=True) if place >= 0), default=(0.0, 1))
    chain_numbers: list[N] = []
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
