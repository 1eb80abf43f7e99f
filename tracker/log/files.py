"""The files that a log is exported to and imported from: never half written, and read compressed or not."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.errors import ExportError
from tracker.log.lines import LineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Write = Callable[[bytes], object]

LONGEST_LINE = 1 << 28
"""Of how many bytes a line may be: a file that is no log, or was made to do harm, must not fill the memory."""

_GZIP = b"\x1f\x8b"
_GZIP_FORM = 16 + zlib.MAX_WBITS
_READ_AT_ONCE = 1 << 18


@contextmanager
def whole(path: Path) -> Iterator[Write]:
    """A file to write, which has its name only when the block has ended without an error, and is on the disk then.

    A pipe or device is written as it is. Raises ExportError where the system refuses.
    """
    target = path.resolve()
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                yield file.write
            return
        try:
            with unfinished.open("xb") as file:
                yield file.write
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
            _sync_folder(target.parent)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"{path} cannot be written ({error.strerror})") from error


@contextmanager
def compressed(write: Write) -> Iterator[Write]:
    """A way to write compressed what is written: gzip's form, without name and time, so the same gives the same."""
    compressor = zlib.compressobj(wbits=_GZIP_FORM)
    yield lambda data: write(compressor.compress(data))
    write(compressor.flush())


def arriving(source: io.BufferedIOBase) -> Iterator[bytes]:
    """The lines of a file with their line breaks, decompressed where its first bytes are gzip's.

    Raises LineError where it cannot be read.
    """
    try:
        beginning = source.read(len(_GZIP))
        raw = io.BufferedReader(_Rest(beginning, source), _READ_AT_ONCE)
        reader = io.BufferedReader(gzip.GzipFile(fileobj=raw), _READ_AT_ONCE) if beginning == _GZIP else raw
        while line := reader.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise LineError("this line is longer than any of a log")
            yield line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise LineError(f"the compressed file is cut or damaged ({error})") from None
    except OSError as error:
        raise LineError(f"the file cannot be read ({error.strerror})") from None


class _Rest(io.RawIOBase):
    """A source whose beginning was read to know what it is."""

    def __init__(self, beginning: bytes, source: io.BufferedIOBase) -> None:
        self._beginning = beginning
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what BufferedReader gives
        data, self._beginning = self._beginning or self._source.read1(len(buffer)), b""
        buffer[: len(data)] = data
        return len(data)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
