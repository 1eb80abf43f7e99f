"""From a release to events: each cable is read, compared with what is recorded, and the difference appended.

A cable is one append, so a crash leaves it recorded whole or not at all; ingesting again goes on from there. What is no
cable is quarantined with its reason and never stops the others.
"""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import structlog

from tracker import clock, identity
from tracker.cables import reading
from tracker.cables.formats.printed import Refusal
from tracker.cables.model import words
from tracker.errors import EventConflictError, NoCableError, WrongVersionError
from tracker.events import (
    REPORTED,
    CableContent,
    CableRecorded,
    CableReference,
    CableReread,
    CableRevised,
    DocumentPart,
    Event,
    ParagraphLayout,
    RenditionRecorded,
    ReportCorrected,
    ReportEvent,
    ReportWithdrawn,
)
from tracker.extraction.pipeline import EXTRACTOR_VERSION, extract
from tracker.log.documents import Document, divide
from tracker.log.log import Log, NewEvent, new_event
from tracker.log.sealed import SealedName
from tracker.quarantine import Quarantine
from tracker.reconciliation import Read, reconcile
from tracker.reports import CODEBOOK_VERSION, Report
from tracker.types import DocumentId, ReportId, Span, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from tracker.cables.model import Cable
    from tracker.cables.releases import RawFile
    from tracker.types import ReferenceId

FORMATS_BY_TRUST = ("release_page", "release_text", "dump", "scoop", "raw")
"""Which rendition is of record: a complete one before a partial one, then by format in this order."""

_SAMPLE = re.compile(r"[0-9]{2}SAMPLE[0-9]+")

_logger = structlog.get_logger(__name__)
_NO_STREAM = Version(0)
_ATTEMPTS = 5
"""How often a cable is read again because another process recorded something of it meanwhile."""


@dataclass(slots=True)
class Summary:
    """What an ingest came to. Counts are of cables, but for the reports; `copies` are other forms of known ones."""

    files: int = 0
    listings: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    copies: int = 0
    reports_new: int = 0
    reports_corrected: int = 0
    reports_withdrawn: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def cables(self) -> int:
        """How many cables were read."""
        return self.new + self.changed + self.unchanged + self.copies


@dataclass(slots=True)
class _Recorded:
    """What the log holds of one cable."""

    version: Version = _NO_STREAM
    content: CableContent | None = None
    document: Document | None = None
    renditions: dict[str, RenditionRecorded] = field(default_factory=dict)
    reports: dict[ReportId, ReportEvent] = field(default_factory=dict)
    texts: dict[DocumentId, Callable[[Span], str]] = field(default_factory=dict)
    earlier: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(slots=True)
class _Append:
    """What is to be appended to one cable's stream."""

    stream: Stream
    actor: str
    correlation: UUID
    earlier: Counter[tuple[str, str]]
    events: list[NewEvent] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    sealed: list[SealedName] = field(default_factory=list)
    changes_content: bool = False

    def add(self, event: Event, subject: str, *, actor: str | None = None) -> None:
        key = (subject, event.type())
        self.changes_content |= isinstance(event, CableContent)
        event_id = identity.event_id(subject, event.type(), self.earlier[key])
        self.earlier[key] += 1
        self.events.append(
            new_event(
                event,
                stream=self.stream,
                event_id=event_id,
                actor=actor or self.actor,
                correlation=self.correlation,
            )
        )


