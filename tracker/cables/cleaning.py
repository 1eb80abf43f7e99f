"""The cleaned text of a part of a document: made by one rule, `clean`, with a map back to every character."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.types import Span

_WORDS = re.compile(r"\S+(?: \S+)*")  # single spaces stay inside a run: one run a line, mostly


@dataclass(frozen=True, slots=True)
class CleanText:
    """Cleaned text with its map: run i of `text` starts at `starts[i]` and stands at `origins[i]` in the document."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def to_document(self, start: int, end: int) -> Span:
        """The span of the document that `text[start:end]` was made from.

        Raises ValueError where the range is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters {start}..{end} in a text of {len(self.text)}")
        return Span(self._origin(start), self._origin(end - 1) + 1)

    def _origin(self, index: int) -> int:
        run = bisect.bisect_right(self.starts, index) - 1
        return self.origins[run] + index - self.starts[run]


def clean(document: str, span: Span, cuts: Sequence[Span] = ()) -> CleanText:
    """The words of `document[span]` without the cuts (page furniture), each run of white space as one space.

    `read.paragraphs` applies the same rule in SQL; a test holds the two together.
    """
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    gap: int | None = None
    for start, end in _pieces(span, cuts):
        at = start
        for words in _WORDS.finditer(document, start, end):
            if words.start() > at and gap is None:
                gap = at
            if gap is not None and length:
                parts.append(" ")
                starts.append(length)
                origins.append(gap)
                length += 1
            gap = None
            parts.append(words.group())
            starts.append(length)
            origins.append(words.start())
            at = words.end()
            length += at - words.start()
        if at < end and gap is None:
            gap = at
    return CleanText("".join(parts), tuple(starts), tuple(origins))


def words(document: str, span: Span, cuts: Sequence[Span] = ()) -> str:
    """The cleaned words at a span; of the cuts, which are in order, those that lie in it."""
    first = bisect.bisect_left(cuts, span.start, key=_start)
    last = bisect.bisect_left(cuts, span.end, lo=first, key=_start)
    return clean(document, span, [cut for cut in cuts[first:last] if cut.end <= span.end]).text


def _start(span: Span) -> int:
    return span.start


def _pieces(span: Span, cuts: Sequence[Span]) -> Iterator[tuple[int, int]]:
    at = span.start
    for cut in sorted(cuts):
        if cut.start > at:
            yield at, min(cut.start, span.end)
        at = max(at, cut.end)
    if at < span.end:
        yield at, span.end
