"""Reports that tell of an event which was withheld before they were recorded: known by the same signs as incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.decision_events import Ground
from tracker.projections.sets import in_set
from tracker.statements import statements
from tracker.types import DecisionId, ReportId

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Late:
    """Such a report, the decision that withholds its event, and why that one is withheld."""

    report_id: ReportId
    decision_id: DecisionId
    ground: Ground


def late(engine: Engine) -> list[Late]:
    """All of them on which nobody has decided, as the projector finds them in the read tables that are shown."""
    with in_set(engine, None) as cursor:
        rows = cursor.execute(statements("tracker.projections", "late.sql")["late"]).fetchall()
    return [Late(row["report_id"], row["decision_id"], Ground(row["ground"])) for row in rows]
