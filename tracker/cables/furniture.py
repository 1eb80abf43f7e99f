"""What page breaks and circuits leave between a telegram's words: cut from paragraphs, never removed.

The document keeps the furniture (spans count it); a paragraph's cleaned text does without.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from tracker.types import Span

PAGE_BREAK = r"[A-Z][A-Z .'-]{1,28}[ \t]{1,4}0\d{4,8}[ \t]{1,4}\d{3}(?:\.\d)?[ \t]{1,4}OF[ \t]{1,4}\d{2,3}"
"""What stands between two pages of a telegram: "MEXICO 00000713  002 OF 005"."""
_LINE = re.compile(
    r"^[ \t]*(?:"
    rf"{PAGE_BREAK}"
    r"|SIPDIS|NNNN|#\d{4}|BT"
    r"|(?:UNCLAS(?:SIFIED)?|C O N F I D E N T I A L|S E C R E T)[ \t]+SECTION[ \t]+\d\d[ \t]+OF[ \t]+\d\d[^\n]{0,40}"
    r"|={3,}[^\n=]{0,30}={3,}|[-=_*]{5,}"
    r"|\d{4}[A-Z]{2,20}\d{4,6} - Classification: [A-Z/ ]{4,40}"
    r")[ \t]*$",
    re.MULTILINE,
)
_PILCROW = re.compile(r"^[ \t]*(¶)", re.MULTILINE)
"""The release site's anchor at the beginning of a line; the telegram has none."""


def page_furniture(document: str, start: int = 0) -> list[Span]:
    """The furniture from `start` on, in order: whole lines, and the anchors that a release site set before lines."""
    lines = [Span(match.start(), match.end()) for match in _LINE.finditer(document, start)]
    anchors = [Span(match.start(1), match.end(1)) for match in _PILCROW.finditer(document, start)]
    return united([*lines, *anchors])


def within(furniture: list[Span], span: Span) -> tuple[Span, ...]:
    """The furniture that begins and ends in a span."""
    first = bisect_left(furniture, span.start, key=_start)
    last = bisect_left(furniture, span.end, key=_start)
    return tuple(cut for cut in furniture[first:last] if cut.end <= span.end)


def united(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap made one."""
    apart: list[Span] = []
    for span in sorted(spans):
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return apart


def _start(span: Span) -> int:
    return span.start
