"""The word lists of protection, from `data/protection*.toml`, and what a word is by them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from tracker.cables.posts import posts

_FILES = ("protection.toml", "protection_words.toml")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_NO_NAMES = ("offices", "roles", "organisations", "nationalities", "calendar", "places", "titles", "openers")


@cache
def vocabulary() -> dict[str, frozenset[str]]:
    """The word lists by name; every word folded."""
    folder = resources.files("tracker.cables").joinpath("data")
    lists = [tomllib.loads(folder.joinpath(file).read_text(encoding="utf-8")) for file in _FILES]
    return {name: frozenset(folded(word) for word in words) for each in lists for name, words in each.items()}


@cache
def no_names() -> frozenset[str]:
    """The words that are capitalised and yet no part of a person's name."""
    return frozenset().union(*(vocabulary()[name] for name in _NO_NAMES))


@cache
def common_words() -> frozenset[str]:
    """The words that mean something beside a name that is spelled as they are."""
    lists = vocabulary()
    return no_names() | lists["common"] | lists["verbs"] | lists["grounds"] | lists["relations"] | lists["courtesies"]


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """A word in small letters and without accents, so that all ways to print it are one."""
    return folded_text(word)


def folded_text(text: str) -> str:
    """A text in small letters and without accents; it may become longer or shorter."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.replace("’", "'")).casefold())


def is_place(words: tuple[str, ...]) -> bool:
    """Whether words name a place: a post, or each of them is of a place's name."""
    places = vocabulary()["places"]
    return "".join(words).upper() in posts() or all(word in places or word.upper() in posts() for word in words)
