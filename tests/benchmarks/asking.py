"""The twenty questions over a long history in the mix of a real release, as the reader asks them."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

import psycopg

from tests.benchmarks.history import REALISTIC, History, originals
from tests.benchmarks.results import Measurement
from tests.benchmarks.turns import seconds
from tracker.asking.questions import questions
from tracker.database import Database
from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.projections.sets import tell_planner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.servers import Bench

_ROUNDS = 5
_WANTED_MS = 50


def measure(bench: Bench, *, events: int) -> Iterator[list[Measurement]]:
    """How long each answer takes until all its rows are there, at the median."""
    with _folded(bench, events=events) as connection:
        for question in questions():
            answer = partial(_answer, connection, question.query)
            taken = [seconds(answer) * 1_000 for _ in range(_ROUNDS)]
            yield [
                Measurement(
                    what=f"question {question.number}", events=events, ours=median(taken), unit="ms", wanted=_WANTED_MS
                )
            ]


def _answer(connection: psycopg.Connection, query: str) -> None:
    # A percent sign in the SQL is only that.
    connection.execute(query.encode()).fetchall()


@contextmanager
def _folded(bench: Bench, *, events: int) -> Iterator[psycopg.Connection]:
    """A reader's connection to a database whose log holds so many events, all of them folded."""
    with bench.ours() as urls:
        scratch = Database(urls)
        found = originals(scratch)
        scratch.close()
    with bench.ours() as urls:
        database = Database(urls)
        history = History(found, seed=1, telling=REALISTIC)
        Log(database.engine("writer")).append_many(history.appends(events))
        Runner(database.engine("projector"), PROJECTIONS).catch_up()
        tell_planner(database.engine("projector"))
        address = urls["reader"].set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            yield connection
        database.close()
