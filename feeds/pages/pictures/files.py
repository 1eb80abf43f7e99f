"""The SQL behind each picture: the very file that was run is the one that its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from feeds.pages.rows import Picture


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture's title, what to know about it, and its query."""

    title: str
    remarks: str
    query: str


@cache
def asked(picture: Picture) -> Asked:
    """What a picture shows, from its file: the first comment is its title, the others are remarks."""
    text = resources.files("feeds.pages.pictures").joinpath(f"{picture}.sql").read_text(encoding="utf-8")
    lines = text.splitlines()
    comments = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    query = "\n".join(line for line in lines if not line.startswith("--"))
    return Asked(comments[0], " ".join(comments[1:]), query)
