"""Folding a long history into the read models: in catch-up, in a rebuild, and one new cable at the end of the log.

In the mix of a real release one cable in a hundred reports events. A shorter history of such cables alone tells how
fast these are, which the mix hides.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

import psycopg

from tests.benchmarks.history import REALISTIC, History, originals
from tests.benchmarks.results import Measurement
from tests.benchmarks.turns import seconds
from tracker.database import Database
from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.rebuild import Rebuild
from tracker.projections.runner import Runner
from tracker.projections.sets import tell_planner
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.benchmarks.servers import Bench

_WANTED = 30_000
_TELLING = 0.1
"""How long the history is in which every cable reports events, as a part of the other."""
_BEGINNING = 0.1
"""What part of the events is there when the cost of a new cable is measured for the first time."""
_CABLES = 20
_WANTED_GROWTH = 1.5
"""At the most so many times as long may one new cable take at the end of the log as near its beginning."""


def measure(bench: Bench, *, events: int) -> Iterator[list[Measurement]]:
    """Each projection alone and all together, beside one INSERT ... SELECT over the same events, run between them."""
    with bench.ours() as urls:
        scratch = Database(urls)
        found = originals(scratch)
        scratch.close()
    with _database(bench) as database:
        history = History(found, seed=1, telling=REALISTIC)
        log, projector = Log(database.engine("writer")), database.engine("projector")
        beginning = log.append_many(history.appends(int(events * _BEGINNING)))
        Runner(projector, PROJECTIONS).catch_up()
        early = _one_cable(log, projector, history)
        recorded = log.append_many(history.appends(events - beginning))
        with _superuser(bench, database) as connection:
            limit = _peer(connection)
            yield list(_caught_up(projector, recorded, limit))
            late = _one_cable(log, projector, history)
            yield [_new_cable(early, beginning), _new_cable(late, beginning + recorded, before=early)]
            yield list(_rebuilt(projector, Log(database.engine("writer")).head().position, _peer(connection)))
    with _database(bench) as database:
        recorded = Log(database.engine("writer")).append_many(History(found, seed=1).appends(int(events * _TELLING)))
        with _superuser(bench, database) as connection:
            limit = _peer(connection)
        yield list(_caught_up(database.engine("projector"), recorded, limit, telling=True))


@contextmanager
def _database(bench: Bench) -> Iterator[Database]:
    with bench.ours() as urls:
        database = Database(urls)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def _superuser(bench: Bench, database: Database) -> Iterator[psycopg.Connection]:
    name = database.urls["writer"].database
    assert name
    with psycopg.connect(bench.server.address(name), autocommit=True) as connection:
        yield connection


def _peer(connection: psycopg.Connection) -> float:
    """Events a second of a hand-written INSERT ... SELECT of what events tell in codes, with one index."""
    sql = statements("tests.benchmarks", "bare.sql")
    row = connection.execute("SELECT count(*) FROM log.events").fetchone()
    assert row
    connection.execute(sql["make_bare_facts"])
    taken = seconds(lambda: connection.execute(sql["insert_bare_facts"]))
    connection.execute(sql["drop_bare_facts"])
    return float(row[0]) / taken


def _caught_up(projector: Engine, events: int, limit: float, *, telling: bool = False) -> Iterator[Measurement]:
    total = 0.0
    among = ", every cable telling" if telling else ""
    for projection in PROJECTIONS:
        taken = seconds(Runner(projector, [projection]).catch_up)
        total += taken
        wanted = None if telling else _WANTED
        yield _line(f"catch-up of {projection.name}{among}", events, taken, limit, wanted=wanted)
    yield _line(f"catch-up of all{among}", events, total, limit, wanted=None)


def _rebuilt(projector: Engine, events: int, limit: float) -> Iterator[Measurement]:
    ends: dict[str, float] = {}

    def folded(name: str, _position: int) -> None:
        ends[name] = time.perf_counter()

    started = time.perf_counter()
    Rebuild(projector, PROJECTIONS).run(progress=folded)
    total = time.perf_counter() - started
    for projection in PROJECTIONS:
        yield _line(f"rebuild of {projection.name}", events, ends[projection.name] - started, limit)
        started = ends[projection.name]
    yield _line("rebuild of all, with the switch", events, total, limit, wanted=None)


def _line(what: str, events: int, taken: float, limit: float, *, wanted: int | None = _WANTED) -> Measurement:
    rate = events / taken
    return Measurement(
        what=what, events=events, ours=rate, wanted=wanted, note=f"{rate / limit:.2f} of one INSERT ... SELECT"
    )


def _one_cable(log: Log, projector: Engine, history: History) -> float:
    """How long it takes to fold one new cable and its developments into all read models, in milliseconds."""
    tell_planner(projector)
    runner = Runner(projector, PROJECTIONS)
    taken = []
    for append in islice(history.cables(), _CABLES):
        log.append_many(append)
        taken.append(seconds(runner.catch_up) * 1_000)
    return median(taken)


def _new_cable(milliseconds: float, events: int, *, before: float | None = None) -> Measurement:
    note = "" if before is None else f"{milliseconds / before:.2f} times as long as near the log's beginning"
    wanted = None if before is None else before * _WANTED_GROWTH
    return Measurement(
        what=f"one new cable after {events:,} events",
        events=_CABLES,
        ours=milliseconds,
        unit="ms",
        wanted=wanted,
        note=note,
    )
