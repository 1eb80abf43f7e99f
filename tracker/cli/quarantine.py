"""`tracker quarantine`: the files that could not be read, and what is to become of them."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.attempting import Outcome, attempt
from jobs.project import project
from jobs.sources import CheckSource
from tracker.cli.cables import SOME_REFUSED
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import problem, say, say_json
from tracker.database import opened
from tracker.quarantine import Entry, NotQuarantinedError, Quarantine
from tracker.sources import configured

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.database import Database
    from tracker.settings import Settings
    from tracker.types import JsonObject

app = typer.Typer(
    help="The files that could not be read: which, why, and what is to become of them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Name = Annotated[
    str, typer.Argument(help="The file's name as listed, or the first 8 digits or more of its digest.", metavar="NAME")
]


@app.command("list")
def list_entries(
    settled: Annotated[bool, typer.Option("--all", help="Also those that were read since, or given up.")] = False,
    of_sample: OfSample = False,
    as_json: AsJson = False,
) -> None:
    """List what is in quarantine, the newest first.

    Example: tracker quarantine list
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        entries = Quarantine(database.engine("writer")).entries(settled=settled)
    for entry in entries:
        if as_json:
            say_json(_as_json(entry))
        else:
            say(f"{entry.source} ({entry.sha256[:12]}): {entry.reason}{_end(entry)}")
    if not entries and not as_json:
        say("Nothing is in quarantine.")


@app.command("show")
def show(name: Name, of_sample: OfSample = False, as_json: AsJson = False) -> None:
    """Show all that is known of a file in quarantine, what became of it included.

    The file itself is not kept: only its name, its digest and the reason.

    Example: tracker quarantine show 07MEXICO1068.html
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        entries = Quarantine(database.engine("writer")).entries(name, settled=True)
    if not entries:
        raise NotQuarantinedError(f"{name!r}; `tracker quarantine list --all` tells what there is")
    for entry in entries:
        if as_json:
            say_json(_as_json(entry))
            continue
        say(f"Name       {entry.source}")
        say(f"SHA-256    {entry.sha256}")
        say(f"Reason     {entry.reason}")
        say(f"Since      {entry.refused_at:%Y-%m-%d %H:%M:%S} UTC")
        say(f"Sources    {', '.join(entry.sources) or 'none: it was ingested by hand'}")
        say(f"State      {_end(entry).removeprefix('; ') or 'waits'}")


@app.command("retry")
def retry(
    names: Annotated[
        list[str] | None, typer.Argument(help="Which, as for `show`; all without a name.", metavar="NAME")
    ] = None,
    of_sample: OfSample = False,
) -> None:
    """Have what is in quarantine asked for and read again, as after an upgrade of the tracker.

    What came by hand and not from a source has to be ingested again. Exits with 3 where something
    is in quarantine still.

    Example: tracker quarantine retry 07MEXICO1068.html
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        quarantine = Quarantine(database.engine("writer"))
        entries = [entry for name in names for entry in quarantine.of_name(name)] if names else quarantine.entries()
        sources: set[str] = set()
        for entry in entries:
            known = quarantine.retry(entry)
            if not known:
                problem(f"{entry.source} came from no source that is looked at; ingest its file again")
            sources |= known
        _look(database, settings, sources)
        project(database)
        left = {(entry.source, entry.sha256): entry.reason for entry in quarantine.entries()}
    still = [entry for entry in entries if (entry.source, entry.sha256) in left]
    say(f"{len(entries) - len(still)} of {len(entries)} were read.")
    for entry in still:
        problem(f"{entry.source} is in quarantine still: {left[entry.source, entry.sha256]}")
    if still:
        raise typer.Exit(SOME_REFUSED)


@app.command("discard")
def discard(
    name: Name,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept, with who says so (TRACKER_ACTOR).")],
    of_sample: OfSample = False,
) -> None:
    """Give a file up: it is told no more, also when it is met again.

    Example: tracker quarantine discard letter.html --reason "a letter, no cable"
    """
    if not reason.strip():
        raise typer.BadParameter("a reason must say something", param_hint="--reason")
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        quarantine = Quarantine(database.engine("writer"))
        entries = quarantine.of_name(name)
        for entry in entries:
            quarantine.discard(entry, actor=settings.actor, reason=reason.strip())
    say(f"{len(entries)} discarded.")


def _look(database: Database, settings: Settings, names: Collection[str]) -> None:
    for source in configured.load(settings.sources_file):
        if source.name in names:
            outcome, told = attempt(CheckSource(settings, source).job(), database, Event(), forced=True)
            if outcome not in {Outcome.DONE, Outcome.QUIET}:
                problem(f"{source.name}: {told.get('error') or told.get('reason') or outcome.value}")


def _end(entry: Entry) -> str:
    if entry.discarded_at:
        at = f"{entry.discarded_at:%Y-%m-%d %H:%M}"
        return f"; discarded by {entry.discarded_by} on {at} UTC: {entry.discard_reason}"
    return f"; read on {entry.resolved_at:%Y-%m-%d %H:%M} UTC" if entry.resolved_at else ""


def _as_json(entry: Entry) -> JsonObject:
    return {
        "source": entry.source,
        "sha256": entry.sha256,
        "reason": entry.reason,
        "refused_at": entry.refused_at.isoformat(),
        "resolved_at": entry.resolved_at.isoformat() if entry.resolved_at else None,
        "discarded_at": entry.discarded_at.isoformat() if entry.discarded_at else None,
        "discarded_by": entry.discarded_by,
        "discard_reason": entry.discard_reason,
        "sources": list(entry.sources),
    }
