"""What the specifications ask of a document of a feed, as far as a program can see it: each fault as a sentence.

By RFC 4287 (Atom), 4685 (threading), 5005 (archives) and 6721 (tombstones), the RSS 2.0 specification and its board's
advice, JSON Feed 1.1, OPML 2.0, GeoRSS, what the W3C's validator warns of beyond them, and our own promises: an
allow-list of HTML, at most 4 KiB an entry, absolute addresses, no control characters, ids that are tag URIs.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from html.entities import name2codepoint
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import feedparser
from lxml import etree

from feeds.atom import GEORSS, HISTORY, LOG, THREAD, TOMBSTONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.types import JsonObject, JsonValue

ATOM = "http://www.w3.org/2005/Atom"
_A = f"{{{ATOM}}}"
_INLINE = {"strong", "cite", "del", "em", "b", "a"}
_BLOCKS = {"p": {"div"}, "ul": {"div"}, "blockquote": {"div"}, "li": {"ul"}}
"""Elements of HTML that are no words' own, and what each may stand in."""
_FEED_ONCE, _ENTRY_ONCE = ("id", "title", "updated"), ("id", "title", "updated")
_FEED_KNOWN = {*_FEED_ONCE, "subtitle", "rights", "generator", "link", "author", "category", "entry"}
_ENTRY_KNOWN = {*_ENTRY_ONCE, "published", "content", "link", "category"}
_MANY = {"link", "category", "author", "entry"}
_CHANNEL_KNOWN = {"title", "link", "description", "language", "copyright", "lastBuildDate", "generator", "docs", "item"}
_ITEM_KNOWN = {"title", "link", "description", "guid", "pubDate", "category"}
_FOREIGN = {ATOM, GEORSS, HISTORY, LOG, THREAD, TOMBSTONES}
_GEORSS = {f"{{{GEORSS}}}point"}
"""What of GeoRSS every checker spells in one way."""
_RELATIONS = {"self", "alternate", "related", "current", "prev-archive", "next-archive", "hub"}
_ATTRIBUTES = {
    "link": {"href", "rel", "type", "title"},
    "category": {"term", "scheme", "label", "domain"},
    "content": {"type"},
    "guid": {"isPermaLink"},
    "in-reply-to": {"ref", "href", "type"},
    "outline": {"type", "text", "title", "description", "xmlUrl", "htmlUrl", "language"},
    "newest": {"position", "hash"},
    "deleted-entry": {"ref", "when"},
}
_TITLES = ("title", "label", "term", "text", "description")
_TAG_URI = re.compile(r"tag:[a-z0-9._@-]+,\d{4}(-\d\d){0,2}:[0-9a-zA-Z;/?:@&=+$._!~*'(),%-]+")
_POINT = re.compile(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd-\uffff]")
_ENCODED_TWICE = re.compile("[ÂÃ][\x80-\xbf]")
_MARKUP = re.compile(r"<[/a-zA-Z]|&(#?\w+)")
_JSON_TOP = {
    *("version", "title", "home_page_url", "feed_url", "description", "next_url", "icon", "favicon"),
    *("authors", "language", "expired", "hubs", "items"),
}
_JSON_ITEM = {"id", "url", "title", "content_html", "date_published", "date_modified", "tags", "authors", "language"}


def faults(path: str, data: bytes) -> list[str]:
    """What is wrong with a document, by the ending of its path; empty where nothing is."""
    rules = {"atom": _atom, "rss": _rss, "json": _json, "opml": _opml}
    found = list(rules[path.rpartition(".")[2]](data))
    if path.endswith((".atom", ".rss")):
        parsed = feedparser.parse(data)
        found += [f"feedparser complains: {parsed.get('bozo_exception')}"] if parsed.bozo else []
    text = data.decode()
    found += ["a control character"] if _CONTROL.search(text) else []
    return [*found, *(["a letter that was encoded twice"] if _ENCODED_TWICE.search(text) else [])]


