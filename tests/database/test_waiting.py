"""Waiting for a position ends when it is reached, and says how far it came where it is not."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.database.following import NEVER_SECONDS, PATIENCE_SECONDS, rendition, until_one_listens
from tracker.errors import NotReachedError
from tracker.log.log import Checkpoint, Log
from tracker.log.waiting import wait_for, wait_for_consumer
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.projections.waiting import wait_for_projections
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from tracker.database import Database


@pytest.fixture
def engine(database: Database) -> Engine:
    return database.engine("writer")


@pytest.fixture
def log(engine: Engine) -> Log:
    return Log(engine)


class Waiting:
    """A wait in a thread of its own."""

    def __init__(self, wait: Callable[[], None]) -> None:
        self.reached = threading.Event()
        self._wait = wait
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def ends(self) -> bool:
        """Whether what was waited for is reached now, or soon."""
        self._thread.join(PATIENCE_SECONDS)
        return self.reached.is_set()

    def _run(self) -> None:
        self._wait()
        self.reached.set()


def test_a_position_that_is_there_is_not_waited_for(engine: Engine, log: Log) -> None:
    log.append([rendition(1), rendition(2)])
    wait_for(engine, Position(2), timeout_seconds=0)
    wait_for(engine, Position(0), timeout_seconds=0)


def test_the_log_comes_to_a_position_and_wakes_who_waits(engine: Engine, log: Log, superuser: str) -> None:
    waiting = Waiting(lambda: wait_for(engine, Position(2), timeout_seconds=NEVER_SECONDS, poll_seconds=NEVER_SECONDS))
    until_one_listens(superuser)
    log.append([rendition(1)])
    assert not waiting.reached.is_set()
    log.append([rendition(2)])
    assert waiting.ends()


def test_the_log_is_looked_at_where_nobody_tells(
    engine: Engine, log: Log, monkeypatch: pytest.MonkeyPatch, superuser: str
) -> None:
    monkeypatch.setattr("tracker.log.wakeups.CHANNEL", "silence")
    waiting = Waiting(lambda: wait_for(engine, Position(1), timeout_seconds=NEVER_SECONDS, poll_seconds=0.02))
    until_one_listens(superuser)
    log.append([rendition(1)])
    assert waiting.ends()


def test_a_log_that_does_not_come_so_far_is_told_with_where_it_is(engine: Engine, log: Log) -> None:
    log.append([rendition(1)])
    started = time.monotonic()
    with pytest.raises(NotReachedError, match=r"the log is at 1, not at 5, after 0\.2 s") as caught:
        wait_for(engine, Position(5), timeout_seconds=0.2)
    assert (caught.value.position, caught.value.reached, caught.value.seconds) == (5, 1, 0.2)
    assert 0.2 <= time.monotonic() - started < NEVER_SECONDS / 10


def test_a_consumer_comes_to_a_position(engine: Engine, log: Log) -> None:
    log.append([rendition(1), rendition(2)])
    waiting = Waiting(lambda: wait_for_consumer(engine, "reader", Position(2), timeout_seconds=NEVER_SECONDS))
    log.move(Checkpoint("reader", Position(1)))
    assert not waiting.reached.is_set()
    log.append([rendition(3)], checkpoint=Checkpoint("reader", Position(2)))
    assert waiting.ends()


def test_a_consumer_that_does_not_come_so_far_is_told_by_name(engine: Engine, log: Log) -> None:
    with pytest.raises(NotReachedError, match="nobody is at 0, not at 1"):
        wait_for_consumer(engine, "nobody", Position(1), timeout_seconds=0.05)
    log.move(Checkpoint("reader", Position(1)))
    with pytest.raises(NotReachedError, match="reader is at 1, not at 2"):
        wait_for_consumer(engine, "reader", Position(2), timeout_seconds=0.05)


def test_read_models_come_to_a_position(database: Database, log: Log) -> None:
    log.append([rendition(1), rendition(2)])
    runner = Runner(database.engine("projector"), PROJECTIONS)
    with pytest.raises(NotReachedError, match="the slowest projection is at 0, not at 2"):
        wait_for_projections(runner, Position(2), timeout_seconds=0.05)
    waiting = Waiting(lambda: wait_for_projections(runner, Position(2), timeout_seconds=NEVER_SECONDS))
    runner.catch_up()
    assert waiting.ends()
