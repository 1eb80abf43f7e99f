"""How the reports of one cable stand, as the events of its stream tell: what is read, and what people decided on it.

Pure. The one rule by which decisions bind: what the machine last read is kept apart from what people decided, and
`reading` makes of both what the report says, whichever decisions are in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.amending import with_fields
from tracker.decision_events import (
    ReportAdded,
    ReportAmended,
    ReportConfirmed,
    ReportReread,
    ReportRestored,
    ReportRetracted,
    ReportWithheld,
    ReviewStatus,
    Standing,
)
from tracker.event import Event, ReportEvent
from tracker.events import REPORTED, ReportCorrected, ReportWithdrawn
from tracker.reports import Report
from tracker.types import DecisionId, DocumentId, Position, ReportId

if TYPE_CHECKING:
    from tracker.log.recorded import Recorded

WHOLE: tuple[type[Event], ...] = (ReportConfirmed, ReportAdded)
"""The decisions by which a report stays as it is as a whole."""
_KEEPING: tuple[type[Event], ...] = (*WHOLE, ReportAmended)
"""Those by which it stays though no re-reading finds it."""
_MACHINE = tuple(REPORTED.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as it was read in a document, and what read it."""

    report: Report
    document_id: DocumentId
    extractor: str
    codebook: int


@dataclass(frozen=True, slots=True)
class Act:
    """A decision in force: what it is, and the report as it read then."""

    decision_id: DecisionId
    event: Event
    reading: Reading
    actor: str
    position: Position


Placed = Callable[[Reading, DocumentId], Reading | None]
"""A reading with its spans in another document; None where its words are not found there."""


