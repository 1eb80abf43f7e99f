"""The two sets of read tables: the one that the views show, and the idle one that a rebuild fills."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg import sql

from tracker.log.transactions import transaction
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg
    from sqlalchemy import Engine

SETS = ("read_a", "read_b")


def shown(cursor: psycopg.Cursor[dict[str, Any]]) -> str:
    """The set that the views show."""
    row = cursor.execute(statements("tracker.projections", "runner.sql")["shown_set"]).fetchone()
    assert row is not None
    return str(row["active"])


@contextmanager
def in_set(engine: Engine, name: str | None) -> Iterator[psycopg.Cursor[dict[str, Any]]]:
    """A cursor in a transaction of its own, to which unqualified names are those of a set; None is the one shown."""
    with transaction(engine) as cursor:
        path = sql.SQL("SET LOCAL search_path TO {}, pg_temp").format(sql.Identifier(name or shown(cursor)))
        cursor.execute(path)
        yield cursor


def tell_planner(engine: Engine) -> int:
    """Tell the server what tables hold that have grown much since it was told; returns how many these are."""
    with transaction(engine) as cursor:
        analyze = statements("tracker.projections", "rebuild.sql")["analyze_grown"]
        row = cursor.execute(analyze, {"set": shown(cursor)}).fetchone()
    assert row is not None
    tables: int = row["tables"]
    return tables
