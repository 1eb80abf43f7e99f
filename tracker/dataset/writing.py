"""Writes a dataset into a folder: whole or not at all, and byte for byte the same from the same log."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING

from tracker.asking.formats.csv import write_csv
from tracker.asking.query import one_state
from tracker.dataset.contents import View, views
from tracker.dataset.description import State, about, citation, dictionary, package
from tracker.errors import DatasetError
from tracker.extraction.version import EXTRACTOR_VERSION
from tracker.reports import CODEBOOK_VERSION
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tracker.asking.query import Answer
    from tracker.dataset.contents import Ask
    from tracker.settings import PublishedText

SUMS = "SHA256SUMS"
"""The file that ends a dataset: a folder without it is none."""


def export(
    engine: Engine,
    folder: Path,
    *,
    title: str,
    address: str | None,
    text: PublishedText,
    parquet: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> State:
    """Write what the reader, who owns the engine, sees in one state of the views; a dataset that is there is replaced.

    Raises DatasetError where the folder holds something else, nothing was recorded yet, or the system refuses, and
    QueryError where Parquet is asked for without pyarrow.
    """
    target = folder.resolve()
    if target.exists() and not (target / SUMS).is_file() and (not target.is_dir() or any(target.iterdir())):
        raise DatasetError(f"{folder} is there and is no dataset; name another folder")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        try:
            with one_state(engine) as ask:
                state = _state(ask, title=title, address=address, text=text)
                _write(ask, unfinished, state, parquet=parquet, progress=progress)
            _replace(target, unfinished)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise DatasetError(f"{folder} cannot be written ({error.strerror})") from error
    return state


def _state(ask: Ask, *, title: str, address: str | None, text: PublishedText) -> State:
    with ask(statements("tracker.dataset", "contents.sql")["log"]) as answer:
        rows = [row for batch in answer.batches for row in batch]
    if not rows:
        raise DatasetError("nothing was recorded yet, so there is nothing to export")
    ((position, hash_, recorded_at, newest),) = rows
    if position != newest:
        raise DatasetError(f"the views are at position {position} and the log at {newest}; run `tracker publish` first")
    assert isinstance(position, int)
    assert isinstance(recorded_at, datetime)
    return State(
        title=title,
        address=address,
        position=position,
        hash=str(hash_),
        recorded_at=recorded_at,
        extractor=EXTRACTOR_VERSION,
        codebook=CODEBOOK_VERSION,
        text=text,
    )


def _write(ask: Ask, folder: Path, state: State, *, parquet: bool, progress: Callable[[str], None]) -> None:
    told = views(ask, state.text)
    for form in ("csv", "parquet") if parquet else ("csv",):
        (folder / form).mkdir(parents=True)
    for view in told:
        progress(view.name)
        for path, write in _forms(folder, view, parquet=parquet):
            with ask(view.query) as answer, path.open("wb") as file:
                write(answer, file.write)
    codebook = resources.files("tracker.dataset").joinpath("codebook.md").read_bytes()
    for name, data in {
        "CITATION.cff": citation(state),
        "README.md": about(state, told, parquet=parquet),
        "codebook.md": codebook,
        "datapackage.json": package(state, told, parquet=parquet),
        "dictionary.csv": dictionary(told),
    }.items():
        (folder / name).write_bytes(data)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    sums = "".join(f"{_digest(folder / name)}  {name}\n" for name in files)
    (folder / SUMS).write_text(sums, encoding="utf-8")


def _forms(
    folder: Path, view: View, *, parquet: bool
) -> Iterator[tuple[Path, Callable[[Answer, Callable[[bytes], object]], None]]]:
    yield folder / "csv" / f"{view.name}.csv", write_csv
    if parquet:
        # Its library is large, and not everybody has it.
        from tracker.asking.formats.parquet import write_parquet  # noqa: PLC0415

        yield folder / "parquet" / f"{view.name}.parquet", write_parquet


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(target: Path, made: Path) -> None:
    """Put the folder in its place; what was there goes only when the new one is whole."""
    former = made.with_name(f"{made.name}.former")
    if target.exists():
        target.rename(former)
    made.rename(target)
    shutil.rmtree(former, ignore_errors=True)
