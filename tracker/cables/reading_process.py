"""A process that reads: it is told once what to make of each cable, then reads piece after piece, until told no more.

It is started by `tracker.cables.crew` and talks with that process only. It knows nothing of terminals: whoever started
it decides when it ends, and where that one is gone, it ends itself.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar

from tracker.cables import reading
from tracker.cables.formats.printed import Refusal
from tracker.cables.model import Cable
from tracker.cables.reading import FAULTS, Piece

Made = TypeVar("Made")
Work = Callable[[Cable, str], Made]
"""What to make of a cable, of a file as named or a row of it. In another process it is called by its module's name."""


def made_of(piece: Piece, source: str, work: Work[Made]) -> tuple[Made | Refusal, ...]:
    """What is made of the cables of a piece; an error of ours is a refusal."""
    try:
        return tuple(
            outcome if isinstance(outcome, Refusal) else work(outcome, source) for outcome in reading.outcomes(piece)
        )
    except FAULTS as error:
        return (reading.faulty(error, piece.row),)


def collect_rarely() -> None:
    """Look for unused cycles less often than is usual: what reading makes has none, and there is much of it."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def serve(descriptor: int) -> None:
    """Read what comes in at a socket, and send back what is made of it, until nobody is there."""
    collect_rarely()
    with Connection(descriptor) as connection:
        try:
            work: Work[object] = connection.recv()
            connection.send(None)
            while True:
                told: Sequence[tuple[Piece, str]] = connection.recv()
                connection.send([made_of(piece, source, work) for piece, source in told])
        except (EOFError, OSError):
            return
