"""The lines of a paragraph with what each is: an item's first line, a row of a table, a heading, or plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tracker.cables.furniture import RULE
from tracker.types import Span

_RULE = re.compile(RULE)
_LABEL = re.compile(
    r"¶?[ \t]*(?:(?P<dash>-{1,3}|\*{1,2}|[•·–—]|o(?=[ \t]{2})|Q(?=[ \t][A-Z]))(?=[ \t(\"“A-Z])"
    r"|\(?(?P<mark>[a-zA-Z]|\d{1,2}|[ivx]{1,4}|[IVX]{1,4})(?:\)|\.\)?)(?=[ \t(]|\Z))"
)
_SIGNS = frozenset("¶-*•·–—oQ(")
_STOPS = frozenset(".)")
"""A line has one of these first, or one of those near its beginning, if it begins an item."""
_ANNOUNCED = re.compile(r"(?:[.:;,!?)\"”]|\b(?:and|or))\Z")
OPEN_SENTENCE = re.compile(r"[\w,–-]\Z")
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_LONGEST_HEADING = 90


class Line(NamedTuple):
    """A line with words, without the spaces around it.

    `apart` tells whether a blank line or a rule is above it, `label` its mark, of an item, `underlined` whether it is a
    heading with a rule below.
    """

    start: int
    end: int
    text: str
    apart: bool = False
    label: str | None = None
    underlined: bool = False


def lines_of(document: str, body: Span, cuts: Sequence[Span]) -> list[Line]:
    """The lines with words in `body`, without those that are furniture."""
    lines: list[Line] = []
    counts: dict[str, str] = {}
    apart = marked = False
    place = 0
    at = body.start
    for printed in document[body.start : body.end].split("\n"):
        start, at = at, at + len(printed) + 1
        text = printed.strip()
        if not text:
            apart = True
            continue
        start += printed.index(text[0]) if printed[0] != text[0] else 0
        end = start + len(text)
        while place < len(cuts) and cuts[place].end <= start:
            place += 1
        if place < len(cuts) and cuts[place].start <= start and cuts[place].end >= end:
            is_rule = len(text) == 1 or _RULE.fullmatch(text) is not None
            if len(text) > 1 and is_rule and lines and not apart and _is_title(lines[-1]):
                lines[-1] = lines[-1]._replace(underlined=True)
            apart, marked = apart or is_rule, marked or not is_rule
            continue
        if marked and lines and (OPEN_SENTENCE.search(lines[-1].text) or text[0].islower()):
            apart = False
        may_begin = text[0] in _SIGNS or not _STOPS.isdisjoint(text[1:7])
        label = _label(text, lines[-1] if lines else None, counts, apart=apart) if may_begin else None
        lines.append(Line(start, end, text, apart and bool(lines), label))
        apart = marked = False
    return lines


def _is_title(line: Line) -> bool:
    return line.apart and len(line.text) <= _LONGEST_HEADING and line.text[-1] not in ".;,"


def _label(text: str, before: Line | None, counts: dict[str, str], *, apart: bool) -> str | None:
    """The mark of an item that begins with this line: one announced, or next in its count; else a wrapped word."""
    match = _LABEL.match(text)
    if not match:
        return None
    opened = apart or before is None or before.label is not None or _ANNOUNCED.search(before.text) is not None
    if match["dash"]:
        # In old telegrams a dash keeps the place of the spaces before a wrapped line.
        wrapped = match["dash"] == "-" and not apart and before is not None and before.text.startswith("--")
        return match["dash"] if opened and not wrapped else None
    mark = match["mark"]
    for count, previous in _counts(mark):
        if apart or (opened and mark == previous) or counts.get(count) == previous != mark:
            counts[count] = mark
            return mark
    return None


def _counts(mark: str) -> list[tuple[str, str]]:
    """The counts that a mark may belong to, each with the mark before it in that count; a first mark with itself."""
    if mark.isdigit():
        return [("1", mark if mark == "1" else str(int(mark) - 1))]
    found = []
    if len(mark) == 1:
        found.append(("a" if mark.islower() else "A", mark if mark in "aA" else chr(ord(mark) - 1)))
    if mark.lower() in _NUMERALS:
        numerals = _NUMERALS if mark.islower() else tuple(numeral.upper() for numeral in _NUMERALS)
        found.append((numerals[0], numerals[max(numerals.index(mark) - 1, 0)]))
    return found
