"""`tracker status`: how things are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from jobs.states import State, States
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import say, say_json
from tracker.database import opened
from tracker.health import health
from tracker.types import JsonObject

if TYPE_CHECKING:
    from collections.abc import Collection

_SHOWN = 10


def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Tell how things are.

    How far the log and the views are, which jobs fail, and how many files wait in quarantine.

    Example: tracker status --json
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        found = health(database, settings)
        states = States(database.engine("writer")).all()
    found["jobs"] = [_job(state) for state in states.values()]
    if as_json:
        say_json(found)
        return
    log = cast("JsonObject", found["log"])
    say(f"Data       {settings.data}{' (sample data)' if settings.sample else ''}")
    say(f"Database   {'embedded' if settings.embedded else 'a server of your own'}")
    place = f"position {log['position']}, hash {str(log['hash'])[:16]}..., {log['recorded_at']}"
    say(f"Log        {place if log['position'] else 'empty'}")
    say(f"Read       {found['cables']} cables, {found['reports']} reports, {found['incidents']} incidents")
    say(f"Published  {found['developments']} developments")
    _tell_views(cast("list[JsonObject]", found["projections"]))
    _tell_jobs(states.values())
    refused = cast("list[JsonObject]", found["quarantined"])
    say(f"Quarantine {len(refused) or 'nothing'}")
    for each in refused[:_SHOWN]:
        say(f"           {each['source']}: {each['reason']}")
    if len(refused) > _SHOWN:
        say(f"           and {len(refused) - _SHOWN} more; --json lists all")


def _job(state: State) -> JsonObject:
    return {
        "name": state.job,
        "outcome": state.outcome,
        "failures": state.failures,
        "error": state.error,
        "paused": state.paused_at is not None,
        "lag_seconds": round(state.lag_seconds),
    }


def _tell_jobs(states: Collection[State]) -> None:
    """Which jobs fail or are paused; the others are told by `tracker jobs list`."""
    for state in states:
        if state.paused_at:
            say(f"Paused     job {state.job}, by {state.paused_by} since {state.paused_at:%Y-%m-%d %H:%M} UTC")
        if state.failures:
            say(f"Failing    job {state.job}, {state.failures} times in a row: {state.error}")


def _tell_views(projections: list[JsonObject]) -> None:
    """Which views are behind, and why, and what to do."""
    for projection in projections:
        if projection["behind"]:
            say(f"Behind     {projection['name']} by {projection['behind']} events")
    stops = {projection["name"]: cast("JsonObject | None", projection["stopped"]) for projection in projections}
    for name, stop in stops.items():
        if stop:
            say(f"Stopped    {name}, at positions {stop['first']} to {stop['last']} since {stop['since']}:")
            say(f"           {stop['reason']}")
    if any(stops.values()):
        say("           What rests on it waits, the rest goes on. Each run tries again; what stays needs")
        say("           a newer tracker: tell its maintainers position and reason")
    outdated = [str(projection["name"]) for projection in projections if projection["outdated"]]
    if outdated:
        say(f"Outdated   {', '.join(outdated)}: made by the rules of another tracker. The next run rebuilds it,")
        say("           but where that has failed before: `tracker rebuild` tells why")
