"""Expressions that are looked for in every sentence: each is tried only where one of its signs stands.

One scan of a text tells where the signs of all of them stand. What is found is what the expression alone finds; only
the time that it takes is another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from ahocorasick_rs import AhoCorasick

from tracker.extraction.signs import plain_letter, signs_of

_PRINTED_OTHERWISE = re.compile(r"[İıſ\u212a]|(?P<digit>[^\D0])|(?P<space>[^\S ])")
_FOLDED = {"İ": "i", "ı": "i", "ſ": "s", "\u212a": "k"}
"""The letters beside the English ones that an expression takes for English ones where letter case does not count."""
_OF_A_KIND = {"digit": "0", "space": " "}
_ENGLISH = {code: " " if chr(code).isspace() else plain_letter(chr(code)) for code in range(128)}
_MOST = 1024
"""The signs of so many texts are kept: the rules ask again and again for the paragraphs and sentences of one cable."""


class Sought:
    """An expression as the standard library compiles it, which passes over text that has none of its signs.

    It is compiled when it is first tried. `begins_as` is an expression
    that is shorter to read and matches, or begins to match, wherever this one does.
    """

    __slots__ = ("_compiled", "_flags", "begins_as", "first", "number", "pattern", "signed")

    def __init__(self, expression: str, flags: int = 0, *, begins_as: str | None = None) -> None:
        self.pattern = expression
        self.begins_as = begins_as or expression
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None
        self.signed = self.first = False
        self.number = _scan.add(self)

    @property
    def flags(self) -> int:
        """The flags that it was given."""
        return self._flags

    @property
    def compiled(self) -> re.Pattern[str]:
        """The expression by itself."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in `text[start:end]`."""
        places = _places(text, _scan.count).get(self.number)
        if places is None and self.signed:
            return None
        if end is None:
            end = len(text)
        if places is None:
            return self.compiled.search(text, start, end)
        at = bisect_left(places, start)
        if not self.first:
            return self.compiled.search(text, start, end) if at < len(places) and places[at] < end else None
        while at < len(places) and places[at] < end:
            match = self.compiled.match(text, places[at], end)
            if match is not None:
                return match
            at += 1
        return None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """The matches in `text[start:end]`, in order, without overlaps."""
        places = _places(text, _scan.count).get(self.number)
        if places is None and self.signed:
            return iter(())
        if end is None:
            end = len(text)
        if places is None:
            return self.compiled.finditer(text, start, end)
        at = bisect_left(places, start)
        if at == len(places) or places[at] >= end:
            return iter(())
        return self._tried(text, places[at:], end) if self.first else self.compiled.finditer(text, start, end)

    def search_in(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first match in the part `text[start:end]` taken by itself; its positions are those in the part."""
        if not self.may_stand(text, start, end):
            return None
        part = text[start:end]
        if not self.first:
            return self.compiled.search(part)
        places = _places(text, _scan.count)[self.number]
        for at in range(bisect_left(places, start), bisect_left(places, end)):
            match = self.compiled.match(part, places[at] - start)
            if match is not None:
                return match
        return None

    def may_stand(self, text: str, start: int, end: int) -> bool:
        """Whether a match may begin in `text[start:end]`, whatever stands around it."""
        places = _places(text, _scan.count).get(self.number)
        if places is None:
            return not self.signed
        at = bisect_left(places, start)
        return at < len(places) and places[at] < end

    def _tried(self, text: str, places: Sequence[int], end: int) -> Iterator[re.Match[str]]:
        """The matches that begin at some of the places."""
        match_at = self.compiled.match
        start = 0
        for place in places:
            if place >= end:
                break
            if place >= start:
                match = match_at(text, place, end)
                if match is not None:
                    start = match.end()
                    yield match

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The match that begins at `start`."""
        return self.compiled.match(text, start, len(text) if end is None else end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text."""
        return self.compiled.fullmatch(text)


def may_stand_in(text: str, expressions: Sequence[Sought]) -> list[bool]:
    """For each expression whether a match may begin in the text; to ask of each alone takes longer."""
    places = _places(text, _scan.count)
    return [one.number in places or not one.signed for one in expressions]


@dataclass(frozen=True, slots=True)
class _Made:
    """A scan for the signs of so many expressions; `owners` are those whose sign each word is."""

    count: int
    scanner: AhoCorasick
    owners: Sequence[Sequence[int]]


class _Scan:
    """The scan for the signs of all expressions, made anew where there is one more.

    A service reads several sources in as many threads: the lock keeps two from numbering, or making, the same, and what
    was made is put in place as a whole.
    """

    def __init__(self) -> None:
        self.count = 0
        self._lock = Lock()
        self._sought: list[Sought] = []
        self._words: list[frozenset[str]] = []
        self._made = _Made(0, AhoCorasick([]), ())

    def add(self, sought: Sought) -> int:
        """Look for one more expression; its number."""
        with self._lock:
            self._sought.append(sought)
            self.count = len(self._sought)
            return self.count - 1

    def places(self, text: str) -> Mapping[int, Sequence[int]]:
        """Where the signs of each expression begin in a text, by the expressions' numbers."""
        made = self._made if self._made.count == self.count else self._make()
        found: dict[int, list[int]] = {}
        for word, start, _ in made.scanner.find_matches_as_indexes(_folded(text), overlapping=True):
            for number in made.owners[word]:
                if number in found:
                    found[number].append(start)
                else:
                    found[number] = [start]
        for starts in found.values():
            starts.sort()
        return found

    def _make(self) -> _Made:
        with self._lock:
            if self._made.count == self.count:
                return self._made
            for sought in self._sought[len(self._words) :]:
                signs = signs_of(sought.begins_as, sought.flags)
                self._words.append(signs.words if signs is not None else frozenset())
                if signs is not None:
                    sought.first = signs.first
                    sought.signed = True
            owners: dict[str, list[int]] = {}
            for number, words in enumerate(self._words):
                for word in words:
                    owners.setdefault(word, []).append(number)
            self._made = _Made(self.count, AhoCorasick(list(owners)), tuple(map(tuple, owners.values())))
            return self._made


@lru_cache(maxsize=_MOST)
def _places(text: str, _count: int) -> Mapping[int, Sequence[int]]:
    """Where signs stand; for so many expressions, so that none is sought by what was kept before it was there."""
    return _scan.places(text)


_scan = _Scan()


def _folded(text: str) -> str:
    """The text in lower case, each letter as an expression understands it, at its place."""
    if text.isascii():
        return text.translate(_ENGLISH)
    return _PRINTED_OTHERWISE.sub(_plain, text).lower()


def _plain(letter: re.Match[str]) -> str:
    return _OF_A_KIND[letter.lastgroup] if letter.lastgroup else _FOLDED[letter.group()]
