"""Files that readers may fetch at any moment: replaced whole, never torn, never touched while their bytes are the same.

A manifest beside them says which files are published, with what digest, and when each last changed. It is written last,
so after a crash between any two steps every file is still a whole document, and the next publishing makes the manifest
true again. Only files that a manifest names are ever deleted.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from tracker.errors import PublishingError
from tracker.types import JsonObject

MANIFEST = "manifest.json"
LOCK = ".publisher.lock"
JOURNAL = ".publisher.journal"
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Published:
    """What a publishing did: how many files were written, found unchanged, and deleted."""

    written: int
    unchanged: int
    deleted: int


@dataclass(frozen=True, slots=True)
class FileState:
    """One published file. `changed_at` is when its bytes last changed, in whole seconds as HTTP dates are.

    `noindex`: search engines are asked to leave it out.
    """

    sha256: str
    size: int
    changed_at: datetime
    noindex: bool = False


Manifest = dict[str, FileState]


@dataclass(frozen=True, slots=True)
class File:
    """A file to publish: its path, its bytes, and whether search engines are asked to leave it out."""

    path: str
    data: bytes
    noindex: bool = False


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a directory; empty where there is none or where it cannot be read as one."""
    try:
        listed = json.loads((directory / MANIFEST).read_bytes())["files"]
        return {
            str(path): FileState(
                str(row["sha256"]),
                int(row["size"]),
                datetime.fromisoformat(row["changed_at"]),
                noindex=bool(row.get("noindex", False)),
            )
            for path, row in listed.items()
        }
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


@contextmanager
def exclusive(directory: Path) -> Iterator[None]:
    """Hold the directory against other publishers, who could otherwise mix two states of the log in it.

    Raises PublishingError where another holds it, or where the directory is somebody else's: it has files, and never
    was published to.
    """
    directory.mkdir(parents=True, exist_ok=True)
    lock = directory / LOCK
    if not lock.exists() and any(directory.iterdir()):
        raise PublishingError(f"{directory} holds other files; choose an empty directory")
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishingError(f"another publisher is writing {directory}") from None
        yield


@dataclass(slots=True)
class Shelf:
    """Puts files into a directory that the caller holds with `exclusive`; `close` makes them the published ones.

    Files put in one batch (`put_all`) are durable before those of the next begin to appear: a subscription document
    never links to an archive that a power failure lost. A file that no manifest names yet is noted in a journal before
    it appears, so that one left behind by a crash is deleted when nobody wants it any more.
    """

    directory: Path
    now: datetime
    before: Manifest = field(init=False)
    after: Manifest = field(init=False, default_factory=dict)
    written: int = field(init=False, default=0)
    _journal: Path = field(init=False)
    _noted: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.before = read_manifest(self.directory)
        self._journal = self.directory / JOURNAL
        self._noted = (_content(self._journal) or b"").decode().splitlines()
        for leftover in self.directory.rglob(f".*{_UNFINISHED}"):
            leftover.unlink()

    def put_all(self, files: Iterable[File]) -> None:
        """Write those of the files that differ from what is there, then make them durable."""
        folders: set[Path] = set()
        for file in files:
            if self._put(file):
                self.written += 1
                folders.add((self.directory / file.path).parent)
        for folder in sorted(folders):
            _sync_folder(folder)

    def _put(self, file: File) -> bool:
        path, data = file.path, file.data
        if path in self.after:
            raise PublishingError(f"two documents are named {path}")
        target = self.directory / _relative(path)
        digest = hashlib.sha256(data).hexdigest()
        known = self.before.get(path)
        same = _content(target) == data
        if known and known.sha256 == digest and same:
            self.after[path] = replace(known, noindex=file.noindex)
            return False
        self.after[path] = FileState(digest, len(data), self._moment(known), file.noindex)
        if not same:
            if known is None:
                self._note(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, data)
        return not same

    def _note(self, path: str) -> None:
        with self._journal.open("a") as journal:
            journal.write(f"{path}\n")

    def _moment(self, known: FileState | None) -> datetime:
        # HTTP dates have whole seconds: two changes in one second would look like one to who asks by date alone.
        moment = self.now.astimezone(UTC).replace(microsecond=0)
        return max(moment, known.changed_at + timedelta(seconds=1)) if known else moment

    def close(self) -> Published:
        """Delete what is published no more, then write the manifest."""
        gone = sorted({*self.before, *self._noted} - self.after.keys())
        deleted = 0
        for path in gone:
            target = self.directory / _relative(path)
            if target.is_file():
                target.unlink()
                deleted += 1
        rows = {path: _row(state) for path, state in sorted(self.after.items())}
        data = json.dumps({"version": 1, "files": rows}, indent=1).encode() + b"\n"
        if _content(self.directory / MANIFEST) != data:
            _replace(self.directory / MANIFEST, data)
            _sync_folder(self.directory)
        self._journal.unlink(missing_ok=True)
        return Published(self.written, len(self.after) - self.written, deleted)


def _row(state: FileState) -> JsonObject:
    row: JsonObject = {"sha256": state.sha256, "size": state.size, "changed_at": state.changed_at.isoformat()}
    return row | {"noindex": True} if state.noindex else row


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


def _replace(target: Path, data: bytes) -> None:
    unfinished = target.with_name(f".{target.name}{_UNFINISHED}")
    with unfinished.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    unfinished.replace(target)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
