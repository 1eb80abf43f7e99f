"""Going through what others decided beyond single reports: shown one by one, accepted, dismissed or left to wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.project import project
from tracker.cli import keyboard
from tracker.cli.output import say
from tracker.cli.shown.sheet import harmless
from tracker.deciding.desk import Desk
from tracker.errors import TrackerError
from tracker.reviewing.imports import Standing
from tracker.reviewing.wider_here import accept, placed

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.reviewing.wider_here import Placed
    from tracker.reviewing.wider_inbox import WiderInbox

_HELP = "a accept   d dismiss   s skip   q quit"


def listed(database: Database, box: WiderInbox) -> list[str]:
    """What waits, a line each."""
    return [harmless(each.told) for each in placed(database, box.waiting())]


def go_through(database: Database, box: WiderInbox, actor: str) -> None:
    """Show each that waits and do as a key says; what is accepted, dismissed or so by now waits no longer."""
    desk = Desk(database.engine("writer"), actor=actor)
    waiting = box.waiting()
    for number, decision in enumerate(waiting, start=1):
        # What was accepted before can have joined or parted what this one is about.
        project(database)
        (one,) = placed(database, [decision])
        say("")
        say(f"─── {number} of {len(waiting)}, others decided ───")
        say(harmless(one.told))
        for each in one.about:
            say(f"  {each}")
        if one.standing is Standing.AGREED:
            say("It is so here already.")
            box.settle([decision])
            continue
        if one.standing is Standing.UNMATCHED:
            continue
        say(_HELP)
        key = _decided(desk, one)
        if key in {"q", ""}:
            return
        if key in {"a", "d"}:
            box.settle([decision])
    project(database)


def _decided(desk: Desk, one: Placed) -> str:
    """The key that settles it: accepted or dismissed, skipped, or the end."""
    while (key := keyboard.key()) not in {"d", "s", "q", ""}:
        if key != "a":
            say(_HELP)
            continue
        try:
            outcome = accept(desk, one)
        except TrackerError as error:
            say(harmless(f"{error}; it goes on waiting"))
            return "s"
        say(
            f"Nothing to record: {outcome.plan.already}."
            if outcome.plan.already
            else f"Recorded: {one.decision.kind}. To undo it: tracker restore {outcome.plan.decision_id}"
        )
        return key
    return key
