"""The bulk path: many appends by COPY, in transactions of a few thousand events.

It obeys the rule that the small path obeys, for the same trigger checks both: the head is locked first, and positions,
versions, times and hashes extend the log. Here they are computed on our side, while the server takes in rows.
"""

from __future__ import annotations

import os
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tracker.errors import EventConflictError, WrongVersionError
from tracker.log import wire
from tracker.log.documents import record_documents
from tracker.log.laying import Append, End, Laid, Outlook, lay_ahead, lay_out, streams
from tracker.log.patience import patiently
from tracker.log.transactions import transaction
from tracker.statements import statements
from tracker.types import EventId, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import psycopg
    from sqlalchemy import Engine

    from tracker.log.recorded import NewEvent

TRANSACTION = 5_000
"""How many events a transaction holds at the most, but for an append that is longer: an append is never split."""
_FIRST_TRANSACTION = 1_250
"""How many events the first one holds, each further one twice as many: the server is idle while the first is made."""
TRANSACTION_BYTES = 16 * 2**20
"""How many bytes of bodies and words it holds, in the same way: what bounds our memory, twice over."""

_ON_THE_WAY_BYTES = 4 * 2**20
"""How much may be on its way to the server; the system may allow less."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Bulk:
    """Records many appends in one log, as the writer."""

    def __init__(self, engine: Engine, new_event_type: int) -> None:
        self._engine = engine
        self._new_event_type = new_event_type
        self._sql = statements("tracker.log", "queries.sql")
        self._outlook: Outlook | None = None

    def append_many(self, appends: Iterable[Append]) -> int:
        """Record the appends in their order; returns how many events were recorded that were not there before.

        They are asked for and laid out in another thread, a transaction ahead of what is being recorded.

        Raises as `Log.append` does; what earlier transactions recorded stays recorded.
        """
        batches = _batches(appends)
        recorded = 0
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="bulk") as maker:
            following = maker.submit(_following, batches, self._look())
            while made := following.result():
                batch, laid = made
                if self._outlook and (laid is None or laid.before.end != self._outlook.end):
                    # It was made from an outlook that turned out to be wrong; what follows it need not be.
                    laid = lay_ahead(batch, self._outlook)
                following = maker.submit(_following, batches, laid.after if laid else None)
                recorded += self._append(batch, laid)
        return recorded

    def _append(self, batch: Sequence[Append], laid: Laid | None = None) -> int:
        try:
            self._outlook = patiently(self._engine, partial(self._record, batch, laid))
        except (EventConflictError, WrongVersionError):
            # Some of it is recorded already, perhaps: nothing to complain of where it is the same.
            new = self._unknown(batch)
            if len(new) == len(batch):
                raise
            return self._append(new) if new else 0
        return sum(len(append.events) for append in batch)

    def _unknown(self, batch: Sequence[Append]) -> list[Append]:
        """What is not recorded of a batch, each once. Raises EventConflictError for what is with other content."""
        unknown: list[Append] = []
        repeats: list[NewEvent] = []
        seen: set[EventId] = set()
        with transaction(self._engine) as cursor:
            ids = wire.uuids([event.event_id for append in batch for event in append.events])
            known = {row["event_id"] for row in cursor.execute(self._sql["known"], {"event_ids": ids})}
            for append in batch:
                its_own = {event.event_id for event in append.events}
                # What says nothing is no repeat of anything.
                if not its_own or not its_own <= seen:
                    if its_own & known:
                        repeats.extend(append.events)
                    else:
                        unknown.append(append)
                seen |= its_own
            if repeats:
                cursor.execute(self._sql["recorded"], {"events": wire.new_events(repeats, self._new_event_type)})
        return unknown

    def _record(self, batch: Sequence[Append], laid: Laid | None) -> Outlook:
        """Record a batch in a transaction; returns where the log ends then."""
        with transaction(self._engine) as cursor:
            # Documents first: the head is not to be held while they are sent.
            record_documents(
                cursor,
                [document for append in batch for document in append.documents],
                [name for append in batch for name in append.sealed],
            )
            _widen(cursor.connection)
            outlook = self._locked(cursor, streams(batch))
            if laid is None or not laid.follows(outlook):
                laid = lay_out(batch, outlook)
            with cursor.copy(self._sql["copy_events"]) as copy:
                copy.write(wire.COPY_BEGINS)
                for block in laid.blocks:
                    copy.write(block)
                copy.write(wire.COPY_ENDS)
        return laid.after

    def _look(self) -> Outlook:
        """Where the log ends, for all that we know: others may be extending it."""
        with transaction(self._engine) as cursor:
            return _outlook(cursor.execute(self._sql["look"]).fetchone(), {})

    def _locked(self, cursor: psycopg.Cursor[dict[str, Any]], wanted: Collection[Stream]) -> Outlook:
        """Lock the head, and learn where the log and some streams end."""
        end = cursor.execute(self._sql["lock_head"]).fetchone()
        versions = dict.fromkeys(wanted, Version(0))
        for found in cursor.execute(self._sql["versions"], {"streams": wire.texts(wanted)}):
            versions[found["stream"]] = found["version"]
        return _outlook(end, versions)


def _widen(driver: psycopg.Connection) -> None:
    """Have the system take in as much as it may of what we send.

    Otherwise the server waits for us to send more whenever we are at work on what comes next.
    """
    with socket.socket(fileno=os.dup(driver.pgconn.socket)) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ON_THE_WAY_BYTES)


def _outlook(row: dict[str, Any] | None, versions: dict[Stream, Version]) -> Outlook:
    assert row is not None
    end = End(row["position"], bytes(row["hash"]), _microseconds(row["recorded_at"]))
    return Outlook(end, _microseconds(row["now"]), versions)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _batches(appends: Iterable[Append]) -> Iterator[list[Append]]:
    batch: list[Append] = []
    events = size = 0
    room = min(_FIRST_TRANSACTION, TRANSACTION)
    for append in appends:
        if batch and (events + len(append.events) > room or size + append.size > TRANSACTION_BYTES):
            yield batch
            batch, events, size = [], 0, 0
            room = min(2 * room, TRANSACTION)
        batch.append(append)
        events += len(append.events)
        size += append.size
    if batch:
        yield batch


def _following(batches: Iterator[list[Append]], outlook: Outlook | None) -> tuple[list[Append], Laid | None] | None:
    """The next batch, laid out where it is known what it follows; None where there is none."""
    batch = next(batches, None)
    if batch is None:
        return None
    return batch, lay_ahead(batch, outlook) if outlook else None
