"""`tracker parse`: the cables of a release as parsed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cables import json_form
from tracker.cli.cables import cables
from tracker.cli.output import say_json


def parse(
    sources: Annotated[list[Path], typer.Argument(help="Files or folders; - is standard input.", metavar="FILE|DIR|-")],
    _json: Annotated[bool, typer.Option("--json", help="One JSON object a line; that is always the form.")] = True,
) -> None:
    """Print cables as parsed, one JSON object a line.

    Needs no database. Names that a cable marks as protected are masked.

    Example: tracker parse release/cable/2007 | head -n 1
    """
    with cables(sources) as found:
        for cable, source in found:
            say_json(json_form.to_json(cable, source))
