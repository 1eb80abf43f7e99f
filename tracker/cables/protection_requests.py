"""Requests to protect that are sentences: "please protect Ada Quill", "they asked us to protect this information".

A request names whom it protects, or points back at who spoke, or means all sources of a paragraph or of the cable, or
what was said. To protect is also a verb of every day: it is a request where the reader is asked, or somebody asks us.
What was said is taken from the paragraph's first word to the request: too much masked is a loss, too little a danger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from tracker.cables.masks import BEGINNING, TAKEN_OUT
from tracker.cables.protection_names import Name, capitals_tell, name_at_end, name_at_start, names_in, words_in
from tracker.cables.protection_sources import everybody as all_named
from tracker.cables.protection_sources import speakers
from tracker.cables.protection_subjects import Subject
from tracker.cables.protection_vocabulary import common_words, folded, vocabulary
from tracker.types import Span

_LETTERS = re.compile(r"[^\W\d_]+")
_VERBS = frozenset(("protect", "protected"))
_REACH = 300
_LONGEST_PARAGRAPH = 8_000
_SENTENCE_END = re.compile(
    r"[(\[]|[.!?;](?<![ .][A-Z].)(?<!\bMr.)(?<!\bMs.)(?<!\bDr.)(?<!\bMrs.)[\"')”]*\s|\n[ \t]*\n|¶"
)
_STOP = re.compile(r"[.!?][\"')”]*(?:\s|\Z)|\n[ \t]*\n|¶|\)|\Z")
_PARAGRAPH_START = re.compile(r"¶|\n[ \t]*\n(?=\s*(?:\([A-Z/]{1,6}\)\s*)?\d{1,3}\.)")
_NUMBER_AND_MARKING = re.compile(r"\s*(?:\d{1,3}\.)?\s*(?:\([A-Za-z/ ]{1,8}\))?\s*")
_MARKING_LEFT = re.compile(r"(?:TS|[SCU]|SBU|LOU)(?:/[A-Z]{2,6}){0,2}[)\]]\s{0,9}")
_LAST_SENTENCE_END = re.compile(r"[.!?][\"')]*\s")
_PARAGRAPHS = re.compile(r"\b(?:this|these|the above|above)\s+(?:para|section)|\bpara(?:graph)?s?\s+\d", re.IGNORECASE)
_INFORMATION = re.compile(
    r"\s{1,8}(?:this|the|that|these|those|his|her|their|such)\s{1,8}(?:[a-z]+\s{1,8}){0,2}?"
    r"(?:information|info|remarks?|comments?|conversations?|statements?|accounts?|discussions?|reporting|details|"
    r"contents?|exchange)\b",
    re.IGNORECASE,
)
_GUARDED = re.compile(rf"{TAKEN_OUT}|{re.escape(BEGINNING)}")
MOST_NAMED = 5_000
"""How often people may be named whom one request means."""
_SUBJECT_PRONOUNS = frozenset(("he", "she", "they"))
_NEAR = 5
"""How many words away "please" or "be" may stand."""


def requests(text: str, asked: Sequence[Span]) -> Iterator[Subject]:
    """What the requests among these uses of the word in a plain text protect."""
    for call in asked:
        is_verb = "".join(_LETTERS.findall(text, call.start, call.end)).lower() in _VERBS
        if is_verb and _may_be_request(text, call.start):
            yield from _Request(text, call).subjects()


def _may_be_request(text: str, at: int) -> bool:
    """Whether a word is near that every request has, or the sentence begins here: a quick look that misses none."""
    near = text[max(0, at - _REACH) : at]
    gap = near[len(near.rstrip()) :]
    if gap.count("\n") > 1 or not near[: len(near) - len(gap)][-1:].isalpha():
        return True
    return not _asking_words().isdisjoint(map(folded, _LETTERS.findall(near)))


@cache
def _asking_words() -> frozenset[str]:
    lists = vocabulary()
    return lists["calls"] | lists["asking"] | {"be"}


def of_paragraph(text: str, marker: Span, reason: str) -> Iterator[Subject]:
    """Who speaks in the paragraph that a marker begins."""
    yield from _named(speakers(text, Span(marker.end, _paragraph_end(text, marker.end))), reason)


class _Request:
    """One use of the word in a sentence, and what stands around it there."""

    def __init__(self, text: str, call: Span) -> None:
        self._text, self._call = text, call
        earliest = max(0, call.start - _REACH)
        starts = [match.end() for match in _SENTENCE_END.finditer(text, earliest, call.start)]
        self._start = starts[-1] if starts else earliest
        marking = _MARKING_LEFT.match(text, self._start, call.start)
        self._start = marking.end() if marking and text[self._start - 1 : self._start] in ("(", "[") else self._start
        stop = _STOP.search(text, call.end, call.end + _REACH)
        self._end = stop.start() if stop else min(len(text), call.end + _REACH)
        self._before = words_in(text, self._start, call.start)
        self._after = words_in(text, call.end, self._end)
        self._word = "".join(_LETTERS.findall(text, call.start, call.end)).lower()
        self._said = [word.fold for word in self._before]
        self._follows = [word.fold for word in self._after]

    def subjects(self) -> list[Subject]:
        """Whom or what the request protects; nobody where it is no request."""
        if not (self._is_called or self._is_asked or self._is_due):
            return []
        return list(self._object_names()) or self._meant()

    def _meant(self) -> list[Subject]:
        """Whom the request means without naming them."""
        lists = vocabulary()
        meant = self._said if self._is_passive else self._follows[:_NEAR]
        back = not lists["pronouns"].isdisjoint(meant) or self._is_said_of_one
        if not lists["many_protected"].isdisjoint(meant) and not back:
            return self._everywhere(everybody=not lists["all_named"].isdisjoint(meant))
        if (back or not lists["one_protected"].isdisjoint(meant)) and not lists["dangers"].intersection(self._follows):
            return self._whom_it_points_back_at(several="their" in meant or "them" in meant)
        if _INFORMATION.match(self._text, self._call.end):
            return self._what_was_said()
        return []

    @property
    def _is_called(self) -> bool:
        """Whether the reader is asked to do it."""
        lists = vocabulary()
        if not self._before:
            return not lists["one_protected"].union(lists["many_protected"]).isdisjoint(self._follows[:3])
        return not lists["calls"].isdisjoint(self._said[-_NEAR:])

    @property
    def _is_asked(self) -> bool:
        """Whether somebody asks us to do it."""
        lists = vocabulary()
        asks = not lists["asking"].isdisjoint(self._said)
        return asks and (self._is_passive or not lists["asked_of"].isdisjoint([*self._said, *self._follows]))

    @property
    def _is_passive(self) -> bool:
        return self._word == "protected" and "be" in self._said[-_NEAR:]

    @property
    def _is_said_of_one(self) -> bool:
        """Whether it is a person that is to be protected, told by a pronoun ("that he be protected")."""
        at = len(self._said) - 1 - self._said[::-1].index("be") if self._is_passive else 0
        return at > 0 and self._said[at - 1] in _SUBJECT_PRONOUNS

    @property
    def _is_due(self) -> bool:
        """Whether a source, or somebody's name, ought to be protected."""
        lists = vocabulary()
        of_source = lists["one_protected"] | lists["many_protected"]
        modal = not {"should", "must", "needs", "need"}.isdisjoint(self._said[-_NEAR:])
        return self._is_passive and modal and not of_source.isdisjoint(self._said)

    @property
    def _reason(self) -> str:
        return "please protect" if self._is_called else "asked to protect"

    def _object_names(self) -> Iterator[Subject]:
        """The persons whom the request names as those to protect."""
        lists = vocabulary()
        words = self._before if self._is_passive else self._after
        cased = capitals_tell(self._text, [*self._before, *self._after])
        if not self._is_passive:
            first = next((nth for nth, word in enumerate(words) if word.fold not in lists["before_object"]), 0)
            words = words[first:]
            while words and (name := name_at_start(words, cased=cased)):
                if len(name.words) > 1 or name.titled or first:
                    yield Subject(name.span, name.words, "name", self._reason)
                words = [word for word in words if word.start >= name.span.end]
                joined = [nth for nth, word in enumerate(words[:2]) if word.said == "," or word.fold == "and"]
                if not joined:
                    return
                words = words[joined[-1] + 1 :]
        elif not lists["pronouns"].isdisjoint(self._said) or not self._is_asked:
            for name, first in names_in(words, cased=cased):
                if first + len(name.words) <= len(words) and (len(name.words) > 1 or name.titled):
                    yield Subject(name.span, name.words, "name", self._reason)

    def _everywhere(self, *, everybody: bool) -> list[Subject]:
        """Those who are named or speak in the cable, or in the paragraph where the request means that alone."""
        span = Span(0, len(self._text))
        if _PARAGRAPHS.search(self._text, self._start, self._end):
            span = Span(_paragraph_start(self._text, self._start), _paragraph_end(self._text, self._end))
        found = all_named(self._text, span) if everybody else speakers(self._text, span)
        return list(_named(islice(found, MOST_NAMED), self._reason))

    def _whom_it_points_back_at(self, *, several: bool) -> list[Subject]:
        """Who spoke last before the request; where nobody is named, what was said."""
        start = _paragraph_start(self._text, self._start)
        if _GUARDED.search(self._text, start, self._call.start):
            return []
        asker = self._asker()
        if asker:
            return list(_named([asker], self._reason))
        for find, span in (
            (all_named, Span(self._start, self._call.start)),
            (speakers, Span(start, self._start)),
            (all_named, Span(start, self._start)),
        ):
            names = list(find(self._text, span))
            if names:
                return list(_named(names if several else names[-1:], self._reason))
        return self._what_was_said()

    def _asker(self) -> Name | None:
        """Who asks for protection in this sentence, if a word or two with capitals name him ("Quill asked that")."""
        asking = next((nth for nth, fold in enumerate(self._said) if fold in vocabulary()["asking"]), 0)
        before = self._before[:asking]
        name, _ = name_at_end(before, cased=capitals_tell(self._text, [*self._before, *self._after]))
        is_one = name is not None and (len(name.words) > 1 or name.titled or before[-1].fold not in common_words())
        return name if is_one else None

    def _what_was_said(self) -> list[Subject]:
        start = _paragraph_start(self._text, self._start)
        ends = [end.end() for end in _LAST_SENTENCE_END.finditer(self._text, start, self._call.start)]
        end = ends[-1] if ends else self._call.start
        span = Span(start, start + len(self._text[start:end].rstrip()))
        said = tuple(self._text[span.start : span.end].split())
        return [Subject(span, said, "statement", "request")] if said and not _GUARDED.match(said[0]) else []


def _named(names: Iterable[Name], reason: str) -> Iterator[Subject]:
    return (Subject(name.span, name.words, "name", reason) for name in names)


def _paragraph_start(text: str, at: int) -> int:
    earliest = max(0, at - _LONGEST_PARAGRAPH)
    starts = [match.end() for match in _PARAGRAPH_START.finditer(text, earliest, at)]
    numbered = _NUMBER_AND_MARKING.match(text, starts[-1] if starts else earliest, at)
    return numbered.end() if numbered else earliest


def _paragraph_end(text: str, at: int) -> int:
    latest = min(len(text), at + _LONGEST_PARAGRAPH)
    following = _PARAGRAPH_START.search(text, at, latest)
    return following.start() if following and following.start() > at else latest
