"""Who speaks in a stretch of text: those whom a request to protect all sources, or all names, means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.cables.protection_names import Name, Word, capitals_tell, name_at_end, names_in, words_in
from tracker.cables.protection_vocabulary import vocabulary
from tracker.types import Span

_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bMrs)[.!?;][\"')”]*\s+|\n[ \t]*\n|¶")
_REACH = 60
"""How many words before a verb of telling may be of who tells."""
_MEETING = frozenset(("to", "with", "from", "by"))
_JOINED = frozenset(("and", ",", "&"))
_MET = frozenset(
    (
        "according",
        "met",
        "meeting",
        "meetings",
        "meets",
        "lunch",
        "dinner",
        "breakfast",
        "spoke",
        "talked",
        "conversation",
        "conversations",
        "discussion",
        "discussions",
        "heard",
        "learned",
        "information",
        "told",
        "call",
        "called",
        "interview",
        "contact",
        "visited",
        "consultation",
        "consultations",
    )
)


def speakers(text: str, span: Span) -> Iterator[Name]:
    """The persons who tell something in a stretch of text, or with whom somebody met."""
    for words in sentences(text, span):
        yield from tellers(text, words)
        yield from _heard(text, words, directly=False)


def those_met(text: str, words: Sequence[Word]) -> Iterator[Name]:
    """The persons whom somebody met, or heard something from, by the words of a sentence ("we met Ada Quill")."""
    yield from _heard(text, words, directly=True)


def _heard(text: str, words: Sequence[Word], *, directly: bool) -> Iterator[Name]:
    """The persons after "met with" and its kin; `directly` also right after the verb, and those joined to them."""
    last = None
    for name, first in names_in(words, cased=capitals_tell(text, words)):
        before = [word.fold for word in words[max(0, first - 4) : first]]
        heard = bool(before) and before[-1] in _MEETING and not _MET.isdisjoint(before)
        if directly and before:
            joined = last is not None and before[-1] in _JOINED and last == words[first - 2].end
            heard = heard or before[-1] in _MET or joined
        if heard:
            last = name.span.end
            yield name


def everybody(text: str, span: Span) -> Iterator[Name]:
    """All persons who are named in a stretch of text."""
    for words in sentences(text, span):
        for name, _ in names_in(words, cased=capitals_tell(text, words)):
            if len(name.words) > 1 or name.titled:
                yield name


def tellers(text: str, words: Sequence[Word]) -> Iterator[Name]:
    """The persons before a sentence's verbs of telling, a description between too ("Ada Quill, a judge, said")."""
    telling = vocabulary()["telling"]
    cased = capitals_tell(text, words)
    for place, word in enumerate(words):
        if word.fold in telling and place:
            name = _teller(words[max(0, place - _REACH) : place], cased=cased)
            if name:
                yield name


def _teller(words: Sequence[Word], *, cased: bool) -> Name | None:
    """The name that ends the words, or the last thing said in commas, or what stands before that."""
    while words and words[-1].said == ",":
        words = words[:-1]
        commas = [place for place, word in enumerate(words) if word.said == ","]
        name, _ = name_at_end(words, cased=cased)
        if name or not commas:
            return name
        words = words[: commas[-1]]
    return name_at_end(words, cased=cased)[0]


def sentences(text: str, span: Span) -> Iterator[list[Word]]:
    """The words of each sentence of a stretch of text."""
    at = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        yield words_in(text, at, match.start())
        at = match.end()
    yield words_in(text, at, span.end)
