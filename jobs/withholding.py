"""What is told later of an event that somebody withheld is withheld too, until somebody decides otherwise.

Before readers are told of it: whoever withholds an event for somebody's safety cannot watch for each cable to come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.deciding.desk import Desk
from tracker.deciding.plans import DecisionError
from tracker.projections.late import late

if TYPE_CHECKING:
    from tracker.database import Database

ACTOR = "withholder"
"""Who is recorded as having withheld it: no person."""


def withhold_late(database: Database) -> int:
    """Withhold each such report, by a decision of its own that `tracker restore` undoes; returns how many.

    The views must be up to date, and two must not be at it at once.
    """
    desk = Desk(database.engine("writer"), actor=ACTOR)
    withheld = 0
    for each in late(database.engine("projector")):
        try:
            outcome = desk.withhold(
                str(each.report_id),
                ground=each.ground,
                reason=f"told later of an event that is withheld by decision {each.decision_id}",
            )
        except DecisionError:
            # It changed meanwhile: the next run looks at it again.
            continue
        withheld += bool(outcome.positions)
    return withheld
