"""What readers are told: each thing once, and nothing that is no news of the world but in sum."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import feedparser
import psycopg
import pytest
from sqlalchemy import text

from jobs.publish import publish
from tests.database.invented import ARREST, ATTACK, SEIZURE, file, project, telegram
from tests.database.test_erasure import erase_at
from tests.database.test_projections import OPERATION, forget, rows, state
from tests.database.transfers import exported, imported, opened
from tracker.cables.telegram import read_telegram
from tracker.deciding.desk import Desk
from tracker.decision_events import Ground
from tracker.events import DevelopmentRecorded, SummaryRecorded
from tracker.extraction.pipeline import extract
from tracker.ingest import Ingest
from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Server
    from tracker.cables.model import Cable
    from tracker.cables.raw_files import RawFile
    from tracker.cables.telegram import PrintedCable
    from tracker.database import Database
    from tracker.ingest import Summary
    from tracker.reports import Report
    from tracker.settings import Settings

CABLES = 12
FIRST = [
    file(telegram(ARREST, f"{SEIZURE} This is the note of day {serial}.", serial=serial), f"{serial}.txt")
    for serial in range(5000, 5000 + CABLES)
]


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, base_url="https://cables.example.org", data=tmp_path)


@pytest.fixture
def another(embedded: tuple[Server, Settings]) -> Iterator[Database]:
    """A second empty database on the same server."""
    with opened(embedded) as database:
        yield database


def record(database: Database, *files: RawFile, backfill: bool | None = None) -> Summary:
    """Record files and tell of them, as `tracker ingest` does."""
    summary = Ingest(database.engine("writer"), actor="a test", backfill=backfill).run(files)
    project(database)
    return summary


def told(database: Database) -> list[dict[str, Any]]:
    """What readers are told one by one, in the order of the log."""
    return sorted((row for row in rows(database, "developments") if not row["quiet"]), key=lambda row: row["position"])


def read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the extractor: it counts one more arrested, misses seizures, and finds the attack twice."""

    def otherwise(cable: Cable) -> tuple[Report, ...]:
        found = [report for report in extract(cable) if report.kind != "seizure"]
        return tuple(replace(each, count=each.count + 1) if each.count else each for each in found)

    monkeypatch.setattr("tracker.extraction.pipeline.extract", otherwise)
    monkeypatch.setattr("tracker.revisions.EXTRACTOR_VERSION", "99")


