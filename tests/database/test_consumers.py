"""A consumer that moves its checkpoint in the transaction of its own writes neither loses nor repeats an event."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest

from tests.conftest import ROOT
from tests.database import consumer
from tests.database.following import PATIENCE_SECONDS, rendition
from tracker.log.log import Log

if TYPE_CHECKING:
    from tracker.database import Database

EVENTS = 12
DIES_AFTER = 5


def consuming(database: Database, what: str) -> subprocess.Popen[bytes]:
    url = database.urls["writer"].render_as_string(hide_password=False)
    command = [sys.executable, "-m", consumer.__name__, url, what, str(DIES_AFTER)]
    return subprocess.Popen(command, cwd=ROOT)


def run_until_done(database: Database, what: str, *, at_once: int) -> int:
    """Run consumers, each again when it has died, until one has dealt with all; returns how many have died."""
    died = 0
    while True:
        processes = [consuming(database, what) for _ in range(at_once)]
        codes = [process.wait(PATIENCE_SECONDS) for process in processes]
        if 0 in codes:
            return died + sum(code != 0 for code in codes)
        assert set(codes) == {-9}
        died += at_once


def append_causes(log: Log) -> list[int]:
    """Events of cables, one or two an append; their positions."""
    positions: list[int] = []
    while len(positions) < EVENTS:
        positions += log.append([rendition(number) for number in range(1 + len(positions) % 2)])
    return positions


@pytest.mark.parametrize(("what", "at_once"), [("chance", 1), ("event", 2)])
def test_events_of_its_own_follow_one_from_each(database: Database, what: str, at_once: int) -> None:
    log = Log(database.engine("writer"))
    causes = append_causes(log)
    assert run_until_done(database, what, at_once=at_once) >= 2
    echoes = log.read_stream(consumer.STREAM)
    position_of = {UUID(str(event.event_id)): event.position for event in log.read_all()}
    assert [position_of[echo.cause] for echo in echoes if echo.cause] == causes
    assert log.checkpoint(consumer.NAME) == causes[-1]


def test_rows_of_its_own_are_one_for_each(database: Database, superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        connection.execute("CREATE TABLE jobs.echoes (number serial, position bigint NOT NULL)")
        connection.execute("GRANT ALL ON jobs.echoes, jobs.echoes_number_seq TO PUBLIC")
    causes = append_causes(Log(database.engine("writer")))
    assert run_until_done(database, "row", at_once=2) >= 2
    with psycopg.connect(superuser) as connection:
        rows = connection.execute("SELECT position FROM jobs.echoes ORDER BY number").fetchall()
    assert [row[0] for row in rows] == causes


def test_an_event_of_its_own_and_its_checkpoint_are_of_one_transaction(database: Database, superuser: str) -> None:
    log = Log(database.engine("writer"))
    append_causes(log)
    consumer.write(database.engine("writer"), next(log.read_all()), what="event")
    with psycopg.connect(superuser) as connection:
        made = connection.execute(
            "SELECT e.xmin = c.xmin FROM log.events e, jobs.checkpoints c WHERE e.stream = %s AND c.name = %s",
            [consumer.STREAM, consumer.NAME],
        ).fetchall()
    assert made == [(True,)]
