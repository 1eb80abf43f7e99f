"""Feeds as somebody kept them: Atom, RSS or JSON, a document that readers poll or an archive.

A subscriber's copy says what was published, and when; nobody who can rewrite the log can change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import orjson

from feeds.anchors import FEED, newest_of, parsed, read_document
from tracker.log.anchors import Anchor, AnchorError, anchor

if TYPE_CHECKING:
    from lxml import etree

    Json = Any
    """A part of a document from anywhere: what is taken out of it is checked."""


ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """An entry as it was kept: its id and title, when it was published and changed, and its event, where told."""

    id: str
    title: str
    published: datetime
    updated: datetime
    log: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept document: where it was read, the newest event that it shows, and its entries.

    Of a format that tells moments to the second alone `exact` is false.
    """

    place: str
    newest: Anchor
    entries: tuple[KeptEntry, ...]
    exact: bool = True


def read_kept(place: str) -> Kept:
    """What a published document that was kept tells: a file, or an http or https address.

    Raises AnchorError where it cannot be read, is no feed of a tracker, or tells of no event.
    """
    data = read_document(place)
    try:
        if data.lstrip()[:1] == b"{":
            return _json(orjson.loads(data), place)
        feed = parsed(data, place)
        if feed.tag == FEED:
            return Kept(place, newest_of(feed, place), tuple(map(_atom_entry, feed.iterfind(f"{{{ATOM}}}entry"))))
        channel = feed.find("channel") if feed.tag == "rss" else None
        if channel is None:
            raise AnchorError(f"{place} is no Atom feed, and no RSS or JSON feed")
        return Kept(place, newest_of(channel, place), tuple(map(_item, channel.iterfind("item"))), exact=False)
    except (KeyError, OverflowError, TypeError, ValueError) as error:
        raise AnchorError(f"{place} is no feed of a tracker ({error})") from None


def _json(feed: Json, place: str) -> Kept:
    newest = feed["_tracker"]["newest"]
    shown = anchor(f"{newest['position']}:{newest['hash']}", source=place)
    return Kept(place, shown, tuple(map(_json_entry, feed["items"])))


def _json_entry(item: Json) -> KeptEntry:
    shown = item["_tracker"]
    return KeptEntry(
        str(item["id"]),
        str(item["title"]),
        _moment(item["date_published"]),
        _moment(item["date_modified"]),
        anchor(f"{shown['position']}:{shown['hash']}"),
    )


def _atom_entry(entry: etree._Element) -> KeptEntry:
    def told(name: str) -> str:
        return entry.findtext(f"{{{ATOM}}}{name}") or ""

    return KeptEntry(told("id"), told("title"), _moment(told("published")), _moment(told("updated")))


def _item(item: etree._Element) -> KeptEntry:
    published = parsedate_to_datetime(item.findtext("pubDate") or "").astimezone(UTC)
    updated = item.findtext(f"{{{ATOM}}}updated")
    told = item.findtext("guid") or "", item.findtext("title") or ""
    return KeptEntry(*told, published, _moment(updated) if updated else published)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} tells no time zone")
    return moment.astimezone(UTC)
