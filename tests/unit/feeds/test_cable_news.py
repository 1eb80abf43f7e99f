"""The feed of new cables: an entry a cable, with an id for ever, and no flood."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import feedparser
import pytest

from feeds import cable_news
from feeds.documents import Document
from feeds.formats import Format
from feeds.publish import publish_snapshot
from feeds.rendering import render
from feeds.rows import RecordedCable
from feeds.topics import new_cables
from tests.feed_rules import faults, ids
from tests.unit.feeds.invented import BORN, SITE, cable, development, snapshot
from tracker.types import Position

if TYPE_CHECKING:
    from pathlib import Path


def recorded(reference_id: str = "07SAMPLE12", **changes: object) -> RecordedCable:
    return RecordedCable(
        cable=cable(reference_id, **changes), position=Position(5), log_hash=f"{5:064x}", changed_at=BORN
    )


def test_an_entry_says_what_a_reader_wants_to_know_before_opening_a_cable() -> None:
    made = cable_news.entry(recorded(), SITE)
    assert made.id == "tag:tracker.example,2011-01-01:cable/07SAMPLE12"
    assert made.title == (
        "New cable: AN INVENTED REPORT ON AN INVENTED CAMPAIGN (Embassy Sample, 16 Feb 2007, 07SAMPLE12)"
    )
    assert [link.href for link in made.links] == ["https://tracker.example/cables/07SAMPLE12"]
    assert "<li>Classification: CONFIDENTIAL</li>" in made.body
    assert [category.term for category in made.categories] == ["PGOV", "SNAR"]
    assert (made.position, made.log_hash) == (5, f"{5:064x}")


def test_a_cable_of_which_little_is_told_has_an_entry_too() -> None:
    made = cable_news.entry(recorded(subject=None, origin=None, cable_date=None, tags=()), SITE)
    assert made.title == "New cable (07SAMPLE12)"


def test_a_cable_without_a_page_leads_to_the_list_of_the_newest() -> None:
    made = cable_news.entry(recorded(), SITE, has_page=False)
    assert [link.href for link in made.links] == ["https://tracker.example/cables"]
    assert "/cables/07SAMPLE12" not in made.body
    assert cable_news.news(recorded(), has_page=False).href == "/cables"


@pytest.mark.parametrize("form", Format)
def test_the_feed_keeps_the_rules(form: Format) -> None:
    hostile = "<b>\x00 ]]> &amp; \u202e</b> &lt;i&gt; &P5 &alpha \ufffd\ufdd0 Michoac\xc3\xa1n &amp;amp;lt;" * 40
    later = BORN + timedelta(seconds=1)
    told = {"subject": hostile, "origin": hostile, "tags": (hostile, " "), "recorded_at": later}
    rows = [recorded("07SAMPLE13", **told), recorded()]
    told_of = [cable_news.entry(rows[0], SITE, has_page=False), cable_news.entry(rows[1], SITE)]
    for listed in (told_of, []):
        document = Document(topic=new_cables(), entries=listed)
        assert faults(f"cables.{form}", render(document, form, SITE)) == []


def test_a_large_release_does_not_flood(tmp_path: Path) -> None:
    told = snapshot([development(1)])
    many = [cable(f"07SAMPLE{number}", recorded_at=BORN + timedelta(seconds=number)) for number in range(200)]
    publish_snapshot(replace(told, cables=tuple(many)), tmp_path, SITE, BORN)
    told_of = [ids(f"cables.{form}", (tmp_path / f"feeds/cables.{form}").read_bytes()) for form in Format]
    assert told_of[0] == told_of[1] == told_of[2]
    assert [each.rpartition("/")[2] for each, _ in told_of[0]] == [
        f"07SAMPLE{number}" for number in range(199, 149, -1)
    ]
    page = (tmp_path / "cables.html").read_text()
    assert page.count("<article") == 50
    assert "150 more are in the" in page


@pytest.mark.parametrize("count", [0, 1, 99, 100, 163])
def test_a_walk_through_the_archives_finds_each_cable_once(tmp_path: Path, count: int) -> None:
    many = [cable(f"07SAMPLE{number}", recorded_at=BORN + timedelta(seconds=number)) for number in range(count)]
    publish_snapshot(replace(snapshot([]), cables=tuple(many)), tmp_path, SITE, BORN)
    found: list[str] = []
    path = "feeds/cables.atom"
    while path:
        data = (tmp_path / path).read_bytes()
        assert faults(path, data) == []
        found += [each.rpartition("/")[2] for each, _ in ids(path, data)]
        links = {link.rel: link.href for link in feedparser.parse(data).feed.links}
        path = links.get("prev-archive", "").removeprefix("https://tracker.example/")
    assert found == [f"07SAMPLE{number}" for number in reversed(range(count))]
