"""The reviewer's terminal and desk: what `tracker.reviewing.session` shows and records by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from jobs.project import project
from tracker.cli import keyboard
from tracker.cli.output import say
from tracker.cli.shown import reports
from tracker.cli.shown.sheet import Sheet, harmless
from tracker.deciding.desk import Desk
from tracker.deciding.plans import DecisionError
from tracker.deciding.values import parse
from tracker.deciding.words import located
from tracker.errors import NothingFoundError, TrackerError
from tracker.reviewing.acts import Act, ActKind
from tracker.showing.rows import Report
from tracker.showing.show import show
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.database import Database
    from tracker.deciding.desk import Outcome
    from tracker.reviewing.proposals import Proposal
    from tracker.types import DecisionId


@dataclass(frozen=True, slots=True)
class Terminal:
    """Shows reports as `tracker show` does, and takes keys."""

    database: Database

    def show(self, report_id: UUID, place: str, proposal: Proposal | None, *, paragraphs: bool) -> Report | None:
        """Show a report, why it is shown, and what others decided on it; None where it is no longer there."""
        try:
            found = show(self.database.engine("reader"), f"reports/{report_id}")
        except NothingFoundError:
            return None
        assert isinstance(found.thing, Report)
        say("")
        say(f"─── {harmless(place)} ───")
        reports.report(Sheet(), found, found.thing, paragraphs=paragraphs)
        if proposal:
            say("")
            say(harmless(proposal.told))
        return found.thing

    def tell(self, line: str) -> None:
        """Print a line."""
        say(harmless(line))

    def key(self) -> str:
        """The next key."""
        return keyboard.key()

    def ask(self, prompt: str) -> str:
        """A line that is typed."""
        return keyboard.line(prompt)


class DeskOfReviewer:
    """Records acts in the log as an actor, and undoes them."""

    def __init__(self, database: Database, actor: str) -> None:
        self._database = database
        self._desk = Desk(database.engine("writer"), actor=actor)
        self._trial = Desk(database.engine("writer"), actor=actor, dry_run=True)

    def faults(self, acts: Sequence[Act]) -> list[str | None]:
        """Of each act why it cannot be recorded, None where it can."""
        return [self._fault(act) for act in acts]

    def record(self, act: Act) -> DecisionId:
        """Record an act. Raises TrackerError where it cannot be recorded."""
        outcome = _done(self._desk, act)
        if outcome.plan.already:
            raise DecisionError(outcome.plan.already)
        return outcome.plan.decision_id

    def undo(self, decision_id: DecisionId, reason: str) -> None:
        """Record that a decision counts no longer."""
        # A decision is found in the views.
        project(self._database)
        self._desk.restore(str(decision_id), reason=reason)
        # And what it was about is shown again as it then stands.
        project(self._database)

    def _fault(self, act: Act) -> str | None:
        try:
            outcome = _done(self._trial, act)
        except TrackerError as error:
            return str(error)
        return outcome.plan.already


def _done(desk: Desk, act: Act) -> Outcome:
    named, seen = str(act.report_id), None if act.seen is None else Position(act.seen)
    match act.kind:
        case ActKind.CONFIRM:
            return desk.confirm(named, reason=act.reason, seen=seen)
        case ActKind.CORRECT:
            return desk.correct(named, _values(desk, act), reason=act.reason, seen=seen)
        case ActKind.RETRACT:
            return desk.retract(named, reason=act.reason, seen=seen)


def _values(desk: Desk, act: Act) -> dict[str, object]:
    """The fields of a correction as the report takes them: names as they stand in its cable."""
    subject = desk.subject(act.report_id, None)
    return parse((f"{name}={value}" for name, value in act.fields.items()), located(subject.account))
