"""A log that is recorded once and given back to each test as it was, for much tampering in little time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from tracker.database import Database, role_urls
from tracker.log import wire
from tracker.log.anchors import Anchor
from tracker.log.log import Log
from tracker.log.recorded import NewEvent, new_event
from tracker.log.transactions import transaction
from tracker.log.verification import Verification, verify
from tracker.types import EventId, Position, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from tests.servers import Server
    from tracker.events import Event
    from tracker.log.faults import Fault
    from tracker.settings import Settings

_TABLES = ("document_parts", "documents", "events", "head")
_numbers = count(1)


@dataclass(frozen=True)
class KeptLog:
    """A database with a log, and the address of its superuser."""

    database: Database
    superuser: str

    @property
    def engine(self) -> Engine:
        return self.database.engine("writer")

    @property
    def log(self) -> Log:
        return Log(self.engine)

    def keep(self) -> None:
        """Remember the log as it is."""
        with psycopg.connect(self.superuser) as connection:
            connection.execute("CREATE SCHEMA kept")
            for table in _TABLES:
                connection.execute(f"CREATE TABLE kept.{table} AS TABLE log.{table}".encode())

    def restore(self) -> None:
        """Make the log what it was when it was kept, as only a superuser can. Constraints that are gone stay so."""
        with psycopg.connect(self.superuser) as connection:
            for table in _TABLES:
                connection.execute(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL".encode())
            for table in _TABLES:
                connection.execute(f"DELETE FROM log.{table}".encode())
            for table in reversed(_TABLES):
                connection.execute(f"INSERT INTO log.{table} SELECT * FROM kept.{table}".encode())
                connection.execute(f"ALTER TABLE log.{table} ENABLE TRIGGER ALL".encode())

    def anchor(self, position: int, digits: int = 64) -> Anchor:
        """The anchor of an event as it is now."""
        [recorded] = self.log.read_all(after=Position(position - 1), through=Position(position))
        return Anchor(Position(position), recorded.hash.hex()[:digits], "a test")

    def verify(self, *anchors: Anchor, after: int = 0) -> Verification:
        return verify(self.engine, after=Position(after), anchors=anchors)

    def fault(self, *anchors: Anchor, after: int = 0) -> Fault:
        """The fault that must be found."""
        found = self.verify(*anchors, after=after).fault
        assert found is not None
        return found


@contextmanager
def kept_log(embedded: tuple[Server, Settings], fill: Callable[[KeptLog], None]) -> Iterator[KeptLog]:
    """A database of its own with what `fill` records."""
    server, template = embedded
    assert template.database_url
    name = f"kept_{next(_numbers)}"
    url = server.create(name, template=make_url(template.database_url).database or "")
    database = Database(role_urls(replace(template, database_url=url), url))
    made = KeptLog(database, make_url(url).render_as_string(hide_password=False))
    try:
        fill(made)
        made.keep()
        yield made
    finally:
        database.close()
        server.drop(name)


def erase(log: KeptLog, event: Event, stream: Stream, salts: list[bytes]) -> NewEvent:
    """Erase what an event names, as the role that may; returns the event."""
    made = new_event(event, stream=stream, event_id=EventId(uuid4()), actor="an eraser")
    with transaction(log.database.engine("eraser")) as cursor:
        cursor.execute(
            "SELECT log.erase_v1(%(event)s::log.new_event, %(salts)s::bytea[])",
            {"event": wire.Encoded(wire.new_event(made)), "salts": salts},
        )
    return made
