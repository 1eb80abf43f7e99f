"""Files that readers may fetch at any moment: replaced whole, never torn, never touched while their bytes are the same.

A file's own time is when its bytes last changed, set before it appears: whoever serves the folder, be it a server that
knows nothing of us, tells the right Last-Modified. The manifest is made true last, so after a crash between any two
steps every file is still a whole document, and the next publishing puts right what is between. Only files that a
manifest names, or the journal of a publishing that died, are ever deleted.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TextIO

from feeds.manifest import FileState, Manifest
from tracker.errors import PublishingError

LOCK = ".publisher.lock"
JOURNAL = ".publisher.journal"
UNFINISHED = ".publisher.unfinished"
PATIENCE_SECONDS = 30.0
"""How long another publisher is waited for: most are done in less, and what somebody just hid must be hidden."""
_LOOK_AGAIN_SECONDS = 0.05
_AT_ONCE = 1_000
"""How many files are written before they appear: held on the disk, not in memory."""
_SYNCED_ONE_BY_ONE = 32
"""Up to so many files each is flushed by itself; of more, the whole disk is, once."""
_SYNCED_TOGETHER = 8
"""So many at a time: the disk writes what several wait for at once."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publishing did: how many files were written, stayed as they were, and were deleted.

    `feeds` are the paths of the documents that readers poll and that were written.
    """

    written: int
    unchanged: int
    deleted: int
    feeds: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class File:
    """A file to publish: its path, its bytes, and whether search engines are asked to leave it out."""

    path: str
    data: bytes
    noindex: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """A file to publish no more."""

    path: str


@contextmanager
def exclusive(directory: Path) -> Iterator[None]:
    """Hold the directory against other publishers, who could otherwise mix two states of the log in it.

    Another is waited for, for `PATIENCE_SECONDS`. Raises PublishingError where it still holds it then, or where the
    directory is somebody else's: it has files, and never was published to.
    """
    directory.mkdir(parents=True, exist_ok=True)
    lock = directory / LOCK
    if not lock.exists() and any(directory.iterdir()):
        raise PublishingError(f"{directory} holds other files; choose an empty directory")
    with lock.open("a") as handle:
        until = time.monotonic() + PATIENCE_SECONDS
        while not _locked(handle):
            if time.monotonic() >= until:
                raise PublishingError(f"another publisher is writing {directory}")
            time.sleep(_LOOK_AGAIN_SECONDS)
        yield


def _locked(handle: TextIO) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@dataclass(slots=True)
class Shelf:
    """Puts files into a directory that the caller holds with `exclusive`; `close` makes them the published ones.

    Files put in one call are durable before those of the next begin to appear: a subscription document never links to
    an archive that a power failure lost. A file that no manifest names yet is noted in a journal before it appears, so
    that one left behind by a crash is deleted when nobody wants it any more.
    """

    directory: Path
    manifest: Manifest
    now: datetime
    written: int = field(init=False, default=0)
    _noted: set[str] = field(init=False)
    _put: set[str] = field(init=False, default_factory=set)
    _gone: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._noted = set((_content(self.directory / JOURNAL) or b"").decode().splitlines())
        unfinished = self.directory / UNFINISHED
        unfinished.mkdir(exist_ok=True)
        for leftover in unfinished.iterdir():
            leftover.unlink()

    def published(self, path: str) -> bytes | None:
        """A file as it was published; None where there is none, or what is there is something else."""
        known, data = self.manifest.file(path), _content(self.directory / _relative(path))
        return data if known and data is not None and hashlib.sha256(data).hexdigest() == known.sha256 else None

    def put_all(self, files: Iterable[File | Gone]) -> list[str]:
        """Write those of the files that differ from what is there, and make them durable; returns their paths."""
        made = iter(files)
        written: list[str] = []
        while several := list(islice(made, _AT_ONCE)):
            self._gone.update(file.path for file in several if isinstance(file, Gone))
            differing = [file for file in several if isinstance(file, File) and self._differs(file)]
            self._replace(differing)
            written += [file.path for file in differing]
        return written

    def _differs(self, file: File) -> bool:
        """Whether a file is to be written; lists it where it is there already."""
        target = self.directory / _relative(file.path)
        if file.path in self._put:
            raise PublishingError(f"two documents are named {file.path}")
        self._put.add(file.path)
        known = self.manifest.file(file.path)
        digest = hashlib.sha256(file.data).hexdigest()
        there = _moment(target)
        if known and known.sha256 == digest and there == (known.changed_at, known.size):
            if known.noindex is not file.noindex:
                self.manifest.put(file.path, replace(known, noindex=file.noindex))
            return False
        if there and _content(target) == file.data:
            # Written by a publishing that died, or touched by somebody.
            moment = there[0] if there[0].microsecond == 0 else self._changed_at(target, known)
            os.utime(target, (moment.timestamp(), moment.timestamp()))
            self.manifest.put(file.path, FileState(digest, len(file.data), moment, file.noindex))
            return False
        return True

    def _changed_at(self, target: Path, known: FileState | None) -> datetime:
        # HTTP dates have whole seconds: two changes in one second would look like one to who asks by date alone.
        there = _moment(target)
        earlier = [state for state in (known.changed_at if known else None, there[0] if there else None) if state]
        after = max(earlier).replace(microsecond=0) + timedelta(seconds=1) if earlier else None
        moment = self.now.astimezone(UTC).replace(microsecond=0)
        return max(moment, after) if after else moment

    def _replace(self, files: list[File]) -> None:
        if not files:
            return
        self._note([file.path for file in files if not self.manifest.file(file.path)])
        unfinished = [self.directory / UNFINISHED / str(number) for number in range(len(files))]
        folders: set[Path] = set()
        for file, place in zip(files, unfinished, strict=True):
            target = self.directory / _relative(file.path)
            moment = self._changed_at(target, self.manifest.file(file.path))
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.add(target.parent)
            _write(place, file.data, moment)
            state = FileState(hashlib.sha256(file.data).hexdigest(), len(file.data), moment, file.noindex)
            self.manifest.put(file.path, state)
        _sync(unfinished)
        for file, place in zip(files, unfinished, strict=True):
            place.replace(self.directory / _relative(file.path))
            self.written += 1
        _sync(folders)

    def _note(self, paths: list[str]) -> None:
        if paths:
            with (self.directory / JOURNAL).open("a") as journal:
                journal.writelines(f"{path}\n" for path in paths)
            self._noted.update(paths)

    def close(self, *, everything: bool) -> Published:
        """Delete what is published no more, then make the manifest true.

        `everything`: what was not put is gone; else what was is only what changed.
        """
        gone = {*self._gone, *self._noted} - self._put
        if everything:
            gone.update(path for path in self.manifest.paths() if path not in self._put)
        else:
            gone = {path for path in gone if path in self._gone or not self.manifest.file(path)}
        deleted = 0
        for path in sorted(gone):
            target = self.directory / _relative(path)
            if target.is_file():
                target.unlink()
                deleted += 1
            self.manifest.remove(path)
        total = self.manifest.count()
        self.manifest.commit()
        (self.directory / JOURNAL).unlink(missing_ok=True)
        return Published(self.written, total - self.written, deleted)


def _relative(path: str) -> PurePosixPath:
    relative = PurePosixPath(path)
    if relative.is_absolute() or not relative.parts or ".." in relative.parts or relative.name.startswith("."):
        raise PublishingError(f"{path!r} must not become a file's name")
    return relative


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _moment(path: Path) -> tuple[datetime, int] | None:
    """When a file says that it changed, and its size; None where it is not there."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return datetime.fromtimestamp(status.st_mtime, UTC), status.st_size


def _write(place: Path, data: bytes, moment: datetime) -> None:
    with place.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.utime(handle.fileno(), (moment.timestamp(), moment.timestamp()))


def _sync(places: Collection[Path]) -> None:
    """Make files, or which files stand in folders, durable."""
    if len(places) > _SYNCED_ONE_BY_ONE:
        os.sync()
        return
    with ThreadPoolExecutor(_SYNCED_TOGETHER) as several:
        list(several.map(_sync_one, places))


def _sync_one(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
