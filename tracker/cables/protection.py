"""Masking of those whom a cable asks to protect: their words are replaced before anything else reads the telegram.

"(protect)", "(strictly protect)" and their kin stay in the document; the name before the marker becomes
`[protected 1]`, one number a person, wherever else in the cable it stands. Where no name precedes the marker, the
description of the source is masked; where it covers a statement, the statement. Too much masked is a loss, too little
a danger: in doubt more is masked.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tracker.cables.model import ProtectedName
from tracker.cables.posts import posts
from tracker.types import Span

_GAP = r"(?:\s|[A-Z][A-Z .]{1,28}\s\d{5,8}\s{1,4}\d{3}(?:\.\d)?\sOF\s\d{3}|¶)"
_BEFORE = r"(?:strictly|please|pls|source|sources|fully|always|all|both|and|name|identity|strict|must|should|be|kindly)"
_AFTER = r"(?:source|sources|identity|identities|strictly|name|names|throughout|fully|please|accordingly|his|her|their|as|at|all|times)"
_INSIDE = rf"(?:{_BEFORE}[,:]?{_GAP}{{1,8}}){{0,4}}protect(?:ed|ion)?(?:{_GAP}{{1,8}}{_AFTER}){{0,5}}"
_MARKER = re.compile(
    rf"[(\[]{_GAP}{{0,4}}(?:[^()\[\]]{{0,80}}[,;:-]{_GAP}{{0,6}})?{_INSIDE}{_GAP}{{0,4}}[.!,;:-]?(?:[^()\[\]]{{0,80}})[)\]]"
    rf"|(?P<open>--?|//?){_GAP}{{0,4}}(?:(?:strictly|please|source){_GAP}{{1,8}}){{1,3}}protect{_GAP}{{0,4}}(?P=open)",
    re.IGNORECASE,
)
_PROTECTION_OF = re.compile(r"protect(?:ion|ed)\b", re.IGNORECASE)
_WINDOW = 400
_REDACTED = re.compile(r"(?:X{3,}|\[[^\[\]]{1,60}\]|\*{3,}|_{3,})[\s,.;:'’s]{0,6}\Z")
_WORD = re.compile(r"[^\W\d_][\w.'’&-]*|\d[\w.,%]*|[^\w\s]")
_SENTENCE = re.compile(r"(?:[.;:!?][\"')]?\s|\n[ \t]*\n|[()\[\]])")
_MOST_NAME_WORDS = 6
_SHORTEST_SURNAME = 4


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its protected names, and the names."""

    text: str
    names: tuple[ProtectedName, ...]


