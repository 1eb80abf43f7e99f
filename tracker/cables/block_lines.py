"""The lines of a paragraph with what each is: an item's first line, a row of a table, a heading, or plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.cables.furniture import RULE
from tracker.types import Span

_RULE = re.compile(RULE)
_LABEL = re.compile(
    r"[ \t¶]*(?:(?P<dash>-{1,3}|\*{1,2}|[•·–—]|o(?=[ \t]{2})|Q(?=[ \t][A-Z]))(?=[ \t(\"“A-Z])"
    r"|\(?(?P<mark>[a-zA-Z]|\d{1,2}|[ivx]{1,4}|[IVX]{1,4})(?:\)|\.\)?)(?=[ \t(]|\Z))"
)
_ANNOUNCED = re.compile(r"(?:[.:;,!?)\"”]|\b(?:and|or))\s*\Z")
_OPEN = re.compile(r"[\w,–-]\s*\Z")
_LONGEST_HEADING = 90


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words. `apart` tells whether a blank line or rule is above it, `label` its mark, of an item.

    `underlined` tells whether it is a heading with a rule below.
    """

    start: int
    end: int
    text: str
    apart: bool
    label: str | None = None
    underlined: bool = False


def lines_of(document: str, body: Span, cuts: Sequence[Span]) -> Iterator[Line]:
    """The lines with words in `body`, without those that are furniture."""
    before: Line | None = None
    marks: dict[str, str] = {}
    apart = marked = False
    for start, end, rule in _raw_lines(document, body, cuts):
        if start == end:
            apart = True
            continue
        if rule:
            if before and rule == "rule" and not apart and _is_title(before):
                before = replace(before, underlined=True)
            apart, marked = apart or rule == "rule", marked or rule == "mark"
            continue
        text = document[start:end]
        if marked and before and (_OPEN.search(before.text[-3:]) or text[:1].islower()):
            apart = False
        if before:
            yield before
        label = _label(text, before, marks, apart=apart)
        before = Line(start, end, text, apart and before is not None, label)
        apart = marked = False
    if before:
        yield before


def _raw_lines(document: str, body: Span, cuts: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    """Each line without the spaces around it, and "rule" or "mark" where it is nothing but furniture; else ""."""
    place = 0
    start = body.start
    while start < body.end:
        end = document.find("\n", start, body.end)
        end = body.end if end < 0 else end
        while place < len(cuts) and cuts[place].end <= start:
            place += 1
        first, last = start, end
        while first < last and document[first].isspace():
            first += 1
        while last > first and document[last - 1].isspace():
            last -= 1
        whole = place < len(cuts) and cuts[place].start <= first and cuts[place].end >= last
        kind = ""
        if whole and first < last:
            kind = "rule" if _RULE.fullmatch(document, first, last) else "mark"
        yield first, last, kind
        start = end + 1


def _is_title(line: Line) -> bool:
    return line.apart and len(line.text) <= _LONGEST_HEADING and line.text[-1] not in ".;,"


def _label(text: str, before: Line | None, marks: dict[str, str], *, apart: bool) -> str | None:
    """The mark of an item that begins with this line: one announced, or next in its count; else a wrapped word."""
    match = _LABEL.match(text)
    if not match:
        return None
    opened = apart or before is None or _ANNOUNCED.search(before.text[-4:]) is not None
    if match["dash"]:
        return match["dash"] if opened else None
    mark = match["mark"]
    for kind, previous in _kinds(mark):
        if mark == previous or (kind in marks and marks[kind] == previous):
            if not opened and mark == previous:
                continue
            marks[kind] = mark
            return mark
    return None


def _kinds(mark: str) -> Iterator[tuple[str, str]]:
    """The counts that a mark may belong to, each with the mark before it in that count; a first mark with itself."""
    if mark.isdigit():
        yield "1", mark if mark == "1" else str(int(mark) - 1)
        return
    if len(mark) == 1:
        yield ("a" if mark.islower() else "A"), mark if mark in "aA" else chr(ord(mark) - 1)
    numerals = _NUMERALS if mark.islower() else tuple(numeral.upper() for numeral in _NUMERALS)
    if mark in numerals:
        place = numerals.index(mark)
        yield numerals[0], numerals[max(place - 1, 0)]


_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
