"""Six writers that are slow, give up, collide and are killed, beside readers that follow: nobody misses an event."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from tests.concurrency import by_hand
from tests.concurrency.conftest import address
from tests.concurrency.processes import Processes, say_at_once, wait_until
from tests.concurrency.writers import Writers

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.database import Database

SEED = 20070310
WRITERS = 6
OPERATIONS = 50
KILLS = 10
READERS = {"log": "writer", "subscription": "projector", "query": "projector"}
"""How each reader follows, and as which role."""
KINDS = 8


def test_no_reader_misses_repeats_or_reorders_an_event(
    database: Database, superuser: str, running: Processes, tmp_path: Path
) -> None:
    end = tmp_path / "end"
    readers = {
        how: running.start("reader", address(database, role), tmp_path / how, end, how) for how, role in READERS.items()
    }
    writers = Writers(running, address(database, "writer"), tmp_path, SEED, OPERATIONS)
    writers.start(range(WRITERS))
    _kill_now_and_then(writers)
    writers.end()

    rows = by_hand.assert_intact(superuser)
    say_at_once(end, str(len(rows)))
    table = [(row.position, str(row.event_id)) for row in rows]
    for how, process in readers.items():
        running.end(process)
        lines = (tmp_path / how).read_text().splitlines()
        seen = [(int(position), event) for position, event in map(str.split, lines)]
        assert seen == table, f"what was read by {how} is not what the table holds"
    found = writers.assert_kept(rows)
    assert found.pop("repeated") > 0, "no two writers ever collided"
    assert len(found) == KINDS, f"not every kind of operation took place: {found}"


def _kill_now_and_then(writers: Writers) -> None:
    """`kill -9` at seeded moments, each in the middle of an operation of its victim, who then starts again."""
    chance = random.Random(SEED)
    for moment in sorted(chance.sample(range(WRITERS, WRITERS * OPERATIONS * 3 // 4), KILLS)):
        wait_until(partial(writers.have_ended, moment), f"{moment} operations have ended")
        victim = chance.choice(writers.unfinished())
        wait_until(writers.journal(victim).in_flight, f"writer {victim} is in the middle of something")
        writers.running.kill(writers.processes[victim])
        writers.start([victim])
