"""The runner: folds the log into the read models, each in its own transactions and with its own checkpoint.

A projection is a list of set-based SQL statements over one batch of events. The batch, its rows and the checkpoint
commit together, so each event counts exactly once however often a runner dies; the checkpoint's row is locked with
SKIP LOCKED, so two runners by mistake share the work instead of doing it twice.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.projections import register_entries, stops, words
from tracker.projections.batches import end_of_batch, make_batch
from tracker.projections.projection import ProjectionError
from tracker.projections.rules import rules
from tracker.projections.sets import in_set
from tracker.projections.stops import FAULTS, BatchError, Stop, passes
from tracker.statements import statements
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Engine

    from tracker.projections.projection import Projection

BATCH = 10_000
"""How many events a transaction folds at the most, but for an append that is longer: an append is never split."""
_WITHOUT_BODIES = 4
"""How many times as many it folds where their bodies are not read."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a projection is: its checkpoint, the log's head, and the append that stops it, if one does."""

    projection: str
    position: Position
    head: Position
    stop: Stop | None = None

    @property
    def events(self) -> int:
        """How many events it has not seen."""
        return self.head - self.position


class Folded(NamedTuple):
    """What a batch went from and to."""

    after: Position
    through: Position


class Runner:
    """Runs projections, in the order given, as the projector: in the set of tables that is shown, or in `tables`."""

    def __init__(
        self, engine: Engine, projections: Sequence[Projection], *, batch: int = BATCH, tables: str | None = None
    ) -> None:
        self._engine = engine
        self._projections = projections
        self._batch = batch
        self._tables = tables
        self._sql = statements("tracker.projections", "runner.sql")

    def catch_up(self, progress: Callable[[str, Position], None] | None = None) -> dict[str, Position]:
        """Fold everything that the log holds now; returns the checkpoints that moved.

        A projection that fails stops alone. Raises ProjectionError for the first of them, after the others are done.
        """
        with in_set(self._engine, self._tables) as cursor:
            digests = rules(cursor, self._projections)
            known = cursor.execute(self._sql["checkpoints"]).fetchall()
            begun = {row["projection"]: row for row in known if row["position"] > 0}
            # What was folded by these rules was folded with this register.
            if any(name not in begun or begun[name]["rules"] != digest for name, digest in digests.items()):
                register_entries.load(cursor)
        stopped = {row["projection"] for row in known if row["reason"] is not None}
        failed: ProjectionError | None = None
        positions: dict[str, Position] = {}
        for projection in self._projections:
            try:
                for position in self._follow(projection, digests[projection.name], stopped=projection.name in stopped):
                    positions[projection.name] = position
                    if progress:
                        progress(projection.name, position)
            except ProjectionError as error:
                failed = failed or error
        if failed:
            raise failed
        return positions

    def lags(self) -> list[Lag]:
        """How far every projection is."""
        with in_set(self._engine, self._tables) as cursor:
            found = {row["projection"]: row for row in cursor.execute(self._sql["checkpoints"])}
            row = cursor.execute(self._sql["head"]).fetchone()
        assert row is not None
        head = Position(row["position"])
        return [_lag(projection.name, found.get(projection.name, {}), head) for projection in self._projections]

    def outdated(self) -> dict[str, str]:
        """The projections that were folded by other rules than today's, with the digest of these; see `Rebuild`."""
        with in_set(self._engine, self._tables) as cursor:
            digests = rules(cursor, self._projections)
            begun = [row for row in cursor.execute(self._sql["checkpoints"]) if row["position"] > 0]
        by = {row["projection"]: row["rules"] for row in begun}
        return {name: each for name, each in digests.items() if name in by and by[name] != each}

    def _follow(self, projection: Projection, digest: str, *, stopped: bool) -> Iterator[Position]:
        """Fold batch after batch; where one fails, ever smaller ones, down to the one append that cannot be folded.

        Raises ProjectionError for that one, having recorded it.
        """
        # What stopped it the last time is tried alone.
        most = self._batch if projection.bodies else self._batch * _WITHOUT_BODIES
        size, suspect = (1 if stopped else most), Position(0)
        while True:
            try:
                folded = self._advance(projection, digest, size)
            except BatchError as error:
                if size == 1:
                    raise stops.record(self._engine, self._tables, error) from None
                size, suspect = max(1, size // 2), max(suspect, error.through)
                continue
            if folded is None:
                return
            yield folded.through
            if folded.through - folded.after < size:
                return  # There was no more to take.
            if folded.through >= suspect:
                size = most

    def _advance(self, projection: Projection, digest: str, size: int) -> Folded | None:
        """Fold one batch; None where there is nothing to do or another runner is at it.

        Raises BatchError where the batch cannot be folded.
        """
        with in_set(self._engine, self._tables) as cursor:
            name = projection.name
            cursor.execute(self._sql["begin_checkpoint"], {"projection": name})
            row = cursor.execute(self._sql["lock_checkpoint"], {"projection": name}).fetchone()
            if row is None:
                return None
            after = Position(row["position"])
            through = end_of_batch(cursor, projection, after=after, size=size)
            if through <= after:
                return None
            try:
                if make_batch(cursor, projection, after=after, through=through):
                    if projection.of_reports:
                        cursor.execute(self._sql["touch_reports"])
                    _run(cursor, name, partial(in_set, self._engine, self._tables))
            except FAULTS as error:
                if passes(error):
                    raise
                raise BatchError(name, stops.reason(error), after=after, through=through) from None
            cursor.execute(self._sql["move_checkpoint"], {"projection": name, "position": through, "rules": digest})
            return Folded(after, through)


def _run(cursor: words.Cursor, projection: str, another: words.Another) -> None:
    """Run a projection's statements over the batch, with what is done in words."""
    with ExitStack() as begun:
        for step, statement in statements("tracker.projections", f"sql/{projection}.sql").items():
            # No parameters, so that a percent sign in the SQL is only that.
            cursor.execute(statement)
            if step in words.STEPS:
                begun.enter_context(words.STEPS[step](cursor, another))


def _lag(name: str, row: Mapping[str, Any], head: Position) -> Lag:
    stop = None
    if row.get("reason") is not None:
        stop = Stop(Position(row["first_position"]), Position(row["last_position"]), row["reason"], row["since"])
    return Lag(name, Position(row.get("position", 0)), head, stop)
