"""What an append tells readers: pure rules from the events of one cable to developments.

A development is put before readers singly where a cable newly says something: a new cable, or another text of one. What
the machine only reads otherwise in words that stay the same is no news of the world: of that, and of what is recorded
as a backfill, readers are told in one development a run, the summary. Every change stays a development of its own, for
the archives, the pages and `read.developments`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from tracker.decision_events import ReportAmended, ReportRestored, ReportRetracted, ReportWithheld
from tracker.events import (
    CableContent,
    CableRecorded,
    CableReread,
    CableRevised,
    CableWithdrawn,
    RenditionRecorded,
    ReportCorrected,
    ReportEvent,
    ReportWithdrawn,
    Statement,
)
from tracker.log.recorded import Recorded
from tracker.projections.decided import hides, is_decision, kind_of, reason_of, told_otherwise
from tracker.reports import Kind
from tracker.types import IncidentId, ReferenceId, ReportId, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

READ_AGAIN = "read-again"
BACKFILLED = "backfilled"
CABLE_WITHDRAWN = "cable-withdrawn"
_CONTENT = frozenset({CableRecorded.type(), CableRevised.type(), CableReread.type()})

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """A development to be: its kind, what it is about, and what is told now and was told before.

    `known` is what other cables had told of the incident. The id is made from cause, subject and `first_kind`: whether
    others had told it already does not make it another development.
    """

    kind: str
    subject: str
    reference_id: ReferenceId
    cause: Recorded
    incident_id: IncidentId
    after: tuple[Statement, ...] = ()
    before: tuple[Statement, ...] = ()
    known: tuple[Statement, ...] = ()
    reason: str | None = None
    first_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The incident that a report belongs to, and what other cables had told of it before, the earliest first."""

    incident_id: IncidentId
    known: tuple[Statement, ...] = ()


@dataclass(slots=True)
class Cable:
    """What was told of a cable before an append: its reports, and the raw file of each source."""

    reports: dict[ReportId, Statement] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each source."""
    recorded: bool = False


def before(append: Sequence[Recorded], stream: Iterable[Recorded]) -> Cable:
    """What the events of a cable's stream tell that are older than the append."""
    cable = Cable()
    for recorded in stream:
        if recorded.position >= append[0].first_position:
            break
        cable.recorded |= recorded.type in _CONTENT
        event = recorded.event if recorded.body is not None else None
        if isinstance(event, RenditionRecorded):
            cable.files[event.source] = event.sha256
        elif isinstance(event, ReportWithdrawn | ReportRetracted | ReportWithheld):
            cable.reports.pop(event.report_id, None)
        elif isinstance(event, ReportEvent):
            cable.reports[event.report_id] = statement(event)
            if hides(event):
                del cable.reports[event.report_id]
    return cable


def summary_kind(append: Sequence[Recorded], cable: Cable) -> str | None:
    """In what kind of summary readers are told of an append; None where they are told singly.

    A text that changed while its raw file did not is the parser's doing, and news of nothing either.
    """
    if any(each.type == CableWithdrawn.type() or is_decision(each.type) for each in append):
        return None
    content = next((each for each in map(_content, append) if each), None)
    if isinstance(content, CableRecorded) or not cable.recorded:
        return BACKFILLED if content and content.backfill else None
    if isinstance(content, CableRevised) and not _same_file(content, append, cable):
        return BACKFILLED if content.backfill else None
    return READ_AGAIN


def developments(
    append: Sequence[Recorded], cable: Cable, elsewhere: Mapping[ReportId, Elsewhere]
) -> Iterator[Development]:
    """What one append tells, `elsewhere` what others had told of the same incidents; `cable` is left as it is then."""
    told = cable.reports
    figures: list[Statement] = []
    figures_cause: Recorded | None = None
    for recorded in append:
        event = recorded.event
        if isinstance(event, CableWithdrawn):
            yield from _withdrawn(recorded, event, tuple(told.values()))
        elif isinstance(event, ReportWithdrawn | ReportCorrected):
            yield from _reread(recorded, event, told, elsewhere)
        elif isinstance(event, ReportAmended | ReportRetracted | ReportWithheld | ReportRestored):
            yield from _decided(recorded, event, told, elsewhere)
        elif isinstance(event, ReportEvent):
            told[event.report_id] = after = statement(event)
            if event.report.kind is Kind.HOMICIDE_COUNT:
                figures_cause = figures_cause or recorded
                figures.append(after)
            else:
                yield _reported(recorded, event, elsewhere)
    if figures_cause:
        subject = _cable_of(figures_cause.stream)
        yield Development(
            kind="figures-published",
            subject=subject,
            reference_id=subject,
            cause=figures_cause,
            incident_id=_incident(figures[0].report_id, elsewhere),
            after=tuple(figures),
        )


