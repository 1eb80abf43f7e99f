"""Decisions on one report: confirm, correct, retract, withhold. Pure: a cable's account in, a plan out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.accounts import cable_stream
from tracker.amending import amended
from tracker.deciding.plans import DecisionError, Entry, Plan, check_seen, decision_id, made, must_have_reason
from tracker.decision_events import (
    Decision,
    Ground,
    ReportAmended,
    ReportConfirmed,
    ReportRetracted,
    ReportWithheld,
    Standing,
)
from tracker.report_states import WHOLE, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.accounts import Account
    from tracker.event import Event
    from tracker.report_states import ReportState
    from tracker.types import IncidentId, Position, ReferenceId, ReportId


class Subject:
    """A report to decide on, in its cable's account."""

    def __init__(self, account: Account, reference_id: ReferenceId, report_id: ReportId, seen: Position | None) -> None:
        state = account.reports.get(report_id)
        if state is None:
            raise DecisionError(f"report {report_id} of {reference_id} is erased, or is no report of it")
        self.state: ReportState = state
        self.account, self.reference_id, self.report_id = account, reference_id, report_id
        self.seen = check_seen(state.position, seen, f"report {report_id}")

    def must_stand(self, act: str) -> None:
        """Raise DecisionError where the report does not stand."""
        match self.state.standing:
            case Standing.RETRACTED | Standing.WITHHELD as standing:
                last = self.state.acts[-1].decision_id
                raise DecisionError(
                    f"report {self.report_id} is {standing.value}; to {act} it, undo that first: tracker restore {last}"
                )
            case Standing.WITHDRAWN:
                raise DecisionError(
                    f"report {self.report_id} is withdrawn: {self.state.withdrawn}; where the cable does say so, "
                    f"add it: tracker add {self.reference_id}"
                )
            case Standing.TOLD:
                pass

    def plan(self, event_type: type[Event], reason: str, already: str | None = None) -> tuple[Plan, Decision]:
        """A plan without events, and what an event of this decision has in it."""
        earlier = self.earlier(event_type)
        act_id = decision_id(event_type.type(), [str(self.report_id)], earlier)
        plan = Plan(act=event_type.type(), subjects=(str(self.report_id),), decision_id=act_id, already=already)
        return plan, made(act_id, reason, self.seen)

    def earlier(self, event_type: type[Event]) -> int:
        """How many events of a type there are about the report."""
        return self.account.earlier[str(self.report_id), event_type.type()]

    def with_event(self, plan: Plan, event: Event, after: Reading | None = None) -> Plan:
        """The plan with its event."""
        stream = cable_stream(self.reference_id)
        entry = Entry(stream=stream, subject=str(self.report_id), event=event, earlier=self.earlier(type(event)))
        return Plan(
            act=plan.act,
            subjects=plan.subjects,
            decision_id=plan.decision_id,
            entries=(entry,),
            expected={stream: self.account.version},
            before=self.state.told.report if after else None,
            after=after.report if after else None,
        )


def confirm(subject: Subject, reason: str) -> Plan:
    """Say that a report is as its cable has it."""
    subject.must_stand("confirm")
    state = subject.state
    whole = [act for act in state.acts if isinstance(act.event, WHOLE)]
    already = "it is confirmed as it reads" if whole and whole[-1].reading == state.told else None
    plan, decision = subject.plan(ReportConfirmed, reason, already)
    if already:
        return plan
    return subject.with_event(
        plan,
        ReportConfirmed(report_id=subject.report_id, reference_id=subject.reference_id, decision=decision),
    )


def correct(subject: Subject, values: Mapping[str, object], reason: str) -> Plan:
    """Set fields of a report. Raises DecisionError for one that cannot be set so."""
    subject.must_stand("correct")
    must_have_reason(reason)
    state = subject.state
    try:
        report = amended(state.told.report, values)
    except (ValueError, TypeError) as error:
        raise DecisionError(str(error)) from None
    same = all(getattr(state.told.report, name) == value for name, value in values.items())
    already = "it reads so, and that is decided" if same and set(values) <= {*state.decided} else None
    plan, decision = subject.plan(ReportAmended, reason, already)
    if already:
        return plan
    told = Reading(report, state.told.document_id, state.told.extractor, state.told.codebook)
    event = ReportAmended(
        report_id=subject.report_id,
        reference_id=subject.reference_id,
        document_id=told.document_id,
        extractor=told.extractor,
        codebook=told.codebook,
        report=report,
        changed=tuple(values),
        decision=decision,
    )
    return subject.with_event(plan, event, told)


def retract(subject: Subject, reason: str) -> Plan:
    """Say that a report is wrong: it stays visible, struck through, and counts nowhere."""
    must_have_reason(reason)
    already = "it is retracted" if subject.state.standing is Standing.RETRACTED else None
    plan, decision = subject.plan(ReportRetracted, reason, already)
    if already:
        return plan
    subject.must_stand("retract")
    return subject.with_event(
        plan,
        ReportRetracted(report_id=subject.report_id, reference_id=subject.reference_id, decision=decision),
    )


def withhold(subject: Subject, ground: Ground, reason: str) -> Plan:
    """Show nothing of a report but that there was something."""
    must_have_reason(reason)
    already = "it is withheld" if subject.state.standing is Standing.WITHHELD else None
    plan, decision = subject.plan(ReportWithheld, reason, already)
    return plan if already else subject.with_event(plan, withheld(subject, ground, decision))


def withheld(subject: Subject, ground: Ground, decision: Decision, incident_id: IncidentId | None = None) -> Event:
    """The event by which a report is withheld, by itself or with its incident."""
    return ReportWithheld(
        report_id=subject.report_id,
        reference_id=subject.reference_id,
        ground=ground,
        decision=decision,
        incident_id=incident_id,
    )
