"""Compressed files, expanded as they are read: gzip, bzip2 and xz.

Whatever a file holds, however packed, a budget bounds what may come out of it.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Protocol

from tracker.cables.streams import taken
from tracker.errors import NoCableError

GZIP, BZIP2, XZ = "gzip", "bzip2", "xz"
SUFFIXES = {GZIP: ".gz", BZIP2: ".bz2", XZ: ".xz"}
_ALLOWANCE_BYTES = 64 * 1024 * 1024
_HIGHEST_RATIO = 200
_MOST_MEMBERS = 1_000_000
_XZ_MEMORY_BYTES = 256 * 1024 * 1024
_PACKED_BYTES = 65_536


class Budget:
    """How much may come out of one source: some megabytes at once, then a multiple of what was taken from it.

    Text shrinks to a tenth, a hundred alike files to a hundredth; only a bomb to less. `members` counts files.
    """

    def __init__(self, taken: int = 0) -> None:
        self.taken = taken
        self.given = 0
        self.members = 0

    def give(self, length: int) -> None:
        """Count bytes that came out. Raises NoCableError beyond the budget."""
        self.given += length
        self._refuse_bomb()

    def give_member(self) -> None:
        """Count a file that came out. Raises NoCableError beyond the budget."""
        self.members += 1
        if self.members > _MOST_MEMBERS:
            raise NoCableError(f"it holds more than {_MOST_MEMBERS} files")
        self._refuse_bomb()

    def _refuse_bomb(self) -> None:
        if self.given > _ALLOWANCE_BYTES + _HIGHEST_RATIO * self.taken:
            raise NoCableError(f"it expands to more than {_HIGHEST_RATIO} times its size")


class _Decompressor(Protocol):
    """What bz2's and lzma's have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _GzipDecompressor:
    """zlib's decompressor with the manners of the others."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        expanded = self._zlib.decompress(self._zlib.unconsumed_tail + data, max(max_length, 0))
        # A full measure may leave more inside it, though all the input is taken.
        self.needs_input = not self._zlib.unconsumed_tail and len(expanded) < max_length
        return expanded


def _xz() -> _Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY_BYTES)


_DECOMPRESSORS: dict[str, Callable[[], _Decompressor]] = {
    GZIP: _GzipDecompressor,
    BZIP2: bz2.BZ2Decompressor,
    XZ: _xz,
}


def expanded(packed: IO[bytes], method: str, budget: Budget) -> io.BufferedReader:
    """The stream that a compressed stream expands to. Reading it raises NoCableError where it is damaged or a bomb."""
    return taken(_Expanding(packed, method, budget).take, packed)


class _Expanding:
    def __init__(self, packed: IO[bytes], method: str, budget: Budget) -> None:
        self._packed = packed
        self._method = method
        self._budget = budget
        self._decompressor: _Decompressor | None = _DECOMPRESSORS[method]()
        self._waiting = b""

    def take(self, length: int) -> bytes:
        data = b""
        while not data and self._decompressor:
            data = self._some(self._decompressor, length)
        self._budget.give(len(data))
        return data

    def _some(self, decompressor: _Decompressor, length: int) -> bytes:
        if decompressor.eof:
            self._decompressor = self._next(decompressor.unused_data)
            return b""
        packed = self._waiting or (self._packed.read(_PACKED_BYTES) if decompressor.needs_input else b"")
        self._waiting = b""
        ended = decompressor.needs_input and not packed
        try:
            data = decompressor.decompress(packed, length)
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            raise NoCableError(f"the {self._method} data is damaged ({error})") from None
        if ended and not data and not decompressor.eof:
            raise NoCableError(f"the {self._method} data is cut off")
        return data

    def _next(self, unused: bytes) -> _Decompressor | None:
        """The decompressor of what follows: files may be several compressed streams in a row, and padded with zeros."""
        follows = unused.lstrip(b"\0")
        while not follows and (more := self._packed.read(_PACKED_BYTES)):
            follows = more.lstrip(b"\0")
        self._waiting = follows
        return _DECOMPRESSORS[self._method]() if follows else None
