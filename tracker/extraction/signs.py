"""What an expression cannot match without: the letters that its matches begin with, or some word that stands in each.

A scan for these words takes a thirtieth of the time that the expression itself takes over the same text, and most
expressions match in few sentences. The words are read from the expression as the library that compiles it understands
it; where it has none, or only such as stand everywhere, it has no signs and is tried as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import cast

_LONGEST = 6
"""So many letters of a word tell it from nearly all others."""
_MOST = 1000
"""So many words are looked for at most; they are cut shorter where there would be more."""
_MANY = 60
"""What begins in more ways is not followed through its repetitions."""
_MOST_LETTERS = 12
"""A set of more letters tells nothing."""
_COMMON = 0.04
"""Words that stand at more than this share of the letters of a text are no signs: nothing would be passed over."""
_RARE_ENOUGH = 0.025
"""Where words that matches begin with stand no more often, no others are looked for."""
_SHARES = {
    "0": 0.015,
    **dict.fromkeys(" ", 0.17), **dict.fromkeys("e", 0.1), **dict.fromkeys("taoins", 0.06),
    **dict.fromkeys("rhlducm", 0.03), **dict.fromkeys("fgpywbv", 0.015),
}  # fmt: skip
"""About how often a letter stands in English prose; one that is not named here is rarer."""
_RARE = 0.005
_OFTEN = {
    "the ": 0.012, "it ": 0.008, "has ": 0.005, "on ": 0.006, "of ": 0.006, "in ": 0.006, "to ": 0.006, "at ": 0.003,
    "is ": 0.003, "that ": 0.003, "ice": 0.002, "with ": 0.002, "for ": 0.002, "polic": 0.002, "man": 0.002,
    "of the ": 0.002, "in the ": 0.002, "was ": 0.001, "port": 0.001, "gover": 0.001, "act": 0.001, "and ": 0.006,
}  # fmt: skip
"""Words that stand more often, in cables, than their letters let expect."""
_OFTEN_BEGUN: dict[str, float] = {}
for _word, _share in _OFTEN.items():
    for _length in range(1, len(_word) + 1):
        _OFTEN_BEGUN[_word[:_length]] = _OFTEN_BEGUN.get(_word[:_length], 0.0) + _share
_AGAIN = {" ": 0.01, "0": 0.3}
"""The share where the letter before is the same."""
_SEARCH = 200
"""A search of the whole text costs about as much as so many trials at one place."""
_CATEGORIES = {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " "}
"""What stands for each letter of these kinds in the text that is looked through."""
_ENGLISH = 128

_Part = tuple[object, object]
"""What the library makes of a part of an expression: what it is, and its details."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The words one of which stands in every match, in lower case; `first` where every match begins with one."""

    words: frozenset[str]
    first: bool

    @property
    def share(self) -> float:
        """About how many of them begin at a letter of a text, on average."""
        total = 0.0
        for word in self.words:
            total += _OFTEN_BEGUN.get(word, 0.0)
            share = 1.0
            for before, letter in pairwise(f"^{word}"):
                share *= (_AGAIN if before == letter else _SHARES).get(letter, _RARE)
            total += share
        return total


def signs_of(expression: str, flags: int = 0) -> Signs | None:
    """The signs of an expression; None where it has none that pass anything over. Raises re.error where it is wrong."""
    # The parser of the standard library has no public name; no other one understands all that it does.
    parse = cast("Callable[[str, int], Sequence[_Part]]", import_module("re._parser").parse)
    reader = _Reader()
    tree = parse(expression, flags)
    begins = reader.first(tree)
    best = Signs(_shortest(begins.words), first=True) if begins.surely else None
    if best is not None and best.share <= _RARE_ENOUGH:
        return best
    found = [best] if best is not None else []
    found.extend(Signs(_shortest(words), first=False) for words in reader.needed(tree))
    best = min(found, key=lambda signs: signs.share * (1 if signs.first else _SEARCH), default=None)
    return best if best is not None and best.share <= _COMMON else None


def _shortest(words: Iterable[str]) -> frozenset[str]:
    """The words without those that begin with another of them."""
    kept: list[str] = []
    for word in sorted(words):
        if not kept or not word.startswith(kept[-1]):
            kept.append(word)
    return frozenset(kept)


@dataclass(frozen=True, slots=True)
class _Start:
    """The words that a part begins with; after those in `open`, which are the whole of it, comes what follows it."""

    closed: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset({""})

    @property
    def words(self) -> frozenset[str]:
        return self.closed | self.open

    @property
    def surely(self) -> bool:
        """Whether each has a letter at least."""
        return "" not in self.closed and "" not in self.open

    def before(self, other: _Start) -> _Start:
        """The start of this part followed by another."""
        joined = frozenset(first + second for first in self.open for second in other.open)
        ended = frozenset(first + second for first in self.open for second in other.closed)
        return _Start(self.closed | ended, joined).cut()

    def or_else(self, *others: _Start) -> _Start:
        """The start of any of these parts."""
        closed = self.closed.union(*(other.closed for other in others))
        return _Start(closed, self.open.union(*(other.open for other in others))).cut()

    def cut(self) -> _Start:
        """The start with its words cut to a length that leaves not too many of them."""
        length = _LONGEST
        if len(self.closed) + len(self.open) > _MOST:
            while len({word[:length] for word in self.words}) > _MOST:
                length -= 1
        if length == _LONGEST and max(map(len, self.open), default=0) < length:
            return self
        done = {word[:length] for word in self.closed} | {word[:length] for word in self.open if len(word) >= length}
        return _Start(frozenset(done), frozenset(word for word in self.open if len(word) < length))


