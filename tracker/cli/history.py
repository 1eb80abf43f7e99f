"""`tracker history`: how a thing came to stand as it does."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from tracker.asking.values import as_json
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import say
from tracker.cli.shown.sheet import Sheet
from tracker.cli.shown.steps import steps
from tracker.database import opened
from tracker.showing.history import history as recorded


def history(
    asked: Annotated[str, typer.Argument(help="Its id, as for `tracker show`.", metavar="ID")],
    in_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Show how a report, or what reports tell of, came to stand as it does.

    Each event of the log about it: its position and hash, when it was recorded, by whom and why, what
    changed, and what readers of the feeds were told. Words are shown as the cable is masked now.

    Example: tracker history 3f2a91c0
    Example: tracker history 07MEXICO1068 --json
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        one, found = recorded(database.engine("reader"), asked)
    if in_json:
        for step in found:
            say(as_json(asdict(step)).decode())
        return
    steps(Sheet(), one, found)
