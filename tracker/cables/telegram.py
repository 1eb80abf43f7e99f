"""From a printed cable to a Cable: mask what is protected, then read header, head and paragraphs from what remains.

Nothing is read before the masking, so no field can hold a protected name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.cables.body import Head, read_body
from tracker.cables.caption import ADMINISTRATIVE, Caption, after_subject_key, read_caption
from tracker.cables.classification import classification_of, handling_of
from tracker.cables.corrections import announcement, repeated_in, says_cancelled, says_corrected
from tracker.cables.furniture import page_furniture, united
from tracker.cables.head import read_fields
from tracker.cables.header import TransmissionHeader, printed_reference_id, read_header
from tracker.cables.identifiers import read_reference_id
from tracker.cables.model import Cable, Declassification, Guess
from tracker.cables.numbering import Number, paragraph_numbers
from tracker.cables.origins import origin_of
from tracker.cables.protection import Masked, mask
from tracker.cables.protection_occurrences import names_any
from tracker.cables.redactions import redactions
from tracker.cables.references import ReferenceBlock, read_references
from tracker.errors import NoCableError
from tracker.types import ReferenceId, Span

PARTIAL = "This record is a partial extract"
_LONGEST_HEAD = 12_000
_LONGEST_CAPTIONS = 600
_CUT_SHORT = "..."
"""What ends a telegram that the release site cut short."""
_LAST_LINE = 60
_TOLD_BY_THE_TELEGRAM = "the telegram's post and serial, the year of its date-time group"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCable:
    """A cable as a source prints it, not masked: the telegram decoded, and what the source tells about it.

    `title` is the subject where the source prints it outside the telegram: the telegram's first words then. `pages`
    are the places in `telegram` where printed pages begin, `marks` the codes that stand in it for words that were taken
    out. `source_guesses` are the fields given here that the source does not print itself (an ID from a file's name).
    What `declassified` and `corrected` tell stands outside the telegram; what the telegram says of itself is read from
    it.
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
    marks: tuple[Span, ...] = ()
    declassified: Declassification | None = None
    corrected: bool = False
    source_guesses: tuple[Guess, ...] = ()
    tags: tuple[str, ...] = ()
    executive_order: str | None = None
    handling: tuple[str, ...] = ()


def read_telegram(printed: PrintedCable) -> Cable:
    """The cable, masked. Raises NoCableError (ReferenceIdError) where it has no reference ID that can be read."""
    title = f"{printed.title}\n\n" if printed.title else ""
    masked = mask(title + printed.telegram.replace("\r\n", "\n").replace("\r", "\n"))
    document = masked.text
    header = read_header(document)
    reference_id, own_guesses = _reference_id(printed, header, document)
    created = printed.created or header.sent_at
    day = created.date() if created else None
    marks = [Span(*_moved(printed, masked, title, (mark.start, mark.end))) for mark in printed.marks]
    furniture = united([*page_furniture(document), *marks])
    numbers, caption = _numbers_and_caption(document, header.text, furniture)
    head_end = _end_of_head(document, numbers, caption, header.text)
    fields = read_fields(
        document, caption, furniture=furniture, sent_on=day, text=numbers[0].end if numbers else len(document)
    )
    body = read_body(
        document, _head(document, numbers, caption, header.text, bool(title)), numbers, furniture=furniture
    )
    handling, classification = _classification(printed, document, header, caption, end=head_end)
    lines = document[header.classification.start if header.classification else header.text : head_end]
    words = announcement(document, numbers[0].end) if numbers else ""
    cancelled = says_cancelled(document[:head_end])
    references = _references(printed, document, caption, cited_on=created, cited_in=reference_id)
    origin = printed.origin or origin_of(header.sender, reference_id)
    return Cable(
        reference_id=reference_id,
        source_format=printed.source_format,
        document=document,
        paragraphs=body.paragraphs,
        parts=body.parts,
        created=created,
        released=printed.released,
        classification=classification,
        origin=origin,
        subject=fields.subject or (document.partition("\n")[0] if title else None),
        tags=fields.tags or printed.tags,
        references=references.cables,
        other_references=references.others,
        transmission_id=header.transmission_id,
        precedence=header.precedence,
        sender=header.sender,
        recipients=header.recipients,
        info_recipients=header.info_recipients,
        classified_by=fields.classified_by,
        declassify_on=fields.declassify_on,
        signer=body.signer,
        signers=body.signers,
        partial=printed.partial or cancelled or PARTIAL in document[:2000] or _is_cut_short(document, numbers),
        row_sha256=printed.row_sha256,
        protected=masked.names,
        sent=header.sent_at,
        handling=handling or printed.handling,
        executive_order=fields.executive_order or printed.executive_order,
        declassification=fields.declassification,
        classification_reasons=fields.reasons,
        addressees=header.addressees,
        articles=tuple(address for address in printed.articles if not names_any(address, masked.names)),
        corrected=printed.corrected or header.corrected or says_corrected(lines),
        cancelled=cancelled,
        repeats=repeated_in(f"{lines}\n{words}", cited_on=day, cited_in=reference_id),
        guesses=(
            *printed.source_guesses,
            *own_guesses,
            *_guesses(printed, created, classification, origin),
            *fields.guesses,
        ),
        redactions=tuple(sorted({*redactions(document), *marks})),
        pages=_moved(printed, masked, title, printed.pages),
        declassified=printed.declassified,
    )


def _is_cut_short(document: str, numbers: Sequence[Number]) -> bool:
    """Whether the telegram ends as those do that the release site cut short: in its head, or with a line of dots."""
    last = document[-_LAST_LINE:].rstrip().rpartition("\n")[2].strip()
    return last.endswith(_CUT_SHORT) and (not numbers or last == _CUT_SHORT)


def _guesses(
    printed: PrintedCable, created: datetime | None, classification: str | None, origin: str | None
) -> tuple[Guess, ...]:
    """The fields that the source does not tell, and what they were taken from in the telegram."""
    taken = (
        ("created", printed.created is None and created is not None, "the telegram's date-time group"),
        ("classification", printed.classification is None and classification is not None, "the telegram's own words"),
        ("origin", printed.origin is None and origin is not None, "the post that sent it"),
    )
    return tuple(Guess(field, reason) for field, is_taken, reason in taken if is_taken)


def _classification(
    printed: PrintedCable, document: str, header: TransmissionHeader, caption: Caption, *, end: int
) -> tuple[tuple[str, ...], str | None]:
    """The captions of the head, and the classification: of the telegram only those above the first field tell it."""
    handling = handling_of(document, header.classification, end)
    if printed.classification:
        return handling, printed.classification
    first = caption.fields[0].span.start if caption.fields else end
    return handling, classification_of(header.classification, handling_of(document, header.classification, first))


def _end_of_head(document: str, numbers: list[Number], caption: Caption, start: int) -> int:
    """Where the lines of the head end: at the first paragraph, or after the last field where none has a number."""
    if numbers:
        return numbers[0].start
    return max((field.span.end for field in caption.fields), default=min(len(document), start + _LONGEST_CAPTIONS))


def _moved(printed: PrintedCable, masked: Masked, title: str, places: Sequence[int]) -> tuple[int, ...]:
    """Where places of the printed telegram are in the document, which may be longer or shorter."""
    return tuple(masked.moved(at - printed.telegram.count("\r\n", 0, at) + len(title)) for at in places)


def _reference_id(
    printed: PrintedCable, header: TransmissionHeader, document: str
) -> tuple[ReferenceId, tuple[Guess, ...]]:
    """The cable's own ID, and whether it is taken from the telegram or had to be mended."""
    if printed.reference_id:
        read = read_reference_id(printed.reference_id)
        mended = Guess("reference_id", f"printed as {printed.reference_id!r}")
        return read.reference_id, (mended,) if read.mended else ()
    reference_id = printed_reference_id(document, header)
    if reference_id is None:
        raise NoCableError(
            "no telegram found: it tells no ID, neither a whole one, nor post, serial and date; a file named by its ID "
            "(07MEXICO412.txt) is read"
        )
    return reference_id, (Guess("reference_id", _TOLD_BY_THE_TELEGRAM),)


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
    cuts = [field.span for field in caption.fields if field.name in ADMINISTRATIVE and field.span.start >= begin]
    if titled and not subject:
        title_end = len(document.partition("\n")[0])
        cuts.append(Span(title_end, max(title_end, start, end)))
        end = max(end, title_end)
    words = _past_space(document, subject.words.start if subject else begin, len(document))
    for field in caption.fields:
        if field.name in ADMINISTRATIVE and field.span.start == words:
            words = _past_space(document, field.span.end, len(document))
    return Head(
        begin=begin,
        words=words,
        end=max(begin, end),
        last=numbers[-1].end if numbers else max(end, start),
        fields=tuple(cuts),
    )


def _past_space(document: str, at: int, end: int) -> int:
    while at < end and document[at].isspace():
        at += 1
    return at


def _references(
    printed: PrintedCable, document: str, caption: Caption, *, cited_on: datetime | None, cited_in: ReferenceId
) -> ReferenceBlock:
    """What the REF block cites, then the cables that only the source lists."""
    day = cited_on.date() if cited_on else None
    words = "\n".join(document[field.words.start : field.words.end] for field in caption.all("references"))
    found = read_references(words, cited_on=day, cited_in=cited_in)
    if not printed.references:
        return found
    listed = read_references("\n".join(printed.references), cited_on=day, cited_in=cited_in).cables
    known = {reference.reference_id for reference in found.cables}
    return replace(found, cables=found.cables + tuple(item for item in listed if item.reference_id not in known))
