"""Both sides of the comparison of appends: the log with all that it guarantees, and the library as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresFactory
from sqlalchemy import make_url

from tracker.database import Database
from tracker.events import SeizureReported
from tracker.log.chain import event_digest, new_salt
from tracker.log.log import Log
from tracker.log.recorded import NewEvent
from tracker.types import Stream, Version

if TYPE_CHECKING:
    from sqlalchemy import URL

    from tests.benchmarks.inputs import Batch, Input

_TOPIC = "tests.benchmarks.recorders:SeizureReported"
ACTOR = "a benchmark"


class Recorder(Protocol):
    """What records a batch in one transaction."""

    def record(self, batch: Batch) -> None:
        """Record events; they are durable when this returns."""

    def close(self) -> None:
        """Close all connections."""


def new_event(event: Input) -> NewEvent:
    """An event made ready to append, from its body as JSON: both sides start there, and ours adds salt and digest."""
    salt, kind, schema_version = new_salt(), SeizureReported.type(), SeizureReported.SCHEMA_VERSION
    digest = event_digest(
        stream=event.stream,
        event_type=kind,
        schema_version=schema_version,
        event_id=event.event_id,
        actor=ACTOR,
        correlation=None,
        cause=None,
        body=event.state,
        salt=salt,
    )
    return NewEvent(event.stream, event.event_id, kind, schema_version, ACTOR, None, None, event.state, salt, digest)


class LogRecorder:
    """The log as the role writer, with the expected version of every stream."""

    def __init__(self, urls: dict[str, URL]) -> None:
        self._database = Database(urls)
        self._log = Log(self._database.engine("writer"))

    def record(self, batch: Batch) -> None:
        """Salt, digest and append."""
        expected: dict[Stream, Version] = {}
        for event in batch:
            expected.setdefault(event.stream, Version(event.version - 1))
        self._log.append([new_event(event) for event in batch], expected=expected)

    def close(self) -> None:
        """Close the pool."""
        self._database.close()


class LibraryRecorder:
    """The application recorder that the library's own factory makes, with its default settings and its own pool.

    `functions` lets it insert by its function in the database instead, which it does not by default.
    """

    def __init__(self, address: str, *, functions: bool = False, make: bool = False) -> None:
        url = make_url(address)
        self._factory = PostgresFactory(
            {
                "POSTGRES_DBNAME": url.database or "",
                "POSTGRES_HOST": url.host or str(url.query["host"]),
                "POSTGRES_PORT": str(url.query.get("port") or url.port or 5432),
                "POSTGRES_USER": url.username or "",
                "POSTGRES_PASSWORD": str(url.password or ""),
                "POSTGRES_ENABLE_DB_FUNCTIONS": "yes" if functions else "no",
                "CREATE_TABLE": "yes" if make else "no",
            }
        )
        self._recorder = self._factory.application_recorder()

    def record(self, batch: Batch) -> None:
        """Insert events whose state is ready made."""
        self._recorder.insert_events(
            [StoredEvent(event.originator, event.version, _TOPIC, event.state) for event in batch]
        )

    def close(self) -> None:
        """Close the pool."""
        self._factory.close()
