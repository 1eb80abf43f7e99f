"""Whom a marker protects: the name before it, or the description of a source, or the statement that it covers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.cables.furniture import PAGE_BREAK
from tracker.cables.posts import posts
from tracker.cables.protection_markers import Marker, vocabulary
from tracker.types import Span

Words = list[re.Match[str]]

_WINDOW = 400
_MOST_NAME_WORDS = 6
_LONGEST_PAGE_LINE = 80
_REDACTED = re.compile(r"(?:X{3,}|\[[^\[\]]{1,60}\]|\*{3,}|_{3,})[\s,.;:'’s]{0,6}\Z")
_REDACTED_WORD = re.compile(r"X{3,}")
_WORD = re.compile(r"[^\W\d_](?:[\w'’&-]|\.(?=\w))*|\d[\w.,%]*|[^\w\s]")
_SENTENCE = re.compile(r"[.;:!?][\"')]?\s|\n[ \t]*\n|[()\[\]]|¶")
_WHOLE_SENTENCE = re.compile(r"[.!?][\"')]?\s|\n[ \t]*\n|¶")
_OPENS_SENTENCE = re.compile(r"(?:\A|[.!?:][\"')]*\s+|\n[ \t]*\n\s*|\)\s+)\Z")
_PAGE_LINE = re.compile(rf"\s*{PAGE_BREAK}\s*")
_FOLLOWING = re.compile(r"\s{0,4}(?P<name>[A-Z][\w'’-]+(?:\s{1,3}[A-Z][\w'’-]+){0,3})")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is protected: where that stands, the words that tell who it is, and whether they are a person's name."""

    span: Span
    words: tuple[str, ...]
    is_name: bool
    reason: str


def subjects_of(text: str, marker: Marker) -> list[Subject]:
    """The subjects of a marker, the nearest first; none where the text before it is already redacted."""
    start = max(0, marker.span.start - _WINDOW)
    before = text[start : marker.span.start]
    if _REDACTED.search(before):
        return []
    following = _following(text, marker) if _OPENS_SENTENCE.search(before) else None
    words = _clause(text, start, start + len(before.rstrip(" \t\r\n,.;")))
    if following or not words:
        return [following] if following else []
    nearest = (
        _name(words, marker.reason) or _named_and_described(words, marker.reason) or _description(words, marker.reason)
    )
    if nearest is None:
        return []
    if not nearest.is_name and not vocabulary()["verbs"].isdisjoint(word.casefold() for word in nearest.words):
        # A statement is covered from its first word on: a semicolon does not end what must not be told.
        words = _clause(text, start, nearest.span.end, ends=_WHOLE_SENTENCE)
        nearest = Subject(
            Span(words[0].start(), nearest.span.end), tuple(word.group() for word in words), False, marker.reason
        )
    return [nearest, *(_others(words, nearest) if marker.several else [])]


def _clause(text: str, start: int, end: int, *, ends: re.Pattern[str] = _SENTENCE) -> Words:
    """The words from the last end of a clause, or of what `ends` tells, to `end`; page breaks left out."""
    begin = start
    for match in ends.finditer(text, start, end):
        if not _ends_title(text, match):
            begin = match.end()
    return [match for match in _WORD.finditer(text, begin, end) if not _is_page_break(text, match)]


