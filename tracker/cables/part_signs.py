"""The signs by which a cable marks its parts: names with a colon or full stop after them, and "End Summary."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.cables.landmarks import LOWER_ENDS, NAMES_INSIDE, landmarks
from tracker.cables.markings import MARKING
from tracker.cables.part_names import TEXT, Named, first_words, read_names
from tracker.types import Span

_FIRST = re.compile(r"[\s\"“*/_=(\[-]{0,8}([A-Za-z]+)")
_CONTINUED = r"(?:[\s,-]{0,3}\(?\s?(?:cont(?:inued|inues|['’]?d)?)\b\.?\s?\)?)?"
_STOP = re.compile(
    rf"{_CONTINUED}(?:\s?\([CSU]\))?\s{{0,2}}(?:[:.;\])*_]+|/{{1,2}}|[-–—]{{1,3}}(?=[\s-])|\n\s{{0,4}}(?=[-=_*\n]|[A-Z\"“(¶\[])|(?=\Z))",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(r"\s(?:of|from|by|to|for|in)\s[^\n:.]{1,60}(?:[:.]|\n|(?=\Z))", re.IGNORECASE)
_COMMA = re.compile(r",\s{1,3}(?=[A-Z])")
_NO_STOP = re.compile(r"(?:[ \t]{2,6}(?=[A-Z\"“(])|\s{1,4}(?=[A-Z\"“(][\w'’.]*[a-z]))")
_AFTER_STOP = re.compile(r"[ \t:.\-–—*_/=)\]]{0,12}\s{0,12}")
_AFTER_HEADING = re.compile(r"\s{0,3}(?:[:.,;*/_=)–—-]|\(|\Z)|\s(?:on|of|to|about)\s", re.IGNORECASE)
_QUALIFIED = r"(?:[A-Z][\w.]*(?:['’]s)?\s{1,2}){0,3}"
_IN_BRACKETS = re.compile(rf"[(\[]\s?{_QUALIFIED}\Z")
_AFTER_SENTENCE = re.compile(rf"(?:[.!?:)\]\"”’*][ \t]{{0,3}}\n?[ \t]{{0,8}}|\n[ \t]{{0,8}})(?P<words>{_QUALIFIED})\Z")
_LETTERS_BEFORE = {"omment": 1, "OMMENT": 1}
"""How many letters of a name stand before what is looked for."""
_END = re.compile(
    r"E(?:ND|nd)(?:S?\b[ \t]*\n?[ \t]*(?:(?:OF|of)\s(?:(?:THE|the)\s)?)?"
    r"|(?=(?:S(?:UMMARY|ummary)|C(?:OMMENT|omment))\b))(?:[\"“]\s?)?"
)
_BLANK = re.compile(r"\n[ \t]*\n\s*(?=\S)")
_BEFORE_END = re.compile(r"(?:\s*(?:[(\[*/_]|--?|(?<=\s)[\"“]))*\s*\Z")
_ENDING = re.compile(r"\b(?:END|End|end)s?(?:\s+(?:OF|of))?(?:\s+(?:THE|the))?\s+\Z")
_STOP_INSIDE = re.compile(rf"{_CONTINUED}\s{{0,2}}(?:[:.]|[-–—]{{1,3}}(?=[\s-]))", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(?<![A-Za-z])[A-Za-z]+\s{1,3}\Z")
_LONGEST_NAME = 24
_ADMINISTRATIVE = re.compile(
    r"\b(?:cleared?|clearance|clearing|drafted|coordinated|reviewed|approved|prepared|contributed|contribution)\b.{0,80}"
    r"\b(?:cable|message|report(?:ing)?|telegram|text)\b|\b(?:cable|message|report|telegram)\b.{0,60}"
    r"\b(?:cleared|drafted|coordinated|reviewed|approved|prepared)\b|\bminimi[sz]ed? considered|classified web ?site"
    r"|\btrack \w+ reporting",
    re.IGNORECASE,
)
_LONGEST_ADMINISTRATIVE = 320
_REACH = 48
_CLOSING = {"(": ")", "[": "]"}


class Key(NamedTuple):
    """The name of a part where it begins: which sections it names, where it starts, and where the part's words start.

    `bracket` closes the one that stands before the name; empty without one.
    """

    sections: tuple[str, ...]
    start: int
    end: int
    bracket: str = ""


class Closing(NamedTuple):
    """Where a part is said to end: which sections, and where the words that say so start."""

    sections: tuple[str, ...]
    start: int


def key_at(document: str, at: int, end: int, *, heading: bool = False, inside: bool = False) -> Key | None:
    """The name of a part with which the words from `at` on begin, and its end; of a heading without its stop.

    A quoted text must be said to begin ("BEGIN TEXT"); its words alone name too much else. Inside a paragraph a name
    needs a stop that announces.
    """
    first = _FIRST.match(document, at, end)
    if not first or first[1].lower() not in first_words():
        return None
    begin = first.start(1)
    named = read_names(document, begin, end)
    if not named or (named.sections[0] == TEXT and not named.begun):
        return None
    bracket = next((_CLOSING[sign] for sign in document[at:begin] if sign in _CLOSING), "")
    if heading:
        return _heading_key(document, named, begin, end)
    if inside and not _STOP_INSIDE.match(document, named.end, end):
        return None
    stops = (_STOP.match(document, place, end) for place in (named.end, *named.more))
    stop = next((match for match in stops if match), None)
    if not stop and named.sections[0] == "summary":
        stop = _COMMA.match(document, named.end, end)
    if not stop and named.begun:
        stop = _OF_WHAT.match(document, named.end, end)
    if stop:
        after = _AFTER_STOP.match(document, stop.end(), end)
        return Key(named.sections, begin, _past_marking(document, after.end() if after else stop.end(), end), bracket)
    if named.capitals or named.begun:
        stop = _NO_STOP.match(document, named.end, end)
    return Key(named.sections, begin, stop.end(), bracket) if stop else None


def _heading_key(document: str, named: Named, begin: int, end: int) -> Key | None:
    after = _AFTER_HEADING.match(document, named.end, end)
    follows = after is not None and after.group().strip().isalpha()
    if named.more or named.begun or (after and (not follows or named.sections[0] == "background")):
        return Key(named.sections, begin, end)
    return None


def marking_after_key(document: str, at: int, end: int) -> tuple[str, Span] | None:
    """The portion marking that stands after the name of a part ("Summary: (C) ..."), and where it stands."""
    key = key_at(document, at, end)
    start = document.rfind("(", at, key.end) if key else -1
    marking = MARKING.match(document, start, end) if start >= 0 else None
    if not key or not marking or document[marking.end() : key.end].strip():
        return None
    return " ".join(marking["marking"].split()).upper(), Span(marking.start(), marking.end())


def _past_marking(document: str, at: int, end: int) -> int:
    marking = MARKING.match(document, at, end)
    if not marking:
        return at
    at = marking.end()
    while at < end and document[at].isspace():
        at += 1
    return at


def names_inside(document: str, at: int, end: int) -> list[int]:
    """Where words stand that may begin a comment or a note inside a paragraph, in order."""
    return sorted(
        place - _LETTERS_BEFORE.get(name, 0) for name in NAMES_INSIDE for place in _places(document, name, at, end)
    )


def _places(document: str, words: str, at: int, end: int) -> Iterator[int]:
    last = end - len(words)
    return (place for place in landmarks(document).get(words, ()) if at <= place <= last)


def keys_inside(document: str, at: int, end: int, names: Sequence[int]) -> Iterator[Key]:
    """The comments and notes that begin inside a paragraph, where these names stand."""
    passed = at
    for middle in names:
        if middle < passed:
            continue
        near = document[max(at, middle - _REACH) : middle]
        bracket = _IN_BRACKETS.search(near)
        sentence = None if bracket or document[middle].islower() else _AFTER_SENTENCE.search(near)
        opens = (bracket or sentence) and not _ENDING.search(near)
        key = key_at(document, middle, end, inside=True) if opens else None
        if key:
            begin = bracket.start() if bracket else sentence.start("words") if sentence else len(near)
            closing = _CLOSING[bracket.group()[0]] if bracket else ""
            yield Key(key.sections, middle - len(near) + begin, key.end, closing)
            passed = key.end


def keys_after_blanks(document: str, at: int, end: int) -> Iterator[Key]:
    """The parts that begin after blank lines."""
    for blank in _BLANK.finditer(document, at, end):
        key = key_at(document, blank.end(), end)
        if key:
            yield key


def after_blank(document: str, at: int, end: int) -> int:
    """Where the words after the first blank line begin; `end` without one."""
    blank = _BLANK.search(document, at, end)
    return blank.end() if blank else end


def closings(document: str, at: int, end: int) -> Iterator[Closing]:
    """Where parts are said to end, in order."""
    places = [(match.start(), match.end()) for match in _END.finditer(document, at, end)]
    places += [(place, place + 4) for words in LOWER_ENDS for place in _places(document, words, at, end)]
    for start, names in sorted(places):
        if start > at and document[start - 1].isalnum():
            continue
        named = read_names(document, names, end)
        if named:
            yield Closing(named.sections, _before_sign(document, at, start))
        elif document[start + 3 : start + 4] in ("S", "s"):
            # "Summary ends."
            word = _WORD_BEFORE.search(document, max(at, start - _LONGEST_NAME), start)
            named = read_names(document, word.start(), start) if word else None
            if word and named:
                yield Closing(named.sections, _before_sign(document, at, word.start()))


def _before_sign(document: str, at: int, start: int) -> int:
    """Where the words end before the words that say so, without a bracket, dash or quote that opens them."""
    reach = max(at, start - 10)
    before = _BEFORE_END.search(document[reach:start])
    return reach + before.start() if before else start


def administrative(text: str) -> bool:
    """Whether a paragraph only says who cleared or drafted the cable, or where more of it is to be found."""
    return len(text) <= _LONGEST_ADMINISTRATIVE and _ADMINISTRATIVE.search(text) is not None
