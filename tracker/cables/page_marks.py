"""The marks between a telegram's pages ("MEXICO 00000713  002 OF 005"), on lines of their own or inside the text.

In a copy that has lost its line breaks a mark stands between two words; where it begins is told by the post's name. The
caption SIPDIS that circuits set on each page is found there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.cables.landmarks import PAGE_COUNTS, landmarks
from tracker.cables.posts import posts
from tracker.types import Span

PAGE_BREAK = r"[A-Z][A-Z .'-]{1,28}[ \t]{1,4}0\d{4,8}[ \t]{1,4}\d{3}(?:\.\d)?[ \t]{1,4}OF[ \t]{1,4}\d{2,3}"
"""What stands between two pages of a telegram, in capitals."""
_NUMBERS = re.compile(r"\d{5,9}[ \t]{1,4}\d{3}(?:\.\d)?[ \t]{1,3}\Z")
_LAST = re.compile(r" [Oo][Ff][ \t]{1,4}\d{2,3}(?!\w|\.\d)")
_NAME = re.compile(r"(?:(?:[A-Za-z][A-Za-z.'-]*[ \t]{1,3}){0,3})[A-Za-z][A-Za-z.'-]*[ \t]{1,4}\Z")
_LONGEST_NUMBERS = 24
_LONGEST_NAME = 40
_SHORTEST_CUT_NAME = 5
_LONGEST_CODE = 20
_CAPTION = "SIPDIS"
_CAPTION_AS_WORD = re.compile(
    r"(?:\b(?:includ(?:e|ing)|us(?:e|ing)|with|without|the|a|an|as|no|not|and|or|remov(?:e|ing)|add(?:ing)?|slug)"
    r"|[\"'“(])\s*\Z",
    re.IGNORECASE,
)
_WORD_OF_CAPTION = re.compile(
    r"\s*(?:caption|distribution|handling|channel|cables?|messages?|label|tag|on|in|for|is|to)\b|[\"'”),.]"
)


def page_marks(document: str, start: int = 0) -> Iterator[Span]:
    """The marks from `start` on, without the line breaks around them."""
    stand = landmarks(document)
    for count in PAGE_COUNTS:
        for at in stand.get(count, ()):
            mark = _mark(document, at, start) if at >= start else None
            if mark:
                yield mark


def captions_inside(document: str, start: int = 0) -> Iterator[Span]:
    """Where SIPDIS stands between words of the text that do not speak of it."""
    at = document.find(_CAPTION, start)
    while at >= 0:
        end = at + len(_CAPTION)
        before = document[max(start, at - _LONGEST_NAME) : at]
        if not (_CAPTION_AS_WORD.search(before) or _WORD_OF_CAPTION.match(document, end)):
            yield Span(at, end)
        at = document.find(_CAPTION, end)


def _mark(document: str, at: int, start: int) -> Span | None:
    """The mark whose "OF" stands at a place; None where there is none."""
    last = _LAST.match(document, at)
    near = document[max(start, at - _LONGEST_NUMBERS) : at + 1]
    numbers = _NUMBERS.search(near)
    if not last or not numbers:
        return None
    begin = at + 1 - len(near) + numbers.start()
    line = document.rfind("\n", max(start, begin - _LONGEST_NAME), begin) + 1
    before = document[max(line, begin - _LONGEST_NAME, start) : begin]
    name = _NAME.search(before)
    if not name:
        return None
    other = _other_words(name.group())
    alone = name.group() == before.lstrip() and document[last.end() : last.end() + 1] in ("", "\n")
    if other is None and not alone:
        return None
    return Span(begin - len(before) + name.start() + (other or 0), last.end())


def _other_words(printed: str) -> int | None:
    """How many of the characters before a mark's numbers are words of the text and not of the post's name.

    None where no post's name is there, nor what could be one.
    """
    words = [match.start() for match in re.finditer(r"\S+", printed)]
    for at in words:
        if _is_post(printed[at:]):
            return at
    # An unknown post: the capitals next to the numbers.
    capitals = len(printed)
    for at in reversed(words):
        if not printed[at:capitals].isupper():
            break
        capitals = at
    return capitals if capitals < len(printed) else None


def _is_post(printed: str) -> bool:
    """Whether this is a post's name; circuits cut long ones ("BUENOS AIR")."""
    code = "".join(printed.upper().split())
    if code in posts():
        return True
    return _SHORTEST_CUT_NAME <= len(code) < _LONGEST_CODE and any(post.startswith(code) for post in posts())
