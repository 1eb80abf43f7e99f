"""Batches: which events a projection takes in one transaction, made ready in a temporary table named `batch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg.types.json import Jsonb

from tracker.events import current_versions, upcast
from tracker.statements import statements
from tracker.types import Position

if TYPE_CHECKING:
    import psycopg

    from tracker.projections.projection import Projection


def end_of_batch(cursor: psycopg.Cursor[dict[str, Any]], projection: Projection, *, after: int, size: int) -> Position:
    """The last position of a batch of about `size` events; `after` itself where there is nothing to fold yet.

    A batch never ends inside an append and is never empty where there is one: of size 1 it is exactly one append.
    """
    limit = {"after": after, "size": size, "depends_on": list(projection.depends_on)}
    row = cursor.execute(statements("tracker.projections", "runner.sql")["end_of_batch"], limit).fetchone()
    return Position(row["position"] if row and row["position"] is not None else after)


def make_batch(cursor: psycopg.Cursor[dict[str, Any]], projection: Projection, *, after: int, through: int) -> bool:
    """Fill the tables `batch` and `batch_range`, which last as long as the transaction; tells whether there are events.

    Raises UnknownEventError for an event that a newer tracker wrote.
    """
    sql = statements("tracker.projections", "runner.sql")
    taken = {"after": after, "through": through, "types": list(projection.types), "bodies": projection.bodies}
    concerned = {**taken, "types": [*projection.types, *projection.retold_by]}
    # Tables take longer to make and to drop than to see that nothing would be in them.
    if not cursor.execute(sql["any_events"], concerned).fetchone():
        return False
    cursor.execute(sql["make_batch"])
    events = cursor.execute(sql["fill_batch"], taken).rowcount
    retold_by = {**taken, "types": list(projection.retold_by)}
    # Seldom; and which streams they are of is dear to find.
    if projection.retold_by and cursor.execute(sql["any_events"], retold_by).fetchone():
        again = {**taken, "retold_by": list(projection.retold_by)}
        events += cursor.execute(sql["fill_batch_again"], again).rowcount
    if events == 0:
        return False
    if not projection.bodies:
        return True
    versions = current_versions()
    known = {"types": list(versions), "versions": list(versions.values())}
    # Nearly always there are none.
    for row in cursor.execute(sql["outdated"], known).fetchall():
        body = Jsonb(upcast(row["type"], row["schema_version"], row["body"]))
        cursor.execute(sql["replace_body"], {"position": row["position"], "body": body})
    return True
