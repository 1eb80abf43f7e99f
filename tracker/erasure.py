"""What is to be erased so that words, or a report, are gone for good: planned first, told without the words, then done.

Words are erased in every document of their cable that has them at the same place. A report is erased whole: every event
that told it, and the developments that copied it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.alignment import BLANK, Alignment, blanked, same_but_for_blanks, united, words_in
from tracker.cables.redactions import shown
from tracker.decision_events import Annotated, ReportConfirmed, ReportReread, ReportRetracted, ReportWithheld
from tracker.erasure_events import EventErased, Remains, WordsErased
from tracker.errors import ErasureError
from tracker.events import CableContent, DevelopmentRecorded, Event, ReportEvent
from tracker.log.erasure import Eraser, Erasure, of_event, of_words
from tracker.masking import in_subject, in_telegram
from tracker.reports import spans_of
from tracker.types import DocumentId, Position, ReferenceId, ReportId, Span, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tracker.log.documents import Document
    from tracker.log.log import Log
    from tracker.log.recorded import Recorded


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the text of a cable: of which of its documents, in the subject or in the telegram, and where."""

    document: int
    in_subject: bool
    span: Span

    @property
    def length(self) -> int:
        """How many characters it has."""
        return self.span.end - self.span.start


@dataclass(frozen=True, slots=True)
class Named:
    """An event that is to be erased, or that a reader is told of: its position and type."""

    position: Position
    event_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPlan:
    """What erasing words comes to. `places` are those erased; none where all of it is blank already.

    `elsewhere` are places where the same words stand too and stay, `reports` the newest events of reports that rest on
    the erased words and keep their codes, `in_tags` whether the tags of the cable say one of the words.
    """

    reference_id: ReferenceId
    newest: int
    places: tuple[Place, ...]
    elsewhere: tuple[Place, ...]
    reports: tuple[Named, ...]
    in_tags: bool
    version: Version
    documents: tuple[Document, ...]
    earlier: Mapping[DocumentId, int]

    def erasures(self, *, reason: str, actor: str) -> list[Erasure]:
        """The erasures, one a document."""
        made = []
        for document in self.documents:
            here = [place for place in self.places if place.document == document.ordinal]
            if here:
                made.append(
                    of_words(
                        document,
                        [place.span for place in here if not place.in_subject],
                        [place.span for place in here if place.in_subject],
                        reason=reason,
                        actor=actor,
                        earlier=self.earlier.get(document.document_id, 0),
                    )
                )
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlan:
    """What erasing an event comes to: the events erased with it; none where it is erased already."""

    subject: str
    targets: tuple[_Target, ...]
    expected: Mapping[Stream, Version]

    @property
    def events(self) -> tuple[Named, ...]:
        """What is erased."""
        return tuple(Named(target.recorded.position, target.recorded.type) for target in self.targets)

    def erasures(self, *, reason: str, actor: str) -> list[Erasure]:
        """The erasures, one an event."""
        return [
            of_event(
                target.recorded,
                target.subject,
                remains=target.remains,
                reason=reason,
                actor=actor,
                earlier=target.earlier,
            )
            for target in self.targets
        ]


@dataclass(frozen=True, slots=True)
class _Target:
    recorded: Recorded
    subject: str
    remains: Remains | None
    earlier: int


@dataclass(frozen=True, slots=True)
class Topics:
    """The feeds that a development is in, by the codes of what they are about."""

    cartels: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


def plan_words(
    log: Log,
    reference_id: ReferenceId,
    spans: Sequence[Span],
    subject: Sequence[Span] = (),
    *,
    ordinal: int | None = None,
) -> WordsPlan:
    """What erasing these characters of a cable's telegram and subject comes to.

    Offsets count in its newest document, or in that with the ordinal. Raises ErasureError where there are none such.
    """
    cable = _Cable(log, reference_id)
    base = cable.document(ordinal)
    for span, text, where in (
        *((span, base.text, "telegram") for span in spans),
        *((span, base.subject, "subject") for span in subject),
    ):
        if not span.start < span.end <= len(text):
            raise ErasureError(
                f"the {where} of {reference_id} has {len(text)} characters, so none from {span.start} to {span.end}"
            )
    telegram = united([*spans, *in_telegram(base.subject, base.text, subject)])
    title = united([*subject, *in_subject(base.subject, base.text, spans)])
    places = set[Place]()
    for document in cable.documents:
        found = _places(document, False, document.text, _counterparts(base.text, document.text, telegram))
        found |= _places(document, True, document.subject, _counterparts(base.subject, document.subject, title))
        # Where another text of the cable has a mask there is nothing of the words.
        places |= found if document is base else {piece for place in found for piece in _beside_masks(document, place)}
    said = [
        *(_said(base.text, span) for span in telegram),
        *(_said(base.subject, span) for span in title),
    ]
    standing = {
        place
        for document in cable.documents
        for in_title, text in ((False, document.text), (True, document.subject))
        for place in _places(document, in_title, text, _standing(text, said))
        if not any(_overlap(place, other) for other in places)
    }
    return WordsPlan(
        reference_id=reference_id,
        newest=cable.documents[-1].ordinal,
        places=tuple(sorted(places)),
        elsewhere=tuple(sorted(standing)),
        reports=cable.resting_on(places),
        in_tags=any(word.upper() in tag.split() for words in said for word in words for tag in cable.tags),
        version=cable.version,
        documents=tuple(cable.documents),
        earlier=cable.words_erased,
    )


