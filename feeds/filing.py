"""Where each item of news stands in each feed: kept in the manifest, so that one that comes moves nothing else.

An item is a development, a summary, or a cable in the feed of new cables. What is filed once stays where it is: items
come in their order, and only what changes the topics of an old one, or takes one away, makes all be filed anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds import archive
from feeds.manifest import Filed
from feeds.topics import Family, order_key

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.manifest import Manifest

SUBSCRIPTION = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of news and the topics that it belongs to, by their keys.

    `order` sorts items as they came. One that is `quiet` is never in a subscription document; its `summary`, the key of
    another item, comes to a topic just before the first item that it sums up there.
    """

    key: str
    order: str
    topics: tuple[str, ...]
    quiet: bool = False
    summary: str | None = None

    @property
    def is_cable(self) -> bool:
        """Whether it is a cable, and not what one tells."""
        return self.topics == (Family.CABLES,)


def cable_item(reference_id: str, recorded_at: datetime) -> Item:
    """A cable as an item of the feed of new cables."""
    return Item(key=reference_id, order=order_key(recorded_at, reference_id), topics=(str(Family.CABLES),))


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a topic: its archive of this number, the first being 1, or its subscription document."""

    topic: str
    number: int


@dataclass(slots=True)
class Touched:
    """The documents that hold something that changed, and the names of archives that are no more, by topic."""

    parts: set[Part] = field(default_factory=set)
    gone: set[tuple[str, str]] = field(default_factory=set)

    @property
    def topics(self) -> set[str]:
        """The topics of these documents."""
        return {part.topic for part in self.parts}


class Filing:
    """The items of all topics, as the manifest has them."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._topics = manifest.topics()

    @property
    def developments(self) -> int:
        """How many items were filed, summaries and cables left out."""
        return int(self._manifest.note("items") or 0)

    @property
    def topics(self) -> set[str]:
        """The keys of the topics that have items."""
        return set(self._topics)

    def archived(self, topic: str) -> int:
        """How many items of a topic are in its archives."""
        return self._topics.get(topic, Filed()).archived

    def names(self, topic: str) -> list[str]:
        """What the archives of a topic are called, the oldest first."""
        return archive.names(self.archived(topic))

    def parts(self, topic: str) -> list[Part]:
        """All documents of a topic: the archives, the oldest first, then the subscription document."""
        return [*(Part(topic, nth) for nth in range(1, len(self.names(topic)) + 1)), Part(topic, SUBSCRIPTION)]

    def items(self, part: Part) -> list[str]:
        """What stands in a document, in the order in which it came there."""
        if part.number == SUBSCRIPTION:
            return self._manifest.items(part.topic, archived=False)
        start = (part.number - 1) * archive.ARCHIVE_SIZE
        return self._manifest.items(part.topic, archived=True, start=start, end=start + archive.ARCHIVE_SIZE)

    def newest(self, topic: str) -> list[str]:
        """What stands in the subscription document of a topic, the newest first."""
        return self.items(Part(topic, SUBSCRIPTION))[::-1]

    def file_all(self, items: Iterable[Item]) -> None:
        """File these items, in their order, and nothing else."""
        self._manifest.forget_topics()
        self._topics = {}
        coming: dict[str, list[Item | str]] = defaultdict(list)
        newest: dict[str, str] = {}
        come: set[tuple[str, str]] = set()
        count = 0
        for item in items:
            count += not item.is_cable
            for topic in item.topics:
                if item.summary and (topic, item.summary) not in come:
                    come.add((topic, item.summary))
                    coming[topic].append(item.summary)
                coming[topic].append(item if item.quiet else item.key)
                newest[topic] = item.order
        for topic in sorted(coming):
            laid = archive.layout(coming.pop(topic), _quiet)
            archived = [_key(each) for each in laid.entries]
            filed = Filed(len(archived), newest[topic])
            self._manifest.file_items(topic, filed, archived, [_key(each) for each in laid.subscription])
            self._topics[topic] = filed
        self._manifest.set_note("items", str(count))

    def add(self, items: Iterable[Item]) -> Touched | None:
        """File those of these items that are new; what touches these items. None where something would have to move."""
        touched = Touched()
        coming: dict[str, list[Item]] = defaultdict(list)
        count = self.developments
        for item in sorted(items, key=lambda item: item.order):
            places = list(self._manifest.places([item.key]))
            if not places:
                count += not item.is_cable
                for topic in item.topics:
                    coming[topic].append(item)
            elif {place.topic for place in places} != set(item.topics) or (
                item.quiet and any(not place.archived for place in places)
            ):
                return None
            touched.parts.update(self._part(place.topic, place.ordinal, place.archived) for place in places)
        for topic, new in coming.items():
            if new[0].order <= self._topics.get(topic, Filed()).newest:
                return None
            self._come(topic, new, touched)
        self._manifest.set_note("items", str(count))
        return touched

    def find(self, keys: Iterable[str]) -> set[Part]:
        """The documents that items stand in."""
        return {self._part(place.topic, place.ordinal, place.archived) for place in self._manifest.places(keys)}

    def _part(self, topic: str, ordinal: int, archived: bool) -> Part:
        return Part(topic, ordinal // archive.ARCHIVE_SIZE + 1 if archived else SUBSCRIPTION)

    def _come(self, topic: str, items: list[Item], touched: Touched) -> None:
        before = self._topics.get(topic, Filed())
        subscription = self._manifest.items(topic, archived=False)
        archived: list[str] = []
        come = {item.summary for item in items if item.summary}
        there = {place.item for place in self._manifest.places(come) if place.topic == topic}
        for item in items:
            if item.summary and item.summary not in there:
                there.add(item.summary)
                _append(item.summary, subscription, archived)
            if item.quiet:
                archived.append(item.key)
            else:
                _append(item.key, subscription, archived)
        after = Filed(before.archived + len(archived), items[-1].order)
        self._manifest.file_items(topic, after, archived, subscription)
        self._topics[topic] = after
        touched.parts.add(Part(topic, SUBSCRIPTION))
        if archived:
            size = archive.ARCHIVE_SIZE
            # The one before the first that changes leads to it once it is full.
            first = max(1, before.archived // size)
            touched.parts.update(Part(topic, nth) for nth in range(first, len(self.names(topic)) + 1))
            if before.archived % size:
                touched.gone.add((topic, archive.names(before.archived)[-1]))


def _append(key: str, subscription: list[str], archived: list[str]) -> None:
    subscription.append(key)
    if len(subscription) == 2 * archive.ARCHIVE_SIZE:
        archived += subscription[: archive.ARCHIVE_SIZE]
        del subscription[: archive.ARCHIVE_SIZE]


def _quiet(item: Item | str) -> bool:
    return isinstance(item, Item) and item.quiet


def _key(item: Item | str) -> str:
    return item.key if isinstance(item, Item) else item
