"""A telegram's text cut into paragraphs.

Paragraph 0 runs from the subject line to the first number; a heading between paragraphs belongs to the one that it
stands over. A telegram without numbers is cut at its blank lines, and its paragraphs have no labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.cables.cleaning import clean
from tracker.cables.furniture import within
from tracker.cables.headings import heading_before
from tracker.cables.markings import read_marking
from tracker.cables.model import Paragraph
from tracker.cables.numbering import Number
from tracker.types import Span

_RULE_LINE = re.compile(r"^[ \t]*[-=_*]{3,}[ \t]*$", re.MULTILINE)
_TRAILING_RULES = re.compile(r"(?:\n[ \t]*[-=_*~][-=_*~ \t]{2,}){1,8}\s*\Z")
_BLOCK = re.compile(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")


def opening(document: str, span: Span, *, body: int, cuts: tuple[Span, ...]) -> Paragraph:
    """Paragraph 0: `span` from the subject line on, its words from `body` on."""
    return _paragraph(document, 0, span=span, label="0", heading=None, body=body, marking=None, cuts=cuts)


def numbered(
    document: str, numbers: list[Number], *, start: int, end: int, furniture: list[Span]
) -> Iterator[Paragraph]:
    """The numbered paragraphs; `start` is where paragraph 0 begins, `end` where the last one's words end."""
    headings = []
    earliest = start
    for number in numbers:
        headings.append(heading_before(document, earliest, number.start, furniture=furniture))
        earliest = number.end
    for ordinal, (number, heading) in enumerate(zip(numbers, headings, strict=True), start=1):
        stop = _start_of_next(numbers, headings, ordinal, end=end)
        marking, body = read_marking(document, number.end, stop)
        yield _paragraph(
            document,
            ordinal,
            span=Span(heading.start if heading else number.start, stop),
            label=str(number.label),
            heading=heading,
            body=body,
            marking=number.marking or marking,
            cuts=within(furniture, Span(body, stop)),
        )


def _start_of_next(numbers: list[Number], headings: list[Span | None], following: int, *, end: int) -> int:
    if following == len(numbers):
        return max(end, numbers[-1].end)
    heading = headings[following]
    return heading.start if heading else numbers[following].start


def first_start(document: str, numbers: list[Number], *, start: int, furniture: list[Span]) -> int:
    """Where paragraph 1, or the heading over it, begins."""
    heading = heading_before(document, start, numbers[0].start, furniture=furniture)
    return heading.start if heading else numbers[0].start


def unnumbered(document: str, start: int, end: int, *, furniture: list[Span]) -> Iterator[Paragraph]:
    """The blocks between blank lines, as paragraphs without labels; a heading is joined to the block after it."""
    ordinal = 0
    waiting: Span | None = None
    earliest = start
    for block in _BLOCK.finditer(document, start, end):
        span = Span(block.start(), block.end())
        if not clean(document, span, within(furniture, span)).text or _RULE_LINE.fullmatch(block.group()):
            continue
        if heading_before(document, earliest, block.end(), furniture=furniture) == span and block.end() < end:
            waiting = waiting or span
            continue
        ordinal += 1
        marking, body = read_marking(document, block.start(), block.end())
        yield _paragraph(
            document,
            ordinal,
            span=Span(waiting.start if waiting else span.start, span.end),
            label=None,
            heading=waiting,
            body=body,
            marking=marking,
            cuts=within(furniture, span),
        )
        waiting, earliest = None, block.end()


def heading_words(document: str, heading: Span | None) -> str | None:
    """A heading's words, each run of white space as one space."""
    return " ".join(document[heading.start : heading.end].split()) if heading else None


def _paragraph(
    document: str,
    ordinal: int,
    *,
    span: Span,
    label: str | None,
    heading: Span | None,
    body: int,
    marking: str | None,
    cuts: tuple[Span, ...],
) -> Paragraph:
    # A rule over the next heading belongs to that heading, not to the words before it.
    ruled = _TRAILING_RULES.search(document, body, span.end)
    end = ruled.start() if ruled else span.end
    while end > body and document[end - 1].isspace():
        end -= 1
    body_span = Span(min(body, end), end)
    cuts = tuple(cut for cut in cuts if body_span.start <= cut.start and cut.end <= body_span.end)
    return Paragraph(
        ordinal=ordinal,
        label=label,
        marking=marking,
        heading=heading_words(document, heading),
        heading_span=heading,
        span=Span(span.start, max(end, body_span.end)),
        body=body_span,
        cuts=cuts,
        content=clean(document, body_span, cuts),
    )
