"""What is folded beside an ingest is what would be folded after it, and readers are told the same."""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING

import pytest

from jobs import folding as beside
from jobs.folding import folding
from tests.database.invented import ARREST, SEIZURE, file, project, telegram
from tests.database.test_projections import rows
from tracker import ingest as ingesting
from tracker.errors import TrackerError
from tracker.ingest import Ingest
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.database import Database

RELEASE = [file(telegram(ARREST, SEIZURE, serial=serial), f"{serial}.txt") for serial in range(4400, 4406)]


def told(database: Database) -> list[tuple[str, str, str]]:
    """The kinds of what readers are told, of which cables and in which standing, in order."""
    found = sorted(rows(database, "developments"), key=lambda row: row["position"])
    return [(row["kind"], row["reference_id"], str(row["development_id"])) for row in found]


@pytest.fixture(autouse=True)
def _little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_WORTH_FOLDING", 1)
    monkeypatch.setattr(ingesting, "_AT_ONCE_PIECES", 1)


def test_it_is_folded_meanwhile_and_told_at_the_end(database: Database) -> None:
    with folding(database) as recorded:
        Ingest(database.engine("writer"), actor="a test").run(RELEASE, lambda so_far: recorded(so_far.new))
    assert rows(database, "reports")
    assert told(database) == []
    project(database)
    found = told(database)
    kinds = [kind for kind, _, _ in found]
    assert kinds == ["new-incident"] * 2 + ["also-reported"] * 2 * (len(RELEASE) - 1)


def test_what_stops_the_folding_stops_no_ingest(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Runner, _progress: object) -> None:
        raise TrackerError("no connection")

    monkeypatch.setattr(Runner, "catch_up", fail)
    with folding(database) as recorded:
        summary = Ingest(database.engine("writer"), actor="a test").run(RELEASE, lambda so_far: recorded(so_far.new))
    assert summary.new == len(RELEASE)


def test_an_ingest_that_is_interrupted_waits_for_no_folding(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: list[str] = []
    begun, interrupted = Event(), Event()

    def catch_up(_self: Runner, progress: Callable[[str, int], None]) -> None:
        begun.set()
        assert interrupted.wait(10)
        while True:
            progress("cables", 1)
            folded.append("cables")
            time.sleep(0.01)

    monkeypatch.setattr(Runner, "catch_up", catch_up)

    def interrupted_ingest() -> None:
        with folding(database) as recorded:
            recorded(1)
            assert begun.wait(10)
            interrupted.set()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted_ingest()
    assert len(folded) < 1000
