"""Subscriptions: following the log from a position on, through what it holds and then what is recorded, as it is.

The invariant is the log's own: positions are without gaps and in commit order, so who has come to a position has seen
everything before it. A subscription adds that nothing is skipped, repeated or reordered when connections are lost, and
notices when another log takes the place of the one that it reads.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import structlog
from psycopg.rows import class_row

from tracker.errors import AheadOfLogError, DatabaseLostError, DisturbedError, OtherLogError
from tracker.log.log import Log
from tracker.log.transactions import single_statements
from tracker.log.wakeups import Patience, Wakeups
from tracker.statements import statements
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from tracker.log.recorded import Recorded

BATCH = 1_000
"""How many events a batch has at the most, but for an append that is longer: what bounds its memory."""

POLL_SECONDS = 1.0
"""How often a reader looks by itself whether the log has grown."""

_BEGINNING = Position(0)
_logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What was recorded after the batch before: whole appends, as far as they were asked for.

    Who has dealt with it has come to position `through`, also where nothing of what was recorded was asked for: that is
    the checkpoint to be moved in the transaction of one's own writes. Who deals with one event at a time moves it to
    each event's position, and goes on from there, even inside an append. `hash` is that of the event at `through`.
    """

    events: tuple[Recorded, ...]
    through: Position
    hash: bytes


class _Look(NamedTuple):
    """Where the log ends, and which event it has at the position that the reader has come to, if any."""

    position: Position
    hash: bytes
    hash_here: bytes | None


class Subscription:
    """Follows a log from a position on, as a role that may read it; `types` and `categories` as in `Log.read_all`.

    It holds no transaction, neither while it waits nor while a batch is worked on. One thread reads; any may stop it.

    Who keeps a checkpoint elsewhere than in the log's own database keeps the hash with it and gives it as `after_hash`:
    the log may be replaced by an older one meanwhile, and grow past the checkpoint. One in the database goes with it.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        after: Position = _BEGINNING,
        after_hash: bytes | None = None,
        types: Sequence[str] | None = None,
        categories: Sequence[str] | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self.position = after
        """Up to where batches were handed out. Who failed at one begins anew, from the checkpoint."""
        self._hash = after_hash
        self._engine = engine
        self._log = Log(engine)
        self._sql = statements("tracker.log", "subscription.sql")
        self._types = types
        self._categories = categories
        self._poll_seconds = poll_seconds
        self._wakeups = Wakeups(engine)
        self._patience: Patience | None = None

    def __enter__(self) -> Subscription:
        return self

    def __exit__(self, *_: object) -> None:
        self._wakeups.close()

    def stop(self) -> None:
        """End the batches after the present one, and the waiting at once; from any thread, or a signal's handler."""
        self._wakeups.stop()

    def batches(self, *, timeout_seconds: float = math.inf) -> Iterator[Batch]:
        """What the log holds after the position, then what is recorded, a batch at a time.

        Ends when stopped, or when nothing was recorded for `timeout_seconds`: with 0, when all has been read.
        Raises AheadOfLogError where the log ends before the position, OtherLogError where it has another event there
        than the one that was read, and DatabaseError where it cannot be read. A database that is lost after that is
        waited for, if not longer than the timeout.
        """
        until = time.monotonic() + timeout_seconds
        while not self._wakeups.is_stopped():
            # First, so that nothing falls between the look and the waiting.
            self._wakeups.listen()
            start = self.position
            pause = self._poll_seconds
            try:
                for batch in self._recorded():
                    self.position, self._hash = batch.through, batch.hash
                    yield batch
                    if self._wakeups.is_stopped():
                        return
                self._found()
            except (DatabaseLostError, DisturbedError) as error:
                if self._patience is None or time.monotonic() >= until:
                    raise
                pause = self._missed(error)
            if self.position > start:
                # More may have been recorded while the consumer was at work.
                until = time.monotonic() + timeout_seconds
                continue
            remaining = until - time.monotonic()
            if remaining <= 0:
                return
            self._wakeups.wait(min(pause, remaining))

    def _recorded(self) -> Iterator[Batch]:
        """What is recorded after the position now; never a part of an append without the rest of it."""
        after = self.position
        end = self._end()
        if end is None:
            return
        through = end.position
        events: list[Recorded] = []
        for recorded in self._log.read_all(
            after=after, through=through, types=self._types, categories=self._categories
        ):
            if len(events) >= BATCH and recorded.first_position > events[-1].position:
                yield Batch(tuple(events), events[-1].position, events[-1].hash)
                events = []
            events.append(recorded)
        if through > after:
            yield Batch(tuple(events), through, end.hash)

    def _end(self) -> _Look | None:
        """Where the log ends, if it is still the one that was read; None for a standby that has yet to come so far."""
        look = self._look()
        if look.position < self.position:
            with single_statements(self._engine) as driver:
                row = driver.execute("SELECT pg_is_in_recovery()").fetchone()
            # Asked again: what was a standby then may have received the rest and be none now.
            look = self._look()
            if look.position < self.position:
                if row and row[0]:
                    return None
                raise AheadOfLogError(self.position, head=look.position)
        if self._hash is None:
            self._hash = look.hash_here
        # Before the first event all logs are alike.
        elif self.position > _BEGINNING and look.hash_here != self._hash:
            raise OtherLogError(self.position)
        return look

    def _look(self) -> _Look:
        # In one statement, so that all is of one log; at each look, since not all that replaces it cuts connections.
        with single_statements(self._engine) as driver, driver.cursor(row_factory=class_row(_Look)) as cursor:
            look = cursor.execute(self._sql["look"], {"position": self.position}).fetchone()
        assert look is not None
        return look

    def _found(self) -> None:
        if self._patience and self._patience.seconds:
            _logger.info("the log can be read again", position=self.position)
        self._patience = Patience()

    def _missed(self, error: DatabaseLostError | DisturbedError) -> float:
        """How long to wait before the next try to read."""
        assert self._patience is not None
        if not self._patience.seconds:
            _logger.warning("the log cannot be read, trying again", position=self.position, reason=str(error))
        return self._patience.grow()
