"""A telegram's text cut into paragraphs.

Paragraph 0 runs from the subject line to the first number; a heading between paragraphs belongs to the one that it
stands over. Between numbers a paragraph without one begins where a portion marking opens whole sentences. A telegram
without numbers is cut at its blank lines, and its paragraphs have no labels.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.cables.beginnings import Beginning, numbered_beginnings, unnumbered_beginnings
from tracker.cables.blocks import read_blocks
from tracker.cables.cleaning import clean, words
from tracker.cables.furniture import united, within
from tracker.cables.headings import end_before
from tracker.cables.markings import read_marking
from tracker.cables.model import Paragraph
from tracker.cables.numbering import Number
from tracker.cables.part_signs import marking_after_key
from tracker.types import Span


@dataclass(frozen=True, slots=True)
class Text:
    """A telegram's text: its document, where the words after the head begin and where all words end, and what to cut.

    `furniture` is what stands between the words, `cuts` the same with what joins words that it cut in two, and
    `cut_starts` where these begin.
    """

    document: str
    start: int
    end: int
    furniture: list[Span]
    cuts: list[Span]
    cut_starts: list[int]


def opening(text: Text, span: Span, *, body: int, cuts: Sequence[Span]) -> Paragraph:
    """Paragraph 0: `span` from the subject line on, its words from `body` on, without the cuts."""
    end = end_before(text.document, body, span.end, furniture=text.furniture)
    marking, start = read_marking(text.document, body, end)
    beginning = Beginning(span.start, start, span.start, label="0", marking=marking)
    kept = [cut for cut in cuts if start <= cut.start and cut.end <= end]
    return _paragraph(text, 0, beginning, body=Span(min(start, end), end), cuts=tuple(kept), anchor="0")


def read_paragraphs(text: Text, numbers: Sequence[Number]) -> list[Paragraph]:
    """The paragraphs after paragraph 0."""
    document, furniture = text.document, text.furniture
    if not numbers:
        blocks = unnumbered_beginnings(document, text.start, max(text.end, text.start), furniture=furniture)
        return _read_all(text, blocks)
    beginnings = numbered_beginnings(document, numbers, start=text.start, end=text.end, furniture=furniture)
    last = end_before(document, beginnings[-1].after, max(text.end, beginnings[-1].after), furniture=furniture)
    ends = [*(following.above for following in beginnings[1:]), last]
    return _read_all(text, zip(beginnings, ends, strict=True))


def _read_all(text: Text, found: Iterable[tuple[Beginning, int]]) -> list[Paragraph]:
    """The paragraphs that begin and end there, each with a name of its own.

    That is its label, "2.2" for the second 2, "u1" for the first without a label.
    """
    counts: dict[str, int] = {}
    paragraphs = []
    for ordinal, (beginning, end) in enumerate(found, start=1):
        label = beginning.label or ""
        counts[label] = counts.get(label, 0) + 1
        again = f"{label}.{counts[label]}" if label else f"u{counts[label]}"
        anchor = label if label and counts[label] == 1 else again
        paragraphs.append(_read(text, ordinal, beginning, end=end, anchor=anchor))
    return paragraphs


def _read(text: Text, ordinal: int, beginning: Beginning, *, end: int, anchor: str) -> Paragraph:
    marking, start = read_marking(text.document, beginning.after, end, after_number=beginning.label is not None)
    start = min(start, end)
    keyed = marking_after_key(text.document, start, end) if not (marking or beginning.marking) else None
    body = Span(start, max(end, start))
    first = bisect_left(text.cut_starts, start)
    last = bisect_left(text.cut_starts, body.end, lo=first)
    cuts = tuple(cut for cut in text.cuts[first:last] if cut.end <= body.end)
    if keyed:
        marking, span = keyed
        cuts = tuple(united([*cuts, span]))
    if marking and not beginning.marking:
        beginning = beginning._replace(marking=marking)
    return _paragraph(text, ordinal, beginning, body=body, cuts=cuts, anchor=anchor)


def _paragraph(
    text: Text, ordinal: int, beginning: Beginning, *, body: Span, cuts: tuple[Span, ...], anchor: str
) -> Paragraph:
    document, heading = text.document, beginning.heading
    # A heading of two lines may have a rule under each.
    ruled = within(text.furniture, heading) if heading else ()
    return Paragraph(
        ordinal=ordinal,
        label=beginning.label,
        marking=beginning.marking,
        heading=words(document, heading, ruled) if heading else None,
        heading_span=heading,
        span=Span(beginning.start, body.end),
        body=body,
        cuts=(*ruled, *cuts),
        content=clean(document, body, cuts),
        blocks=read_blocks(document, body, cuts),
        anchor=anchor,
    )
