"""Accounts: what the log holds of one cable, its texts and reports as they stand, before anything is revised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from tracker.alignment import Alignment
from tracker.amending import moved
from tracker.cables.cleaning import words
from tracker.erasure_events import EventErased, Remains, WordsErased
from tracker.events import CableContent, Event, RenditionRecorded
from tracker.log.documents import Document
from tracker.log.log import Log
from tracker.log.looked_up import LookedUp
from tracker.report_states import Reading, ReportState, ReportStates
from tracker.types import DocumentId, EventId, ReferenceId, ReportId, Span, Stream, Version

if TYPE_CHECKING:
    from tracker.log.recorded import Recorded

_NO_STREAM = Version(0)


@dataclass(slots=True)
class Account:
    """What the log holds of one cable."""

    version: Version = _NO_STREAM
    content: CableContent | None = None
    document: Document | None = None
    renditions: dict[str, RenditionRecorded] = field(default_factory=dict)
    reports: dict[ReportId, ReportState] = field(default_factory=dict)
    """How its reports stand, and what people decided on them."""
    texts: dict[DocumentId, Callable[[Span], str]] = field(default_factory=dict)
    earlier: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents: dict[DocumentId, Document] = field(default_factory=dict)
    """Those of the cable that its reports rest on, and that of record."""
    every_document: Callable[[], Sequence[Document]] = tuple
    """Loads all texts that were ever recorded of the cable, the oldest first."""
    words_erased: bool = False
    erased: dict[str, list[Remains]] = field(default_factory=dict)
    """The reports that were erased, by their ids, with where they stood: nothing reports them again."""


def account(log: Log | LookedUp, reference_id: ReferenceId, *, texts: bool = True) -> Account:
    """What the log holds of a cable now; empty for one that it does not know. Its documents only with `texts`."""
    told = Account()
    layouts: dict[DocumentId, CableContent] = {}
    events = log.read_stream(cable_stream(reference_id))
    erasures = _erasures(events)
    reports = ReportStates()
    for recorded in events:
        told.version = recorded.version
        if recorded.body is None:
            if erasure := erasures.get(recorded.event_id):
                told.earlier[erasure.subject, recorded.type] += 1
                told.erased.setdefault(erasure.subject, []).extend([erasure.remains] if erasure.remains else [])
            continue
        event = recorded.event
        told.earlier[_subject(event), event.type()] += 1
        reports.take(recorded, event)
        if isinstance(event, CableContent):
            told.content = layouts[event.document_id] = event
        elif isinstance(event, RenditionRecorded):
            told.renditions[event.source] = event
        elif isinstance(event, WordsErased):
            told.words_erased = True
    told.reports = {each: state for each, state in reports.by_id.items() if str(each) not in told.erased}
    if texts:
        _add_documents(told, log, layouts)
    return told


def _erasures(events: Iterable[Recorded]) -> dict[EventId, EventErased]:
    """The erasures that a stream tells of, by the events that they erased."""
    told = [recorded.event for recorded in events if recorded.type == EventErased.type() and recorded.body is not None]
    return {event.event_id: event for event in told if isinstance(event, EventErased)}


def _add_documents(told: Account, log: Log | LookedUp, layouts: Mapping[DocumentId, CableContent]) -> None:
    """Add the texts that the account needs: that of record, those that reports rest on, and all after an erasure."""
    every = told.words_erased or bool(told.erased)
    needed = {each.document_id for state in told.reports.values() for each in state.readings}
    for document_id, content in layouts.items():
        if every or content is told.content or document_id in needed:
            document = _document(log, document_id)
            cuts = [cut for paragraph in content.paragraphs for cut in paragraph.cuts]
            told.texts[document_id] = partial(words, document.text, cuts=cuts)
            told.documents[document_id] = document
            if content is told.content:
                told.document = document
    told.every_document = partial(_every_document, log, told, tuple(layouts))


def _every_document(log: Log | LookedUp, told: Account, document_ids: Sequence[DocumentId]) -> Sequence[Document]:
    return [told.documents.get(each) or _document(log, each) for each in document_ids]


def _document(log: Log | LookedUp, document_id: DocumentId) -> Document:
    document = log.document(document_id)
    assert document is not None
    return document


def cable_stream(reference_id: ReferenceId) -> Stream:
    """The stream of a cable."""
    return Stream(f"cable/{reference_id}")


def _subject(event: Event) -> str:
    """What an event of a cable's stream is about: a report, or the cable itself."""
    if isinstance(event, WordsErased):
        return str(event.document_id)
    if isinstance(event, EventErased):
        return str(event.event_id)
    return str(getattr(event, "report_id", None) or getattr(event, "reference_id", ""))


def placed(documents: Mapping[DocumentId, Document], reading: Reading, document_id: DocumentId) -> Reading | None:
    """A reading with its spans in another of a cable's documents; None where its words are not found there."""
    if reading.document_id == document_id:
        return reading
    if reading.document_id not in documents or document_id not in documents:
        return None
    alignment = Alignment(documents[reading.document_id].text, documents[document_id].text)
    report = moved(reading.report, alignment.moved)
    return replace(reading, report=report, document_id=document_id) if report else None
