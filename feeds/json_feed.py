"""JSON Feed 1.1: the same entries, ids and order as in Atom. What it has no word for stands under `_tracker`."""

from __future__ import annotations

import orjson

from feeds import documents
from feeds.documents import Document
from feeds.entries import Entry
from feeds.formats import Format
from feeds.site import Site
from tracker.types import JsonObject, JsonValue

VERSION = "https://jsonfeed.org/version/1.1"
ABOUT = "https://github.com/cable-tracker/cable-tracker/blob/main/docs/feeds.md"


def render(document: Document, site: Site) -> bytes:
    """The document's bytes. Its `next_url` leads to older entries, archive by archive, to the first one."""
    topic = document.topic
    written: JsonObject = {
        "version": VERSION,
        "title": documents.feed_title(topic, site),
        "home_page_url": site.absolute(topic.page),
        "feed_url": site.absolute(document.address(Format.JSON)),
        "description": documents.subtitle(topic, site),
        "language": "en",
        "authors": [{"name": site.name}],
    }
    if document.previous:
        written["next_url"] = site.absolute(topic.address(Format.JSON, document.previous))
    if site.hub and not document.archive:
        written["hubs"] = [{"type": "WebSub", "url": site.hub}]
    written["_tracker"] = _feed(document, site)
    items = list(document.bodies(Format.JSON, item))
    if not items:
        return _dumped({**written, "items": []})
    # In place of the brace that ends the document, and the line before it.
    return b"".join((_dumped(written)[:-3], b',\n  "items": [\n', b",\n".join(items), b"\n  ]\n}\n"))


def item(entry: Entry) -> bytes:
    """An item as it stands in a document, without the comma that follows it."""
    written = _dumped({"items": [_item(entry)]})
    return written[written.index(b"[\n") + 2 : written.rindex(b"\n  ]")]


def _dumped(told: JsonObject) -> bytes:
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _feed(document: Document, site: Site) -> JsonObject:
    told: JsonObject = {
        "about": ABOUT,
        "id": documents.feed_id(document.topic, site),
        "updated": documents.changed(document, site),
        "archive": document.archive,
        "rights": documents.rights(site),
        "generator": documents.GENERATOR,
    }
    if newest := document.newest:
        told |= {"newest": {"position": newest.position, "hash": newest.log_hash}}
    return told


def _item(entry: Entry) -> JsonObject:
    categories: list[JsonValue] = [
        {"scheme": category.scheme, "term": category.term, "label": category.label} for category in entry.categories
    ]
    told: JsonObject = {
        "review_status": entry.review_status,
        "position": entry.position,
        "hash": entry.log_hash,
        "categories": categories,
    }
    related: list[JsonValue] = [
        {"url": link.href, **({"title": link.title} if link.title else {})}
        for link in entry.links
        if link.rel == "related"
    ]
    if related:
        told["related"] = related
    if entry.replies:
        told["in_reply_to"] = [reply.ref for reply in entry.replies]
    if entry.points:
        told["points"] = [
            {"name": point.name, "latitude": point.latitude, "longitude": point.longitude} for point in entry.points
        ]
    if entry.gone:
        told["deleted"] = True
    return {
        "id": entry.id,
        "url": entry.links[0].href,
        "title": entry.title,
        "content_html": entry.body,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.changed,
        "tags": list(dict.fromkeys(category.label for category in entry.categories)),
        "_tracker": told,
    }
