"""`tracker merge`: say that incidents, people or operations are one."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, Reason, at_desk, tell
from tracker.cli.installation import OfSample
from tracker.deciding.plans import DecisionError
from tracker.showing.subjects import SubjectKind


def merge(
    named: Annotated[
        list[str],
        typer.Argument(help="Two or more of a kind: ids of incidents, or names in addresses.", metavar="ONE OTHER"),
    ],
    reason: Reason,
    into: Annotated[
        str | None, typer.Option("--into", help="Of operations: the name that stays; else the first.", metavar="SLUG")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Say that incidents, people or operations are one.

    All reports that make them are held together from then on, whatever their signs say; the ids that
    they had lead to the one that is left. Where a name can be several things, its address tells which:
    operations/michoacan.

    Example: tracker merge 1f0c2b3a 77e0d2aa --reason "one raid, told by two posts"
    Example: tracker merge people/juan-perez people/j-perez --reason "the same man, as 07MEXICO1068 says"
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        what = desk.find.made_of_reports(named[0])
        if into and what is not SubjectKind.OPERATION:
            raise DecisionError("--into is for operations: incidents and people have no name that could stay")
        if what is SubjectKind.OPERATION:
            outcome = desk.merge_operations(named, into or named[0], reason=reason)
        elif what is SubjectKind.PERSON:
            outcome = desk.merge_people(named, reason=reason)
        else:
            outcome = desk.merge(named, reason=reason)
        done = f"{', '.join(named)} are one"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
