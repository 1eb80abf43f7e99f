"""What another newsroom decided on a report, as something to be decided on here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reviewing.acts import Act, ActKind

if TYPE_CHECKING:
    from tracker.types import ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An act that others decided on, where and when they did, and why. It counts nowhere until somebody here acts."""

    kind: ActKind
    fields: dict[str, str]
    reason: str
    actor: str
    origin: str
    recorded_at: str

    @property
    def told(self) -> str:
        """The proposal in a line."""
        changed = "".join(f" {name}={value}" for name, value in self.fields.items())
        return (
            f"{self.actor} of {self.origin} decided on {self.recorded_at[:10]} to {self.kind}{changed}: {self.reason}"
        )

    @property
    def here(self) -> str:
        """The reason under which it is recorded here: who decided so first, where, and why."""
        return f"as {self.actor} of {self.origin} decided: {self.reason}"

    def act(self, report_id: ReportId, *, seen: int | None = None) -> Act:
        """The same act on a report of this log."""
        return Act(self.kind, report_id, self.here, dict(self.fields), seen=seen)
