"""The command: measures what is asked for, on a server that it starts, and prints a table or JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import (
    appending,
    asking,
    bulk,
    extraction,
    freshness,
    machine,
    parsing,
    projecting,
    publishing,
    reading,
    report,
    servers,
    serving,
    verifying,
    waking,
    whole,
)
from tests.benchmarks.results import Measurement, as_json, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.benchmarks.servers import Bench

_ROUNDS = 5
_WAKEUPS = 200
_BATCHES = ((1, 0.04), (10, 0.2), (100, 1.0))
"""Sizes of batches, and what part of the events is appended in them: small ones take long."""

_WANTED = {1: {1: 1.8, 10: 1.8, 100: 1.3}, 4: {1: 1.2, 10: 1.2, 100: 1.2}}
"""By writers and size of batch, how many times the library's rate is wanted."""


def _append(writers: int) -> Callable[[Bench, int], Iterator[list[Measurement]]]:
    def run(bench: Bench, events: int) -> Iterator[list[Measurement]]:
        for size, part in _BATCHES:
            yield appending.measure(
                bench,
                writers=writers,
                size=size,
                events=int(events * part),
                rounds=_ROUNDS,
                wanted=_WANTED[writers][size],
            )

    return run


_BENCHMARKS: Mapping[str, Callable[[Bench, int], Iterator[list[Measurement]]]] = {
    "append": _append(writers=1),
    "writers": _append(writers=4),
    "bulk": lambda bench, events: iter([bulk.measure(bench, events=events)]),
    "read": lambda bench, events: iter([reading.measure(bench, events=events)]),
    "project": lambda bench, events: projecting.measure(bench, events=events),
    "publish": lambda bench, events: publishing.measure(bench, developments=events // 2),
    "questions": lambda bench, events: asking.measure(bench, events=events),
    "verify": lambda bench, events: iter([verifying.measure(bench, events=events)]),
    "wake": lambda bench, _events: iter([waking.measure(bench, wakeups=_WAKEUPS)]),
}
_ALONE: Mapping[str, Callable[[], Iterator[list[Measurement]]]] = {
    "parse": parsing.measure,
    "extract": extraction.measure,
    "serve": serving.measure,
}
"""The benchmarks that need no server."""
_OF_CABLES: Mapping[str, Callable[[list[int]], Iterator[list[Measurement]]]] = {
    "freshness": lambda sizes: freshness.measure(sizes[0]),
    "whole": whole.measure,
}
"""Those that start servers of their own, for so many cables."""


def _served(name: str, bench: Bench | None, events: int) -> Iterator[list[Measurement]]:
    assert bench, f"{name} needs a server"
    return _BENCHMARKS[name](bench, events)


def _measured(name: str, bench: Bench | None, arguments: argparse.Namespace) -> Iterator[list[Measurement]]:
    if name in _OF_CABLES:
        return _OF_CABLES[name](arguments.cables)
    return _ALONE[name]() if name in _ALONE else _served(name, bench, arguments.events)


def main() -> None:
    """Measure and print.

    What was measured so far is told while it goes on, on standard error and in the report: a run may take hours.
    """
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description="How fast the tracker is beside its peers.")
    names = [*_ALONE, *_BENCHMARKS, *_OF_CABLES]
    parser.add_argument("--events", type=int, default=200_000, metavar="N", help="how many (of small batches fewer)")
    parser.add_argument("--cables", type=int, nargs="+", default=[1_000], metavar="N", help="sizes of the whole way")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--report", type=Path, metavar="FOLDER", help="write a page, JSON and plots there as well")
    arguments = parser.parse_args()
    started = time.monotonic()
    parts: dict[str, list[Measurement]] = {}
    with ExitStack() as stack:
        served = bool(_BENCHMARKS.keys() & set(arguments.only))
        bench = stack.enter_context(servers.started()) if served else None
        settings = bench.durability() if bench else "not started"
        for name in arguments.only:
            for found in _measured(name, bench, arguments):
                parts.setdefault(name, []).extend(found)
                for each in found:
                    told = " | ".join(filter(None, [*each.cells(), each.note]))
                    sys.stderr.write(f"{time.monotonic() - started:4.0f} s  {told}\n")
                if arguments.report:
                    report.write(arguments.report, parts, {**machine.told(), "PostgreSQL": settings})
    measurements = [each for found in parts.values() for each in found]
    if arguments.report:
        sys.stderr.write(f"{arguments.report / report.PAGE}\n")
    if arguments.json:
        printed = json.dumps({"server": settings, "measurements": as_json(measurements)}, indent=2)
    else:
        printed = f"{table(measurements)}\n\nPostgreSQL, the same for all: {settings}"
    sys.stdout.write(f"{printed}\n")


if __name__ == "__main__":
    main()
