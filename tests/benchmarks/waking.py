"""How long after a commit a follower has the event: irregular appends, and a subscription in another process."""

from __future__ import annotations

import multiprocessing
import time
from itertools import islice
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING

from tests.benchmarks.inputs import inputs
from tests.benchmarks.recorders import new_event
from tests.benchmarks.results import Measurement
from tracker.database import Database
from tracker.log.log import Log
from tracker.log.subscription import Subscription

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from sqlalchemy import URL

    from tests.benchmarks.servers import Bench

_WARMING = 5
_MEAN_PAUSE_SECONDS = 0.02
_LONGEST_PAUSE_SECONDS = 0.1
_PATIENCE_SECONDS = 60
_WANTED_MS = 20


def _follow(urls: dict[str, URL], last: int, results: Connection) -> None:
    """Follow the log to a position, and tell when each event was there."""
    database = Database(urls)
    with Subscription(database.engine("projector")) as subscription:
        for batch in subscription.batches(timeout_seconds=_PATIENCE_SECONDS):
            now = time.perf_counter()
            for event in batch.events:
                results.send((event.position, now))
            if batch.through >= last:
                subscription.stop()
    database.close()


def measure(bench: Bench, *, wakeups: int) -> list[Measurement]:
    """The time from when an append returned to when a follower had its event, at the median and at the 95th percentile.

    It is below zero where the follower was told before the writer was.
    """
    random = Random(1)
    context = multiprocessing.get_context("spawn")
    with bench.ours() as urls:
        database = Database(urls)
        log = Log(database.engine("writer"))
        receiver, sender = context.Pipe(duplex=False)
        follower = context.Process(target=_follow, args=(urls, _WARMING + wakeups, sender), daemon=True)
        follower.start()
        sender.close()
        delays = []
        for event in islice(inputs(seed=1), _WARMING + wakeups):
            time.sleep(min(random.expovariate(1 / _MEAN_PAUSE_SECONDS), _LONGEST_PAUSE_SECONDS))
            (position,) = log.append([new_event(event)])
            returned = time.perf_counter()
            seen, moment = receiver.recv()
            assert seen == position, f"the follower has event {seen}, not {position}"
            if position > _WARMING:
                delays.append((moment - returned) * 1_000)
        follower.join(_PATIENCE_SECONDS)
        database.close()
    return [
        Measurement(
            what="wake-up after commit, median", events=wakeups, ours=median(delays), unit="ms", wanted=_WANTED_MS
        ),
        Measurement(what="  95th percentile", events=wakeups, ours=quantiles(delays, n=20)[-1], unit="ms"),
    ]
