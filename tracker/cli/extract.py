"""`tracker extract`: the events that cables report, in the codebook's form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.cables import cables
from tracker.cli.output import say_json
from tracker.extraction.codebook import codebook_lines
from tracker.extraction.pipeline import extract


def extract_events(
    sources: Annotated[list[Path], typer.Argument(help="Files or folders; - is standard input.", metavar="FILE|DIR|-")],
    _json: Annotated[bool, typer.Option("--json", help="One JSON object a line; that is always the form.")] = True,
) -> None:
    """Print the events that cables report, one JSON object a line, by the codebook. Needs no database.

    A cable without events gives one line of kind null. What is printed was read by machine; nobody has checked it.

    Example: tracker extract release/cable/2007/03/07SAMPLE31.html
    """
    with cables(sources) as found:
        for cable, _ in found:
            for line in codebook_lines(cable, extract(cable)):
                say_json(line)