def ids(path: str, data: bytes) -> list[tuple[str, str]]:
    """The ids and titles of the entries, in their order."""
    if path.endswith(".json"):
        return [(str(item["id"]), str(item["title"])) for item in json.loads(data)["items"]]
    root = etree.fromstring(data)
    if path.endswith(".rss"):
        return [(row.findtext("guid") or "", row.findtext("title") or "") for row in root[0].findall("item")]
    return [(row.findtext(f"{_A}id") or "", row.findtext(f"{_A}title") or "") for row in root.findall(f"{_A}entry")]


def _atom(data: bytes) -> Iterator[str]:
    feed = etree.fromstring(data)
    if feed.tag != f"{_A}feed":
        yield f"the root is {feed.tag}"
        return
    yield from _children(feed, _FEED_ONCE, _FEED_KNOWN, _A)
    if not feed.findtext(f"{_A}author/{_A}name"):
        yield "no author"
    yield from _links(feed, {"self": 1, "alternate": 1})
    yield from _marks(feed, {link.get("rel") or "" for link in feed.findall(f"{_A}link")})
    entries = feed.findall(f"{_A}entry")
    yield from _unique(row.findtext(f"{_A}id") for row in entries)
    yield from _unique(row.findtext(f"{_A}updated") for row in entries)
    yield from _plain(feed)
    for row in entries:
        yield from (f"{row.findtext(f'{_A}id')}: {fault}" for fault in _entry(row))
    newest = max((_moment(row.findtext(f"{_A}updated")) for row in entries), default=None)
    if newest and _moment(feed.findtext(f"{_A}updated")) < newest:
        yield "older than one of its entries"
    published = [_moment(row.findtext(f"{_A}published")) for row in entries]
    if published != sorted(published, reverse=True):
        yield "not the newest first"
    for tombstone in feed.findall(f"{{{TOMBSTONES}}}deleted-entry"):
        if not tombstone.get("ref") or not _dated(tombstone.get("when")):
            yield "a tombstone without ref or when"


def _entry(entry: etree._Element) -> Iterator[str]:
    yield from _children(entry, _ENTRY_ONCE, _ENTRY_KNOWN, _A)
    yield from _links(entry, {"alternate": 1})
    if entry.findall(f"{_A}link")[0].get("rel") != "alternate":
        yield "the alternate is not its first link"
    if not _TAG_URI.fullmatch(entry.findtext(f"{_A}id") or ""):
        yield "its id is no tag URI"
    published, updated = entry.findtext(f"{_A}published"), entry.findtext(f"{_A}updated")
    if not _dated(published) or not _dated(updated) or _moment(published) > _moment(updated):
        yield "its dates are wrong"
    content = entry.find(f"{_A}content")
    if content is None or content.get("type") != "html" or len(content):
        yield "no content as HTML"
    else:
        yield from _body(content.text or "")
    for category in entry.findall(f"{_A}category"):
        if not category.get("term") or not _TAG_URI.fullmatch(category.get("scheme") or ""):
            yield "a category without term or scheme"
    for reply in entry.findall(f"{{{THREAD}}}in-reply-to"):
        if not reply.get("ref") or not _absolute(reply.get("href")):
            yield "a reply to nothing"
    yield from _point(entry)


def _rss(data: bytes) -> Iterator[str]:
    root = etree.fromstring(data)
    if root.tag != "rss" or root.get("version") != "2.0" or [child.tag for child in root] != ["channel"]:
        yield "no RSS 2.0"
        return
    channel = root[0]
    yield from _children(channel, ("title", "link", "description", "lastBuildDate"), _CHANNEL_KNOWN, "")
    if not _absolute(channel.findtext("link")):
        yield "its link is not absolute"
    if not _mail_date(channel.findtext("lastBuildDate")):
        yield "lastBuildDate is no date"
    yield from _links(channel, {"self": 1})
    yield from _marks(channel, {link.get("rel") or "" for link in channel.findall(f"{_A}link")})
    yield from _plain(channel)
    items = channel.findall("item")
    if items != list(channel)[len(channel) - len(items) :]:
        yield "something after its items"
    yield from _unique(item.findtext("guid") for item in items)
    for item in items:
        yield from (f"{item.findtext('guid')}: {fault}" for fault in _item(item))


