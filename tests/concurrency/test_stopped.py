"""A writer that stops while it holds the head: the others go on after seconds, and of its append nothing is there."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest

from tests.concurrency import by_hand
from tests.concurrency.by_hand import rendition
from tests.concurrency.processes import Processes, wait_until
from tests.concurrency.stopping import OWN, SIZE

if TYPE_CHECKING:
    import subprocess

    from tracker.log.log import Log

HELD_UP_SECONDS = 10
"""How long the others may be held up: the lock timeout of a writer, once or twice, and some time to spare."""


def await_stopped(process: subprocess.Popen[str], superuser: str) -> None:
    """Return when the process is stopped and the server waits for it, with the head in its hands."""
    wait_until(lambda: psutil.Process(process.pid).status() == psutil.STATUS_STOPPED, "it has stopped")
    with psycopg.connect(superuser, autocommit=True) as connection:

        def waits() -> bool:
            row = connection.execute(
                """
                SELECT count(*)
                FROM pg_stat_activity a JOIN pg_locks l USING (pid)
                WHERE a.wait_event_type = 'Client' AND l.granted AND l.relation = 'log.head'::regclass
                  AND l.mode = 'RowShareLock'
                """
            ).fetchone()
            return row == (1,)

        wait_until(waits, "the server waits for it, and it holds the head", seconds=10)


def assert_the_others_go_on(log: Log) -> None:
    begun = time.monotonic()
    assert log.append([rendition(1)]) == [1]
    assert time.monotonic() - begun < HELD_UP_SECONDS


@pytest.mark.parametrize("moment", ["before_commit", "in_copy", "while_it_is_sent_a_result"])
def test_the_others_go_on_without_a_writer_that_has_stopped(
    log: Log, writer: str, superuser: str, running: Processes, moment: str
) -> None:
    stopped = running.start("stopping", writer, moment)
    await_stopped(stopped, superuser)
    assert_the_others_go_on(log)

    stopped.send_signal(signal.SIGCONT)
    _, errors = stopped.communicate(timeout=30)
    assert stopped.returncode == 1
    assert "terminating connection" in errors or "server closed the connection" in errors
    assert log.append([rendition(2)]) == [2]
    assert log.read_stream(OWN) == []
    by_hand.assert_intact(superuser)


def test_an_append_in_bulk_that_was_stopped_is_made_again(
    log: Log, writer: str, superuser: str, running: Processes
) -> None:
    stopped = running.start("stopping", writer, "in_bulk")
    await_stopped(stopped, superuser)
    assert_the_others_go_on(log)
    assert log.read_stream(OWN) == []

    stopped.send_signal(signal.SIGCONT)
    running.end(stopped)
    assert [event.position for event in log.read_stream(OWN)] == list(range(2, SIZE + 2))
    by_hand.assert_intact(superuser)


def test_a_writer_that_is_slow_but_at_work_is_waited_for(
    log: Log, writer: str, superuser: str, running: Processes
) -> None:
    slow = running.start("stopping", writer, "slowly")
    with psycopg.connect(superuser, autocommit=True) as connection:
        progress = "SELECT 1 FROM pg_stat_progress_copy WHERE tuples_processed > 0"
        wait_until(lambda: connection.execute(progress).fetchone() is not None, "it has begun")
    log.append([rendition(1)])
    running.end(slow)
    by_hand.assert_intact(superuser)
    assert len(log.read_stream(OWN)) == log.head().position - 1
