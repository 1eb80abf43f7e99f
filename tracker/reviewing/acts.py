"""What a reviewer can do with a report, and what must be able to record it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tracker.types import DecisionId, ReportId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ActKind(StrEnum):
    """The acts of a review."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    RETRACT = "retract"


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a report. `fields` are those that a correction sets, as `tracker correct` takes them.

    `seen` is the position of the report's newest event that the reviewer had before them; None: as it stands.
    """

    kind: ActKind
    report_id: ReportId
    reason: str
    fields: Mapping[str, str] = field(default_factory=dict)
    seen: int | None = None


class Deciding(Protocol):
    """Checks, records and undoes acts."""

    def faults(self, acts: Sequence[Act]) -> list[str | None]:
        """Of each act why it cannot be recorded, None where it can; records nothing."""

    def record(self, act: Act) -> DecisionId:
        """Record an act. Raises TrackerError where it cannot be recorded."""

    def undo(self, decision_id: DecisionId, reason: str) -> None:
        """Record that a decision counts no longer. Raises TrackerError where it does not count any more."""
