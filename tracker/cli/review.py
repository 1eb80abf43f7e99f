"""`tracker review`: going through the reports that ask to be checked."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.project import project
from tracker.asking.values import as_json
from tracker.cables.identifiers import parse_reference_id
from tracker.cli import keyboard, wider_review
from tracker.cli.decisions import inbox, wider_inbox
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import problem, say
from tracker.cli.reviewer import DeskOfReviewer, Terminal
from tracker.cli.shown import told
from tracker.cli.shown.reports import SHORT
from tracker.cli.shown.sheet import Sheet, harmless
from tracker.database import opened
from tracker.errors import BatchError
from tracker.reviewing import batches
from tracker.reviewing.queue import Wanted, queue
from tracker.reviewing.session import Session, Task
from tracker.showing.show import reading
from tracker.showing.subjects import SubjectKind, subject
from tracker.types import ReportId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.database import Database
    from tracker.reviewing.queue import Waiting
    from tracker.reviewing.session import Done
    from tracker.settings import Settings

_NEEDS = {
    "reread": "against a person's earlier decision",
    "disputed": "told differently elsewhere",
    "unsure": "in doubt",
    "new": "new",
}


def review(
    *,
    cartel: Annotated[
        str | None, typer.Option("--cartel", help="That name this group: gulf.", show_default=False)
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Of this kind: arrest, seizure, ...", show_default=False)
    ] = None,
    cable: Annotated[str | None, typer.Option("--cable", help="Of this cable.", show_default=False)] = None,
    state: Annotated[str | None, typer.Option("--state", help="In this state: MX-TAM.", show_default=False)] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help="Recorded on this day or later.", show_default=False),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="How many at most.", show_default=False)] = None,
    list_only: Annotated[bool, typer.Option("--list", help="List what asks to be checked.")] = False,
    in_json: Annotated[bool, typer.Option("--json", help="The same, one JSON object a line.")] = False,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            help="Record decisions from a file, one JSON object a line; - is standard input.",
            show_default=False,
        ),
    ] = None,
    imported: Annotated[
        bool, typer.Option("--imported", help="Go through what others decided: see `tracker decisions import`.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Of a file: check it, record nothing.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Go through the reports that ask to be checked.

    First those that a re-reading disagrees with a person about, then those that are told differently
    elsewhere, those in doubt, and the rest, the newest first. Each is shown as `tracker show` does; one
    key confirms (c), corrects (e), retracts (r) or skips (s) it, u takes the last one back, q ends.
    What is decided does not come again. TRACKER_ACTOR says who decides.

    A line of a file is {"id": "3f2a91c0", "act": "correct", "fields": {"count": "6"}, "reason": "..."};
    other acts are confirm and retract. Either all lines are recorded, or none.

    Example: tracker review --kind arrest --cartel gulf
    Example: tracker review --list --limit 20
    Example: tracker review --file decisions.jsonl --dry-run
    """
    settings = settings_of(of_sample=of_sample)
    wanted = Wanted(
        cartel=cartel,
        kind=kind,
        reference_id=parse_reference_id(cable) if cable else None,
        state=state,
        since=since.date() if since else None,
        limit=limit,
    )
    listing = list_only or in_json
    if not listing and file is None:
        keyboard.must_be_there()
    with opened(settings) as database:
        if file is not None:
            _from_file(database, settings, file, dry_run=dry_run)
            return
        if imported:
            _go_through_imported(database, settings, listing=listing)
            return
        waiting = queue(database.engine("reader"), wanted)
        if listing:
            _list(waiting, in_json=in_json)
            return
        _go_through(database, settings, [Task(each.report_id, _why(each)) for each in waiting])


def _go_through(database: Database, settings: Settings, tasks: Sequence[Task]) -> Session | None:
    """Go through tasks at the terminal; None where there are none."""
    if not tasks:
        say("Nothing asks to be checked.")
        return None
    session = Session(tasks, DeskOfReviewer(database, settings.actor), Terminal(database))
    try:
        session.run()
    except KeyboardInterrupt:
        say("")
    project(database)
    _sum_up(session.done)
    return session


def _go_through_imported(database: Database, settings: Settings, *, listing: bool) -> None:
    """Go through what others decided; what is decided on here or dismissed waits no longer."""
    box, wider_box = inbox(settings), wider_inbox(settings)
    waiting = box.waiting()
    tasks = [Task(report_id, _against(conflict), each.proposal) for report_id, each, conflict in waiting]
    keys = {id(task): each.decision_id for task, (_, each, _) in zip(tasks, waiting, strict=True)}
    if listing:
        for task in tasks:
            assert task.proposal is not None
            say(harmless(f"{str(task.report_id)[:SHORT]}  {task.proposal.told}  ({task.why})"))
        for line in wider_review.listed(database, wider_box):
            say(line)
        return
    session = _go_through(database, settings, tasks) if tasks or not wider_box.waiting() else None
    box.settle([keys[id(task)] for task in session.settled] if session else [])
    if session is None or session.done.left == 0:
        wider_review.go_through(database, wider_box, settings.actor)


def _from_file(database: Database, settings: Settings, file: Path, *, dry_run: bool) -> None:
    deciding = DeskOfReviewer(database, settings.actor)
    found = batches.lines(_texts(file), lambda asked: _report(database, asked))
    if dry_run:
        batches.checked(found, deciding)
        say(f"{len(found)} decisions could be recorded.")
        return
    recorded = batches.record(found, deciding)
    project(database)
    say(f"{len(recorded)} decisions are recorded.")


def _texts(file: Path) -> list[str]:
    try:
        words = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return words.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise BatchError(f"{file} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BatchError(f"{file} is not in UTF-8") from error


def _report(database: Database, asked: str) -> ReportId:
    with reading(database.engine("reader")) as connection:
        return ReportId(subject(connection, asked, SubjectKind.REPORT).uuid)


def _list(waiting: Sequence[Waiting], *, in_json: bool) -> None:
    if in_json:
        for each in waiting:
            say(as_json(asdict(each)).decode())
        return
    Sheet().rows(
        [
            [str(each.report_id)[:SHORT], each.reference_id, told.day(each.cable_date), each.kind, _why(each)]
            for each in waiting
        ]
    )
    if not waiting:
        problem("nothing asks to be checked")


def _against(conflict: str | None) -> str:
    return f"others decided; here {conflict}" if conflict else "others decided"


def _why(each: Waiting) -> str:
    doubts = f": {', '.join(each.doubts)}" if each.doubts else ""
    return _NEEDS[each.need] + doubts


def _sum_up(done: Done) -> None:
    told_acts = ", ".join(f"{count} {kind}" for kind, count in done.decided.items() if count)
    say(f"\nRecorded: {told_acts or 'nothing'}. Skipped: {done.skipped}. Left: {done.left}.")
