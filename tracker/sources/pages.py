"""Pages of cables that a site has: asked for politely, each once, and known when they change, go, or come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker import clock
from tracker.cables.raw_files import RawFile
from tracker.sources.fetching import FetchError, Missing, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.sources.fetching import Fetcher
    from tracker.sources.memory import Memory

_SOONEST = timedelta(minutes=10)
"""How soon a page is asked for again that the site lists and does not have, or could not give."""


@dataclass(slots=True)
class Pages:
    """A site at the address of its index, and what is known of its pages."""

    index: str
    fetcher: Fetcher
    memory: Memory
    problems: list[str] = field(default_factory=list)
    """What could not be had of its lists; what is wrong with a cable's page is in the memory."""
    back: list[str] = field(default_factory=list)
    """Pages that the site did not have and has again."""

    def cables(self, *, whole: bool) -> list[str]:
        """The addresses of the cables' pages to ask for, the oldest release first.

        Those that never came; with `whole` all, and all lists are looked at, not only those that may have changed.
        Raises FetchError where the index cannot be had.
        """
        raise NotImplementedError

    def gone(self) -> list[str]:
        """Pages of cables that came once, that no list names any more, and that the site says it does not have."""
        return []

    def pages(self, addresses: list[str]) -> Iterator[RawFile]:
        """The pages at these addresses that are not as they are known, as files of a release.

        One that is gone, or cannot be had, is noted in the memory and stops nothing.
        """
        for address in addresses:
            page = self.got(address)
            if page and self.memory.saw(page):
                yield RawFile(Path(urlsplit(address).path.lstrip("/")), page.data)

    def got(self, address: str) -> Page | None:
        """A page, unless it is as it is known, gone, or cannot be had: that is noted in the memory."""
        try:
            answer = self.fetcher.get(address, self.memory[address].validators)
        except FetchError as error:
            self.memory.failed(address, error.detail)
            return None
        if isinstance(answer, Missing):
            self.memory.missing(address)
            return None
        if self.memory[address].missing_since:
            self.back.append(address)
        if isinstance(answer, Page):
            return answer
        self.memory.unchanged(address)
        return None

    def is_wanted(self, address: str) -> bool:
        """Whether a cable's page is to be asked for: it never came, or is gone, and was not asked for just now.

        One that the site does not have is asked for less and less often.
        """
        known = self.memory[address]
        if known.sha256 and not known.missing_since:
            return False
        if known.checked_at is None:
            return True
        waited = known.checked_at - (known.missing_since or known.checked_at)
        return clock.now() - known.checked_at >= max(waited, _SOONEST)
