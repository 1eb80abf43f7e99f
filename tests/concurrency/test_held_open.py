"""An append that is not committed yet: readers stop before it, writers wait behind it, and nothing of it is lost."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.concurrency import by_hand
from tests.concurrency.by_hand import rendition
from tests.concurrency.processes import wait_until
from tracker.errors import WrongVersionError
from tracker.types import Position, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.log.log import Log
    from tracker.log.recorded import NewEvent

OTHER = Stream("cable/07MEXICO2")


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[threading.Thread]:
    """Something that another thread does meanwhile, and has done at the end of the block."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield thread
    thread.join(timeout=30)
    assert not thread.is_alive()


def await_waiting(superuser: str, sessions: int = 1) -> None:
    """Return when so many sessions of the test's database wait for a lock."""
    with psycopg.connect(superuser, autocommit=True) as connection:

        def waiting() -> bool:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            ).fetchone()
            return row == (sessions,)

        wait_until(waiting, f"{sessions} sessions wait for a lock")


def positions(log: Log, after: int = 0) -> list[int]:
    return [event.position for event in log.read_all(after=Position(after))]


def test_readers_stop_before_an_open_append_and_deliver_it_after(log: Log, writer: str, superuser: str) -> None:
    log.append([rendition(1)])
    late = []
    with psycopg.connect(writer) as slow:
        by_hand.append(slow, [rendition(2), rendition(3)])
        with beside(lambda: late.extend(log.append([rendition(4, OTHER)]))):
            await_waiting(superuser)
            assert positions(log) == [1]
            assert log.head().position == 1
            assert late == []
            slow.commit()
    assert late == [4]
    assert positions(log, after=1) == [2, 3, 4]
    by_hand.assert_intact(superuser)


def test_an_append_rolled_back_leaves_no_gap(log: Log, writer: str, superuser: str) -> None:
    log.append([rendition(1)])
    late = []
    with psycopg.connect(writer) as slow:
        by_hand.append(slow, [rendition(2), rendition(3)])
        with beside(lambda: late.extend(log.append([rendition(4)]))):
            await_waiting(superuser)
            slow.rollback()
    assert late == [2]
    assert positions(log) == [1, 2]
    by_hand.assert_intact(superuser)


def test_what_was_undone_to_a_savepoint_leaves_no_gap(log: Log, writer: str, superuser: str) -> None:
    """The rest of the transaction goes on from where the savepoint was, and so do the others."""
    with psycopg.connect(writer) as connection:
        by_hand.append(connection, [rendition(1)])
        with connection.transaction(force_rollback=True):
            by_hand.append(connection, [rendition(2), rendition(3)])
        by_hand.append(connection, [rendition(4)])
    assert log.append([rendition(5)]) == [3]
    assert [(row.position, row.version) for row in by_hand.assert_intact(superuser)] == [(1, 1), (2, 2), (3, 3)]


def test_versions_are_compared_with_what_the_one_before_committed(log: Log, writer: str, superuser: str) -> None:
    """Whoever waited for the head sees what was appended meanwhile, though his own statement began before."""
    refused: list[WrongVersionError] = []

    def append() -> None:
        with pytest.raises(WrongVersionError) as caught:
            log.append([rendition(2)], expected={by_hand.STREAM: Version(0)})
        refused.append(caught.value)

    with psycopg.connect(writer) as slow:
        by_hand.append(slow, [rendition(1)])
        with beside(append):
            await_waiting(superuser)
            slow.commit()
    assert [(error.expected, error.actual) for error in refused] == [(0, 1)]


def test_the_same_events_from_two_writers_are_recorded_once(log: Log, writer: str, superuser: str) -> None:
    events, late = [rendition(1), rendition(2)], list[int]()
    with psycopg.connect(writer) as slow:
        by_hand.append(slow, events)
        with beside(lambda: late.extend(log.append(events))):
            await_waiting(superuser)
            slow.commit()
    assert late == [1, 2]
    assert log.head().position == 2


def test_who_inserts_by_hand_waits_before_taking_a_position(log: Log, writer: str, superuser: str) -> None:
    """One who had taken it first would wait for the head, and its holder for the position: neither could go on."""
    with psycopg.connect(writer) as forger, psycopg.connect(writer) as slow:
        rows = by_hand.next_rows(forger, [rendition(1, OTHER)])
        forger.rollback()
        slow.execute("SELECT log.lock_head_v1()")

        def insert() -> None:
            with pytest.raises(psycopg.errors.UniqueViolation):
                by_hand.insert(forger, rows)

        with beside(insert):
            await_waiting(superuser)
            by_hand.append(slow, [rendition(2)])
            slow.commit()
    assert positions(log) == [1]
    by_hand.assert_intact(superuser)


@pytest.mark.parametrize("isolation", [psycopg.IsolationLevel.REPEATABLE_READ, psycopg.IsolationLevel.SERIALIZABLE])
def test_a_transaction_that_sees_an_older_log_cannot_append(
    log: Log, writer: str, superuser: str, isolation: psycopg.IsolationLevel
) -> None:
    """By every way: what it would build on is not where the log ends any more."""
    with psycopg.connect(writer) as old:
        for append in (by_hand.append, _insert, _copy):
            old.isolation_level = isolation
            old.execute("SELECT FROM log.head")
            log.append([rendition(1)])
            with pytest.raises(psycopg.Error) as caught:
                append(old, [rendition(2)])
            assert caught.value.sqlstate in {"40001", "23505"}
            old.rollback()
    assert len(by_hand.assert_intact(superuser)) == 3


def _insert(connection: psycopg.Connection, events: list[NewEvent]) -> None:
    by_hand.insert(connection, by_hand.next_rows(connection, events))


def _copy(connection: psycopg.Connection, events: list[NewEvent]) -> None:
    by_hand.copy(connection, by_hand.next_rows(connection, events))
