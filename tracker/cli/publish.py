"""`tracker publish`: write the feeds and pages that changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobs.project import project
from jobs.publish import publish, settle_authority, tell_hub
from jobs.websub import HubError
from tracker import settings as configuration
from tracker.cli.output import problem, progress, say, say_json
from tracker.database import opened


def publish_files(
    to: Annotated[Path | None, typer.Option("--to", help="A folder for a static host.", metavar="DIR")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Write the feeds and pages that changed.

    Files whose bytes are the same are not touched.

    Example: tracker publish --to /srv/www/tracker
    """
    settings = configuration.load()
    with opened(settings) as database:
        settle_authority(database, settings)
        project(database)
        with progress("Writing", None) as draw:
            done = publish(database, settings, to, progress=lambda what, made: draw(made, what))
        if to is None:
            try:
                tell_hub(settings)
            except HubError as error:
                problem(f"{error}; the rest is told the next time")
    if as_json:
        say_json({"written": done.written, "unchanged": done.unchanged, "deleted": done.deleted})
    else:
        folder = to or settings.public
        say(f"{done.written} files written, {done.unchanged} unchanged, {done.deleted} deleted in {folder}.")
