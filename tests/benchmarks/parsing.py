"""Reading release pages, bodies included, beside a bare lxml parse of the same pages; and a dump, row by row.

The pages are the real ones where the folder `shared` lies beside the project, else those of the bundled sample. Every
side reads the same bytes from memory, one pass over all pages a round.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from lxml import html

from tests.benchmarks.memory import peak_megabytes
from tests.benchmarks.results import Measurement, Rounds
from tests.benchmarks.turns import as_readers_do, rates
from tests.unit.cables.invented import dump_row
from tracker.cables.model import Cable
from tracker.cables.reading import cables, read
from tracker.cables.reading_process import collect_rarely
from tracker.cables.releases import RawFile, files
from tracker.sample import release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.pool import Pool

_ROUNDS = 5
_SHARED = Path(__file__).parents[3] / "shared"
_FEWEST_PAGES = 300
_PASSES = 4
"""How often all cores together read the pages in a round: to hand work out takes its time too."""
_YARDSTICK = 167
_WANTED = 4 * _YARDSTICK
"""The rate of cablemap, by the issue: pages a second on one core, of the header only; and four times as many."""
_OURS, _LXML = "ours", "lxml"
_ROWS = 2_000


class Pages(NamedTuple):
    """What pages they are, and their bytes."""

    what: str
    contents: tuple[bytes, ...]

    @property
    def megabytes(self) -> float:
        return sum(map(len, self.contents)) / len(self.contents) / 1e6


def release_pages() -> Pages:
    """The pages to be read, at least so many that a round takes long enough."""
    with release() as sample:
        real = _SHARED / "mirror" / "cable"
        folder = real if real.is_dir() else sample / "cable"
        contents = [path.read_bytes() for path in sorted(folder.rglob("*.html"))]
    return Pages("real pages" if real.is_dir() else "sample pages", _repeated(contents, _FEWEST_PAGES))


def _repeated(contents: Sequence[bytes], fewest: int) -> tuple[bytes, ...]:
    return tuple(islice(cycle(contents), max(len(contents), fewest)))


def _read_ours(contents: Sequence[bytes]) -> None:
    for data in contents:
        assert read(RawFile(Path("page"), data)).cables, "a page without a cable"


def _read_lxml(contents: Sequence[bytes]) -> None:
    for data in contents:
        html.document_fromstring(data)


_SIDES: dict[str, Callable[[Sequence[bytes]], None]] = {_OURS: _read_ours, _LXML: _read_lxml}
_held: list[bytes] = []
"""In a worker, the pages: it is given their numbers only."""


def _hold(contents: Sequence[bytes]) -> None:
    _held[:] = contents
    _read_ours(_held[:2])
    collect_rarely()


def _read_held(side: str, part: range) -> None:
    _SIDES[side]([_held[number % len(_held)] for number in part])


def _always(work: Callable[[], object]) -> Callable[[int], Callable[[], object]]:
    return lambda _turn: work


def _spread(pool: Pool, side: str, pages: int) -> None:
    """Have the pool read all pages, in small parts, so that none waits long for another."""
    parts = [range(start, min(start + 25, pages)) for start in range(0, pages, 25)]
    pool.map(partial(_read_held, side), parts, chunksize=1)


def measure() -> Iterator[list[Measurement]]:
    """The rates of pages on one core and on all, and the rate and the memory of a dump."""
    pages = release_pages()
    with as_readers_do():
        found = rates(
            {side: _always(partial(work, pages.contents)) for side, work in _SIDES.items()},
            rounds=_ROUNDS,
            events=len(pages.contents),
        )
    alone = median(found[_OURS])
    yield _lines(f"{pages.what}, one core", pages, found, note=f"{alone / _YARDSTICK:.1f} times the issue's yardstick")
    cores = os.cpu_count() or 1
    total = len(pages.contents) * _PASSES
    with multiprocessing.get_context("spawn").Pool(cores, _hold, (pages.contents,)) as pool:
        found = rates(
            {side: _always(partial(_spread, pool, side, total)) for side in _SIDES},
            rounds=_ROUNDS,
            events=total,
        )
    scale = f"{median(found[_OURS]) / alone:.1f} times one core"
    yield _lines(f"{pages.what}, {cores} cores", pages, found, note=scale, wanted=_WANTED * cores * 3 // 4)
    yield [_dump()]


def _lines(
    what: str, pages: Pages, found: dict[str, list[float]], *, note: str, wanted: int = _WANTED
) -> list[Measurement]:
    """Our rate against what is wanted of it, and beside lxml's."""
    ours, lxml = median(found[_OURS]), median(found[_LXML])
    events = len(pages.contents)
    size = f"{ours * pages.megabytes:.0f} MB/s, lxml alone {lxml * pages.megabytes:.0f} MB/s"
    rate = Measurement(what=what, events=events, ours=ours, unit="pages/s", wanted=wanted, note=f"{size}; {note}")
    beside = Rounds(tuple(found[_OURS]), tuple(found[_LXML])).measurement(f"{what}, beside lxml", events=events)
    return [rate, beside]


def _dump() -> Measurement:
    """Rows a second of a dump streamed by a process of its own, and the memory that it took, by the dump's length."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [_streamed(Path(folder) / "dump.csv", rows) for rows in (_ROWS, 4 * _ROWS)]
    (few, megabytes, low), (many, longer, high) = runs
    note = f"memory at most {low:.0f} MB for {megabytes:.0f} MB of dump, {high:.0f} MB for {longer:.0f} MB"
    return Measurement(
        what="rows of a dump", events=4 * _ROWS, ours=many, unit="rows/s", note=f"{note}; short dump {few:,.0f} rows/s"
    )


def _streamed(path: Path, rows: int) -> tuple[float, float, float]:
    """Rows a second, and megabytes of the dump and of memory at the peak."""
    words = "The harbour was quiet and the night\nloud; nobody saw who came back. " * 3
    body = "\n\n".join(f"{number}. (C) {words}" for number in range(1, 40))
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, rows + 1):
            file.write(dump_row(number, f"07MEXICO{number}", body=f"C O N F I D E N T I A L MEXICO {number}\n\n{body}"))
    command = [sys.executable, "-m", "tests.benchmarks.parsing", str(path)]
    answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert answer["rows"] == rows, answer
    return rows / answer["seconds"], path.stat().st_size / 1e6, answer["megabytes"]


def _stream(path: Path) -> None:
    """Read a dump in this process, and print what it took."""
    started = time.perf_counter()
    rows = sum(isinstance(each, Cable) for file in files([path]) for each in cables(file))
    taken = time.perf_counter() - started
    sys.stdout.write(json.dumps({"rows": rows, "seconds": taken, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    _stream(Path(sys.argv[1]))
