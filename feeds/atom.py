"""Atom (RFC 4287) with archives (RFC 5005), threading (RFC 4685) and the place in the log that a feed shows.

feedgen writes the documents; its faults are repaired here. The bytes follow from the arguments alone: no clock, no
locale, no order of a set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree  # before feedgen, which uses lxml.etree without importing it

from feedgen.entry import FeedEntry  # isort: skip
from feedgen.ext.base import BaseEntryExtension, BaseExtension  # isort: skip
from feedgen.feed import FeedGenerator  # isort: skip

from feeds import wording
from feeds.entries import Entry, Reply
from feeds.site import Site
from feeds.topics import Topic

MEDIA_TYPE = "application/atom+xml"
HISTORY = "http://purl.org/syndication/history/1.0"
THREAD = "http://purl.org/syndication/thread/1.0"
LOG = "https://github.com/cable-tracker/cable-tracker/ns/log"
GENERATOR = "cable-tracker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a feed. `entries` are newest first; addresses are of this site, None where there is none."""

    topic: Topic
    address: str
    entries: Sequence[Entry]
    archive: bool = False
    previous: str | None = None
    following: str | None = None


def render(document: Document, site: Site) -> bytes:
    """The document's bytes."""
    feed = FeedGenerator()
    feed.id(site.tag(f"feed/{document.topic.key}"))
    feed.title(feed_title(document.topic, site))
    feed.subtitle(_subtitle(document.topic, site))
    feed.language("en")
    feed.updated(_updated(document.entries, site))
    feed.author(name=site.name)
    feed.generator(GENERATOR)
    feed.rights(wording.word("sample") if site.sample else wording.word("rights"))
    for rel, address, media_type in _links(document):
        feed.link(rel=rel, href=site.absolute(address), type=media_type)
    feed.register_extension("tracker_marks", _Marks, None, rss=False)
    feed.tracker_marks.document = document
    for entry in document.entries:
        feed.add_entry(_feed_entry(entry), order="append")
    written: bytes = feed.atom_str(pretty=True)
    return written


def feed_title(topic: Topic, site: Site) -> str:
    """A feed's title as readers list it: short, and marked where the data is a sample."""
    return f"{topic.name} – {site.name}"


def _subtitle(topic: Topic, site: Site) -> str:
    sample = [wording.word("sample")] if site.sample else []
    return " ".join([*sample, topic.subtitle, wording.word("machine")])


def _updated(entries: Sequence[Entry], site: Site) -> datetime:
    return max((entry.updated for entry in entries), default=site.born_at)


def _links(document: Document) -> list[tuple[str, str, str]]:
    html = "text/html"
    found = [("self", document.address, MEDIA_TYPE), ("alternate", document.topic.page, html)]
    if document.archive:
        found.append(("current", document.topic.feed, MEDIA_TYPE))
    if document.previous:
        found.append(("prev-archive", document.previous, MEDIA_TYPE))
    if document.following:
        found.append(("next-archive", document.following, MEDIA_TYPE))
    return found


def _feed_entry(entry: Entry) -> _RepairedEntry:
    made = _RepairedEntry()
    made.id(entry.id)
    made.title(entry.title)
    made.updated(entry.updated)
    made.published(entry.published)
    made.content(entry.body, type="html")
    for link in entry.links:
        attributes = {"rel": link.rel, "href": link.href, "type": link.media_type, "title": link.title}
        made.link({name: value for name, value in attributes.items() if value is not None})
    for category in entry.categories:
        made.category(scheme=category.scheme, term=category.term, label=category.label)
    if entry.replies:
        made.register_extension("tracker_thread", _Thread, rss=False)
        made.tracker_thread.replies = entry.replies
    return made


class _RepairedEntry(FeedEntry):  # type: ignore[misc]  # feedgen has no types
    """An entry whose links keep their attributes: feedgen writes the addresses alone."""

    def atom_entry(self, extensions: bool = True) -> etree._Element:
        entry: etree._Element = super().atom_entry(extensions)
        for element, link in zip(entry.findall("link"), self.link() or [], strict=True):
            for name in ("rel", "type", "hreflang", "title", "length"):
                if link.get(name):
                    element.set(name, link[name])
        return entry


class _Marks(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """At the feed's head: whether this is an archive, and the newest event of the log that the document shows."""

    document: Document

    def extend_ns(self) -> dict[str, str]:
        spaces = {}
        if self.document.archive:
            spaces["fh"] = HISTORY
        if any(entry.replies for entry in self.document.entries):
            spaces["thr"] = THREAD
        if self.document.entries:
            spaces["log"] = LOG
        return spaces

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        if self.document.archive:
            etree.SubElement(feed, f"{{{HISTORY}}}archive")
        if self.document.entries:
            newest = max(self.document.entries, key=lambda entry: entry.position)
            etree.SubElement(feed, f"{{{LOG}}}newest", position=str(newest.position), hash=newest.log_hash)
        return feed


class _Thread(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """In an entry: the entries that it corrects or retracts."""

    replies: tuple[Reply, ...]

    def extend_atom(self, entry: etree._Element) -> etree._Element:
        for reply in self.replies:
            etree.SubElement(entry, f"{{{THREAD}}}in-reply-to", ref=reply.ref, href=reply.href, type="text/html")
        return entry
