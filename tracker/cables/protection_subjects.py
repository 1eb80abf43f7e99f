"""Whom a marker protects: the name before it, or the description of a source, or the statement that it covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.cables.masks import TAKEN_OUT
from tracker.cables.protection_descriptions import described, is_of_description, is_statement, named_and_described
from tracker.cables.protection_markers import Marker
from tracker.cables.protection_names import Name, Word, capitals_tell, name_at_end, name_at_start, names_in, words_in
from tracker.cables.protection_sources import tellers, those_met
from tracker.cables.protection_vocabulary import folded, vocabulary
from tracker.types import Span

_WINDOW = 700
_AFTER = 400
_REDACTED = re.compile(rf"(?:{TAKEN_OUT}|\[[^\[\]]{{1,60}}\]|\*{{3,}}|_{{3,}}|█+)[\s,.;:'’s]{{0,6}}\Z")
_ASIDE = re.compile(r"\([^()]{0,200}\)")
_LAST_ASIDE = re.compile(r"\(([^()]{0,200})\)\s*\Z")
_CLAUSE = re.compile(r"[.;:!?][\"')”]*\s|\n[ \t]*\n|[()\[\]{}<>]|¶|^[ \t]*(?:--?|\*|•)\s", re.MULTILINE)
_SENTENCE = re.compile(r"[.!?][\"')”]*\s|\n[ \t]*\n|¶|\d{1,3}\.\s?\([A-Z/]{1,6}\)")
_OPENS = re.compile(r"(?:\A|[.!?:][\"')”]*\s*|\n[ \t]*\n\s*|¶\s*)\Z")
_BEGINS_PARAGRAPH = re.compile(r"(?:\A|\n[ \t]*\n|¶)\s*(?:\d{1,3}\s?[.)])?\s*(?:\([A-Z/ ]{1,9}\))?\s*\Z")
_LAST_WORD = re.compile(r"([^\W\d_]+)\.[\"')”]*\s*\Z")
_INCLUDING = re.compile(r"\s{0,3},?\s{1,3}(?:including|among them|such as|namely|like)\s", re.IGNORECASE)
_SPACE_AND_CAPITAL = re.compile(r"\s{1,3}(?=[^\W\d_])")
_COMMA = re.compile(r"\s?,\s")
_TRAILING = " \t\r\n,;:-–—*/\"“”'‘’"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is protected: where that stands, the words that tell it, the marker's words, and by what rule.

    `rule` is "name", "description" or "statement"; the words of a name are a person's, and are sought elsewhere too. An
    empty span stands for no place: only elsewhere are they sought then.
    """

    span: Span
    words: tuple[str, ...]
    rule: str
    reason: str


def subjects_of(text: str, marker: Marker) -> list[Subject]:
    """The subjects of a marker in a plain text, in order; none where they are redacted already."""
    return sorted([*_in_brackets(text, marker), *_Before(text, marker).subjects()], key=_start)


def _start(subject: Subject) -> int:
    return subject.span.start


def begins_paragraph(text: str, marker: Marker) -> bool:
    """Whether the marker stands before the words of a paragraph: then it protects all who speak in it."""
    return bool(_BEGINS_PARAGRAPH.search(text[max(0, marker.span.start - 60) : marker.span.start]))


def statement(text: str, words: Sequence[Word], reason: str) -> list[Subject]:
    """A statement as a subject, and those who make it."""
    if not words:
        return []
    span = Span(words[0].start, words[-1].end)
    covered = Subject(span, tuple(text[span.start : span.end].split()), "statement", reason)
    names = list(tellers(text, words))
    after_colon = next((nth + 1 for nth, word in enumerate(words[:3]) if word.said == ":"), 0)
    if not names and (first := name_at_start(words[after_colon:], cased=capitals_tell(text, words))):
        names = [first]
    if not names:
        names = list(those_met(text, words))
    return [covered, *(Subject(name.span, name.words, "name", reason) for name in names)]


