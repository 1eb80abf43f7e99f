"""RSS 2.0, for readers that know no Atom: the same entries, ids and order, with archives (RFC 5005) and points.

feedgen writes heads and items, each item apart. It formats dates by switching the locale of the whole process to and
fro, which no other thread would survive, so dates are written here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from lxml import etree  # before feedgen, which uses lxml.etree without importing it

from feedgen.entry import FeedEntry  # isort: skip
from feedgen.ext.base import BaseEntryExtension, BaseExtension  # isort: skip
from feedgen.feed import FeedGenerator  # isort: skip

from feeds import documents
from feeds.atom import GEORSS, marks, marks_namespaces, piece, place
from feeds.documents import Document
from feeds.entries import Entry
from feeds.formats import Format
from feeds.site import Site

ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DESCRIBED_ELSEWHERE = {"self", "alternate"}
"""Links that feedgen writes itself."""


def render(document: Document, site: Site) -> bytes:
    """The document's bytes."""
    feed = _Feed()
    feed.title(documents.feed_title(document.topic, site))
    feed.description(documents.subtitle(document.topic, site))
    feed.language("en")
    feed.generator(documents.GENERATOR)
    feed.copyright(documents.rights(site))
    feed.link(rel="self", href=site.absolute(document.address(Format.RSS)), type=Format.RSS.media_type)
    # The channel's link is the last one added.
    feed.link(rel="alternate", href=site.absolute(document.topic.page), type=documents.HTML)
    feed.register_extension("tracker_channel", _Channel, None, atom=False)
    feed.tracker_channel.document = document
    feed.tracker_channel.site = site
    head, end, rest = feed.rss_str(pretty=True).rpartition(b"  </channel>")
    return b"".join((head, *document.bodies(Format.RSS, item), end, rest))


def item(entry: Entry) -> bytes:
    """An item as it stands in a document that declares the namespaces of `marks_namespaces`, Atom and content."""
    feed = etree.Element("rss", nsmap={"georss": GEORSS, "atom": ATOM, "content": _CONTENT})
    etree.SubElement(feed, "channel").append(_item(entry).rss_entry())
    return piece(feed, b"<channel", b"</channel>")


class _Feed(FeedGenerator):
    """A feed without a date of its own making: feedgen's is the time of rendering, in any locale but for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self._FeedGenerator__rss_lastBuildDate = None


def _item(entry: Entry) -> FeedEntry:
    made = FeedEntry()
    made.id(entry.id)
    made.title(entry.title)
    made.content(entry.body)
    made.link(href=entry.links[0].href, rel="alternate")
    for category in entry.categories:
        made.category(scheme=category.scheme, term=category.term, label=category.label)
    made.register_extension("tracker_item", _Item, atom=False)
    made.tracker_item.entry = entry
    return made


def _date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0))


class _Channel(BaseExtension):
    """In the channel: when it last changed, its links beyond RSS's own, and the marks of the document."""

    document: Document
    site: Site

    def extend_ns(self) -> dict[str, str]:
        return marks_namespaces(self.document)

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        [channel] = feed
        etree.SubElement(channel, "lastBuildDate").text = _date(documents.updated(self.document, self.site))
        for rel, address, media_type in self.document.links(Format.RSS):
            if rel not in _DESCRIBED_ELSEWHERE:
                href = self.site.absolute(address)
                etree.SubElement(channel, f"{{{ATOM}}}link", rel=rel, href=href, type=media_type)
        if self.site.hub and not self.document.archive:
            etree.SubElement(channel, f"{{{ATOM}}}link", rel="hub", href=self.site.hub)
        marks(channel, self.document)
        return feed


class _Item(BaseEntryExtension):
    """In an item: when it was published and last changed, and its point on the map."""

    entry: Entry

    def extend_rss(self, item: etree._Element) -> etree._Element:
        etree.SubElement(item, "pubDate").text = _date(self.entry.published)
        if self.entry.updated != self.entry.published:
            etree.SubElement(item, f"{{{ATOM}}}updated").text = self.entry.changed
        place(item, self.entry.points)
        return item