def _ends_title(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a title or an initial, not a sentence; a page break's blank lines end nothing."""
    if match.group()[0] == "\n":
        rest = text[match.end() : match.end() + _LONGEST_PAGE_LINE]
        return _PAGE_LINE.fullmatch(rest.partition("\n")[0]) is not None
    word = re.search(r"\w+\Z", text[max(0, match.start() - 20) : match.start()])
    if not word or match.group()[0] != ".":
        return False
    return word[0].casefold() in vocabulary()["titles"] or (len(word[0]) == 1 and word[0].isupper())


def _is_page_break(text: str, match: re.Match[str]) -> bool:
    before, after = max(0, match.start() - _LONGEST_PAGE_LINE), match.end() + _LONGEST_PAGE_LINE
    line_start, line_end = text.rfind("\n", before, match.start()) + 1, text.find("\n", match.end(), after)
    return _PAGE_LINE.fullmatch(text[max(line_start, before) : line_end if line_end >= 0 else after]) is not None


def _name(words: Words, reason: str) -> Subject | None:
    """The run of capitalised words that ends the clause; None where it names no person by itself."""
    run, before = _capitalised_run(words)
    core = _core(run)
    if not core or core[-1].casefold() in vocabulary()["organisations"] | vocabulary()["calendar"]:
        return None
    if before and before.casefold() in vocabulary()["joins"]:
        return None
    return Subject(Span(run[0].start(), run[-1].end()), core, True, reason)


def _capitalised_run(words: Words) -> tuple[Words, str]:
    """The capitalised words at the end, and the word before them."""
    lists = vocabulary()
    first = len(words)
    while first > 0 and len(words) - first < _MOST_NAME_WORDS and _may_be_in_name(words[first - 1].group()):
        first -= 1
    while first < len(words) and words[first].group().casefold() in lists["openers"] | lists["particles"] | {"."}:
        first += 1
    run = words[first:]
    if not run or not run[-1].group()[0].isupper() or run[-1].group().casefold() in lists["titles"]:
        return [], ""
    return run, words[first - 1].group() if first else ""


def _may_be_in_name(word: str) -> bool:
    return word[0].isupper() or word.casefold() in vocabulary()["particles"] or word == "."


def _core(run: Words) -> tuple[str, ...]:
    """The words of a run that are the name: without titles, and without a place before it ("to Oslo John Doe")."""
    titles = vocabulary()["titles"]
    core = [word.group() for word in run if word.group() != "." and word.group().casefold() not in titles]
    while len(core) > 2 and (core[0].upper() in posts() or core[0].casefold() in vocabulary()["places"]):
        del core[0]
    return tuple(core)


def _named_and_described(words: Words, reason: str) -> Subject | None:
    """A name with a description after a comma ("Juan Perez, a lawyer (protect)"): both are masked, as the name."""
    for comma in reversed([place for place, word in enumerate(words) if word.group() == ","]):
        if _is_statement(words[comma + 1 :]):
            return None
        name = _name(words[:comma], reason)
        if name and len(name.words) > 1:
            return Subject(Span(name.span.start, words[-1].end()), name.words, True, reason)
    return None


def _is_statement(words: Words) -> bool:
    verbs = vocabulary()["verbs"]
    relative = next(
        (place for place, word in enumerate(words) if word.group().casefold() in ("who", "whose")), len(words)
    )
    return any(word.group().casefold() in verbs for word in words[:relative]) or words[-1].group().endswith("ly")


def _description(words: Words, reason: str) -> Subject | None:
    """The description of a source, from the last boundary on; the whole clause where it is a statement.

    A name of two words or more that ends a description ("wife of Juan Perez") is what it is known by. None where the
    person described is already redacted.
    """
    lists = vocabulary()
    first = len(words)
    while (
        first > 0 and words[first - 1].group().casefold() not in lists["boundaries"] and words[first - 1].group() != ","
    ):
        first -= 1
    if first == len(words) or _is_statement(words[first:]):
        first = 0
    if first > 1 and _REDACTED_WORD.fullmatch(words[first - 2].group()):
        return None
    while first < len(words) - 1 and (
        words[first].group().casefold() in lists["openers"] or not words[first].group()[0].isalnum()
    ):
        first += 1
    phrase = words[first:]
    span = Span(phrase[0].start(), phrase[-1].end())
    core = _core(_capitalised_run(phrase)[0])
    if (
        len(core) > 1
        and core[-1].casefold() not in lists["organisations"] | lists["places"] | lists["calendar"]
        and not _is_post(core)
    ):
        return Subject(span, core, True, reason)
    return Subject(span, tuple(word.group() for word in phrase), False, reason)


def _is_post(words: tuple[str, ...]) -> bool:
    return "".join(words).upper() in posts()


def _others(words: Words, nearest: Subject) -> list[Subject]:
    """The further names of a list ("Juan Perez, Ana Ruiz and Luis Soto (all protect)")."""
    found: list[Subject] = []
    left = [word for word in words if word.end() <= nearest.span.start]
    while left and left[-1].group().casefold() in (",", "and", "y", "&"):
        left.pop()
        name = _name(left, nearest.reason)
        if name:
            found.append(name)
            left = [word for word in left if word.end() <= name.span.start]
    return found


def _following(text: str, marker: Marker) -> Subject | None:
    """The name after a marker that begins a sentence."""
    match = _FOLLOWING.match(text, marker.span.end)
    if not match:
        return None
    core = _core(list(_WORD.finditer(text, match.start("name"), match.end("name"))))
    return Subject(Span(match.start("name"), match.end("name")), core, True, marker.reason) if len(core) > 1 else None
