"""Decisions that span cables: which reports are of one event, which mentions one person, which operations one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.deciding.plans import DecisionError, Entry, Plan, decision_id, decision_stream, made, must_have_reason
from tracker.decision_events import (
    Annotated,
    OperationsMerged,
    PeopleMerged,
    PeopleSeparated,
    PersonMention,
    ReportsMerged,
    ReportsSeparated,
    Subject,
)
from tracker.log.log import NO_STREAM
from tracker.types import DecisionId

if TYPE_CHECKING:
    from uuid import UUID

    from tracker.decision_events import Decision
    from tracker.event import Event
    from tracker.types import IncidentId, Position, ReportId

Earlier = Callable[[DecisionId], bool | None]
"""Whether a decision is in force; None where there is none of that id."""


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident to decide on: its id, its kind, and the reports that make it."""

    incident_id: IncidentId
    kind: str
    report_ids: tuple[ReportId, ...]


@dataclass(frozen=True, slots=True)
class SomePerson:
    """A person to decide on: the name in addresses, and the mentions that make them; `person_id` is the first."""

    slug: str
    person_id: UUID
    mentions: tuple[PersonMention, ...]


def _plan(
    event_type: type[Event],
    subjects: Sequence[str],
    in_force: Earlier,
    *,
    reason: str,
    seen: Position,
    make: Callable[[Decision], Event],
) -> Plan:
    """A plan of one event in a stream of its own; without it where the same decision is in force."""
    nth = 0
    while True:
        act_id = decision_id(event_type.type(), subjects, nth)
        state = in_force(act_id)
        plan = Plan(act=event_type.type(), subjects=tuple(subjects), decision_id=act_id)
        if state:
            return replace(plan, already="it is decided so")
        if state is None:
            stream = decision_stream(act_id)
            event = make(made(act_id, reason, seen))
            entry = Entry(stream=stream, subject=str(act_id), event=event)
            return replace(plan, entries=(entry,), expected={stream: NO_STREAM})
        nth += 1


def merge(incidents: Sequence[Incident], in_force: Earlier, *, reason: str, seen: Position) -> Plan:
    """Say that incidents are one event."""
    must_have_reason(reason)
    if len({each.incident_id for each in incidents}) < _TWO:
        raise DecisionError("to merge, name two incidents or more; these are one already")
    if len({each.kind for each in incidents}) > 1:
        kinds = ", ".join(sorted({each.kind for each in incidents}))
        raise DecisionError(f"an incident is of one kind, and these are of several: {kinds}")
    reports = tuple(sorted({report for each in incidents for report in each.report_ids}))
    return _plan(
        ReportsMerged,
        [str(each) for each in reports],
        in_force,
        reason=reason,
        seen=seen,
        make=lambda decision: ReportsMerged(
            report_ids=reports,
            incident_ids=tuple(sorted({each.incident_id for each in incidents})),
            decision=decision,
        ),
    )


def separate(
    incident: Incident, report_ids: Sequence[ReportId], in_force: Earlier, *, reason: str, seen: Position
) -> Plan:
    """Say that some reports of an incident are about another event than its others."""
    must_have_reason(reason)
    parted = tuple(sorted(set(report_ids)))
    if strangers := [each for each in parted if each not in incident.report_ids]:
        raise DecisionError(f"report {strangers[0]} is not of incident {incident.incident_id}")
    others = tuple(sorted(set(incident.report_ids) - set(parted)))
    if not others or not parted:
        raise DecisionError(f"name some reports of incident {incident.incident_id}, not none or all of them")
    return _plan(
        ReportsSeparated,
        [*(str(each) for each in parted), "|", *(str(each) for each in others)],
        in_force,
        reason=reason,
        seen=seen,
        make=lambda decision: ReportsSeparated(
            report_ids=parted, others=others, incident_id=incident.incident_id, decision=decision
        ),
    )


def merge_people(people: Sequence[SomePerson], in_force: Earlier, *, reason: str, seen: Position) -> Plan:
    """Say that people are one."""
    must_have_reason(reason)
    if len({each.slug for each in people}) < _TWO:
        raise DecisionError("to merge, name two people or more; these are one already")
    mentions = _in_order(mention for each in people for mention in each.mentions)
    return _plan(
        PeopleMerged,
        [str(each.mention_id) for each in mentions],
        in_force,
        reason=reason,
        seen=seen,
        make=lambda decision: PeopleMerged(mentions=mentions, decision=decision),
    )


def separate_people(
    person: SomePerson, report_ids: Sequence[ReportId], in_force: Earlier, *, reason: str, seen: Position
) -> Plan:
    """Say that some reports that name a person name another one."""
    must_have_reason(reason)
    parted = _in_order(each for each in person.mentions if each.report_id in report_ids)
    others = _in_order(each for each in person.mentions if each.report_id not in report_ids)
    if not parted or not others:
        raise DecisionError(f"name some of the reports that name {person.slug}, not none or all of them")
    return _plan(
        PeopleSeparated,
        [*(str(each.mention_id) for each in parted), "|", *(str(each.mention_id) for each in others)],
        in_force,
        reason=reason,
        seen=seen,
        make=lambda decision: PeopleSeparated(mentions=parted, others=others, decision=decision),
    )


def merge_operations(slugs: Sequence[str], into: str, in_force: Earlier, *, reason: str, seen: Position) -> Plan:
    """Say that what was told of several operations was told of one."""
    must_have_reason(reason)
    operations = tuple(sorted({*slugs, into}))
    if len(operations) < _TWO:
        raise DecisionError("to merge, name two operations or more")
    return _plan(
        OperationsMerged,
        [into, *operations],
        in_force,
        reason=reason,
        seen=seen,
        make=lambda decision: OperationsMerged(operations=operations, into=into, decision=decision),
    )


def annotate(
    kind: Subject, subject: str, text: str, url: str | None, in_force: Earlier, *, reason: str, seen: Position
) -> Plan:
    """Note beside something what another source says of it."""
    if not text.strip():
        raise DecisionError("a note needs words: what does the other source say?")
    if url is not None and not url.startswith(("https://", "http://")):
        raise DecisionError(f"{url!r} is no address of a page; it begins with https://")
    return _plan(
        Annotated,
        [kind.value, subject, text.strip(), url or ""],
        in_force,
        reason=reason,
        seen=seen,
        make=lambda decision: Annotated(kind=kind, subject=subject, text=text.strip(), url=url, decision=decision),
    )


_TWO = 2


def _in_order(mentions: Iterable[PersonMention]) -> tuple[PersonMention, ...]:
    return tuple(sorted(mentions, key=lambda mention: mention.mention_id))
