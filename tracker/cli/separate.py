"""`tracker separate`: say that some reports of an incident, or of a person, are about another."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, Reason, at_desk, tell
from tracker.cli.installation import OfSample


def separate(
    named: Annotated[
        str, typer.Argument(help="The incident's id, or with --person the name in addresses.", metavar="ID")
    ],
    reports: Annotated[list[str], typer.Argument(help="The reports that are about another.", metavar="REPORT")],
    reason: Reason,
    person: Annotated[bool, typer.Option("--person", help="Separate a person.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Say that some reports of an incident, or of a person, are about another.

    They are held apart from the others from then on, whatever their signs say. Merged operations are
    separated by undoing the decision that merged them (tracker restore).

    Example: tracker separate 1f0c2b3a 9d40aa17 --reason "the second raid was a week later"
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        act = desk.separate_people if person else desk.separate
        outcome = act(named, reports, reason=reason)
        done = f"{', '.join(reports)} {'is' if len(reports) == 1 else 'are'} held apart from the rest of {named}"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
