"""A subscription sees all that is recorded, in order and once, at once where it can and by looking where it cannot."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.following import (
    NEVER_SECONDS,
    STREAM,
    Follower,
    eventually,
    listeners,
    rendition,
    terminate,
    until_one_listens,
)
from tracker.errors import AheadOfLogError, DatabaseError, DatabaseLostError
from tracker.log.log import Log
from tracker.log.subscription import Subscription
from tracker.log.transactions import single_statements
from tracker.types import Position, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tracker.database import Database
    from tracker.log.recorded import Recorded
    from tracker.log.subscription import Batch

OTHER = Stream("publisher")


@pytest.fixture
def engine(database: Database) -> Engine:
    return database.engine("writer")


@pytest.fixture
def log(engine: Engine) -> Log:
    return Log(engine)


def positions(batches: list[Batch]) -> list[list[int]]:
    return [[event.position for event in batch.events] for batch in batches]


def caught_up(subscription: Subscription) -> list[Batch]:
    """All that there is now."""
    with subscription:
        return list(subscription.batches(timeout_seconds=0))


def test_it_gives_what_the_log_holds_and_ends_where_nothing_follows(engine: Engine, log: Log) -> None:
    log.append([rendition(1), rendition(2)])
    log.append([rendition(3)])
    (batch,) = caught_up(Subscription(engine))
    assert [event.position for event in batch.events] == [1, 2, 3]
    assert batch.through == 3
    assert caught_up(Subscription(engine, after=Position(3))) == []


def test_it_goes_on_after_a_position_even_inside_an_append(engine: Engine, log: Log) -> None:
    log.append([rendition(number) for number in range(3)])
    assert positions(caught_up(Subscription(engine, after=Position(1)))) == [[2, 3]]


def test_an_append_is_never_split(engine: Engine, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.log.subscription.BATCH", 2)
    for size in (1, 3, 1, 1, 1):
        log.append([rendition(number) for number in range(size)])
    batches = caught_up(Subscription(engine))
    assert positions(batches) == [[1, 2, 3, 4], [5, 6], [7]]
    assert [batch.through for batch in batches] == [4, 6, 7]


def test_the_position_moves_on_over_what_was_filtered_out(
    engine: Engine, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.log.subscription.BATCH", 1)
    for stream in (OTHER, STREAM, OTHER, OTHER, STREAM, OTHER):
        log.append([rendition(1, stream)])
    of_cables = Subscription(engine, categories=["cable"])
    batches = caught_up(of_cables)
    assert positions(batches) == [[2], [5]]
    assert [batch.through for batch in batches] == [2, 6]
    assert of_cables.position == 6
    (nothing,) = caught_up(Subscription(engine, types=["DevelopmentRecorded"]))
    assert (nothing.events, nothing.through) == ((), 6)


def test_one_that_waits_is_told_of_what_it_did_not_ask_for(engine: Engine, log: Log, superuser: str) -> None:
    with Follower(Subscription(engine, categories=["cable"], poll_seconds=NEVER_SECONDS)) as follower:
        until_one_listens(superuser)
        log.append([rendition(1, OTHER)])
        batch = follower.next()
        assert (batch.events, batch.through) == ((), 1)
        log.append([rendition(1)])
        assert follower.next().through == 2


def test_it_wakes_at_once_and_not_by_looking(engine: Engine, log: Log, superuser: str) -> None:
    with Follower(Subscription(engine, poll_seconds=NEVER_SECONDS)) as follower:
        until_one_listens(superuser)
        started = time.monotonic()
        for position in range(1, 21):
            log.append([rendition(position)])
            assert [event.position for event in follower.next().events] == [position]
        # A few milliseconds each, where the machine is not busy.
        assert time.monotonic() - started < NEVER_SECONDS / 10


@pytest.mark.parametrize("channel", ["silence", ""], ids=["is not told", "cannot listen"])
def test_it_looks_by_itself_where_it(engine: Engine, log: Log, monkeypatch: pytest.MonkeyPatch, channel: str) -> None:
    # At another channel nothing is told, as behind a pooler; at one without a name LISTEN is an error.
    monkeypatch.setattr("tracker.log.wakeups.CHANNEL", channel)
    with Follower(Subscription(engine, poll_seconds=0.05)) as follower:
        for position in range(1, 4):
            log.append([rendition(position)])
            assert follower.next().through == position


def test_begun_while_six_write_it_sees_all_in_order(engine: Engine, log: Log) -> None:
    def write(writer: int) -> None:
        for number in range(20):
            log.append([rendition(number, Stream(f"cable/0{writer}MEXICO{number}")) for _ in range(1 + number % 3)])

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(6)]
    for writer in writers[:3]:
        writer.start()
    eventually(lambda: log.head().position > 10, "there is something to catch up with")
    with Follower(Subscription(engine, poll_seconds=NEVER_SECONDS)) as follower:
        for writer in writers[3:]:
            writer.start()
        for writer in writers:
            writer.join()
        last = log.head().position
        seen = follower.see(last)
    assert [event.position for event in seen] == list(range(1, last + 1))
    assert seen == list(log.read_all())


def test_what_is_recorded_between_the_look_and_the_waiting_is_told(
    engine: Engine, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_append = [rendition(1)]

    @contextmanager
    def looking(engine: Engine) -> Iterator[psycopg.Connection]:
        with single_statements(engine) as driver:
            yield driver
        while to_append:
            log.append([to_append.pop()])

    monkeypatch.setattr("tracker.log.subscription.single_statements", looking)
    with Follower(Subscription(engine, poll_seconds=NEVER_SECONDS)) as follower:
        assert [event.position for event in follower.next().events] == [1]


def test_reading_that_is_cut_in_the_middle_goes_on_there(
    engine: Engine, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.log.subscription.BATCH", 2)
    read = Log.read_all
    cuts = [3, 0, 1]

    def read_all(self: Log, *, after: Position, through: Position, **filters: None) -> Iterator[Recorded]:
        cut = cuts.pop(0) if cuts and after else None
        for number, recorded in enumerate(read(self, after=after, through=through, **filters)):
            if number == cut:
                raise DatabaseLostError("the network was cut")
            yield recorded

    log.append([rendition(0)])
    with Subscription(engine) as subscription:
        assert len(list(subscription.batches(timeout_seconds=0))) == 1
        monkeypatch.setattr(Log, "read_all", read_all)
        for number in range(6):
            log.append([rendition(number)])
        batches = list(subscription.batches(timeout_seconds=1))
    assert cuts == []
    assert positions(batches) == [[2, 3], [4, 5], [6, 7]]


def test_a_lost_connection_loses_and_repeats_nothing(engine: Engine, log: Log, superuser: str) -> None:
    with Follower(Subscription(engine, poll_seconds=NEVER_SECONDS)) as follower:
        lost: set[int] = set()
        for position in range(1, 13, 3):
            found = until_one_listens(superuser, other_than=lost)
            log.append([rendition(1)])
            terminate(superuser, found)
            log.append([rendition(2)])
            lost |= found
            until_one_listens(superuser, other_than=lost)
            log.append([rendition(3)])
            seen = follower.see(Position(position + 2))
            assert [event.position for event in seen] == [position, position + 1, position + 2]


def test_no_transaction_is_open_while_it_waits_or_its_consumer_works(
    engine: Engine, log: Log, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.log.log.PAGE", 2)
    monkeypatch.setattr("tracker.log.subscription.BATCH", 2)
    for number in range(6):
        log.append([rendition(number)])

    def in_transactions() -> list[str]:
        with psycopg.connect(superuser) as connection:
            rows = connection.execute(
                """
                SELECT application_name FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
                """
            ).fetchall()
        return [row[0] for row in rows]

    with Subscription(engine) as subscription:
        assert [in_transactions() for _ in subscription.batches(timeout_seconds=0)] == [[], [], []]
    with Follower(Subscription(engine, poll_seconds=NEVER_SECONDS)):
        until_one_listens(superuser)
        eventually(lambda: in_transactions() == [], "no transaction is open")


def test_its_connection_is_its_own_and_says_so(engine: Engine, superuser: str) -> None:
    with Follower(Subscription(engine)):
        (process,) = until_one_listens(superuser)
        with psycopg.connect(superuser) as connection:
            row = connection.execute(
                "SELECT application_name, usename FROM pg_stat_activity WHERE pid = %s", [process]
            ).fetchone()
        assert row == ("tracker writer listens", engine.url.username)
    eventually(lambda: not listeners(superuser), "its connection is closed")


def test_stopped_from_another_thread_it_ends_at_once(engine: Engine, log: Log, superuser: str) -> None:
    log.append([rendition(1)])
    with Follower(Subscription(engine, poll_seconds=NEVER_SECONDS)) as follower:
        follower.next()
        until_one_listens(superuser)
        started = time.monotonic()
        follower.subscription.stop()
        eventually(follower.has_ended, "it ends")
        assert time.monotonic() - started < NEVER_SECONDS / 10
    follower.subscription.stop()
    assert list(follower.subscription.batches()) == []


def test_stopped_by_its_consumer_it_gives_no_further_batch(
    engine: Engine, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.log.subscription.BATCH", 1)
    for number in range(3):
        log.append([rendition(number)])
    with Subscription(engine) as subscription:
        batches: list[Batch] = []
        for batch in subscription.batches():
            batches.append(batch)
            subscription.stop()
    assert [batch.through for batch in batches] == [1]
    assert subscription.position == 1


def test_it_ends_when_nothing_comes_for_some_time(engine: Engine, log: Log) -> None:
    log.append([rendition(1)])
    started = time.monotonic()
    with Subscription(engine, poll_seconds=NEVER_SECONDS) as subscription:
        assert [batch.through for batch in subscription.batches(timeout_seconds=0.2)] == [1]
        assert 0.2 <= time.monotonic() - started < NEVER_SECONDS / 10
        # It can be asked again, and goes on.
        log.append([rendition(2)])
        assert [batch.through for batch in subscription.batches(timeout_seconds=0)] == [2]


def test_a_log_that_ends_before_the_position_is_an_error(engine: Engine, log: Log) -> None:
    log.append([rendition(1)])
    with Subscription(engine, after=Position(7)) as subscription, pytest.raises(AheadOfLogError) as caught:
        list(subscription.batches(timeout_seconds=0))
    assert (caught.value.position, caught.value.head) == (7, 1)


def test_a_log_that_cannot_be_read_is_an_error_at_once(database: Database) -> None:
    reader = database.engine("reader")
    with Subscription(reader) as subscription, pytest.raises(DatabaseError, match="permission denied"):
        next(subscription.batches())