def _item(item: etree._Element) -> Iterator[str]:
    yield from _children(item, ("title", "link", "description", "guid", "pubDate"), _ITEM_KNOWN, "")
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "false" or not _TAG_URI.fullmatch(guid.text or ""):
        yield "its guid is no tag URI that says that it is no address"
    if not _absolute(item.findtext("link")):
        yield "its link is not absolute"
    if not _mail_date(item.findtext("pubDate")):
        yield "pubDate is no date"
    updated = item.findtext(f"{_A}updated")
    if updated is not None and not _dated(updated):
        yield "updated is no date"
    if not all(category.text and category.get("domain") for category in item.findall("category")):
        yield "a category without words or domain"
    yield from _body(item.findtext("description") or "")
    yield from _point(item)


def _json(data: bytes) -> Iterator[str]:
    feed: JsonObject = json.loads(data)
    if feed.get("version") != "https://jsonfeed.org/version/1.1" or not feed.get("title"):
        yield "no JSON Feed 1.1 with a title"
    yield from (f"unknown key {key}" for key in feed if key not in _JSON_TOP and not key.startswith("_"))
    addresses = ("home_page_url", "feed_url", *(["next_url"] if "next_url" in feed else []))
    yield from (f"{key} is not absolute" for key in addresses if not _absolute(feed.get(key)))
    items = feed.get("items")
    if not isinstance(items, list):
        yield "no items"
        return
    if "next_url" in feed and feed["next_url"] == feed.get("feed_url"):
        yield "it is its own next_url"
    authors = feed.get("authors")
    if not isinstance(authors, list) or not all(isinstance(author, dict) and author.get("name") for author in authors):
        yield "an author without a name"
    rows = [item for item in items if isinstance(item, dict)]
    yield from _unique(row.get("id") for row in rows)
    for row in rows:
        yield from (f"{row.get('id')}: {fault}" for fault in _json_item(row))


def _json_item(row: JsonObject) -> Iterator[str]:
    yield from (f"unknown key {key}" for key in row if key not in _JSON_ITEM and not key.startswith("_"))
    if not _TAG_URI.fullmatch(str(row.get("id"))) or not row.get("title"):
        yield "no id and title"
    if not _absolute(row.get("url")):
        yield "its url is not absolute"
    if not _dated(row.get("date_published")) or not _dated(row.get("date_modified")):
        yield "its dates are wrong"
    tags = row.get("tags")
    if not isinstance(tags, list) or not all(isinstance(tag, str) and tag for tag in tags):
        yield "its tags are wrong"
    yield from _body(str(row.get("content_html", "")))


def _opml(data: bytes) -> Iterator[str]:
    root = etree.fromstring(data)
    if root.tag != "opml" or root.get("version") != "2.0" or [child.tag for child in root] != ["head", "body"]:
        yield "no OPML 2.0"
        return
    yield from _attributes(root)
    yield from (f"unknown element {child.tag}" for child in root[0] if child.tag != "title")
    outlines = list(root.iter("outline"))
    for text in (value for outline in outlines for name, value in outline.items() if name in _TITLES):
        yield from _words(str(text))
    if not root.findtext("head/title") or not all(outline.get("text") for outline in outlines):
        yield "something without a title"
    feeds = [outline for outline in outlines if outline.get("type") == "rss"]
    if not all(feed.get("title") for feed in feeds):
        yield "a feed without a title"
    yield from _unique(feed.get("xmlUrl") for feed in feeds)
    if not feeds or not all(_absolute(feed.get(name)) for feed in feeds for name in ("xmlUrl", "htmlUrl")):
        yield "a feed without absolute addresses"


def _children(parent: etree._Element, once: Iterable[str], known: set[str], space: str) -> Iterator[str]:
    counts = Counter(str(child.tag) for child in parent if isinstance(child.tag, str))
    yield from (f"{counts[space + name]} of {name}" for name in once if counts[space + name] != 1)
    yield from (f"empty {name}" for name in once if not (parent.findtext(space + name) or "").strip())
    for tag, count in counts.items():
        namespace, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        own = f"{{{namespace}}}" == space if namespace else not space
        if own and name not in known:
            yield f"unknown element {name}"
        if own and name not in {*_MANY, "item"} and count > 1:
            yield f"{count} of {name}"
        if namespace == GEORSS and tag not in _GEORSS:
            yield f"unknown element of GeoRSS {name}"
        if not own and namespace not in _FOREIGN:
            yield f"an element of unknown namespace {namespace or 'none'}"


