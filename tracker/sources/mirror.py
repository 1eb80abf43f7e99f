"""A mirror of the release site: an index of release days, listing pages of a day, and a page a cable.

The form is the site's own: the index links listings (`reldate/2010-11-28_0.html`), these each other and the pages of
cables (`cable/2008/04/08ANKARA691.html`). Mirrors keep the links as the site printed them, from its root; here they
are taken from the folder in which the index lies.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tracker.sources.fetching import FetchError
from tracker.sources.pages import Pages

if TYPE_CHECKING:
    from collections.abc import Container

_LINK = re.compile(rb"<a\s[^<>]{0,200}?href\s{0,3}=\s{0,3}[\"']?/?([^\"'<>\s#]{1,300})", re.IGNORECASE)
_LISTING = re.compile(r"reldate/(?P<day>\d{4}-\d{2}-\d{2})_(?P<number>\d{1,4})\.html")
_CABLE = re.compile(r"cable/\d{4}/\d{2}/[0-9A-Za-z]{4,40}\.html")
_NEWEST_DAYS = 3
"""How many of the newest days are looked at each time: a day grows while it is being released."""


@dataclass(slots=True)
class Mirror(Pages):
    """A mirror at the address of its index, and what is known of its pages."""

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
        return [address for address in listed if whole or self.is_wanted(address)]

    def gone(self) -> list[str]:
        """Pages of cables that came once, that no listing names any more, and that the site says it does not have.

        Known only after a look at all listings of which every one was to be had: one that is missing names none.
        """
        for address in self._unlisted:
            self.got(address)
        return [address for address in self._unlisted if self.memory[address].missing_since]

    def _is_unlisted(self, address: str, listed: Container[str]) -> bool:
        return address not in listed and bool(_CABLE.search(address))

    def _look(self, address: str, *, needed: bool = False) -> None:
        """Ask for the index, or a listing, and note its links."""
        page = self.got(address)
        if page:
            self.memory.saw(page, _links(page.data))
        known = self.memory[address]
        if needed and (known.problem or known.missing_since):
            raise FetchError(known.problem or f"{address}: the site has no such page")
        if known.problem:
            self.problems.append(known.problem)

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
