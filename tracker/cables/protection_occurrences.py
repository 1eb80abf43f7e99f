"""Where else in a cable a protected person is named: in full or by a surname, however it is printed.

Accents, case, line breaks, page marks, a word cut in two by the end of a line and possessives make no difference.
Another person of that surname, a place or a common word that is spelled alike is not meant; in doubt it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tracker.cables.model import ProtectedName
from tracker.cables.protection_tokens import WORD, Tokens
from tracker.cables.protection_vocabulary import common_words, folded, is_place, no_names, vocabulary
from tracker.errors import NoCableError
from tracker.types import Span

_ADDRESS = re.compile(r"[\w.+-]{0,40}@")
_MOST_PLACES = 20_000
_LONGEST_RUN = 12
_MOST_BETWEEN = 3
"""How many initials and particles may stand between two words of a name."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A name as it is sought: the words that tell who it is, in order, its particles, and which words are surnames."""

    telling: tuple[str, ...]
    particles: frozenset[str]

    @property
    def surname(self) -> str:
        """The last word."""
        return self.telling[-1]

    @property
    def surnames(self) -> tuple[str, ...]:
        """The words that may stand for the person alone: the last, and before it a first surname."""
        two = len(self.telling) > 2 and self.telling[-2] not in vocabulary()["given_names"]
        return self.telling[-2:] if two else self.telling[-1:]


