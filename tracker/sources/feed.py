"""An Atom or RSS feed of new documents: each entry links a page, or encloses a file, that is a cable.

A feed names what is new and no more what is old, so nothing is withdrawn because it is not listed. Only links of the
feed's own site are followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

from tracker.sources.fetching import FetchError
from tracker.sources.pages import Pages

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATOM = "{http://www.w3.org/2005/Atom}"
_RSS_1 = "{http://purl.org/rss/1.0/}"
_MOST_LINKS = 10_000


@dataclass(slots=True)
class Feed(Pages):
    """A feed at its address."""

    def cables(self, *, whole: bool) -> list[str]:
        """What the feed's entries link, the oldest first. Raises FetchError where it cannot be had, or is no feed."""
        page = self.got(self.index)
        if page:
            links = [urldefrag(urljoin(self.index, link)).url for link in _links(page.data, self.index)]
            own = [link for link in dict.fromkeys(links) if _site(link) == _site(self.index)]
            self.memory.saw(page, reversed(own[:_MOST_LINKS]))
        known = self.memory[self.index]
        if known.problem or known.missing_since:
            raise FetchError(known.problem or f"{self.index}: the site has no such feed")
        return [address for address in known.links if whole or self.is_wanted(address)]


def _links(data: bytes, address: str) -> Iterator[str]:
    """Where the entries of a feed lead, as printed: their own page, and what they enclose, in its order."""
    # Nothing is fetched or expanded for what a feed declares of itself.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        feed = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise FetchError(f"{address}: this is no feed that can be read") from None
    entries = [*feed.iter(f"{_ATOM}entry", "item", f"{_RSS_1}item")]
    if not entries and feed.tag not in {f"{_ATOM}feed", "rss"} and not feed.tag.endswith("}RDF"):
        raise FetchError(f"{address}: this is no Atom or RSS feed")
    for entry in entries:
        for link in entry.iter(f"{_ATOM}link"):
            if link.get("rel", "alternate") in {"alternate", "enclosure"}:
                yield link.get("href", "")
        for link in entry.iter("link", f"{_RSS_1}link"):
            yield (link.text or "").strip()
        for enclosure in entry.iter("enclosure"):
            yield enclosure.get("url", "")


def _site(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
