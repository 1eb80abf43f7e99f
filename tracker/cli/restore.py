"""`tracker restore`: undo a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, Reason, at_desk, tell
from tracker.cli.installation import OfSample
from tracker.cli.output import say, say_json
from tracker.cli.taking_effect import Effect, take_effect
from tracker.deciding.plans import must_have_reason
from tracker.unsealing import protected_by, put_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.types import DecisionId, Position


def restore(
    decision: Annotated[str, typer.Argument(help="The decision: its id, or the beginning of it.", metavar="DECISION")],
    reason: Reason,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Undo a decision, whatever it was.

    What it was about is from then on as all other decisions leave it, and follows the machine where
    there are none. The decision stays in the log, as undone. Decisions are listed in read.decisions.
    Words that were protected are put back into the text of record, where they were kept.

    Example: tracker restore 5b21c0de --reason "the correction was about another paragraph"
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        undone = desk.find.decision(decision).decision_id
        if protected_by(desk.log, undone) and not dry_run:
            positions = put_back(
                database.engine("writer"), settings, undone, reason=must_have_reason(reason), actor=settings.actor
            )
            _tell_put_back(positions, undone, take_effect(database, settings, done="put back"), as_json=as_json)
            return
        outcome = desk.restore(decision, reason=reason)
        done = f"decision {outcome.plan.subjects[0]} counts no longer"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)


def _tell_put_back(positions: Sequence[Position], undone: DecisionId, effect: Effect, *, as_json: bool) -> None:
    """Say that words are readable again, and fail where they are not so everywhere."""
    if as_json:
        say_json({"act": "put-back", "subjects": [str(undone)], "positions": [*positions]})
    elif positions:
        say(f"Recorded: the words that decision {undone} hid are in the text of record again. {effect.sentence}")
    else:
        say("Nothing to record: it is undone.")
    effect.end()