@dataclass(frozen=True, slots=True)
class ReportState:
    """How a report stands: as it reads now, as the machine last read it (None: it never did), and what was decided.

    `is_found` says that the newest re-reading found it. `position` is that of the newest event about it.
    """

    report_id: ReportId
    told: Reading
    machine: Reading | None
    position: Position
    acts: tuple[Act, ...] = ()
    withdrawn: str | None = None
    is_found: bool = True

    @property
    def standing(self) -> Standing:
        """Whether it is told, retracted, withheld or withdrawn."""
        kinds = {type(act.event) for act in self.acts}
        if ReportWithheld in kinds:
            return Standing.WITHHELD
        if ReportRetracted in kinds:
            return Standing.RETRACTED
        return Standing.TOLD if self.withdrawn is None else Standing.WITHDRAWN

    @property
    def review_status(self) -> ReviewStatus:
        """What people last did about how it reads, of what counts still."""
        kept = [act for act in self.acts if isinstance(act.event, _KEEPING)]
        if not kept:
            return ReviewStatus.MACHINE
        return ReviewStatus.CORRECTED if isinstance(kept[-1].event, ReportAmended) else ReviewStatus.CONFIRMED

    @property
    def is_whole(self) -> bool:
        """Whether it stays as it is as a whole."""
        return any(isinstance(act.event, WHOLE) for act in self.acts)

    @property
    def is_kept(self) -> bool:
        """Whether it stays though no re-reading finds it."""
        return any(isinstance(act.event, _KEEPING) for act in self.acts)

    @property
    def decided(self) -> tuple[str, ...]:
        """The fields that people set, where the report does not stay as a whole."""
        acts = [act.event for act in self.acts if isinstance(act.event, ReportAmended)]
        return tuple(dict.fromkeys(name for event in acts for name in event.changed))

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings that it may be told by."""
        return (self.told, *([self.machine] if self.machine else []), *(act.reading for act in self.acts))

    def without(self, decision_id: DecisionId) -> ReportState:
        """The state as though a decision had not been made; how it then reads is for `reading` to say."""
        acts = tuple(act for act in self.acts if act.decision_id != decision_id)
        kept = replace(self, acts=acts)
        if not kept.is_found and not kept.is_kept and kept.withdrawn is None:
            added = any(isinstance(act.event, ReportAdded) for act in self.acts)
            return replace(kept, withdrawn="no longer added" if added else "read again")
        return kept


def reading(state: ReportState, place: Placed | None = None) -> Reading:
    """What a report says: what the machine reads, under the decisions in force, in the order in which they were made.

    `place` finds the words of what was decided in the document that the machine last read; what is not found there
    keeps the report in the document that it was decided in.
    """
    base = state.machine or state.told
    for act in state.acts:
        if isinstance(act.event, WHOLE):
            base = act.reading
        elif isinstance(act.event, ReportAmended):
            base = _amended(base, act, place)
    return base


def _amended(base: Reading, act: Act, place: Placed | None) -> Reading:
    assert isinstance(act.event, ReportAmended)
    decided: Reading | None = act.reading
    if act.reading.document_id != base.document_id:
        part = replace(
            act.reading, report=with_fields(_bare(act.reading.report), act.reading.report, act.event.changed)
        )
        decided = place(part, base.document_id) if place else None
    if decided is None:
        return act.reading
    return replace(base, report=with_fields(base.report, decided.report, act.event.changed))


def _bare(report: Report) -> Report:
    """The report without anything but where it is told."""
    return Report(kind=report.kind, quote=report.quote, evidence=())


@dataclass(slots=True)
class ReportStates:
    """The reports of a cable, by their ids, as its stream tells them; erased ones are not among them."""

    by_id: dict[ReportId, ReportState] = field(default_factory=dict)

    def take(self, recorded: Recorded, event: Event) -> None:
        """Take in the next event of the stream, whose body is there, and what it says: whoever asks has made that."""
        if isinstance(event, ReportEvent):
            now = self._told(event, recorded)
        elif isinstance(event, ReportConfirmed | ReportRetracted | ReportWithheld | ReportWithdrawn | ReportReread):
            former = self.by_id.get(event.report_id)
            if former is None:  # what it was about is erased
                return
            now = _changed(former, event, recorded)
        else:
            return
        self.by_id[now.report_id] = replace(now, position=recorded.position)

    def _told(self, event: ReportEvent, recorded: Recorded) -> ReportState:
        told = Reading(event.report, event.document_id, event.extractor, event.codebook)
        former = self.by_id.get(event.report_id)
        if isinstance(event, _MACHINE) or former is None:
            acts = former.acts if former else ()
            former = ReportState(event.report_id, told, told, recorded.position, acts)
        if isinstance(event, ReportAdded | ReportAmended):
            act = Act(event.decision.decision_id, event, told, recorded.actor, recorded.position)
            former = replace(former, told=told, acts=(*former.acts, act), withdrawn=None)
            return replace(former, machine=None, is_found=False) if isinstance(event, ReportAdded) else former
        if isinstance(event, ReportRestored):
            return replace(former.without(event.undone), told=told)
        if isinstance(event, ReportCorrected):
            return replace(former, told=told, machine=_machine(former, told), is_found=True)
        return former


def _machine(former: ReportState, told: Reading) -> Reading | None:
    """What the machine read where it corrected a report: of the fields that people set what it read of them before."""
    if former.is_whole:
        return former.machine
    if former.machine is None or not former.decided:
        return told
    return replace(told, report=with_fields(told.report, former.machine.report, former.decided))


def _changed(
    former: ReportState,
    event: ReportConfirmed | ReportRetracted | ReportWithheld | ReportWithdrawn | ReportReread,
    recorded: Recorded,
) -> ReportState:
    if isinstance(event, ReportWithdrawn):
        return replace(former, is_found=False, withdrawn=event.reason)
    if isinstance(event, ReportReread):
        if event.found is None:
            return replace(former, is_found=False)
        found = Reading(event.found, event.document_id, event.extractor, event.codebook)
        return replace(former, machine=found, is_found=True, withdrawn=None)
    act = Act(event.decision.decision_id, event, former.told, recorded.actor, recorded.position)
    return replace(former, acts=(*former.acts, act))


def states(events: Iterable[Recorded], erased: Sequence[str] = ()) -> dict[ReportId, ReportState]:
    """The reports that the events of a cable's stream tell; the ids of those that are erased are left out."""
    told = ReportStates()
    for recorded in events:
        if recorded.body is not None:
            told.take(recorded, recorded.event)
    return {report_id: state for report_id, state in told.by_id.items() if str(report_id) not in erased}
