"""Behind a pooler in transaction mode what is appended and read is the same as without it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.database.following import rendition
from tests.database.pooled import pooled
from tracker.log.laying import Append
from tracker.log.log import Log
from tracker.log.transactions import connection
from tracker.log.verification import verify
from tracker.types import Position, Stream, Version

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.database import Database

PROCESSES = 4
ROUNDS = 20
READ = Stream("cable/07MEXICO1")


def use(engine: Engine, process: int) -> list[str]:
    """Append and read in both directions, many times; returns what was wrong."""
    log = Log(engine)
    own = Stream(f"cable/07MEXICO{100 + process}")
    wrong: list[str] = []
    for number in range(1, ROUNDS + 1):
        log.append([rendition(number, own)], expected={own: Version(number - 1)})
        # Each process asks in an order of its own, so that one prepares under a name what another does under the next.
        for backwards in (process % 2 == 0, process % 2 == 1):
            versions = [recorded.version for recorded in log.read_stream(READ, backwards=backwards, limit=3)]
            if versions != ([5, 4, 3] if backwards else [1, 2, 3]):
                wrong.append(f"{backwards=}: {versions}")
        positions = [recorded.position for recorded in log.read_all(after=Position(1), through=Position(4))]
        if positions != [2, 3, 4]:
            wrong.append(f"all: {positions}")
    return wrong


def test_processes_that_share_sessions_do_not_get_the_answers_of_each_other(database: Database, superuser: str) -> None:
    log = Log(database.engine("writer"))
    log.append([rendition(number, READ) for number in range(5)])
    with (
        pooled(database, superuser, "writer", processes=PROCESSES) as made,
        ThreadPoolExecutor(PROCESSES) as threads,
    ):
        results = list(threads.map(use, [each.engine("writer") for each in made], range(PROCESSES)))
        Log(made[0].engine("writer")).append_many(Append(events=[rendition(number, READ)]) for number in range(5))
    assert results == [[]] * PROCESSES
    assert log.head().position == 5 + PROCESSES * ROUNDS + 5
    assert verify(database.engine("writer")).fault is None


def test_only_without_a_pooler_statements_are_prepared(database: Database, superuser: str) -> None:
    with pooled(database, superuser, "writer") as (behind,), connection(behind.engine("writer")) as driver:
        assert driver.prepare_threshold is None
    with connection(database.engine("writer")) as driver:
        assert driver.prepare_threshold is not None
