"""`tracker annotate`: note what another source says."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, at_desk, tell
from tracker.cli.installation import OfSample


def annotate(
    named: Annotated[
        str,
        typer.Argument(
            help="A report, cable, person, operation or incident (incidents/ID), as for tracker show.", metavar="ID"
        ),
    ],
    text: Annotated[str, typer.Argument(help="What the other source says, in your words.", metavar="TEXT")],
    url: Annotated[str | None, typer.Option("--url", help="Where it says so.", metavar="URL")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why it is noted.", metavar="TEXT")] = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Note what another source says, beside the cable's words and never for them.

    Example: tracker annotate 1f0c2b3a "The court counted nine." --url https://court.example/12
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        outcome = desk.annotate(named, text, url, reason=reason)
        done = f"a note on {named}"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