def plan_event(eraser: Eraser, position: Position, topics: Callable[[DevelopmentRecorded], Topics]) -> EventPlan:
    """What erasing the event at a position comes to; `topics` tells which feeds a development is in.

    Raises ErasureError for one that there is not, or that cannot be erased.
    """
    recorded = _at(eraser.log, position)
    stream = eraser.log.read_stream(recorded.stream)
    named = _erasures_named(stream)
    if recorded.body is None:
        subject = next((event.subject for event in named if event.event_id == recorded.event_id), "")
        return EventPlan(subject=subject, targets=(), expected={})
    event = recorded.event
    if isinstance(event, CableContent):
        raise ErasureError(
            f"position {position} records the text of {event.reference_id}, and a whole text is not erased; "
            f"erase words of it: tracker log erase words {event.reference_id} --characters START:END"
        )
    if isinstance(event, _ABOUT_REPORTS):
        return plan_report(eraser, recorded.stream, event.report_id, topics)
    if isinstance(event, DevelopmentRecorded):
        return EventPlan(
            subject=str(event.development_id),
            targets=(_development(eraser.log, recorded, event, topics),),
            expected={recorded.stream: stream[-1].version},
        )
    if isinstance(event, Annotated):
        note = str(event.decision.decision_id)
        earlier = sum(each.event_id == recorded.event_id for each in named)
        return EventPlan(
            subject=note,
            targets=(_Target(recorded, note, None, earlier),),
            expected={recorded.stream: stream[-1].version},
        )
    raise ErasureError(
        f"position {position} is of type {recorded.type}, which holds neither words nor codes of a cable; "
        "reports, developments and notes can be erased"
    )


def plan_report(
    eraser: Eraser, stream: Stream, report_id: ReportId, topics: Callable[[DevelopmentRecorded], Topics]
) -> EventPlan:
    """What erasing a report comes to: all that told it, and the developments that copied it, as far as still there."""
    events = eraser.log.read_stream(stream)
    earlier = Counter(event.event_id for event in _erasures_named(events))
    told = [
        (recorded, event)
        for recorded, event in _readable(events)
        if isinstance(event, _ABOUT_REPORTS) and event.report_id == report_id
    ]
    # What people decided on it, and what a re-reading made of it, goes with it; it rested where the report did.
    remains = [_report_remains(event) for _, event in told if isinstance(event, ReportEvent)]
    targets = [
        _Target(
            recorded,
            str(report_id),
            _report_remains(event) if isinstance(event, ReportEvent) else remains[-1],
            earlier[recorded.event_id],
        )
        for recorded, event in told
        if remains
    ]
    for position in eraser.developments_about(report_id):
        recorded = _at(eraser.log, position)
        event = recorded.event
        assert isinstance(event, DevelopmentRecorded)
        targets.append(_development(eraser.log, recorded, event, topics))
    return EventPlan(
        subject=str(report_id),
        targets=tuple(targets),
        expected={stream: events[-1].version} if targets else {},
    )


_ABOUT_REPORTS = (ReportEvent, ReportConfirmed, ReportRetracted, ReportWithheld, ReportReread)


