"""`tracker restore`: undo a decision."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, OfSample, Reason, at_desk, tell


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

    Example: tracker restore 5b21c0de --reason "the correction was about another paragraph"
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        outcome = desk.restore(decision, reason=reason)
        done = f"decision {outcome.plan.subjects[0]} counts no longer"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
