"""`tracker parse`: the cables of a release as parsed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tracker.cables.json_form import to_line
from tracker.cli.cables import SOURCES_HELP, Jobs, made_of_cables
from tracker.cli.output import say


def parse(
    sources: Annotated[list[Path], typer.Argument(help=SOURCES_HELP, metavar="SOURCE")],
    _json: Annotated[bool, typer.Option("--json", help="One JSON object a line; that is always the form.")] = True,
    document: Annotated[
        bool, typer.Option("--document", help="Add the document that all spans and maps count in.")
    ] = False,
    jobs: Jobs = None,
) -> None:
    """Print cables as parsed, one JSON object a line.

    Reads pages of release sites (HTML, or saved as text), the dump of 2011 (CSV), PlusD's and other sites' texts, raw
    telegrams, and declassified cables (PDF with a text layer). Needs no database. Names that a cable marks as
    protected are masked. What is no cable is told and passed over, and the exit status is 3.

    Example: tracker parse release/cable/2007 | head -n 1

    Example: tracker parse cables.csv.gz more.zip --jobs 8 > cables.jsonl

    Example: curl https://example.org/cables.zip | tracker parse --document -
    """
    with made_of_cables(sources, partial(to_line, document=document), jobs=jobs) as lines:
        for line in lines:
            say(line)
