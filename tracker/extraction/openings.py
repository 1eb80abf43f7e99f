"""How the matches of expressions begin: a look ahead that tells at once where none can begin.

A list of three hundred words costs three hundred trials at every word of a text. The look ahead that stands before
such a list knows the first letters of all of them: it never changes what is matched, only how long that takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

Name = TypeVar("Name")

_LETTERS = 3
_MORE_LETTERS = 5
"""So many letters tell the words of a list from nearly all others; the second number is for lists of hundreds."""
_MOST = 80
"""An expression that begins in more ways is followed no further."""
_FEW = 3
"""So few expressions are tried as fast as they are told apart."""
_DIGIT = r"\d"
_QUANTIFIER = re.compile(r"(?:\{(?P<least>\d*)(?:,\d*)?\}|(?P<sign>[?*+]))[?+]?")
_LOOK = re.compile(r"\(\?<?[=!]")
_GROUP = re.compile(r"\((?:\?(?:(?P<flags>[a-z-]*):|P<\w+>))?(?!\?)")
_SMALL_SET = re.compile(r"\[(?P<letters>[a-zA-Z0-9 ]+)\]")
_SET = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]")
_PLAIN = re.compile(r"(?:[^()\[|\\]|\\.|\[\^?\]?(?:[^\]\\]|\\.)*\])*", re.DOTALL)
_BOUNDARY = re.compile(r"\\[bBAZ]|[\^$]")
_ESCAPED = re.compile(r"\\(?P<sign>[^\w])")


def any_expression(expressions: Sequence[str]) -> str:
    """A group without a number that matches what the first of the expressions to match does."""
    if len(expressions) <= _FEW:
        return f"(?:{'|'.join(expressions)})"
    return f"(?:{opening(expressions)}(?:{'|'.join(expressions)}))"


def named_expressions(lists: Mapping[Name, Sequence[str]]) -> tuple[str, dict[str, Name]]:
    """A group that matches what the first expression of the first list does, and for each group in it its list."""
    expressions = [(name, expression) for name, listed in lists.items() for expression in listed]
    names: dict[str, Name] = {}
    parts = []
    for ahead, numbers in _by_letter([expression for _, expression in expressions]):
        groups = []
        for name, listed in groupby((expressions[number] for number in numbers), key=itemgetter(0)):
            group = f"list{len(names)}"
            names[group] = name
            groups.append(f"(?P<{group}>{'|'.join(expression for _, expression in listed)})")
        parts.append(f"{ahead}{_either(groups)}")
    ahead = opening((expression for _, expression in expressions), _MORE_LETTERS)
    return f"(?:{ahead}{_either(parts)})", names


def _either(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def opening(expressions: Iterable[str], letters: int = _LETTERS) -> str:
    """A look ahead that passes wherever a match of one of the expressions begins; empty where that cannot be told."""
    known = {run for expression in expressions for run in beginnings(expression, letters)}
    return "" if () in known else f"(?=(?i:{_printed(_tree(known))}))"


def _by_letter(expressions: Sequence[str]) -> list[tuple[str, list[int]]]:
    """For each first letter a look ahead to it and the numbers of the expressions that may begin with it."""
    firsts = [{"".join(letters[:1]) for letters in beginnings(expression)} for expression in expressions]
    letters = sorted({letter for first in firsts for letter in first if len(letter) == 1 and letter.isalpha()})
    if not letters:
        return [("", list(range(len(expressions))))]
    found = []
    for letter in letters:
        numbers = [number for number, first in enumerate(firsts) if letter in first or any(map(_is_vague, first))]
        found.append((f"(?=(?i:{letter}))", numbers))
    rest = [number for number, first in enumerate(firsts) if not first <= set(letters)]
    if rest:
        found.append((f"(?!(?i:[{''.join(letters)}]))", rest))
    return found


def _is_vague(first: str) -> bool:
    """Whether what comes first may be several letters: anything, or one of a set."""
    return not first or len(first) > len(_DIGIT)


@cache
def beginnings(expression: str, letters: int = _LETTERS) -> frozenset[tuple[str, ...]]:
    r"""Runs of at most so many letters, with one of which every match of the expression begins.

    A letter in lower case is meant in any case; any other piece is an expression of its own (`\d`, `[A-Z]`). The empty
    run where a match may begin with anything, or with nothing.
    """
    if plain := _plain(letters).match(expression):
        return frozenset({tuple(plain["letters"])})
    reader = _Reader(expression, letters)
    found = reader.alternatives()
    return frozenset(path.letters for path in found) if reader.is_done else frozenset({()})


@cache
def _plain(letters: int) -> re.Pattern[str]:
    """How most expressions look: they begin with letters that all stand for themselves, and have no alternatives."""
    return re.compile(rf"(?P<letters>[a-z ]{{{letters}}}(?![?*+{{])|[a-z ]{{1,{letters}}}$)(?!.*\|)")


@dataclass(frozen=True, slots=True)
class _Path:
    """What a match begins with; `ends` where nothing is known of what follows."""

    letters: tuple[str, ...] = ()
    ends: bool = False


_NOTHING = frozenset({_Path()})
_ANYTHING = frozenset({_Path(ends=True)})


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, expression: str, letters: int) -> None:
        self._expression = expression
        self._letters = letters
        self._at = 0
        self._case_counts = False

    @property
    def is_done(self) -> bool:
        """Whether all of the expression was understood."""
        return self._at == len(self._expression)

    def alternatives(self) -> frozenset[_Path]:
        """What the alternatives up to the end of the group begin with."""
        found = self._sequence()
        while self._next == "|":
            self._at += 1
            found |= self._sequence()
        return found

    @property
    def _next(self) -> str:
        return self._expression[self._at : self._at + 1]

    def _take(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        match = expression.match(self._expression, self._at)
        if match:
            self._at = match.end()
        return match

    def _sequence(self) -> frozenset[_Path]:
        paths = _NOTHING
        while self._next not in ("", "|", ")"):
            one = self._one()
            quantifier = self._take(_QUANTIFIER)
            paths = self._joined(paths, _repeated(one, quantifier) if quantifier else one)
            if all(path.ends for path in paths):
                self._skip()
        return paths

    def _skip(self) -> None:
        """Go on to the end of the sequence."""
        depth = 0
        while True:
            self._take(_PLAIN)
            sign = self._next
            if not sign or (not depth and sign in "|)"):
                return
            depth += {"(": 1, ")": -1}.get(sign, 0)
            self._at += 1

    def _one(self) -> frozenset[_Path]:
        """What the next letter, set or group begins with."""
        if self._take(_LOOK):
            self._group()
            return _NOTHING
        if group := self._take(_GROUP):
            outside, self._case_counts = self._case_counts, group["flags"] == "-i" or self._case_counts
            found = self._group()
            self._case_counts = outside
            return found
        if self._take(_BOUNDARY):
            return _NOTHING
        return self._single()

    def _single(self) -> frozenset[_Path]:
        """What the next letter or set begins with."""
        if small := self._take(_SMALL_SET):
            return frozenset(_Path((self._letter(letter),)) for letter in small["letters"])
        if some := self._take(_SET):
            return frozenset({_Path((f"(?-i:{some.group()})",))}) if self._case_counts else _ANYTHING
        if escaped := self._take(_ESCAPED):
            return frozenset({_Path((escaped["sign"],))})
        if self._expression.startswith(_DIGIT, self._at):
            self._at += len(_DIGIT)
            return frozenset({_Path((_DIGIT,))})
        letter = self._next
        self._at += 2 if letter == "\\" else 1
        plain = letter.isascii() and letter not in ".\\("
        return frozenset({_Path((self._letter(letter),))}) if plain else _ANYTHING

    def _letter(self, printed: str) -> str:
        return f"(?-i:[{printed}])" if self._case_counts and printed.isalpha() else printed.lower()

    def _group(self) -> frozenset[_Path]:
        found = self.alternatives()
        self._at += 1
        return found

    def _joined(self, paths: frozenset[_Path], following: frozenset[_Path]) -> frozenset[_Path]:
        """The paths with what follows, cut where they are long enough or grow too many."""
        found = set()
        for path in paths:
            if path.ends:
                found.add(path)
                continue
            for more in following:
                letters = (*path.letters, *more.letters)[: self._letters]
                found.add(_Path(letters, ends=more.ends or len(letters) == self._letters))
        length = self._letters
        while len(found) > _MOST:
            length -= 1
            found = {_Path(path.letters[:length], ends=path.ends or len(path.letters) >= length) for path in found}
        return frozenset(found)


def _repeated(one: frozenset[_Path], quantifier: re.Match[str]) -> frozenset[_Path]:
    if quantifier["sign"] == "?":
        return one | _NOTHING
    more = frozenset(_Path(path.letters, ends=True) for path in one)
    surely = quantifier["sign"] == "+" or quantifier["least"] not in (None, "", "0")
    return more if surely else more | _NOTHING


class _Tree(dict[str, "_Tree"]):
    """The letters that may come next, each with what may follow; nothing may where anything may."""


def _tree(known: Iterable[tuple[str, ...]]) -> _Tree:
    root = _Tree()
    for letters in sorted(known, key=lambda one: (-len(one), one)):
        # The shorter ones come last: what begins with one of them needs no further letter.
        at = root
        for letter in letters:
            at = at.setdefault(letter, _Tree())
        at.clear()
    return root


def _printed(tree: _Tree) -> str:
    return _either([_piece(letter) + (_printed(following) if following else "") for letter, following in tree.items()])


def _piece(letter: str) -> str:
    return letter if len(letter) > 1 else re.escape(letter)
