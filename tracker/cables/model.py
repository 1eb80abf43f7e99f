"""A cable as parsed: its header, its document, and the paragraphs found in it.

The document is the telegram decoded (entities resolved) and masked (protected names replaced), but not cleaned: every
span anywhere counts its code points. A paragraph's cleaned text is derived from the document by one rule, `clean`, and
carries a map back.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.types import ReferenceId, Span

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
    """The cleaned words at a span; of the cuts those that lie in it."""
    return clean(document, span, [cut for cut in cuts if span.start <= cut.start and cut.end <= span.end]).text


def _pieces(span: Span, cuts: Sequence[Span]) -> Iterator[tuple[int, int]]:
    at = span.start
    for cut in sorted(cuts):
        if cut.start > at:
            yield at, min(cut.start, span.end)
        at = max(at, cut.end)
    if at < span.end:
        yield at, span.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of a cable.

    `ordinal` counts from 0 in the order of the document and is unique; 0 is the text before paragraph 1, from the
    subject line on. `label` is the number as printed ("2", "0" for ordinal 0, None for an unnumbered one), `marking`
    the portion marking without its brackets ("C", "SBU", "S/NF"), `heading` the heading that stands over it, at
    `heading_span`. `body` is the span of its words after label and marking, `span` that of the whole, `cuts` what
    is no part of the words in `body`: furniture, and in paragraph 0 the lines of the head (TAGS, REF, Classified By).
    """

    ordinal: int
    label: str | None
    marking: str | None
    heading: str | None
    heading_span: Span | None
    span: Span
    body: Span
    cuts: tuple[Span, ...]
    content: CleanText

    @property
    def text(self) -> str:
        """The cleaned words."""
        return self.content.text


@dataclass(frozen=True, slots=True)
class Reference:
    """A line of the REF block: its letter ("A"; None for a single one) and the cable that it names."""

    label: str | None
    reference_id: ReferenceId


@dataclass(frozen=True, slots=True)
class ProtectedName:
    """Words masked in the document as `[protected N]`: the number, the words (for schema `sealed` only), and why."""

    number: int
    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """One cable in one rendition, masked. Times are UTC; what the rendition does not tell is None or empty."""

    reference_id: ReferenceId
    source_format: str
    document: str
    paragraphs: tuple[Paragraph, ...]
    created: datetime | None = None
    released: datetime | None = None
    classification: str | None = None
    origin: str | None = None
    subject: str | None = None
    tags: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    transmission_id: str | None = None
    precedence: str | None = None
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    info_recipients: tuple[str, ...] = ()
    classified_by: str | None = None
    declassify_on: date | None = None
    signer: str | None = None
    partial: bool = False
    protected: tuple[ProtectedName, ...] = ()
    row_sha256: str | None = None
    """The digest of the row that it stood in, where one file holds many cables."""

    def words(self, span: Span) -> str:
        """The words at a span of the document, without page furniture, each run of white space as one space."""
        return words(self.document, span, [cut for paragraph in self.paragraphs for cut in paragraph.cuts])
