"""A cable as parsed: its header, its document, and the paragraphs found in it.

The document is the telegram decoded (entities resolved) and masked (protected names replaced), but not cleaned: every
span anywhere counts its code points.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from tracker.cables.cleaning import CleanText, words
from tracker.types import ReferenceId, Span


class Block(NamedTuple):
    """A piece of a paragraph's body, in order: running text, one item of a list, or a table, whose lines are kept.

    `kind` is "text", "item", "table" or "heading" (one inside the paragraph); `label` the item's mark ("a", "--").
    """

    kind: str
    span: Span
    label: str | None = None


class Paragraph(NamedTuple):
    """One paragraph of a cable. A tuple, as its blocks are: a cable has dozens of them.

    `ordinal` counts from 0 in the order of the document and is unique; 0 is the text before paragraph 1, from the
    subject line on. `label` is the number as printed ("2", "0" for ordinal 0, None for an unnumbered one), `marking`
    the portion marking without its brackets ("C", "SBU", "S/NF"), `heading` the heading that stands over it, at
    `heading_span`. `body` is the span of its words after label and marking, `span` that of the whole, `cuts` what
    is no part of the words in `body` or heading: furniture, with the line breaks that it put into words, and in
    paragraph 0 the lines of the head (TAGS, REF, Classified By).
    `section` is the part of the cable that it belongs to ("summary", "comment", "note", ...; None for the rest);
    `anchor` names it within its cable where labels repeat ("2", then "2.2" for the second 2).
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
    section: str | None = None
    anchor: str = ""
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """The cleaned words."""
        return self.content.text


class Part(NamedTuple):
    """Words that a cable marks as one of its parts ("summary", "comment"), in one paragraph and without the key."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """A cable that the REF block names: by which letter ("A"; None for a single one), and its words as printed.

    `inferred_year` says that the block prints no year, so that it is the citing cable's, or the one before.
    """

    label: str | None
    reference_id: ReferenceId
    printed: str | None = None
    inferred_year: bool = False


@dataclass(frozen=True, slots=True)
class OtherReference:
    """What the REF block names that is no cable with a known ID.

    `kind` is "septel" (a cable still to come), "email", "fax", "telephone", "memorandum", "letter", "meeting", "report"
    (a daily report, an intelligence report), "press", "unreadable" (perhaps a cable, but its ID cannot be told) or
    "other".
    """

    label: str | None
    kind: str
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A station that a cable went to: for action, or for `information` only.

    `name` is its plain language address, `route` its routing indicator, `number` the sender's running number to it,
    `excluded` the stations that a collective address leaves out ("XMT AMEMBASSY ...").
    """

    name: str
    information: bool
    route: str | None = None
    precedence: str | None = None
    number: str | None = None
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """A field that the rendition does not tell itself, and what its value was taken from."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declassification:
    """What the stamps of a declassified document tell: its numbers, when it was released, what was held back and why.

    `exemptions` are the codes of the law ("B1", "1.4(D)") in the order of the document, each once.
    """

    case_number: str | None = None
    document_number: str | None = None
    released: date | None = None
    authority: str | None = None
    exemptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProtectedName:
    """Words masked in the document as `[protected N]`: the number, the words (for schema `sealed` only), and why.

    `reason` is what asked for it ("strictly protect"), without any other word of the cable; `rule` what the words are:
    a "name", a "description", a "statement", or "redacted" in another rendition.
    """

    number: int
    words: str
    reason: str
    rule: str = "name"


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
    sent: datetime | None = None
    """The telegram's own date-time group; `created` is what the release says."""
    handling: tuple[str, ...] = ()
    """Captions that limit who may read it, in order: SENSITIVE, NOFORN, EXDIS, SIPDIS and their kin."""
    executive_order: str | None = None
    """The number of the order it was classified under ("12958")."""
    declassification: str | None = None
    """What the E.O. line says of declassifying, as printed ("DECL: 02/28/2017", "25X1-HUMAN", "N/A")."""
    classification_reasons: tuple[str, ...] = ()
    """The order's reasons, each in the form "1.4(b)"."""
    signers: tuple[str, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    other_references: tuple[OtherReference, ...] = ()
    articles: tuple[str, ...] = ()
    """Addresses of the articles that the release says it appears in."""
    corrected: bool = False
    cancelled: bool = False
    """Whether its sender cancelled it before all of it was sent; so it is partial too."""
    repeats: ReferenceId | None = None
    """The cable that it says that it sends again."""
    guesses: tuple[Guess, ...] = ()
    redactions: tuple[Span, ...] = ()
    """Where the release, or the office that declassified it, took words out (XXXXXXXXXXXX)."""
    pages: tuple[int, ...] = ()
    """Where in the document each printed page begins, of a rendition that has pages."""
    declassified: Declassification | None = None
    row_sha256: str | None = None
    """The digest of the row that it stood in, where one file holds many cables."""
    parts: tuple[Part, ...] = ()
    """The marked parts by where they begin; one of several paragraphs is one in each, and a note may lie in another."""

    @property
    def summary(self) -> str | None:
        """The words of its summary, without those that only say where it begins and ends; None without one."""
        return self._part("summary")

    @property
    def comment(self) -> str | None:
        """The words of its comments, one after the other, without those that say where they begin and end."""
        return self._part("comment")

    def page(self, at: int) -> int | None:
        """The number, from 1, of the printed page on which a place of the document lies; None without pages."""
        return max(bisect.bisect_right(self.pages, at), 1) if self.pages else None

    def _part(self, name: str) -> str | None:
        spans = [part.span for part in self.parts if part.name == name]
        cuts = self._cuts() if spans else []
        return " ".join(words(self.document, span, cuts) for span in spans) or None

    def words(self, span: Span) -> str:
        """The words at a span of the document, without page furniture, each run of white space as one space."""
        return words(self.document, span, self._cuts())

    def _cuts(self) -> list[Span]:
        return [cut for paragraph in self.paragraphs for cut in paragraph.cuts]
