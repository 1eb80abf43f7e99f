"""A file of many cables at an address, such as the CSV dump: fetched when it has changed, recorded, and not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.cables.releases import files
from tracker.sources.downloading import Downloaded
from tracker.sources.fetching import FetchError, Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.cables.raw_files import RawFile
    from tracker.sources.downloading import Download
    from tracker.sources.fetching import Fetcher
    from tracker.sources.memory import Memory


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump, and what is known of it."""

    download: Download
    fetcher: Fetcher
    memory: Memory

    def changed(self, *, whole: bool) -> list[Downloaded]:
        """The file, where it is another one than was recorded; else nothing.

        One whose site tells no version would come as a whole each time: it is asked for only with `whole`. Raises
        FetchError where it cannot be had.
        """
        address = self.download.address
        known = self.memory[address]
        if known.checked_at and not known.validators.headers and not whole:
            return []
        found = self.download.fetch(self.fetcher, known.validators)
        if isinstance(found, Missing):
            raise FetchError(f"{address}: the site has no such file")
        return [found] if isinstance(found, Downloaded) else []

    def contents(self, downloaded: list[Downloaded]) -> Iterator[RawFile]:
        """The files that are packed in it, or itself."""
        for each in downloaded:
            yield from files([each.path])
            self.memory.read(self.download.address, each.validators)

    def done(self) -> None:
        """Delete the file, which is recorded."""
        self.download.discard()
