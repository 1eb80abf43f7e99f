"""`tracker withhold`: show nothing of a report or an incident but that there was something."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, Reason, Seen, at_desk, tell
from tracker.cli.installation import OfSample
from tracker.decision_events import Ground
from tracker.types import Position


def withhold(
    named: Annotated[
        str,
        typer.Argument(
            help="The report, or with --incident the incident: its id, or the beginning of it.", metavar="ID"
        ),
    ],
    reason: Reason,
    ground: Annotated[Ground, typer.Option("--ground", help="For somebody's safety, or by law.")] = Ground.SAFETY,
    incident: Annotated[bool, typer.Option("--incident", help="Withhold an incident, with all its reports.")] = False,
    seen: Seen = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Show nothing of a report or an incident but that there was something.

    What was told of it disappears from every view, feed, page and archive at once; a neutral notice
    stays in its place. The reason stays in the log and is not shown. The words themselves stay in the
    cable's text: to hide those, use tracker protect.

    Example: tracker withhold 1f0c2b3a --ground safety --reason "a witness could be found by it"
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        act = desk.withhold_incident if incident else desk.withhold
        outcome = act(named, ground=ground, reason=reason, seen=Position(seen) if seen else None)
        done = f"{'incident' if incident else 'report'} {outcome.plan.subjects[0]} is withheld"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
