"""The rebuild: folds the log into the idle set of read tables, from its start, and then has the views show that set.

Readers see the old set until they see the new one, whole: the views are replaced in one transaction, in which nobody
folds into the old one, and only once no transaction is left that might see the new one half filled. A rebuild that dies
leaves what is shown as it is; the next one begins anew.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from psycopg import sql

from tracker.errors import DisturbedError, LockTimeoutError
from tracker.log.transactions import transaction
from tracker.projections.projection import ProjectionError, with_dependants
from tracker.projections.runner import BATCH, Runner
from tracker.projections.sets import SETS, shown
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    import psycopg
    from sqlalchemy import Engine

    from tracker.projections.projection import Projection
    from tracker.types import Position

_PATIENCE = "500ms"
"""How long the switch waits for somebody's lock; readers wait behind it, so it gives up and tries again."""
_PAUSE_SECONDS = 0.2
_EMPTYING_PATIENCE_SECONDS = 30.0
"""How long to wait for those who may still read the old set; what cannot be emptied now the next rebuild empties."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to: the projections that were folded from the log's start, and the set now shown."""

    projections: tuple[str, ...]
    tables: str


class Rebuild:
    """Rebuilds projections as the projector. Only one may be at work at a time, which the caller sees to."""

    def __init__(self, engine: Engine, projections: Sequence[Projection], *, batch: int = BATCH) -> None:
        self._engine = engine
        self._projections = projections
        self._batch = batch
        self._sql = statements("tracker.projections", "rebuild.sql")

    def run(
        self,
        names: Collection[str] = (),
        progress: Callable[[str, Position], None] | None = None,
        waiting: Callable[[int], None] | None = None,
    ) -> Rebuilt:
        """Rebuild the projections of these names and those that rest on them; all where none is named.

        `progress` is told how far each is, `waiting` for how many readers the switch waits. Raises ProjectionError for
        an event that cannot be folded: then nothing has changed.
        """
        chosen = with_dependants(names, self._projections) if names else list(self._projections)
        with transaction(self._engine) as cursor:
            old = shown(cursor)
        new = next(each for each in SETS if each != old)
        self._empty(new)
        self._copy([each for each in self._projections if each not in chosen], chosen, old=old, new=new)
        runner = Runner(self._engine, self._projections, batch=self._batch, tables=new)
        runner.catch_up(progress)
        with transaction(self._engine) as cursor:
            cursor.execute(self._sql["analyze"], {"set": new})
        self._await_readers(None, waiting)
        while not self._switch(runner, old=old, new=new):
            self._fold_what_others_left()
            time.sleep(_PAUSE_SECONDS)
        self._fold_what_others_left()
        if self._await_readers(_EMPTYING_PATIENCE_SECONDS, None):
            self._empty(old)
        return Rebuilt(tuple(each.name for each in chosen), new)

    def _empty(self, name: str) -> None:
        with transaction(self._engine) as cursor:
            tables = [sql.Identifier(name, table) for table in self._tables(cursor, name)]
            cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))

    def _tables(self, cursor: psycopg.Cursor[dict[str, Any]], name: str) -> list[str]:
        return [row["name"] for row in cursor.execute(self._sql["tables"], {"set": name})]

    def _copy(self, kept: Sequence[Projection], chosen: Sequence[Projection], *, old: str, new: str) -> None:
        """Take over what is not rebuilt, with its checkpoints, as one moment shows it."""
        if not kept:
            return
        before = {column: value for projection in chosen for column, value in projection.fills.items()}
        with transaction(self._engine) as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for table in dict.fromkeys(table for projection in kept for table in projection.written):
                found = cursor.execute(self._sql["columns"], {"table": f"{old}.{table}"}).fetchall()
                columns = [str(row["name"]) for row in found]
                statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
                    sql.Identifier(new, table),
                    sql.SQL(", ").join(map(sql.Identifier, columns)),
                    sql.SQL(", ").join(
                        sql.SQL(before[f"{table}.{column}"])
                        if f"{table}.{column}" in before
                        else sql.Identifier(column)
                        for column in columns
                    ),
                    sql.Identifier(old, table),
                )
                cursor.execute(statement)
            cursor.execute(
                sql.SQL("INSERT INTO {} SELECT * FROM {} WHERE projection = ANY (%s)").format(
                    sql.Identifier(new, "checkpoints"), sql.Identifier(old, "checkpoints")
                ),
                [[projection.name for projection in kept]],
            )

    def _switch(self, runner: Runner, *, old: str, new: str) -> bool:
        """Have the views show the new set; False where somebody was in the way.

        While the old set's checkpoints are held nobody folds into it, so that the new one can be brought as far.
        """
        sets = {"shown": sql.Identifier(old), "idle": sql.Identifier(new)}
        try:
            with transaction(self._engine) as cursor:
                cursor.execute(sql.SQL(self._sql["hold_checkpoints"]).format(**sets))
                runner.catch_up()
                names = [projection.name for projection in self._projections]
                alike = sql.SQL(self._sql["checkpoints_alike"]).format(**sets)
                row = cursor.execute(alike, {"projections": names}).fetchone()
                if not row or row["alike"] is False:
                    return False
                cursor.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(_PATIENCE))
                cursor.execute(self._sql["show"], {"set": new})
        except (LockTimeoutError, DisturbedError):
            return False
        return True

    def _fold_what_others_left(self) -> None:
        """Fold into the set that is shown what was recorded while we held its checkpoints."""
        # What stops a projection there is no fault of the rebuild's, and its runners tell it.
        with suppress(ProjectionError):
            Runner(self._engine, self._projections).catch_up()

    def _await_readers(self, seconds: float | None, waiting: Callable[[int], None] | None) -> bool:
        """Wait until every transaction has ended that now sees the database as it was; returns whether they have."""
        deadline = None if seconds is None else time.monotonic() + seconds
        before = self._readers()
        while before:
            if deadline and time.monotonic() > deadline:
                return False
            if waiting:
                waiting(len(before))
            time.sleep(_PAUSE_SECONDS)
            before &= self._readers()
        return True

    def _readers(self) -> set[str]:
        with transaction(self._engine) as cursor:
            return {row["reader"] for row in cursor.execute(self._sql["readers"])}
