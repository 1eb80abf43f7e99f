"""Jobs run one at a time across processes, on time, within their time; one that fails is told and stops no other."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING
from uuid import uuid4

import feedparser
import psycopg
import pytest

from jobs.attempting import Outcome, attempt
from jobs.catalogue import jobs_of, named
from jobs.job import EndingError, Job
from jobs.locks import LostLeaseError, only_runner
from jobs.service import running, serving
from jobs.sources import ListedSources
from jobs.states import DIED, Refusal, States
from tests.database.invented import ARREST, file, ingest, telegram
from tracker.errors import TrackerError
from tracker.sources import configured
from tracker.sources.configured import Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jobs.job import Turn
    from tracker.database import Database
    from tracker.settings import Settings
    from tracker.types import JsonObject


class WrongError(TrackerError):
    """It went wrong."""


def job(run: Callable[[Turn], JsonObject | None], name: str = "a", **changes: float) -> Job:
    made = Job(name=name, purpose="", run=run, every_seconds=3600, limit_seconds=60, retry_seconds=100)
    return replace(made, **changes)  # type: ignore[arg-type]


def well(_turn: Turn) -> JsonObject | None:
    return {"done": 1}


def quiet(_turn: Turn) -> JsonObject | None:
    return None


def wrong(_turn: Turn) -> JsonObject | None:
    raise WrongError("the door is shut")


@pytest.fixture
def states(database: Database) -> States:
    return States(database.engine("writer"))


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, base_url="https://cables.example.org", data=tmp_path)


def later(superuser: str, seconds: int) -> None:
    """Let so much time pass for the states: what was due or held until then is so much nearer."""
    with psycopg.connect(superuser) as connection:
        connection.execute("UPDATE jobs.states SET due_at = due_at - make_interval(secs => %s)", [seconds])
        connection.execute("UPDATE jobs.locks SET held_until = held_until - make_interval(secs => %s)", [seconds])


def test_a_job_runs_when_it_is_due_and_not_before(database: Database, superuser: str) -> None:
    assert attempt(job(well), database, Event()) == (Outcome.DONE, {"done": 1})
    assert attempt(job(well), database, Event()) == (Outcome.REFUSED, {"reason": Refusal.NOT_DUE.value})
    assert attempt(job(well), database, Event(), woken=True)[0] is Outcome.DONE
    later(superuser, 3600)
    assert attempt(job(well), database, Event())[0] is Outcome.DONE


def test_a_due_time_that_a_clock_left_in_the_far_future_holds_nobody_up(database: Database, superuser: str) -> None:
    attempt(job(well), database, Event())
    later(superuser, -40 * 86_400)
    assert attempt(job(well), database, Event())[0] is Outcome.DONE


def test_a_run_with_nothing_to_tell_is_counted_and_not_in_the_history(database: Database, states: States) -> None:
    attempt(job(well), database, Event())
    for _ in range(3):
        assert attempt(job(quiet), database, Event(), forced=True) == (Outcome.QUIET, {})
    [run] = states.history()
    assert run.summary == {"done": 1}
    state = states.all()["a"]
    assert (state.quiet_runs, state.summary, state.outcome) == (3, {"done": 1}, "done")


def test_a_failing_job_backs_off_is_shown_and_stops_no_other(
    database: Database, states: States, superuser: str
) -> None:
    assert attempt(job(wrong), database, Event())[0] is Outcome.FAILED
    state = states.all()["a"]
    assert (state.failures, state.error) == (1, "It went wrong: the door is shut")
    assert attempt(job(well, "b"), database, Event())[0] is Outcome.DONE
    assert attempt(job(wrong), database, Event(), woken=True)[0] is Outcome.REFUSED, "waking does not hurry it"
    later(superuser, 100)
    assert attempt(job(wrong), database, Event())[0] is Outcome.FAILED
    later(superuser, 150)
    assert attempt(job(well), database, Event())[0] is Outcome.REFUSED
    later(superuser, 50)
    assert attempt(job(well), database, Event())[0] is Outcome.DONE


def test_the_pause_after_failures_grows_and_ends_with_them(database: Database, states: States, superuser: str) -> None:
    for expected in (100, 200, 400, 800, 1600, 3200, 3600, 3600):
        assert attempt(job(wrong), database, Event(), forced=True)[0] is Outcome.FAILED
        with psycopg.connect(superuser) as connection:
            row = connection.execute("SELECT extract(epoch FROM due_at - ended_at)::float FROM jobs.states").fetchone()
        assert row
        assert row[0] == pytest.approx(expected, abs=5)
    assert attempt(job(well), database, Event(), forced=True)[0] is Outcome.DONE
    assert states.all()["a"].failures == 0


def test_a_paused_job_runs_only_by_hand(database: Database, states: States) -> None:
    assert states.pause("a", every_seconds=3600, actor="Ana")
    assert not states.pause("a", every_seconds=3600, actor="Ben")
    assert attempt(job(well), database, Event(), woken=True) == (Outcome.REFUSED, {"reason": Refusal.PAUSED.value})
    assert attempt(job(well), database, Event(), forced=True)[0] is Outcome.DONE
    assert states.all()["a"].paused_by == "Ana"
    assert (states.resume("a"), states.resume("a")) == (True, False)
    assert attempt(job(well), database, Event())[0] is Outcome.DONE


def test_only_one_process_runs_a_job(database: Database, states: States) -> None:
    told: list[tuple[Outcome, JsonObject]] = []

    def meanwhile(_turn: Turn) -> JsonObject | None:
        with closing(database.beside()) as another:
            told.append(attempt(job(well), another, Event(), forced=True))
        assert states.all()["a"].running
        return {"first": True}

    assert attempt(job(meanwhile), database, Event())[0] is Outcome.DONE
    assert told == [(Outcome.REFUSED, {"reason": Refusal.HELD.value})]


def test_the_run_of_a_process_that_died_is_taken_over_and_told(
    database: Database, states: States, superuser: str
) -> None:
    begun = states.begin("a", every_seconds=3600)
    assert isinstance(begun, tuple)
    lease, _ = begun
    later(superuser, 3600)
    assert attempt(job(well), database, Event())[0] is Outcome.DONE
    done, died = states.history()
    assert (died.outcome, died.summary, done.outcome) == ("failed", {"error": DIED}, "done")
    # Who was only thought dead can neither hold it further nor tell how it ended.
    with pytest.raises(LostLeaseError):
        lease.renew()
    assert not states.end(lease, outcome="done", summary={"late": True}, retry_seconds=1)
    assert len(states.history()) == 2


def test_who_lost_the_database_in_the_middle_takes_up_the_job_again(database: Database, states: States) -> None:
    holder = uuid4()

    def cut_off(turn: Turn) -> JsonObject | None:
        with turn.database.engine("writer").connect() as connection:
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
        return None

    assert attempt(job(cut_off), database, Event(), holder=holder)[0] is Outcome.NO_DATABASE
    assert attempt(job(well), database, Event(), forced=True)[0] is Outcome.REFUSED, "another does not know"
    assert attempt(job(well), database, Event(), forced=True, holder=holder)[0] is Outcome.DONE
    assert [(run.outcome, states.all()["a"].failures) for run in states.history()] == [("done", 0), ("failed", 0)]


def test_a_run_that_takes_too_long_is_ended_in_the_database_too(database: Database, states: States) -> None:
    def long(turn: Turn) -> JsonObject | None:
        with turn.database.engine("writer").connect() as connection:
            connection.exec_driver_sql("SELECT pg_sleep(60)")
        raise AssertionError("it was not ended")

    outcome, told = attempt(job(long, limit_seconds=0.2), database, Event())
    assert outcome is Outcome.FAILED
    assert str(told["error"]).startswith("A run took longer than it may: a, 0.2 s")
    assert states.all()["a"].failures == 1


def test_what_is_told_of_a_failure_quotes_no_words(database: Database, states: States) -> None:
    def quoting(turn: Turn) -> JsonObject | None:
        with turn.database.engine("writer").connect() as connection:
            connection.exec_driver_sql("SELECT CAST('Ramiro' AS integer)")
        return None

    def careless(_turn: Turn) -> JsonObject | None:
        raise ValueError("Ramiro")

    for run in (quoting, careless):
        attempt(job(run), database, Event(), forced=True)
    assert "Ramiro" not in str(states.history())


def test_a_process_that_ends_leaves_no_failure(database: Database, states: States) -> None:
    ending = Event()

    def long(turn: Turn) -> JsonObject | None:
        ending.set()
        turn.wait(60)
        raise AssertionError("it went on")

    assert attempt(job(long), database, ending)[0] is Outcome.CUT_OFF
    state = states.all()["a"]
    assert (state.failures, state.running, states.history()) == (0, False, [])
    assert attempt(job(well), database, Event())[0] is Outcome.DONE, "it goes on where it was as soon as it can"
    with pytest.raises(EndingError):
        raise EndingError


def test_a_statement_that_goes_on_does_not_keep_a_process_from_ending(
    database: Database, states: States, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.attempting.END_SECONDS", 0.0)
    ending = Event()

    def endless(turn: Turn) -> JsonObject | None:
        with turn.database.engine("projector").connect() as connection:
            ending.set()
            connection.exec_driver_sql("SELECT pg_sleep(600)")
        raise AssertionError("nobody ended the statement")

    assert attempt(job(endless), database, ending)[0] is Outcome.CUT_OFF
    assert (states.all()["a"].failures, states.history()) == (0, [])


def test_a_process_that_waits_for_another_ends_when_it_is_told_to(database: Database, site: Settings) -> None:
    ending = Event()
    with only_runner(database.engine("writer"), "announce") as held:
        assert held
        threading.Timer(0.5, ending.set).start()
        outcome, _ = attempt(named(jobs_of(site), "project"), database, ending, forced=True)
    assert outcome is Outcome.CUT_OFF


def test_a_service_runs_what_rings_and_what_that_wakes(database: Database, states: States) -> None:
    ran = threading.Semaphore(0)

    def first(_turn: Turn) -> JsonObject | None:
        return {"first": True}

    def second(_turn: Turn) -> JsonObject | None:
        ran.release()
        return {"second": True}

    jobs = [
        replace(job(first, "first"), wakes=("second",), at_once=False),
        replace(job(second, "second"), at_once=False),
        replace(job(wrong, "wrong")),
    ]
    with serving(database, jobs) as ring:
        ring("first")
        assert ran.acquire(timeout=30)
    assert {run.job for run in states.history()} >= {"first", "second"}
    assert not any(state.running for state in states.all().values())


def test_a_source_that_is_added_while_a_service_runs_is_looked_at_and_one_taken_out_no_more(
    database: Database, site: Settings, states: States, tmp_path: Path
) -> None:
    for name in ("inbox", "other"):
        (tmp_path / name).mkdir()
    sources = configured.load(site.sources_file)
    assert sources == ()
    followed = ListedSources(site, sources)

    def runs(name: str) -> int:
        state = states.all().get(f"source {name}")
        return state.quiet_runs + 1 if state else 0

    def eventually(is_so: Callable[[], bool]) -> bool:
        return any(is_so() or Event().wait(0.05) for _ in range(400))

    with serving(database, [replace(job(quiet, "project"), at_once=False)], changes=followed.changes):
        configured.add(site.sources_file, source("inbox", tmp_path))
        assert eventually(lambda: runs("inbox") > 0)
        listed = site.sources_file.read_text(encoding="utf-8")
        site.sources_file.write_text("[[source]]\nname =", encoding="utf-8")
        so_far = runs("inbox")
        assert eventually(lambda: runs("inbox") > so_far), "a file that is half written stops nothing"
        site.sources_file.write_text(listed.replace("inbox", "other"), encoding="utf-8")
        assert eventually(lambda: runs("other") > 0)
        so_far = runs("inbox")
        other = runs("other")
        assert eventually(lambda: runs("other") > other + 1)
        assert runs("inbox") == so_far
    assert not any(state.running for state in states.all().values())


def source(name: str, folder: Path) -> Source:
    return Source(name=name, kind=SourceKind.FOLDER, at=str(folder / name), every_seconds=1)


def test_what_is_recorded_wakes_projecting_and_publishing(database: Database, site: Settings) -> None:
    feed = site.public / "feeds/all.atom"
    with running(database, replace(site, publish_every_seconds=3600)):
        before = feed.read_bytes()
        assert not feedparser.parse(before).entries
        ingest(database, file(telegram(ARREST)))
        appeared = Event()
        for _ in range(600):
            if feed.read_bytes() != before:
                appeared.set()
                break
            Event().wait(0.05)
    assert appeared.is_set()
    assert len(feedparser.parse(feed.read_bytes()).entries) == 1


def test_a_failed_publish_is_recorded_and_made_good_by_the_next(database: Database, site: Settings) -> None:
    ingest(database, file(telegram(ARREST)))
    publish = named(jobs_of(site), "publish")
    attempt(named(jobs_of(site), "project"), database, Event())
    site.data.joinpath("public").write_text("in the way")
    assert attempt(publish, database, Event())[0] is Outcome.FAILED
    site.data.joinpath("public").unlink()
    assert attempt(publish, database, Event(), forced=True)[0] is Outcome.DONE
    assert attempt(publish, database, Event(), forced=True)[0] is Outcome.QUIET


def test_what_is_new_is_published_also_while_a_view_is_stopped(
    database: Database, site: Settings, superuser: str
) -> None:
    publish, project = named(jobs_of(site), "publish"), named(jobs_of(site), "project")
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_a.paragraphs ADD CONSTRAINT poison CHECK (search IS NULL)")
    for serial in (4321, 4322):
        ingest(database, file(telegram(ARREST, serial=serial), f"{serial}.txt"))
        assert attempt(project, database, Event(), forced=True)[0] is Outcome.FAILED
        assert attempt(publish, database, Event(), forced=True)[0] is Outcome.DONE


def test_every_job_of_an_installation_runs(database: Database, site: Settings) -> None:
    ingest(database, file(telegram(ARREST)))
    outcomes = {each.name: attempt(each, database, Event(), forced=True)[0] for each in jobs_of(site)}
    assert outcomes == {
        "project": Outcome.DONE,
        "publish": Outcome.DONE,
        "health": Outcome.QUIET,
        "verify": Outcome.DONE,
        "prune": Outcome.QUIET,
    }


def test_pruning_forgets_old_runs_but_never_the_last_of_a_job(
    database: Database, states: States, superuser: str
) -> None:
    for _ in range(3):
        attempt(job(well), database, Event(), forced=True)
    attempt(job(well, "b"), database, Event(), forced=True)
    with psycopg.connect(superuser) as connection:
        connection.execute(
            "UPDATE jobs.runs SET started_at = started_at - interval '100 days', "
            "finished_at = finished_at - interval '100 days'"
        )
    assert states.prune(days=200) == 0
    assert states.prune(days=90) == 2
    assert sorted(run.job for run in states.history()) == ["a", "b"]
