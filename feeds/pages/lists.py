"""Topics as pages list them."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.topics import Topic


@dataclass(frozen=True, slots=True)
class Row:
    """A topic in a list."""

    topic: Topic
    note: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """The topics of one family, each with a few words beside it, and how many `more` there are; the `quiet` apart."""

    family: str
    heading: str
    rows: tuple[Row, ...]
    quiet: tuple[Topic, ...] = ()
    more: int = 0
