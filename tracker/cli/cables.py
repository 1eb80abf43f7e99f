"""The cables of the sources that a command names, with what is refused told and counted."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from tracker.cables import reading
from tracker.cables.formats.printed import Refusal
from tracker.cables.releases import files
from tracker.cli.output import problem
from tracker.errors import NoCableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tracker.cables.model import Cable

SOME_REFUSED = 3
"""The exit status that says that some input was refused and the rest done."""


@contextmanager
def cables(sources: Sequence[Path]) -> Iterator[Iterator[tuple[Cable, str]]]:
    """The cables of the sources, each with its file as named; at the end, exits with 3 if any input was refused."""
    refused: list[str] = []
    yield _cables(sources, refused)
    if refused:
        raise typer.Exit(SOME_REFUSED)


def _cables(sources: Sequence[Path], refused: list[str]) -> Iterator[tuple[Cable, str]]:
    for file in files(sources):
        try:
            for outcome in reading.cables(file):
                if isinstance(outcome, Refusal):
                    _refuse(f"{file.path}, row {outcome.row}: {outcome.reason}", refused)
                else:
                    yield outcome, str(file.path)
        except NoCableError as error:
            _refuse(f"{file.path}: {error}", refused)


def _refuse(reason: str, refused: list[str]) -> None:
    problem(reason)
    refused.append(reason)
