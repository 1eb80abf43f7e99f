"""Revisions: what the log must take in for its account of one cable to become what was read of it now.

Compared are the text of record, what the header tells, where the paragraphs stand, and the reports. Equal is nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import TYPE_CHECKING

from tracker import identity
from tracker.accounts import Account, cable_stream, placed
from tracker.alignment import BLANK, Alignment
from tracker.binding import Rereading
from tracker.events import (
    CableContent,
    CableRecorded,
    CableReference,
    CableReread,
    CableRevised,
    DocumentPart,
    Event,
    ParagraphLayout,
    RenditionRecorded,
)
from tracker.extraction.version import EXTRACTOR_VERSION
from tracker.hiding import Open, as_recorded, hidden_as_in, open_places, standing_hidden_as_in
from tracker.log.documents import Document, divide
from tracker.log.recorded import NewEvent, new_event
from tracker.log.sealed import Sealed, SealedName
from tracker.masking import masked
from tracker.reconciliation import Read
from tracker.renditions import is_known, takes_record
from tracker.reports import Kind, Report
from tracker.types import DocumentId, Span, Stream

if TYPE_CHECKING:
    from uuid import UUID

    from tracker.cables.model import Cable

_EXTRACTOR = f"extractor {EXTRACTOR_VERSION}"
"""Who acts where a re-reading corrects or withdraws."""


@dataclass(slots=True)
class Revision:
    """What is to be appended to one cable's stream, in one piece."""

    stream: Stream
    actor: str
    correlation: UUID
    earlier: Counter[tuple[str, str]]
    backfill: bool = False
    """Whether readers are told of it in sum only."""
    events: list[NewEvent] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    sealed: list[Sealed] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    """How many places of erased words have no counterpart in what was read, nor their surroundings."""
    open: list[Open] = field(default_factory=list)
    """The recorded texts that show what the text of record hides."""

    def add(self, event: Event, subject: str, *, actor: str | None = None) -> None:
        """Append an event about a subject (the cable or one of its reports) after those there are."""
        key = (subject, event.type())
        event_id = identity.event_id(subject, event.type(), self.earlier[key])
        self.earlier[key] += 1
        self.types[event.type()] += 1
        self.events.append(
            new_event(
                event, stream=self.stream, event_id=event_id, actor=actor or self.actor, correlation=self.correlation
            )
        )


def revise(
    cable: Cable,
    told: Account,
    *,
    source: str,
    sha256: str,
    actor: str,
    correlation: UUID,
    keep_protected_words: bool,
    reports: Sequence[Report] | None = None,
    backfill: bool = False,
) -> Revision:
    """The revision that makes the account of a cable what `source` now gives; without events where it is so already.

    `reports` are those of the cable, where they were extracted already. Of a `backfill` readers are told in sum only.
    """
    revision = Revision(cable_stream(cable.reference_id), actor, correlation, Counter(told.earlier), backfill)
    rendition = RenditionRecorded(
        reference_id=cable.reference_id,
        source=source,
        source_format=cable.source_format,
        sha256=sha256,
        characters=len(cable.document),
        partial=cable.partial,
    )
    read = cable
    cable = _hidden_as_recorded(read, told, revision)
    if cable is not read:
        reports = None  # they would stand where the words that are masked now stood
    of_record = told.content is None or takes_record(rendition, told.renditions[told.content.source])
    same_text = told.document is not None and told.document.text == cable.document
    if of_record:
        document = _take_record(
            cable, source, told, revision, keep_protected_words=keep_protected_words, reports=reports
        )
    else:
        document = _standing(read, told, revision, keep_protected_words=keep_protected_words)
    if of_record or same_text:
        rendition = replace(rendition, document_id=document.document_id)
    if not is_known(rendition, told.renditions.get(source)):
        revision.add(rendition, cable.reference_id)
    if told.document is not None and (revision.documents or document.ordinal > 1):
        revision.open = open_places(told.every_document(), document.text)
    return revision


