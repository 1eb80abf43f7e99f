"""Masking of those whom a cable asks to protect: their words are replaced before anything else reads the telegram.

"(protect)", "(strictly protect)" and their kin stay in the document; the name before the marker becomes
`[protected 1]`, one number a person, wherever else in the cable it stands. Where no name precedes the marker, the
description of the source is masked; where it covers a statement, the statement. Too much masked is a loss, too little
a danger: in doubt more is masked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.cables.furniture import PAGE_BREAK
from tracker.cables.model import ProtectedName
from tracker.cables.posts import posts
from tracker.cables.protection_markers import markers, vocabulary
from tracker.cables.protection_requests import requests
from tracker.cables.protection_subjects import Subject, subjects_of
from tracker.errors import NoCableError
from tracker.types import Span

_GAP = rf"(?:[\s.,¶]{{1,8}}(?:{PAGE_BREAK}\s{{1,8}})?)"
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’-]*)(\.?)[ \t]*\n?[ \t]*\Z")
_WORD_AFTER = re.compile(r"[ \t]?\n?([^\W\d_][\w'’-]*)")
_GIVEN_NAME = re.compile(r"(?<![\w.])([A-Z][a-zà-ÿ'’-]+)[ \t]?\n?[ \t]?\Z")
_SENTENCE_START = re.compile(r"(?:\A|[.!?;:][\"')]*\s|\)|\n[ \t]*\n)\s*\Z")
_NEIGHBOURHOOD = 40
_SHORTEST_SURNAME = 4
_MOST_NAMES = 100
_MOST_MARKERS = 1000


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its protected names, and the names."""

    text: str
    names: tuple[ProtectedName, ...]
    replaced: tuple[tuple[Span, int], ...] = ()
    """The spans of the text as it was given that were replaced, in order, each with the length of its replacement."""

    def moved(self, at: int) -> int:
        """Where a place of the text as it was given lies in the masked text; one inside a mask is its beginning."""
        shift = 0
        for span, length in self.replaced:
            if span.start >= at:
                break
            if at < span.end:
                return span.start + shift
            shift += length - (span.end - span.start)
        return at + shift


def mask(text: str) -> Masked:
    """The text with every protected name, description or statement replaced by `[protected N]`, and what N stands for.

    Masking again changes nothing; text without a marker comes back as it is. Raises NoCableError where more is
    protected than a cable can have: such a text is not read rather than read for hours.
    """
    found: list[Subject] = []
    for count, marker in enumerate(markers(text)):
        if count == _MOST_MARKERS:
            raise NoCableError(f"more than {_MOST_MARKERS} marks of protection")
        found += reversed(subjects_of(text, marker))
    found += requests(text)
    if len({subject.words for subject in found}) > _MOST_NAMES:
        raise NoCableError(f"more than {_MOST_NAMES} protected names")
    numbers: dict[tuple[str, ...], int] = {}
    names: dict[int, ProtectedName] = {}
    spans: list[tuple[Span, int]] = []
    sought: set[tuple[tuple[str, ...], int]] = set()
    for subject in found:
        number = _number(subject, numbers)
        words = " ".join(subject.words)
        if number not in names or len(words) > len(names[number].words):
            names[number] = ProtectedName(number, words, subject.reason)
        spans.append((subject.span, number))
        if (subject.words, number) not in sought:
            sought.add((subject.words, number))
            spans += [(span, number) for span in _elsewhere(text, subject)]
    masked, replaced = _replaced(text, spans)
    return Masked(masked, tuple(names[number] for number in sorted(names)), replaced)


def _number(subject: Subject, numbers: dict[tuple[str, ...], int]) -> int:
    """The number of these words; a surname alone has the number of the full name that ends with it."""
    key = tuple(word.casefold() for word in subject.words)
    for known, number in numbers.items():
        if subject.is_name and (known[-len(key) :] == key or key[-len(known) :] == known):
            return numbers.setdefault(key, number)
    return numbers.setdefault(key, len(set(numbers.values())) + 1)


def _elsewhere(text: str, subject: Subject) -> list[Span]:
    """Where else the words stand: a name in full and by its surnames, a description word for word."""
    words = subject.words
    if not subject.is_name:
        return _occurrences(text, words) if len(words) > 1 else []
    if len(words) == 1:
        return [_with_given_name(text, span) for span in _occurrences(text, words)]
    spans = _occurrences(text, words)
    parts = [words[-2:], words[-1:], words[-2:-1]] if len(words) > 2 else [words[-1:]]
    for part in parts:
        if _can_stand_alone(part):
            spans += [span for span in _occurrences(text, part) if not _is_somebody_else(text, span, words)]
    return spans


def _occurrences(text: str, words: tuple[str, ...]) -> list[Span]:
    pattern = rf"(?<!\w){_GAP.join(re.escape(word) for word in words)}(?!\w)"
    return [Span(match.start(), match.end()) for match in re.finditer(pattern, text, re.IGNORECASE)]


def _with_given_name(text: str, span: Span) -> Span:
    """The occurrence of a surname together with the given name that stands before it."""
    given = _GIVEN_NAME.search(text[max(0, span.start - _NEIGHBOURHOOD) : span.start])
    lists = vocabulary()
    if not given or given[1].casefold() in lists["openers"] | lists["titles"] | lists["organisations"]:
        return span
    return Span(span.start - (len(given.group()) - given.start(1) + given.start()), span.end)


def _can_stand_alone(part: tuple[str, ...]) -> bool:
    """Whether a part of a name tells of a person at all: it is no place, no common word and not too short."""
    word = part[0].casefold()
    common = len(word) < _SHORTEST_SURNAME or word.upper() in posts()
    return len(part) > 1 or not (common or any(word in words for words in vocabulary().values()))


def _is_somebody_else(text: str, span: Span, name: tuple[str, ...]) -> bool:
    """Whether the words stand here in another's name, or in lower case as common words; in doubt they do not."""
    printed = text[span.start : span.end]
    if printed[0].islower():
        return True
    if printed.isupper():
        return False
    own = {word.casefold() for word in name} | vocabulary()["titles"] | vocabulary()["openers"]
    before = _WORD_BEFORE.search(text[max(0, span.start - _NEIGHBOURHOOD) : span.start])
    after = _WORD_AFTER.match(text[span.end : span.end + _NEIGHBOURHOOD])
    if before:
        ends_sentence = before[2] and len(before[1]) > 1
        opening = text[max(0, span.start - 2 * _NEIGHBOURHOOD) : span.start - len(before[0])]
        if ends_sentence or _SENTENCE_START.search(opening):
            before = None
    return any(near and _is_foreign(near[1], own) for near in (before, after))


def _is_foreign(word: str, own: set[str]) -> bool:
    return word[0].isupper() and not word.isupper() and word.casefold() not in own


def _replaced(text: str, spans: list[tuple[Span, int]]) -> tuple[str, tuple[tuple[Span, int], ...]]:
    """The text with the spans replaced, and what was; of overlapping ones the union, under the number of the first."""
    united: list[tuple[Span, int]] = []
    for span, number in sorted(spans, key=lambda item: (item[0].start, -item[0].end)):
        if united and span.start < united[-1][0].end:
            first, kept = united[-1]
            united[-1] = (Span(first.start, max(first.end, span.end)), kept)
        else:
            united.append((span, number))
    parts: list[str] = []
    replaced: list[tuple[Span, int]] = []
    at = 0
    for span, number in united:
        mark = f"[protected {number}]"
        parts += [text[at : span.start], mark]
        replaced.append((span, len(mark)))
        at = span.end
    return "".join([*parts, text[at:]]), tuple(replaced)
