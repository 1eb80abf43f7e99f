"""How the name of a post is read as people write it: with the words for a mission before it, abbreviated, mistyped.

What is known by the data (`data/post_spellings.toml`) is read as that. What is not is mended only where one known name
is left: a name of six letters or more by one letter, a longer one from its beginning.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from tracker.cables.posts import data_file, known_posts, posts

_NO_LETTERS = re.compile(r"[^A-Z]+")
_SHORTEST_MENDED = 6
_SHORTEST_BEGINNING = 7
_LONGEST_NAME = 60
_ARCHIVE_LETTERS = 6
_STATIONS_BEFORE = 3


@dataclass(frozen=True, slots=True)
class PostReading:
    """The code of a post as read, whether such a post is known, and whether the name had to be mended."""

    code: str
    known: bool
    mended: bool = False


def canonical_code(printed: str) -> str:
    """The code of a post as printed, spaces and all; that of an unknown post is its letters."""
    return read_post(printed).code


def read_post(printed: str) -> PostReading:
    """The post that a name means ("AMEMBASSY MEXICO", "PORT-AU-PRINCE", "TEGUCIGLPA")."""
    return _read(letters(printed[:_LONGEST_NAME]))


def known_code(printed: str) -> str | None:
    """The code of a post whose name is spelt as the data know it; None otherwise."""
    return _known(printed[:_LONGEST_NAME])


@lru_cache(maxsize=8192)
def _known(printed: str) -> str | None:
    return _exact(letters(printed))


def letters(printed: str) -> str:
    """The letters of a name, in capitals, without accents."""
    if not printed.isascii():
        printed = unicodedata.normalize("NFKD", printed)
    return _NO_LETTERS.sub("", printed.upper())


@lru_cache(maxsize=8192)
def _read(name: str) -> PostReading:
    exact = _exact(name)
    if exact:
        return PostReading(exact, known=True)
    for bare in _without_stations(name):
        mended = _doubled(bare) or _nearest(bare) or _begun(bare)
        if mended:
            return PostReading(mended, known=True, mended=True)
    return PostReading(name, known=False)


def _exact(name: str) -> str | None:
    """The code of a name that is known, with or without the words for a mission before it."""
    names = _names()
    return names.get(name) or next((names[bare] for bare in _without_stations(name) if bare in names), None)


def _without_stations(name: str) -> list[str]:
    """The name, and what is left of it as the words for a mission before it are taken away one by one."""
    names = [name]
    for _ in range(_STATIONS_BEFORE):
        bare = _stations().sub("", names[-1], count=1)
        if bare in ("", names[-1]):
            break
        names.append(bare)
    return names


def _doubled(name: str) -> str | None:
    half = name[: len(name) // 2]
    return _exact(half) if half and name == half * 2 else None


@cache
def _names() -> dict[str, str]:
    """The codes by all known spellings."""
    known = known_posts()
    return {alias: code for code, post in known.items() for alias in post.aliases} | {code: code for code in known}


@cache
def _stations() -> re.Pattern[str]:
    words = sorted(data_file("post_spellings.toml")["stations"], key=len, reverse=True)
    return re.compile(f"^(?:{'|'.join(words)})")


@cache
def _by_one_letter_less() -> dict[str, set[str]]:
    """The known spellings by what remains of them when one letter is left out, and by themselves."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in _names():
        if len(name) >= _SHORTEST_MENDED:
            for less in _with_one_letter_less(name):
                found[less].add(name)
    return dict(found)


def _with_one_letter_less(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _nearest(name: str) -> str | None:
    """The code of the one post that the name misspells by one letter; None without one, or with several."""
    if len(name) < _SHORTEST_MENDED - 1:
        return None
    near = {
        known
        for less in _with_one_letter_less(name)
        for known in _by_one_letter_less().get(less, ())
        if _is_one_edit(name, known)
    }
    codes = {_names()[known] for known in near}
    return codes.pop() if len(codes) == 1 else None


def _is_one_edit(one: str, other: str) -> bool:
    """Whether the two differ by one letter changed, left out, put in or changed places with the next."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    middle, instead = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(middle), len(instead)) <= 1 or (len(middle) == 2 and middle == instead[::-1])


def _begun(name: str) -> str | None:
    """The code of the one post whose name begins like this; None without one, or with several."""
    if len(name) < _SHORTEST_BEGINNING:
        return None
    codes = {code for known, code in _names().items() if known.startswith(name)}
    return codes.pop() if len(codes) == 1 else None


@cache
def _archive_codes() -> dict[str, str]:
    """The codes by the first six characters of a name, as the State Department's archive of the 1970s files it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for code, post in posts().items():
        found[letters(post.name[:_ARCHIVE_LETTERS])].add(code)
    return {short: codes.pop() for short, codes in found.items() if len(codes) == 1}


def archive_code(printed: str) -> str | None:
    """The code of a post as the archive of the 1970s abbreviates it ("TELAV", "BUENOS"); None where it is ambiguous."""
    return _archive_codes().get(letters(printed[:_LONGEST_NAME]))
