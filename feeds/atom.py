"""Atom (RFC 4287) with archives (RFC 5005), threading (RFC 4685), tombstones (RFC 6721) and points (GeoRSS).

feedgen writes heads and entries, each entry apart, so that one which is written already need not be again; its faults
are repaired here. The bytes follow from the arguments alone: no clock, no locale, no order of a set.
"""

from __future__ import annotations

from lxml import etree  # before feedgen, which uses lxml.etree without importing it

from feedgen.entry import FeedEntry  # isort: skip
from feedgen.ext.base import BaseEntryExtension, BaseExtension  # isort: skip
from feedgen.feed import FeedGenerator  # isort: skip

from feeds import documents, wording
from feeds.documents import Document
from feeds.entries import Entry, Reply
from feeds.formats import Format
from feeds.points import Point
from feeds.site import Site

HISTORY = "http://purl.org/syndication/history/1.0"
THREAD = "http://purl.org/syndication/thread/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
GEORSS = "http://www.georss.org/georss"
LOG = "https://github.com/cable-tracker/cable-tracker/ns/log"


def render(document: Document, site: Site) -> bytes:
    """The document's bytes."""
    feed = FeedGenerator()
    feed.id(documents.feed_id(document.topic, site))
    feed.title(documents.feed_title(document.topic, site))
    feed.subtitle(documents.subtitle(document.topic, site))
    feed.language("en")
    feed.updated(documents.updated(document, site))
    feed.author(name=site.name)
    feed.generator(documents.GENERATOR)
    feed.rights(documents.rights(site))
    for rel, address, media_type in document.links(Format.ATOM):
        feed.link(rel=rel, href=site.absolute(address), type=media_type)
    if site.hub and not document.archive:
        feed.link(rel="hub", href=site.hub)
    feed.register_extension("tracker_marks", _Marks, None, rss=False)
    feed.tracker_marks.document = document
    feed.tracker_marks.changed = documents.changed(document, site)
    head, end, rest = feed.atom_str(pretty=True).rpartition(b"</feed>")
    return b"".join((head, *document.bodies(Format.ATOM, item), end, rest))


def item(entry: Entry) -> bytes:
    """An entry as it stands in a document that declares the namespaces of `marks_namespaces`, and of threads."""
    feed = etree.Element("feed", nsmap={"georss": GEORSS, "thr": THREAD})
    feed.append(_feed_entry(entry).atom_entry())
    return piece(feed, b"<feed", b"</feed>")


def piece(document: etree._Element, opening: bytes, closing: bytes) -> bytes:
    """What stands in a document between the line of a tag that opens and one that closes."""
    written: bytes = etree.tostring(document, pretty_print=True, encoding="UTF-8")
    start = written.index(b"\n", written.index(opening)) + 1
    return written[start : written.rindex(b"\n", 0, written.rindex(closing)) + 1]


def marks(parent: etree._Element, document: Document) -> None:
    """At the head of a feed: whether this is an archive, and the newest event of the log that the document shows."""
    if document.archive:
        etree.SubElement(parent, f"{{{HISTORY}}}archive")
    if newest := document.newest:
        etree.SubElement(parent, f"{{{LOG}}}newest", position=str(newest.position), hash=newest.log_hash)


def marks_namespaces(document: Document) -> dict[str, str]:
    """The namespaces of `marks` and `place`, each only where the document uses it."""
    spaces = {}
    if document.archive:
        spaces["fh"] = HISTORY
    if document.entries:
        spaces["log"] = LOG
    if any(entry.points for entry in document.entries):
        spaces["georss"] = GEORSS
    return spaces


def place(parent: etree._Element, points: tuple[Point, ...]) -> None:
    """In an entry: about the middle of the first state that it speaks of; a reader's map has room for one point.

    Without a name beside it: how GeoRSS spells that element, specification and checkers do not agree.
    """
    for point in points[:1]:
        etree.SubElement(parent, f"{{{GEORSS}}}point").text = f"{point.latitude} {point.longitude}"


def _feed_entry(entry: Entry) -> _RepairedEntry:
    made = _RepairedEntry()
    made.id(entry.id)
    made.title(entry.title)
    made.updated(entry.updated)
    made.published(entry.published)
    made.changed = entry.changed
    made.content(entry.body, type="html")
    for link in entry.links:
        attributes = {"rel": link.rel, "href": link.href, "type": link.media_type, "title": link.title}
        made.link({name: value for name, value in attributes.items() if value is not None})
    for category in entry.categories:
        made.category(scheme=category.scheme, term=category.term, label=category.label)
    if entry.replies or entry.points:
        made.register_extension("tracker_more", _More, rss=False)
        made.tracker_more.replies = entry.replies
        made.tracker_more.points = entry.points
    return made


def _set_moment(parent: etree._Element, changed: str) -> None:
    """Write when it changed as it is told: feedgen knows no moments more exact than microseconds."""
    for updated in parent.findall("{*}updated"):
        updated.text = changed


class _RepairedEntry(FeedEntry):
    """An entry whose links keep their attributes, of which feedgen writes the addresses alone, and its exact moment."""

    changed: str

    def atom_entry(self, extensions: bool = True) -> etree._Element:
        entry: etree._Element = super().atom_entry(extensions)
        _set_moment(entry, self.changed)
        for element, link in zip(entry.findall("link"), self.link() or [], strict=True):
            for name in ("rel", "type", "hreflang", "title", "length"):
                if link.get(name):
                    element.set(name, link[name])
        return entry


class _Marks(BaseExtension):
    """At the feed's head: the marks of the document, and the tombstones of entries that were taken away."""

    document: Document
    changed: str

    def extend_ns(self) -> dict[str, str]:
        spaces = marks_namespaces(self.document)
        if any(entry.replies for entry in self.document.entries):
            spaces["thr"] = THREAD
        if any(entry.gone for entry in self.document.entries):
            spaces["at"] = TOMBSTONES
        return spaces

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        _set_moment(feed, self.changed)
        marks(feed, self.document)
        for entry in self.document.entries:
            if entry.gone:
                # Readers that know no tombstones overwrite what they kept by the notice that bears the same id. Being
                # as old as that, the tombstone holds for those that know it.
                tombstone = etree.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", ref=entry.id, when=entry.changed)
                etree.SubElement(tombstone, f"{{{TOMBSTONES}}}comment").text = wording.word("gone")
        return feed


class _More(BaseEntryExtension):
    """In an entry: the entries that it corrects or retracts, and its point on the map."""

    replies: tuple[Reply, ...]
    points: tuple[Point, ...]

    def extend_atom(self, entry: etree._Element) -> etree._Element:
        for reply in self.replies:
            etree.SubElement(entry, f"{{{THREAD}}}in-reply-to", ref=reply.ref, href=reply.href, type="text/html")
        place(entry, self.points)
        return entry