def telling_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name without particles and initials, folded, in order."""
    particles = vocabulary()["particles"]
    pieces = [folded(piece) for word in words for piece in WORD.findall(word)]
    return tuple(piece for piece in pieces if len(piece) > 1 and piece not in particles)


def names_any(said: str, names: Iterable[ProtectedName]) -> bool:
    """Whether words from outside the telegram (an article's address) tell a protected name, but for given names."""
    protected = {word for name in names if name.rule == "name" for word in telling_words(name.words.split())}
    own = protected - vocabulary()["given_names"]
    return not own.isdisjoint(folded(word) for word in WORD.findall(said))


def _pieces(words: Sequence[str]) -> list[str]:
    return [folded(piece) for word in words for piece in WORD.findall(word)]


def _own(words: Sequence[str]) -> _Own:
    pieces = frozenset(folded(piece) for word in words for piece in WORD.findall(word))
    return _Own(telling_words(words), pieces & vocabulary()["particles"])


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words of a name that stand together: from which word of the text to before which, and which of the name's."""

    first: int
    after: int
    words: tuple[str, ...]


def _end(span: Span) -> int:
    return span.end


@cache
def _of_places() -> frozenset[str]:
    """The words that, after a name, make it a place's or a house's."""
    return vocabulary()["grounds"] | vocabulary()["organisations"]


class Occurrences:
    """The words of a plain text, to be searched for names."""

    def __init__(self, text: str) -> None:
        self._tokens = Tokens(text)
        self._sought_alone: set[str] = set()
        self._looked_at = 0

    def of_phrase(self, words: Sequence[str]) -> list[Span]:
        """Where a description stands, word for word; a single word is none."""
        wanted = _pieces(words)
        return self.of_words(wanted) if len(wanted) > 1 else []

    def of_words(self, words: Sequence[str]) -> list[Span]:
        """Where these words stand one after the other, also a single one."""
        wanted = _pieces(words)
        found = []
        for first, _ in self._tokens.places(wanted[0]) if wanted else ():
            last = first + len(wanted)
            if self._tokens.folds[first:last] == wanted and all(
                self._tokens.joined(nth) for nth in range(first, last - 1)
            ):
                found.append(Span(self._tokens.starts[first], self._tokens.ends[last - 1]))
        return found

    def of_name(self, words: Sequence[str]) -> list[Span]:
        """Where a person is named; of one known by a single word, with the given name that stands before it.

        A word that several names share is taken alone for the first of them that is asked for. Raises NoCableError
        where there is more to look at than any cable has.
        """
        own = _own(words)
        if not own.telling:
            return []
        found: dict[int, Span] = {}
        for word in dict.fromkeys((*own.surnames, own.telling[0])):
            alone = word not in self._sought_alone
            self._sought_alone.add(word)
            if not alone and word not in own.surnames:
                continue  # with a surname it was found by that
            spelled = (word, f"{word}s") if word == own.surname else (word,)
            for first, after in (place for each in spelled for place in self._tokens.places(each)):
                self._looked_at += 1
                if self._looked_at > _MOST_PLACES:
                    raise NoCableError(f"more than {_MOST_PLACES} places where protected names may stand")
                hit = self._hit(first, after, word, own)
                if hit.first in found and found[hit.first].end >= self._tokens.ends[hit.after - 1]:
                    continue
                if not self._names_another(hit, own) if len(hit.words) > 1 else alone and self._is_meant(hit, own):
                    found[hit.first] = self._span(hit, own)
        for first, after in self._tokens.places("".join(own.telling)) if len(own.telling) > 1 else ():
            found[first] = Span(self._tokens.starts[first], self._tokens.ends[after - 1])
        return [found[first] for first in sorted(found)]

    def in_full(self, words: Sequence[str]) -> list[Span]:
        """Where a person is named by more than one word, a surname among them."""
        own = _own(words)
        found: dict[int, Span] = {}
        for first, after in (place for word in own.surnames for place in self._tokens.places(word)):
            hit = self._hit(first, after, self._tokens.folds[first], own)
            if len(hit.words) > 1 and not self._names_another(hit, own):
                span = self._span(hit, own)
                found[hit.first] = max(span, found.get(hit.first, span), key=_end)
        return [found[first] for first in sorted(found)]

    def _hit(self, first: int, after: int, word: str, own: _Own) -> _Hit:
        """A place of a word of the name, with the others of its words that stand together with it."""
        words = {word}
        earliest, latest = first - _LONGEST_RUN, after + _LONGEST_RUN
        while first > earliest and (before := self._next_of_name(first, own, step=-1)) is not None:
            first = before
            words.add(self._tokens.folds[first])
        while after < latest and (following := self._next_of_name(after - 1, own, step=1)) is not None:
            after = following + 1
            words.add(self._tokens.folds[following])
        return _Hit(first, after, tuple(words))

    def _next_of_name(self, nth: int, own: _Own, *, step: int) -> int | None:
        """The next word to the left or right, over initials and particles, if it is of the name."""
        for _ in range(_MOST_BETWEEN + 1):
            if not 0 <= nth + step < len(self._tokens) or not self._tokens.joined(min(nth, nth + step)):
                return None
            nth += step
            if self._tokens.folds[nth] in own.telling:
                return nth
            if not self._tokens.is_initial(nth) and self._tokens.folds[nth] not in vocabulary()["particles"]:
                return None
        return None

    def _span(self, hit: _Hit, own: _Own) -> Span:
        """The characters of a hit, with initials and particles before it, and for a lone surname a given name."""
        first = hit.first
        while first > 0 and self._tokens.joined(first - 1) and self._belongs(first - 1, own):
            first -= 1
        if len(own.telling) == 1 and first > 0 and self._tokens.beside(first - 1) and self._may_be_given(first - 1):
            first -= 1
        return Span(self._tokens.starts[first], self._tokens.ends[hit.after - 1])

    def _may_be_given(self, nth: int) -> bool:
        said = self._tokens.said[nth]
        return said[0].isupper() and not said.isupper() and self._tokens.folds[nth] not in common_words()

    def _belongs(self, nth: int, own: _Own) -> bool:
        if self._tokens.folds[nth] in own.particles:
            return True
        return (
            self._tokens.is_initial(nth)
            and self._tokens.text[self._tokens.ends[nth]] in ".'’"
            and self._tokens.said[nth] not in {"A", "I"}
        )

    def _names_another(self, hit: _Hit, own: _Own) -> bool:
        """Whether given names alone are followed by another's surname."""
        has_surname = own.surname in hit.words or (len(own.telling) > 3 and own.telling[-2] in hit.words)
        return not has_surname and self._tokens.beside(hit.after - 1) and self._is_foreign(hit.after, own)

    def _is_meant(self, hit: _Hit, own: _Own) -> bool:
        """Whether a single word of a name stands for the person here."""
        tokens, word = self._tokens, hit.words[0]
        is_given = len(own.telling) > 1 and word == own.telling[0]
        common = word in common_words() or is_place((word,)) or len(word) < 3
        if tokens.said[hit.first][0].islower():
            return not common and (self._in_address(hit) or (tokens.is_small and not is_given))
        before = hit.first - 1 if hit.first and tokens.beside(hit.first - 1) else None
        after = hit.after if tokens.beside(hit.after - 1) else None
        if before is not None and tokens.folds[before] in vocabulary()["courtesies"] and not is_given:
            return True
        if self._hyphened(hit, own):
            return False
        if tokens.capitals_tell_nothing(hit.first):
            return not common and not is_given
        if self._is_of_another(before, after, own, is_given=is_given):
            return False
        return not common or (not is_given and self._is_name_here(hit.first, before, after))

    def _in_address(self, hit: _Hit) -> bool:
        """Whether the word stands in an e-mail's address."""
        return _ADDRESS.match(self._tokens.text, self._tokens.ends[hit.after - 1]) is not None

    def _is_of_another(self, before: int | None, after: int | None, own: _Own, *, is_given: bool) -> bool:
        """Whether the word stands in another's name, or in that of a place or a house."""
        if before is not None and len(own.telling) > 1 and self._is_foreign(before, own):
            return True
        if after is None or not self._tokens.said[after][0].isupper():
            return False
        return self._is_foreign(after, own) if is_given else self._tokens.folds[after] in _of_places()

    def _is_name_here(self, nth: int, before: int | None, after: int | None) -> bool:
        """Whether a common word is a name where it stands: capitalised inside a sentence, or who speaks."""
        tokens, word = self._tokens, self._tokens.folds[nth]
        if word not in no_names() and not is_place((word,)) and not tokens.begins_sentence(nth):
            return True
        lists = vocabulary()
        speaks = after is not None and tokens.folds[after] in lists["telling"]
        return speaks and (before is None or tokens.folds[before] not in lists["joins"])

    def _hyphened(self, hit: _Hit, own: _Own) -> bool:
        """Whether a hyphen joins the word to one that is not of the name ("Gorse-Lund" is not Lund)."""
        before = (
            self._tokens.text[self._tokens.starts[hit.first] - 1 : self._tokens.starts[hit.first]] if hit.first else ""
        )
        after = self._tokens.text[self._tokens.ends[hit.after - 1] : self._tokens.ends[hit.after - 1] + 2]
        if before == "-" and self._is_foreign(hit.first - 1, own):
            return True
        return after[:1] == "-" and after[1:].isupper() and self._is_foreign(hit.after, own)

    def _is_foreign(self, nth: int, own: _Own) -> bool:
        """Whether a word is printed as a name and is not of this one."""
        said, fold = self._tokens.said[nth], self._tokens.folds[nth]
        if not said[0].isupper() or (said.isupper() and len(said) > 1) or fold in own.telling or len(said) == 1:
            return False
        if fold in no_names() or any(fold in vocabulary()[kind] for kind in ("telling", "verbs", "particles")):
            return False
        return fold in vocabulary()["given_names"] or not self._tokens.begins_sentence(nth)
