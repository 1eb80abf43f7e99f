"""Persons' names in running text: which words of a clause are one.

Capitals tell; where a text has capitals only, or none, what stands between names does. A name's words are those that
tell who it is: without titles, and without an office or a place before them. In doubt more words are taken than fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tracker.cables.protection_vocabulary import folded, is_place, no_names, vocabulary
from tracker.types import Span

_MOST_WORDS = 10
_CONTEXT = 4
_AROUND = 400
_WORD = re.compile(
    r"(?:[^\W\d_]['’])?[^\W\d_](?:[\w'’&]|-(?:[ \t]*\n[ \t]*(?=[^\W\d_]))?|\.(?=\w))*|\d[\w.,%]*|[^\w\s]"
)
_LINE_END = re.compile(r"-[ \t]*\n[ \t]*(?=[a-zß-ÿ])|(?<=-)[ \t]*\n[ \t]*")
_POSSESSIVE = re.compile(r"(?:['’][sS]?)\Z")
_QUOTES = frozenset("\"“”'‘’`")
_PARTICLE_INSIDE = re.compile(r"[a-z]{1,3}['’-][A-ZÀ-Þ]")
SHORT_MARKING = re.compile(r"\([A-Z/]{1,6}\)")
"""A portion marking, whose capitals tell nothing of how the text is printed."""
_LONGEST_ACRONYM = 5
_SEVERAL = ("men", "ers", "ors", "ists", "ants", "ents", "ees", "als", "ians", "folk", "ives")


class Word(NamedTuple):
    """A word or a mark of a text: as printed without a possessive, folded, and where."""

    said: str
    fold: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name: where it stands with its titles, the words that tell who it is, and whether a title does too."""

    span: Span
    words: tuple[str, ...]
    titled: bool


def words_in(text: str, start: int, end: int) -> list[Word]:
    """The words and marks of a stretch of text; a word that the end of a line cuts in two is one."""
    found = []
    for match in _WORD.finditer(text, start, end):
        said = _POSSESSIVE.sub("", match.group()) or match.group()
        said = _LINE_END.sub("", said) if "\n" in said else said
        found.append(Word(said, folded(said), *match.span()))
    return found


def capitals_tell(text: str, words: Sequence[Word]) -> bool:
    """Whether these words of a text are printed so that a capital means something."""
    letters = [word.said for word in words if word.said[0].isalpha() and len(word.said) > 1][-12:]
    if not letters:
        return True
    around = text[max(0, words[0].start - _AROUND) : words[-1].end + _AROUND]
    if len(letters) < 3:
        letters = [word for word in around.split() if word.isalpha()]
    return not all(word.isupper() for word in letters) and not SHORT_MARKING.sub("", around).islower()


def name_at_end(words: Sequence[Word], *, cased: bool = True) -> tuple[Name | None, int]:
    """The person's name that ends the words, and how many words stand before it and its titles."""
    first = _run_start(words, cased=cased)
    run = words[first:]
    return _name(run, words[:first], cased=cased), first


def name_at_start(words: Sequence[Word], *, cased: bool = True) -> Name | None:
    """The person's name that begins the words."""
    length = 0
    while length < min(len(words), _MOST_WORDS) and _goes_on(words, length, cased=cased):
        length += 1
    while length and (words[length - 1].fold in vocabulary()["particles"] or not words[length - 1].said[0].isalpha()):
        length -= 1
    return _name(words[:length], (), cased=cased)


def names_in(words: Sequence[Word], *, cased: bool = True) -> Iterator[tuple[Name, int]]:
    """The persons' names among the words, each with how many words stand before it."""
    openers = vocabulary()["openers"]
    for end in range(1, len(words) + 1):
        goes_on = end < len(words) and _goes_on(words, end, cased=cased) and words[end].fold not in openers
        if goes_on or not _may_be_in_name(words[end - 1], cased=cased):
            continue
        skipped = max(0, end - _MOST_WORDS - _CONTEXT)
        name, first = name_at_end(words[skipped:end], cased=cased)
        if name:
            yield name, first + skipped


def _run_start(words: Sequence[Word], *, cased: bool) -> int:
    lists = vocabulary()
    first = len(words)
    while first > 0 and len(words) - first < _MOST_WORDS and _goes_on(words, first - 1, cased=cased):
        first -= 1
    while first < len(words) and (
        (words[first].fold in lists["openers"] | lists["particles"] and not _begins_name(words[first]))
        or not words[first].said[0].isalpha()
    ):
        first += 1
    return first


