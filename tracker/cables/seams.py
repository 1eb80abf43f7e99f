"""Where a page's mark or a line's end cuts a word or a number in two: cuts that join the halves.

A cut that takes the white space around a mark with it leaves no gap in the cleaned text ("1," + "200"); a hyphen at a
line's end stays, unless it stands before a mere ending ("FOLLOW-" + "ING") or the document has the word without it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from tracker.cables.furniture import united
from tracker.cables.landmarks import HYPHENS, landmarks
from tracker.types import Span, by_start

_ADDRESS = re.compile(r"[/.:@]\S*/\Z")
_SUSPENDED = re.compile(r"(?:and|or|to|nor|through|versus|vs|y|o|und|oder)\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_HUNDREDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*,\Z")
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)")
_POINT = re.compile(r"(?<![\d.])\d{1,3}\.\Z")
_FRACTION = re.compile(r"\d{1,2}[ \t]*(?:%|\s(?:percent|per cent|million|billion|trillion))")
_ENDING = re.compile(
    r"(?:ings?|ed|tions?|sions?|ations?|ments?|ly|ness|ity|ities|ives?|ances?|ences?|ible|ally|isms?|ists?|ers?|ous|ures?)\b",
    re.IGNORECASE,
)
_REACH = 40
_SHORTEST_WORD = 5
_MOST_JOINS = 400
_MOST_LOOKS = 40


def seamless(document: str, furniture: list[Span], *, start: int, end: int) -> list[Span]:
    """The furniture between `start` and `end`, with what joins the halves of words and numbers, in order."""
    first = bisect_left(furniture, start, key=by_start)
    last = bisect_left(furniture, end, lo=first, key=by_start)
    cuts = furniture[first:last]
    marks = [cut for cut in cuts if cut.end - cut.start > 1]
    joins = [
        join
        for group in islice(_groups(document, marks, end=end), _MOST_JOINS)
        if (join := _join(document, group, start=start, end=end)) is not None
    ]
    joins += _hyphens(document, start, end)
    return united([*cuts, *joins]) if joins else cuts


def _groups(document: str, cuts: list[Span], *, end: int) -> Iterator[Span]:
    """Each mark between two words, with the other furniture that only white space parts from it."""
    at = 0
    while at < len(cuts):
        group = cuts[at]
        at += 1
        while at < len(cuts) and not document[group.end : cuts[at].start].strip():
            group = Span(group.start, cuts[at].end)
            at += 1
        if group.end < end:
            yield group


def _join(document: str, mark: Span, *, start: int, end: int) -> Span | None:
    """The mark with the white space around it, where it cut a word or a number in two; None where it did not."""
    left = mark.start
    while left > start and document[left - 1].isspace():
        left -= 1
    right = mark.end
    while right < end and document[right].isspace():
        right += 1
    before, after = document[max(start, left - _REACH) : left], document[right : min(end, right + _REACH)]
    if not before or not after or not _belong_together(document, before, after):
        return None
    return Span(left - _artificial(document, before, after), right)


def _belong_together(document: str, before: str, after: str) -> bool:
    last = before[-1]
    if last.isalpha():
        return after[0].islower() and _is_cut_word(document, before, after)
    if last == ",":
        return bool(_HUNDREDS.search(before) and _THREE_DIGITS.match(after))
    if last == ".":
        return bool(_POINT.search(before) and _FRACTION.match(after))
    if last in "$€£":
        return after[0].isdigit()
    return last in "-/" and _is_broken_compound(document, before, after)


def _is_cut_word(document: str, before: str, after: str) -> bool:
    """Whether two halves are one word of the document and neither is one by itself."""
    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if not left or not right:
        return False
    word = left.group() + right.group()
    if len(word) < _SHORTEST_WORD or word not in document:
        return False
    return _stands(document, word, times=1) and not any(
        _stands(document, half, times=2) for half in (left.group(), right.group())
    )


def _stands(document: str, word: str, *, times: int) -> bool:
    """Whether a word stands by itself in the document as often as that, as far as it is looked for."""
    at = -1
    for _ in range(_MOST_LOOKS):
        at = document.find(word, at + 1)
        if at < 0:
            return False
        around = document[max(0, at - 1) : at] + document[at + len(word) : at + len(word) + 1]
        times -= not any(character.isalnum() for character in around)
        if times == 0:
            return True
    return False


def _is_broken_compound(document: str, before: str, after: str) -> bool:
    """Whether a hyphen or stroke at the end of a line belongs to one word: no dash, and no half left open."""
    if len(before) < 2 or not before[-2].isalnum() or not after[0].isalnum():
        return False
    if before[-1] == "/":
        return after[0].islower() and not _ADDRESS.search(before)
    return not _SUSPENDED.match(after) or _artificial(document, before, after) > 0


def _hyphens(document: str, start: int, end: int) -> Iterator[Span]:
    for at, following in islice(_line_ends(document, start, end), _MOST_JOINS):
        before = document[max(start, at + 1 - _REACH) : at + 1]
        after = document[following : min(end, following + _REACH)]
        if after and after[0].isalnum() and _is_broken_compound(document, before, after):
            yield Span(at + 1 - _artificial(document, before, after), following)


def _line_ends(document: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The hyphens at the ends of lines, and where the words of the next line begin."""
    stand = landmarks(document)
    for sign in HYPHENS:
        for at in stand.get(sign, ()):
            following = at + len(sign)
            if not (start <= at and following <= end and document[at - 1].isalnum()):  # else a rule, or a dash
                continue
            while following < end and document[following] in " \t":
                following += 1
            yield at, following


def _artificial(document: str, before: str, after: str) -> int:
    """The hyphens to cut: one that the circuit put into a word which the document has elsewhere without it."""
    if before[-1] != "-":
        return 0
    left, right = _LAST_WORD.search(before[:-1]), _FIRST_WORD.match(after)
    if not left or not right or not (right.group().islower() or (left.group() + right.group()).isupper()):
        return 0
    word = left.group() + right.group()
    if len(word) < _SHORTEST_WORD:
        return 0
    return int(bool(_ENDING.match(after)) or (word in document and _stands(document, word, times=1)))
