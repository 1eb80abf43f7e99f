"""What is made of the cables of many files, in the order of the files, by as many processes as there are jobs.

A few files are read in this process: it takes longer to start another. What may take another process with it is never
read in this one, if there may be others.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol

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


Known = Callable[[Sequence[tuple[RawFile, Piece]]], Sequence[Made | None]]
"""What is known already to come of each of some pieces; None of those that have to be read."""


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
    known: Known[Made] | None = None,
) -> Generator[Done[Made], None, None]:
    """What `work` makes of each cable of the files, in their order, with their ends. Close it if you leave early.

    With more than one job others share the work after a second, and `work` must be a function of a module. An error of
    ours refuses what it met; a piece that ends the process that reads it, or takes too long, is refused as well.

    `readers` are others than processes of ours; then they read it all, and `jobs` says how many they are. Nobody reads
    what is `known`.
    """
    started = time.monotonic()
    entries = _entries(files, known)
    if readers:
        yield from _by_crew(entries, readers, jobs=jobs)
        return
    for entry in entries:
        file, piece, made = entry
        unread = piece if made is None else None
        if jobs > 1 and unread and (time.monotonic() > started + _ALONE_SECONDS or _is_risky(unread)):
            crew = Crew(work, jobs=jobs, seconds=piece_seconds)
            yield from _by_crew(chain([entry], entries), crew, jobs=jobs)
            return
        results = made_of(unread, _source(file, unread), work) if unread else _known(made)
        yield Done(file, piece, results)


class _Entry(NamedTuple, Generic[Made]):
    """A piece of a file, or its end, and what is known to come of it."""

    file: RawFile
    piece: Piece | None
    made: Made | None = None


def _known(made: Made | None) -> tuple[Made, ...]:
    return () if made is None else (made,)


def _by_crew(entries: Iterable[_Entry[Made]], readers: Readers[Made], *, jobs: int) -> Iterator[Done[Made]]:
    waiting: deque[tuple[list[_Entry[Made]], Future[Results[Made]]]] = deque()
    failure: list[Exception] = []
    with readers as crew:
        for batch in _batches(_until_failure(entries, failure)):
            told = [(piece, _source(file, piece)) for file, piece, made in batch if piece and made is None]
            waiting.append((batch, crew.read(told) if told else _nothing()))
            # What is read is given at once; what is not is waited for where more would only fill the memory.
            while waiting and (waiting[0][1].done() or len(waiting) > 3 * jobs or _length(waiting) > _WAITING_BYTES):
                yield from _done(*waiting.popleft())
        while waiting:
            yield from _done(*waiting.popleft())
    if failure:
        raise failure[0]


def _nothing() -> Future[Results[Made]]:
    nothing: Future[Results[Made]] = Future()
    nothing.set_result([])
    return nothing


def _until_failure(entries: Iterable[_Entry[Made]], failure: list[Exception]) -> Iterator[_Entry[Made]]:
    """The entries; what stops them is told aside, so that those before it are read first."""
    try:
        yield from entries
    except Exception as error:  # raised again once they are
        failure.append(error)


def _done(batch: list[_Entry[Made]], results: Future[Results[Made]]) -> Iterator[Done[Made]]:
    read = iter(results.result())
    for file, piece, made in batch:
        yield Done(file, piece, next(read) if piece and made is None else _known(made))


def _length(waiting: Iterable[tuple[list[_Entry[Made]], object]]) -> int:
    return sum(len(entry.piece.data) for batch, _ in waiting for entry in batch if entry.piece)


def _batches(entries: Iterable[_Entry[Made]]) -> Iterator[list[_Entry[Made]]]:
    """The entries in batches that are worth the way to another process."""
    batch: list[_Entry[Made]] = []
    length = 0
    for entry in entries:
        batch.append(entry)
        length += len(entry.piece.data) if entry.piece else 0
        if length >= _BATCH_BYTES or len(batch) >= _BATCH_PIECES:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _entries(files: Iterable[RawFile], known: Known[Made] | None) -> Iterator[_Entry[Made]]:
    """The pieces of the files and their ends; what is known is asked for many at a time."""
    entries: Iterator[_Entry[Made]] = (
        _Entry(file, piece) for file in files for piece in chain[Piece | None](pieces(file), [None])
    )
    if known is None:
        yield from entries
        return
    failure: list[Exception] = []
    for batch in _batches(_until_failure(entries, failure)):
        made = iter(known([(file, piece) for file, piece, _ in batch if piece]))
        yield from (entry._replace(made=next(made)) if entry.piece else entry for entry in batch)
    if failure:
        raise failure[0]


def _source(file: RawFile, piece: Piece | None) -> str:
    return f"{file.label}, row {piece.row}" if piece and piece.row else file.label


def _is_risky(piece: Piece) -> bool:
    """Whether reading a piece may take long: a large one, or a PDF, whose parser is not ours."""
    return len(piece.data) > _LARGE_BYTES or is_pdf(piece.data)
