"""`tracker add`: add a report that the machine missed."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cables.identifiers import parse_reference_id
from tracker.cli.deciding import AsJson, DryRun, Reason, at_desk, tell
from tracker.cli.installation import OfSample
from tracker.deciding.values import parse
from tracker.deciding.words import located, quoted
from tracker.reports import Kind


def add(
    cable: Annotated[str, typer.Argument(help="The cable.", metavar="CABLE")],
    kind: Annotated[Kind, typer.Argument(help="What kind of event it is.", metavar="KIND")],
    fields: Annotated[
        list[str] | None,
        typer.Argument(help="What the cable says of it, as in tracker correct.", metavar="FIELD=VALUE"),
    ] = None,
    *,
    quote: Annotated[
        str, typer.Option("--quote", help="The words that tell it, as the cable has them.", metavar="WORDS")
    ],
    reason: Reason,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Add a report that the machine missed, with the words that tell it.

    It counts like every other, is shown as added by a person, and no re-reading withdraws it.

    Example: tracker add 07MEXICO1068 arrest count=4 date=2007-03-03 --quote "four men were detained"
    --reason missed
    """
    reference_id = parse_reference_id(cable)
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        account = desk.account(reference_id)
        values = parse(fields or (), located(account))
        outcome = desk.add(reference_id, kind, quoted(account, quote), values=values, reason=reason)
        done = f"report {outcome.plan.subjects[0]} is added"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)
