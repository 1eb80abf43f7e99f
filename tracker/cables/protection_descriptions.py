"""Descriptions of sources: where the one that ends a clause begins, who is named in it, and what is a statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.cables.masks import TAKEN_OUT
from tracker.cables.protection_names import Name, Word, name_at_end, names_in
from tracker.cables.protection_vocabulary import vocabulary
from tracker.types import Span

_REDACTED = re.compile(TAKEN_OUT)
_RELATIVE = frozenset(("who", "whose", "whom", "which"))
_PREPOSITIONS = frozenset(("of", "in", "at", "from", "for", "to", "with", "near", "by", "on", "about"))
_GOING_ON = frozenset(("to", "with", "by", "and"))


@dataclass(frozen=True, slots=True)
class Description:
    """What a clause ends with: the place of its first word among the clause's, and the persons it is known by."""

    first: int
    names: tuple[Name, ...]
    is_statement: bool


def is_statement(words: Sequence[Word]) -> bool:
    """Whether words say something rather than describe somebody: a verb before any "who"."""
    lists = vocabulary()
    relative = next((place for place, word in enumerate(words) if word.fold in _RELATIVE), len(words))
    verbs = lists["verbs"] | lists["telling"]
    return any(word.fold in verbs and not word.said.istitle() for word in words[:relative])


def is_of_description(words: Sequence[Word], first: int, name: Name) -> bool:
    """Whether a name that ends the words, `first` of them before it, only tells whose servant or kin is meant."""
    lists = vocabulary()
    if first < 2 or words[first - 1].fold not in _PREPOSITIONS or _begins_with_place(words[first], name):
        return False
    kind = words[first - 2].fold
    return kind in lists["relations"] or kind in lists["linked"] | lists["roles"]


def _begins_with_place(word: Word, name: Name) -> bool:
    """Whether it is a place, and no title, that stands before the name ("Ambassador to Oslo Ada Quill")."""
    lists = vocabulary()
    return word.said not in name.words and word.fold not in lists["titles"] | lists["roles"] | lists["offices"]


def named_and_described(words: Sequence[Word], *, cased: bool) -> tuple[Name, int] | None:
    """A name with a description after a comma ("Ada Quill, a lawyer"), both as one, and how many words stand before."""
    for comma in reversed([place for place, word in enumerate(words) if word.said == ","]):
        if is_statement(words[comma + 1 :]) or _ends_adverbially(words[comma + 1 :]):
            return None
        name, first = name_at_end(words[:comma], cased=cased)
        if name and (len(name.words) > 1 or name.titled) and not is_of_description(words[:comma], first, name):
            return Name(Span(name.span.start, words[-1].end), name.words, name.titled), first
    return None


def described(words: Sequence[Word], *, cased: bool) -> Description | None:
    """The description that ends a clause; None where the person described is redacted already."""
    first = _first(words)
    phrase = words[first:]
    if not phrase or is_statement(phrase) or _ends_adverbially(phrase):
        return _named_last(words, first, cased=cased) or Description(0, (), is_statement=True)
    if first > 1 and _REDACTED.fullmatch(words[first - 2].said):
        return None
    lead_ins = vocabulary()["lead_ins"]
    while first < len(words) - 1 and (words[first].fold in lead_ins or not words[first].said[0].isalnum()):
        first += 1
    phrase = words[first:]
    names = tuple(name for name, before in names_in(phrase, cased=cased) if _is_known_by(phrase, before, name))
    return Description(first, names, is_statement=False)


def _named_last(words: Sequence[Word], first: int, *, cased: bool) -> Description | None:
    """The description of a person who is named after the last verb of what else would be a statement."""
    lists = vocabulary()
    verbs = [nth for nth in range(first, len(words)) if words[nth].fold in lists["verbs"] | lists["telling"]]
    after = verbs[-1] + 1 if verbs else len(words)
    tail = words[after:]
    names = tuple(name for name, before in names_in(tail, cased=cased) if _is_known_by(tail, before, name))
    if not names or names[0].span.start != tail[0].start:
        return None
    return Description(after, names, is_statement=False)


def _first(words: Sequence[Word]) -> int:
    """Where the noun phrase that ends the words begins."""
    boundaries = vocabulary()["boundaries"]
    first = len(words)
    while first > 0:
        last = words[first - 1]
        if last.said == ",":
            if not _is_listed(words, first):
                break
        elif (
            _is_heard_from(words, first - 1)
            or _is_done_by(words, first - 1)
            or (last.fold in boundaries and not _goes_on(words, first - 1))
        ):
            break
        first -= 1
    return first


def _is_heard_from(words: Sequence[Word], place: int) -> bool:
    """Whether something comes from whom the words after this one describe ("received the information from")."""
    hearing = vocabulary()["hearing"]
    return words[place].fold == "from" and any(word.fold in hearing for word in words[max(0, place - 5) : place])


def _is_done_by(words: Sequence[Word], place: int) -> bool:
    """Whether the word is what somebody did to whom the words after it describe ("we polled")."""
    lists = vocabulary()
    return (
        place > 0 and words[place].fold.endswith("ed") and words[place - 1].fold in lists["doers"] | lists["asked_of"]
    )


def _goes_on(words: Sequence[Word], place: int) -> bool:
    """Whether a description goes on to the left over this word ("a source close to", "Ada Quill with the office")."""
    if not place or words[place].fold not in _GOING_ON:
        return False
    before = words[place - 2] if words[place - 1].said == "," and place > 1 else words[place - 1]
    return before.fold in vocabulary()["linked"] | vocabulary()["roles"] or _is_capitalised(before)


def _is_listed(words: Sequence[Word], first: int) -> bool:
    """Whether the comma before the word at `first` parts the members of a list that ends the words."""
    if first < 2 or not any(word.fold in {"and", "or", "&"} for word in words[first:]):
        return False
    before = words[first - 2]
    return _is_capitalised(before) or before.fold in vocabulary()["roles"]


def _is_capitalised(word: Word) -> bool:
    return word.said[0].isupper() and word.fold not in vocabulary()["openers"]


def _is_known_by(phrase: Sequence[Word], before: int, name: Name) -> bool:
    """Whether the person described is this one, or a relative of this one: not one whose office or house is named."""
    lists = vocabulary()
    following = next((place for place, word in enumerate(phrase) if word.start >= name.span.end), len(phrase))
    near = (*phrase[max(0, before - 2) : before], *phrase[following : following + 3])
    if any(word.fold in lists["relations"] for word in near):
        return True
    if _owns(phrase, following) or not (len(name.words) > 1 or name.titled):
        return False
    if before > 1 and phrase[before - 1].fold == "from" and phrase[before - 2].fold not in lists["roles"]:
        return True
    return all(word.fold not in _PREPOSITIONS for word in phrase[:before])


def _owns(phrase: Sequence[Word], following: int) -> bool:
    """Whether the word before is printed with a possessive."""
    last = phrase[following - 1]
    return following < len(phrase) and last.end - last.start > len(last.said)


def _ends_adverbially(words: Sequence[Word]) -> bool:
    return bool(words) and words[-1].fold.endswith("ly") and not words[-1].said[0].isupper()
