"""RSS and JSON Feed beside Atom, and the list of feeds: the same entries, told in each format's own way."""

from __future__ import annotations

import calendar
import json
import locale
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import cast

import feedparser
import pytest
from lxml import etree

from feeds import opml
from feeds.documents import Document
from feeds.entries import Entry, Threads, entry
from feeds.formats import Format
from feeds.points import points
from feeds.rendering import alternates, render, renderings
from feeds.rows import Development, DevelopmentKind
from feeds.site import Site
from feeds.topics import Family, Topic, topics
from tests.unit.feeds.invented import ALL_FACTS, ARREST, BORN, SAMPLE_SITE, SITE, development
from tracker.types import JsonObject

ALL: Topic = topics((), (), ())[0]
HUB = replace(SITE, hub="https://hub.example/")
ATOM = "{http://www.w3.org/2005/Atom}"
GEORSS = "{http://www.georss.org/georss}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def news() -> list[Development]:
    rows = [development(number, facts) for number, facts in enumerate(ALL_FACTS, start=1)]
    later = development(9, ARREST, kind=DevelopmentKind.RETRACTED, withdrawn=True, withdrawn_reason="Misread.")
    later = replace(later, report_ids=rows[0].report_ids)
    rows[0] = replace(rows[0], corrected_by=later.development_id, withdrawn=True, updated_at=later.published_at)
    return [*rows, later]


def document(rows: list[Development], site: Site = SITE) -> Document:
    threads = Threads(rows)
    return Document(topic=ALL, entries=[entry(row, threads, site) for row in reversed(rows)])


def channel(written: bytes) -> etree._Element:
    root = etree.fromstring(written)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    [found] = root
    return found


def as_json(written: bytes) -> JsonObject:
    return cast("JsonObject", json.loads(written))


def items(written: JsonObject) -> list[JsonObject]:
    return cast("list[JsonObject]", written["items"])


def own(written: JsonObject) -> JsonObject:
    return cast("JsonObject", written["_tracker"])


def test_every_format_has_the_same_entries_in_the_same_order() -> None:
    made = document(news())
    rss, atom = (feedparser.parse(render(made, form, SITE)) for form in (Format.RSS, Format.ATOM))
    told = items(as_json(render(made, Format.JSON, SITE)))
    assert [row.id for row in rss.entries] == [row.id for row in atom.entries] == [row["id"] for row in told]
    assert [row.title for row in rss.entries] == [row.title for row in atom.entries] == [row["title"] for row in told]
    assert [row.link for row in rss.entries] == [row.link for row in atom.entries] == [row["url"] for row in told]
    bodies = [row.content[0].value for row in atom.entries]
    assert [row.summary for row in rss.entries] == bodies
    assert [row["content_html"] for row in told] == [each.body for each in made.entries if isinstance(each, Entry)]


def test_the_addresses_of_the_formats_differ_in_their_endings_only() -> None:
    made = replace(document(news()), name="2")
    assert [address for address, _ in renderings(made, SITE)] == [
        "/feeds/all/2.atom",
        "/feeds/all/2.rss",
        "/feeds/all/2.json",
    ]


def test_rss_dates_are_the_entries_own_in_any_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the locale of the process was touched")

    monkeypatch.setattr(locale, "setlocale", refuse)
    found = channel(render(document(news()), Format.RSS, SITE))
    assert found.findtext("lastBuildDate") == "Sat, 01 Jan 2011 12:09:00 +0000"
    dates = [item.findtext("pubDate") or "" for item in found.findall("item")]
    assert dates[-1] == "Sat, 01 Jan 2011 12:01:00 +0000"
    assert parsedate_to_datetime(dates[0]) == BORN + timedelta(minutes=9)
    changed = [item.findtext(f"{ATOM}updated") for item in found.findall("item")]
    assert changed == [None] * 6 + ["2011-01-01T12:09:00.000000000003+00:00"]


@pytest.mark.parametrize("form", Format)
def test_an_empty_feed_is_as_old_as_the_site(form: Format) -> None:
    written = render(Document(topic=ALL, entries=()), form, SITE)
    if form is Format.JSON:
        told = as_json(written)
        assert told["items"] == []
        assert "newest" not in own(told)
        assert datetime.fromisoformat(str(own(told)["updated"])) == BORN
    else:
        found = feedparser.parse(written)
        assert not found.bozo
        assert found.entries == []
        assert calendar.timegm(found.feed.updated_parsed) == BORN.timestamp()


@pytest.mark.parametrize("form", [Format.ATOM, Format.RSS])
def test_an_archive_is_marked_in_rss_as_in_atom(form: Format) -> None:
    made = replace(document(news()), name="2", previous="1", following="3")
    root = etree.fromstring(render(made, form, HUB))
    head = root if form is Format.ATOM else root[0]
    assert len(head.findall("{http://purl.org/syndication/history/1.0}archive")) == 1
    links = {link.get("rel"): link.get("href") for link in head.findall(f"{ATOM}link")}
    assert links.pop("alternate", "https://tracker.example/") == "https://tracker.example/"
    assert links == {
        "self": f"https://tracker.example/feeds/all/2.{form}",
        "current": f"https://tracker.example/feeds/all.{form}",
        "prev-archive": f"https://tracker.example/feeds/all/1.{form}",
        "next-archive": f"https://tracker.example/feeds/all/3.{form}",
    }


