"""Sides that take turns: each round runs every side once, each round in the other order, and rates are per round."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.cables.reading_process import collect_rarely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


def order(sides: Sequence[str], turn: int) -> list[str]:
    """The order of the sides in a round: a drift of the machine favours none."""
    return list(sides) if turn % 2 == 0 else list(reversed(sides))


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes, without the garbage that was there before."""
    gc.collect()
    gc.freeze()
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        gc.unfreeze()


@contextmanager
def as_readers_do() -> Iterator[None]:
    """Unused cycles are looked for as rarely as in every process that reads a release; afterwards as before."""
    thresholds = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def rates(
    sides: Mapping[str, Callable[[int], Callable[[], object]]], *, rounds: int, events: int
) -> dict[str, list[float]]:
    """Events a second of each side in each round. A side makes, untimed, the work of a round, which is then timed."""
    found: dict[str, list[float]] = {side: [] for side in sides}
    for turn in range(rounds):
        for side in order(list(sides), turn):
            found[side].append(events / seconds(sides[side](turn)))
    return found
