"""The bulk path: many appends by COPY, in transactions of a few thousand events.

It obeys the rule that the small path obeys, for the same trigger checks both: the head is locked first, and positions,
versions, times and hashes extend the log. Here they are computed on our side, while the server takes in rows.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.errors import EventConflictError, WrongVersionError
from tracker.log import wire
from tracker.log.chain import chain_hash
from tracker.log.documents import record_documents
from tracker.log.patience import patiently
from tracker.log.transactions import transaction
from tracker.statements import statements
from tracker.types import EventId, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    import psycopg
    from sqlalchemy import Engine

    from tracker.log.documents import Document
    from tracker.log.recorded import NewEvent
    from tracker.log.sealed import SealedName

TRANSACTION = 5_000
"""How many events a transaction holds at the most, but for an append that is longer: an append is never split."""
TRANSACTION_BYTES = 16 * 2**20
"""How many bytes of bodies and words it holds, in the same way: what bounds our memory, twice over."""

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


class _Ready(NamedTuple):
    """An append with the bodies of its events as JSON."""

    append: Append
    bodies: list[bytes]

    @property
    def size(self) -> int:
        """How many bytes, about, it takes."""
        words = sum(len(part.words) for document in self.append.documents for part in document.parts)
        return sum(map(len, self.bodies)) + words


@dataclass(slots=True)
class _Chain:
    """Where the log ends while a transaction extends it; times in microseconds since 1970."""

    position: int
    hash: bytes
    recorded_at: int
    now: int
    versions: dict[Stream, Version]

    def extend(self, ready: _Ready) -> Iterator[tuple[bytes, ...]]:
        """The rows of COPY, in parts, that extend the log by an append. Raises WrongVersionError."""
        append = ready.append
        for stream, expected in append.expected.items():
            actual = self.versions[stream]
            if expected is not None and expected != actual:
                raise WrongVersionError(stream, expected=expected, actual=actual)
        first_position = self.position + 1
        # As in `append_v2`: appends are two microseconds apart, the events of one a single one.
        microseconds = max(self.now, self.recorded_at + 2)
        for event, body in zip(append.events, ready.bodies, strict=True):
            self.position += 1
            version = Version(self.versions[event.stream] + 1)
            self.versions[event.stream] = version
            self.hash = chain_hash(
                self.hash, position=self.position, version=version, recorded_at=microseconds, digest=event.digest
            )
            self.recorded_at = microseconds
            yield wire.copied(
                event,
                body,
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
        with closing(_ahead(_batches(appends))) as batches:
            return sum(self._append(batch) for batch in batches)

    def _append(self, batch: Sequence[_Ready]) -> int:
        try:
            patiently(self._engine, partial(self._record, batch))
        except (EventConflictError, WrongVersionError):
            # Some of it is recorded already, perhaps: nothing to complain of where it is the same.
            new = self._unknown(batch)
            if len(new) == len(batch):
                raise
            return self._append(new) if new else 0
        return sum(len(ready.append.events) for ready in batch)

    def _unknown(self, batch: Sequence[_Ready]) -> list[_Ready]:
        """What is not recorded of a batch, each once. Raises EventConflictError for what is with other content."""
        unknown: list[_Ready] = []
        repeats: list[NewEvent] = []
        seen: set[EventId] = set()
        with transaction(self._engine) as cursor:
            ids = wire.uuids([event.event_id for ready in batch for event in ready.append.events])
            known = {row["event_id"] for row in cursor.execute(self._sql["known"], {"event_ids": ids})}
            for ready in batch:
                its_own = {event.event_id for event in ready.append.events}
                # What says nothing is no repeat of anything.
                if not its_own or not its_own <= seen:
                    if its_own & known:
                        repeats.extend(ready.append.events)
                    else:
                        unknown.append(ready)
                seen |= its_own
            if repeats:
                cursor.execute(self._sql["recorded"], {"events": wire.new_events(repeats, self._new_event_type)})
        return unknown

    def _record(self, batch: Sequence[_Ready]) -> None:
        with transaction(self._engine) as cursor:
            # Documents first: the head is not to be held while they are sent.
            record_documents(
                cursor,
                [document for ready in batch for document in ready.append.documents],
                [name for ready in batch for name in ready.append.sealed],
            )
            end = self._locked(cursor, batch)
            with cursor.copy(self._sql["copy_events"]) as copy:
                copy.write(wire.COPY_BEGINS)
                rows = chain.from_iterable(end.extend(ready) for ready in batch)
                while block := b"".join(chain.from_iterable(islice(rows, _BLOCK))):
                    copy.write(block)
                copy.write(wire.COPY_ENDS)

    def _locked(self, cursor: psycopg.Cursor[dict[str, Any]], batch: Sequence[_Ready]) -> _Chain:
        """Lock the head, and learn where the log and the streams of the batch end."""
        row = cursor.execute(self._sql["lock_head"]).fetchone()
        assert row is not None
        streams = {event.stream for ready in batch for event in ready.append.events}
        streams.update(stream for ready in batch for stream in ready.append.expected)
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


def _batches(appends: Iterable[Append]) -> Iterator[list[_Ready]]:
    batch: list[_Ready] = []
    events = size = 0
    for append in appends:
        ready = _Ready(append, [wire.body_of(event) for event in append.events])
        if batch and (events + len(append.events) > TRANSACTION or size + ready.size > TRANSACTION_BYTES):
            yield batch
            batch, events, size = [], 0, 0
        batch.append(ready)
        events += len(append.events)
        size += ready.size
    if batch:
        yield batch


def _ahead(batches: Iterator[list[_Ready]]) -> Generator[list[_Ready], None, None]:
    """The batches, each made while the server takes in the one before: to make salts and digests takes us as long."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="bulk") as maker:
        following = maker.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = maker.submit(next, batches, None)
            yield batch
