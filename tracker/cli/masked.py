"""`tracker masked`: what was masked in cables, where and why; `tracker unmarked`: the same names where they stand open.

Called `masked` and not `protected`, which is one letter from `protect`, the decision that seals words for good.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tracker.cables import masked_places
from tracker.cli.cables import SOURCES_HELP, Jobs, made_of_cables
from tracker.cli.output import say


def masked(
    sources: Annotated[list[Path], typer.Argument(help=SOURCES_HELP, metavar="SOURCE")],
    show_words: Annotated[
        bool,
        typer.Option(
            "--show-words",
            help="DANGEROUS: print the protected words themselves. Whoever sees them can harm those who are named.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a cable.")] = False,
    jobs: Jobs = None,
) -> None:
    """List what is masked in cables, and why, cable by cable. Needs no database.

    Told are the number that stands in the text, the rule (a name, a description of a source, or a
    statement), the words of the mark that asks for it, how many places were masked, and in which
    paragraphs. The words themselves are not printed.

    With --show-words they are. It shows no more than the files themselves do, but all in one list:
    do not send it, do not write it where others read, and mind the history of your terminal.

    Example: tracker masked release/cable/2009
    """
    form = masked_places.to_line if as_json else masked_places.to_text
    with made_of_cables(sources, partial(form, show_words=show_words), jobs=jobs) as told:
        for text in told:
            if text:
                say(text)