def _begins_name(word: Word) -> bool:
    """Whether a particle is printed as the first word of a name ("De la Fuente", "El-Sayed")."""
    return word.said[0].isupper() and word.fold not in vocabulary()["openers"] and not word.said.isupper()


def _goes_on(words: Sequence[Word], place: int, *, cased: bool) -> bool:
    """Whether a name may go on over a word or mark; a full stop ends one but after an initial or a short title."""
    if words[place].said != ".":
        return _may_be_in_name(words[place], cased=cased)
    before = words[place - 1] if place else None
    return before is not None and (len(before.said) == 1 or before.fold in vocabulary()["abbreviations"])


def _may_be_in_name(word: Word, *, cased: bool) -> bool:
    if word.said == "." or word.said in _QUOTES or word.fold in vocabulary()["particles"]:
        return True
    if not word.said[0].isalpha():
        return False
    if cased:
        return word.said[0].isupper() or bool(_PARTICLE_INSIDE.match(word.said))
    return word.fold not in _between_names()


@cache
def _between_names() -> frozenset[str]:
    """The words that end a name where capitals do not."""
    lists = vocabulary()
    kinds = ("openers", "boundaries", "verbs", "telling", "joins", "articles")
    return frozenset().union(*(lists[kind] for kind in kinds)) - lists["particles"]


def _name(run: Sequence[Word], before: Sequence[Word], *, cased: bool) -> Name | None:
    lists = vocabulary()
    letters = [word for word in run if word.said[0].isalpha()]
    while len(letters) > 1 and letters[-1].fold in lists["suffixes"]:
        letters.pop()
    if not letters or (cased and not letters[-1].said[0].isupper() and not _PARTICLE_INSIDE.match(letters[-1].said)):
        return None
    core = _core(letters)
    if not core or not _is_person([word.fold for word in core], core[-1].said, cased=cased):
        return None
    heads = letters[: len(letters) - len(core)]
    titled = any(word.fold in lists["titles"] or word.fold in lists["roles"] for word in heads)
    if before and not _is_named_after(before, core, titled=titled, cased=cased):
        if len(core) < 3 or len(before) < 2 or before[-1].fold != "for" or before[-2].fold not in lists["seated"]:
            return None
        # "candidate for Oslo Ada Quill": the place may have any name.
        core = core[-2:]
    span = Span(run[0].start, max(word.end for word in run))
    return Name(span, tuple(word.said for word in core), titled)


def _core(letters: Sequence[Word]) -> list[Word]:
    """The words of a run that are the name: what comes after the last title or office, and after a place."""
    lists = vocabulary()
    before_name = lists["titles"] | lists["offices"] | lists["roles"] | lists["nationalities"] | lists["organisations"]
    first = max((place for place, word in enumerate(letters[:-1], 1) if word.fold in before_name), default=0)
    core = list(letters[first:])
    while len(core) > 2 and is_place((core[0].fold,)):
        del core[0]
    while len(core) > 1 and core[0].fold in lists["particles"] and not _begins_name(core[0]):
        del core[0]
    return core


def _is_person(core: Sequence[str], last: str, *, cased: bool) -> bool:
    lists = vocabulary()
    if (
        core[-1]
        in lists["organisations"] | lists["calendar"] | lists["roles"] | lists["titles"] | lists["nationalities"]
    ):
        return False
    if is_place(tuple(core)) or all(word in no_names() for word in core):
        return False
    if len(core) > 1:
        return True
    if not cased:
        return len(core[0]) > 2 and not core[0].endswith(_SEVERAL) and core[0] not in lists["offices"] | lists["common"]
    # A word in capitals among others is an abbreviation ("a member of PAN").
    return not (last.isupper() and len(last) <= _LONGEST_ACRONYM) and core[0] not in lists["offices"]


def _is_named_after(before: Sequence[Word], core: Sequence[Word], *, titled: bool, cased: bool) -> bool:
    """Whether the words before let the run be who it is about, not where somebody is or works."""
    lists = vocabulary()
    last = before[-1].fold
    if last in lists["articles"]:
        return titled and len(core) > (0 if cased else 1)
    if last not in lists["joins"]:
        return True
    following = before[-2].fold if len(before) > 1 else ""
    if last == "from":
        # A banker is from a place, a letter from somebody.
        return following not in lists["roles"]
    return last == "of" and (following in lists["hearing"] or following in lists["relations"])
