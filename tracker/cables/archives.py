"""Archives: the files in a zip or tar, one after the other, and how packed files are told by their first bytes.

Nothing is ever written under a member's name. A member that cannot be read says so and stops no other.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from tracker.cables.compression import BZIP2, GZIP, XZ, Budget
from tracker.cables.streams import taken
from tracker.errors import NoCableError

ZIP, TAR = "zip", "tar"
_MAGIC = (
    (b"\x1f\x8b\x08", GZIP),
    (b"BZh", BZIP2),
    (b"\xfd7zXZ\0", XZ),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"PK\x07\x08", ZIP),
)
_BZIP2_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")
_UNREAD = (
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"\x1f\x9d", "a file of the old Unix compress"),
)
_OFFICE = frozenset(("[Content_Types].xml", "mimetype"))
_JUNK = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
_ENCRYPTED, _UTF_8_NAME = 0x1, 0x800
_SYMBOLIC_LINK = 0o12
_LONGEST_DIRECTORY_BYTES = 100 * 1024 * 1024
_DAMAGES = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # zipfile's for a password, and NotImplementedError for what it does not know
    ValueError,
    OverflowError,
)
_BLOCK_BYTES = 512
_LONGEST_READ = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there, and a stream that is read before the next member, or why there is none."""

    path: PurePosixPath
    stream: io.BufferedReader | None = None
    problem: str | None = None


def packing(beginning: bytes) -> str | None:
    """How a file is packed that begins so; None if it is not. Raises NoCableError for a packing that is not read."""
    for magic, kind in _MAGIC:
        if beginning.startswith(magic) and (kind != BZIP2 or beginning[4:10] in _BZIP2_BLOCKS):
            return kind
    for magic, kind in _UNREAD:
        if beginning.startswith(magic):
            raise NoCableError(f"{kind}; unpack it first")
    with suppress(tarfile.HeaderError):
        tarfile.TarInfo.frombuf(beginning[:_BLOCK_BYTES], "utf-8", "surrogateescape")
        return TAR
    return None


def is_junk(name: str) -> bool:
    """Whether a file or folder of this name is what systems leave beside what people keep: hidden, or an index."""
    return name.startswith(".") or name in _JUNK


def zip_members(file: IO[bytes], budget: Budget) -> Iterator[Member]:
    """The files in a zip, sorted by path as those of a folder are.

    Raises NoCableError where the archive cannot be read at all.
    """
    _refuse_long_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGES as error:
        raise NoCableError(f"the zip archive is damaged or cut off ({error})") from None
    with archive:
        found = [(_path(_name(info)), info) for info in archive.infolist() if not info.is_dir()]
        if any(info.filename in _OFFICE for _, info in found):
            raise NoCableError("an office document; save it as text or PDF")
        for path, info in sorted(found, key=lambda pair: (pair[0].parts, pair[1].header_offset)):
            if _is_wanted(path) and info.external_attr >> 28 != _SYMBOLIC_LINK:
                budget.give_member()
                yield _zip_member(archive, path, info, budget)


def _zip_member(archive: zipfile.ZipFile, path: PurePosixPath, info: zipfile.ZipInfo, budget: Budget) -> Member:
    if info.flag_bits & _ENCRYPTED:
        return Member(path, problem="it is encrypted; unpack the archive with its password first")
    if info.compress_type not in _METHODS:
        return Member(path, problem=f"it is packed by a method that is not read ({info.compress_type})")
    try:
        return Member(path, _guarded(archive.open(info), budget))
    except _DAMAGES as error:
        return Member(path, problem=f"the zip archive is damaged here ({error})")


def _refuse_long_directory(file: IO[bytes]) -> None:
    """Refuse a directory that would fill the memory: all of it is held at once."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - 70_000, 0))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return
    (length,) = struct.unpack_from("<I", tail, at + 12)
    if length == 0xFFFFFFFF and at >= 76 and tail[at - 76 : at - 72] == b"PK\x06\x06":
        (length,) = struct.unpack_from("<Q", tail, at - 76 + 40)
    if length > _LONGEST_DIRECTORY_BYTES:
        raise NoCableError(f"the zip archive's directory is of {length} bytes")


def tar_members(stream: IO[bytes], budget: Budget) -> Iterator[Member]:
    """The files in a tar, in the order in which they lie on the tape: it may be longer than any memory.

    Raises NoCableError, after what can be read, where the archive is damaged or cut off.
    """
    tape = _Tape(stream)
    try:
        archive = _TarFile(fileobj=tape, encoding="utf-8", errors="surrogateescape")
        while info := archive.next():
            archive.members.clear()  # it would keep them all
            path = _path(info.name)
            if info.isreg() and _is_wanted(path):
                budget.give_member()
                opened = archive.extractfile(info)
                assert opened is not None
                yield Member(path, _guarded(opened, Budget(info.size)))
    except _DAMAGES as error:
        raise NoCableError(f"the tar archive is damaged or cut off ({error})") from None
    if not tape.last or tape.last.strip(b"\0"):
        raise NoCableError("the tar archive is damaged or cut off (it has no end mark)")


class _TarFile(tarfile.TarFile):
    members: list[tarfile.TarInfo]


class _Tape(io.RawIOBase):
    """A stream that is only read forwards, as tarfile wants it; `last` is what was read of it last."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._at = 0
        self.last = b""

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        if not 0 <= size <= _LONGEST_READ:
            raise tarfile.ReadError(f"a header of {size} bytes")
        self.last = self._stream.read(size)
        self._at += len(self.last)
        return self.last

    def seek(self, offset: int, _whence: int = io.SEEK_SET, /) -> int:
        if offset < self._at:
            raise tarfile.ReadError("a member that lies before the one before it")
        while self._at < offset and self.read(min(offset - self._at, _LONGEST_READ)):
            pass
        return self._at


def _guarded(member: IO[bytes], budget: Budget) -> io.BufferedReader:
    """A member's stream, counted, with whatever goes wrong told in one way."""

    def take(length: int) -> bytes:
        try:
            data = member.read(length)
        except _DAMAGES as error:
            raise NoCableError(f"the archive is damaged here ({error})") from None
        budget.give(len(data))
        return data

    return taken(take, member)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; some programs write UTF-8 and do not say so, others the separators of another system."""
    name = info.filename
    if not info.flag_bits & _UTF_8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _path(name: str) -> PurePosixPath:
    """A member's path below the archive, wherever its name points."""
    return PurePosixPath(*(part for part in name.split("/") if part not in {"", ".", ".."}))


def _is_wanted(path: PurePosixPath) -> bool:
    return bool(path.parts) and not any(is_junk(part) for part in path.parts)
