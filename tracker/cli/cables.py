"""What a command makes of the cables of the sources that it names, with what is refused told and counted."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cables.formats.printed import Refusal
from tracker.cables.parallel import made_of_all, processors
from tracker.cables.reading_process import collect_rarely
from tracker.cables.releases import files, paths
from tracker.cli.output import problem, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tracker.cables.parallel import Done
    from tracker.cables.reading_process import Made, Work

SOME_REFUSED = 3
"""The exit status that says that some input was refused and the rest done."""
SOURCES_HELP = "Files, folders, archives (zip, tar) and compressed files (gz, bz2, xz); - is standard input."

Jobs = Annotated[
    int | None,
    typer.Option("--jobs", help="How many processes read; by default as many as there are processors.", min=1),
]


@contextmanager
def made_of_cables(sources: Sequence[Path], work: Work[Made], *, jobs: int | None) -> Iterator[Iterator[Made]]:
    """What is made of each cable of the sources, in order; at the end, exits with 3 if any input was refused.

    Where no cable was found that is told, and where they go to a file, how many.
    """
    count = _Count()
    collect_rarely()
    made = made_of_all(files(sources), work, jobs=jobs or processors())
    with closing(made), _shown(sources) as draw:
        yield _made(made, count, draw)
    if not (count.cables or count.refused):
        problem("no cables found")
    elif _goes_to_a_file():
        sys.stderr.write(f"{count.cables} cables in {count.files} files, {count.refused} refused\n")
    if count.refused:
        raise typer.Exit(SOME_REFUSED)


@dataclass(slots=True)
class _Count:
    """What was read: files to their ends, cables, and refusals."""

    files: int = 0
    cables: int = 0
    refused: int = 0


def on_disk(sources: Sequence[Path]) -> int:
    """How many files on disk there are to be read, an archive being one."""
    return sum(1 for source in sources for _ in paths(source))


def _made(done: Iterator[Done[Made]], count: _Count, draw: Callable[[int, str], None]) -> Iterator[Made]:
    finished = 0
    outer: Path | None = None
    for each in done:
        if outer and each.file.outer != outer:
            finished += 1
        outer = each.file.outer
        count.files += each.piece is None
        for result in each.results:
            if isinstance(result, Refusal):
                where = f" [{result.fault}]" if result.fault else ""
                problem(f"{each.source}: {result.reason}{where}")
                count.refused += 1
            else:
                count.cables += 1
                yield result
        draw(finished, f"{count.cables} cables")


def _shown(sources: Sequence[Path]) -> AbstractContextManager[Callable[[int, str], None]]:
    """How far it is, told where the cables go to a file: anywhere else they tell it themselves."""
    if _goes_to_a_file():
        return progress("Reading", on_disk(sources))
    return nullcontext(lambda _done, _note: None)


def _goes_to_a_file() -> bool:
    return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