class Ingest:
    """Records releases in a log, as the writer."""

    def __init__(
        self,
        engine: Engine,
        *,
        actor: str,
        sample: bool = False,
        keep_protected_words: bool = True,
        dry_run: bool = False,
    ) -> None:
        self._log = Log(engine)
        self._quarantine = Quarantine(engine)
        self._actor = actor
        self._sample = sample
        self._keep_protected_words = keep_protected_words
        self._dry_run = dry_run
        self._run = uuid4()
        self._seen: dict[tuple[ReferenceId, str], str] = {}
        self._refused: set[str] = set()

    def run(self, files: Iterable[RawFile], progress: Callable[[Summary], None] | None = None) -> Summary:
        """Record all cables of the files; `progress` is told after each file."""
        # A log is for the sample release or for others from its first cable on; before that the settings tell.
        meant_for_sample = self._log.head().sample
        self._sample = self._sample if meant_for_sample is None else meant_for_sample
        summary = Summary()
        for file in files:
            self._file(file, summary)
            summary.files += 1
            if progress:
                progress(summary)
        return summary

    def _file(self, file: RawFile, summary: Summary) -> None:
        sha256 = file.sha256
        found = refused = 0
        try:
            for outcome in reading.cables(file):
                if isinstance(outcome, Refusal):
                    self._refuse(f"{file.name}, row {outcome.row}", sha256, outcome.reason, summary)
                    refused += 1
                    continue
                found += 1
                reason = self._cable(outcome, file.name, outcome.row_sha256 or sha256, summary)
                if reason:
                    self._refuse(file.name, outcome.row_sha256 or sha256, reason, summary)
                    refused += 1
        except NoCableError as error:
            self._refuse(file.name, sha256, str(error), summary)
            refused += 1
        except (RecursionError, ValueError, ArithmeticError, LookupError, TypeError) as error:
            # A fault of ours in reading this one file: the others are read all the same. Its words are not told.
            _logger.warning("reading failed", source=file.name, error=type(error).__name__, where=_where(error))
            self._refuse(file.name, sha256, f"reading it failed ({type(error).__name__}); please report this", summary)
            refused += 1
        if not refused and not self._dry_run:
            self._quarantine.resolve(file.name, sha256, refused=self._refused)
        if not found and not refused:
            summary.listings += 1

    def _refuse(self, source: str, sha256: str, reason: str, summary: Summary) -> None:
        summary.refused.append((source, reason))
        self._refused.add(sha256)
        if not self._dry_run:
            self._quarantine.add(source, sha256, reason, clock.now())

    def _cable(self, cable: Cable, source: str, sha256: str, summary: Summary) -> str | None:
        """Record what is new of a cable; returns why it is refused, or None."""
        if is_sample(cable.reference_id) != self._sample:
            # The database refuses a mixture too; it cannot tell what an empty log is meant for.
            if self._sample:
                return f"{cable.reference_id} is no sample cable, and this log holds the sample release"
            return f"{cable.reference_id} is a sample cable, and this log is for others; `tracker demo` runs the sample"
        if self._seen.setdefault((cable.reference_id, source), sha256) != sha256:
            # Taken as two states of one source, each would revise the other at every run.
            return f"another of the same name gives {cable.reference_id} otherwise in this release; rename one"
        for attempt in range(_ATTEMPTS):
            recorded = self._recorded(cable.reference_id)
            append = self._difference(cable, source, sha256, recorded)
            try:
                if append.events and not self._dry_run:
                    self._log.append(
                        append.events,
                        expected={append.stream: recorded.version},
                        documents=append.documents,
                        sealed=append.sealed,
                    )
                break
            except (WrongVersionError, EventConflictError):
                # Another process recorded something of this cable since we read its stream: compare again.
                if attempt == _ATTEMPTS - 1:
                    raise
        _count(append, recorded, summary)
        return None

    def _recorded(self, reference_id: ReferenceId) -> _Recorded:
        recorded = _Recorded()
        layouts: dict[DocumentId, CableContent] = {}
        for entry in self._log.read_stream(_stream(reference_id)):
            event = entry.event
            recorded.version = entry.version
            recorded.earlier[_subject(event), event.type()] += 1
            if isinstance(event, CableContent):
                recorded.content = layouts[event.document_id] = event
            elif isinstance(event, RenditionRecorded):
                recorded.renditions[event.source] = event
            elif isinstance(event, ReportEvent):
                recorded.reports[event.report_id] = event
            elif isinstance(event, ReportWithdrawn):
                recorded.reports.pop(event.report_id, None)
        needed = {event.document_id for event in recorded.reports.values()}
        for document_id, content in layouts.items():
            if content is recorded.content or document_id in needed:
                document = self._log.document(document_id)
                assert document is not None
                cuts = [cut for paragraph in content.paragraphs for cut in paragraph.cuts]
                recorded.texts[document_id] = partial(words, document.text, cuts=cuts)
                if content is recorded.content:
                    recorded.document = document
        return recorded

    def _difference(self, cable: Cable, source: str, sha256: str, recorded: _Recorded) -> _Append:
        append = _Append(_stream(cable.reference_id), self._actor, self._run, Counter(recorded.earlier))
        document = recorded.document
        same_text = document is not None and document.text == cable.document
        rendition = RenditionRecorded(
            reference_id=cable.reference_id,
            source=source,
            source_format=cable.source_format,
            sha256=sha256,
            characters=len(cable.document),
            partial=cable.partial,
        )
        of_record = _is_of_record(rendition, recorded)
        if of_record:
            if document is None or not same_text or document.subject != (cable.subject or ""):
                document = self._new_document(cable, document.ordinal + 1 if document else 1, append)
            event_type = CableRecorded if recorded.content is None else CableReread if same_text else CableRevised
            content = _content(event_type, cable, document, source)
            if recorded.content is None or _differs(content, recorded.content):
                append.add(content, cable.reference_id)
        assert document is not None
        if of_record or same_text:
            rendition = replace(rendition, document_id=document.document_id)
        if not _same_rendition(recorded.renditions.get(source), rendition):
            append.add(rendition, cable.reference_id)
        if of_record and (
            append.changes_content or (recorded.content and recorded.content.extractor != EXTRACTOR_VERSION)
        ):
            self._read(cable, document, recorded, append)
        return append

    def _new_document(self, cable: Cable, ordinal: int, append: _Append) -> Document:
        document = divide(
            identity.document_id(cable.reference_id, ordinal),
            cable.reference_id,
            ordinal,
            subject=cable.subject or "",
            text=cable.document,
            boundaries=(paragraph.span.start for paragraph in cable.paragraphs),
        )
        append.documents.append(document)
        if self._keep_protected_words:
            append.sealed.extend(
                SealedName(document.document_id, name.number, name.words, name.reason) for name in cable.protected
            )
        return document

    def _read(self, cable: Cable, document: Document, recorded: _Recorded, append: _Append) -> None:
        """Extract the cable's reports and add the events that make the recorded ones equal to them."""
        actor = f"extractor {EXTRACTOR_VERSION}"
        before = {
            report_id: _with_words(event.report, event.document_id, recorded.texts[event.document_id])
            for report_id, event in recorded.reports.items()
        }
        found = [_with_words(report, document.document_id, cable.words) for report in extract(cable)]
        difference = reconcile(cable.reference_id, before, found)
        for report_id in difference.withdrawn:
            event = ReportWithdrawn(
                report_id=report_id,
                reference_id=cable.reference_id,
                extractor=EXTRACTOR_VERSION,
                reason="the text changed" if append.documents else "read again",
            )
            append.add(event, str(report_id), actor=actor)
        for report_id, read, changed in difference.corrected:
            corrected = ReportCorrected(
                report_id=report_id,
                reference_id=cable.reference_id,
                document_id=read.document_id,
                extractor=EXTRACTOR_VERSION,
                codebook=CODEBOOK_VERSION,
                report=read.report,
                changed=changed,
            )
            append.add(corrected, str(report_id), actor=actor)
        for report_id, read in difference.new:
            reported = REPORTED[read.report.kind](
                report_id=report_id,
                reference_id=cable.reference_id,
                document_id=read.document_id,
                extractor=EXTRACTOR_VERSION,
                codebook=CODEBOOK_VERSION,
                report=read.report,
            )
            append.add(reported, str(report_id), actor=actor)


