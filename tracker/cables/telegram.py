"""From a printed cable to a Cable: mask what is protected, then read header, head and paragraphs from what remains.

Nothing is read before the masking, so no field can hold a protected name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tracker.cables.body import Head, read_body
from tracker.cables.caption import (
    Caption,
    after_subject_key,
    classifier_of,
    declassification_day,
    read_caption,
    tags_of,
    words_of,
)
from tracker.cables.furniture import page_furniture
from tracker.cables.header import TransmissionHeader, printed_reference_id, read_header
from tracker.cables.identifiers import parse_reference_id
from tracker.cables.markings import classification_line, classification_of
from tracker.cables.model import Cable, Declassification, Guess
from tracker.cables.numbering import Number, paragraph_numbers
from tracker.cables.posts import posts
from tracker.cables.protection import Masked, mask
from tracker.cables.references import ReferenceBlock, read_references
from tracker.errors import NoCableError
from tracker.types import ReferenceId, Span

PARTIAL = "This record is a partial extract"
_LONGEST_HEAD = 12_000
_ADMINISTRATIVE = frozenset(("references", "classified_by", "other", "tags", "order"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCable:
    """A cable as a source prints it, not masked: the telegram decoded, and what the source tells about it.

    `title` is the subject where the source prints it outside the telegram: the telegram's first words then. `pages`
    are the places in `telegram` where printed pages begin. `source_guesses` are the fields given here that the source
    does not print itself (an ID from a file's name). What `declassified` and `corrected` tell stands outside the
    telegram; what the telegram says of itself is read from it.
    """

    source_format: str
    telegram: str
    reference_id: str | None = None
    created: datetime | None = None
    released: datetime | None = None
    classification: str | None = None
    origin: str | None = None
    references: tuple[str, ...] = ()
    title: str | None = None
    partial: bool = False
    row_sha256: str | None = None
    articles: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    declassified: Declassification | None = None
    corrected: bool = False
    source_guesses: tuple[Guess, ...] = ()


def read_telegram(printed: PrintedCable) -> Cable:
    """The cable, masked. Raises NoCableError (ReferenceIdError) where it has no reference ID that can be read."""
    title = f"{printed.title}\n\n" if printed.title else ""
    masked = mask(title + printed.telegram.replace("\r\n", "\n").replace("\r", "\n"))
    document = masked.text
    header = read_header(document)
    reference_id = _reference_id(printed, document)
    created = printed.created or header.sent_at
    furniture = page_furniture(document)
    start = _start_of_text(document, header)
    numbers, caption = _numbers_and_caption(document, start, furniture)
    body = read_body(document, _head(document, numbers, caption, start, bool(title)), numbers, furniture=furniture)
    subject = words_of(document, caption.first("subject")) or (document.partition("\n")[0] if title else None)
    references = _references(printed, document, caption, cited_on=created, cited_in=reference_id)
    return Cable(
        reference_id=reference_id,
        source_format=printed.source_format,
        document=document,
        paragraphs=body.paragraphs,
        parts=body.parts,
        created=created,
        released=printed.released,
        classification=printed.classification or classification_of(document),
        origin=printed.origin or _origin(reference_id),
        subject=subject,
        tags=tags_of(words_of(document, caption.first("tags"))),
        references=references.cables,
        other_references=references.others,
        transmission_id=header.transmission_id,
        precedence=header.precedence,
        sender=header.sender,
        recipients=header.recipients,
        info_recipients=header.info_recipients,
        classified_by=classifier_of(words_of(document, caption.first("classified_by"))),
        declassify_on=declassification_day(words_of(document, caption.first("order"))),
        signer=body.signer,
        signers=body.signers,
        partial=printed.partial or PARTIAL in document[:2000],
        row_sha256=printed.row_sha256,
        protected=masked.names,
        articles=printed.articles,
        pages=_pages(printed, masked, title),
        declassified=printed.declassified,
        corrected=printed.corrected,
        guesses=printed.source_guesses,
    )


def _pages(printed: PrintedCable, masked: Masked, title: str) -> tuple[int, ...]:
    """Where the printed pages begin in the document, which may be longer or shorter than what was printed."""
    return tuple(masked.moved(at - printed.telegram.count("\r\n", 0, at) + len(title)) for at in printed.pages)


def _reference_id(printed: PrintedCable, document: str) -> ReferenceId:
    if printed.reference_id:
        return parse_reference_id(printed.reference_id)
    reference_id = printed_reference_id(document)
    if reference_id is None:
        raise NoCableError("no telegram found: it names neither its post and serial nor a known sender and date")
    return reference_id


def _start_of_text(document: str, header: TransmissionHeader) -> int:
    """Where the text begins: after the classification line, or after the header where there is none."""
    classification = classification_line(document)
    return max(header.end, classification.end()) if classification else header.end


def _numbers_and_caption(document: str, start: int, furniture: list[Span]) -> tuple[list[Number], Caption]:
    """The paragraph numbers, looked for only after the subject line, and the head's fields before them."""
    subject_end = after_subject_key(document, start, min(len(document), start + _LONGEST_HEAD))
    numbers = paragraph_numbers(document, subject_end, len(document))
    head_end = numbers[0].start if numbers else min(len(document), start + _LONGEST_HEAD)
    return numbers, read_caption(document, start, head_end, furniture=furniture)


def _head(document: str, numbers: list[Number], caption: Caption, start: int, titled: bool) -> Head:
    """What is head, for the body to begin after it."""
    subject = caption.first("subject")
    begin = subject.span.start if subject else (0 if titled else start)
    end = max((field.span.end for field in caption.fields), default=start)
    cuts = [field.span for field in caption.fields if field.name in _ADMINISTRATIVE and field.span.start >= begin]
    if titled and not subject:
        cuts.append(Span(len(document.partition("\n")[0]), max(start, end)))
    return Head(
        begin=begin,
        words=_past_space(document, subject.words.start if subject else begin, len(document)),
        end=max(begin, end),
        last=numbers[-1].end if numbers else max(end, start),
        fields=tuple(cuts),
    )


def _past_space(document: str, at: int, end: int) -> int:
    while at < end and document[at].isspace():
        at += 1
    return at


def _origin(reference_id: ReferenceId) -> str | None:
    post = posts().get(reference_id[2:].rstrip("0123456789"))
    return post.origin if post else None


def _references(
    printed: PrintedCable, document: str, caption: Caption, *, cited_on: datetime | None, cited_in: ReferenceId
) -> ReferenceBlock:
    """What the REF block cites, then the cables that only the source lists."""
    day = cited_on.date() if cited_on else None
    words = "\n".join(document[field.words.start : field.words.end] for field in caption.all("references"))
    found = read_references(words, cited_on=day, cited_in=cited_in)
    listed = read_references("\n".join(printed.references), cited_on=day, cited_in=cited_in).cables
    known = {reference.reference_id for reference in found.cables}
    return replace(found, cables=found.cables + tuple(item for item in listed if item.reference_id not in known))
