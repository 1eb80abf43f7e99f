"""`tracker retract`: say that a report is wrong."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, Reason, Seen, at_desk, tell
from tracker.cli.installation import OfSample
from tracker.types import Position


def retract(
    report: Annotated[str, typer.Argument(help="The report: its id, or the beginning of it.", metavar="REPORT")],
    reason: Reason,
    seen: Seen = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Say that a report is wrong: it counts nowhere, and is shown struck through with the reason.

    No re-reading tells it again. What must not be shown at all is withheld (tracker withhold).

    Example: tracker retract 1f0c2b3a --reason "the paragraph tells of an exercise"
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        outcome = desk.retract(report, reason=reason, seen=Position(seen) if seen else None)
        done = f"report {outcome.plan.subjects[0]} is retracted"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
