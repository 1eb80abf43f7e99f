"""`tracker extract`: the events that cables report, in the codebook's form, or why they are read so."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tracker.cli.cables import SOURCES_HELP, Jobs, made_of_cables
from tracker.cli.explaining import explained, page, show
from tracker.cli.output import problem, say
from tracker.extraction.accuracy import measured, measured_version
from tracker.extraction.codebook import to_text
from tracker.extraction.data_check import faults


def extract_events(
    sources: Annotated[list[Path] | None, typer.Argument(help=SOURCES_HELP, metavar="SOURCE")] = None,
    _json: Annotated[bool, typer.Option("--json", help="One JSON object a line; that is always the form.")] = True,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Print instead the text with every match, rule and field, to test word lists by."
        ),
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write that explanation as a page of HTML to this file.")
    ] = None,
    accuracy: Annotated[
        bool, typer.Option("--accuracy", help="Print instead how well it reads, as it was measured.")
    ] = False,
    check_data: Annotated[
        bool, typer.Option("--check-data", help="Tell instead what is wrong in the word lists, if anything is.")
    ] = False,
    jobs: Jobs = None,
) -> None:
    """Print the events that cables report, one JSON object a line, by the codebook. Needs no database.

    A cable without events gives one line of kind null. What is printed was read by machine; nobody has checked it.

    With --explain or --html, tell how it is read: each paragraph with what matched in it and the file
    of words behind the match, then each event with its fields, the words that each was read from, and
    the rule. So whoever adds words to a list in `tracker/extraction/data` sees what that does.

    With --accuracy, tell how well it reads, measured against cables that people coded: precision is the
    share of what it tells that is there, recall the share of what is there that it tells.

    Example: tracker extract release/cable/2007/03/07SAMPLE31.html

    Example: tracker extract --explain 07SAMPLE31.html

    Example: tracker extract --html 07SAMPLE31.explained.html 07SAMPLE31.html
    """
    if check_data:
        _check_data()
        return
    if accuracy:
        _show_accuracy()
        return
    if not sources:
        raise typer.BadParameter("name a file or folder of cables")
    if explain or html:
        _explain(sources, explain=explain, html=html, jobs=jobs)
        return
    with made_of_cables(sources, to_text, jobs=jobs) as texts:
        for text in texts:
            say(text)


def _explain(sources: list[Path], *, explain: bool, html: Path | None, jobs: int | None) -> None:
    console = Console(soft_wrap=True, highlight=False)
    told = []
    with made_of_cables(sources, explained, jobs=jobs) as explanations:
        for explanation in explanations:
            if explain:
                show(explanation, console)
            if html:
                told.append(explanation)
    if html:
        html.write_text(page(told), encoding="utf-8")


def _check_data() -> None:
    found = faults()
    for fault in found:
        problem(fault)
    if found:
        raise typer.Exit(1)
    say("The word lists can be read.")


def _show_accuracy() -> None:
    say(f"Extractor {measured_version()}")
    for one in measured():
        say(f"\n{one.name}: {one.about} ({one.cables} cables)")
        say(f"{'':16} precision  recall    F1  coded")
        for kind, share in one.shares.items():
            say(f"{kind:16} {share.precision:9.2f} {share.recall:7.2f} {share.f1:5.2f} {share.coded:6}")
