"""What circuits, printers and release sites leave between a telegram's words: cut from paragraphs, never removed.

The document keeps the furniture (spans count it); a paragraph's cleaned text does without. Furniture is a line of its
own, but for the marks of pages in `page_marks.py`, which some copies have inside their lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import chain, pairwise

from tracker.cables.page_marks import PAGE_BREAK, captions_inside, page_marks
from tracker.types import Span, by_start

__all__ = ["PAGE_BREAK", "RULE", "page_furniture", "united", "within"]

_LEVEL = (
    r"(?:UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|TOP SECRET|LIMITED OFFICIAL USE|C O N F I D E N T I A L|S E C R E T"
    r"|T O P  ?S E C R E T|L I M I T E D  ?O F F I C I A L  ?U S E|U N C L A S(?: S I F I E D)?)"
)
_CAPTIONS = r"(?:[ \t]*/{1,2}[ \t]*[A-Z]{2,20}){0,3}"
RULE = r"(?:[ \t]{0,3}[-=_*~—]){2,}[ \t]*"
"""A line that only rules off: dashes, also with spaces between them."""
_LINE = re.compile(
    # Nearly all lines are none: told by their first characters, before any form is tried.
    r"\n[ \t]*+(?=[-=_*~—.#(\dSNBUCTLPD]|[A-Z][a-z]++ [A-Z]\.)(?P<line>"
    rf"(?=[-=_*~—.])(?:{RULE}|[-.*]|={{3,}}[^\n=]{{0,30}}={{3,}})"
    r"|SIPDIS|N{4}|NNN|#\d{4}|BT(?:[ \t]*#\d{4})?"
    rf"|(?=[UCSTL][NOEI ])(?:(?P<section>{_LEVEL}{_CAPTIONS}[^\n]{{0,30}}?"
    r"\bSECTION[ \t]+(?:\d{1,2}[ \t]+)?OF[ \t]+\d{1,2}[^\n]{0,60})"
    rf"|{_LEVEL}{_CAPTIONS}(?:[ \t]+[A-Z][A-Z .'-]{{1,28}}[ \t]\d{{4,8}})?)"
    r"|PAGE[ \t]+\d{2}(?:[ \t]+OF[ \t]+\d{2})?[ \t]+[A-Z][A-Z .'-]{1,28}[ \t]\d{4,6}[^\n]{0,40}"
    r"|\(?NOTE BY OC/T\b[^\n]{0,120}"
    r"|\d{4}[A-Z]{2,20}\d{4,6} - Classification: [A-Z/ ]{4,40}"
    r"|(?:[A-Z][a-z]+ [A-Z]\. [A-Z][a-z]+ )?Declassified/Released US Department of State EO Systematic Review"
    r"[^\n]{0,30}"
    r"|(?:PAGE|Page)[ \t]+\d{1,3}[ \t]+(?:OF|of)[ \t]+\d{1,3}"
    r")[ \t]*(?=\n|\Z)"
)
_REPEATED_HEAD = re.compile(
    r"(?:[ \t]*(?:SIPDIS|NOFORN|SENSITIVE|EXDIS|NODIS|LIMDIS|E\.?O\.? ?1\d{4}:?[^\n]*|TAGS:?[^\n]*"
    r"|[A-Z/ .,]{2,60}\b(?:FOR|PASS(?: TO)?)\b[A-Z/ .,()-]{0,80}|(?P<subject>SUBJ(?:ECT)?\s*:[^\n]*))?[ \t]*\n){1,24}"
)
_REST_OF_SUBJECT = re.compile(r"(?:[ \t]*\S[^\n]*\n){0,5}(?=[ \t]*\n)")
_NEXT_HEADER = re.compile(
    r"\n[ \t]*(?:VZCZC[A-Z]{3}\d{1,6}|DE[ \t]+R[A-Z]{3,7}[ \t]+#\d{1,6}/(?!01)\d\d"
    r"|(?:[ZOPRY] ){1,2}\d{6}Z [A-Z]{3} \d\d[ \t]*\n[ \t]*F(?:RO)?M[ \t])[^\n]*(?=\n)"
)
_LONGEST_HEADER = 4000
_MOST_SECTIONS = 40
_PILCROW = re.compile(r"\n[ \t]*¶")
"""The release site's anchor at the beginning of a line; the telegram has none."""


def page_furniture(document: str, start: int = 0) -> list[Span]:
    """The furniture from `start` on, in order, none overlapping: lines, marks of pages, a release site's anchors.

    Where a telegram of several sections has them all in one document, the head that each begins with again is furniture
    too.
    """
    lines = list(_LINE.finditer(document, start))
    spans = [Span(match.start("line"), match.end()) for match in lines]
    sections = [match for match in lines if match["section"]][:_MOST_SECTIONS]
    heads = (_repeated_head(document, section.end()) for section in sections[1:])
    headers = (_header_before(document, last.end(), next_.start("line")) for last, next_ in pairwise(sections))
    anchors = _PILCROW.finditer(document, start) if "¶" in document else ()
    marks = (Span(match.end() - 1, match.end()) for match in anchors)
    return united(chain(spans, heads, headers, marks, page_marks(document, start), captions_inside(document, start)))


def _repeated_head(document: str, at: int) -> Span:
    """The lines after a further section's first one that say again what the first section's head says."""
    head = _REPEATED_HEAD.match(document, at + 1)
    if not head:
        return Span(at, at)
    end = head.end()
    if head["subject"]:
        rest = _REST_OF_SUBJECT.match(document, head.end("subject") + 1)
        end = max(rest.end() if rest else end, head.end("subject"))
    while end > at and document[end - 1].isspace():
        end -= 1
    return Span(at, max(end, at))


def _header_before(document: str, start: int, at: int) -> Span:
    """The transmission header that stands over a further section's first line, not before `start`, if there is one."""
    header = _NEXT_HEADER.search(document, max(start, at - _LONGEST_HEADER), at)
    return Span(header.start() + 1, at) if header else Span(at, at)


def within(furniture: list[Span], span: Span) -> tuple[Span, ...]:
    """The furniture that begins and ends in a span."""
    first = bisect_left(furniture, span.start, key=by_start)
    last = bisect_left(furniture, span.end, lo=first, key=by_start)
    return tuple(cut for cut in furniture[first:last] if cut.end <= span.end)


def united(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap made one, empty ones left out."""
    apart: list[Span] = []
    for span in sorted(spans, key=by_start):
        if span.start == span.end:
            continue
        if apart and span.start < apart[-1].end:
            if span.end > apart[-1].end:
                apart[-1] = Span(apart[-1].start, span.end)
        else:
            apart.append(span)
    return apart
