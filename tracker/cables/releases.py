"""The files of a release, in one fixed order: of folders, archives, compressed files and standard input.

What a file is packed in is told by its first bytes, never by its name. A small file is held whole, a large one is a
stream.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NoReturn

from tracker.cables.archives import TAR, ZIP, Member, is_junk, packing, tar_members, zip_members
from tracker.cables.compression import SUFFIXES, Budget, expanded
from tracker.cables.raw_files import STANDARD_INPUT, RawFile, base_name
from tracker.cables.streams import forwarded, resumed, taken
from tracker.errors import NoCableError, ReleaseError

__all__ = ["RawFile", "files", "paths"]

_BEGINNING_BYTES = 1024 * 1024
_MOST_LAYERS = 4
_MOST_ARCHIVES = 2
_IN_MEMORY_BYTES = 16 * 1024 * 1024

_Opens = Callable[[], io.BufferedReader]


def files(sources: Iterable[Path]) -> Iterator[RawFile]:
    """The files of the sources in the order given; of a folder or zip all in it, sorted, but for hidden ones.

    "-" is standard input. What cannot be read says so itself, and stops nothing else. Raises ReleaseError, before
    anything is read, for a source that does not exist, and for a folder without a file, which somebody mistyped.
    """
    sources = list(sources)
    for source in sources:
        if source == STANDARD_INPUT:
            continue
        if not source.exists():
            raise ReleaseError(f"{source} does not exist")
        if next(paths(source), None) is None:
            raise ReleaseError(f"{source} holds no file to read; is it the folder that you mean?")
    for source in sources:
        if source == STANDARD_INPUT:
            yield from _of_standard_input()
        else:
            for path in paths(source):
                yield from _of_disk(path)


def paths(source: Path) -> Iterator[Path]:
    """The files on disk of a source that is a file or a folder, sorted. Raises ReleaseError for a closed folder.

    A closed folder in it is given as if it were a file.
    """
    if not source.is_dir():
        yield source
        return
    try:
        children = _children(source)
    except OSError as error:
        raise ReleaseError(f"{source}: {error.strerror}") from None
    waiting = children[::-1]
    while waiting:
        child = waiting.pop()
        if not child.is_dir():
            yield child
            continue
        try:
            waiting += _children(child)[::-1]
        except OSError:
            yield child


def _children(folder: Path) -> list[Path]:
    """What is to be read in a folder: no pipe, which would be waited for, and no link that might lead back."""
    found = (child for child in sorted(folder.iterdir()) if not is_junk(child.name))
    return [child for child in found if (child.is_dir() and not child.is_symlink()) or child.is_file()]


def _of_disk(path: Path) -> Iterator[RawFile]:
    try:
        stream = path.open("rb")
    except OSError as error:
        yield RawFile(path, problem=f"cannot be read: {error.strerror}")
        return
    with stream:
        size = os.fstat(stream.fileno()).st_size
        yield from _Source(path, Budget(size)).files(path, stream, again=lambda: path.open("rb"))


def _of_standard_input() -> Iterator[RawFile]:
    if not sys.stdin:  # a process may be started without one
        yield RawFile(STANDARD_INPUT, problem="standard input is closed")
        return
    budget = Budget()

    def take(length: int) -> bytes:
        data = sys.stdin.buffer.read(length)
        budget.taken += len(data)
        return data

    yield from _Source(STANDARD_INPUT, budget).files(STANDARD_INPUT, taken(take))


class _Source:
    """What is on disk under one name, and all that is packed in it."""

    def __init__(self, outer: Path, budget: Budget) -> None:
        self._outer = outer
        self._budget = budget

    def files(
        self,
        path: Path,
        stream: io.BufferedReader,
        *,
        name: str | None = None,
        layers: tuple[str, ...] = (),
        again: _Opens | None = None,
    ) -> Iterator[RawFile]:
        """The files in a stream that lies at a path, below these layers; `again` opens it from its beginning."""
        try:
            beginning, damage = _begun(stream)
            kind = packing(beginning)
            if kind and damage:
                raise damage
            layers = _deeper(layers, kind)
        except (OSError, NoCableError) as error:
            yield self._refused(path, error, name, again)
            return
        if kind is None:
            rest = _following(stream, again) if len(beginning) == _BEGINNING_BYTES else None
            rest = partial(_fail, damage) if damage else rest
            yield RawFile(path, beginning, rest=rest, name=name, outer=self._outer)
        elif kind in SUFFIXES:
            whole = expanded(resumed(beginning, stream), kind, self._budget)
            name = (name or base_name(path)).removesuffix(SUFFIXES[kind])
            anew = partial(_expanded, again, kind, self._budget.taken) if again else None
            yield from self.files(path, whole, name=name, layers=layers, again=anew)
        else:
            yield from self._archived(path, beginning, stream, name=name, layers=layers, again=again)

    def _archived(
        self,
        path: Path,
        beginning: bytes,
        stream: io.BufferedReader,
        *,
        name: str | None,
        layers: tuple[str, ...],
        again: _Opens | None,
    ) -> Iterator[RawFile]:
        try:
            for member in self._members(beginning, stream, layers[-1]):
                inside = path / member.path
                if member.stream:
                    yield from self.files(inside, member.stream, layers=layers)
                else:
                    yield RawFile(inside, problem=member.problem, outer=self._outer)
        except (OSError, NoCableError) as error:
            yield self._refused(path, error, name, again)

    def _members(self, beginning: bytes, stream: io.BufferedReader, kind: str) -> Iterator[Member]:
        if kind == TAR:
            yield from tar_members(resumed(beginning, stream), self._budget)
        elif stream.seekable():
            yield from zip_members(stream, self._budget)
        else:
            # A zip is read from its end.
            with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as spool:
                shutil.copyfileobj(resumed(beginning, stream), spool, _BEGINNING_BYTES)
                yield from zip_members(spool, self._budget)

    def _refused(self, path: Path, error: OSError | NoCableError, name: str | None, again: _Opens | None) -> RawFile:
        reason = error.detail if isinstance(error, NoCableError) else f"cannot be read: {error.strerror}"
        return RawFile(path, problem=reason, name=name, outer=self._outer, digest=_digest(again))


def _digest(again: _Opens | None) -> str | None:
    """The digest of what cannot be read as an archive, by which it is told from another of its name."""
    if again is None:
        return None
    try:
        with again() as whole:
            digest = hashlib.sha256()
            while piece := whole.read(_BEGINNING_BYTES):
                digest.update(piece)
            return digest.hexdigest()
    except (OSError, NoCableError):
        return None


def _begun(stream: io.BufferedReader) -> tuple[bytes, OSError | NoCableError | None]:
    """The first bytes of a stream, and what came between. Raises what came before the first."""
    beginning = b""
    try:
        while len(beginning) < _BEGINNING_BYTES and (more := stream.read1(_BEGINNING_BYTES - len(beginning))):
            beginning += more
    except (OSError, NoCableError) as error:
        if not beginning:
            raise
        return beginning, error
    return beginning, None


def _deeper(layers: tuple[str, ...], kind: str | None) -> tuple[str, ...]:
    """The layers below these. Raises NoCableError where they are more than people make."""
    layers = (*layers, kind) if kind else layers
    if len(layers) > _MOST_LAYERS or layers.count(ZIP) + layers.count(TAR) > _MOST_ARCHIVES:
        raise NoCableError(f"archives in archives in archives ({' in '.join(reversed(layers))})")
    return layers


def _following(stream: io.BufferedReader, again: _Opens | None) -> _Opens:
    return (lambda: forwarded(again(), _BEGINNING_BYTES)) if again else (lambda: stream)


def _expanded(again: _Opens, kind: str, size: int) -> io.BufferedReader:
    return expanded(again(), kind, Budget(size))


def _fail(error: Exception) -> NoReturn:
    raise error
