"""`tracker log follow`: the events of the log as they are recorded."""

from __future__ import annotations

import select
import signal
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import say, say_json
from tracker.database import opened
from tracker.events import current_versions
from tracker.log.log import Log
from tracker.log.subscription import Subscription
from tracker.types import Position

if TYPE_CHECKING:
    from types import FrameType

    from tracker.log.recorded import Recorded
    from tracker.types import JsonObject


def follow(
    after: Annotated[
        int | None, typer.Option("--after", min=0, metavar="POSITION", help="Begin after this position.")
    ] = None,
    from_now: Annotated[bool, typer.Option("--from-now", help="Begin where the log ends now.")] = False,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Only events of this type; may be repeated.")
    ] = None,
    categories: Annotated[
        list[str] | None,
        typer.Option("--category", metavar="CATEGORY", help="Only events of such streams (cable); may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line, with the body.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Print events as they are recorded, one a line.

    First those that the log holds, from its beginning unless told otherwise. Runs until told to
    end; a lost database is waited for.

    Example: tracker log follow --from-now --category cable --json
    """
    if from_now and after is not None:
        raise typer.BadParameter("--after and --from-now cannot both be")
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        engine = database.engine("projector")
        start = Log(engine).head().position if from_now else Position(after or 0)
        with Subscription(engine, after=start, types=types or None, categories=categories or None) as subscription:
            _stop_when_told(subscription)
            threading.Thread(target=_stop_unread, args=(subscription,), daemon=True).start()
            for batch in subscription.batches():
                for recorded in batch.events:
                    if as_json:
                        say_json(_as_json(recorded))
                    else:
                        say(_as_line(recorded))
                _flush()


def _stop_when_told(subscription: Subscription) -> None:
    """End in order at Control-C and when asked to end; asked again, at once, as other commands do."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, before[signal.Signals(number)])
        subscription.stop()

    for number in before:
        signal.signal(number, stop)


def _stop_unread(subscription: Subscription) -> None:
    """End the command as soon as nobody reads what it prints: no event may come for days."""
    output = select.poll()
    # Asked for nothing, it tells only that the other end is closed.
    output.register(sys.stdout.fileno(), 0)
    output.poll()
    subscription.stop()


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise typer.Exit from None


def _as_line(recorded: Recorded) -> str:
    known = recorded.schema_version <= current_versions().get(recorded.type, 0)
    notes = [
        *([] if known else [f"version {recorded.schema_version}, unknown to this tracker"]),
        *(["erased"] if recorded.body is None else []),
    ]
    place = f"{recorded.position} {recorded.recorded_at:%Y-%m-%dT%H:%M:%S.%fZ} {recorded.stream} {recorded.version}"
    return " ".join([place, recorded.type, *(f"({note})" for note in notes)])


def _as_json(recorded: Recorded) -> JsonObject:
    return {
        "position": recorded.position,
        "first_position": recorded.first_position,
        "stream": recorded.stream,
        "version": recorded.version,
        "event_id": str(recorded.event_id),
        "type": recorded.type,
        "schema_version": recorded.schema_version,
        "actor": recorded.actor,
        "correlation": str(recorded.correlation) if recorded.correlation else None,
        "cause": str(recorded.cause) if recorded.cause else None,
        "recorded_at": f"{recorded.recorded_at:%Y-%m-%dT%H:%M:%S.%fZ}",
        "body": recorded.body,
        "hash": recorded.hash.hex(),
    }
