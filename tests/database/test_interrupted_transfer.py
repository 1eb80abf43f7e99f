"""An import is recorded whole or not at all, whatever becomes of it, and nobody gets in between."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.database import filed
from tests.database.following import eventually, rendition
from tests.database.transfers import assert_empty, exported, imported
from tracker.errors import DatabaseError
from tracker.log import importing
from tracker.log.log import Log
from tracker.log.transactions import transaction
from tracker.statements import statements
from tracker.types import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.database import Database


class Stopped(io.BytesIO):
    """A file of which so much can be read before something happens."""

    def __init__(self, data: bytes, at: int, happens: Callable[[], None]) -> None:
        super().__init__(data)
        self._at = at
        self._happens: Callable[[], None] | None = happens

    def read1(self, size: int | None = -1, /) -> bytes:
        if self._happens and self.tell() >= self._at:
            happens, self._happens = self._happens, None
            happens()
        return super().read1(min(size or 0, 100) if self._happens else size)


def midway(data: bytes, happens: Callable[[], None]) -> Stopped:
    """A file in the middle of which something happens, when most of it was sent to the database."""
    return Stopped(data, len(data) * 9 // 10, happens)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every append is sent when the next one is read."""
    monkeypatch.setattr(importing, "CHUNK", 1)


def test_an_import_that_is_interrupted_leaves_the_log_empty(database: Database, at_once: None) -> None:
    data = b"".join(filed.lines(filed.long_log(20)))

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imported(database, midway(data, interrupt))
    assert_empty(database)
    imported(database, data)
    assert exported(database) == data


def test_an_import_that_loses_its_session_leaves_the_log_empty(
    database: Database, superuser: str, at_once: None
) -> None:
    data = b"".join(filed.lines(filed.long_log(20)))
    ended: list[int] = []

    def end_session() -> None:
        with psycopg.connect(superuser) as connection:
            found = connection.execute(
                "SELECT pid, pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = 'tracker log import'"
            )
            ended.extend(row[0] for row in found if row[1])

    with pytest.raises(DatabaseError):
        imported(database, midway(data, end_session))
    assert len(ended) == 1
    assert_empty(database)


def test_another_writer_waits_for_an_import_and_does_not_end_it(
    database: Database, superuser: str, at_once: None
) -> None:
    log = Log(database.engine("writer"))
    data = b"".join(filed.lines(filed.long_log(20)))
    writer = threading.Thread(target=lambda: log.append([rendition(1, Stream("cable/08MEXICO1"))]))
    holders: list[dict[str, Any]] = []

    def append() -> None:
        writer.start()
        waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        with psycopg.connect(superuser, autocommit=True) as connection:
            eventually(lambda: connection.execute(waiting).rowcount == 1, "the writer waits")
        # What the writer will look at when it has waited long enough.
        with transaction(database.engine("writer")) as cursor:
            holders.extend(cursor.execute(statements("tracker.log", "queries.sql")["head_holders"]).fetchall())

    done = imported(database, midway(data, append))
    writer.join()
    assert [(holder["application"], holder["ours"]) for holder in holders] == [("tracker log import", False)]
    assert [event.position for event in log.read_stream(Stream("cable/08MEXICO1"))] == [done.position + 1]
