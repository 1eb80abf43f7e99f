"""A clock that is set holds no job up, and makes none run twice."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from jobs.job import Job
from jobs.timing import ClockWatch, add_to, keep_time, scheduler
from tracker import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apscheduler.schedulers.background import BackgroundScheduler

_HOUR, _YEAR = 3600.0, 365 * 86_400.0


@pytest.fixture
def timer() -> Iterator[BackgroundScheduler]:
    """A scheduler of one job that is due every hour, with its clock running and nothing rung for."""
    job = Job(name="a", purpose="", run=lambda _: None, every_seconds=3600, limit_seconds=60, retry_seconds=60)
    made = scheduler()
    add_to(made, job, lambda _: None)
    made.start(paused=True)
    yield made
    made.shutdown()


def due(timer: BackgroundScheduler) -> datetime:
    [job] = timer.get_jobs()
    found: datetime = job.next_run_time
    return found


@pytest.mark.parametrize("by", [_YEAR, -_YEAR, _HOUR, -_HOUR, 5.0, -5.0])
def test_a_clock_that_was_set_is_noticed_once(by: float) -> None:
    watch = ClockWatch(wall=1_000_000.0, steady=50.0)
    assert watch.jumped(1_000_001.0 + by, 51.0) == by
    assert watch.jumped(1_000_002.0 + by, 52.0) == 0


@pytest.mark.parametrize("drift", [0.0, 4.9, -4.9])
def test_a_clock_that_only_drifts_was_not_set(drift: float) -> None:
    watch = ClockWatch(wall=1_000_000.0, steady=50.0)
    assert watch.jumped(1_000_000.0 + 3_600 + drift, 50.0 + 3_600) == 0


def test_a_machine_that_slept_with_both_clocks_was_not_set() -> None:
    watch = ClockWatch(wall=1_000_000.0, steady=50.0)
    assert watch.jumped(1_000_000.0 + 8 * _HOUR, 50.0 + 8 * _HOUR) == 0


def test_what_waited_for_a_time_far_ahead_is_due_an_interval_from_now(
    timer: BackgroundScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    [job] = timer.get_jobs()
    job.modify(next_run_time=now + timedelta(days=365))
    watch = ClockWatch()
    keep_time(timer, watch)
    assert due(timer) > now + timedelta(days=364), "nobody set the clock yet"
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) - timedelta(days=365))
    keep_time(timer, watch)
    assert timedelta() < due(timer) - now <= timedelta(hours=1, minutes=1)


def test_the_scheduler_writes_no_line_of_its_own_where_a_ring_is_missed() -> None:
    scheduler()
    assert not logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.WARNING)
