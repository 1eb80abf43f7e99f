"""The posts that send cables: their names in reference IDs, what release sites call them, their routing indicators.

How a name is read that is written otherwise is told in post_spelling.py.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. `name` is as telegrams print it ("CIUDAD JUAREZ"), `origin` as release sites do.

    `until` is the last year in which reference IDs have this name, `later` the name after it.
    """

    name: str
    origin: str
    routing: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    until: int | None = None
    later: str | None = None

    @property
    def code(self) -> str:
        """The name as it stands in reference IDs: without spaces."""
        return self.name.replace(" ", "")


def data_file(name: str) -> dict[str, Any]:
    """A file of `data/`, read."""
    return tomllib.loads(resources.files("tracker.cables").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def posts() -> dict[str, Post]:
    """The posts of the release's years by code, in the order of the file."""
    return _posts("post")


@cache
def known_posts() -> dict[str, Post]:
    """All posts by code, those too that were closed before the release's years."""
    return posts() | _posts("former")


def _posts(key: str) -> dict[str, Post]:
    spellings: dict[str, list[str]] = data_file("post_spellings.toml")["spellings"]
    rows = data_file("posts.toml")[key]
    known = (
        Post(
            name=row["name"],
            origin=row["origin"],
            routing=tuple(row.get("routing", ())),
            aliases=tuple(spellings.get(row["name"].replace(" ", ""), ())),
            until=row.get("until"),
            later=row.get("later"),
        )
        for row in rows
    )
    return {post.code: post for post in known}


@cache
def _by_routing() -> dict[str, Post]:
    return {indicator: post for post in known_posts().values() for indicator in post.routing}


def post_of_routing(indicator: str) -> Post | None:
    """The post that sends as this routing indicator ("RUEHME"); None where it is not known."""
    return _by_routing().get(indicator.upper())


def code_in_year(code: str, year: int) -> str:
    """The code under which a post's cables of a year stand: one renamed before it has its later name."""
    post = known_posts().get(code)
    if post and post.later and post.until and year > post.until:
        return post.later.replace(" ", "")
    return code
