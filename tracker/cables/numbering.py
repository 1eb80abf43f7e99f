"""Which of the numbers in a telegram number its paragraphs.

A telegram is full of numbers at the beginnings of lines: lists inside paragraphs, figures that a line break put first;
in copies that lost their line breaks paragraphs begin inside lines. Paragraph numbers rise; so the best rising chain is
taken, where a number weighs more the more it looks like a paragraph's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.cables.markings import MARKING, is_marked
from tracker.cables.number_chains import best_chain
from tracker.cables.repeated_numbers import with_repeats, without_lists

_LINE = (
    r"[ \t]{0,40}+(?P<printed>(?:¶[ \t]{0,12}+)?(?:(?P<before>\([A-Za-z/ ]{1,10}\))[ \t]{0,12}+)?¶?[ \t]{0,12}+"
    r"(?:(?:PARA(?:GRAPH)?|Para(?:graph)?)\.?[ \t]+)?(?P<label>\d{1,3})"
    r"(?P<delimiter>\.\)|\.{1,2}(?!\d)|[ \t]?\)"
    r"|[ \t]*[.,:;/-]{0,2}(?=[ \t]*[(\[][ \t]?(?:[CSU]|SBU|LOU|TS)[ ,)\]/]))[ \t]*)"
)
_FIRST = re.compile(_LINE)
_NUMBER = re.compile(rf"\n(?=[ \t¶(Pp\d]){_LINE}")
_MARKED = re.compile(r"\((?:[CSUcsu]|SBU|[CS]//?(?:NF|NOFORN|REL[A-Za-z, ]{0,30}))\)[ \t]{0,3}(?=[A-Za-z\"“])")
_BEFORE_MARK = re.compile(r"(?<=[ \t])(?P<label>\d{1,2})(?:\.[ \t]{0,3}|[ \t])\Z")
_UNMARKED = re.compile(r" (?P<label>\d{1,2})\.[ \t]{1,3}(?=[A-Z\"“][A-Za-z])")
_SENTENCE_BEFORE = re.compile(r"(?:[^\s\d][ \t]{2}|[.!?\")”:-][ \t]{1,3})\Z")
_CITED = re.compile(
    r"(?:\b(?:paras?|paragraphs?|refs?|reftels?|see|and|to|no|nos|section|page)|[,&(]|(?<![-=])-)[. ]*\Z", re.IGNORECASE
)
_RULED_OFF = re.compile(r"(?:[-=_*]{3}|[oO][fF] {1,2}\d{2,3})\Z")
_STRONG = 2.0
_FEW = 2
_DOUBTFUL = -1.0
_LONG_LINES = 100
_LONG_LINE = 300
_REACH = 90
_LONGEST_NUMBER = 8


class Number(NamedTuple):
    """A number that may be a paragraph's. `marking` is what stands in brackets before it, if anything.

    `marked` tells whether a marking stands beside it, `apart` whether nothing but a blank line or a rule is above it,
    `bracketed` whether a bracket stands behind it.
    """

    start: int
    end: int
    label: int
    marking: str | None
    weight: float
    marked: bool = False
    apart: bool = False
    bracketed: bool = False


def paragraph_numbers(document: str, start: int, end: int) -> list[Number]:
    """The numbers of the paragraphs in `document[start:end]`, in order; mostly they rise, and some may stand twice.

    Time grows linearly with the text.
    """
    found = [_weighed(document, match, end) for match in _NUMBER.finditer(document, max(start - 1, 0), end)]
    first = _FIRST.match(document, 0, end) if start == 0 else None
    if first:
        found.append(_weighed(document, first, end))
    found += _inside_lines(document, start, end)
    found.sort(key=_start)
    if sum(number.weight >= _STRONG for number in found) >= _FEW:
        found = [_doubted(number) for number in found]
    return with_repeats(document, without_lists(best_chain(found), found), found, end=end)


def _doubted(number: Number) -> Number:
    """The number, of less weight where it is only in brackets: beside numbers of the common form it counts a list."""
    return number._replace(weight=_DOUBTFUL) if number.bracketed and not number.marked else number


def _start(number: Number) -> int:
    return number.start


def _weighed(document: str, match: re.Match[str], end: int) -> Number:
    before = match["before"]
    marked_before = bool(before and MARKING.fullmatch(before))
    marked = marked_before or is_marked(document, match.end(), end)
    at = match.start("printed")
    apart = _is_apart(document, at)
    bracketed = match["delimiter"].strip() == ")"
    if before and not marked_before:
        weight = 0.2
    elif bracketed:
        weight = 1.0 if marked and apart else 0.4
    elif marked:
        weight = 6.0
    elif "¶" in match.group():
        weight = 3.0 if apart else 1.5
    else:
        weight = 2.0 if apart else 0.4
    marking = before.strip("() ").upper() if before and marked_before else None
    return Number(at, match.end(), int(match["label"]), marking, weight, marked, apart, bracketed)


def _is_apart(document: str, at: int) -> bool:
    """Whether a blank line, a rule or a page's mark is right above a place, or nothing."""
    if document.startswith("\n\n", at - 2):
        return True
    preceding = document[max(0, at - _REACH) : at]
    above = preceding.rstrip()
    if not above or preceding.count("\n", len(above)) > 1:
        return True
    return (above[-1] in "-=_*" or above[-1].isdigit()) and _RULED_OFF.search(above) is not None


def _inside_lines(document: str, start: int, end: int) -> Iterator[Number]:
    """Numbers inside lines, where a page has lost its line breaks: with a marking, or else after a sentence's end."""
    for marking in _MARKED.finditer(document, start, end):
        number = _BEFORE_MARK.search(document[max(start, marking.start() - _LONGEST_NUMBER) : marking.start()])
        if not number:
            continue
        near = document[max(start, marking.start() - _REACH) : marking.start()]
        number = _BEFORE_MARK.search(near)
        if number and not _CITED.search(near, 0, number.start()):
            weight = 3.0 if _SENTENCE_BEFORE.search(near, 0, number.start()) else 1.5
            at = marking.start() - len(near) + number.start()
            yield Number(at, marking.start(), int(number["label"]), None, weight, marked=True)
    if document.count("\n", start, end) * _LONG_LINES >= end - start:
        return
    for match in _UNMARKED.finditer(document, start, end):
        at = match.start("label")
        near = document[max(start, at - _REACH) : at]
        if _SENTENCE_BEFORE.search(near) and not _CITED.search(near) and _in_long_line(document, at):
            yield Number(at, match.end(), int(match["label"]), None, 0.6)


def _in_long_line(document: str, at: int) -> bool:
    before = document.rfind("\n", max(0, at - _LONG_LINE), at)
    after = document.find("\n", at, at + _LONG_LINE)
    return (after if after >= 0 else at + _LONG_LINE) - (before if before >= 0 else at - _LONG_LINE) >= _LONG_LINE
