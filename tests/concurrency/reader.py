"""A process that follows the log live and writes down every event in the order in which it came to know it.

`python -m tests.concurrency.reader ADDRESS SEEN END HOW`: positions and ids go to the file SEEN; it ends when it has
come to the position that the file END tells.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import create_engine, make_url

from tracker.connections import parameters
from tracker.log.log import Log
from tracker.log.subscription import Subscription
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Engine

    from tracker.log.recorded import Recorded

Seen = tuple[int, str]


def _engine(address: str) -> Engine:
    return create_engine(make_url(address).set(drivername="postgresql+psycopg"), connect_args=parameters())


def _seen(event: Recorded) -> Seen:
    return event.position, str(event.event_id)


def by_log(address: str) -> Callable[[int], Iterable[Seen]]:
    """Read again and again what was recorded after the last event seen."""
    log = Log(_engine(address))
    return lambda after: map(_seen, log.read_all(after=Position(after)))


def by_subscription(address: str) -> Callable[[int], Iterable[Seen]]:
    """Follow as the project's own consumers do."""
    subscription = Subscription(_engine(address))

    def events(after: int) -> Iterator[Seen]:
        assert subscription.position == after
        for batch in subscription.batches(timeout_seconds=0.1):
            yield from map(_seen, batch.events)

    return events


def by_query(address: str) -> Callable[[int], Iterable[Seen]]:
    """Follow as anybody's own query does, which knows no head and sees whatever the table shows."""
    connection = psycopg.connect(address, autocommit=True)

    def rows(after: int) -> list[Seen]:
        statement = "SELECT position, event_id::text FROM log.events WHERE position > %s ORDER BY position"
        return [(row[0], row[1]) for row in connection.execute(statement, [after])]

    return rows


def follow(read: Callable[[int], Iterable[Seen]], seen: Path, end: Path) -> None:
    """Read on and on from the last position seen."""
    last = 0
    with seen.open("a") as output:
        while True:
            ended = end.exists()
            for position, event_id in read(last):
                last = position
                output.write(f"{position} {event_id}\n")
            output.flush()
            if ended and last >= int(end.read_text()):
                return
            time.sleep(0.005)


def main(address: str, seen: str, end: str, how: str) -> None:
    """Run as a process of its own."""
    ways = {"log": by_log, "subscription": by_subscription, "query": by_query}
    follow(ways[how](address), Path(seen), Path(end))


if __name__ == "__main__":
    main(*sys.argv[1:])
