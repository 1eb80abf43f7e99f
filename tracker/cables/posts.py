"""The posts that send cables: their names in reference IDs, what release sites call them, their routing indicators."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. `name` is as telegrams print it ("CIUDAD JUAREZ"), `origin` as release sites do."""

    name: str
    origin: str
    routing: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The name as it stands in reference IDs: without spaces."""
        return self.name.replace(" ", "")


@cache
def posts() -> dict[str, Post]:
    """All known posts by code, in the order of the file."""
    text = resources.files("tracker.cables").joinpath("data", "posts.toml").read_text(encoding="utf-8")
    known = [
        Post(
            name=row["name"], origin=row["origin"], routing=tuple(row["routing"]), aliases=tuple(row.get("aliases", ()))
        )
        for row in tomllib.loads(text)["post"]
    ]
    return {post.code: post for post in known}


@cache
def _by_alias() -> dict[str, Post]:
    return {alias: post for post in posts().values() for alias in post.aliases}


def canonical_code(printed: str) -> str:
    """The code of a post as printed, spaces and all; an alias ("SECSTATE") becomes the post's own code."""
    code = "".join(character for character in printed.upper() if "A" <= character <= "Z")
    alias = _by_alias().get(code)
    return alias.code if alias else code


@cache
def _by_routing() -> dict[str, Post]:
    return {indicator: post for post in posts().values() for indicator in post.routing}


def post_of_routing(indicator: str) -> Post | None:
    """The post that sends as this routing indicator ("RUEHME"); None where it is not known."""
    return _by_routing().get(indicator.upper())
