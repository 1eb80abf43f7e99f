"""One document of a feed, before it is of any format: what every renderer is given. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds import wording
from feeds.entries import Entry
from feeds.formats import Format
from feeds.site import Site
from feeds.topics import Topic
from feeds.written import Written

GENERATOR = "cable-tracker"
HTML = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a feed, with its entries newest first.

    `name`, `previous` and `following` are names of archives (`feeds.archive.Layout.names`), empty where there is none:
    the document without a name is the one that readers poll, and its `previous` the newest archive.
    """

    topic: Topic
    entries: Sequence[Entry | Written]
    name: str = ""
    previous: str = ""
    following: str = ""

    @property
    def archive(self) -> bool:
        """Whether it is an archive (RFC 5005), whose entries are the same for ever."""
        return bool(self.name)

    @property
    def newest(self) -> Entry | Written | None:
        """The entry that shows the newest event of the log."""
        return max(self.entries, key=lambda entry: entry.position, default=None)

    def bodies(self, form: Format, write: Callable[[Entry], bytes]) -> Iterator[bytes]:
        """Its entries in a format, each by `write` where it is not written yet."""
        for entry in self.entries:
            yield entry.forms[form] if isinstance(entry, Written) else write(entry)

    def address(self, form: Format) -> str:
        """The address of this document in a format."""
        return self.topic.address(form, self.name)

    def links(self, form: Format) -> list[tuple[str, str, str]]:
        """Its links within the site: relation, address and media type, itself and its page first."""
        topic = self.topic
        found = [("self", self.address(form), form.media_type), ("alternate", topic.page, HTML)]
        if self.archive:
            found.append(("current", topic.address(form), form.media_type))
        if self.previous:
            found.append(("prev-archive", topic.address(form, self.previous), form.media_type))
        if self.following:
            found.append(("next-archive", topic.address(form, self.following), form.media_type))
        elif self.archive and not self.previous:
            # An archive without a neighbour is taken for incomplete: after it comes what readers poll.
            found.append(("next-archive", topic.address(form), form.media_type))
        return found


def feed_id(topic: Topic, site: Site) -> str:
    """The id of a feed, for ever, and the same in every format."""
    return site.tag(f"feed/{topic.key}")


def feed_title(topic: Topic, site: Site) -> str:
    """A feed's title as readers list it: short, and marked where the data is a sample."""
    return f"{wording.unmarked(topic.name)} – {site.name}"


def subtitle(topic: Topic, site: Site) -> str:
    """What a feed is about, and that a machine read it."""
    sample = [wording.word("sample")] if site.sample else []
    return " ".join([*sample, wording.unmarked(topic.subtitle), wording.word("machine")])


def rights(site: Site) -> str:
    """Whose the words are."""
    return wording.word("sample") if site.sample else wording.word("rights")


def updated(document: Document, site: Site) -> datetime:
    """When what the document says last changed in substance; of an empty one, when the site was born."""
    return max((entry.updated for entry in document.entries), default=site.born_at)


def changed(document: Document, site: Site) -> str:
    """The same as entries tell it: that of one of them."""
    newest = max(document.entries, key=lambda entry: (entry.updated, entry.changed), default=None)
    return newest.changed if newest else site.born_at.isoformat()
