"""Subscriptions: following the log from a position on, through what it holds and then what is recorded, as it is.

The invariant is the log's own: positions are without gaps and in commit order, so who has come to a position has seen
everything before it. A subscription adds that nothing is skipped, repeated or reordered when connections are lost.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from tracker.errors import AheadOfLogError, DatabaseLostError, DisturbedError
from tracker.log.log import Log
from tracker.log.transactions import transaction
from tracker.log.wakeups import Patience, Wakeups
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
    each event's position, and goes on from there, even inside an append.
    """

    events: tuple[Recorded, ...]
    through: Position


class Subscription:
    """Follows a log from a position on, as a role that may read it; `types` and `categories` as in `Log.read_all`.

    It holds no transaction, neither while it waits nor while a batch is worked on. One thread reads; any may stop it.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        after: Position = _BEGINNING,
        types: Sequence[str] | None = None,
        categories: Sequence[str] | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self.position = after
        """Up to where batches were handed out. Who failed at one begins anew, from the checkpoint."""
        self._engine = engine
        self._log = Log(engine)
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
        Raises AheadOfLogError where the log ends before the position, and DatabaseError where it cannot be read. A
        database that is lost after that is waited for, if not longer than the timeout.
        """
        until = time.monotonic() + timeout_seconds
        while not self._wakeups.is_stopped():
            # First, so that nothing falls between the look and the waiting.
            self._wakeups.listen()
            start = self.position
            pause = self._poll_seconds
            try:
                for batch in self._recorded():
                    self.position = batch.through
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
        head = self._head()
        events: list[Recorded] = []
        for recorded in self._log.read_all(after=after, through=head, types=self._types, categories=self._categories):
            if len(events) >= BATCH and recorded.first_position > events[-1].position:
                yield Batch(tuple(events), Position(recorded.first_position - 1))
                events = []
            events.append(recorded)
        if head > after:
            yield Batch(tuple(events), head)

    def _head(self) -> Position:
        """Where the log ends; the position where that is a standby which has yet to come to it."""
        head = self._log.head().position
        if head >= self.position:
            return head
        with transaction(self._engine) as cursor:
            row = cursor.execute("SELECT pg_is_in_recovery() AS behind").fetchone()
        # Asked again: what was a standby then may have received the rest and be none now.
        head = self._log.head().position
        if head < self.position and row and not row["behind"]:
            raise AheadOfLogError(self.position, head=head)
        return max(head, self.position)

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