def test_another_reading_of_many_cables_is_one_entry(
    database: Database, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(database, *FIRST)
    publish(database, site)
    before = told(database)
    first = feedparser.parse((site.public / "feeds/all.atom").read_bytes()).entries
    read_otherwise(monkeypatch)
    summary = record(database, *FIRST)
    assert (summary.reports_corrected, summary.reports_withdrawn) == (CABLES, CABLES)
    newest = told(database)[len(before) :]
    assert [row["kind"] for row in newest] == ["read-again"]
    (row,) = newest
    assert (row["facts"], row["reference_id"], row["incident_id"], row["extractor"]) == (None, None, None, "99")
    quiet = [each for each in rows(database, "developments") if each["quiet"]]
    assert sorted(each["kind"] for each in quiet) == ["figure-changed"] * CABLES + ["retracted"] * CABLES
    assert {each["summary_id"] for each in quiet} == {row["development_id"]}
    assert row["updated_at"] == max(each["published_at"] for each in quiet)
    publish(database, site)
    entries = feedparser.parse((site.public / "feeds/all.atom").read_bytes()).entries
    assert entries[0].title == (
        f"Read again by machine: of what {CABLES} cables tell, {CABLES} changed and {CABLES} no longer found"
    )
    assert [entry.id for entry in entries[1:]] == [entry.id for entry in first]
    # What was published stays, and says what became of it.
    standing = [tag.term for entry in entries[1:] for tag in entry.tags if tag.scheme.endswith(":standing")]
    assert sorted(standing) == ["corrected"] * CABLES + ["retracted"] * CABLES
    archived = feedparser.parse((site.public / f"feeds/all/1-{2 * CABLES}.atom").read_bytes()).entries
    assert {entry.id.rpartition("/")[2] for entry in archived} == {str(each["development_id"]) for each in quiet}
    gulf = feedparser.parse((site.public / "feeds/cartels/gulf.atom").read_bytes()).entries
    assert [entry.id for entry in gulf if "Read again" in entry.title] == [entries[0].id]


def test_a_run_that_is_told_of_while_it_goes_on_has_one_summary(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(database, *FIRST)
    read_otherwise(monkeypatch)
    Ingest(database.engine("writer"), actor="a test").run(FIRST, progress=lambda _: project(database))
    assert [row["kind"] for row in told(database)].count("read-again") == 1
    log = Log(database.engine("writer"))
    (summary,) = [each.event for each in log.read_all() if isinstance(each.event, SummaryRecorded)]
    named = {each.event.summary_id for each in log.read_all() if isinstance(each.event, DevelopmentRecorded)}
    assert named == {None, summary.development_id}


def test_each_run_has_a_summary_of_its_own(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    record(database, *FIRST)
    read_otherwise(monkeypatch)
    record(database, *FIRST[:2])
    record(database, *FIRST[2:4])
    assert [row["kind"] for row in told(database)].count("read-again") == 2


def test_a_reading_that_changes_nothing_of_substance_tells_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hedged(cable: Cable) -> tuple[Report, ...]:
        return tuple(replace(report, certain=False) for report in extract(cable))

    record(database, *FIRST)
    before = rows(database, "developments")
    monkeypatch.setattr("tracker.extraction.pipeline.extract", hedged)
    monkeypatch.setattr("tracker.revisions.EXTRACTOR_VERSION", "99")
    assert record(database, *FIRST).reports_corrected == 2 * CABLES
    assert rows(database, "developments") == before


def test_a_text_that_only_the_parser_changed_is_read_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def corrected(printed: PrintedCable) -> Cable:
        return read_telegram(replace(printed, telegram=printed.telegram.replace("four members", "five members")))

    record(database, *FIRST)
    monkeypatch.setattr("tracker.cables.reading.read_telegram", corrected)
    assert record(database, *FIRST).changed == CABLES
    newest = [row["kind"] for row in told(database)][2 * CABLES :]
    assert newest == ["read-again"]


def test_a_text_that_changed_is_told_of_singly(database: Database) -> None:
    record(database, *FIRST)
    changed = telegram(ARREST.replace("four", "six"), f"{SEIZURE} This is the note of day 5000.", serial=5000)
    record(database, file(changed, "5000.txt"))
    assert [row["kind"] for row in told(database)][2 * CABLES :] == ["figure-changed"]


def test_a_backfill_is_one_entry(database: Database, site: Settings) -> None:
    record(database, file(telegram(ATTACK, serial=4000), "4000.txt"))
    publish(database, site)
    summary = record(database, *FIRST, backfill=True)
    assert (summary.told_singly, summary.told_in_sum) == (0, CABLES)
    assert [row["kind"] for row in told(database)] == ["new-incident", "backfilled"]
    publish(database, site)
    entries = feedparser.parse((site.public / "feeds/all.atom").read_bytes()).entries
    assert entries[0].title == (f"Older cables recorded: {2 * CABLES} reports in {CABLES} cables of 2007")
    assert len(entries) == 2
    pages = {path.stem for path in (site.public / "incidents").glob("*.html")}
    assert {str(row["incident_id"]) for row in rows(database, "incidents")} <= pages


def test_of_a_large_release_the_first_cables_are_told_of_singly(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.ingest.TOLD_SINGLY", 9)
    summary = record(database, *FIRST)
    assert (summary.told_singly, summary.told_in_sum) == (5, CABLES - 5)
    listed = told(database)
    assert len({row["reference_id"] for row in listed if row["kind"] != "backfilled"}) == 5
    assert [row["kind"] for row in listed].count("backfilled") == 1
    assert record(database, file(telegram(ATTACK, serial=4000), "4000.txt")).told_singly == 1
    assert told(database)[-1]["kind"] == "new-incident"


def test_cables_that_report_nothing_do_not_count(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.ingest.TOLD_SINGLY", 2)
    silent = [file(telegram("Nothing happened.", serial=serial), f"{serial}.txt") for serial in range(1, 5)]
    summary = record(database, *silent, FIRST[0])
    assert (summary.new, summary.told_singly, summary.told_in_sum) == (5, 1, 0)


def test_a_large_release_that_comes_in_pieces_floods_nobody_either(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.ingest.TOLD_SINGLY", 9)
    ingest = Ingest(database.engine("writer"), actor="a test")
    summaries = [ingest.run(FIRST[start : start + 4]) for start in range(0, CABLES, 4)]
    project(database)
    assert [summary.told_singly for summary in summaries] == [4, 1, 0]
    assert [row["kind"] for row in told(database)].count("backfilled") == 1


def test_a_large_release_is_told_of_singly_where_that_is_asked_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.ingest.TOLD_SINGLY", 9)
    record(database, *FIRST, backfill=False)
    assert len(told(database)) == 2 * CABLES
    assert not [row for row in rows(database, "developments") if row["quiet"]]


def test_a_rebuild_and_a_lost_checkpoint_announce_nothing(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(database, *FIRST)
    read_otherwise(monkeypatch)
    record(database, *FIRST)
    live, head = state(database), Log(database.engine("writer")).head()
    with psycopg.connect(superuser) as connection:
        connection.execute("DELETE FROM jobs.checkpoints")
    for batch in (1, 7, 5_000):
        forget(superuser)
        Runner(database.engine("projector"), PROJECTIONS, batch=batch).catch_up()
        assert state(database) == live
        project(database)
    assert Log(database.engine("writer")).head() == head


def test_a_restored_log_publishes_the_same(
    database: Database, another: Database, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(database, *FIRST)
    read_otherwise(monkeypatch)
    record(database, *FIRST)
    publish(database, site)
    project(database)
    imported(another, exported(database))
    project(another)
    elsewhere = replace(site, data=site.data / "elsewhere")
    elsewhere.data.mkdir()
    publish(another, elsewhere)
    first, second = (
        {path.relative_to(one.public): path.read_bytes() for path in one.public.rglob("*.*") if path.name[0] != "."}
        for one in (site, elsewhere)
    )
    assert first == second
    assert first


def test_a_summary_stays_where_what_it_sums_up_is_erased(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(database, *FIRST[:2])
    read_otherwise(monkeypatch)
    record(database, *FIRST[:2])
    before = rows(database, "developments")
    quiet = next(row for row in before if row["quiet"])
    erase_at(database, quiet["position"])
    after = rows(database, "developments")
    (notice,) = [row for row in after if row["kind"] == "erased"]
    for name in ("development_id", "quiet", "summary_id", "published_at"):
        assert notice[name] == quiet[name]
    live = state(database)
    forget(superuser)
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    assert state(database) == live


def test_two_that_announce_at_once_tell_each_thing_once(database: Database) -> None:
    Ingest(database.engine("writer"), actor="a test").run(FIRST)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(project, [database] * 3))
    assert len(told(database)) == 2 * CABLES
    with database.engine("reader").connect() as connection:
        twice = "SELECT report_id FROM read.developments GROUP BY report_id HAVING count(*) > 1"
        assert connection.execute(text(twice)).all() == []


def test_what_was_withheld_is_the_same_in_every_feed_when_all_is_folded_anew(
    database: Database, superuser: str
) -> None:
    """The notice stays in its operation's feed, what was corrected stays so, and what changed last tells the time."""
    Ingest(database.engine("writer"), actor="a test").run([file(telegram(OPERATION, ARREST))])
    project(database)
    reports = {row["kind"]: str(row["report_id"]) for row in rows(database, "reports")}
    desk = Desk(database.engine("writer"), actor="Ana Reviewer")
    desk.correct(reports["operation"], {"personnel": 2000}, reason="The cable says so.")
    desk.correct(reports["arrest"], {"count": 5}, reason="The cable says so.")
    project(database)
    desk.withhold(reports["operation"], ground=Ground.SAFETY, reason="They would find him.")
    withheld = desk.withhold(reports["arrest"], ground=Ground.SAFETY, reason="They would find him.")
    project(database)
    desk.restore(str(withheld.plan.decision_id), reason="He is safe.")
    project(database)
    live = rows(database, "developments")
    assert len([row for row in live if row["kind"] == "withheld" and row["operations"]]) == 3
    forget(superuser)
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    assert rows(database, "developments") == live
