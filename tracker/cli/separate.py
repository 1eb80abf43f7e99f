"""`tracker separate`: say that some reports of an incident, or of a person, are about another."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, Reason, at_desk, tell
from tracker.cli.installation import OfSample
from tracker.deciding.plans import DecisionError
from tracker.showing.subjects import SubjectKind


def separate(
    named: Annotated[str, typer.Argument(help="The incident's id, or the person's name in addresses.", metavar="ID")],
    reports: Annotated[list[str], typer.Argument(help="The reports that are about another.", metavar="REPORT")],
    reason: Reason,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Say that some reports of an incident, or of a person, are about another.

    They are held apart from the others from then on, whatever their signs say. Merged operations are
    separated by undoing the decision that merged them (tracker restore).

    Example: tracker separate 1f0c2b3a 9d40aa17 --reason "the second raid was a week later"
    Example: tracker separate people/juan-perez 9d40aa17 --reason "his father, of the same name"
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        match desk.find.made_of_reports(named):
            case SubjectKind.PERSON:
                outcome = desk.separate_people(named, reports, reason=reason)
            case SubjectKind.INCIDENT:
                outcome = desk.separate(named, reports, reason=reason)
            case _:
                raise DecisionError(f"{named} is an operation; undo the decision that merged it (tracker restore)")
        done = f"{', '.join(reports)} {'is' if len(reports) == 1 else 'are'} held apart from the rest of {named}"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
