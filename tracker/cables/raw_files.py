"""A file of a release as it was found: where it lies, and its bytes. No file, however large, is held in memory here."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from tracker.errors import NoCableError

MAXIMUM_BYTES = 64 * 1024 * 1024
"""The largest file that is read whole."""
MAXIMUM_STREAM_BYTES = 16 * 1024 * 1024 * 1024
"""The largest file that is read as a stream (the dump of 2011 is a tenth of it)."""
STANDARD_INPUT = Path("-")
_CHUNK_BYTES = 1024 * 1024


class RawFile:
    """A file as found. It is recorded by `name`, never by where it lay.

    `path` leads to it, through archives too ("release.zip/cable/1.html"), `outer` is the source on disk in which it
    lies. `beginning` are its first bytes: all of a file that is not large. `rest` opens what follows them; of a file
    in an archive or from standard input that can be done once, and only before the next is asked for. `problem` says
    why there is nothing to be read; `digest` is then that of what is on disk, where that is known.
    """

    __slots__ = ("_digest", "_known_digest", "_rest", "beginning", "name", "outer", "path", "problem")

    def __init__(
        self,
        path: Path,
        beginning: bytes = b"",
        *,
        rest: Callable[[], io.BufferedReader] | None = None,
        problem: str | None = None,
        name: str | None = None,
        outer: Path | None = None,
        digest: str | None = None,
    ) -> None:
        self.path = path
        self.beginning = beginning
        self.problem = problem
        self.name = name or base_name(path)
        self.outer = outer or path
        self._rest = rest
        self._known_digest = digest
        self._digest = hashlib.sha256() if rest else None

    @property
    def label(self) -> str:
        """The path as it can be printed."""
        return printable(str(self.path))

    @property
    def data(self) -> bytes:
        """All its bytes. Raises NoCableError where it cannot be read, or is too large to be read whole."""
        if self._rest is None and not self.problem:
            return self.beginning
        pieces: list[bytes] = []
        length = 0
        for chunk in self.chunks():
            pieces.append(chunk)
            length += len(chunk)
            if length > MAXIMUM_BYTES:
                raise NoCableError(f"more than {MAXIMUM_BYTES} bytes")
        return b"".join(pieces)

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal; of a large file, of what has been read of it."""
        if self._known_digest:
            return self._known_digest
        if self._digest is None:
            self._digest = hashlib.sha256(self.beginning)
        return self._digest.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """Its bytes in pieces. Raises NoCableError where it cannot be read, or not to its end."""
        if self.problem:
            raise NoCableError(self.problem)
        yield self.beginning
        if self._rest is None:
            return
        self._digest = digest = hashlib.sha256(self.beginning)
        length = len(self.beginning)
        try:
            with self._rest() as stream:
                while chunk := stream.read1(_CHUNK_BYTES):
                    digest.update(chunk)
                    length += len(chunk)
                    if length > MAXIMUM_STREAM_BYTES:
                        raise NoCableError(f"more than {MAXIMUM_STREAM_BYTES} bytes")
                    yield chunk
        except OSError as error:
            raise NoCableError(f"cannot be read: {error.strerror}") from None


def printable(name: str) -> str:
    """A name as it can be printed and recorded: what is no UTF-8 or would move the cursor is told by its code."""
    if name.isascii() and name.isprintable():
        return name
    text = os.fsencode(name).decode(errors="backslashreplace")
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def base_name(path: Path) -> str:
    """The name that a file at a path is recorded by; "standard input" for what came from there."""
    name = path.name
    return "standard input" if name == STANDARD_INPUT.name and path == STANDARD_INPUT else printable(name)
