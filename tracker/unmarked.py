"""Names that one cable protects and another leaves open: found for review, told by place and never by their words.

Only a name of two words or more tells a person in another cable. Accents, case, line breaks and page marks make no
difference; nor do particles, initials, and a second surname that is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from ahocorasick_rs import AhoCorasick

from tracker.cables.model import Cable
from tracker.cables.protection_occurrences import Occurrences, telling_words
from tracker.cables.protection_plain import plain
from tracker.cables.protection_vocabulary import common_words, folded_text, vocabulary
from tracker.types import ReferenceId, Span

_LINE_END = re.compile(r"-[ \t]*\n[ \t]*")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where a name is protected: the cable, and the number of its mask there."""

    reference_id: ReferenceId
    number: int


@dataclass(frozen=True, slots=True)
class Protected:
    """A name that a cable protects. Its words are kept in memory only and never told."""

    mark: Mark
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmarked:
    """A place where a protected name stands open: in which cable and characters, and where it is protected."""

    reference_id: ReferenceId
    span: Span
    marks: tuple[Mark, ...]


def protected_names(cable: Cable) -> tuple[Protected, ...]:
    """The names that a cable protects and that tell a person in other cables too."""
    return tuple(
        Protected(Mark(cable.reference_id, name.number), tuple(name.words.split()))
        for name in cable.protected
        if name.rule == "name" and len(telling_words([name.words])) > 1
    )


class Search:
    """The protected names of a release, sought in one text after the other."""

    def __init__(self, names: Iterable[Protected]) -> None:
        self._names: dict[tuple[str, ...], list[Protected]] = {}
        for name in names:
            self._names.setdefault(telling_words(name.words), []).append(name)

    def __reduce__(self) -> tuple[type[Search], tuple[list[Protected]]]:
        # Other processes make what they search with themselves.
        return Search, ([name for names in self._names.values() for name in names],)

    def __bool__(self) -> bool:
        return bool(self._names)

    def places(self, reference_id: ReferenceId, text: str) -> list[Unmarked]:
        """Where a text tells protected names, in order."""
        candidates = self._candidates(text)
        if not candidates:
            return []
        occurrences = Occurrences(plain(text))
        found: dict[Span, set[Mark]] = {}
        for words in candidates:
            for span in occurrences.in_full(self._names[words][0].words):
                found.setdefault(span, set()).update(name.mark for name in self._names[words])
        return [
            Unmarked(reference_id=reference_id, span=span, marks=tuple(sorted(found[span]))) for span in sorted(found)
        ]

    def _candidates(self, text: str) -> list[tuple[str, ...]]:
        """The names of which a text has two words one after the other: a quick look that misses none."""
        if not self._names:
            return []
        printed, surnames, pairs = self._sought
        if not surnames.find_matches_as_indexes(_folds(text)):
            return []
        hits = {which for which, _, _ in pairs.find_matches_as_indexes(_words(plain(text)), overlapping=True)}
        return list(dict.fromkeys(printed[which] for which in sorted(hits)))

    @cached_property
    def _sought(self) -> tuple[list[tuple[str, ...]], AhoCorasick, AhoCorasick]:
        """The names, each as often as it has pairs of words, and what searches for surnames and for pairs."""
        pairs = [(pair, words) for words in self._names for pair in _pairs(words)]
        surnames = sorted({word for words in self._names for word in words[-2:]})
        return (
            [words for _, words in pairs],
            AhoCorasick(surnames),
            AhoCorasick([f" {first} {second} " for (first, second), _ in pairs]),
        )


def _pairs(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The pairs of a name's words, in either order, of which each may stand for all: those with a surname."""
    given = vocabulary()["given_names"]
    for pair in permutations(dict.fromkeys(words), 2):
        has_surname = words[-1] in pair or not given.issuperset(pair)
        if has_surname and not common_words().issuperset(pair):
            yield pair


def _folds(text: str) -> str:
    """A text folded; a word that the end of a line cuts in two may be one word, or two with a hyphen: it has both."""
    folds = folded_text(text)
    return f"{folds} {_LINE_END.sub('', folds)}" if "-" in folds else folds


def _words(text: str) -> str:
    """The words of a text folded, with one space between, without particles and initials."""
    particles = vocabulary()["particles"]
    return f" {' '.join(word for word in _WORD.findall(_folds(text)) if word not in particles)} "
