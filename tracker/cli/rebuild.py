"""`tracker rebuild`: fold the read models anew."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from jobs.rebuild import rebuild as run
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import progress, say, say_json
from tracker.database import opened
from tracker.errors import TrackerError
from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.projection import with_dependants
from tracker.types import Position

_NAMES = ", ".join(projection.name for projection in PROJECTIONS)


class AlreadyRebuildingError(TrackerError):
    """Another process rebuilds the views just now."""


def rebuild(
    names: Annotated[
        list[str] | None, typer.Argument(help=f"Which (with those that rest on them): {_NAMES}.", metavar="NAME")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Make the views anew from the log, all or some.

    They are made beside those that are shown and take their place when they are whole, at once;
    queries, feeds and the recording of cables go on meanwhile. Nothing is announced again. It
    comes to what is shown already, unless that was damaged or made by the rules of an earlier
    tracker (which is noticed, and done without asking).

    Example: tracker rebuild
    """
    unknown = sorted(set(names or ()) - {projection.name for projection in PROJECTIONS})
    if unknown:
        raise typer.BadParameter(f"there is no {', '.join(unknown)}; there are {_NAMES}")
    settings = settings_of(of_sample=of_sample)
    started = time.monotonic()
    with opened(settings) as database:
        events = Log(database.engine("writer")).head().position
        count = len(with_dependants(names, PROJECTIONS)) if names else len(PROJECTIONS)
        done: dict[str, Position] = {}
        with progress("Rebuilding", events * count) as draw:

            def folded(name: str, position: Position) -> None:
                done[name] = position
                draw(sum(done.values()), name)

            def waiting(readers: int) -> None:
                draw(sum(done.values()), f"waiting for {readers} who still read what was there before")

            rebuilt = run(database, names or (), progress=folded, waiting=waiting)
    if rebuilt is None:
        raise AlreadyRebuildingError("wait until it has ended")
    seconds = round(time.monotonic() - started, 1)
    if as_json:
        say_json({"rebuilt": list(rebuilt.projections), "events": events, "seconds": seconds})
        return
    say(f"Rebuilt {', '.join(rebuilt.projections)} from {events} events in {seconds} s.")
