"""Appends of small batches, by one writer and by four at once, each a process, beside the library's."""

from __future__ import annotations

import gc
import multiprocessing
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.inputs import Batch, batches, inputs
from tests.benchmarks.recorders import LibraryRecorder, LogRecorder, Recorder
from tests.benchmarks.results import Measurement, Rounds
from tests.benchmarks.turns import order

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

    from sqlalchemy import URL

    from tests.benchmarks.servers import Bench

OURS, LIBRARY, FUNCTIONS = "ours", "library", "library, by its function"
_SIDES = (OURS, LIBRARY, FUNCTIONS)
_PATIENCE_SECONDS = 300
_WARMING = 40
"""Batches before the measured ones: connections are opened and statements prepared by then."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What one writer does: in every round as many batches for each side."""

    writer: int
    urls: dict[str, URL]
    address: str
    size: int
    count: int
    rounds: int

    def recorder(self, side: str) -> Recorder:
        """The recorder of a side, with its own connections."""
        if side == OURS:
            return LogRecorder(self.urls)
        return LibraryRecorder(self.address, functions=side == FUNCTIONS)


def _batches(work: _Work) -> dict[str, list[list[Batch]]]:
    """What each side records: first what warms it, then its batches round by round. No two have a stream in common.

    The two ways of the library go into one table, so they begin with other streams.
    """
    found: dict[str, list[list[Batch]]] = {}
    for side, seed in ((OURS, work.writer), (LIBRARY, work.writer), (FUNCTIONS, work.writer + 50)):
        events = inputs(seed=seed)
        counts = [_WARMING] + [work.count] * work.rounds
        found[side] = [batches(events, size=work.size, count=count) for count in counts]
    return found


def _write(work: _Work, barrier: Barrier, results: Connection) -> None:
    """A writer's whole life. All wait for each other before each turn."""
    recorders = {side: work.recorder(side) for side in _SIDES}
    prepared = _batches(work)
    gc.collect()
    gc.freeze()
    for turn in range(work.rounds + 1):
        for side in order(_SIDES, turn):
            recorder = recorders[side]
            todo = prepared[side][turn]
            barrier.wait(_PATIENCE_SECONDS)
            start = time.perf_counter()
            for batch in todo:
                recorder.record(batch)
            results.send((turn, side, start, time.perf_counter()))
    for recorder in recorders.values():
        recorder.close()


def _rates(bench: Bench, *, writers: int, size: int, count: int, rounds: int) -> dict[str, list[float]]:
    """Events a second of each side in each round, from the first writer's start to the last one's end."""
    context = multiprocessing.get_context("spawn")
    with bench.ours() as urls, bench.peer() as address:
        LibraryRecorder(address, make=True).close()
        barrier = context.Barrier(writers)
        processes = []
        receivers = []
        for writer in range(writers):
            receiver, sender = context.Pipe(duplex=False)
            work = _Work(writer, urls, address, size, count, rounds)
            process = context.Process(target=_write, args=(work, barrier, sender), daemon=True)
            process.start()
            sender.close()
            processes.append(process)
            receivers.append(receiver)
        spans: dict[tuple[int, str], list[tuple[float, float]]] = {}
        for _ in range((rounds + 1) * len(_SIDES)):
            for receiver in receivers:
                turn, side, start, end = receiver.recv()
                spans.setdefault((turn, side), []).append((start, end))
        for process in processes:
            process.join(_PATIENCE_SECONDS)
    events = writers * size * count
    return {
        side: [
            events / (max(end for _, end in spans[turn, side]) - min(start for start, _ in spans[turn, side]))
            for turn in range(1, rounds + 1)
        ]
        for side in _SIDES
    }


def measure(
    bench: Bench, *, writers: int, size: int, events: int, rounds: int, wanted: float | None
) -> list[Measurement]:
    """The rates of `events` events in all, appended in batches; beside both ways of the library."""
    count = max(1, events // (rounds * writers * size))
    rates = _rates(bench, writers=writers, size=size, count=count, rounds=rounds)
    what = f"append, {writers} writer{'s' if writers > 1 else ''}, batches of {size}"
    recorded = count * rounds * writers * size
    return [
        Rounds(tuple(rates[OURS]), tuple(rates[LIBRARY])).measurement(what, events=recorded, wanted=wanted),
        Rounds(tuple(rates[OURS]), tuple(rates[FUNCTIONS])).measurement(
            "  beside the library's function", events=recorded
        ),
    ]
