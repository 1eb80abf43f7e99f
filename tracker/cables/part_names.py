"""The names of a cable's parts as words of it: "SUMMARY AND ACTION REQUEST", "Embassy comment", "bio note"."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

TEXT = "text"
_TOKEN = re.compile(r"[\s\"“*_]{0,12}([A-Za-z][A-Za-z.]*(?:['’`-][A-Za-z]+)*|[&/+,])")
_ALONE = re.compile(r"([A-Za-z]+)(?:[:.]|\Z)")
_JOINERS = frozenset(("and", "with", "&", "/", "+", ","))
_MOST_TOKENS = 9
_MOST_UNKNOWN = 4

Phrases = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


class Named(NamedTuple):
    """The names read at a place: the sections, the chief one first, and where the last name that is known ends.

    `more` are the places where a further name may end that is not known ("SUMMARY AND TABLE OF CONTENTS"); `begun`
    tells whether "begin" stands before the names, `capitals` whether they are in capitals.
    """

    sections: tuple[str, ...]
    end: int
    more: tuple[int, ...]
    begun: bool
    capitals: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases by their first word, the longest first; words that may stand before one; the sections' order."""

    phrases: Phrases
    qualifiers: frozenset[str]
    order: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """The words of `data/sections.toml`."""
    data = tomllib.loads(
        resources.files("tracker.cables").joinpath("data", "sections.toml").read_text(encoding="utf-8")
    )
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for section, phrases in data["phrases"].items():
        for phrase in phrases:
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, section))
    longest_first = {
        first: tuple(sorted(phrases, key=lambda item: -len(item[0]))) for first, phrases in by_first.items()
    }
    return Vocabulary(longest_first, frozenset(data["qualifiers"]), tuple(data["order"]))


@cache
def first_words() -> frozenset[str]:
    """The words, in lower case, with which the name of a part may begin."""
    lists = vocabulary()
    return frozenset(lists.phrases) | lists.qualifiers


@cache
def _single_words() -> dict[str, str]:
    return {
        phrase[0]: section
        for phrases in vocabulary().phrases.values()
        for phrase, section in phrases
        if len(phrase) == 1
    }


def read_names(document: str, at: int, end: int) -> Named | None:
    """The names that begin at a place, after what may qualify them; None where no part is named."""
    alone = _ALONE.match(document, at, end)
    if alone:
        section = _single_words().get(alone[1].lower())
        if section:
            return Named((section,), alone.end(1), (), begun=False, capitals=alone[1].isupper())
    tokens = _tokens(document, at, end)
    words = [word for word, _ in tokens]
    place = _past_qualifiers(words)
    found = _phrase(words, place)
    if not found:
        return None
    names, place = [found[0]], place + found[1]
    more: list[tuple[str, int]] = []
    while place < len(words) and words[place] in _JOINERS:
        following = _past_joiners(words, place)
        found = _phrase(words, _past_qualifiers(words, following))
        if not found or found[0] == TEXT != names[0]:
            more = tokens[following : following + _MOST_UNKNOWN] if words[place] != "," else []
            break
        names.append(found[0])
        place = _past_qualifiers(words, following) + found[1]
    order = vocabulary().order
    known = tokens[place - 1][1]
    return Named(
        tuple(sorted(dict.fromkeys(names), key=order.index)),
        end=known,
        more=tuple(end for _, end in more),
        begun=words[0] == "begin",
        capitals=document[at:known].isupper(),
    )


def _tokens(document: str, at: int, end: int) -> list[tuple[str, int]]:
    """The next words in lower case, each with the place of its end."""
    tokens = []
    for _ in range(_MOST_TOKENS):
        token = _TOKEN.match(document, at, end)
        if not token:
            break
        at = token.end()
        word = token[1].rstrip(".")
        tokens.append((word.replace("’", "'").lower(), token.start(1) + len(word)))
        if token[1].endswith(".") and len(token[1]) > 2:
            break
    return tokens


def _past_qualifiers(words: list[str], place: int = 0) -> int:
    lists = vocabulary()
    while place < len(words) and words[place] in lists.qualifiers and _phrase(words, place) is None:
        place += 1
    return place


def _past_joiners(words: list[str], place: int) -> int:
    while place < len(words) and words[place] in _JOINERS:
        place += 1
    return place


def _phrase(words: list[str], place: int) -> tuple[str, int] | None:
    """The section that the longest phrase at a place names, and how many words it has."""
    if place >= len(words):
        return None
    for phrase, section in vocabulary().phrases.get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            return section, len(phrase)
    return None