def test_json_leads_to_the_older_entries() -> None:
    told = as_json(render(replace(document(news()), name="2", previous="1"), Format.JSON, SITE))
    assert told["feed_url"] == "https://tracker.example/feeds/all/2.json"
    assert told["next_url"] == "https://tracker.example/feeds/all/1.json"
    assert "next_url" not in as_json(render(document(news()), Format.JSON, SITE))


@pytest.mark.parametrize("form", Format)
def test_a_hub_is_named_by_what_readers_poll_and_by_nothing_else(form: Format) -> None:
    made = document(news())
    assert b"https://hub.example/" in render(made, form, HUB)
    assert b"https://hub.example/" not in render(replace(made, name="1"), form, HUB)
    assert not any(mark in render(made, form, SITE) for mark in (b'rel="hub"', b'"hubs"'))


@pytest.mark.parametrize("form", Format)
def test_every_format_tells_the_newest_event_that_it_shows(form: Format) -> None:
    written = render(document(news()), form, SITE)
    if form is Format.JSON:
        assert own(as_json(written))["newest"] == {"position": 27, "hash": f"{9:064x}"}
    else:
        [newest] = etree.fromstring(written).iter("{https://github.com/cable-tracker/cable-tracker/ns/log}newest")
        assert dict(newest.attrib.items()) == {"position": "27", "hash": f"{9:064x}"}


def test_no_two_entries_that_one_correction_amends_changed_at_the_same_moment() -> None:
    late = BORN + timedelta(days=1)
    made = document([development(number, updated_at=late) for number in (1, 2, 1_000_000)])
    feed = etree.fromstring(render(made, Format.ATOM, SITE))
    moments = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(moments)) == 3
    assert {datetime.fromisoformat(moment) for moment in moments} == {late}
    assert feed.findtext(f"{ATOM}updated") == max(moments)


@pytest.mark.parametrize("form", [Format.ATOM, Format.RSS])
def test_an_entry_has_the_point_of_its_state(form: Format) -> None:
    written = etree.fromstring(render(document([development(1)]), form, SITE))
    [point] = written.iter(f"{GEORSS}point")
    assert point.text == "25.6 -99.9"


def test_json_has_what_atom_has_beside_it() -> None:
    [retraction, *_, first] = items(as_json(render(document(news()), Format.JSON, SITE)))
    assert own(retraction)["in_reply_to"] == [first["id"]]
    assert own(first)["review_status"] == "machine"
    assert own(first)["points"] == [{"name": "Nuevo Leon", "latitude": "25.6", "longitude": "-99.9"}]
    assert first["tags"] == ["New", "Retracted", "Not checked", "Arrest", "Juarez Cartel", "Nuevo Leon"]
    assert retraction["date_published"] == "2011-01-01T12:09:00+00:00"
    assert first["date_modified"] == "2011-01-01T12:09:00.000000000003+00:00"


def test_what_was_erased_leaves_a_tombstone_as_old_as_its_notice() -> None:
    erased = development(1, kind=DevelopmentKind.ERASED, updated_at=BORN + timedelta(days=1))
    made = document([erased, development(2)])
    feed = etree.fromstring(render(made, Format.ATOM, SITE))
    [tombstone] = feed.findall(TOMBSTONE)
    [notice] = [found for found in feed.findall(f"{ATOM}entry") if found.findtext(f"{ATOM}id") == tombstone.get("ref")]
    assert tombstone.get("when") == notice.findtext(f"{ATOM}updated") == "2011-01-02T12:00:00.000000000003+00:00"
    assert not list(notice.iter(f"{GEORSS}point"))
    deleted = [own(row).get("deleted") for row in items(as_json(render(made, Format.JSON, SITE)))]
    assert deleted == [None, True]


def test_the_list_of_feeds_names_each_once_by_group() -> None:
    known = topics((), (), ())
    root = etree.fromstring(opml.render(known, SITE))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    [body] = root.findall("body")
    assert [group.get("text") for group in body] == [
        "Everything",
        "Cartels",
        "Operations",
        "Kinds of events",
        "States",
    ]
    feeds = [feed.get("xmlUrl") for group in body for feed in group]
    assert feeds == [SITE.absolute(topic.feed) for topic in known]
    assert {feed.get("type") for group in body for feed in group} == {"rss"}
    assert "https://tracker.example/feeds/states/MX-TAM.atom" in feeds


def test_readers_find_every_format_of_a_feed_in_a_page() -> None:
    [arrests] = [topic for topic in topics((), (), ()) if (topic.family, topic.slug) == (Family.KINDS, "arrest")]
    assert [(each.media_type, each.title, each.href) for each in alternates(arrests, SAMPLE_SITE)] == [
        (
            "application/atom+xml",
            "Arrests – Cable Tracker (sample data)",
            "https://tracker.example/feeds/kinds/arrest.atom",
        ),
        (
            "application/rss+xml",
            "Arrests – Cable Tracker (sample data) (RSS)",
            "https://tracker.example/feeds/kinds/arrest.rss",
        ),
        (
            "application/feed+json",
            "Arrests – Cable Tracker (sample data) (JSON Feed)",
            "https://tracker.example/feeds/kinds/arrest.json",
        ),
    ]


def test_every_state_of_mexico_has_a_point_within_the_country() -> None:
    found = {topic.slug for topic in topics((), (), ()) if topic.family is Family.STATES}
    assert set(points()) == found
    for point in points().values():
        assert 14.5 < float(point.latitude) < 32.8
        assert -118.4 < float(point.longitude) < -86.7
