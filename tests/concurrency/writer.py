"""A process that appends in every way that there is, writing down what it begins and what was acknowledged.

`python -m tests.concurrency.writer ADDRESS JOURNAL SEED WRITER OPERATIONS`. Started again after it was killed, it goes
on where its journal ends: what had begun and was not acknowledged it does again, with the same events.
"""

from __future__ import annotations

import random
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import create_engine, make_url

from tests.concurrency import by_hand
from tests.concurrency.journals import Journal, Line, event_id
from tracker.connections import parameters
from tracker.errors import WrongVersionError
from tracker.log.log import Log
from tracker.types import Stream, Version

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.log.recorded import NewEvent

SHARED = [Stream(f"cable/07MEXICO{number}") for number in (1, 2)]
"""Streams that all writers append to."""
_ATTEMPTS = 500
_LOST = frozenset({"23505", "TR004"})
"""What an INSERT by hand is refused with when another writer was faster."""


@dataclass(frozen=True, slots=True)
class Writer:
    """One writer of the test."""

    log: Log
    connection: psycopg.Connection
    """For what is done by hand."""
    seed: int
    number: int

    def run(self, journal: Journal, operations: int) -> None:
        """Do what is left of the operations, each to its acknowledged end."""
        kinds = self._kinds()
        for operation in range(journal.ended(), operations):
            chance = random.Random(f"{self.seed}/{self.number}/{operation}")
            kind = chance.choice(list(kinds))
            events = self._events(operation, kind, chance)
            journal.write(Line(operation=operation, kind=kind, events=len(events)))
            outcome, positions, retries = kinds[kind](events, chance)
            journal.write(Line(operation=operation, kind=kind, outcome=outcome, positions=positions, retries=retries))

    def _kinds(self) -> dict[str, Callable[[list[NewEvent], random.Random], tuple[str, list[int], int]]]:
        return {
            "single": self._append,
            "several": self._append,
            "streams": self._append,
            "expected": self._expected,
            "slow": self._slow,
            "abort": self._abort,
            "insert": self._by_hand,
            "copy": self._by_hand,
        }

    def _events(self, operation: int, kind: str, chance: random.Random) -> list[NewEvent]:
        own = Stream(f"cable/0{self.number}TIJUANA{chance.randrange(4)}")
        size = 1 if kind == "single" else chance.randint(2, 6)
        if kind in {"streams", "expected", "abort"}:
            streams = [chance.choice([*SHARED, own]) for _ in range(size)]
        else:
            streams = [own] * size
        return [
            by_hand.rendition(
                operation,
                stream,
                event_id(self.seed, self.number, operation, nth),
                source=f"{kind} {self.number} {operation} {nth}",
            )
            for nth, stream in enumerate(streams)
        ]

    def _append(self, events: list[NewEvent], _: random.Random) -> tuple[str, list[int], int]:
        return "recorded", list(self.log.append(events)), 0

    def _expected(self, events: list[NewEvent], _: random.Random) -> tuple[str, list[int], int]:
        """Read, then append what was decided by what was read; where another one came first, again."""
        for attempt in range(_ATTEMPTS):
            streams = {event.stream for event in events}
            expected = {stream: Version(len(self.log.read_stream(stream))) for stream in streams}
            try:
                return "recorded", list(self.log.append(events, expected=expected)), attempt
            except WrongVersionError:
                continue
        raise AssertionError(f"{_ATTEMPTS} attempts were not enough")

    def _slow(self, events: list[NewEvent], chance: random.Random) -> tuple[str, list[int], int]:
        # Recorded already where who was killed had come so far, and then it is refused.
        with suppress(psycopg.errors.UniqueViolation), self.connection.transaction():
            by_hand.append(self.connection, events)
            self.connection.execute("SELECT pg_sleep(%s)", [chance.uniform(0.005, 0.05)])
        return "recorded", self._positions(events), 0

    def _abort(self, events: list[NewEvent], chance: random.Random) -> tuple[str, list[int], int]:
        with self.connection.transaction(force_rollback=True):
            by_hand.append(self.connection, events)
            self.connection.execute("SELECT pg_sleep(%s)", [chance.uniform(0, 0.02)])
        return "abandoned", [], 0

    def _by_hand(self, events: list[NewEvent], chance: random.Random) -> tuple[str, list[int], int]:
        """Rows made without a lock: the database takes them only where they still extend the log."""
        insert = chance.choice([by_hand.insert, by_hand.copy])
        for attempt in range(_ATTEMPTS):
            if recorded := self._positions(events):
                return "recorded", recorded, attempt
            try:
                with self.connection.transaction():
                    insert(self.connection, by_hand.next_rows(self.connection, events))
            except psycopg.Error as error:
                if error.sqlstate not in _LOST:
                    raise
        raise AssertionError(f"{_ATTEMPTS} attempts were not enough")

    def _positions(self, events: list[NewEvent]) -> list[int]:
        rows = self.connection.execute(
            "SELECT position FROM log.events WHERE event_id = ANY (%s) ORDER BY position",
            [[event.event_id for event in events]],
        ).fetchall()
        return [row[0] for row in rows]


def main(address: str, journal: str, seed: str, number: str, operations: str) -> None:
    """Run as a process of its own."""
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), connect_args=parameters())
    with psycopg.connect(address, autocommit=True) as connection:
        Writer(Log(engine), connection, int(seed), int(number)).run(Journal(Path(journal)), int(operations))


if __name__ == "__main__":
    main(*sys.argv[1:])
