"""What all pages of one site share: its name, its topics, and the way from a template to a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from feeds import wording
from feeds.entries import Threads
from feeds.formats import Format
from feeds.pages.environment import environment
from feeds.rendering import alternates
from feeds.site import Site
from feeds.topics import Topic
from tracker.decision_events import ReviewStatus


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page. `noindex`: search engines are asked to leave it out, for it names people or is a sample."""

    address: str
    body: bytes
    noindex: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A place that every page leads to."""

    address: str
    name: str


_WAYS = (
    Way("/", "What is new"),
    Way("/cartels", "Cartels"),
    Way("/operations", "Operations"),
    Way("/states", "States"),
    Way("/people", "People"),
    Way("/feeds", "Feeds"),
    Way("/trust", "Trust"),
)
_ALWAYS = {"/", "/people", "/feeds", "/trust"}


class Frame:
    """The site that a page is part of. Same rows, same bytes: nothing here asks for the time or the locale."""

    def __init__(
        self, site: Site, topics: Sequence[Topic], threads: Threads, by_key: Mapping[str, Topic] | None = None
    ) -> None:
        self.site = site
        self.topics = topics
        self.threads = threads
        # Of thousands of topics the many frames of one publishing have it made once.
        self._by_key = {topic.key: topic for topic in topics} if by_key is None else by_key
        families = {f"/{topic.family}" for topic in topics}
        self._navigation = [way for way in _WAYS if way.address in _ALWAYS or way.address in families]
        self._alternates = cache(lambda topic: alternates(topic, site))
        self._reviews = [(str(status), wording.words("review_label", status)) for status in ReviewStatus]

    @property
    def root(self) -> str:
        """The path before every address of the site."""
        return self.site.root

    def topic(self, key: str) -> Topic | None:
        """The topic of this key, None where there is none."""
        return self._by_key.get(key)

    def topic_link(self, family: str, slug: str) -> str:
        """Where the page of a topic stands; empty where there is none."""
        topic = self._by_key.get(f"{family}/{slug}")
        return f"{self.root}{topic.page}" if topic else ""

    def render(self, template: str, *, address: str, names_people: bool = False, **values: object) -> Page:
        """A page from its template."""
        noindex = names_people or self.site.sample
        shared = {
            "address": address,
            "noindex": noindex,
            "site": self.site,
            "root": self.root,
            "navigation": self._navigation,
            "discovered": self.topics[:1],
            "alternates": self._alternates,
            "formats": tuple(Format),
            "reviews": self._reviews,
        }
        return Page(address, environment().get_template(template).render(shared | values).encode(), noindex)
