"""Masking of those whom a cable asks to protect: their words are replaced before anything else reads the telegram.

"(protect)", "(strictly protect)" and their kin stay in the document; the name before the marker becomes
`[protected 1]`, one number a person, wherever else in the cable it stands. Where no name precedes the marker, the
description of the source is masked; where it covers a statement, the statement. Too much masked is a loss, too little
a danger: in doubt more is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.cables.masks import MASK, mask_of
from tracker.cables.model import ProtectedName
from tracker.cables.protection_calls import calls, may_ask
from tracker.cables.protection_markers import Marker, markers
from tracker.cables.protection_occurrences import Occurrences, telling_words
from tracker.cables.protection_plain import plain
from tracker.cables.protection_requests import of_paragraph, requests
from tracker.cables.protection_subjects import Subject, begins_paragraph, subjects_of
from tracker.cables.protection_vocabulary import common_words
from tracker.errors import NoCableError
from tracker.types import Span

_WORD = re.compile(r"[^\W\d_]+")
_MOST_NAMES = 1000
_MOST_CALLS = 5000
_MOST_MENTIONS = 20_000


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

    def original(self, span: Span) -> Span:
        """What a span of the masked text was made of; of a mask that it touches, all that is masked."""
        start, end = span.start, span.end
        shift = 0
        for replaced, length in self.replaced:
            begin = replaced.start + shift
            if span.end <= begin:
                break
            after = begin + length
            shift += length - (replaced.end - replaced.start)
            start = (
                replaced.start if begin <= span.start < after else span.start - shift if span.start >= after else start
            )
            end = replaced.end if span.end <= after else span.end - shift
        return Span(start, end)


def mask(text: str) -> Masked:
    """The text with every protected name, description or statement replaced by `[protected N]`, and what N stands for.

    Masking again changes nothing; text without a marker comes back as it is. Raises NoCableError where more is
    protected than a cable can have: such a text is not read rather than read for hours.
    """
    if not may_ask(text):
        return Masked(text, ())
    found = _subjects(plain(text))
    return masked(text, found) if found else Masked(text, ())


def _subjects(text: str) -> list[Subject]:
    """All that markers and requests protect, in the order in which they ask it."""
    called = calls(text)
    if len(called) > _MOST_CALLS:
        raise NoCableError(f"more than {_MOST_CALLS} marks of protection")
    found: list[Subject] = []
    reached = 0
    asked: list[Span] = []
    for marker in markers(text, called):
        asked += [call for call in called if reached <= call.start < marker.span.start]
        reached = marker.span.end
        found += _of_marker(text, marker)
    asked += [call for call in called if call.start >= reached]
    for subject in requests(text, asked):
        found.append(subject)
        if len(found) > _MOST_MENTIONS:
            raise NoCableError(f"more than {_MOST_MENTIONS} mentions of people who are to be protected")
    return found


def _of_marker(text: str, marker: Marker) -> Iterable[Subject]:
    subjects = subjects_of(text, marker)
    if not subjects and begins_paragraph(text, marker):
        return of_paragraph(text, marker.span, marker.reason)
    return subjects


def masked(text: str, subjects: Sequence[Subject], *, first_number: int = 1, elsewhere: bool = True) -> Masked:
    """The text with the subjects masked, numbered from `first_number` on; `elsewhere` with all else that tells them."""
    sought = Occurrences(plain(text))
    numbers = _Numbers(first_number)
    spans: list[tuple[Span, int]] = []
    for subject in subjects:
        if MASK.search(text, subject.span.start, subject.span.end) and not _WORD.search(
            MASK.sub("", text[subject.span.start : subject.span.end])
        ):
            continue
        number, new = numbers.of(subject)
        if subject.span.start < subject.span.end:
            spans.append((subject.span, number))
        if new and elsewhere:
            further = _elsewhere(subject, sought)
            spans += [(span, number) for span in further]
            numbers.known_as(number, [" ".join(_WORD.findall(text, span.start, span.end)) for span in further])
        if number - first_number >= _MOST_NAMES:
            raise NoCableError(f"more than {_MOST_NAMES} protected names")
    told, replaced = _replaced(text, spans)
    used = {number for _, number in spans}
    return Masked(told, tuple(numbers.names[number] for number in sorted(used)), replaced)


def _elsewhere(subject: Subject, sought: Occurrences) -> list[Span]:
    """Where else a subject stands; words that are hidden without anybody's asking, only where a name is among them."""
    if subject.rule == "name":
        return sought.of_name(subject.words)
    if subject.rule == "redacted" and not any(
        word[0].isupper() and word.lower() not in common_words() for word in subject.words
    ):
        return []
    return sought.of_phrase(subject.words)


class _Numbers:
    """The numbers of what is protected: one a person, however the person is named."""

    def __init__(self, first: int) -> None:
        self._next = first
        self._known: dict[tuple[str, ...], int] = {}
        self._by_surname: dict[str, list[tuple[str, ...]]] = {}
        self.names: dict[int, ProtectedName] = {}

    def of(self, subject: Subject) -> tuple[int, bool]:
        """The number of a subject, and whether its words are new; a surname alone has that of the full name."""
        is_name = subject.rule == "name"
        key = telling_words(subject.words) if is_name else tuple(word.casefold() for word in subject.words)
        if key in self._known:
            return self._known[key], False
        number = self._of_surname(key) if is_name else None
        if number is None:
            number = self._next
            self._next += 1
        self._known[key] = number
        words = " ".join(subject.words)
        if number not in self.names or len(words) > len(self.names[number].words):
            self.names[number] = ProtectedName(number, words, subject.reason, subject.rule)
        if is_name:
            for word in key:
                self._by_surname.setdefault(word, []).append(key)
        return number, True

    def _of_surname(self, key: tuple[str, ...]) -> int | None:
        """The number of a name of which this is a part, or that is a part of this."""
        for known in (known for word in key for known in self._by_surname.get(word, ())):
            shorter, longer = sorted((key, known), key=len)
            if shorter == longer[-len(shorter) :] or (len(shorter) == 1 and shorter[0] in longer[1:]):
                return self._known[known]
        return None

    def known_as(self, number: int, printed: Sequence[str]) -> None:
        """Take a fuller form in which a person known by one word is named."""
        name = self.names[number]
        if name.rule == "name" and len(telling_words([name.words])) == 1:
            full = next((words for words in printed if len(words) > len(name.words) and not words.isupper()), None)
            if full:
                self.names[number] = ProtectedName(number, full, name.reason, name.rule)


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
        mark = mask_of(number)
        parts += [text[at : span.start], mark]
        replaced.append((span, len(mark)))
        at = span.end
    return "".join([*parts, text[at:]]), tuple(replaced)
