"""Undoing a decision: what it said counts no longer, and what it was about is as the other decisions leave it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.accounts import cable_stream
from tracker.deciding.plans import DecisionError, Entry, Plan, decision_id, decision_stream, made, must_have_reason
from tracker.decision_events import DecisionUndone, ReportRestored, Standing
from tracker.report_states import Placed, reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.deciding.reports import Subject
    from tracker.log.recorded import Recorded
    from tracker.types import DecisionId


def restore_reports(undone: DecisionId, subjects: Iterable[Subject], reason: str, *, place: Placed) -> Plan:
    """Undo a decision on reports: each as it reads without it. Without events where none of them knows it."""
    plan = _plan(undone, reason)
    entries: list[Entry] = []
    for subject in subjects:
        if not any(act.decision_id == undone for act in subject.state.acts):
            continue
        state = subject.state.without(undone)
        told = reading(state, place)
        event = ReportRestored(
            report_id=subject.report_id,
            reference_id=subject.reference_id,
            document_id=told.document_id,
            extractor=told.extractor,
            codebook=told.codebook,
            report=told.report,
            undone=undone,
            review_status=state.review_status,
            standing=state.standing,
            withdrawn_reason=_why(state.standing, state.withdrawn, [act.event for act in state.acts]),
            decision=made(plan.decision_id, reason, subject.seen),
        )
        entry = Entry(
            stream=cable_stream(subject.reference_id),
            subject=str(subject.report_id),
            event=event,
            earlier=subject.earlier(ReportRestored),
        )
        entries.append(entry)
        plan = replace(
            plan,
            expected={**plan.expected, entry.stream: subject.account.version},
            before=subject.state.told.report,
            after=told.report,
        )
    return replace(plan, entries=tuple(entries), already=None if entries else "it is undone")


def _why(standing: Standing, withdrawn: str | None, events: Sequence[object]) -> str | None:
    """Why a report does not stand, for those who see it struck through."""
    if standing is Standing.WITHDRAWN:
        return withdrawn
    if standing is Standing.RETRACTED:
        reasons = [event.decision.reason for event in events if hasattr(event, "decision")]
        return str(reasons[-1]) if reasons else None
    return None


def restore_spanning(undone: DecisionId, stream: Sequence[Recorded], reason: str) -> Plan:
    """Undo a decision that has a stream of its own, of which these are the events."""
    plan = _plan(undone, reason)
    if any(recorded.type == DecisionUndone.type() for recorded in stream):
        return replace(plan, already="it is undone")
    if not stream:
        raise DecisionError(f"there is no decision {undone}; the view read.decisions lists them")
    event = DecisionUndone(undone=undone, decision=made(plan.decision_id, reason, stream[-1].position))
    name = decision_stream(undone)
    return replace(
        plan,
        entries=(Entry(stream=name, subject=str(undone), event=event),),
        expected={name: stream[-1].version},
    )


def _plan(undone: DecisionId, reason: str) -> Plan:
    """A plan without events: a decision is undone once, since the same one made again has another id."""
    must_have_reason(reason)
    act_id = decision_id(DecisionUndone.type(), [str(undone)], 0)
    return Plan(act=DecisionUndone.type(), subjects=(str(undone),), decision_id=act_id)
