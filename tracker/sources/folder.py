"""A folder that is watched: its files that are new, or other than they were, once nobody writes to them any more."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.cables.releases import files, paths
from tracker.errors import ReleaseError
from tracker.sources.fetching import Validators

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.cables.raw_files import RawFile
    from tracker.sources.memory import Memory

SETTLED_SECONDS = 2.0
"""How long a file must have been left alone: who copies one writes all the time."""


@dataclass(slots=True)
class Folder:
    """A folder (or a single file, such as a dump), and what is known of its files."""

    place: Path
    memory: Memory
    unfinished: list[str] = field(default_factory=list)
    """Files that are being written; they are looked at again the next time."""

    def changed(self, *, whole: bool) -> list[Path]:
        """The files to read: those that are not as they are known, with `whole` all.

        Raises ReleaseError where there is no such folder, or it is closed.
        """
        if not self.place.exists():
            raise ReleaseError(f"{self.place} does not exist")
        return [path for path in paths(self.place) if self._is_settled(path) and (whole or not self._is_known(path))]

    def contents(self, changed: list[Path]) -> Iterator[RawFile]:
        """The files at these paths, and those packed in them."""
        for path in changed:
            signature = _signature(path)
            yield from files([path])
            # As it was before it was read: what was written meanwhile is read the next time.
            self.memory.read(self._name(path), Validators(etag=signature))

    def _is_settled(self, path: Path) -> bool:
        try:
            age = time.time() - path.stat().st_mtime
        except OSError:
            return False
        # A time to come is none that the file was written at just now.
        settled = not 0 <= age < SETTLED_SECONDS
        if not settled:
            self.unfinished.append(self._name(path))
        return settled

    def _is_known(self, path: Path) -> bool:
        return self.memory[self._name(path)].validators.etag == _signature(path)

    def _name(self, path: Path) -> str:
        """How a file is remembered and told: below its folder, never where that lies."""
        return path.name if path == self.place else str(path.relative_to(self.place))


def _signature(path: Path) -> str:
    """What changes where a file is written or replaced."""
    try:
        found = path.stat()
    except OSError:
        return "gone"
    return f"{found.st_size}-{found.st_mtime_ns}-{found.st_ino}"