def give_again(
    told: Account, *, source: str, sha256: str, actor: str, correlation: UUID, backfill: bool = False
) -> Revision | None:
    """The revision where `source` gives the very bytes that the text of record was read from: only that it does.

    It is what `revise` makes of them. None where that cannot be told without reading them.
    """
    content = told.content
    standing = told.renditions.get(content.source) if content else None
    if content is None or standing is None or told.words_erased or told.erased or not is_of_today(content.extractor):
        return None
    # Of two alike from two sources the one that is of record stays so.
    if (standing.sha256, standing.document_id) != (sha256, content.document_id) or source == content.source:
        return None
    revision = Revision(cable_stream(content.reference_id), actor, correlation, Counter(told.earlier), backfill)
    rendition = replace(standing, source=source)
    if not is_known(rendition, told.renditions.get(source)):
        revision.add(rendition, content.reference_id)
    return revision


def is_of_today(extractor: str | None) -> bool:
    """Whether an extractor is the one that reads now: what another one read is read again."""
    return extractor == EXTRACTOR_VERSION


def hide(
    cable: Cable, told: Account, *, actor: str, correlation: UUID, keep_protected_words: bool
) -> tuple[Revision, Document]:
    """The revision that records a cable's text of record with other words hidden, and the text as it then stands."""
    revision = Revision(cable_stream(cable.reference_id), actor, correlation, Counter(told.earlier))
    return revision, _record_again(cable, told, revision, keep_protected_words=keep_protected_words)


def _hidden_as_recorded(cable: Cable, told: Account, revision: Revision) -> Cable:
    """The cable with all masked that was erased from, or is hidden in, a recorded text of it."""
    same_text = told.document is not None and told.document.text == cable.document
    if told.document is not None and not same_text and (again := as_recorded(cable, told.document)):
        return again
    if told.words_erased:
        # First what masks tell the place of: words that were protected later are blank in the texts before.
        whole = [] if same_text else [each for each in told.every_document() if BLANK not in each.text]
        cable, revision.lost = masked(hidden_as_in(cable, whole), told.every_document())
    return cable if told.document is None or same_text else hidden_as_in(cable, told.every_document())


def _take_record(
    cable: Cable,
    source: str,
    told: Account,
    revision: Revision,
    *,
    keep_protected_words: bool,
    reports: Sequence[Report] | None,
) -> Document:
    """Record the cable as that of record, as far as it is not so already; returns its text as recorded."""
    document = told.document
    same_text = document is not None and document.text == cable.document
    if document is None or not same_text or document.subject != (cable.subject or ""):
        document = _new_document(cable, told, revision, keep_protected_words=keep_protected_words)
    event_type = CableRecorded if told.content is None else CableReread if same_text else CableRevised
    content = _content(event_type, cable, document, source=source, backfill=revision.backfill)
    changed = told.content is None or _differs(content, told.content)
    if changed:
        revision.add(content, cable.reference_id)
    if changed or (told.content and not is_of_today(told.content.extractor)):
        _read(cable, _extracted(cable) if reports is None else reports, document, told=told, revision=revision)
    return document


def _standing(cable: Cable, told: Account, revision: Revision, *, keep_protected_words: bool) -> Document:
    """The text of record as it stays beside this rendition: recorded again where this one hides words of it."""
    assert told.content is not None
    assert told.document is not None
    again = standing_hidden_as_in(told.content, told.document, cable)
    if again is None:
        return told.document
    return _record_again(again, told, revision, keep_protected_words=keep_protected_words)


def _record_again(cable: Cable, told: Account, revision: Revision, *, keep_protected_words: bool) -> Document:
    """Record the text of record once more, with other words hidden in it; returns it as recorded."""
    assert told.content is not None
    document = _new_document(cable, told, revision, keep_protected_words=keep_protected_words)
    content = _content(CableRevised, cable, document, source=told.content.source, backfill=revision.backfill)
    revision.add(content, cable.reference_id)
    _read(cable, _extracted(cable), document, told=told, revision=revision)
    return document


def _extracted(cable: Cable) -> Sequence[Report]:
    # Loading the rules takes half a second, which only who reads cables should wait for.
    from tracker.extraction.pipeline import extract  # noqa: PLC0415

    return extract(cable)


