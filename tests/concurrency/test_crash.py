"""A server that dies in the middle of appends: what was acknowledged or seen is there after it, in the same order."""

from __future__ import annotations

import signal
from functools import partial
from typing import TYPE_CHECKING

import psutil
import psycopg
from sqlalchemy import make_url

from tests.concurrency import by_hand
from tests.concurrency.conftest import address
from tests.concurrency.processes import Processes, wait_until
from tests.concurrency.writers import Writers
from tests.servers import open_folder
from tracker.credentials import Credentials
from tracker.database import opened
from tracker.embedded import OWNER
from tracker.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.concurrency.by_hand import Row
    from tracker.database import Database

SEED = 19450808
WRITERS = 3
OPERATIONS = 40
CRASHES = [signal.SIGKILL, signal.SIGQUIT]
"""How the server ends: killed, and an immediate shutdown, which is a crash in order."""


def owner(settings: Settings, database: Database) -> str:
    """The address of the embedded database as its owner."""
    url = make_url(address(database, "writer"))
    password = Credentials(settings.data / "credentials.json").password(OWNER)
    return url.set(username=OWNER, password=password).render_as_string(hide_password=False)


def server(owner: str) -> psutil.Process:
    """The server's own process."""
    with psycopg.connect(owner) as connection:
        process = psutil.Process(connection.info.backend_pid).parent()
    assert process is not None
    return process


def test_what_was_acknowledged_or_seen_outlives_the_server(running: Processes, tmp_path: Path) -> None:
    end = tmp_path / "end"
    with open_folder() as folder:
        settings = Settings(data=folder / "data")
        for nth, crash in enumerate(CRASHES):
            with opened(settings) as database:
                writers = Writers(running, address(database, "writer"), tmp_path, SEED, OPERATIONS)
                seen = tmp_path / f"seen {nth}"
                reader = running.start("reader", address(database, "projector"), seen, end, "query")
                writers.start(range(WRITERS))
                wait_until(partial(writers.have_ended, (nth + 1) * OPERATIONS), "the writers are at work")
                wait_until(partial(_sees, seen), "the reader follows")
                crashing = server(owner(settings, database))
                crashing.send_signal(crash)
                for process in [*writers.processes.values(), reader]:
                    process.communicate(timeout=30)
                # An immediate shutdown takes its time on a busy machine; who leaves before its end cannot collect it.
                wait_until(partial(_has_ended, crashing), "the server has ended")
                assert writers.unfinished(), "the server crashed too late for this test"
        with opened(settings) as database:
            rows = by_hand.assert_intact(owner(settings, database))
            writers.assert_kept(rows, finished=False)
            _assert_seen(tmp_path, rows)
            writers.start(range(WRITERS))
            writers.end()
            writers.assert_kept(by_hand.assert_intact(owner(settings, database)))


def _has_ended(server: psutil.Process) -> bool:
    """Whether our child is there only to be collected."""
    return server.status() == psutil.STATUS_ZOMBIE


def _sees(seen: Path) -> bool:
    return seen.exists() and seen.stat().st_size > 0


def _assert_seen(folder: Path, rows: list[Row]) -> None:
    """Nobody saw what was lost after."""
    table = [f"{row.position} {row.event_id}" for row in rows]
    for nth, _ in enumerate(CRASHES):
        seen = (folder / f"seen {nth}").read_text().splitlines()
        assert seen
        assert seen == table[: len(seen)]
