"""Streams that are only read forwards, made of others."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer

_BUFFER_BYTES = 65_536


class Taken(io.RawIOBase):
    """A stream of what a function gives, which is called with the most bytes wanted until it gives none.

    What it takes from is closed with it.
    """

    def __init__(self, take: Callable[[int], bytes], source: IO[bytes] | None = None) -> None:
        self._take = take
        self._source = source

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill the buffer with what is there; returns how much."""
        view = memoryview(buffer).cast("B")
        data = self._take(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close it, and what it takes from."""
        super().close()
        if self._source:
            self._source.close()


def taken(take: Callable[[int], bytes], source: IO[bytes] | None = None) -> io.BufferedReader:
    """The stream of what a function gives, which takes it from a source."""
    return io.BufferedReader(Taken(take, source), _BUFFER_BYTES)


def resumed(beginning: bytes, rest: IO[bytes]) -> io.BufferedReader:
    """A stream whose beginning was read, from its beginning."""
    unread = memoryview(beginning)

    def take(length: int) -> bytes:
        nonlocal unread
        data = bytes(unread[:length]) or rest.read(length)
        unread = unread[len(data) :]
        return data

    return taken(take, rest)


def forwarded(stream: io.BufferedReader, offset: int) -> io.BufferedReader:
    """The stream, past its first bytes."""
    if stream.seekable():
        stream.seek(offset)
    else:
        while offset and (skipped := len(stream.read1(offset))):
            offset -= skipped
    return stream