def _new_document(cable: Cable, told: Account, revision: Revision, *, keep_protected_words: bool) -> Document:
    """A further text of the cable, with what is sealed of it."""
    document = _divided(cable, told.document.ordinal + 1 if told.document else 1)
    revision.documents.append(document)
    if keep_protected_words:
        revision.sealed.extend(
            SealedName(document.document_id, name.number, name.words, name.reason)
            for name in cable.protected
            if name.words
        )
    return document


def _divided(cable: Cable, ordinal: int) -> Document:
    return divide(
        identity.document_id(cable.reference_id, ordinal),
        cable.reference_id,
        ordinal,
        subject=cable.subject or "",
        text=cable.document,
        boundaries=(paragraph.span.start for paragraph in cable.paragraphs),
    )


def _read(cable: Cable, reports: Sequence[Report], document: Document, *, told: Account, revision: Revision) -> None:
    """Add the events that make the recorded reports equal to those that were extracted."""
    found = [_with_words(report, document.document_id, cable.words) for report in _not_erased(reports, told, document)]
    documents = {**told.documents, document.document_id: document}
    texts = {**told.texts, document.document_id: cable.words}
    rereading = Rereading(
        cable.reference_id,
        document.document_id,
        EXTRACTOR_VERSION,
        place=partial(placed, documents),
        worded=lambda each: _with_words(each.report, each.document_id, texts[each.document_id]),
    )
    reason = "the text changed" if revision.documents else "read again"
    for report_id, event in rereading.events(told.reports, found, reason=reason):
        if str(report_id) not in told.erased:
            revision.add(event, str(report_id), actor=_EXTRACTOR)


def _not_erased(reports: Sequence[Report], told: Account, document: Document) -> list[Report]:
    """The reports without those that were erased: of one kind, resting on the same words.

    Another report that rests on those words too is only told from the erased one while it is read as it is recorded.
    """
    places: list[tuple[Kind, Span]] = []
    for remains in (each for erased in told.erased.values() for each in erased):
        former = told.documents.get(remains.document_id) if remains.document_id else None
        if former and former.document_id != document.document_id:
            alignment = Alignment(former.text, document.text)
            moved = [place for span in remains.spans if (place := alignment.moved(span))]
        else:
            moved = list(remains.spans)
        places += [(remains.kind, place) for place in moved]
    standing = [each.told.report for each in told.reports.values() if each.told.document_id == document.document_id]
    return [
        report
        for report in reports
        if report in standing
        or not any(
            kind is report.kind and any(each.span.overlaps(place) for each in report.evidence) for kind, place in places
        )
    ]


def _with_words(report: Report, document_id: DocumentId, words_at: Callable[[Span], str]) -> Read:
    """A report with the words that its spans stand for: a text that moved is not a text that changed."""
    return Read(report, document_id, words_at(report.quote), words_at)


def _differs(new: CableContent, old: CableContent) -> bool:
    """Whether two contents tell different things.

    Commitments are salted; who read it and how readers are told of it is no content.
    """
    telling = [field.name for field in fields(CableContent) if field.name not in {"parts", "extractor", "backfill"}]
    return any(getattr(new, name) != getattr(old, name) for name in telling)


def _content(
    content: type[CableContent], cable: Cable, document: Document, *, source: str, backfill: bool
) -> CableContent:
    return content(
        reference_id=cable.reference_id,
        document_id=document.document_id,
        parts=tuple(DocumentPart(part.start, part.commitment.hex()) for part in document.parts),
        paragraphs=tuple(
            ParagraphLayout(
                ordinal=paragraph.ordinal,
                label=paragraph.label,
                marking=paragraph.marking,
                heading=paragraph.heading_span,
                span=paragraph.span,
                body=paragraph.body,
                cuts=paragraph.cuts,
            )
            for paragraph in cable.paragraphs
        ),
        source=source,
        source_format=cable.source_format,
        extractor=EXTRACTOR_VERSION,
        created=cable.created,
        released=cable.released,
        classification=cable.classification,
        origin=cable.origin,
        tags=cable.tags,
        references=tuple(CableReference(each.label, each.reference_id) for each in cable.references),
        partial=cable.partial,
        protected_names=len(cable.protected),
        backfill=backfill,
    )
