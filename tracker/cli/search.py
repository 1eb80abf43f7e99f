"""`tracker search`: the paragraphs of cables that have some words."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.asking.search import RANKED, Wanted
from tracker.asking.search import search as search_paragraphs
from tracker.asking.values import as_json
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import problem, say
from tracker.database import opened

if TYPE_CHECKING:
    from tracker.asking.search import Found

_MARKS = ("\x01", "\x02")
_CONTROL = re.compile(r"[\x00\x03-\x1f\x7f-\x9f]")


def search(
    words: Annotated[list[str], typer.Argument(help='Words, "a phrase", -without, or.', metavar="WORDS...")],
    post: Annotated[
        str | None, typer.Option("--post", help="The post, as reference IDs name it: MEXICO.", show_default=False)
    ] = None,
    after: Annotated[
        datetime | None,
        typer.Option("--after", formats=["%Y-%m-%d"], help="Cables of this day or later.", show_default=False),
    ] = None,
    before: Annotated[
        datetime | None,
        typer.Option("--before", formats=["%Y-%m-%d"], help="Cables before this day.", show_default=False),
    ] = None,
    tags: Annotated[
        list[str] | None, typer.Option("--tag", help="A TAG of the cable; may be repeated.", show_default=False)
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="Where a report of this kind was read: arrest, seizure, ...", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to show.")] = 20,
    as_json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Find the paragraphs of cables that have some words.

    The best first, the newest first among equals. Accents and case are ignored (Juárez is Juarez) and
    words are found in all their forms, exact ones first. Where more than 2,000 paragraphs have them, the
    newest are shown. Put words that begin with - after --.

    Example: tracker search '"ciudad juarez" arrests' --after 2008-01-01 --tag SNAR
    Example: tracker search -- zetas -reynosa
    """
    settings = settings_of(of_sample=of_sample)
    wanted = Wanted(
        words=" ".join(words),
        post=post,
        after=after.date() if after else None,
        before=before.date() if before else None,
        tags=tags or None,
        kind=kind,
        limit=limit,
    )
    with opened(settings) as database:
        marks = ("«", "»") if as_json_lines else _MARKS
        answer = search_paragraphs(database.engine("reader"), wanted, marks=marks)
    if answer.many:
        problem(f"more than {RANKED:,} paragraphs have these words: here are the newest, not the best")
    if answer.lacking:
        problem(answer.lacking)
    if as_json_lines:
        for each in answer.found:
            say(as_json(asdict(each)).decode())
        return
    for each in answer.found:
        _show(each)
    if not answer.found:
        problem("nothing found")


def _show(found: Found) -> None:
    day = f"{found.cable_date:%Y-%m-%d}" if found.cable_date else "no date"
    place = f"paragraph {found.label}" if found.label else "beginning" if found.ordinal == 0 else "unnumbered"
    marking = f" ({found.marking})" if found.marking else ""
    say(_harmless(f"{found.reference_id}  {day}  {place}{marking}  {found.subject}"))
    width = max(40, shutil.get_terminal_size().columns if sys.stdout.isatty() else 100)
    bold, plain = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("«", "»")
    for line in textwrap.wrap(_CONTROL.sub("?", found.snippet), width - 4):
        say("    " + line.replace(_MARKS[0], bold).replace(_MARKS[1], plain))
    say("")


def _harmless(line: str) -> str:
    """A line without characters that would command a terminal."""
    return _CONTROL.sub("?", line).replace(_MARKS[0], "?").replace(_MARKS[1], "?")
