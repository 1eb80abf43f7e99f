"""A telegram as protection reads it: what page breaks put between two words is blank, every character in its place."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from tracker.cables.line_patterns import line_pattern
from tracker.cables.posts import posts

_COUNT = re.compile(r"0\d{4,8}[ \t]{1,4}\d{3}(?:\.\d)?[ \t]{1,4}OF[ \t]{1,4}\d{2,3}(?:\s{1,8}SIPDIS\b)?")
"""The page mark after its post: "00000713  002 OF 005"."""
_POST_BEFORE = re.compile(r"[A-Z][A-Z.'-]*(?:[ \t]{1,2}[A-Z][A-Z.'-]*){0,3}[ \t]{1,4}\Z")
_LONGEST_POST = 36
_FILE_LINE = line_pattern(r"(?:SIPDIS|\d{4}[A-Z]{2,20}\d{4,6} - Classification: [A-Z/ ]{4,40})[ \t]*(?=\n|\Z)")
_CAPITALS = re.compile(r"[A-Z][A-Z.'-]*")
_PARAGRAPH = re.compile(r"¶|\(?\d{1,3}\.\s?\(|\([A-Z/]{1,6}\)")
_SINGLE_BREAK = re.compile(r"\S[ \t]*\n(?=[ \t]*\S)")
_DOUBLE_BREAK = re.compile(r"\n[ \t]*\n")
_BROKEN_SENTENCE = re.compile(r"[a-z,][ \t]*\n[ \t]*\n[ \t]*[a-z]")
_DOUBLED = 8
"""How many sentences are cut by blank lines in a text that has one after every line."""


def plain(text: str) -> str:
    """The text, as long as it was, with page marks blank, and where a blank line follows every line, those too."""
    parts: list[str] = []
    at = 0
    for start, end in _marks(text):
        before = max(at, _space_before(text, start))
        after = _space_after(text, end)
        if after > before:
            parts += [text[at:before], _blank(text, before, after)]
            at = after
    text = "".join([*parts, text[at:]])
    blank_lines = text.count("\n\n") + text.count("\n \n")
    if 5 * blank_lines > 2 * text.count("\n") and len(_BROKEN_SENTENCE.findall(text)) > _DOUBLED >= _single_breaks(
        text
    ):
        text = _DOUBLE_BREAK.sub(lambda match: " " * len(match.group()), text)
    return text


def _marks(text: str) -> list[tuple[int, int]]:
    found = []
    if " OF " in text:
        found += [(_start_of_mark(text, match.start()), match.end()) for match in _COUNT.finditer(text)]
    if "SIPDIS" in text or " - Classification: " in text:
        found += [match.span() for match in _FILE_LINE.finditer(text, 0, len(text))]
    return sorted(found)


def _start_of_mark(text: str, digits: int) -> int:
    """Where the post's name begins: inside a line a name in capitals may stand before it."""
    earliest = max(0, digits - _LONGEST_POST)
    before = _POST_BEFORE.search(text[earliest:digits])
    if not before:
        return digits
    start = earliest + before.start()
    if not text[text.rfind("\n", 0, start) + 1 : start].strip():
        return start
    words = list(_CAPITALS.finditer(before.group()))
    for first in range(len(words)):
        if "".join(word.group() for word in words[first:]) in _beginnings():
            return start + words[first].start()
    return start + words[-1].start()


@cache
def _beginnings() -> frozenset[str]:
    """The posts' codes, and what of them fits in a page mark, which cuts long ones ("BUENOS AIR")."""
    return frozenset(piece for code in posts() for piece in accumulate(code) if len(piece) > 5 or piece == code)


def _blank(text: str, start: int, end: int) -> str:
    """Spaces for a mark and what is blank around it; a paragraph that begins after it still begins."""
    if end - start > 2 and _PARAGRAPH.match(text, end):
        return " " * (end - start - 2) + "\n\n"
    return " " * (end - start)


def _single_breaks(text: str) -> int:
    return len(_SINGLE_BREAK.findall(text))


def _space_before(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


def _space_after(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
