"""Every format of a document of a feed, for who writes them, and every link to a feed, for who shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from feeds import atom, documents, json_feed, rss
from feeds.documents import Document
from feeds.entries import Entry
from feeds.formats import Format
from feeds.site import Site
from feeds.topics import Topic
from feeds.written import Written

_RENDERERS = {Format.ATOM: atom.render, Format.RSS: rss.render, Format.JSON: json_feed.render}
_ITEMS = {Format.ATOM: atom.item, Format.RSS: rss.item, Format.JSON: json_feed.item}


def render(document: Document, form: Format, site: Site) -> bytes:
    """The document's bytes in a format."""
    return _RENDERERS[form](document, site)


def renderings(document: Document, site: Site) -> Iterator[tuple[str, bytes]]:
    """The document in every format: its address, and its bytes."""
    return ((document.address(form), render(document, form, site)) for form in Format)


def written(entry: Entry) -> Written:
    """The entry in every format."""
    return Written(
        id=entry.id,
        published=entry.published,
        updated=entry.updated,
        changed=entry.changed,
        position=entry.position,
        log_hash=entry.log_hash,
        points=bool(entry.points),
        replies=bool(entry.replies),
        gone=entry.gone,
        forms={form: write(entry) for form, write in _ITEMS.items()},
    )


@dataclass(frozen=True, slots=True)
class Alternate:
    """A link to a feed, by which readers find it in a page: media type, title and full address."""

    media_type: str
    title: str
    href: str


def alternates(topic: Topic, site: Site) -> list[Alternate]:
    """The links to a feed in every format, Atom first: readers take the first one that they know."""
    title = documents.feed_title(topic, site)
    titles = {form: title if form is Format.ATOM else f"{title} ({form.label})" for form in Format}
    return [Alternate(form.media_type, titles[form], site.absolute(topic.address(form))) for form in Format]
