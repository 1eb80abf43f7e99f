"""Reading all of a log beside a bare SELECT of the same columns, parsed by the driver."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
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
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import URL

    from tests.benchmarks.servers import Bench

_ROUNDS = 5
_TRIALS = 2
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


def _fastest(sides: Mapping[str, Callable[[], object]], *, events: int) -> str:
    """The fastest of the sides in a few turns: the limit is the best that the driver can do."""
    found = rates({side: _always(work) for side, work in sides.items()}, rounds=_TRIALS, events=events)
    return max(found, key=lambda side: max(found[side]))


def measure(bench: Bench, *, events: int) -> list[Measurement]:
    """The rate at which all events are read, beside the fastest SELECT that parses JSON as we do, and as it comes."""
    with ExitStack() as stack:
        database = stack.enter_context(filled(bench, events=events))
        sides = {_OURS: _always(partial(_read, Log(database.engine("projector"))))}
        limits = {}
        for loads in (_ORJSON, _DEFAULT):
            connection = stack.enter_context(_connected(database.urls["projector"], loads=loads))
            ways: dict[str, Callable[[], object]] = {
                f"{way}, {'binary' if binary else 'text'}": partial(_select, connection, way=way, binary=binary)
                for way in (_AT_ONCE, _BY_CURSOR)
                for binary in (True, False)
            }
            limits[loads] = _fastest(ways, events=events)
            sides[loads] = _always(ways[limits[loads]])
        found = rates(sides, rounds=_ROUNDS, events=events)
    return [
        Rounds(tuple(found[_OURS]), tuple(found[loads])).measurement(
            f"read all beside SELECT, {loads}",
            events=events,
            wanted=0.9,
            note=f"the limit is {limit}, the fastest of four ways",
        )
        for loads, limit in limits.items()
    ]
