"""What is inserted must extend the log, however it is inserted: every forgery is refused for itself alone.

Each forged append is hashed as if it were right, so that what refuses it is the rule that it breaks and not the hash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from tests.concurrency import by_hand
from tests.concurrency.by_hand import Row, rendition
from tracker.types import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.database.conftest import Everyone

FORGED = "TR004"
TAKEN = "23505"
FIRST, SECOND = Stream("cable/07TIJUANA1"), Stream("cable/07TIJUANA2")
MICROSECOND = timedelta(microseconds=1)

Forgery = Callable[[list[Row]], list[Row]]


def shifted(positions: int) -> Forgery:
    """The whole append, somewhere else."""
    return lambda rows: [
        replace(row, position=row.position + positions, first_position=row.first_position + positions) for row in rows
    ]


def change(nth: int, changed: Callable[[Row], Row]) -> Forgery:
    """One of the events."""
    return lambda rows: [changed(row) if n == nth else row for n, row in enumerate(rows)]


def delayed(nth: int, delay: timedelta) -> Forgery:
    """An event and those after it, recorded later (or earlier) than they should be."""
    return lambda rows: [
        replace(row, recorded_at=row.recorded_at + delay) if n >= nth else row for n, row in enumerate(rows)
    ]


def at(time: datetime) -> Forgery:
    """The whole append, recorded at another time."""
    return lambda rows: [replace(row, recorded_at=time + n * MICROSECOND) for n, row in enumerate(rows)]


FORGERIES: dict[str, tuple[Forgery, set[str]]] = {
    "after a gap": (shifted(1), {FORGED}),
    "far behind the end": (shifted(1000), {FORGED}),
    "on positions taken": (shifted(-1), {TAKEN}),
    "before the beginning": (shifted(-1_000_000), {FORGED}),
    "without its second event": (lambda rows: [rows[0], rows[2]], {FORGED}),
    "of another append": (change(0, lambda row: replace(row, first_position=1)), {FORGED}),
    "of no append": (change(0, lambda row: replace(row, first_position=row.position - 1)), {FORGED}),
    "of an append to come": (change(0, lambda row: replace(row, first_position=row.position + 1)), {FORGED}),
    "torn from its append": (change(1, lambda row: replace(row, first_position=row.position)), {FORGED}),
    "back to its append": (change(2, lambda row: replace(row, first_position=row.position - 1)), {FORGED}),
    "a version left out": (lambda rows: [replace(row, version=row.version + 1) for row in rows], {FORGED}),
    "a version left out within": (change(1, lambda row: replace(row, version=row.version + 1)), {FORGED}),
    "a version that exists": (change(0, lambda row: replace(row, version=row.version - 1)), {TAKEN}),
    "a version below all": (change(0, lambda row: replace(row, version=0)), {FORGED}),
    "versions exchanged": (
        lambda rows: [replace(rows[0], version=rows[1].version), replace(rows[1], version=rows[0].version), rows[2]],
        {FORGED},
    ),
    "a stream that begins late": (change(2, lambda row: replace(row, stream="cable/07TIJUANA9", version=2)), {FORGED}),
    "before the one before it": (delayed(0, -timedelta(days=1)), {FORGED}),
    "a second event too late": (delayed(1, MICROSECOND), {FORGED}),
    "a second event at the same time": (delayed(1, -MICROSECOND), {FORGED}),
    "in the future": (at(datetime(2101, 1, 1, tzinfo=UTC)), {FORGED}),
    "in the past": (at(datetime(2007, 3, 10, tzinfo=UTC)), {FORGED}),
    "with an id that is recorded": (lambda rows: [replace(rows[0], event_id=rows[1].event_id), *rows[1:]], {TAKEN}),
    "without a body": (change(1, lambda row: replace(row, body=None)), {FORGED}),
    "with a short salt": (change(1, lambda row: replace(row, salt=b"x")), {FORGED}),
    "with a short digest": (change(1, lambda row: replace(row, digest=b"x")), {FORGED}),
    "in no stream": (change(0, lambda row: replace(row, stream="", version=1)), {FORGED}),
    "of the sample release": (change(2, lambda row: replace(row, stream="cable/07SAMPLE1", version=1)), {"TR005"}),
}

WRONG_HASHES: dict[str, Forgery] = {
    "of the first event": change(0, lambda row: replace(row, hash=bytes(32))),
    "of the second event": change(1, lambda row: replace(row, hash=bytes(32))),
    "of the last event": change(2, lambda row: replace(row, hash=bytes(32))),
    "of one event before": lambda rows: [replace(rows[0], hash=rows[1].hash), *rows[1:]],
    "over another digest": change(2, lambda row: replace(row, digest=bytes(32))),
    "over another time": change(2, lambda row: replace(row, recorded_at=row.recorded_at + MICROSECOND)),
}


def hashed(previous: bytes, rows: Sequence[Row]) -> list[Row]:
    """The rows with the hashes that they would have if they were right."""
    done: list[Row] = []
    for row in rows:
        previous = by_hand.chain_hash(previous, row.position, row.version, row.recorded_at, row.digest)
        done.append(replace(row, hash=previous))
    return done


def merge(connection: psycopg.Connection, rows: Sequence[Row]) -> None:
    """Insert rows with one MERGE."""
    connection.execute("CREATE TEMPORARY TABLE staged (LIKE log.events)")
    names = ", ".join(by_hand.COLUMNS)
    with connection.cursor() as cursor, cursor.copy(f"COPY staged ({names}) FROM STDIN".encode()) as running:
        for row in rows:
            running.write_row(list(row.parameters().values()))
    values = ", ".join(f"s.{name}" for name in by_hand.COLUMNS)
    connection.execute(
        f"MERGE INTO log.events e USING staged s ON e.position = s.position AND e.event_id = s.event_id "
        f"WHEN NOT MATCHED THEN INSERT ({names}) VALUES ({values})".encode()
    )
    connection.execute("DROP TABLE staged")


WAYS = {"insert": by_hand.insert, "copy": by_hand.copy, "merge": merge}


@dataclass(frozen=True)
class Forger:
    """The session of one who may insert, and the way in which he does."""

    connection: psycopg.Connection
    insert: Callable[[psycopg.Connection, Sequence[Row]], None]

    def attempt(self, forgery: Forgery, *, rehash: bool = True) -> str | None:
        """With which SQLSTATE forged rows are refused; they are undone where they are not."""
        with self.connection.transaction(force_rollback=True):
            by_hand.insert(
                self.connection, by_hand.next_rows(self.connection, [rendition(1, FIRST), rendition(2, SECOND)])
            )
            rows = by_hand.next_rows(self.connection, [rendition(3, FIRST), rendition(4, FIRST), rendition(5, SECOND)])
            forged = hashed(self.last_hash(), forgery(rows)) if rehash else forgery(rows)
            try:
                with self.connection.transaction():
                    self.insert(self.connection, forged)
            except psycopg.Error as error:
                return error.sqlstate
        return None

    def last_hash(self) -> bytes:
        """The hash that the log ends with."""
        row = self.connection.execute("SELECT hash FROM log.head").fetchone()
        assert row is not None
        return bytes(row[0])


@pytest.fixture(
    scope="module",
    params=[("writer", "insert"), ("writer", "copy"), ("writer", "merge"), ("owner", "insert"), ("superuser", "copy")],
    ids=" by ".join,
)
def forger(request: pytest.FixtureRequest, everyone: Everyone) -> Iterator[Forger]:
    """Who may insert; the writer may make temporary tables here, as he may where PUBLIC may."""
    role, way = request.param
    name = sql.Identifier(everyone.prefix), sql.Identifier(f"{everyone.prefix}_writer")
    with everyone.connect("superuser") as connection:
        connection.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(*name))
    with everyone.connect(role) as connection:
        yield Forger(connection, WAYS[way])
    with everyone.connect("superuser") as connection:
        connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM {}").format(*name))


def test_what_extends_the_log_is_taken(forger: Forger) -> None:
    """What is refused elsewhere is refused for its forgery alone."""
    assert forger.attempt(lambda rows: rows) is None
    assert forger.attempt(lambda rows: rows, rehash=False) is None


def test_no_forged_append_is_taken(everyone: Everyone, forger: Forger) -> None:
    before = everyone.kept()
    found = {name: forger.attempt(forgery) for name, (forgery, _) in FORGERIES.items()}
    assert {name: state for name, state in found.items() if state not in FORGERIES[name][1]} == {}
    assert everyone.kept() == before


def test_no_wrong_hash_is_taken(forger: Forger) -> None:
    found = {name: forger.attempt(forgery, rehash=False) for name, forgery in WRONG_HASHES.items()}
    assert {name: state for name, state in found.items() if state != FORGED} == {}


def test_rows_in_another_order_than_the_log_s_are_not_taken(forger: Forger) -> None:
    assert forger.attempt(lambda rows: [rows[0], rows[2], rows[1]], rehash=False) == FORGED


def test_no_forged_append_is_taken_in_a_replica_s_session(everyone: Everyone) -> None:
    """Ordinary triggers are silent there."""
    with everyone.connect("superuser") as connection:
        connection.execute("SET session_replication_role = replica")
        forger = Forger(connection, by_hand.insert)
        assert forger.attempt(lambda rows: rows) is None
        found = {name: forger.attempt(forgery) for name, (forgery, _) in FORGERIES.items()}
    assert {name: state for name, state in found.items() if state not in FORGERIES[name][1]} == {}


def test_an_insertion_of_nothing_moves_nothing(everyone: Everyone, forger: Forger) -> None:
    before = everyone.kept()
    forger.connection.execute("INSERT INTO log.events SELECT * FROM log.events WHERE false")
    assert everyone.kept() == before


def test_times_go_on_from_a_head_that_is_ahead_of_the_clock(forger: Forger) -> None:
    """As where a clock was set back, or a log was restored on a machine whose clock is behind."""
    connection = forger.connection
    with connection.transaction(force_rollback=True):
        ahead = at(datetime.now(UTC) + timedelta(seconds=50))
        forger.insert(connection, hashed(forger.last_hash(), ahead(by_hand.next_rows(connection, [rendition(1)]))))
        for number in range(3):
            forger.insert(connection, by_hand.next_rows(connection, [rendition(number), rendition(number)]))
        times = connection.execute("SELECT recorded_at FROM log.events ORDER BY position DESC LIMIT 7").fetchall()
    assert [(later[0] - earlier[0]) // MICROSECOND for later, earlier in pairwise(times)] == [1, 2, 1, 2, 1, 2]
