"""Folding a long history into the read models: in catch-up, in a rebuild, and one new cable at the end of the log.

In the mix of a real release one cable in a hundred reports events. A shorter history of such cables alone tells how
fast these are, which the mix hides. `search` has the server make the words by which paragraphs are found, which is no
faster however the work is ordered: beside its rate stands that of one INSERT ... SELECT of them.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
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
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from tests.benchmarks.servers import Bench
    from tracker.log.laying import Append

_WANTED = 30_000
_TELLING = 0.1
"""How long the history is in which every cable reports events, as a part of the other."""
_BEGINNING = 0.1
"""What part of the events is there when the cost of a new cable is measured for the first time."""
_CABLES = 20
_TELL_SECONDS = 15
"""How often it is told how far a step is: one takes minutes where there are a million events."""
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
        recorded = log.append_many(_told(history.appends(events - beginning)))
        with _superuser(bench, database) as connection:
            codes, words = _bare(connection, "facts"), _bare(connection, "words")
            yield from _caught_up(projector, recorded, _Limits(codes, words))
            late = _one_cable(log, projector, history)
            yield [_new_cable(early, beginning), _new_cable(late, beginning + recorded, before=early)]
            limits = _Limits(_bare(connection, "facts"), words)
            yield list(_rebuilt(projector, log.head().position, limits))
    with _database(bench) as database:
        recorded = Log(database.engine("writer")).append_many(History(found, seed=1).appends(int(events * _TELLING)))
        with _superuser(bench, database) as connection:
            limits = _Limits(_bare(connection, "facts"), _bare(connection, "words"))
        yield from _caught_up(database.engine("projector"), recorded, limits, telling=True)


def _told(appends: Iterator[Append]) -> Iterator[Append]:
    """The same, telling how many events they come to."""
    progress = _progress()
    made = 0
    for append in appends:
        made += len(append.events)
        progress("append", Position(made))
        yield append


def _progress() -> Callable[[str, Position], None]:
    """What tells on standard error, once in a while, how far each step is."""
    told = time.monotonic()

    def tell(what: str, position: Position) -> None:
        nonlocal told
        if time.monotonic() - told > _TELL_SECONDS:
            told = time.monotonic()
            sys.stderr.write(f"        {what}: {position:,} events\n")

    return tell


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


@dataclass(frozen=True, slots=True)
class _Limits:
    """Events a second of hand-written INSERT ... SELECTs: of what events tell in codes, and of the words of cables."""

    codes: float
    words: float


def _bare(connection: psycopg.Connection, name: str) -> float:
    sql = statements("tests.benchmarks", "bare.sql")
    row = connection.execute("SELECT count(*) FROM log.events").fetchone()
    assert row
    connection.execute(sql[f"make_bare_{name}"])
    taken = seconds(lambda: connection.execute(sql[f"insert_bare_{name}"]))
    connection.execute(sql[f"drop_bare_{name}"])
    return float(row[0]) / taken


def _caught_up(
    projector: Engine, events: int, limits: _Limits, *, telling: bool = False
) -> Iterator[list[Measurement]]:
    total = 0.0
    among = ", every cable telling" if telling else ""
    progress = _progress()
    for projection in PROJECTIONS:
        runner = Runner(projector, [projection])
        taken = seconds(lambda runner=runner: runner.catch_up(progress))  # type: ignore[misc]
        total += taken
        wanted = None if telling else _WANTED
        yield [_line(f"catch-up of {projection.name}{among}", events, taken, limits, wanted=wanted)]
    yield [_line(f"catch-up of all{among}", events, total, limits, wanted=None)]


def _rebuilt(projector: Engine, events: int, limits: _Limits) -> Iterator[Measurement]:
    ends: dict[str, float] = {}
    progress = _progress()

    def folded(name: str, position: Position) -> None:
        ends[name] = time.perf_counter()
        progress(f"rebuild of {name}", position)

    started = time.perf_counter()
    Rebuild(projector, PROJECTIONS).run(progress=folded)
    total = time.perf_counter() - started
    for projection in PROJECTIONS:
        taken = ends[projection.name] - started
        yield _line(f"rebuild of {projection.name}", events, taken, limits, wanted=_WANTED)
        started = ends[projection.name]
    yield _line("rebuild of all, with the switch", events, total, limits, wanted=None)


def _line(what: str, events: int, taken: float, limits: _Limits, *, wanted: int | None) -> Measurement:
    rate = events / taken
    note = f"{rate / limits.codes:.2f} of one INSERT ... SELECT"
    if what.endswith((" of search", " of search, every cable telling")):
        note += f"; {rate / limits.words:.2f} of one of the same words, of {limits.words:,.0f} events/s"
    return Measurement(what=what, events=events, ours=rate, wanted=wanted, note=note)


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
