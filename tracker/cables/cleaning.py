"""The cleaned text of a part of a document: made by one rule, `clean`, with a map back to every character."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tracker.types import Span, by_start

_RUN = re.compile(r"\S+(?: \S+)*")  # single spaces stay inside a run: one run a line, mostly
_ODD_SPACES = "\t\v\f\r\x1c\x1d\x1e\x1f\x85\xa0"
_ODD_BYTES = _ODD_SPACES.encode("latin-1")
_ODD_SPACE = re.compile(rf"[{_ODD_SPACES}\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


class CleanText(NamedTuple):
    """Cleaned text with its map: run i of `text` starts at `starts[i]` and stands at `origins[i]` in the document.

    The map is worked out when it is asked for: of most paragraphs it never is.
    """

    text: str
    document: str
    span: Span
    cuts: tuple[Span, ...] = ()

    @property
    def starts(self) -> tuple[int, ...]:
        """Where the runs start in the text."""
        return _map(self.document, self.span, self.cuts)[0]

    @property
    def origins(self) -> tuple[int, ...]:
        """Where the runs stand in the document."""
        return _map(self.document, self.span, self.cuts)[1]

    def to_document(self, start: int, end: int) -> Span:
        """The span of the document that `text[start:end]` was made from.

        Raises ValueError where the range is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters {start}..{end} in a text of {len(self.text)}")
        return Span(self._origin(start), self._origin(end - 1) + 1)

    def _origin(self, index: int) -> int:
        starts, origins = _map(self.document, self.span, self.cuts)
        run = bisect.bisect_right(starts, index) - 1
        return origins[run] + index - starts[run]


def clean(document: str, span: Span, cuts: Sequence[Span] = ()) -> CleanText:
    """The words of `document[span]` without the cuts (page furniture), each run of white space as one space.

    `read.paragraphs` applies the same rule in SQL; a test holds the two together.
    """
    return CleanText(_text(document, span, cuts), document, span, tuple(cuts))


def _text(document: str, span: Span, cuts: Sequence[Span]) -> str:
    kept = "".join([document[start:end] for start, end in _pieces(span, cuts)]) if cuts else document[span[0] : span[1]]
    if _has_odd_space(document):
        return " ".join(kept.split())
    # By lines: a telegram has many fewer of them than words.
    return " ".join([words for line in kept.replace("  ", "\n").split("\n") if (words := line.strip())])


@lru_cache(maxsize=4)
def _has_odd_space(document: str) -> bool:
    """Whether a document has white space inside its lines that is no plain space."""
    try:
        letters = document.encode("latin-1")
    except UnicodeEncodeError:
        return _ODD_SPACE.search(document) is not None
    return any(byte in letters for byte in _ODD_BYTES)


@lru_cache(maxsize=64)
def _map(document: str, span: Span, cuts: tuple[Span, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the runs of a cleaned text start, and where they stand in the document."""
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    gap: int | None = None
    for start, end in _pieces(span, cuts):
        at = start
        for run in _RUN.finditer(document, start, end):
            begin, after = run.span()
            if begin > at and gap is None:
                gap = at
            if gap is not None and length:
                starts.append(length)
                origins.append(gap)
                length += 1
            gap = None
            starts.append(length)
            origins.append(begin)
            at = after
            length += at - begin
        if at < end and gap is None:
            gap = at
    return tuple(starts), tuple(origins)


def words(document: str, span: Span, cuts: Sequence[Span] = ()) -> str:
    """The cleaned words at a span; of the cuts, which are in order, those that lie in it."""
    first = bisect.bisect_left(cuts, span.start, key=by_start)
    last = bisect.bisect_left(cuts, span.end, lo=first, key=by_start)
    return _text(document, span, [cut for cut in cuts[first:last] if cut.end <= span.end])


def _pieces(span: Span, cuts: Sequence[Span]) -> Iterator[tuple[int, int]]:
    at = span.start
    for cut in sorted(cuts):
        if cut.start > at:
            yield at, min(cut.start, span.end)
        at = max(at, cut.end)
    if at < span.end:
        yield at, span.end
