"""Deciding without a log: what is recorded is kept in a list, and some reports refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from tracker.errors import BatchError, TrackerError
from tracker.types import DecisionId, ReportId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.reviewing.acts import Act

REPORTS = [ReportId(UUID(int=number + 1)) for number in range(4)]


@dataclass
class Kept:
    """Acts as they are recorded; `refusing` are reports of which none can be, `changing` those that fail late."""

    refusing: set[ReportId] = field(default_factory=set)
    changing: set[ReportId] = field(default_factory=set)
    acts: dict[DecisionId, Act] = field(default_factory=dict)
    undone: list[DecisionId] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def faults(self, acts: Sequence[Act]) -> list[str | None]:
        bad = "it cannot be decided on"
        return [bad if act.report_id in self.refusing or "wrong" in act.fields else None for act in acts]

    def record(self, act: Act) -> DecisionId:
        if act.report_id in self.refusing | self.changing:
            raise TrackerError("it has changed since")
        decision_id = DecisionId(UUID(int=1000 + len(self.acts)))
        self.acts[decision_id] = act
        return decision_id

    def undo(self, decision_id: DecisionId, reason: str) -> None:
        self.undone.append(decision_id)
        self.reasons.append(reason)

    @property
    def standing(self) -> list[tuple[str, ReportId]]:
        return [(str(act.kind), act.report_id) for key, act in self.acts.items() if key not in self.undone]


def known(name: str) -> ReportId:
    """A report by its number; raises where there is none."""
    if not name.isdigit():
        raise BatchError(f"no report is called {name}")
    return REPORTS[int(name)]
