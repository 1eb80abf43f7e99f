"""Waiting for a position: until the log, or who reads it, has come so far. Thus one reads one's own writes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tracker.errors import NotReachedError
from tracker.log.log import Log
from tracker.log.wakeups import Wakeups
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

_BEGINNING = Position(0)
_POLL_SECONDS = 1.0
"""How often the log's end is looked at where no notification comes."""

_SHORTEST_SECONDS = 0.002
_LONGEST_SECONDS = 0.1
"""Between these two lie the pauses between looks at a checkpoint: nobody tells when one has moved."""


def wait_for(
    engine: Engine, position: Position, *, timeout_seconds: float, poll_seconds: float = _POLL_SECONDS
) -> None:
    """Return when the log has come to a position.

    Raises NotReachedError when it has not in time, DatabaseError where it cannot be read.
    """
    log = Log(engine)
    # Most often it is there already, and a connection that listens would be made for nothing.
    if log.head().position >= position:
        return
    wakeups = Wakeups(engine)

    def look() -> Position:
        wakeups.listen()
        return log.head().position

    def pause(seconds: float) -> None:
        wakeups.wait(min(seconds, poll_seconds))

    try:
        until_reached(look, position, who="the log", timeout_seconds=timeout_seconds, pause=pause)
    finally:
        wakeups.close()


def wait_for_consumer(engine: Engine, name: str, position: Position, *, timeout_seconds: float) -> None:
    """Return when a consumer's checkpoint has come to a position; one that is not known is before the first event.

    Raises NotReachedError when it has not in time, DatabaseError where it cannot be read.
    """
    log = Log(engine)

    def look() -> Position:
        return log.checkpoint(name) or _BEGINNING

    until_reached(look, position, who=name, timeout_seconds=timeout_seconds)


def until_reached(
    look: Callable[[], Position],
    position: Position,
    *,
    who: str,
    timeout_seconds: float,
    pause: Callable[[float], None] | None = None,
) -> None:
    """Look again and again until a position is reached; `pause` waits for at most so many seconds between two looks.

    Raises NotReachedError, with the position reached, when it is not in time.
    """
    until = time.monotonic() + timeout_seconds
    patience_seconds = _SHORTEST_SECONDS
    while (reached := look()) < position:
        remaining = until - time.monotonic()
        if remaining <= 0:
            raise NotReachedError(who, position, reached=reached, seconds=timeout_seconds)
        if pause is None:
            time.sleep(min(patience_seconds, remaining))
            patience_seconds = min(2 * patience_seconds, _LONGEST_SECONDS)
        else:
            pause(remaining)
