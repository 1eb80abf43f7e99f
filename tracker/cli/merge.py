"""`tracker merge`: say that incidents, people or operations are one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, Reason, at_desk, tell
from tracker.cli.installation import OfSample


class What(StrEnum):
    """What can be merged."""

    INCIDENTS = "incidents"
    PEOPLE = "people"
    OPERATIONS = "operations"


def merge(
    named: Annotated[
        list[str], typer.Argument(help="Two or more: ids of incidents, or names in addresses.", metavar="ONE OTHER")
    ],
    reason: Reason,
    what: Annotated[What, typer.Option("--what", help="What they are.")] = What.INCIDENTS,
    into: Annotated[
        str | None, typer.Option("--into", help="Of operations: the name that stays; else the first.", metavar="SLUG")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Say that incidents, people or operations are one.

    All reports that make them are held together from then on, whatever their signs say; the ids that
    they had lead to the one that is left.

    Example: tracker merge 1f0c2b3a 77e0d2aa --reason "one raid, told by two posts"
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        match what:
            case What.INCIDENTS:
                outcome = desk.merge(named, reason=reason)
            case What.PEOPLE:
                outcome = desk.merge_people(named, reason=reason)
            case What.OPERATIONS:
                outcome = desk.merge_operations(named, into or named[0], reason=reason)
        done = f"{', '.join(named)} are one"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
