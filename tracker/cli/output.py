"""What the commands print: results on standard output, problems and progress on standard error."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_PLAIN_EVERY_SECONDS = 5.0
_MINUTES_FROM_SECONDS = 120


def say(line: str) -> None:
    """Print a line of the result; ends the command where nobody reads any more, as `head` does: nothing is wrong."""
    try:
        sys.stdout.write(f"{line}\n")
    except BrokenPipeError:
        _write_to_nobody()
        raise typer.Exit from None


def write(data: bytes) -> None:
    """Write a piece of a result as it is; ends the command where nobody reads any more, as `say` does."""
    try:
        sys.stdout.buffer.write(data)
    except BrokenPipeError:
        _write_to_nobody()
        raise typer.Exit from None


def end_output() -> None:
    """Write out what waits to be written, so that no error comes after the command has ended."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _write_to_nobody()


def _write_to_nobody() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_json(value: object) -> None:
    """Print a value as one line of JSON."""
    say(json.dumps(value, ensure_ascii=False))


def problem(line: str) -> None:
    """Print what went wrong."""
    sys.stderr.write(f"tracker: {line}\n")


@contextmanager
def progress(what: str, total: int | None, unit: str = "") -> Iterator[Callable[[int, str], None]]:
    """A progress bar on a terminal, a plain line now and then elsewhere; call it with what is done, and a note."""
    if sys.stderr.isatty():
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(unit),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
        )
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(what, total=total, note="")

            def draw(done: int, note: str) -> None:
                bar.update(task, completed=done, note=note)

            yield draw
        return
    started = last = time.monotonic()

    def write(done: int, note: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _PLAIN_EVERY_SECONDS:
            left = time_left(now - started, done, total)
            told = f"{done:,} of {total:,}" if total else f"{done:,} of ?"
            sys.stderr.write(f"{' '.join(filter(None, [f'{what}: {told}', unit]))}, {note}{left}\n")
            last = now

    yield write


def time_left(taken_seconds: float, done: int, total: int | None) -> str:
    """How long it takes from now on, if it goes on as it did; nothing while that cannot be told."""
    if not done or not total or done >= total:
        return ""
    seconds = taken_seconds * (total - done) / done
    return f", {seconds:.0f} s left" if seconds < _MINUTES_FROM_SECONDS else f", {seconds / 60:.0f} min left"
