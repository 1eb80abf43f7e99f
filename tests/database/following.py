"""What the tests of subscriptions share: events to append, a follower in a thread, and looks at the server."""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg

from tracker.events import RenditionRecorded
from tracker.log.recorded import NewEvent, new_event
from tracker.types import EventId, Position, ReferenceId, Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.log.recorded import Recorded
    from tracker.log.subscription import Batch, Subscription

STREAM = Stream("cable/07MEXICO1")
PATIENCE_SECONDS = 60.0
NEVER_SECONDS = 600.0
"""A polling interval with which nothing is found by polling as long as a test runs."""

_END = "the follower has ended"


def rendition(number: int, stream: Stream = STREAM) -> NewEvent:
    """The smallest event that there is."""
    event = RenditionRecorded(
        reference_id=ReferenceId("07MEXICO1"),
        source=f"file {number}",
        source_format="raw",
        sha256="00" * 32,
        characters=1,
    )
    return new_event(event, stream=stream, event_id=EventId(uuid4()), actor="a test")


def eventually(look: Callable[[], bool], what: str) -> None:
    """Return when `look` finds it so; fails, saying what was waited for."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not look():
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS:.0f} s in vain: {what}"
        time.sleep(0.01)


class Follower:
    """Reads a subscription in a thread of its own; stopped at the end of the block."""

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        self.error: BaseException | None = None
        self._batches: queue.Queue[Batch | str] = queue.Queue()
        self._thread = threading.Thread(target=self._follow)

    def __enter__(self) -> Follower:
        self._thread.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.subscription.stop()
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive(), "the subscription does not stop"
        if error is None and self.error is not None:
            raise self.error

    def next(self) -> Batch:
        """The next batch; fails where none comes, or the follower has ended."""
        found = self._batches.get(timeout=PATIENCE_SECONDS)
        assert not isinstance(found, str), f"{found}: {self.error}"
        return found

    def see(self, through: Position) -> list[Recorded]:
        """The events of the next batches, until one goes through a position, and no further."""
        events: list[Recorded] = []
        while True:
            batch = self.next()
            events += batch.events
            assert batch.through <= through
            if batch.through == through:
                return events

    def has_ended(self) -> bool:
        """Whether it has come to its end, by itself or because it was stopped."""
        return not self._thread.is_alive()

    def _follow(self) -> None:
        try:
            with self.subscription:
                for batch in self.subscription.batches():
                    self._batches.put(batch)
        except BaseException as error:
            # Told in the test's own thread.
            self.error = error
        self._batches.put(_END)


def listeners(superuser: str) -> set[int]:
    """The server's processes that listen for a subscription on this database."""
    with psycopg.connect(superuser) as connection:
        rows = connection.execute(
            """
            SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE '%listens' AND query LIKE 'LISTEN%'
              AND state = 'idle'
            """
        ).fetchall()
    return {row[0] for row in rows}


def until_one_listens(superuser: str, *, other_than: set[int] | None = None) -> set[int]:
    """The processes that listen, when there are any that did not before."""
    eventually(lambda: bool(listeners(superuser) - (other_than or set())), "a connection listens")
    return listeners(superuser)


def terminate(superuser: str, processes: set[int]) -> None:
    """End processes of the server, and wait until they are gone."""
    with psycopg.connect(superuser) as connection:
        for process in processes:
            connection.execute("SELECT pg_terminate_backend(%s)", [process])
    eventually(lambda: not listeners(superuser) & processes, "the server's processes are gone")
