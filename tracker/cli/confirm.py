"""`tracker confirm`: say that a report is as its cable has it."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, Seen, at_desk, tell
from tracker.cli.installation import OfSample
from tracker.types import Position


def confirm(
    report: Annotated[str, typer.Argument(help="The report: its id, or the beginning of it.", metavar="REPORT")],
    reason: Annotated[str, typer.Option("--reason", help="What you checked it against.", metavar="TEXT")] = "",
    seen: Seen = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Say that a report is as its cable has it.

    It stays as it reads now, whatever a re-reading makes of it; where one disagrees, that is listed
    for review. Readers are told of nothing, but every view, feed and page shows it as confirmed.

    Example: tracker confirm 1f0c2b3a
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        outcome = desk.confirm(report, reason=reason, seen=Position(seen) if seen else None)
        done = f"report {outcome.plan.subjects[0]} is confirmed"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
