"""`tracker show`: all that is known of one thing."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.asking.values import as_json
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import say
from tracker.cli.shown import others, reports
from tracker.cli.shown.sheet import Sheet
from tracker.database import opened
from tracker.showing.rows import Cable, Cartel, Incident, Operation, Person, Report
from tracker.showing.show import show as known

if TYPE_CHECKING:
    from tracker.showing.rows import Shown


def show(
    asked: Annotated[str, typer.Argument(help="Its id, in full or as much as no other begins with.", metavar="ID")],
    paragraphs: Annotated[
        bool, typer.Option("--paragraphs", help="Of a report: the whole paragraphs that it rests on.")
    ] = False,
    in_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Show all that is known of a report, incident, person, operation, cartel or cable.

    With the words of the cable, figures as written, who says so, what other reports tell otherwise, and
    whether anybody has checked it. Its id is what addresses of the site end with: a report's or
    incident's UUID, a slug, or a cable's reference ID in any form. An incident has the id of one of its
    reports: write incidents/ID for the incident.

    Example: tracker show 07MEXICO1068
    Example: tracker show incidents/3f2a91c0
    Example: tracker show michoacan --json
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        found = known(database.engine("reader"), asked)
    if in_json:
        say(as_json(asdict(found)).decode())
        return
    on_sheet(Sheet(), found, paragraphs=paragraphs)


def on_sheet(sheet: Sheet, found: Shown, *, paragraphs: bool = False) -> None:
    """Put on a sheet what is known of a thing."""
    match found.thing:
        case Report():
            reports.report(sheet, found, found.thing, paragraphs=paragraphs)
        case Incident():
            reports.incident(sheet, found, found.thing)
        case Person():
            others.person(sheet, found, found.thing)
        case Operation():
            others.operation(sheet, found, found.thing)
        case Cartel():
            others.cartel(sheet, found, found.thing)
        case Cable():
            others.cable(sheet, found, found.thing)
