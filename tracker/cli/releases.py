"""`tracker releases`: where releases come from by themselves."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.attempting import Outcome, attempt
from jobs.project import project
from jobs.sources import CheckSource
from tracker import settings as configuration
from tracker.cli.cables import SOME_REFUSED
from tracker.cli.output import problem, progress, say, say_json
from tracker.database import opened
from tracker.errors import SettingsError
from tracker.sources import configured
from tracker.sources.configured import Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.ingest import Summary
    from tracker.sources.checking import Look, Progress

app = typer.Typer(
    help="Where releases come from by themselves, while `tracker up` or `tracker worker` runs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What to call it: small letters, digits and hyphens.")],
    at: Annotated[str, typer.Argument(help="A folder or file, or the address of a mirror's index.")],
    feed: Annotated[bool, typer.Option("--feed", help="The address is an Atom or RSS feed of new documents.")] = False,
    dump: Annotated[bool, typer.Option("--dump", help="The address is a file of many cables, packed or not.")] = False,
    every: Annotated[int, typer.Option(help="Seconds between two looks.")] = 3600,
    pause: Annotated[float, typer.Option(help="Seconds that a site is left alone between two pages.")] = 1.0,
) -> None:
    """Add a source.

    A service that runs looks there from now on. A folder is watched for new and changed files. A mirror of the release
    site is told by its index page, which links the listings by release day; only what is new is fetched, as its
    robots.txt allows. Of a feed, what its entries link or enclose on the same site. A dump is fetched again only when
    it has changed, and from where a connection broke off.

    Example: tracker releases add mirror https://mirror.example/cablegate.html --every 600
    """
    settings = configuration.load()
    of_site = at.startswith(("http://", "https://"))
    place = at if of_site else str(Path(at).expanduser().resolve())
    if feed and dump:
        raise typer.BadParameter("--feed and --dump exclude each other")
    of_sites = SourceKind.FEED if feed else SourceKind.DUMP if dump else SourceKind.MIRROR
    kind = of_sites if of_site or feed or dump else SourceKind.FOLDER
    try:
        source = configured.checked(Source(name=name, kind=kind, at=place, every_seconds=every, pause_seconds=pause))
    except ValueError as error:
        raise SettingsError(str(error)) from None
    configured.add(settings.sources_file, source)
    say(f"Added to {settings.sources_file}; look at it now with `tracker releases check {name}`.")


@app.command("list")
def list_sources(as_json: AsJson = False) -> None:
    """List the sources.

    Example: tracker releases list
    """
    settings = configuration.load()
    sources = configured.load(settings.sources_file)
    for source in sources:
        if as_json:
            say_json(asdict(source))
        else:
            say(f"{source.name}: {source.kind} {source.at}, every {source.every_seconds} s")
    if not sources and not as_json:
        say(f"There is no source in {settings.sources_file}; `tracker releases add` adds one.")


@app.command("check")
def check_sources(
    names: Annotated[list[str] | None, typer.Argument(help="Which; all without a name.", metavar="NAME")] = None,
    whole: Annotated[bool, typer.Option("--all", help="Ask for everything again, not only for what is new.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at sources now, record what is new, and bring the views up to date.

    Exits with 3 where something could not be had, or was refused.

    Example: tracker releases check mirror
    """
    settings = configuration.load()
    failed = refused = False
    with opened(settings) as database:
        for source in configured.chosen(configured.load(settings.sources_file), names or []):
            with _shown(source.name) as shown:
                check = CheckSource(settings, source, whole=True if whole else None, progress=shown)
                outcome, told = attempt(check.job(), database, Event(), forced=True)
            failed = failed or outcome in {Outcome.FAILED, Outcome.NO_DATABASE}
            if check.found is None:
                problem(f"{source.name}: {told.get('error') or told.get('reason')}")
                continue
            _tell(source, check.found, as_json=as_json)
            refused = refused or bool(check.found.problems or check.found.refused)
        project(database)
    if failed or refused:
        raise typer.Exit(1 if failed else SOME_REFUSED)


def _tell(source: Source, found: Look, *, as_json: bool) -> None:
    told = found.as_json()
    if as_json:
        say_json({"source": source.name, **told})
        return
    for each in found.problems:
        problem(each)
    for name, reason in found.refused:
        problem(f"{name} is quarantined: {reason}")
    say(
        f"{source.name}: {told['documents']} documents, {told['new']} cables new, {told['changed']} changed, "
        f"{told['copies']} other copies, {told['unchanged']} unchanged; {told['reports_new']} new reports."
    )
    for what, cables in (("withdrawn from it", found.withdrawn), ("there again", found.reappeared)):
        if cables:
            say(f"{source.name}: {what}: {', '.join(cables)}.")


@contextmanager
def _shown(name: str) -> Iterator[Progress]:
    with progress(name, None) as draw:

        def show(done: int, total: int, summary: Summary) -> None:
            draw(done, f"{total} documents in all; of the last {summary.cables} cables {summary.new} are new")

        yield show
