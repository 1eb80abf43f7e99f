"""Projecting and publishing: one at a time, and idempotent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import ANY

import feedparser
import pytest

from jobs.ingesting import kept
from jobs.locks import only_runner
from jobs.project import project
from jobs.publish import publish
from jobs.states import States
from tests.database.invented import ARREST, SEIZURE, file, ingest, telegram
from tracker.errors import ReleaseError, SettingsError
from tracker.ingest import Ingest, Summary
from tracker.log.log import Log

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.settings import Settings


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, base_url="https://cables.example.org", data=tmp_path)


def entries(folder: Path) -> list[str]:
    feed = feedparser.parse((folder / "feeds/all.atom").read_bytes())
    assert not feed.bozo
    return [entry.id for entry in feed.entries]


def test_what_is_ingested_is_published_once(database: Database, site: Settings) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE)))
    project(database)
    first = publish(database, site)
    assert first.written > 0
    assert len(entries(site.public)) == 2
    files = {path: path.stat().st_mtime_ns for path in site.public.rglob("*.*")}
    project(database)
    assert publish(database, site).written == 0
    assert {path: path.stat().st_mtime_ns for path in site.public.rglob("*.*")} == files


def test_a_correction_is_a_new_entry_and_keeps_the_ids_of_the_others(database: Database, site: Settings) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE)))
    project(database)
    publish(database, site)
    before = entries(site.public)
    ingest(database, file(telegram(ARREST.replace("four", "six"), SEIZURE)))
    project(database)
    publish(database, site)
    after = entries(site.public)
    assert after[1:] == before
    assert len(set(after)) == 3


def test_the_authority_is_settled_at_the_first_publish(database: Database, site: Settings) -> None:
    publish(database, site)
    moved = replace(site, base_url="https://elsewhere.example.net")
    publish(database, moved)
    feed = feedparser.parse((moved.public / "feeds/all.atom").read_bytes())
    assert feed.feed.id.startswith("tag:cables.example.org,")
    with pytest.raises(SettingsError, match="every subscriber would see every entry as new"):
        publish(database, replace(site, feed_authority="other.example.org"))


def test_publishing_changes_no_entry_of_the_log_after_the_first_time(database: Database, site: Settings) -> None:
    publish(database, site)
    head = Log(database.engine("writer")).head()
    publish(database, site)
    assert Log(database.engine("writer")).head() == head


def test_only_one_runner_at_a_time(database: Database) -> None:
    engine = database.engine("writer")
    with only_runner(engine, "refresh") as first, only_runner(engine, "refresh") as second:
        assert (first, second) == (True, False)
        with only_runner(engine, "another") as other:
            assert other
    with only_runner(engine, "refresh") as again:
        assert again


def test_publishing_without_settings_keeps_the_addresses(database: Database, site: Settings) -> None:
    publish(database, site)
    assert publish(database, replace(site, base_url=None)).written == 0
    feed = feedparser.parse((site.public / "feeds/all.atom").read_bytes())
    assert feed.feed.links[0].href == "https://cables.example.org/feeds/all.atom"


def test_an_ingest_is_in_the_history_with_what_came_of_it(database: Database) -> None:
    ingest = Ingest(database.engine("writer"), actor="a test")
    files = [file(telegram(ARREST)), file("Dear Sir, nothing here is a telegram.", "letter.txt")]
    kept(database.engine("writer"), [Path("somewhere/release")], lambda: ingest.run(files))
    [run] = States(database.engine("writer")).history("ingest")
    assert run.outcome == "done"
    assert run.finished_at >= run.started_at
    told = {name: run.summary[name] for name in ("sources", "files", "new", "changed", "reports_new", "refusals")}
    assert told == {"sources": ["release"], "files": 2, "new": 1, "changed": 0, "reports_new": 1, "refusals": 1}
    assert run.summary["refused"] == [{"source": "letter.txt", "reason": ANY}]


def test_an_ingest_that_fails_is_in_the_history_with_why(database: Database) -> None:
    def fail() -> Summary:
        raise ReleaseError("the log is closed")

    with pytest.raises(ReleaseError):
        kept(database.engine("writer"), [Path("release")], fail)
    [run] = States(database.engine("writer")).history("ingest")
    told = {"sources": ["release"], "error": str(ReleaseError("the log is closed"))}
    assert (run.outcome, run.summary) == ("failed", told)