def _in_brackets(text: str, marker: Marker) -> Iterator[Subject]:
    """The persons whom the marker's own brackets name, or those right before ("(a cousin, Ada Quill, protect)")."""
    start = max(0, marker.span.start - _WINDOW)
    before = _LAST_ASIDE.search(text[start : marker.span.start])
    beside = [Span(start + before.start(1), start + before.end(1))] if before else []
    for aside in (*marker.asides, *beside):
        words = words_in(text, aside.start, aside.end)
        for name, _ in names_in(words, cased=capitals_tell(text, words)):
            if len(name.words) > 1 or name.titled:
                yield Subject(name.span, name.words, "name", marker.reason)


class _Before:
    """The text before a marker, asides left out: places are those of the text."""

    def __init__(self, text: str, marker: Marker) -> None:
        self._text, self._marker = text, marker
        self._start = max(0, marker.span.start - _WINDOW)
        self._printed = text[self._start : marker.span.start]
        # What stands in brackets between a name and its marker ("Ada Quill (PAN) (protect)") parts them not.
        self._window = _ASIDE.sub(_blank_aside, self._printed).rstrip(_TRAILING)
        self._end = self._start + len(self._printed.rstrip(_TRAILING))
        self._cased = capitals_tell(text, self._words(_CLAUSE))

    def subjects(self) -> list[Subject]:
        """Whom the marker protects."""
        if _REDACTED.search(self._printed):
            return []
        opens = bool(_OPENS.search(self._printed)) and not self._ends_in_title()
        names_follow = opens or self._text.startswith(":", self._marker.span.end)
        if names_follow and (following := list(self._following())):
            return following
        if begins_paragraph(self._text, self._marker):
            return []
        sentence = self._words(_SENTENCE)
        if opens and is_statement(sentence):
            return statement(self._text, sentence, self._marker.reason)
        return self._nearest(self._words(_CLAUSE))

    def _nearest(self, words: list[Word]) -> list[Subject]:
        told, words = words, _without_hearer(words)
        name, first = name_at_end(words, cased=self._cased)
        if name is None and len(told) == len(words) + 1:
            words = told
        if name and not is_of_description(words, first, name):
            if len(told) > len(words) and is_statement(words[:first]):
                return statement(self._text, self._words(_SENTENCE), self._marker.reason)
            return [self._named(name.span.start, name), *self._rest_of_name(name), *self._others(words[:first])]
        found = named_and_described(words, cased=self._cased)
        if found:
            return [self._named(found[0].span.start, found[0]), *self._others(words[: found[1]])]
        return self._of_description(words)

    def _of_description(self, words: list[Word]) -> list[Subject]:
        description = described(words, cased=self._cased)
        if description is None or not words:
            return []
        if description.is_statement:
            return statement(self._text, self._words(_SENTENCE), self._marker.reason)
        span = Span(words[description.first].start, self._end)
        if description.names:
            known_by = [self._named(name.span.start, name) for name in description.names]
            return [Subject(span, description.names[0].words, "name", self._marker.reason), *known_by]
        return [self._described(span), *self._apposed(), *self._including()]

    def _rest_of_name(self, name: Name) -> Iterator[Subject]:
        """The surname that stands behind a marker which follows the given name ("Ada (protect) Quill")."""
        at = self._marker.span.end
        if len(name.words) > 1 or not _SPACE_AND_CAPITAL.match(self._text, at):
            return
        following = words_in(self._text, at, at + _AFTER)
        rest = name_at_start(following, cased=self._cased)
        if rest and following[0].fold not in vocabulary()["openers"]:
            yield Subject(rest.span, (*name.words, *rest.words), "name", self._marker.reason)

    def _apposed(self) -> Iterator[Subject]:
        """Who the person described is, told after the marker ("our source (protect), Ada Quill, said")."""
        at = self._marker.span.end
        if not _COMMA.match(self._text, at):
            return
        name = name_at_start(words_in(self._text, at, at + _AFTER)[1:], cased=self._cased)
        if name and (len(name.words) > 1 or name.titled):
            yield Subject(name.span, name.words, "name", self._marker.reason)

    def _described(self, span: Span) -> Subject:
        said = tuple(self._text[span.start : span.end].split())
        return Subject(span, said, "description", self._marker.reason)

    def _named(self, start: int, name: Name) -> Subject:
        # To the marker, with what stands in brackets between.
        end = self._end if name.span.end >= self._start + len(self._window) else name.span.end
        return Subject(Span(start, max(end, name.span.end)), name.words, "name", self._marker.reason)

    def _words(self, ends: re.Pattern[str]) -> list[Word]:
        """The words from the last end of a clause, or of what `ends` tells, to the marker."""
        begin = 0
        for match in ends.finditer(self._window):
            if not _ends_title(self._window, match):
                begin = match.end()
        return [
            word._replace(start=word.start + self._start, end=word.end + self._start)
            for word in words_in(self._window, begin, len(self._window))
        ]

    def _ends_in_title(self) -> bool:
        last = _LAST_WORD.search(self._printed)
        return bool(last) and _is_title(last[1]) if last else False

    def _others(self, left: Sequence[Word]) -> Iterator[Subject]:
        """The further names of a list ("Ada Quill, Bruno Tamarack and Celia Fontana (protect)")."""
        while left and (left[-1].said in {",", "&", ";", "/"} or left[-1].fold in {"and", "y", "or"}):
            left = left[:-1]
            name, first = name_at_end(left, cased=self._cased)
            if name is None and self._marker.several and (found := named_and_described(left, cased=self._cased)):
                name, first = found
            if name is None or not (len(name.words) > 1 or name.titled or self._marker.several):
                continue
            yield Subject(name.span, name.words, "name", self._marker.reason)
            left = left[:first]

    def _following(self) -> Iterator[Subject]:
        """The names after a marker that begins a sentence, or that a colon ends."""
        at = self._marker.span.end
        words = words_in(self._text, at, at + _AFTER)
        while words and words[0].said in {":", "-", "–", "—"}:
            words = words[1:]
        listed = self._text.startswith(":", at) or self._marker.several
        while words:
            name = name_at_start(words, cased=self._cased)
            if name is None or not (len(name.words) > 1 or name.titled):
                return
            yield Subject(name.span, name.words, "name", self._marker.reason)
            words = [word for word in words if word.start >= name.span.end]
            if not listed or not words or (words[0].said != "," and words[0].fold != "and"):
                return
            while words and (words[0].said == "," or words[0].fold == "and"):
                words = words[1:]

    def _including(self) -> Iterator[Subject]:
        """What goes on after the marker to tell who the sources are (", including a baker and two judges")."""
        opening = _INCLUDING.match(self._text, self._marker.span.end)
        if opening:
            ends = re.compile(r"[.!?][\"')”]*\s|\n[ \t]*\n|¶|\Z").search(
                self._text, opening.end(), opening.end() + _AFTER * 2
            )
            words = words_in(self._text, opening.end(), ends.start() if ends else opening.end() + _AFTER)
            if words:
                yield self._described(Span(words[0].start, words[-1].end))


def _without_hearer(words: list[Word]) -> list[Word]:
    """The words without the verb of telling and its hearer that end them ("Ada Quill told the Ambassador")."""
    lists = vocabulary()
    hearers = lists["asked_of"] | lists["articles"]
    last = len(words)
    while last > 0 and words[last - 1].fold in hearers:
        last -= 1
    return words[: last - 1] if last > 1 and words[last - 1].fold in lists["telling"] else words


def _blank_aside(match: re.Match[str]) -> str:
    # Another marker's brackets end what that one protects.
    mark = ";" if "protect" in folded(match.group()) else " "
    return mark + " " * (len(match.group()) - 1)


def _ends_title(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a title or an initial, not a sentence."""
    last = re.search(r"[^\W\d_]+\Z", text[max(0, match.start() - 20) : match.start()])
    return match.group()[0] == "." and last is not None and _is_title(last[0])


def _is_title(word: str) -> bool:
    lists = vocabulary()
    return folded(word) in lists["abbreviations"] or (len(word) == 1 and word.isupper())
