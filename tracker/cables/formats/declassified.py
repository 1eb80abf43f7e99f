"""A declassified cable as PDF with a text layer: the telegram, the places where its pages begin, and its stamps.

What was scanned and not read by a machine is refused. Where a file holds several documents, each is a cable of its own.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time

from tracker.cables.formats import pages
from tracker.cables.formats.pdf_pages import PdfText, read_pdf
from tracker.cables.formats.printed import Refusal
from tracker.cables.formats.stamps import Facts, StampedPage, declassification, marks, without_banners, without_stamps
from tracker.cables.model import Guess
from tracker.cables.settling import settled
from tracker.cables.telegram import PrintedCable
from tracker.errors import NoCableError

SOURCE_FORMAT = "declassified"
_FEWEST_LETTERS = 40
_NO_TEXT_LAYER = (
    "the PDF has no text layer, it is a picture of its pages: run an OCR program such as OCRmyPDF on it, and read that"
)
_HEAD = re.compile(
    r"^[ \t]*[ZOPR](?:[ \t]+[ZOPR])?[ \t]+(?P<time>\d{6}Z)[^\n]{0,20}\n(?:[^\n]*\n)?[ \t]*FM[ \t]+(?P<sender>\S[^\n]*)",
    re.MULTILINE,
)
_LINES_OF_HEAD = 20
_ENDS_SENTENCE = re.compile(r"[.?!:;][\"')]?[ \t]*\n\Z")


def read(data: bytes, name: str = "") -> Iterator[PrintedCable | Refusal]:
    """The cable of a PDF, or those of its documents; of several, those that are no cables are refused.

    Raises NoCableError, saying why, where there is no text, or one document only, and that no cable.
    """
    text = read_pdf(data)
    documents = _documents(text)
    if len(documents) == 1:
        yield _cable(documents[0], name)
        return
    for document in documents:
        try:
            printed = _cable(document, "")
        except NoCableError as error:
            yield Refusal(None, f"pages {document.first} to {document.last} of the PDF: {error}")
        else:
            yield replace(printed, row_sha256=hashlib.sha256(printed.telegram.encode(errors="replace")).hexdigest())


@dataclass(slots=True)
class _Document:
    """The pages of a file that are one document, from the `first` on, and what their stamps tell."""

    first: int
    is_incomplete: bool
    texts: list[str] = field(default_factory=list)
    facts: Facts = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    head: tuple[str, str] | None = None

    @property
    def last(self) -> int:
        return self.first + len(self.texts) - 1

    def add(self, page: StampedPage, lines: Sequence[str], *, is_picture: bool) -> None:
        if is_picture:
            self.pictures.append(self.last + 1)
        text = settled(textwrap.dedent("\n".join(lines)).strip("\n") + "\n")
        # Where a page ends with a sentence, the next may begin with a heading: nothing else tells them apart.
        self.texts.append(f"{text}\n" if _ENDS_SENTENCE.search(text) else text)
        self.facts = page.facts | self.facts
        self.codes += page.codes
        self.head = self.head or _head(lines)

    def is_continued_by(self, page: StampedPage, lines: Sequence[str]) -> bool:
        """Whether a page is of this document: stamped with no other number, and no other telegram's first."""
        number, head = page.facts.get("document"), _head(lines)
        known = self.facts.get("document")
        return not (number and known and number != known) and not (head and self.head and head != self.head)


def _documents(text: PdfText) -> list[_Document]:
    stamped = [without_stamps(page.lines, page.words) for page in text.pages]
    documents: list[_Document] = []
    for at, (page, lines) in enumerate(zip(stamped, without_banners([page.lines for page in stamped]), strict=True)):
        if not documents or not documents[-1].is_continued_by(page, lines):
            documents.append(_Document(at + 1, text.is_incomplete))
        documents[-1].add(page, lines, is_picture=text.pages[at].has_image and not any(map(str.strip, lines)))
    return documents or [_Document(1, text.is_incomplete)]


def _head(lines: Sequence[str]) -> tuple[str, str] | None:
    """The time and sender of a telegram that begins at the top of a page."""
    match = _HEAD.search("\n".join([line for line in lines if line.strip()][:_LINES_OF_HEAD]))
    return (match["time"], match["sender"].strip()) if match else None


def _cable(document: _Document, name: str) -> PrintedCable:
    text = "".join(document.texts)
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        raise NoCableError(_NO_TEXT_LAYER if document.pictures else "the PDF has no text")
    printed = pages.read(text, name)
    guesses = list(printed.source_guesses)
    if document.is_incomplete:
        guesses.append(Guess("document", "the letters of a font of the PDF are not told; words may be missing"))
    if document.pictures:
        numbers = ", ".join(map(str, document.pictures))
        guesses.append(Guess("document", f"pages without a text layer are missing: {numbers}"))
    printed = replace(
        printed,
        pages=_page_starts(document, text, printed.telegram),
        partial=printed.partial or bool(document.pictures),
        source_guesses=tuple(guesses),
    )
    return _released(printed, document) if document.facts or document.codes else printed


def _released(printed: PrintedCable, document: _Document) -> PrintedCable:
    """The cable with what the stamps tell of its release."""
    spans, codes = marks(printed.telegram)
    told = declassification(document.facts, [*document.codes, *codes])
    released = datetime.combine(told.released, time.min, UTC) if told and told.released else None
    return replace(
        printed,
        source_format=SOURCE_FORMAT,
        declassified=told,
        released=printed.released or released,
        marks=spans,
    )


def _page_starts(document: _Document, text: str, telegram: str) -> tuple[int, ...]:
    """Where in the telegram the pages of the file begin; those before it, and what is before it, at its beginning."""
    begin = text.find(telegram)
    if begin < 0:
        return ()
    starts = [0] * (document.first - 1)
    at = 0
    for page in document.texts:
        starts.append(max(at - begin, 0))
        at += len(page)
    return tuple(start for start in starts if start < len(telegram))
