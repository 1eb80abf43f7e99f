"""Publishing many feeds of many developments: all of it, nothing, and one development more."""

from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import psycopg

from feeds.asking.answers import feed
from feeds.asking.question import question
from feeds.formats import Format
from feeds.manifest import site_of
from jobs.publish import publish
from tests.benchmarks.results import Measurement
from tracker.database import Database
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.servers import Bench
    from tracker.settings import Settings

_OPERATIONS_PER = 50
"""A feed of an operation for so many developments: 2,000 for 100,000."""
_ONE_BY_ONE = 9
_WANTED_ONE_MS = 200.0
_WANTED_ASKED_MS = 50.0
_QUESTIONS = [
    [("cartel", "gulf")],
    [("kind", "seizure"), ("state", "MX-TAM")],
    [("cartel", "zetas"), ("state", "MX-NLE")],
    [("operation", "invented-3")],
    [("q", "visitor")],
    [("q", "dock17"), ("cartel", "gulf")],
]
"""The words of the first are in every paragraph, those of the second in one of a hundred."""
_BYTES_PER_KB = 1024


def measure(bench: Bench, *, developments: int) -> Iterator[list[Measurement]]:
    """A full publish, one without news, and the median of publishing one development more."""
    operations = max(1, developments // _OPERATIONS_PER)
    with bench.ours() as urls, tempfile.TemporaryDirectory() as folder:
        database = Database(urls)
        name = urls["writer"].database
        assert name
        settings = replace(bench.settings, data=Path(folder), base_url="https://cables.example.org")
        with psycopg.connect(bench.server.address(name), autocommit=True) as connection:
            _fill(connection, developments, operations)
            cpu, started = time.process_time(), time.perf_counter()
            done = publish(database, settings)
            seconds = time.perf_counter() - started
            rendering = time.process_time() - cpu
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _BYTES_PER_KB
            note = f"{done.written:,} files, {rendering:.0f} s of them this process's, at most {peak:,.0f} MB"
            yield [
                Measurement(
                    what=f"publish all of {operations:,} operations' feeds",
                    events=developments,
                    ours=developments / seconds,
                    unit="developments/s",
                    note=note,
                )
            ]
            yield [_nothing(database, settings, developments), _one(connection, database, settings, developments)]
            yield [_asked(database, settings, developments)]
        database.close()


def _nothing(database: Database, settings: Settings, developments: int) -> Measurement:
    started = time.perf_counter()
    done = publish(database, settings)
    assert done.written == 0
    return Measurement(
        what="publish nothing new", events=developments, ours=(time.perf_counter() - started) * 1000, unit="ms"
    )


def _one(connection: psycopg.Connection, database: Database, settings: Settings, developments: int) -> Measurement:
    took, files = [], 0
    for nth in range(_ONE_BY_ONE):
        _insert(
            connection,
            first=developments + 1 + nth,
            last=developments + 1 + nth,
            operations=developments // _OPERATIONS_PER,
        )
        started = time.perf_counter()
        files = publish(database, settings).written
        took.append((time.perf_counter() - started) * 1000)
    return Measurement(
        what="publish one development",
        events=developments,
        ours=median(took),
        unit="ms",
        wanted=_WANTED_ONE_MS,
        note=f"{files} files",
    )


def _asked(database: Database, settings: Settings, developments: int) -> Measurement:
    site = site_of(settings.public)
    assert site
    took = []
    for parameters in _QUESTIONS * _ONE_BY_ONE:
        started = time.perf_counter()
        feed(database.engine("reader"), site, question(parameters), Format.ATOM)
        took.append((time.perf_counter() - started) * 1000)
    return Measurement(
        what="feed of a question",
        events=developments,
        ours=median(took),
        unit="ms",
        wanted=_WANTED_ASKED_MS,
        note=f"the slowest {max(took):.0f} ms; each asked of the database",
    )


def _fill(connection: psycopg.Connection, developments: int, operations: int) -> None:
    sql = statements("tests.benchmarks", "publishing.sql")
    connection.execute("SET search_path TO read_a")
    connection.execute(sql["function"].replace("%%", "%"))
    connection.execute(sql["operations"], {"operations": operations})
    cables = {"first": 1, "last": developments // 5 + 100}
    connection.execute(sql["cables"], cables)
    connection.execute(sql["paragraphs"], cables)
    _insert(connection, first=1, last=developments, operations=operations)
    connection.execute("ANALYZE")


def _insert(connection: psycopg.Connection, *, first: int, last: int, operations: int) -> None:
    sql = statements("tests.benchmarks", "publishing.sql")
    with connection.transaction():
        for name in ("reports", "incidents", "developments", "sums"):
            connection.execute(sql[name], {"first": first, "last": last, "operations": max(1, operations)})
