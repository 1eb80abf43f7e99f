"""How an installation stands in figures, as the service sees it, and a web server with the reader's role."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from jobs.attempting import attempt
from jobs.catalogue import jobs_of, named
from jobs.standing import seen, seen_in_figures, standing
from tests.database.invented import ARREST, file, ingest
from tests.database.invented import telegram as cable
from tracker.database import Database

if TYPE_CHECKING:
    from tracker.metrics import Gauge
    from tracker.settings import Settings


def figures(gauges: list[Gauge]) -> dict[str, float]:
    return {" ".join([gauge.name, *(value for _, value in gauge.labels)]): gauge.value for gauge in gauges}


def test_the_figures_follow_what_is_recorded_and_run(database: Database, settings: Settings) -> None:
    ingest(database, file(cable(ARREST)), file("Dear Sir, this is a letter.", "letter.txt"))
    before = figures(standing(database))
    assert before["tracker_projection_lag_events reports"] == before["tracker_log_position"] > 0
    assert (before["tracker_newest_entry_timestamp_seconds"], before["tracker_quarantined_files"]) == (0, 1)
    attempt(named(jobs_of(settings), "project"), database, Event())
    after = figures(standing(database))
    assert after["tracker_projection_lag_events reports"] == 0
    assert after["tracker_job_failures_in_a_row project"] == 0
    assert after["tracker_job_ended_timestamp_seconds project"] > 0
    assert after["tracker_newest_entry_timestamp_seconds"] > 0


def test_a_reader_sees_how_fresh_its_database_is(database: Database, settings: Settings) -> None:
    ingest(database, file(cable(ARREST)))
    attempt(named(jobs_of(settings), "project"), database, Event())
    alone = Database({"reader": database.urls["reader"]})
    try:
        told = seen(alone)
        assert (told["status"], told["replica"]) == ("ok", False)
        assert isinstance(told["newest_development"], int)
        assert figures(seen_in_figures(alone))["tracker_newest_entry_timestamp_seconds"] > 0
    finally:
        alone.close()
