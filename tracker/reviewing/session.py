"""Going through reports one by one: what is shown, which key does what, and taking the last one back.

Knows neither the terminal nor the database: it is told both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tracker.errors import TrackerError
from tracker.reviewing.acts import Act, ActKind
from tracker.types import ReportId

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from tracker.reviewing.acts import Deciding
    from tracker.reviewing.proposals import Proposal
    from tracker.types import DecisionId

HELP = "c confirm   e correct   r retract   s skip   u undo the last   p whole paragraphs   q quit"
"""What the keys do."""
HELP_ON_PROPOSALS = f"a accept   d dismiss   {HELP}"
"""What they do where others have decided on the report."""
CHECKED = "compared with the cable"
"""Why a report was confirmed by one key."""


class Before(Protocol):
    """A report as it is before the reviewer."""

    @property
    def position(self) -> int:
        """Where the newest event about it stands in the log."""

    @property
    def withdrawn(self) -> bool:
        """Whether it no longer stands."""


class Screen(Protocol):
    """What the reviewer sees and answers."""

    def show(self, report_id: UUID, place: str, proposal: Proposal | None, *, paragraphs: bool) -> Before | None:
        """Show a report; None where it is no longer there."""

    def tell(self, line: str) -> None:
        """Print a line."""

    def key(self) -> str:
        """The next key; empty where there will be none any more."""

    def ask(self, prompt: str) -> str:
        """A line that is typed; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class Task:
    """A report to be checked, why, and what others decided on it, if it comes from them."""

    report_id: ReportId
    why: str
    proposal: Proposal | None = None


@dataclass(slots=True)
class Done:
    """What a session did."""

    decided: dict[str, int] = field(default_factory=dict)
    skipped: int = 0
    undone: int = 0
    left: int = 0

    @property
    def recorded(self) -> int:
        """How many decisions stand of it."""
        return sum(self.decided.values())


@dataclass(frozen=True, slots=True)
class _Step:
    """What was done last with a task: the act and its decision, or neither of one that was skipped."""

    at: int
    act: Act | None = None
    decision_id: DecisionId | None = None


class Session:
    """Goes through tasks in order. Nothing is lost when it ends: each act is recorded as it is done."""

    def __init__(self, tasks: Sequence[Task], deciding: Deciding, screen: Screen) -> None:
        self._tasks = tasks
        self._deciding = deciding
        self._screen = screen
        self._steps: list[_Step] = []
        self._at = 0
        self._dismissed: set[int] = set()
        self.done = Done()

    @property
    def settled(self) -> list[Task]:
        """The tasks that were decided on or dismissed."""
        decided = {step.at for step in self._steps if step.decision_id} | self._dismissed
        return [self._tasks[at] for at in sorted(decided)]

    def run(self) -> Done:
        """Go through the tasks until they end or the reviewer does."""
        self.done.left = len(self._tasks)
        while self._at < len(self._tasks) and self._one(self._tasks[self._at]):
            self.done.left = len(self._tasks) - self._at
        return self.done

    def _one(self, task: Task, *, paragraphs: bool = False) -> bool:
        """Show a task until it is done with or another is asked for; False to end."""
        place = f"{self._at + 1} of {len(self._tasks)}, {task.why}"
        before = self._screen.show(task.report_id, place, task.proposal, paragraphs=paragraphs)
        if before is None or before.withdrawn:
            self._screen.tell("It no longer stands.")
            self._at += 1
            return True
        self._screen.tell(HELP_ON_PROPOSALS if task.proposal else HELP)
        keys = self._keys(task, before)
        while True:
            key = self._screen.key()
            if key in {"q", ""}:
                return False
            if key == "p":
                return self._one(task, paragraphs=True)
            if key not in keys:
                self._screen.tell(HELP_ON_PROPOSALS if task.proposal else HELP)
            elif keys[key]():
                return True

    def _keys(self, task: Task, before: Before) -> dict[str, Callable[[], bool]]:
        """What each key does; it says whether another task is to be shown then."""
        seen = before.position
        keys = {
            "c": lambda: self._record(Act(ActKind.CONFIRM, task.report_id, CHECKED, seen=seen)),
            "e": lambda: self._correct(task, before),
            "r": lambda: self._retract(task, before),
            "s": self._pass_over,
            "u": self._undo,
        }
        if proposal := task.proposal:
            keys["a"] = lambda: self._record(proposal.act(task.report_id, seen=seen))
            keys["d"] = self._dismiss
        return keys

    def _retract(self, task: Task, before: Before) -> bool:
        reason = self._screen.ask("Why is it to be retracted? ")
        return bool(reason) and self._record(Act(ActKind.RETRACT, task.report_id, reason, seen=before.position))

    def _dismiss(self) -> bool:
        self._dismissed.add(self._at)
        return self._pass_over()

    def _correct(self, task: Task, before: Before) -> bool:
        fields: dict[str, str] = {}
        while line := self._screen.ask("FIELD=VALUE (an empty line ends): "):
            name, sign, value = line.partition("=")
            if sign and name.strip():
                fields[name.strip()] = value.strip()
            else:
                self._screen.tell(f"{line!r} is not of the form FIELD=VALUE")
        if not fields:
            return False
        fault = self._deciding.faults([self._correction(task, before, fields, "checked")])[0]
        if fault:
            self._screen.tell(fault)
            return False
        reason = self._screen.ask("Why? ")
        return bool(reason) and self._record(self._correction(task, before, fields, reason))

    @staticmethod
    def _correction(task: Task, before: Before, fields: Mapping[str, str], reason: str) -> Act:
        return Act(ActKind.CORRECT, task.report_id, reason, fields, seen=before.position)

    def _record(self, act: Act) -> bool:
        try:
            decision_id = self._deciding.record(act)
        except TrackerError as error:
            self._screen.tell(str(error))
            return False
        self._steps.append(_Step(self._at, act, decision_id))
        self.done.decided[act.kind] = self.done.decided.get(act.kind, 0) + 1
        self._screen.tell(f"Recorded: {act.kind}.")
        self._at += 1
        return True

    def _pass_over(self) -> bool:
        self._steps.append(_Step(self._at))
        self.done.skipped += 1
        self._at += 1
        return True

    def _undo(self) -> bool:
        if not self._steps:
            self._screen.tell("There is nothing to undo.")
            return False
        step = self._steps[-1]
        if step.act and step.decision_id:
            try:
                self._deciding.undo(step.decision_id, "pressed by mistake in a review")
            except TrackerError as error:
                self._screen.tell(str(error))
                return False
            self.done.decided[step.act.kind] -= 1
            self.done.undone += 1
        else:
            self.done.skipped -= 1
        self._steps.pop()
        self._dismissed.discard(step.at)
        self._at = step.at
        return True
