"""A process that folds the log in small batches, or rebuilds, and says each checkpoint that it comes to.

`python -m tests.concurrency.projector ADDRESS fold|rebuild`.
"""

from __future__ import annotations

import sys

from sqlalchemy import create_engine, make_url

from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.rebuild import Rebuild
from tracker.projections.runner import Runner
from tracker.types import Position

_BATCH = 2


def main(address: str, what: str) -> None:
    """Come to the end of the log."""
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    if what == "rebuild":
        Rebuild(engine, PROJECTIONS, batch=_BATCH).run(progress=_say)
    else:
        Runner(engine, PROJECTIONS, batch=_BATCH).catch_up(_say)
    engine.dispose()


def _say(name: str, position: Position) -> None:
    sys.stdout.write(f"{name} {position}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
