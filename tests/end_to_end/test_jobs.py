"""The jobs of a service as its users see them: listed, run, paused and resumed by hand, from another process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ARREST, telegram
from tests.end_to_end.command import Installation, eventually, free_port, installation
from tracker import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.types import JsonObject


@pytest.fixture
def installed() -> Iterator[Installation]:
    with installation(TRACKER_PUBLISH_EVERY_SECONDS="3600") as made:
        yield made


def listed(installed: Installation) -> dict[str, JsonObject]:
    lines = [json.loads(line) for line in installed.do("jobs", "list", "--json").splitlines()]
    return {str(line["job"]): line for line in lines}


def test_jobs_are_run_paused_and_resumed_by_hand(installed: Installation) -> None:
    # The server is kept running, so that not every command has to start it.
    with embedded.running(installed.data):
        assert "project: bring the views" in installed.do("jobs", "list")
        assert listed(installed)["verify"]["outcome"] is None
        assert installed.do("jobs", "run", "verify").startswith("verify: ")
        assert listed(installed)["verify"]["outcome"] == "done"
        assert installed.do("jobs", "pause", "verify") == "verify is paused.\n"
        assert installed.do("jobs", "pause", "verify") == "verify was paused already.\n"
        assert "paused by tracker since" in installed.do("jobs", "list")
        assert "Paused     job verify, by tracker" in installed.do("status")
        assert installed.do("jobs", "resume", "verify") == "verify runs again.\n"
        [run] = [json.loads(line) for line in installed.do("jobs", "history", "verify", "--json").splitlines()]
    assert (run["job"], run["outcome"]) == ("verify", "done")
    unknown = installed.run("jobs", "run", "sleep")
    assert (unknown.returncode, "there is no job 'sleep'" in unknown.stderr) == (1, True)


def test_what_is_ingested_is_served_at_once_and_a_service_ends_in_order(installed: Installation) -> None:
    port = free_port()
    release = installed.data.parent / "release.txt"
    release.write_text(telegram(ARREST), encoding="utf-8")
    with installed.started("up", "--port", str(port)) as process:
        feed = f"http://127.0.0.1:{port}/feeds/all.atom"
        assert "07MEXICO4321" not in process.answer(feed).text
        installed.do("ingest", release)
        eventually(lambda: "07MEXICO4321" in process.answer(feed).text, "the entry")
        told = process.answer(f"http://127.0.0.1:{port}/metrics").text
        assert "tracker_database_up 1.0" in told
        assert 'tracker_job_runs_total{job="publish",outcome="done"}' in told
        assert "07MEXICO" not in told
        for check in ("live", "ready"):
            assert process.answer(f"http://127.0.0.1:{port}/health/{check}").json() == {"status": "ok"}
        jobs = listed(installed)
        assert (jobs["project"]["outcome"], jobs["publish"]["outcome"]) == ("done", "done")
        assert process.terminate() == 0
    assert "Traceback" not in process.output
    assert not any(job["running"] for job in listed(installed).values())
