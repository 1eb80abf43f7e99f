"""Verification of a whole log: every digest, hash, position, version and time computed anew."""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.reading import filled
from tests.benchmarks.results import Measurement
from tests.benchmarks.turns import seconds
from tracker.log.verification import verify

if TYPE_CHECKING:
    from tests.benchmarks.servers import Bench

_ROUNDS = 3
_WANTED = 50_000


def measure(bench: Bench, *, events: int) -> list[Measurement]:
    """Events a second; nothing does the same, so there is no peer."""
    with filled(bench, events=events) as database:
        engine = database.engine("projector")
        found = verify(engine)
        assert found.fault is None, found.fault
        assert found.events == events, f"{found.events} of {events} events were verified"
        rates = [events / seconds(partial(verify, engine)) for _ in range(_ROUNDS)]
    note = f"from {min(rates):,.0f}/s to {max(rates):,.0f}/s"
    return [Measurement(what="verification", events=events, ours=median(rates), wanted=_WANTED, note=note)]
