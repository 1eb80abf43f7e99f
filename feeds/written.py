"""Entries as documents hold them: written once for all documents in which they stand.

A published document is where written entries are kept: the next publishing takes those that tell nothing else out of
it, and writes only the others. So nothing is remembered that was not published, and what was hidden is nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from feeds.formats import Format
from tracker.types import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An entry in every format, and what heads of documents tell of it (as of a `feeds.entries.Entry`)."""

    id: str
    published: datetime
    updated: datetime
    changed: str
    position: Position
    log_hash: str
    points: bool
    replies: bool
    gone: bool
    forms: Mapping[Format, bytes]

    @property
    def key(self) -> str:
        """The key of the item that it tells."""
        return self.id.rpartition("/")[2]


def taken_out(documents: Mapping[Format, bytes]) -> list[Written]:
    """The entries of one document that was published in each format; none where it is not what it should be."""
    found = orjson.loads(documents[Format.JSON])["items"]
    pieces = {
        Format.ATOM: _pieces(documents[Format.ATOM], b"  <entry>\n", b"</feed>"),
        Format.RSS: _pieces(documents[Format.RSS], b"    <item>\n", b"  </channel>"),
        Format.JSON: _items(documents[Format.JSON]),
    }
    if any(len(each) != len(found) for each in pieces.values()):
        return []
    return [
        Written(
            id=told["id"],
            published=datetime.fromisoformat(told["date_published"]),
            updated=datetime.fromisoformat(told["date_modified"]),
            changed=told["date_modified"],
            position=Position(told["_tracker"]["position"]),
            log_hash=told["_tracker"]["hash"],
            points="points" in told["_tracker"],
            replies="in_reply_to" in told["_tracker"],
            gone="deleted" in told["_tracker"],
            forms={form: each[nth] for form, each in pieces.items()},
        )
        for nth, told in enumerate(found)
    ]


def _pieces(document: bytes, opening: bytes, closing: bytes) -> list[bytes]:
    # Text is escaped, so a tag at the beginning of a line is never one of an entry's words.
    _, *pieces = document[: document.rindex(closing)].split(opening)
    return [opening + piece for piece in pieces]


def _items(document: bytes) -> list[bytes]:
    opening, between = b'\n  "items": [\n', b',\n    {\n      "id": '
    if opening not in document:
        return []
    items = document[document.index(opening) + len(opening) : document.rindex(b"\n  ]\n}")]
    first, *others = items.split(between)
    return [first, *(between[2:] + each for each in others)]
