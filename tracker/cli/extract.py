"""`tracker extract`: the events that cables report, in the codebook's form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.cables import SOURCES_HELP, Jobs, made_of_cables
from tracker.cli.output import say
from tracker.extraction.codebook import to_text


def extract_events(
    sources: Annotated[list[Path], typer.Argument(help=SOURCES_HELP, metavar="SOURCE")],
    _json: Annotated[bool, typer.Option("--json", help="One JSON object a line; that is always the form.")] = True,
    jobs: Jobs = None,
) -> None:
    """Print the events that cables report, one JSON object a line, by the codebook. Needs no database.

    A cable without events gives one line of kind null. What is printed was read by machine; nobody has checked it.

    Example: tracker extract release/cable/2007/03/07SAMPLE31.html
    """
    with made_of_cables(sources, to_text, jobs=jobs) as texts:
        for text in texts:
            say(text)
