"""The files of a release: what is read from folders, single files and standard input, in one fixed order."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import ReleaseError

MAXIMUM_BYTES = 64 * 1024 * 1024
"""The largest file read; a dump may have sixteen times as much."""
MAXIMUM_DUMP_BYTES = 32 * MAXIMUM_BYTES
STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as found: where, and its bytes. It is recorded by base name, never by where it lay."""

    path: Path
    data: bytes
    problem: str | None = None
    """Why the bytes are not there, of a file that cannot be read."""

    @property
    def name(self) -> str:
        """The base name; "standard input" for what came from there."""
        if self.path == STANDARD_INPUT:
            return "standard input"
        # A name that is no UTF-8 could neither be printed nor recorded.
        return os.fsencode(self.path.name).decode(errors="backslashreplace")

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def files(sources: Iterable[Path]) -> Iterator[RawFile]:
    """The files of the sources in the order given; of a folder all below it, sorted, but for hidden ones.

    "-" is standard input. A file that is too large or cannot be read says so itself, and stops no other. Raises
    ReleaseError, before anything is read, for a source that does not exist.
    """
    sources = list(sources)
    for source in sources:
        if source != STANDARD_INPUT and not source.exists():
            raise ReleaseError(f"{source} does not exist")
    for source in sources:
        if source == STANDARD_INPUT:
            yield _limited(RawFile(source, sys.stdin.buffer.read(MAXIMUM_DUMP_BYTES + 1)), MAXIMUM_DUMP_BYTES)
        else:
            for path in _paths(source):
                yield _read(path)


def _paths(source: Path) -> Iterator[Path]:
    if not source.is_dir():
        yield source
        return
    try:
        children = sorted(source.iterdir())
    except OSError as error:
        raise ReleaseError(f"{source}: {error.strerror}") from None
    for child in children:
        # A pipe would be waited for, and a link to a folder above would be followed for ever.
        followed = child.is_dir() and not child.is_symlink()
        if not child.name.startswith(".") and (followed or child.is_file()):
            yield from _paths(child)


def _read(path: Path) -> RawFile:
    limit = MAXIMUM_DUMP_BYTES if path.suffix.lower() == ".csv" else MAXIMUM_BYTES
    try:
        with path.open("rb") as file:
            return _limited(RawFile(path, file.read(limit + 1)), limit)
    except OSError as error:
        return RawFile(path, b"", problem=f"cannot be read: {error.strerror}")


def _limited(file: RawFile, limit: int) -> RawFile:
    if len(file.data) > limit:
        return RawFile(file.path, b"", problem=f"more than {limit} bytes")
    return file