def _links(parent: etree._Element, needed: dict[str, int]) -> Iterator[str]:
    links = parent.findall(f"{_A}link")
    rels = Counter(link.get("rel") for link in links)
    yield from (f"{rels[rel]} links {rel}" for rel, count in needed.items() if rels[rel] != count)
    yield from (f"{link.get('href')} is not absolute" for link in links if not _absolute(link.get("href")))
    yield from (f"unknown relation {rel}" for rel in rels if rel not in _RELATIONS)
    yield from (f"no media type of a link {link.get('rel')}" for link in links if link.get("type") == "")


def _marks(head: etree._Element, rels: set[str]) -> Iterator[str]:
    archives = len(head.findall(f"{{{HISTORY}}}archive"))
    if archives != int("current" in rels):
        yield "an archive is marked, and links to the current document, or neither"
    if archives and not rels & {"prev-archive", "next-archive"}:
        yield "an archive that leads to no other"
    if len(head.findall(f"{{{LOG}}}newest")) > 1:
        yield "two newest events"


def _point(entry: etree._Element) -> Iterator[str]:
    for point in entry.findall(f"{{{GEORSS}}}point"):
        found = _POINT.fullmatch(point.text or "")
        if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
            yield f"{point.text} is no point"


def _body(text: str) -> Iterator[str]:
    if not text:
        yield "nothing in it"
        return
    if len(text.encode()) > 4096:
        yield f"{len(text.encode())} bytes of content"
    try:
        # Of HTML that is XML as well nothing is left to a reader's guess.
        body = etree.fromstring(f"<div>{text}</div>")
    except etree.XMLSyntaxError as error:
        yield f"no HTML ({error})"
        return
    for element in body.iter():
        if element is body:
            continue
        parent = element.getparent()
        if element.tag in _BLOCKS and (parent is None or parent.tag not in _BLOCKS[str(element.tag)]):
            yield f"{element.tag} stands where HTML has none"
        if element.tag not in _INLINE | _BLOCKS.keys() or set(element.attrib) - (
            {"href"} if element.tag == "a" else set()
        ):
            yield f"{etree.tostring(element)[:80]!r} is not allowed"
        elif element.tag == "a" and not _absolute(element.get("href")):
            yield f"{element.get('href')} is not absolute"


def _plain(head: etree._Element) -> Iterator[str]:
    """What a head and its entries say in plain text, and which attributes they have."""
    yield from _attributes(head)
    for element in head.iter():
        name = etree.QName(element).localname
        if name in {"title", "subtitle", "rights", "copyright", "category", "name"} or element.tag == "description":
            if name != "category" and not (element.text or "").strip():
                yield f"{name} is empty"
            of_item = element.tag == "description" and element.getparent() is not head
            yield from _words("" if of_item else element.text or "")
        for attribute, value in element.items():
            if attribute in _TITLES:
                yield from _words(str(value))


def _words(text: str) -> Iterator[str]:
    """What in plain text a reader could take for markup."""
    for found in _MARKUP.finditer(text):
        name = found[1]
        if name is None or name in name2codepoint or name == "apos" or not name.isalpha():
            yield f"{text!r} reads as markup"


def _attributes(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        name = etree.QName(element).localname
        known = _ATTRIBUTES.get(name, set()) | ({"version"} if element is root else set())
        yield from (
            f"unknown attribute {key} of {name}"
            for key in map(str, element.keys())
            if key not in known and key[0] != "{"
        )


def _unique(values: Iterable[JsonValue]) -> Iterator[str]:
    yield from (f"{value} is there {count} times" for value, count in Counter(map(str, values)).items() if count > 1)


def _absolute(address: JsonValue) -> bool:
    parts = urlsplit(address if isinstance(address, str) else "")
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in str(address)


def _dated(text: JsonValue) -> bool:
    try:
        return isinstance(text, str) and "T" in text and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _moment(text: str | None) -> datetime:
    return datetime.fromisoformat(text or "")


def _mail_date(text: str | None) -> bool:
    try:
        return text is not None and format_datetime(parsedate_to_datetime(text)) == text
    except ValueError:
        return False
