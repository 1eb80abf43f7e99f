"""The bulk path: many appends by COPY, in transactions of a few thousand events.

It obeys the rule that the small path obeys, for the same trigger checks both: the head is locked first, and positions,
versions, times and hashes extend the log. Here they are computed on our side, while the server takes in rows.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tracker.errors import EventConflictError, WrongVersionError
from tracker.log import wire
from tracker.log.chain import chain_hash
from tracker.log.documents import record_documents
from tracker.log.patience import patiently
from tracker.log.transactions import transaction
from tracker.statements import statements
from tracker.types import Stream, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import psycopg
    from sqlalchemy import Engine

    from tracker.log.documents import Document
    from tracker.log.recorded import NewEvent
    from tracker.log.sealed import SealedName

TRANSACTION = 5_000
"""How many events a transaction holds at the most, but for an append that is longer: an append is never split."""

_BLOCK = 250
"""How many rows are sent at a time: the server is at work on them while we make the next."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """What belongs together: recorded in one piece, and read in one piece. The fields are those of `Log.append`."""

    events: Sequence[NewEvent]
    expected: Mapping[Stream, Version | None] = field(default_factory=dict)
    documents: Sequence[Document] = ()
    sealed: Sequence[SealedName] = ()


@dataclass(slots=True)
class _Chain:
    """Where the log ends while a transaction extends it; times in microseconds since 1970."""

    position: int
    hash: bytes
    recorded_at: int
    now: int
    versions: dict[Stream, Version]

    def extend(self, append: Append) -> Iterator[bytes]:
        """The rows of COPY that extend the log by an append. Raises WrongVersionError."""
        for stream, expected in append.expected.items():
            actual = self.versions[stream]
            if expected is not None and expected != actual:
                raise WrongVersionError(stream, expected=expected, actual=actual)
        first_position = self.position + 1
        # As in `append_v2`: appends are two microseconds apart, the events of one a single one.
        microseconds = max(self.now, self.recorded_at + 2)
        for event in append.events:
            self.position += 1
            version = Version(self.versions[event.stream] + 1)
            self.versions[event.stream] = version
            self.hash = chain_hash(
                self.hash, position=self.position, version=version, recorded_at=microseconds, digest=event.digest
            )
            self.recorded_at = microseconds
            yield wire.copied(
                event,
                position=self.position,
                first_position=first_position,
                version=version,
                microseconds=microseconds,
                chain_hash=self.hash,
            )
            microseconds += 1


class Bulk:
    """Records many appends in one log, as the writer."""

    def __init__(self, engine: Engine, new_event_type: int) -> None:
        self._engine = engine
        self._new_event_type = new_event_type
        self._sql = statements("tracker.log", "queries.sql")

    def append_many(self, appends: Iterable[Append]) -> int:
        """Record the appends in their order; returns how many events were recorded that were not there before.

        They are asked for in another thread, a transaction ahead of what is being recorded.

        Raises as `Log.append` does; what earlier transactions recorded stays recorded.
        """
        recorded = 0
        for batch in _ahead(_batches(appends)):
            try:
                recorded += patiently(self._engine, partial(self._record, batch))
            except (EventConflictError, WrongVersionError):
                # Some of it is recorded already, perhaps: nothing to complain of where it is the same.
                recorded += patiently(self._engine, partial(self._record_unknown, batch))
        return recorded

    def _record(self, batch: Sequence[Append]) -> int:
        """Record a batch of which nothing is known yet."""
        with transaction(self._engine) as cursor:
            self._write(cursor, batch)
        return sum(len(append.events) for append in batch)

    def _record_unknown(self, batch: Sequence[Append]) -> int:
        """Record what is not known of a batch; none of it is recorded between the look and the end, under the lock."""
        with transaction(self._engine) as cursor:
            cursor.execute(self._sql["lock_head"])
            unknown = [append for append in batch if not self._is_recorded(cursor, append)]
            self._write(cursor, unknown)
        return sum(len(append.events) for append in unknown)

    def _is_recorded(self, cursor: psycopg.Cursor[dict[str, Any]], append: Append) -> bool:
        events = wire.new_events(append.events, self._new_event_type)
        row = cursor.execute(self._sql["recorded"], {"events": events}).fetchone()
        return row is not None and row["positions"] is not None

    def _write(self, cursor: psycopg.Cursor[dict[str, Any]], batch: Sequence[Append]) -> None:
        # Documents first: the head is not to be held while they are sent.
        record_documents(
            cursor,
            [document for append in batch for document in append.documents],
            [name for append in batch for name in append.sealed],
        )
        chain = self._locked(cursor, batch)
        with cursor.copy(self._sql["copy_events"]) as copy:
            copy.write(wire.COPY_BEGINS)
            block: list[bytes] = []
            for append in batch:
                block.extend(chain.extend(append))
                if len(block) >= _BLOCK:
                    copy.write(b"".join(block))
                    block.clear()
            copy.write(b"".join(block) + wire.COPY_ENDS)

    def _locked(self, cursor: psycopg.Cursor[dict[str, Any]], batch: Sequence[Append]) -> _Chain:
        """Lock the head, and learn where the log and the streams of the batch end."""
        row = cursor.execute(self._sql["lock_head"]).fetchone()
        assert row is not None
        streams = {event.stream for append in batch for event in append.events}
        streams.update(stream for append in batch for stream in append.expected)
        versions = dict.fromkeys(streams, Version(0))
        for found in cursor.execute(self._sql["versions"], {"streams": wire.texts(streams)}):
            versions[found["stream"]] = found["version"]
        return _Chain(
            position=row["position"],
            hash=bytes(row["hash"]),
            recorded_at=_microseconds(row["recorded_at"]),
            now=_microseconds(row["now"]),
            versions=versions,
        )


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _batches(appends: Iterable[Append]) -> Iterator[list[Append]]:
    batch: list[Append] = []
    size = 0
    for append in appends:
        if batch and size + len(append.events) > TRANSACTION:
            yield batch
            batch, size = [], 0
        batch.append(append)
        size += len(append.events)
    if batch:
        yield batch


def _ahead(batches: Iterator[list[Append]]) -> Iterator[list[Append]]:
    """The batches, each made while the server takes in the one before: to make salts and digests takes us as long."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="bulk") as maker:
        following = maker.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = maker.submit(next, batches, None)
            yield batch
