"""Processes that fold the log and are killed, or are two by mistake: each event counts once, as if undisturbed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import psycopg
import pytest

from jobs.rebuild import rebuild
from tests.concurrency.conftest import address
from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_projections import OPERATION, state
from tracker.projections.announcer import Announcer
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from tests.concurrency.processes import Processes
    from tracker.database import Database

CHANCE = random.Random(20070310)
KILLS = 6


@pytest.fixture
def recorded(database: Database) -> Database:
    """A log with new, corrected and withdrawn reports and their developments, of which nothing is folded."""
    for serial in range(4300, 4308):
        words = [OPERATION, ARREST, SEIZURE, ATTACK][: 1 + serial % 4]
        ingest(database, file(telegram(*words, serial=serial), f"{serial}.txt"))
    ingest(database, file(telegram(ARREST.replace("four", "six"), serial=4303), "4303.txt"))
    Announcer(database.engine("writer")).catch_up()
    return database


def checkpoints(superuser: str, tables: str) -> set[int]:
    with psycopg.connect(superuser) as connection:
        return {row[0] for row in connection.execute(f"SELECT position FROM {tables}.checkpoints")}


def assert_as_if_undisturbed(database: Database) -> None:
    """The other set, which nobody disturbs, comes to the same."""
    found = state(database)
    assert len(found["cables"]) == 8
    rebuild(database)
    assert state(database) == found


def test_killed_again_and_again_it_folds_each_event_once(
    recorded: Database, superuser: str, running: Processes
) -> None:
    for _ in range(KILLS):
        process = running.start("projector", address(recorded, "projector"), "fold")
        assert process.stdout
        for _ in range(CHANCE.randrange(1, 30)):
            assert process.stdout.readline(), "it was done before it was killed"
        running.kill(process)
    assert len(checkpoints(superuser, "read_a")) > 1, "it was killed when all was folded"
    project(recorded)
    assert_as_if_undisturbed(recorded)


def test_two_by_mistake_fold_each_event_once(recorded: Database, running: Processes) -> None:
    both = [running.start("projector", address(recorded, "projector"), "fold") for _ in range(2)]
    said = [running.end(process).splitlines() for process in both]
    assert not set(said[0]) & set(said[1]), "no checkpoint was moved to twice"
    # Whoever was in the other's way left something to it.
    Runner(recorded.engine("projector"), PROJECTIONS).catch_up()
    assert_as_if_undisturbed(recorded)


def test_a_rebuild_that_is_killed_leaves_what_is_shown_and_the_next_begins_anew(
    recorded: Database, superuser: str, running: Processes
) -> None:
    project(recorded)
    live = state(recorded)
    for _ in range(KILLS // 2):
        process = running.start("projector", address(recorded, "projector"), "rebuild")
        assert process.stdout
        for _ in range(CHANCE.randrange(1, 80)):
            assert process.stdout.readline(), "it was done before it was killed"
        running.kill(process)
        assert checkpoints(superuser, "read_b"), "it had not begun"
        assert state(recorded) == live
    assert_as_if_undisturbed(recorded)
