"""The announcer: folds the log append by append and records what readers are told, as developments.

Feeds render recorded developments only, so a rebuild announces nothing and a restored log publishes the same. Ids come
from cause and subject, and the checkpoint moves in the transaction of the append: announcing twice is a no-op.

It runs behind the incidents, from which it learns whether another cable had told the same before; see `jobs.project`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING
from uuid import UUID

from tracker import identity
from tracker.decision_events import DecisionUndone, ReportAdded, ReportsMerged
from tracker.events import (
    REPORTED,
    CableRecorded,
    CableReread,
    CableRevised,
    CableWithdrawn,
    DevelopmentRecorded,
    RenditionRecorded,
    ReportCorrected,
    ReportEvent,
    ReportWithdrawn,
    Statement,
    SummaryRecorded,
)
from tracker.log.log import Checkpoint, Log
from tracker.log.recorded import NewEvent, Recorded, new_event
from tracker.log.transactions import transaction
from tracker.projections.announcing import (
    Cable,
    Development,
    Elsewhere,
    before,
    developments,
    regrouping,
    statement,
    summary_kind,
)
from tracker.projections.decided import OF_REPORTS, REGROUPING, hides, reason_of, regrouped
from tracker.statements import statements
from tracker.types import DevelopmentId, IncidentId, Position, ReferenceId, ReportId, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Engine

ACTOR = "announcer"
_CONSUMER = "announcer"
_REPORTS = frozenset(
    {
        *(event.type() for event in REPORTED.values()),
        ReportCorrected.type(),
        ReportWithdrawn.type(),
        ReportAdded.type(),
        *(event.type() for event in OF_REPORTS),
    }
)
_REGROUPING = frozenset({*(event.type() for event in REGROUPING), DecisionUndone.type()})
_ANNOUNCED = _REPORTS | _REGROUPING | {CableWithdrawn.type()}
_TYPES = (*_ANNOUNCED, CableRecorded.type(), CableRevised.type(), CableReread.type(), RenditionRecorded.type())
_APPENDS_AT_ONCE = 100
_KNOWN_TOLD = 5
"""Of how many other cables a development repeats what they told of its incident."""


class Announcer:
    """Records the developments of everything appended since it last ran, as the writer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._log = Log(engine)
        self._sql = statements("tracker.projections", "announcer.sql")
        self._summaries: dict[tuple[UUID | None, str], DevelopmentId] = {}

    def catch_up(self, *, through: Position | None = None) -> int:
        """Announce all that the log holds, or what it holds up to a position; returns how many developments it told.

        The read models must have come as far, and two must not be at it at once: what one of them knows of the other's
        developments it knows from there.
        """
        known = self._log.checkpoint(_CONSUMER)
        # A lost checkpoint is found again in the log itself, so that nothing is ever announced a second time, not even
        # by a newer announcer that would tell it otherwise.
        done = self._log.announced() if known is None else known
        head = self._log.head().position if through is None else through
        recorded = 0
        # Of what was erased before anybody was told, nobody is told.
        appends = self._log.read_appends(after=done, through=head, types=_TYPES, having=tuple(_ANNOUNCED))
        while several := list(islice(appends, _APPENDS_AT_ONCE)):
            places = self._places(several)
            for append in several:
                events = self._announced(append, places)
                if events:
                    self._log.append(events, checkpoint=Checkpoint(_CONSUMER, append[-1].position))
                    recorded += sum(event.type == DevelopmentRecorded.type() for event in events)
        if head > done:
            self._log.move(Checkpoint(_CONSUMER, head))
        return recorded

    def _announced(self, append: Sequence[Recorded], places: Mapping[str, _Place]) -> list[NewEvent]:
        """The events that tell readers of an append."""
        told: list[NewEvent] = []
        for stream, group in groupby(append, key=lambda event: event.stream):
            events = list(group)
            if stream.startswith("cable/"):
                told += self._of_cable(events, places)
            else:
                told += [_development(each, None) for event in events for each in self._regrouped(event)]
        return told

    def _regrouped(self, recorded: Recorded) -> Iterator[Development]:
        """What a decision tells by which reports are joined, or parted, or no longer are."""
        event, reason = recorded.event, None
        if isinstance(event, DecisionUndone):
            reason = event.decision.reason
            first = self._log.read_stream(Stream(f"decision/{event.undone}"), limit=1)
            event = first[0].event if first and first[0].body is not None else event
        merges = isinstance(event, ReportsMerged) == (reason is None)
        ids = [str(each) for each in regrouped(event)]
        if ids:
            places = self._places_of(ids)
            found = [
                self._told(places[each].reference_id, ReportId(UUID(each)), before=recorded.position)
                for each in ids
                if each in places
            ]
            if statements_now := [each for each in found if each]:
                incident_id = IncidentId(places[str(statements_now[0].report_id)].incident_id)
                kind = "merged" if merges else "separated"
                yield regrouping(recorded, kind, statements_now, incident_id, reason or reason_of(event))

    def _of_cable(self, append: Sequence[Recorded], places: Mapping[str, _Place]) -> list[NewEvent]:
        """The events that tell readers of what was appended to a cable: its former state is its stream."""
        is_new = any(event.type == CableRecorded.type() for event in append)
        cable = Cable() if is_new else before(append, self._log.read_stream(append[0].stream))
        kind = summary_kind(append, cable)
        told = list(developments(append, cable, self._elsewhere(append, places)))
        if not kind or not told:
            return [_development(each, None) for each in told]
        summary_id, events = self._summary(kind, told[0].cause, extractor=_extractor(append))
        return [*events, *(_development(each, summary_id) for each in told)]

    def _places(self, appends: Sequence[Sequence[Recorded]]) -> dict[str, _Place]:
        """Where the reports of some appends belong, by their ids."""
        told = {_report_id(event) for append in appends for event in append if event.type in _REPORTS}
        return self._places_of(list(told))

    def _places_of(self, report_ids: Sequence[str]) -> dict[str, _Place]:
        """The same of reports."""
        places: dict[str, _Place] = {}
        with transaction(self._engine) as cursor:
            for row in cursor.execute(self._sql["told_elsewhere"], {"report_ids": list(report_ids)}):
                place = places.setdefault(str(row["report_id"]), _Place(row["incident_id"], row["reference_id"]))
                if row["known_id"] and len(place.known) < _KNOWN_TOLD:
                    place.known.append((row["known_reference_id"], row["known_id"]))
        return places

    def _elsewhere(self, append: Sequence[Recorded], places: Mapping[str, _Place]) -> dict[ReportId, Elsewhere]:
        """What other cables told, as it was when the append was recorded."""
        found: dict[ReportId, Elsewhere] = {}
        for report_id in {_report_id(event) for event in append if event.type in _REPORTS}:
            if place := places.get(report_id):
                known = (self._told(*each, before=append[0].first_position) for each in place.known)
                told = tuple(each for each in known if each)
                found[ReportId(UUID(report_id))] = Elsewhere(IncidentId(place.incident_id), told)
        return found

    def _told(self, reference_id: ReferenceId, report_id: ReportId, *, before: Position) -> Statement | None:
        """What a cable told in a report before a position; None where it told it no longer."""
        told: Statement | None = None
        for recorded in self._log.read_stream(Stream(f"cable/{reference_id}")):
            if recorded.position >= before:
                break
            if recorded.type in _REPORTS and recorded.body is not None and _report_id(recorded) == str(report_id):
                event = recorded.event
                told = statement(event, elsewhere=True) if isinstance(event, ReportEvent) and not hides(event) else None
        return told

    def _summary(self, kind: str, cause: Recorded, *, extractor: str) -> tuple[DevelopmentId, list[NewEvent]]:
        """The summary of a run, and what records it where there is none yet."""
        key = (cause.correlation, kind)
        if key not in self._summaries and cause.correlation:
            with transaction(self._engine) as cursor:
                row = cursor.execute(self._sql["summary"], {"run": cause.correlation, "kind": kind}).fetchone()
            if row:
                self._summaries[key] = row["development_id"]
        if key in self._summaries:
            return self._summaries[key], []
        summary_id = identity.development_id(cause.event_id, kind, cause.stream)
        self._summaries[key] = summary_id
        event = SummaryRecorded(
            development_id=summary_id,
            kind=kind,
            run=cause.correlation,
            cause_position=cause.position,
            extractor=extractor,
        )
        return summary_id, [_to_record(event, summary_id, cause)]