def _reread(
    recorded: Recorded,
    event: ReportWithdrawn | ReportCorrected,
    told: dict[ReportId, Statement],
    elsewhere: Mapping[ReportId, Elsewhere],
) -> Iterator[Development]:
    """What it tells that a report is no longer read, or read otherwise; `told` is left as it is then."""
    former = told.pop(event.report_id, None)
    if isinstance(event, ReportWithdrawn):
        if former:
            yield _changed("retracted", recorded, event, elsewhere, before=(former,), reason=event.reason)
        return
    told[event.report_id] = after = statement(event)
    kind = _kind_of_correction(frozenset(event.changed))
    if former and kind:
        yield _changed(kind, recorded, event, elsewhere, after=(after,), before=(former,))


def _decided(
    recorded: Recorded,
    event: ReportAmended | ReportRetracted | ReportWithheld | ReportRestored,
    told: dict[ReportId, Statement],
    elsewhere: Mapping[ReportId, Elsewhere],
) -> Iterator[Development]:
    """What a decision on a report tells; `told` is left as it is then."""
    former = told.pop(event.report_id, None)
    after = statement(event) if isinstance(event, ReportEvent) and not hides(event) else None
    if after:
        told[event.report_id] = after
    kind = kind_of(event, former)
    if former and after:
        otherwise = told_otherwise(former.report, after.report)
        kind = (_kind_of_correction(otherwise) or kind) if otherwise else None
    if kind:
        yield _changed(
            kind,
            recorded,
            event,
            elsewhere,
            before=(former,) if former else (),
            after=(after,) if after else (),
            reason=reason_of(event),
        )


def regrouping(
    recorded: Recorded, kind: str, statements: Sequence[Statement], incident_id: IncidentId, reason: str | None
) -> Development:
    """What people's joining or parting of reports tells; the statements name their cables."""
    first = statements[0]
    assert first.reference_id
    return Development(
        kind=kind,
        subject=recorded.stream,
        reference_id=first.reference_id,
        cause=recorded,
        incident_id=incident_id,
        after=tuple(statements),
        reason=reason,
    )


def statement(event: ReportEvent, *, elsewhere: bool = False) -> Statement:
    """A report as a development tells it; `elsewhere` names the cable, for a development of another one."""
    return Statement(
        report_id=event.report_id,
        document_id=event.document_id,
        report=event.report,
        reference_id=event.reference_id if elsewhere else None,
    )


def _reported(recorded: Recorded, event: ReportEvent, elsewhere: Mapping[ReportId, Elsewhere]) -> Development:
    kind = "operation-status" if event.report.kind is Kind.OPERATION else "new-incident"
    others = elsewhere.get(event.report_id)
    known = others.known if others else ()
    return Development(
        kind="also-reported" if known else kind,
        first_kind=kind,
        subject=str(event.report_id),
        reference_id=event.reference_id,
        cause=recorded,
        incident_id=_incident(event.report_id, elsewhere),
        after=(statement(event),),
        known=known,
    )


def _withdrawn(recorded: Recorded, event: CableWithdrawn, told: tuple[Statement, ...]) -> Iterator[Development]:
    """Of a cable that a site withdrew readers are told who were told of what it reports."""
    if told:
        yield Development(
            kind=CABLE_WITHDRAWN,
            subject=event.reference_id,
            reference_id=event.reference_id,
            cause=recorded,
            incident_id=_incident(told[0].report_id, {}),
            after=told,
            reason=f"the source {event.source} has it no more; what was recorded of it stays",
        )


def _changed(
    kind: str,
    recorded: Recorded,
    event: ReportEvent | ReportWithdrawn | ReportRetracted | ReportWithheld,
    elsewhere: Mapping[ReportId, Elsewhere],
    *,
    before: tuple[Statement, ...],
    after: tuple[Statement, ...] = (),
    reason: str | None = None,
) -> Development:
    return Development(
        kind=kind,
        subject=str(event.report_id),
        reference_id=event.reference_id,
        cause=recorded,
        incident_id=_incident(event.report_id, elsewhere),
        after=after,
        before=before,
        reason=reason,
    )


def _incident(report_id: ReportId, elsewhere: Mapping[ReportId, Elsewhere]) -> IncidentId:
    found = elsewhere.get(report_id)
    return found.incident_id if found else IncidentId(UUID(str(report_id)))


def _kind_of_correction(changed: frozenset[str]) -> str | None:
    """The kind of development that a correction is, or None where nothing changed that matters to a reader."""
    material = changed & MATERIAL
    if not material:
        return None
    return "figure-changed" if material <= FIGURES else "corrected"


def _content(recorded: Recorded) -> CableContent | None:
    event = recorded.event if recorded.type in _CONTENT else None
    return event if isinstance(event, CableContent) else None


def _same_file(content: CableContent, append: Sequence[Recorded], cable: Cable) -> bool:
    """Whether the text of record is read from the same raw file as before."""
    renditions = [each.event for each in append if each.type == RenditionRecorded.type()]
    now = {each.source: each.sha256 for each in renditions if isinstance(each, RenditionRecorded)}
    return now.get(content.source, cable.files.get(content.source)) == cable.files.get(content.source)


def _cable_of(stream: Stream) -> ReferenceId:
    """The reference ID of a cable's stream."""
    return ReferenceId(stream.removeprefix("cable/"))
