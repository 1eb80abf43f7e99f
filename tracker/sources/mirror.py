"""A mirror of the release site: an index of release days, listing pages of a day, and a page a cable.

The form is the site's own: the index links listings (`reldate/2010-11-28_0.html`), these each other and the pages of
cables (`cable/2008/04/08ANKARA691.html`). Mirrors keep the links as the site printed them, from its root; here they
are taken from the folder in which the index lies.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tracker import clock
from tracker.cables.raw_files import RawFile
from tracker.sources.fetching import FetchError, Missing, Page

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from tracker.sources.fetching import Fetcher
    from tracker.sources.memory import Memory

_LINK = re.compile(rb"<a\s[^<>]{0,200}?href\s{0,3}=\s{0,3}[\"']?/?([^\"'<>\s#]{1,300})", re.IGNORECASE)
_LISTING = re.compile(r"reldate/(?P<day>\d{4}-\d{2}-\d{2})_(?P<number>\d{1,4})\.html")
_CABLE = re.compile(r"cable/\d{4}/\d{2}/[0-9A-Za-z]{4,40}\.html")
_NEWEST_DAYS = 3
"""How many of the newest days are looked at each time: a day grows while it is being released."""
_SOONEST = timedelta(minutes=10)
"""How soon a page is asked for again that the site lists and does not have, or could not give."""


@dataclass(slots=True)
class Mirror:
    """A mirror at the address of its index, and what is known of its pages."""

    index: str
    fetcher: Fetcher
    memory: Memory
    problems: list[str] = field(default_factory=list)
    """What could not be had of the listings; what is wrong with a cable's page is in the memory."""
    back: list[str] = field(default_factory=list)
    """Pages that the site did not have and has again."""
    _unlisted: list[str] = field(default_factory=list)

    def cables(self, *, whole: bool) -> list[str]:
        """The addresses of the cables' pages to ask for, the oldest release first.

        Those that never came; with `whole` all, and all listings are looked at, not only those that may have changed.
        Raises FetchError where the index cannot be had.
        """
        self._look(self.index, needed=True)
        listings = deque(self._in_order(self.memory[self.index].links))
        newest = sorted({*map(_day, listings)})[-_NEWEST_DAYS:]
        listed: dict[str, None] = {}
        known_of = set(listings)
        whole_index = True
        while listings:
            link = listings.popleft()
            address = self._address(link)
            known = self.memory[address]
            # A day that is announced and not yet there is waited for.
            if whole or known.sha256 is None or _day(link) in newest:
                self._look(address)
            whole_index = whole_index and not self.memory[address].missing_since and not self.memory[address].problem
            links = self.memory[address].links
            # A day's first page links those that follow it.
            further = [other for other in links if _LISTING.fullmatch(other) and _day(other) == _day(link)]
            new = [other for other in self._in_order(further) if other not in known_of]
            known_of.update(new)
            listings.extendleft(reversed(new))
            listed.update(dict.fromkeys(self._address(other) for other in links if _CABLE.fullmatch(other)))
        if whole and whole_index:
            self._unlisted = [
                address for address in self.memory if self.memory[address].sha256 and self._is_unlisted(address, listed)
            ]
        return [address for address in listed if whole or self._is_wanted(address)]

    def pages(self, addresses: list[str]) -> Iterator[RawFile]:
        """The pages at these addresses that are not as they are known, as files of a release.

        One that is gone, or cannot be had, is noted in the memory and stops nothing.
        """
        for address in addresses:
            page = self._got(address)
            if page and self.memory.saw(page):
                yield RawFile(Path(urlsplit(address).path.lstrip("/")), page.data)

    def gone(self) -> list[str]:
        """Pages of cables that came once, that no listing names any more, and that the site says it does not have.

        Known only after a look at all listings of which every one was to be had: one that is missing names none.
        """
        for address in self._unlisted:
            self._got(address)
        return [address for address in self._unlisted if self.memory[address].missing_since]

    def _is_unlisted(self, address: str, listed: Container[str]) -> bool:
        return address not in listed and bool(_CABLE.search(address))

    def _look(self, address: str, *, needed: bool = False) -> None:
        """Ask for the index, or a listing, and note its links."""
        page = self._got(address)
        if page:
            self.memory.saw(page, _links(page.data))
        known = self.memory[address]
        if needed and (known.problem or known.missing_since):
            raise FetchError(known.problem or f"{address}: the site has no such page")
        if known.problem:
            self.problems.append(known.problem)

    def _got(self, address: str) -> Page | None:
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

    def _is_wanted(self, address: str) -> bool:
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

    def _address(self, link: str) -> str:
        return urljoin(self.index, link)

    def _in_order(self, links: list[str] | tuple[str, ...]) -> list[str]:
        return sorted({link for link in links if _LISTING.fullmatch(link)}, key=_order)


def _links(data: bytes) -> list[str]:
    """The links to listings and cables in a page, each once, without the slash that they begin with."""
    found = dict.fromkeys(link.decode("ascii", "replace") for link in _LINK.findall(data))
    return [link for link in found if _LISTING.fullmatch(link) or _CABLE.fullmatch(link)]


def _order(link: str) -> tuple[str, int]:
    listing = _LISTING.fullmatch(link)
    assert listing
    return listing["day"], int(listing["number"])


def _day(link: str) -> str:
    return _order(link)[0]