@dataclass(frozen=True, slots=True)
class _Protected:
    """What stands before a marker: its span, the words that tell who it is, and whether they are a name."""

    span: Span
    words: tuple[str, ...]
    is_name: bool
    reason: str


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    text = resources.files("tracker.cables").joinpath("data", "protection.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


def mask(text: str) -> Masked:
    """The text with every protected name, description or statement replaced by `[protected N]`, and what N stands for.

    Masking again changes nothing; text without a marker comes back as it is.
    """
    if "protect" not in text.lower():
        return Masked(text, ())
    found = [item for match in _MARKER.finditer(text) if (item := _before_marker(text, match))]
    numbers: dict[tuple[str, ...], int] = {}
    names: dict[int, ProtectedName] = {}
    spans: list[tuple[Span, int]] = []
    for item in found:
        number = _number(item, numbers)
        names.setdefault(number, ProtectedName(number, " ".join(item.words), item.reason))
        spans.append((item.span, number))
    for item in found:
        number = _number(item, numbers)
        spans += [(span, number) for span in _elsewhere(text, item)]
    return Masked(_replaced(text, spans), tuple(names[number] for number in sorted(names)))


def _number(item: _Protected, numbers: dict[tuple[str, ...], int]) -> int:
    """The number of these words; a surname alone has the number of the full name that ends with it."""
    key = tuple(word.casefold() for word in item.words)
    for known, number in numbers.items():
        if item.is_name and (known[-len(key) :] == key or key[-len(known) :] == known):
            return number
    return numbers.setdefault(key, len(set(numbers.values())) + 1)


def _before_marker(text: str, marker: re.Match[str]) -> _Protected | None:
    """What a marker protects; None where it is already redacted, or nothing stands before the marker."""
    start = max(0, marker.start() - _WINDOW)
    before = text[start : marker.start()]
    if _REDACTED.search(before):
        return None
    end = start + len(before.rstrip(" \t\r\n,"))
    breaks = list(_SENTENCE.finditer(text, start, end))
    clause = (
        breaks[-1].end()
        if breaks and not _ends_title(text, breaks[-1])
        else (breaks[-2].end() if len(breaks) > 1 else start)
    )
    words = [match for match in _WORD.finditer(text, clause, end) if not _is_furniture(text, match)]
    if not words:
        return None
    reason = " ".join(marker.group().strip("()[]-/ \n").lower().split())
    return _name(words, reason) or _named_with_description(words, reason) or _description(words, reason)


def _ends_title(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a title or an initial, not a sentence."""
    word = re.search(r"(\w+)\Z", text[max(0, match.start() - 20) : match.start()])
    return bool(
        word and match.group()[0] == "." and (word[1].casefold() in _vocabulary()["titles"] or len(word[1]) == 1)
    )


def _is_furniture(text: str, match: re.Match[str]) -> bool:
    line_start, line_end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    return bool(re.fullmatch(r"\s*[A-Z][A-Z .]{1,28}\s+\d{5,8}\s+\d{3}(?:\.\d)?\s+OF\s+\d{3}\s*", line))


def _name(words: list[re.Match[str]], reason: str) -> _Protected | None:
    """The run of capitalised words that ends the clause; None where it is only part of a description."""
    vocabulary = _vocabulary()
    first = len(words)
    while first > 0 and len(words) - first < _MOST_NAME_WORDS and _may_be_in_name(words[first - 1].group()):
        first -= 1
    while first < len(words) and (words[first].group().casefold() in vocabulary["openers"] | vocabulary["particles"]):
        first += 1
    run = words[first:]
    if not run or not run[-1].group()[0].isupper() or run[-1].group().casefold() in vocabulary["titles"]:
        return None
    if first > 0 and words[first - 1].group().casefold() in vocabulary["joins"]:
        return None
    core = tuple(
        word.group().rstrip(".") for word in run if word.group().casefold().rstrip(".") not in vocabulary["titles"]
    )
    return _Protected(Span(run[0].start(), run[-1].end()), core, True, reason) if core else None


def _may_be_in_name(word: str) -> bool:
    return word[0].isupper() or word.casefold() in _vocabulary()["particles"] or word == "."


def _named_with_description(words: list[re.Match[str]], reason: str) -> _Protected | None:
    """A name with a description after a comma ("Juan Perez, a lawyer (protect)"): both are masked, as the name."""
    commas = [place for place, word in enumerate(words) if word.group() == ","]
    for comma in reversed(commas):
        name = _name(words[:comma], reason)
        if name and len(name.words) > 1 and not _is_statement(words[comma + 1 :]):
            return _Protected(Span(name.span.start, words[-1].end()), name.words, True, reason)
    return None


def _is_statement(words: list[re.Match[str]]) -> bool:
    return any(word.group().casefold() in _vocabulary()["verbs"] for word in words) or words[-1].group().endswith("ly")


def _description(words: list[re.Match[str]], reason: str) -> _Protected:
    """The description of a source, from the last boundary on; the whole clause where it is a statement."""
    vocabulary = _vocabulary()
    first = len(words)
    while (
        first > 0
        and words[first - 1].group().casefold() not in vocabulary["boundaries"]
        and words[first - 1].group() != ","
    ):
        first -= 1
    if first == len(words) or _is_statement(words[first:]):
        first = 0
    while first < len(words) - 1 and (
        words[first].group().casefold() in vocabulary["openers"] or not words[first].group()[0].isalnum()
    ):
        first += 1
    phrase = words[first:]
    return _Protected(Span(phrase[0].start(), phrase[-1].end()), tuple(word.group() for word in phrase), False, reason)


def _elsewhere(text: str, item: _Protected) -> list[Span]:
    """Where else the words stand: a name in full and by its distinctive surnames, a description word for word."""
    if not item.is_name and len(item.words) < 2:
        return []
    spans = _occurrences(text, item.words)
    if item.is_name:
        for size in (2, 1):
            tail = item.words[-size:]
            if len(item.words) > size and _is_distinctive(text, tail, item.words):
                spans += _occurrences(text, tail)
        middle = item.words[-2:-1]
        if len(item.words) > 2 and _is_distinctive(text, middle, item.words):
            spans += _occurrences(text, middle)
    return spans


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){rf'{_GAP}{{1,8}}'.join(re.escape(word) for word in words)}(?!\w)", re.IGNORECASE)


def _occurrences(text: str, words: tuple[str, ...]) -> list[Span]:
    return [Span(match.start(), match.end()) for match in _pattern(words).finditer(text)]


def _is_distinctive(text: str, words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether these words of a name stand for this person only: no post, no common word, nobody else's name."""
    vocabulary = _vocabulary()
    if len(words) == 1:
        word = words[0].casefold()
        if (
            len(word) < _SHORTEST_SURNAME
            or word.upper() in posts()
            or any(word in group for group in vocabulary.values())
        ):
            return False
    own = {word.casefold() for word in name} | vocabulary["titles"] | vocabulary["openers"]
    for span in _occurrences(text, words):
        if text[span.start].islower():
            return False
        before = re.search(r"([^\W\d_][\w'’-]*)\.?[ \t]?\n?[ \t]?\Z", text[max(0, span.start - 40) : span.start])
        after = re.match(r"[ \t]?\n?([^\W\d_][\w'’-]*)", text[span.end : span.end + 40])
        for neighbour in (before, after):
            if neighbour and _is_foreign(neighbour[1], own) and not text[span.start : span.end].isupper():
                return False
    return True


def _is_foreign(word: str, own: set[str] | frozenset[str]) -> bool:
    return word[0].isupper() and not word.isupper() and word.casefold() not in own


def _replaced(text: str, spans: list[tuple[Span, int]]) -> str:
    """The text with the spans replaced; of overlapping ones the union, under the number of the first."""
    parts: list[str] = []
    at = 0
    open_until = -1
    for span, number in sorted(spans, key=lambda item: (item[0].start, -item[0].end)):
        if span.start < open_until:
            if span.end > open_until:
                at = open_until = span.end
            continue
        parts += [text[at : span.start], f"[protected {number}]"]
        at = open_until = span.end
    return "".join([*parts, text[at:]])
