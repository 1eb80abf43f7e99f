"""Reading all of a log beside a bare SELECT of the same columns, parsed by the driver."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

import orjson
import psycopg
from psycopg.types.json import set_json_loads

from tests.benchmarks.bulk import appends
from tests.benchmarks.inputs import inputs
from tests.benchmarks.results import Measurement, Rounds
from tests.benchmarks.turns import rates
from tracker.database import Database
from tracker.log.log import Log
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL

    from tests.benchmarks.servers import Bench

_ROUNDS = 3
_OURS = "ours"
_DEFAULT, _ORJSON = "the driver's JSON", "orjson"
_AT_ONCE, _BY_CURSOR = "at once", "by a cursor of the server's"
_FETCHED = 2_000
"""How many rows a cursor of the server's fetches at a time."""


@contextmanager
def filled(bench: Bench, *, events: int) -> Iterator[Database]:
    """A database whose log holds so many events."""
    with bench.ours() as urls:
        database = Database(urls)
        try:
            Log(database.engine("writer")).append_many(appends(islice(inputs(seed=1), events)))
            yield database
        finally:
            database.close()


def _connected(url: URL, *, loads: str) -> psycopg.Connection:
    connection = psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    if loads == _ORJSON:
        set_json_loads(orjson.loads, connection)
    return connection


def _select(connection: psycopg.Connection, *, way: str, binary: bool) -> None:
    statement = statements("tests.benchmarks", "bare.sql")["select"]
    with connection.transaction():
        if way == _AT_ONCE:
            connection.cursor(binary=binary).execute(statement).fetchall()
            return
        with connection.cursor("events", binary=binary) as cursor:
            cursor.itersize = _FETCHED
            cursor.execute(statement)
            deque(cursor, maxlen=0)


def _always(work: Callable[[], object]) -> Callable[[int], Callable[[], object]]:
    return lambda _turn: work


def _read(log: Log) -> None:
    deque(log.read_all(), maxlen=0)


def measure(bench: Bench, *, events: int) -> list[Measurement]:
    """The rate at which all events are read, beside the fastest SELECT that parses JSON as we do, and as it comes."""
    with ExitStack() as stack:
        database = stack.enter_context(filled(bench, events=events))
        log = Log(database.engine("projector"))
        sides = {_OURS: _always(partial(_read, log))}
        for loads in (_ORJSON, _DEFAULT):
            connection = stack.enter_context(_connected(database.urls["projector"], loads=loads))
            for way in (_AT_ONCE, _BY_CURSOR):
                for binary in (True, False):
                    work = partial(_select, connection, way=way, binary=binary)
                    sides[f"{loads}, {way}, {'binary' if binary else 'text'}"] = _always(work)
        found = rates(sides, rounds=_ROUNDS, events=events)
    lines = []
    for loads in (_ORJSON, _DEFAULT):
        limit = max((side for side in found if side.startswith(loads)), key=lambda side: median(found[side]))
        lines.append(
            Rounds(tuple(found[_OURS]), tuple(found[limit])).measurement(
                f"read all beside SELECT, {loads}",
                events=events,
                wanted=0.9,
                note=f"the limit is {limit}, the fastest of four",
            )
        )
    return lines
