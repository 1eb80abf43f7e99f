"""A consumer as a process of its own, for tests: it dies after some writes, as if it were killed there.

For each event of a cable it writes one thing and, in the same transaction, its checkpoint. What it writes is an event
whose id follows from its cause (`event`), one with an id of chance, by which a repeat would show (`chance`), or a row
of a table of its own (`row`). Exit status 0 when it has dealt with all that there is.
"""

from __future__ import annotations

import os
import signal
import sys
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Engine, create_engine

from tracker.events import RenditionRecorded
from tracker.log.log import Checkpoint, Log
from tracker.log.recorded import Recorded, new_event
from tracker.log.subscription import Subscription
from tracker.log.transactions import transaction
from tracker.types import EventId, Position, ReferenceId, Stream

NAME = "echo"
STREAM = Stream("echo")
_NAMESPACE = UUID("7e8b3f0e-8a39-4d6b-8a52-3a1a6f1c0a55")


def write(engine: Engine, cause: Recorded, *, what: str) -> None:
    """Deal with one event."""
    if what == "row":
        write_row(engine, cause)
        return
    told = RenditionRecorded(
        reference_id=ReferenceId("07MEXICO1"), source=str(cause.position), source_format="raw", sha256="", characters=1
    )
    event_id = EventId(uuid4() if what == "chance" else uuid5(_NAMESPACE, str(cause.event_id)))
    echo = new_event(told, stream=STREAM, event_id=event_id, actor=NAME, cause=cause.event_id)
    Log(engine).append([echo], checkpoint=Checkpoint(NAME, cause.position))


def write_row(engine: Engine, cause: Recorded) -> None:
    """The checkpoint's row is locked first: of two consumers, one finds that the other has dealt with the event."""
    with transaction(engine) as cursor:
        cursor.execute("INSERT INTO jobs.checkpoints (name) VALUES (%s) ON CONFLICT DO NOTHING", [NAME])
        row = cursor.execute("SELECT position FROM jobs.checkpoints WHERE name = %s FOR UPDATE", [NAME]).fetchone()
        assert row is not None
        if row["position"] < cause.position:
            cursor.execute("INSERT INTO jobs.echoes (position) VALUES (%s)", [cause.position])
            cursor.execute("UPDATE jobs.checkpoints SET position = %s WHERE name = %s", [cause.position, NAME])


def consume(url: str, *, what: str, dies_after: int) -> None:
    """Deal with all events of cables after the checkpoint, or with so many that this process dies."""
    engine = create_engine(url, hide_parameters=True)
    done = 0
    with Subscription(engine, after=Log(engine).checkpoint(NAME) or Position(0), categories=["cable"]) as subscription:
        for batch in subscription.batches(timeout_seconds=0):
            for recorded in batch.events:
                write(engine, recorded, what=what)
                done += 1
                if done == dies_after:
                    os.kill(os.getpid(), signal.SIGKILL)
    engine.dispose()


if __name__ == "__main__":
    consume(sys.argv[1], what=sys.argv[2], dies_after=int(sys.argv[3]))
