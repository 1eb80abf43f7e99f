"""The files of a release: what is read from folders, single files and standard input, in one fixed order."""

from __future__ import annotations

import hashlib
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

    @property
    def name(self) -> str:
        """The base name; "standard input" for what came from there."""
        return "standard input" if self.path == STANDARD_INPUT else self.path.name

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def files(sources: Iterable[Path]) -> Iterator[RawFile]:
    """The files of the sources in the order given; of a folder all below it, sorted, but for hidden ones.

    "-" is standard input. Raises ReleaseError, naming it, for a source that is missing, too large or cannot be read.
    """
    for source in sources:
        if source == STANDARD_INPUT:
            yield _checked(RawFile(source, sys.stdin.buffer.read(MAXIMUM_DUMP_BYTES + 1)))
        elif not source.exists():
            raise ReleaseError(f"{source} does not exist")
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
        if not child.name.startswith("."):
            yield from _paths(child)


def _read(path: Path) -> RawFile:
    limit = MAXIMUM_DUMP_BYTES if path.suffix.lower() == ".csv" else MAXIMUM_BYTES
    try:
        size = path.stat().st_size
        if size > limit:
            raise ReleaseError(f"{path} has {size} bytes, more than {limit}")
        return RawFile(path, path.read_bytes())
    except OSError as error:
        raise ReleaseError(f"{path}: {error.strerror}") from None


def _checked(file: RawFile) -> RawFile:
    if len(file.data) > MAXIMUM_DUMP_BYTES:
        raise ReleaseError(f"{file.name} has more than {MAXIMUM_DUMP_BYTES} bytes")
    return file
