"""Deciding: one function an act. Each makes a plan from what the log holds and records it, if that is wanted.

A decision is one append under the versions of the streams that it was planned from, so it holds for what was there, or
not at all. Made again, it records nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from tracker.accounts import account, placed
from tracker.deciding import adding, reports, restoring, spanning
from tracker.deciding.finding import Finder
from tracker.deciding.plans import ChangedSinceError, DecisionError, Entry, Plan, decision_id, decision_stream, made
from tracker.decision_events import DecisionUndone, Ground, IncidentWithheld, Subject
from tracker.errors import EventConflictError, WrongVersionError
from tracker.log.log import NO_STREAM, Log
from tracker.log.recorded import new_event

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from tracker.accounts import Account
    from tracker.reports import Kind
    from tracker.types import DecisionId, Position, ReferenceId, ReportId, Span

NOBODY = "tracker"
"""The actor where none is set."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a decision: its plan, and the positions of its events; none where nothing was to be recorded."""

    plan: Plan
    positions: tuple[Position, ...] = ()


class Desk:
    """Where an actor decides, as the writer of a log. With `dry_run` nothing is recorded.

    Raises DecisionError where no actor is set: who decided is part of every decision.
    """

    def __init__(self, engine: Engine, *, actor: str, dry_run: bool = False) -> None:
        if not actor.strip() or actor == NOBODY:
            raise DecisionError("nobody is set who decides; set TRACKER_ACTOR, or `actor` in the settings, to a name")
        self.log = Log(engine)
        self.find = Finder(engine)
        self._actor = actor
        self._dry_run = dry_run

    def confirm(self, report: str, *, reason: str = "", seen: Position | None = None) -> Outcome:
        """Say that a report is as its cable has it."""
        return self.record(reports.confirm(self.subject(report, seen), reason))

    def correct(
        self, report: str, values: Mapping[str, object], *, reason: str, seen: Position | None = None
    ) -> Outcome:
        """Set fields of a report (`tracker.amending.SETTABLE`)."""
        return self.record(reports.correct(self.subject(report, seen), values, reason))

    def retract(self, report: str, *, reason: str, seen: Position | None = None) -> Outcome:
        """Say that a report is wrong."""
        return self.record(reports.retract(self.subject(report, seen), reason))

    def add(
        self,
        reference_id: ReferenceId,
        kind: Kind,
        quote: Span,
        *,
        values: Mapping[str, object],
        reason: str,
        seen: Position | None = None,
    ) -> Outcome:
        """Add a report that the machine missed."""
        told = account(self.log, reference_id)
        return self.record(adding.add(told, reference_id, kind, quote, values=values, reason=reason, seen=seen))

    def withhold(self, report: str, *, ground: Ground, reason: str, seen: Position | None = None) -> Outcome:
        """Show nothing of a report but that there was something."""
        return self.record(reports.withhold(self.subject(report, seen), ground, reason))

    def withhold_incident(self, incident: str, *, ground: Ground, reason: str, seen: Position | None = None) -> Outcome:
        """Show nothing of an incident: of none of the reports that it has now."""
        found = self.find.incident(incident)
        subjects = [self.subject(str(each), seen) for each in found.report_ids]
        parts = [reports.withhold(each, ground, reason) for each in subjects]
        if all(part.already for part in parts):
            return Outcome(parts[0])
        ids = [str(each) for each in found.report_ids]
        nth = 0
        while self.in_force(act_id := decision_id(IncidentWithheld.type(), ids, nth)) is not None:
            nth += 1
        decision = made(act_id, reason, max(each.seen for each in subjects))
        withheld = IncidentWithheld(
            incident_id=found.incident_id, report_ids=found.report_ids, ground=ground, decision=decision
        )
        stream = decision_stream(act_id)
        plan = Plan(
            act=IncidentWithheld.type(),
            subjects=(str(found.incident_id),),
            decision_id=act_id,
            entries=(
                Entry(stream=stream, subject=str(act_id), event=withheld),
                *(
                    Entry(
                        stream=entry.stream,
                        subject=entry.subject,
                        event=reports.withheld(each, ground, decision, found.incident_id),
                        earlier=entry.earlier,
                    )
                    for each, part in zip(subjects, parts, strict=True)
                    for entry in part.entries
                ),
            ),
            expected={stream: NO_STREAM} | {name: version for part in parts for name, version in part.expected.items()},
        )
        return self.record(plan)

    def merge(self, incidents: Sequence[str], *, reason: str) -> Outcome:
        """Say that incidents are one event."""
        found = [self.find.incident(each) for each in incidents]
        return self.record(spanning.merge(found, self.in_force, reason=reason, seen=self._now()))

    def separate(self, incident: str, report_ids: Sequence[str], *, reason: str) -> Outcome:
        """Say that some reports of an incident are about another event than its others."""
        found = self.find.incident(incident)
        parted = [self.find.report(each).report_id for each in report_ids]
        return self.record(spanning.separate(found, parted, self.in_force, reason=reason, seen=self._now()))

    def merge_people(self, slugs: Sequence[str], *, reason: str) -> Outcome:
        """Say that people are one."""
        found = [self.find.person(each) for each in slugs]
        return self.record(spanning.merge_people(found, self.in_force, reason=reason, seen=self._now()))

    def separate_people(self, slug: str, report_ids: Sequence[str], *, reason: str) -> Outcome:
        """Say that some reports that name a person name another one."""
        parted = [self.find.report(each).report_id for each in report_ids]
        found = self.find.person(slug)
        return self.record(spanning.separate_people(found, parted, self.in_force, reason=reason, seen=self._now()))

    def merge_operations(self, slugs: Sequence[str], into: str, *, reason: str) -> Outcome:
        """Say that what was told of several operations was told of one, which keeps the name `into`."""
        *found, kept = [self.find.operation(each) for each in (*slugs, into)]
        return self.record(spanning.merge_operations(found, kept, self.in_force, reason=reason, seen=self._now()))

    def annotate(self, subject: str, text: str, url: str | None, *, reason: str = "") -> Outcome:
        """Note beside something what another source says of it."""
        kind, named = self.find.subject(subject)
        if kind is Subject.PERSON:
            # A slug is made of a name: it can come to mean somebody else, and tells a name that may be protected later.
            named = str(self.find.person(subject).person_id)
        return self.record(spanning.annotate(kind, named, text, url, self.in_force, reason=reason, seen=self._now()))

    def restore(self, decision: str, *, reason: str) -> Outcome:
        """Undo a decision, whatever it was."""
        found = self.find.decision(decision)
        if found.act == "restore":
            raise DecisionError("what undid a decision is not undone itself; decide again what it was about")
        undone = found.decision_id
        own = self.log.read_stream(decision_stream(undone))
        plan = restoring.restore_spanning(undone, own, reason) if own or not found.reference_ids else None
        parts = [self._restored(undone, each, reason) for each in found.reference_ids]
        made_now = [part for part in (plan, *parts) if part and part.entries]
        if not made_now:
            return Outcome(plan or parts[0])
        return self.record(
            Plan(
                act=DecisionUndone.type(),
                subjects=(str(undone),),
                decision_id=made_now[0].decision_id,
                entries=tuple(entry for part in made_now for entry in part.entries),
                expected={name: version for part in made_now for name, version in part.expected.items()},
                before=made_now[-1].before,
                after=made_now[-1].after,
            )
        )

    def _restored(self, undone: DecisionId, reference_id: ReferenceId, reason: str) -> Plan:
        told = account(self.log, reference_id)
        documents = {document.document_id: document for document in told.every_document()}
        subjects = [reports.Subject(told, reference_id, each, None) for each in told.reports]
        return restoring.restore_reports(undone, subjects, reason, place=partial(placed, documents))

    def subject(self, report: str | ReportId, seen: Position | None) -> reports.Subject:
        """The report of an id, as the log holds it now."""
        found = self.find.report(str(report))
        return reports.Subject(account(self.log, found.reference_id), found.reference_id, found.report_id, seen)

    def account(self, reference_id: ReferenceId) -> Account:
        """What the log holds of a cable."""
        return account(self.log, reference_id)

    def in_force(self, act_id: DecisionId) -> bool | None:
        """Whether a decision with a stream of its own is in force; None where there is none of that id.

        Raises DecisionError where it was erased for good.
        """
        events = self.log.read_stream(decision_stream(act_id))
        if any(event.body is None for event in events):
            raise DecisionError(f"decision {act_id} was erased for good, and is not recorded again")
        return None if not events else all(event.type != DecisionUndone.type() for event in events)

    def record(self, plan: Plan) -> Outcome:
        """Record what a plan comes to. Raises ChangedSinceError where the log has gone on since it was made."""
        if self._dry_run or not plan.entries:
            return Outcome(plan)
        run = uuid4()
        events = [
            new_event(each.event, stream=each.stream, event_id=each.event_id, actor=self._actor, correlation=run)
            for each in plan.entries
        ]
        try:
            return Outcome(plan, tuple(self.log.append(events, expected=plan.expected)))
        except (WrongVersionError, EventConflictError) as error:
            raise ChangedSinceError(
                f"something was recorded meanwhile ({error.detail}); look at it again, then decide"
            ) from None

    def _now(self) -> Position:
        return self.log.head().position