class _Cable:
    """What the log holds of a cable, as far as an erasure asks for it."""

    def __init__(self, log: Log, reference_id: ReferenceId) -> None:
        self.version = Version(0)
        self.tags: tuple[str, ...] = ()
        self.words_erased: Counter[DocumentId] = Counter()
        self._reports: dict[ReportId, tuple[Recorded, ReportEvent]] = {}
        found: dict[DocumentId, Document] = {}
        for recorded in log.read_stream(Stream(f"cable/{reference_id}")):
            self.version = recorded.version
            event = recorded.event if recorded.body is not None else None
            if isinstance(event, CableContent):
                self.tags = event.tags
                if event.document_id not in found:
                    document = log.document(event.document_id)
                    assert document is not None
                    found[event.document_id] = document
            elif isinstance(event, ReportEvent):
                self._reports[event.report_id] = recorded, event
            elif isinstance(event, WordsErased):
                self.words_erased[event.document_id] += 1
        if not found:
            raise ErasureError(f"the log has no cable {reference_id}")
        self.documents = sorted(found.values(), key=lambda document: document.ordinal)
        self._ordinals = {document.document_id: document.ordinal for document in self.documents}

    def document(self, ordinal: int | None) -> Document:
        if ordinal is None:
            return self.documents[-1]
        for document in self.documents:
            if document.ordinal == ordinal:
                return document
        raise ErasureError(f"the cable has documents {self.documents[0].ordinal} to {self.documents[-1].ordinal}")

    def resting_on(self, places: Iterable[Place]) -> tuple[Named, ...]:
        """The newest event of every report that points at one of the places."""
        erased = [(place.document, place.span) for place in places if not place.in_subject]
        return tuple(
            Named(recorded.position, recorded.type)
            for recorded, event in self._reports.values()
            if any(
                ordinal == self._ordinals[event.document_id] and span.overlaps(resting)
                for ordinal, span in erased
                for resting in _spans(event)
            )
        )


def _spans(event: ReportEvent) -> list[Span]:
    """Every span that shows words of the document where the report is shown; its sources only say how it was read."""
    return list(spans_of(replace(event.report, sources=())))


def _counterparts(base: str, other: str, spans: Sequence[Span]) -> list[Span]:
    """Where in another document of the cable the words of these spans stand."""
    hidden = blanked(base, spans)
    if same_but_for_blanks(hidden, other):
        return list(spans)
    found, _ = Alignment(hidden, other).counterparts() if spans else ([], [])
    exact = _standing(other, [_said(base, span) for span in spans])
    # Where a wider place has the very words in it, they alone are what is meant.
    tight = [
        within
        for place in found
        for within in ([span for span in exact if place.start <= span.start and span.end <= place.end] or [place])
    ]
    return united(tight)


def _said(text: str, span: Span) -> tuple[str, ...]:
    """The words of a span in lower case, those that it touches whole."""
    return tuple(word for word, place in words_in(text) if place.overlaps(span))


def _standing(text: str, said: Iterable[tuple[str, ...]]) -> list[Span]:
    """Wherever one of these runs of words stands in a text."""
    words = words_in(text)
    spoken = [word for word, _ in words]
    return [
        Span(words[nth][1].start, words[nth + len(run) - 1][1].end)
        for run in set(said)
        for nth in range(len(words) - len(run) + 1 if run else 0)
        if spoken[nth] == run[0] and tuple(spoken[nth : nth + len(run)]) == run
    ]


def _places(document: Document, in_subject: bool, text: str, spans: Iterable[Span]) -> set[Place]:
    """The places in a document, but for those where nothing is left to erase."""
    return {
        Place(document.ordinal, in_subject, span)
        for span in spans
        if text[span.start : span.end].replace(BLANK, "").strip()
    }


def _beside_masks(document: Document, place: Place) -> list[Place]:
    text = document.subject if place.in_subject else document.text
    return [replace(place, span=span) for span in shown(text, place.span)]


def _overlap(one: Place, other: Place) -> bool:
    return (one.document, one.in_subject) == (other.document, other.in_subject) and one.span.overlaps(other.span)


def _at(log: Log, position: Position) -> Recorded:
    found = list(log.read_all(after=Position(position - 1), through=position)) if position > 0 else []
    if not found:
        raise ErasureError(f"the log has no event at position {position}")
    return found[0]


def _readable(events: Iterable[Recorded]) -> Iterable[tuple[Recorded, Event]]:
    return ((recorded, recorded.event) for recorded in events if recorded.body is not None)


def _erasures_named(events: Iterable[Recorded]) -> list[EventErased]:
    return [event for _, event in _readable(events) if isinstance(event, EventErased)]


def _report_remains(event: ReportEvent) -> Remains:
    report = event.report
    return Remains(
        reference_id=event.reference_id,
        kind=report.kind,
        document_id=event.document_id,
        spans=tuple(united([report.quote, *(evidence.span for evidence in report.evidence)])),
    )


def _development(
    log: Log, recorded: Recorded, event: DevelopmentRecorded, topics: Callable[[DevelopmentRecorded], Topics]
) -> _Target:
    shown = topics(event)
    remains = Remains(
        reference_id=event.reference_id,
        kind=(event.after or event.before)[0].report.kind,
        cartels=shown.cartels,
        operations=shown.operations,
        states=shown.states,
        summary_id=event.summary_id,
    )
    earlier = sum(named.event_id == recorded.event_id for named in _erasures_named(log.read_stream(recorded.stream)))
    return _Target(recorded, str(event.development_id), remains, earlier)
