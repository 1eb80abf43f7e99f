"""The runner: folds the log into the read models, each in its own transactions and with its own checkpoint.

A projection is a list of set-based SQL statements over one batch of events. The batch, its rows and the checkpoint
commit together, so each event counts exactly once however often a runner dies; the checkpoint's row is locked with
SKIP LOCKED, so two runners by mistake share the work instead of doing it twice.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from tracker import registers
from tracker.errors import TrackerError
from tracker.events import UnknownEventError, current_versions, upcast
from tracker.log.transactions import translate
from tracker.statements import statements
from tracker.types import JsonObject, Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Engine

BATCH = 5_000
"""How many events a transaction folds at the most, but for an append that is longer: an append is never split."""


class ProjectionError(TrackerError):
    """A projection cannot take in an event; it stays where it is, the others go on."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A read model: its name, which is also its file in `sql/`, the events that it takes, and what it reads from.

    Events of the types in `retold_by` make it take the earlier ones of their streams again. A projection never runs
    ahead of those that it depends on, since it reads their tables.
    """

    name: str
    types: tuple[str, ...]
    retold_by: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a projection is: its checkpoint, and the log's head."""

    projection: str
    position: Position
    head: Position

    @property
    def events(self) -> int:
        """How many events it has not seen."""
        return self.head - self.position


class Runner:
    """Runs projections, in the order given, as the projector."""

    def __init__(self, engine: Engine, projections: Sequence[Projection], *, batch: int = BATCH) -> None:
        self._engine = engine
        self._projections = projections
        self._batch = batch
        self._sql = statements("tracker.projections", "runner.sql")

    def catch_up(self, progress: Callable[[str, Position], None] | None = None) -> dict[str, Position]:
        """Fold everything that the log holds now; returns each projection's checkpoint.

        A projection that fails stops alone. Raises ProjectionError for the first of them, after the others are done.
        """
        self._load_registers()
        failed: ProjectionError | None = None
        positions: dict[str, Position] = {}
        for projection in self._projections:
            try:
                while (position := self._advance(projection)) is not None:
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
        with self._transaction() as cursor:
            rows = {row["projection"]: row["position"] for row in cursor.execute(self._sql["checkpoints"])}
            head = self._head(cursor)
        return [Lag(p.name, Position(rows.get(p.name, 0)), head) for p in self._projections]

    def _advance(self, projection: Projection) -> Position | None:
        """Fold one batch; the new checkpoint, or None where there is nothing to do or another runner is at it."""
        with self._transaction() as cursor:
            cursor.execute(self._sql["begin_checkpoint"], {"projection": projection.name})
            row = cursor.execute(self._sql["lock_checkpoint"], {"projection": projection.name}).fetchone()
            if row is None:
                return None
            through = self._end_of_batch(cursor, projection, row["position"])
            if through <= row["position"]:
                return None
            try:
                self._fold(cursor, projection, after=row["position"], through=through)
            except psycopg.OperationalError:
                # Lost servers, time limits and deadlocks are no fault of an event: the next run tries again.
                raise
            except (psycopg.Error, UnknownEventError) as error:
                # The server's main message alone: its details can hold the words of a cable.
                reason = error.diag.message_primary if isinstance(error, psycopg.Error) else str(error)
                place = f"{projection.name}, positions {row['position'] + 1} to {through}"
                raise ProjectionError(f"{place}: {reason or type(error).__name__}") from None
            cursor.execute(self._sql["move_checkpoint"], {"projection": projection.name, "position": through})
            return through

    def _end_of_batch(self, cursor: psycopg.Cursor[dict[str, Any]], projection: Projection, after: int) -> Position:
        limit = {"after": after, "size": self._batch, "depends_on": list(projection.depends_on)}
        row = cursor.execute(self._sql["end_of_batch"], limit).fetchone()
        return Position(row["position"] if row and row["position"] is not None else after)

    def _fold(
        self, cursor: psycopg.Cursor[dict[str, Any]], projection: Projection, *, after: int, through: int
    ) -> None:
        cursor.execute(self._sql["make_batch"])
        taken = {"after": after, "through": through, "types": list(projection.types)}
        cursor.execute(self._sql["fill_batch"], taken)
        if projection.retold_by:
            cursor.execute(self._sql["fill_batch_again"], {**taken, "retold_by": list(projection.retold_by)})
        self._upcast(cursor)
        for statement in statements("tracker.projections", f"sql/{projection.name}.sql").values():
            # No parameters, so that a percent sign in the SQL is only that.
            cursor.execute(statement)

    def _upcast(self, cursor: psycopg.Cursor[dict[str, Any]]) -> None:
        """Bring the batch's old events to today's versions; nearly always there are none."""
        versions = current_versions()
        known = {"types": list(versions), "versions": list(versions.values())}
        for row in cursor.execute(self._sql["outdated"], known).fetchall():
            body = Jsonb(upcast(row["type"], row["schema_version"], row["body"]))
            cursor.execute(self._sql["replace_body"], {"position": row["position"], "body": body})

    def _load_registers(self) -> None:
        """Bring the names of cartels, operations and states to what the data files say."""
        entries = Jsonb(
            [
                *(
                    _entry("cartel", each.slug, each.name, each.aliases, details=_ties(each))
                    for each in registers.cartels().values()
                ),
                *(
                    _entry("operation", each.slug, each.name, each.aliases, states=each.states)
                    for each in registers.operations().values()
                ),
                *(_entry("state", each.code, each.name, each.aliases) for each in registers.states().values()),
                *(_entry("person-words", each, each, words) for each, words in registers.person_words().items()),
            ]
        )
        with self._transaction() as cursor:
            cursor.execute(self._sql["drop_register_entries"], {"entries": entries})
            cursor.execute(self._sql["set_register_entries"], {"entries": entries})

    def _head(self, cursor: psycopg.Cursor[dict[str, Any]]) -> Position:
        row = cursor.execute(self._sql["head"]).fetchone()
        assert row is not None
        return Position(row["position"])

    @contextmanager
    def _transaction(self) -> Iterator[psycopg.Cursor[dict[str, Any]]]:
        """A cursor in a transaction of its own, which sees the read tables that are in use."""
        with self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            with driver.transaction(), driver.cursor(row_factory=dict_row) as cursor:
                try:
                    row = cursor.execute(self._sql["active_schema"]).fetchone()
                    assert row is not None
                    schema = sql.Identifier(row["active"])
                    cursor.execute(sql.SQL("SET LOCAL search_path TO {}, pg_temp").format(schema))
                    yield cursor
                except psycopg.Error as error:
                    raise translate(error) from None


def _entry(
    register: str,
    slug: str,
    name: str,
    aliases: Sequence[str],
    *,
    states: Sequence[str] = (),
    details: JsonObject | None = None,
) -> JsonObject:
    return {
        "register": register,
        "slug": slug,
        "name": name,
        "aliases": list(aliases),
        "states": list(states),
        "details": details or {},
    }


def _ties(cartel: registers.Cartel) -> JsonObject:
    return {
        "faction_of": [{"group": tie.group, "since": tie.since, "until": tie.until} for tie in cartel.faction_of],
        "alliances": [{"group": tie.group, "since": tie.since, "until": tie.until} for tie in cartel.alliances],
    }
