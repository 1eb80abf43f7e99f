"""What the commands by which people decide share: their options, the desk, and how an outcome is told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.asking.values import as_json as as_json_text
from tracker.cli.installation import settings_of
from tracker.cli.output import problem, say
from tracker.cli.taking_effect import as_json_of, take_effect
from tracker.database import opened
from tracker.deciding.desk import Desk
from tracker.decision_events import DecisionUndone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.database import Database
    from tracker.deciding.desk import Outcome
    from tracker.settings import Settings

Reason = Annotated[str, typer.Option("--reason", help="Why, for everybody who reads the log.", metavar="TEXT")]
Seen = Annotated[
    int | None,
    typer.Option("--seen", help="Refuse if it changed after this position of the log.", metavar="POSITION", min=1),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what it would change, and record nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what was done as one JSON object.")]


@contextmanager
def at_desk(*, of_sample: bool, dry_run: bool = False) -> Iterator[tuple[Desk, Database, Settings]]:
    """The desk of who decides. Raises DecisionError where TRACKER_ACTOR is not set."""
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        yield Desk(database.engine("writer"), actor=settings.actor, dry_run=dry_run), database, settings


def undoing(decision: str, settings: Settings) -> str:
    """The command that undoes a decision."""
    return f"tracker restore {'--sample ' if settings.sample else ''}{decision}"


def tell(outcome: Outcome, database: Database, settings: Settings, *, done: str, as_json: bool, dry_run: bool) -> None:
    """Say what came of a decision, once views and published files are up to date; `done` says what was decided."""
    plan = outcome.plan
    if plan.beware:
        problem(plan.beware)
    effect = take_effect(database, settings, done=done) if outcome.positions else None
    if as_json:
        told = {
            "act": plan.act,
            "subjects": plan.subjects,
            "decision_id": plan.decision_id,
            "positions": outcome.positions,
            "already": plan.already,
            "beware": plan.beware,
            "changes": plan.changes,
            "dry_run": dry_run,
            **as_json_of(effect),
        }
        say(as_json_text(told).decode())
    elif plan.already:
        say(f"Nothing to record: {plan.already}.")
    elif dry_run:
        say(f"This would be recorded: {done}. Nothing was.")
    else:
        # What undid a decision is not undone itself.
        undo = "" if plan.act == DecisionUndone.type() else f" To undo it: {undoing(str(plan.decision_id), settings)}"
        say(f"Recorded: {done}.{undo}")
    if effect:
        if not as_json:
            say(effect.sentence)
        effect.end()
