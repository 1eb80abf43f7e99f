"""The rules by which a set of read tables is folded, as a digest that is kept beside each checkpoint.

What was folded by other rules than today's is found by it, and rebuilt.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from tracker.events import current_versions
from tracker.projections.register_entries import entries
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import psycopg

    from tracker.projections.projection import Projection


_SHARED = ("telling.py", "words.py", "words.sql", "runner.sql")
"""What all projections are folded by, beside the set's functions and the registers."""


def rules(cursor: psycopg.Cursor[dict[str, Any]], projections: Sequence[Projection]) -> Mapping[str, str]:
    """The digest of each projection's rules: its statements and events, and what all share in the cursor's set."""
    sql = statements("tracker.projections", "runner.sql")
    shared = _shared(tuple(row["source"] for row in cursor.execute(sql["functions"])))
    return {projection.name: _digest(projection, shared) for projection in projections}


@lru_cache(maxsize=4)
def _shared(functions: tuple[str, ...]) -> str:
    upcasters = _source("upcasters.py", package="tracker")
    return _hexadecimal(json.dumps([functions, entries(), upcasters, *map(_source, _SHARED)]))


def _digest(projection: Projection, shared: str) -> str:
    versions = current_versions()
    taken = [
        [(each, versions[each]) for each in projection.types],
        projection.retold_by,
        projection.depends_on,
    ]
    return _hexadecimal(json.dumps([_source(f"sql/{projection.name}.sql"), taken, shared]))


def _hexadecimal(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def _source(file: str, *, package: str = "tracker.projections") -> str:
    """What a file held when this process first looked: a newer one is not what it folds by."""
    return resources.files(package).joinpath(file).read_text(encoding="utf-8")