@dataclass(frozen=True, slots=True)
class _Place:
    """The incident of a report, and the reports of other cables that told of it before."""

    incident_id: UUID
    reference_id: ReferenceId
    known: list[tuple[ReferenceId, ReportId]] = field(default_factory=list)


def _report_id(recorded: Recorded) -> str:
    assert recorded.body is not None
    return str(recorded.body["report_id"])


def _extractor(append: Sequence[Recorded]) -> str:
    """What read the cable of an append."""
    return next(str(each.body["extractor"]) for each in append if each.body and each.type in _REPORTS)


def _development(development: Development, summary_id: DevelopmentId | None) -> NewEvent:
    cause = development.cause
    kind = development.first_kind or development.kind
    development_id = identity.development_id(cause.event_id, kind, development.subject)
    event = DevelopmentRecorded(
        development_id=development_id,
        kind=development.kind,
        reference_id=development.reference_id,
        incident_id=development.incident_id,
        cause_position=cause.position,
        after=development.after,
        before=development.before,
        reason=development.reason,
        known=development.known,
        summary_id=summary_id,
    )
    return _to_record(event, development_id, cause)


def _to_record(
    event: DevelopmentRecorded | SummaryRecorded, development_id: DevelopmentId, cause: Recorded
) -> NewEvent:
    return new_event(
        event,
        stream=Stream(f"development/{development_id}"),
        event_id=identity.event_id(str(development_id), event.type(), 0),
        actor=ACTOR,
        correlation=cause.correlation,
        cause=cause.event_id,
    )
