"""What many developments come to together is one entry, and each of them stays to be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import html

from feeds import archive
from feeds.publish import publish_snapshot
from feeds.rows import Development, DevelopmentKind, Known, News, Summary
from feeds.summaries import summary_entry, summary_title, summed
from feeds.topics import order
from tests.unit.feeds.invented import (
    ALL_FACTS,
    ARREST,
    BORN,
    CABLE_DATE,
    SITE,
    development,
    snapshot,
)
from tracker.types import DevelopmentId, ReferenceId

NOW = BORN + timedelta(days=30)


def summary(number: int, kind: DevelopmentKind = DevelopmentKind.READ_AGAIN) -> Summary:
    like = development(number)
    return Summary(
        development_id=like.development_id,
        position=like.position,
        log_hash=like.log_hash,
        kind=kind,
        published_at=like.published_at,
        updated_at=like.published_at + timedelta(hours=1),
        extractor="1.2.3+abc",
    )


def quiet(number: int, told: Summary, **changes: object) -> Development:
    facts = ALL_FACTS[number % len(ALL_FACTS)]
    return replace(development(number, facts, **changes), quiet=True, summary_id=told.development_id)


def read_again(first: int, many: int, **changes: object) -> tuple[Summary, list[Development]]:
    told = summary(first)
    return told, [quiet(number, told, **changes) for number in range(first + 1, first + 1 + many)]


def test_a_title_tells_what_a_new_reading_comes_to() -> None:
    told = summary(1)
    rows = (
        quiet(2, told, kind=DevelopmentKind.CORRECTED),
        quiet(3, told, kind=DevelopmentKind.FIGURE_CHANGED),
        quiet(4, told, kind=DevelopmentKind.RETRACTED),
        quiet(5, told, reference_id="08SAMPLE1", all_facts=(ARREST, ARREST)),
        quiet(6, told, kind=DevelopmentKind.ALSO_REPORTED),
    )
    assert summary_title(summed(told, rows)) == (
        "Read again by machine: of what 2 cables tell, 2 changed, 1 no longer found and 3 newly found"
    )
    assert [row.kind for row in summed(told, rows).listed][:3] == ["retracted", "corrected", "figure-changed"]


def test_a_title_tells_what_older_cables_come_to() -> None:
    told = summary(1, DevelopmentKind.BACKFILLED)
    rows = [quiet(2, told), quiet(3, told, reference_id="08SAMPLE1", cable_date=CABLE_DATE.replace(year=2009))]
    assert summary_title(summed(told, rows)) == "Older cables recorded: 2 reports in 2 cables of 2007 to 2009"
    assert summary_title(summed(told, rows[:1])) == "Older cables recorded: 1 report in 1 cable of 2007"


def test_an_entry_leads_to_the_list_of_all_and_stays_small() -> None:
    told, rows = read_again(1, 400, facts_before=ARREST, kind=DevelopmentKind.CORRECTED)
    entry = summary_entry(summed(told, rows), SITE)
    address = f"https://tracker.example/summaries/{told.development_id}"
    assert entry.links[0].href == address
    assert f'<a href="{address}">All of them</a>' in entry.body
    assert len(entry.body.encode()) <= 4096
    assert entry.body.count("<li>") > 8
    assert (entry.published, entry.updated) == (told.published_at, told.updated_at)


@pytest.mark.parametrize("many", [1, 49, 50, 51, 130])
def test_readers_are_told_once_and_archives_hold_the_rest(tmp_path: Path, many: int) -> None:
    before = [development(number) for number in range(1, 71)]
    told, rows = read_again(100, many)
    after = [development(number) for number in range(400, 420)]
    publish_snapshot(replace(snapshot(before), incidents=()), tmp_path, SITE, NOW)
    first = ids(tmp_path, "feeds/all.atom")
    done = snapshot([*before, *rows, *after])
    publish_snapshot(replace(done, summaries=(told,)), tmp_path, SITE, NOW)
    shown = ids(tmp_path, "feeds/all.atom")
    loud: list[News] = sorted([*before, told, *after], key=order, reverse=True)
    assert shown == [tag(row.development_id) for row in loud]
    assert shown[21:] == first
    walked = list(walk(tmp_path))
    assert sorted(walked) == sorted(tag(row.development_id) for row in [*loud, *rows])


def test_every_document_is_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ARCHIVE_SIZE", 5)
    loud = [development(number) for number in range(1, 60, 2)]
    told = summary(60)
    rows = [quiet(number, told) for number in range(61, 73)]
    later = [development(number) for number in range(80, 88)]
    publish_snapshot(replace(snapshot([*loud, *rows, *later]), summaries=(told,)), tmp_path, SITE, NOW)
    documents = [tmp_path / "feeds/all.atom", *(tmp_path / "feeds/all").glob("*.atom")]
    assert len(documents) > 5
    for document in documents:
        entries = [(entry.published, entry.id) for entry in feedparser.parse(document.read_bytes()).entries]
        assert entries == sorted(entries, reverse=True), document.name


def test_the_page_of_a_summary_lists_each_of_its_developments(tmp_path: Path) -> None:
    told, rows = read_again(1, 30, kind=DevelopmentKind.RETRACTED)
    publish_snapshot(replace(snapshot(rows), summaries=(told,)), tmp_path, SITE, NOW)
    page = html.fromstring((tmp_path / f"summaries/{told.development_id}.html").read_bytes())
    linked = {link.get("href") for article in page.iter("article") for link in article.iter("a")}
    assert {f"/incidents/{row.incident_id}" for row in rows if len(row.all_facts) < 2} <= linked
    home = (tmp_path / "index.html").read_text()
    assert f"/summaries/{told.development_id}" in home
    assert "Read again by machine" in home


def test_a_former_incident_leads_to_the_one_that_it_is_part_of(tmp_path: Path) -> None:
    known = Known(reference_id=ReferenceId("07SAMPLE3"), facts=ARREST)
    first = development(1, ARREST)
    also = development(2, ARREST, incident_id=first.incident_id, known=(known,), kind=DevelopmentKind.ALSO_REPORTED)
    done = snapshot([first, also])
    merged = replace(done.incidents[0], report_ids=(*first.report_ids, *also.report_ids))
    publish_snapshot(replace(done, incidents=(merged,)), tmp_path, SITE, NOW)
    page = (tmp_path / f"incidents/{also.report_ids[0]}.html").read_text()
    target = f"https://tracker.example/incidents/{first.incident_id}"
    assert f'<meta http-equiv="refresh" content="0; url={target}">' in page
    assert f'<link rel="canonical" href="{target}">' in page


def tag(development_id: DevelopmentId) -> str:
    return SITE.tag(f"development/{development_id}")


def ids(directory: Path, path: str) -> list[str]:
    found = feedparser.parse((directory / path).read_bytes())
    assert not found.bozo
    return [entry.id for entry in found.entries]


def walk(directory: Path) -> list[str]:
    """The ids of all entries of the feed of everything, from document to document."""
    walked: list[str] = []
    path = "feeds/all.atom"
    while path:
        walked += ids(directory, path)
        links = feedparser.parse((directory / path).read_bytes()).feed.links
        previous = next((link.href for link in links if link.rel == "prev-archive"), "")
        path = previous.removeprefix(f"{SITE.base_url}/")
    return walked
