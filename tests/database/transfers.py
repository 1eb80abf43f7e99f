"""What the tests of exporting and importing share: a log to send, databases to send it to, and what is seen there."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import psycopg

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tracker.database import Database, role_urls
from tracker.log.exporting import export_log
from tracker.log.importing import Imported, import_log
from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server
    from tracker.settings import Settings

_numbers = count(1)


@contextmanager
def opened(embedded: tuple[Server, Settings]) -> Iterator[Database]:
    """An empty database beside the test's own."""
    server, template = embedded
    name = f"another_{next(_numbers)}"
    url = server.create(name, template="template_tracker")
    database = Database(role_urls(replace(template, database_url=url), url))
    try:
        yield database
    finally:
        database.close()
        server.drop(name)


def exported(database: Database, *, content_only: bool = False) -> bytes:
    """The log as lines."""
    pieces: list[bytes] = []
    export_log(database.engine("writer"), pieces.append, content_only=content_only)
    return b"".join(pieces)


def imported(database: Database, data: bytes | io.BytesIO, *, is_sample: bool = False) -> Imported:
    """The log that lines tell, recorded."""
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    return import_log(database.engine("writer"), source, name="a file", sample=is_sample)


def told(data: bytes) -> list[dict[str, Any]]:
    """The lines of an export."""
    return [json.loads(line) for line in data.splitlines()]


def fold(database: Database) -> None:
    """Bring the views up to the log, and announce nothing."""
    Runner(database.engine("projector"), PROJECTIONS).catch_up()


def seen(database: Database, view: str) -> list[str]:
    """What a view shows."""
    address = database.urls["reader"].set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(address) as connection:
        return sorted(str(row[0]) for row in connection.execute(f"SELECT to_jsonb(v)::text FROM read.{view} v"))


def record(database: Database) -> None:
    """A log of most that there is: cables recorded and revised, copies, reports withdrawn, and developments."""
    ingest(database, file(telegram(ARREST, SEIZURE)), file(telegram(ATTACK, serial=5000), "5000.txt"))
    ingest(database, file(telegram("The post has new information.", SEIZURE)))
    ingest(database, file(telegram(ATTACK, serial=5000), "copy.txt"))
    project(database)


def assert_empty(database: Database) -> None:
    """Nothing is recorded, not even a document."""
    assert Log(database.engine("writer")).head().position == 0
    assert [line["kind"] for line in told(exported(database))] == ["header", "end"]