_ANYTHING = _Start(frozenset({""}), frozenset())
_NOTHING = _Start()


class _Reader:
    """Reads the library's tree of one expression, each part of it once."""

    def __init__(self) -> None:
        self._read: dict[int, _Start] = {}

    def first(self, parts: Iterable[_Part]) -> _Start:
        """What a sequence begins with."""
        start = _NOTHING
        for part in parts:
            if not start.open:
                break
            one = self._one(part)
            if one is not _NOTHING:
                start = start.before(one)
        return start

    def needed(self, parts: Sequence[_Part]) -> list[frozenset[str]]:
        """Sets of words, of each of which one stands in every match of a sequence."""
        found = []
        in_word = False
        for number, part in enumerate(parts):
            if not in_word:
                start = self.first(parts[number:])
                if start.surely:
                    found.append(start.words)
            in_word = str(part[0]) == "LITERAL"
            found.extend(self._inside(part))
        return found

    def _inside(self, part: _Part) -> list[frozenset[str]]:
        """The sets of words, of each of which one stands in every match of a part that holds others."""
        if str(part[0]) == "BRANCH":
            each = [_rarest(self.needed(branch)) for branch in _branches(part)]
            return [frozenset[str]().union(*each)] if all(each) else []
        held = _held(part)
        return self.needed(held[1]) if held and held[0] else []

    def _one(self, part: _Part) -> _Start:
        """What one part of a sequence begins with."""
        found = self._read.get(id(part))
        if found is None:
            found = self._read[id(part)] = self._start(part)
        return found

    def _start(self, part: _Part) -> _Start:
        kind, details = str(part[0]), part[1]
        if kind in ("AT", "ASSERT", "ASSERT_NOT"):
            return _NOTHING
        if kind == "LITERAL":
            return _letters([cast("int", details)])
        if kind == "IN":
            return _set(cast("Sequence[_Part]", details))
        if kind == "BRANCH":
            start, *others = map(self.first, _branches(part))
            return start.or_else(*others)
        held = _held(part)
        if held is None:
            return _ANYTHING
        least, inner, most = held
        start = self.first(inner)
        if most > 1:
            many = len(start.words) > _MANY
            start = _shut(start) if many else start.or_else(_shut(start.before(start)))
        return start if least else start.or_else(_NOTHING)


def _shut(start: _Start) -> _Start:
    """The start where nothing is known of what follows."""
    return _Start(start.words, frozenset())


def _rarest(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    return min(sets, key=lambda words: Signs(words, first=False).share, default=frozenset())


def _branches(part: _Part) -> Sequence[Sequence[_Part]]:
    return cast("tuple[object, Sequence[Sequence[_Part]]]", part[1])[1]


def _held(part: _Part) -> tuple[int, Sequence[_Part], int] | None:
    """How often at least the sequence in a group or repetition stands, the sequence, and how often at most."""
    kind, details = str(part[0]), part[1]
    if kind == "SUBPATTERN":
        return 1, cast("tuple[object, int, int, Sequence[_Part]]", details)[3], 1
    if kind == "ATOMIC_GROUP":
        return 1, cast("Sequence[_Part]", details), 1
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, repeated = cast("tuple[int, int, Sequence[_Part]]", details)
        return int(least), repeated, int(most)
    return None


def _set(members: Sequence[_Part]) -> _Start:
    """One letter of a set."""
    codes: list[int] = []
    for kind, details in members:
        if str(kind) == "LITERAL":
            codes.append(cast("int", details))
        elif str(kind) == "RANGE":
            low, high = cast("tuple[int, int]", details)
            codes.extend(range(low, min(high, low + _MOST_LETTERS) + 1))
        elif str(details) in _CATEGORIES:
            codes.extend(map(ord, _CATEGORIES[str(details)]))
        else:
            return _ANYTHING
    return _letters(codes)


def plain_letter(letter: str) -> str:
    """The letter that stands for another in signs: a small one, and one digit for all."""
    return "0" if letter.isdecimal() else letter.lower()


def _letters(codes: Sequence[int]) -> _Start:
    """One of some letters; one that is not English may stand for more letters than itself."""
    known = len(codes) <= _MOST_LETTERS and all(code < _ENGLISH or _is_one_sign(chr(code)) for code in codes)
    return _Start(frozenset(), frozenset(map(plain_letter, map(chr, codes)))) if known else _ANYTHING


def _is_one_sign(letter: str) -> bool:
    """Whether this is a sign as those of currencies are, which is printed in one way only."""
    return letter == letter.lower() == letter.upper() and not letter.isalnum() and not letter.isspace()
