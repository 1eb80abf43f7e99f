"""What is made of the cables of many files, in the order of the files, by as many processes as there are jobs.

A few files are read in this process: it takes longer to start another. What may take another process with it is never
read in this one, if there may be others.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Generic, Protocol

from tracker.cables.crew import Crew, Results, Told
from tracker.cables.formats.printed import Refusal
from tracker.cables.raw_files import RawFile
from tracker.cables.reading import Piece, is_pdf, pieces
from tracker.cables.reading_process import Made, Work, made_of

if TYPE_CHECKING:
    from types import TracebackType

PIECE_SECONDS = 60.0
"""How long a page or row may take to read; a long one takes a hundredth of a second."""
_ALONE_SECONDS = 1.0
_BATCH_BYTES = 256 * 1024
_BATCH_PIECES = 64
_LARGE_BYTES = 4 * 1024 * 1024
_WAITING_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Done(Generic[Made]):
    """What was made of a piece of a file, and why not of what was refused of it; no piece is the end of the file."""

    file: RawFile
    piece: Piece | None = None
    results: tuple[Made | Refusal, ...] = ()

    @property
    def source(self) -> str:
        """The file as named, or the row of it."""
        return _source(self.file, self.piece)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Readers(Protocol[Made]):
    """Those who read pieces side by side; all end with the block."""

    def __enter__(self) -> Readers[Made]: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...

    def read(self, told: Sequence[Told]) -> Future[Results[Made]]:
        """What is made of some pieces, once somebody has read them."""
        ...


def made_of_all(
    files: Iterable[RawFile],
    work: Work[Made],
    *,
    jobs: int = 1,
    piece_seconds: float = PIECE_SECONDS,
    readers: Readers[Made] | None = None,
) -> Generator[Done[Made], None, None]:
    """What `work` makes of each cable of the files, in their order, with their ends. Close it if you leave early.

    With more than one job others share the work after a second, and `work` must be a function of a module. An error of
    ours refuses what it met; a piece that ends the process that reads it, or takes too long, is refused as well.

    `readers` are others than processes of ours; then they read it all, and `jobs` says how many they are.
    """
    started = time.monotonic()
    entries = _entries(files)
    if readers:
        yield from _by_crew(entries, readers, jobs=jobs)
        return
    for file, piece in entries:
        if jobs > 1 and piece and (time.monotonic() > started + _ALONE_SECONDS or _is_risky(piece)):
            crew = Crew(work, jobs=jobs, seconds=piece_seconds)
            yield from _by_crew(chain([(file, piece)], entries), crew, jobs=jobs)
            return
        results = made_of(piece, _source(file, piece), work) if piece else ()
        yield Done(file, piece, results)


_Entry = tuple[RawFile, Piece | None]


def _by_crew(entries: Iterable[_Entry], readers: Readers[Made], *, jobs: int) -> Iterator[Done[Made]]:
    waiting: deque[tuple[list[_Entry], Future[Results[Made]]]] = deque()
    failure: list[Exception] = []
    with readers as crew:
        for batch in _batches(_until_failure(entries, failure)):
            told = [(piece, _source(file, piece)) for file, piece in batch if piece]
            waiting.append((batch, crew.read(told)))
            # What is read is given at once; what is not is waited for where more would only fill the memory.
            while waiting and (waiting[0][1].done() or len(waiting) > 3 * jobs or _length(waiting) > _WAITING_BYTES):
                yield from _done(*waiting.popleft())
        while waiting:
            yield from _done(*waiting.popleft())
    if failure:
        raise failure[0]


def _until_failure(entries: Iterable[_Entry], failure: list[Exception]) -> Iterator[_Entry]:
    """The entries; what stops them is told aside, so that those before it are read first."""
    try:
        yield from entries
    except Exception as error:  # raised again once they are
        failure.append(error)


def _done(batch: list[_Entry], results: Future[Results[Made]]) -> Iterator[Done[Made]]:
    made = iter(results.result())
    for file, piece in batch:
        yield Done(file, piece, next(made) if piece else ())


def _length(waiting: Iterable[tuple[list[_Entry], object]]) -> int:
    return sum(len(piece.data) for batch, _ in waiting for _, piece in batch if piece)


def _batches(entries: Iterable[_Entry]) -> Iterator[list[_Entry]]:
    """The entries in batches that are worth the way to another process."""
    batch: list[_Entry] = []
    length = 0
    for file, piece in entries:
        batch.append((file, piece))
        length += len(piece.data) if piece else 0
        if length >= _BATCH_BYTES or len(batch) >= _BATCH_PIECES:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _entries(files: Iterable[RawFile]) -> Iterator[_Entry]:
    for file in files:
        for piece in pieces(file):
            yield file, piece
        yield file, None


def _source(file: RawFile, piece: Piece | None) -> str:
    return f"{file.label}, row {piece.row}" if piece and piece.row else file.label


def _is_risky(piece: Piece) -> bool:
    """Whether reading a piece may take long: a large one, or a PDF, whose parser is not ours."""
    return len(piece.data) > _LARGE_BYTES or is_pdf(piece.data)
