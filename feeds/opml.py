"""The list of all feeds in OPML 2.0, by group: readers take it to subscribe to many at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from lxml import etree

from feeds import documents, wording
from feeds.site import Site
from feeds.topics import Topic

ADDRESS = "/feeds.opml"
MEDIA_TYPE = "text/x-opml"


def render(topics: Sequence[Topic], site: Site) -> bytes:
    """The list's bytes; each feed stands there once, as Atom."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = site.name
    body = etree.SubElement(root, "body")
    for family, members in groupby(topics, key=lambda topic: topic.family):
        group = etree.SubElement(body, "outline", text=wording.words("heading", family))
        for topic in members:
            etree.SubElement(
                group,
                "outline",
                type="rss",
                text=wording.unmarked(topic.name),
                title=documents.feed_title(topic, site),
                description=wording.unmarked(topic.subtitle),
                xmlUrl=site.absolute(topic.feed),
                htmlUrl=site.absolute(topic.page),
                language="en",
            )
    return etree.tostring(root, pretty_print=True, encoding="UTF-8", xml_declaration=True)
