"""The announcer: folds the log append by append and records what readers are told, as developments.

Feeds render recorded developments only, so a rebuild announces nothing and a restored log publishes the same. Ids come
from cause and subject, and the checkpoint moves in the transaction of the append: announcing twice is a no-op.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from tracker import identity
from tracker.events import (
    REPORTED,
    DevelopmentRecorded,
    ReportCorrected,
    ReportEvent,
    ReportWithdrawn,
    Statement,
)
from tracker.log.log import Checkpoint, Log
from tracker.log.recorded import NewEvent, Recorded, new_event
from tracker.reports import Kind
from tracker.types import IncidentId, ReferenceId, ReportId, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

ACTOR = "announcer"
_CONSUMER = "announcer"
_TYPES = (*(event.type() for event in REPORTED.values()), ReportCorrected.type(), ReportWithdrawn.type())

MATERIAL = frozenset(
    {
        "date",
        "places",
        "cartels",
        "persons",
        "count",
        "count_op",
        "victims",
        "killed",
        "injured",
        "items",
        "personnel",
        "status",
    }
)
"""The fields whose change is worth an interruption: date, place, group, person, figure, status."""

FIGURES = frozenset({"count", "count_op", "killed", "injured", "items", "personnel"})


@dataclass(frozen=True, slots=True)
class Development:
    """A development to be: its kind, what it is about, and what is told now and was told before."""

    kind: str
    subject: str
    reference_id: ReferenceId
    cause: Recorded
    after: tuple[Statement, ...] = ()
    before: tuple[Statement, ...] = ()
    reason: str | None = None


class Announcer:
    """Records the developments of everything appended since it last ran, as the writer."""

    def __init__(self, engine: Engine) -> None:
        self._log = Log(engine)

    def catch_up(self) -> int:
        """Announce all that the log holds now; returns how many developments were recorded."""
        known = self._log.checkpoint(_CONSUMER)
        # A lost checkpoint is found again in the log itself, so that nothing is ever announced a second time, not even
        # by a newer announcer that would tell it otherwise.
        done = self._log.announced() if known is None else known
        head = self._log.head().position
        recorded = 0
        # Of what was erased before anybody was told, nobody is told.
        events_there = (
            event for event in self._log.read_all(after=done, through=head, types=_TYPES) if event.body is not None
        )
        for _, group in groupby(events_there, key=lambda event: event.first_position):
            append = list(group)
            events = [_development_event(development) for development in self._developments(append)]
            if events:
                self._log.append(events, checkpoint=Checkpoint(_CONSUMER, append[-1].position))
                recorded += len(events)
        self._log.move(Checkpoint(_CONSUMER, head))
        return recorded

    def _developments(self, append: Sequence[Recorded]) -> Iterator[Development]:
        """What one append tells. An append is about one cable, so its former state is that cable's stream."""
        told = self._told_before(append) if any(_changes(recorded) for recorded in append) else {}
        figures: list[Statement] = []
        figures_cause: Recorded | None = None
        for recorded in append:
            event = recorded.event
            if isinstance(event, ReportWithdrawn):
                before = told.pop(event.report_id, None)
                if before:
                    yield Development(
                        "retracted",
                        str(event.report_id),
                        event.reference_id,
                        recorded,
                        before=(before,),
                        reason=event.reason,
                    )
            elif isinstance(event, ReportCorrected):
                after = _statement(event)
                before = told.get(event.report_id)
                told[event.report_id] = after
                kind = _kind_of_correction(frozenset(event.changed))
                if before and kind:
                    yield Development(kind, str(event.report_id), event.reference_id, recorded, (after,), (before,))
            elif isinstance(event, ReportEvent):
                after = _statement(event)
                told[event.report_id] = after
                if event.report.kind is Kind.HOMICIDE_COUNT:
                    figures_cause = figures_cause or recorded
                    figures.append(after)
                else:
                    kind = "operation-status" if event.report.kind is Kind.OPERATION else "new-incident"
                    yield Development(kind, str(event.report_id), event.reference_id, recorded, (after,))
        if figures_cause:
            subject = _cable_of(figures_cause.stream)
            yield Development("figures-published", subject, subject, figures_cause, tuple(figures))

    def _told_before(self, append: Sequence[Recorded]) -> dict[ReportId, Statement]:
        told: dict[ReportId, Statement] = {}
        for recorded in self._log.read_stream(append[0].stream):
            if recorded.position >= append[0].first_position:
                break
            event = recorded.event if recorded.body is not None else None
            if isinstance(event, ReportEvent):
                told[event.report_id] = _statement(event)
            elif isinstance(event, ReportWithdrawn):
                told.pop(event.report_id, None)
        return told


def _changes(recorded: Recorded) -> bool:
    return isinstance(recorded.event, ReportCorrected | ReportWithdrawn)


def _kind_of_correction(changed: frozenset[str]) -> str | None:
    """The kind of development that a correction is, or None where nothing changed that matters to a reader."""
    material = changed & MATERIAL
    if not material:
        return None
    return "figure-changed" if material <= FIGURES else "corrected"


def _cable_of(stream: Stream) -> ReferenceId:
    """The reference ID of a cable's stream."""
    return ReferenceId(stream.removeprefix("cable/"))


def _statement(event: ReportEvent) -> Statement:
    return Statement(report_id=event.report_id, document_id=event.document_id, report=event.report)


def _development_event(development: Development) -> NewEvent:
    cause = development.cause
    development_id = identity.development_id(cause.event_id, development.kind, development.subject)
    first = (development.after or development.before)[0]
    event = DevelopmentRecorded(
        development_id=development_id,
        kind=development.kind,
        reference_id=development.reference_id,
        incident_id=IncidentId(UUID(str(first.report_id))),
        cause_position=cause.position,
        after=development.after,
        before=development.before,
        reason=development.reason,
    )
    return new_event(
        event,
        stream=Stream(f"development/{development_id}"),
        event_id=identity.event_id(str(development_id), event.type(), 0),
        actor=ACTOR,
        correlation=cause.correlation,
        cause=cause.event_id,
    )