def is_sample(reference_id: ReferenceId) -> bool:
    """Whether a cable is of the made-up post SAMPLE, that of the bundled sample release."""
    return bool(_SAMPLE.fullmatch(reference_id))


def _stream(reference_id: ReferenceId) -> Stream:
    return Stream(f"cable/{reference_id}")


def _subject(event: Event) -> str:
    """What an event of a cable's stream is about: a report, or the cable itself."""
    if isinstance(event, ReportEvent | ReportWithdrawn):
        return str(event.report_id)
    assert isinstance(event, CableContent | RenditionRecorded)
    return event.reference_id


def _with_words(report: Report, document_id: DocumentId, words_at: Callable[[Span], str]) -> Read:
    """A report with the words that its spans stand for: a text that moved is not a text that changed."""
    names = [tuple(words_at(piece) for piece in name.pieces) for name in report.persons]
    operation = report.operation_name.pieces if report.operation_name else ()
    return Read(
        report, document_id, words_at(report.quote), tuple(names), tuple(words_at(piece) for piece in operation)
    )


def _is_of_record(rendition: RenditionRecorded, recorded: _Recorded) -> bool:
    """Whether a rendition is, or takes the place of, the one of record.

    Of one source the newest, unless it is a poorer one than before: partial now, or cut to less than half, as a broken
    download is. Of several the best: a complete one before a partial one, then by format, then the longest, then by
    digest, so that any order of ingest comes to the same.
    """
    if recorded.content is None:
        return True
    standing = recorded.renditions[recorded.content.source]
    if rendition.source == standing.source:
        return _rank(rendition) <= _rank(standing) and 2 * rendition.characters >= standing.characters
    return _order(rendition) < _order(standing)


def _same_rendition(a: RenditionRecorded | None, b: RenditionRecorded) -> bool:
    return a is not None and replace(a, document_id=None) == replace(b, document_id=None)


def _differs(new: CableContent, old: CableContent) -> bool:
    """Whether two contents tell different things; commitments are salted, and which extractor read is no content."""
    telling = [field.name for field in fields(CableContent) if field.name not in {"parts", "extractor"}]
    return any(getattr(new, name) != getattr(old, name) for name in telling)


def _where(error: Exception) -> str:
    """The place in our code where an error arose."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


def _order(rendition: RenditionRecorded) -> tuple[bool, int, int, str]:
    return *_rank(rendition), -rendition.characters, rendition.sha256


def _rank(rendition: RenditionRecorded) -> tuple[bool, int]:
    known = rendition.source_format in FORMATS_BY_TRUST
    return rendition.partial, FORMATS_BY_TRUST.index(rendition.source_format) if known else len(FORMATS_BY_TRUST)


def _content(content: type[CableContent], cable: Cable, document: Document, source: str) -> CableContent:
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
    )


def _count(append: _Append, recorded: _Recorded, summary: Summary) -> None:
    kinds = Counter(event.type for event in append.events)
    summary.reports_corrected += kinds[ReportCorrected.type()]
    summary.reports_withdrawn += kinds[ReportWithdrawn.type()]
    summary.reports_new += sum(kinds[event.type()] for event in REPORTED.values())
    if recorded.content is None:
        summary.new += 1
    elif append.events and not append.changes_content and not kinds.keys() - {RenditionRecorded.type()}:
        summary.copies += 1
    elif append.events:
        summary.changed += 1
    else:
        summary.unchanged += 1
