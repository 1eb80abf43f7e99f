"""`tracker decisions`: what was decided here for others, and what others decided, to be decided on here."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import problem, say, write
from tracker.cli.shown.sheet import harmless
from tracker.database import opened
from tracker.errors import BatchError
from tracker.log.files import whole
from tracker.reviewing.decided import as_foreign, decided
from tracker.reviewing.exchange import Foreign, as_line, from_lines
from tracker.reviewing.imports import Compared, Inbox, Standing, compared
from tracker.reviewing.widely_decided import widely_decided
from tracker.reviewing.wider import Wider
from tracker.reviewing.wider_here import Placed, placed
from tracker.reviewing.wider_inbox import WiderInbox
from tracker.showing.show import reading, report_ids, reports_of
from tracker.showing.subjects import Subject, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.database import Database
    from tracker.settings import Settings
    from tracker.showing.rows import Report

app = typer.Typer(
    help="What was decided here, for others; and what others decided, to be decided on here.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("export")
def export(
    output: Annotated[
        Path | None, typer.Option("--output", help="Where to write.", metavar="FILE", show_default=False)
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option("--origin", help="Whose decisions they are; the site's title unless told.", show_default=False),
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", help="A name that stands for whoever decided.", show_default=False)
    ] = None,
    of_sample: OfSample = False,
) -> None:
    """Write the decisions that count, one JSON object a line, for another newsroom.

    What was confirmed, corrected, retracted, added or noted, and which events are one or several. Each
    names cable, paragraph, kind and words, so that another log finds its own report of it, with the
    act, the fields that were set, who decided, when and why. What is masked or withheld is not in it.

    Example: tracker decisions export --origin "The Gazette" --output ours.jsonl
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        found, reports = decided(database)
        ours = origin or settings.site_title
        wider = widely_decided(database, origin=ours, actor=actor)
    with whole(output) if output else nullcontext(write) as write_piece:
        for each in found:
            report = reports[each.report_id]
            # A report of which nothing is told any more is nobody's to find.
            if report.quote:
                write_piece(f"{as_line(as_foreign(each, report, origin=ours, actor=actor))}\n".encode())
        for one in wider:
            write_piece(f"{as_line(one)}\n".encode())


@app.command("import")
def import_decisions(
    file: Annotated[Path, typer.Argument(help="Decisions of others; - is standard input.", metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what matches, have nothing wait.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Take in the decisions of another newsroom, to be decided on here.

    Each is matched to our reports by cable, kind and words. None of them counts: they wait until
    `tracker review --imported` shows each beside the report, and somebody here accepts or dismisses it.
    What was decided otherwise here is listed as a conflict and waits too; nothing is overruled.

    Example: tracker decisions import theirs.jsonl --dry-run
    """
    settings = settings_of(of_sample=of_sample)
    told = from_lines(_texts(file))
    foreign = [each for each in told if isinstance(each, Foreign)]
    with opened(settings) as database:
        ours, _ = decided(database)
        cables = sorted({each.told.reference_id for each in foreign})
        found = compared(foreign, _reports(database, cables), ours)
        wider = placed(database, [each for each in told if isinstance(each, Wider)])
    everything: list[Compared | Placed] = [*found, *wider]
    for each in everything:
        if each.standing in {Standing.CONFLICT, Standing.UNMATCHED}:
            problem(harmless(f"{each.standing}: {each.told}"))
    counts = {standing: sum(each.standing is standing for each in everything) for standing in Standing}
    if not dry_run:
        inbox(settings).add(found)
        wider_inbox(settings).add(wider)
    say(", ".join(f"{count} {standing}" for standing, count in counts.items()))


def inbox(settings: Settings) -> Inbox:
    """Where decisions of others wait in an installation."""
    return Inbox(settings.data / "imported-decisions.jsonl")


def wider_inbox(settings: Settings) -> WiderInbox:
    """Where those of their decisions wait that are not on one report."""
    return WiderInbox(settings.data / "imported-wider-decisions.jsonl")


def _reports(database: Database, cables: Iterable[str]) -> dict[str, list[Report]]:
    with reading(database.engine("reader")) as connection:
        return {
            cable: reports_of(connection, report_ids(connection, Subject(SubjectKind.CABLE, cable, "")))
            for cable in cables
        }


def _texts(file: Path) -> list[str]:
    try:
        return (sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()).decode("utf-8-sig").splitlines()
    except OSError as error:
        raise BatchError(f"{file} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BatchError(f"{file} is not in UTF-8") from error
