from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import feedparser
import pytest
from lxml import etree

from feeds import atom
from feeds.documents import Document
from feeds.entries import Threads, entry
from feeds.rows import Development, DevelopmentKind
from feeds.site import Site
from feeds.topics import Topic, topics
from tests.unit.feeds.invented import ALL_FACTS, ARREST, BORN, SAMPLE_SITE, SITE, development

ATOM = "{http://www.w3.org/2005/Atom}"
ALL: Topic = topics((), (), ())[0]


def rendered(rows: Sequence[Development], site: Site = SITE, **marks: object) -> bytes:
    threads = Threads(rows)
    entries = [entry(row, threads, site) for row in reversed(rows)]
    document = Document(topic=ALL, entries=entries)
    return atom.render(replace(document, **marks), site)  # type: ignore[arg-type]  # the caller names fields


def news() -> list[Development]:
    rows = [development(number, facts) for number, facts in enumerate(ALL_FACTS, start=1)]
    later = development(9, ARREST, kind=DevelopmentKind.RETRACTED, withdrawn=True, withdrawn_reason="Misread.")
    later = replace(later, report_ids=rows[0].report_ids)
    rows[0] = replace(rows[0], corrected_by=later.development_id, withdrawn=True, updated_at=later.published_at)
    return [*rows, later]


def text(element: etree._Element, name: str) -> str:
    [found] = element.findall(ATOM + name)
    return found.text or ""


def moment(element: etree._Element, name: str) -> datetime:
    found = datetime.fromisoformat(text(element, name))
    assert found.tzinfo is not None
    return found


@pytest.mark.parametrize("rows", [[], news()], ids=["quiet", "news"])
def test_a_feed_has_what_rfc_4287_requires(rows: list[Development]) -> None:
    feed = etree.fromstring(rendered(rows))
    assert feed.tag == f"{ATOM}feed"
    assert text(feed, "id").startswith("tag:tracker.example,2011-01-01:feed/all")
    assert text(feed, "title")
    assert text(feed, "author/" + ATOM + "name") == "Cable Tracker"
    assert moment(feed, "updated") == max((row.updated_at for row in rows), default=BORN)
    rels = [link.get("rel") for link in feed.findall(f"{ATOM}link")]
    assert rels == ["self", "alternate"]
    assert all(link.get("href", "").startswith("https://") for link in feed.iter(f"{ATOM}link"))


def test_entries_have_what_rfc_4287_requires_and_are_newest_first() -> None:
    entries = etree.fromstring(rendered(news())).findall(f"{ATOM}entry")
    assert len({text(found, "id") for found in entries}) == len(entries) == len(news())
    for found in entries:
        assert text(found, "title")
        assert moment(found, "updated") >= moment(found, "published")
        [content] = found.findall(f"{ATOM}content")
        assert content.get("type") == "html"
        alternates = [link for link in found.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert alternates == found.findall(f"{ATOM}link")[:1]
        assert all(category.get("term") and category.get("scheme") for category in found.findall(f"{ATOM}category"))
    assert all(moment(newer, "published") > moment(older, "published") for newer, older in pairwise(entries))


def test_links_keep_their_attributes() -> None:
    [found] = etree.fromstring(rendered([development(1)])).findall(f"{ATOM}entry")
    assert dict(found.findall(f"{ATOM}link")[1].attrib.items()) == {
        "href": "https://tracker.example/cables/07SAMPLE12#p2",
        "rel": "related",
        "type": "text/html",
        "title": "Cable 07SAMPLE12",
    }


def test_a_reader_takes_it_without_complaint() -> None:
    found = feedparser.parse(rendered(news()))
    assert not found.bozo
    assert len(found.entries) == len(news())
    assert found.entries[0].link.startswith("https://tracker.example/incidents/")
    assert "Misread." in found.entries[0].content[0].value


def test_a_retraction_is_threaded_to_what_it_retracts() -> None:
    feed = etree.fromstring(rendered(news()))
    first, last = feed.findall(f"{ATOM}entry")[-1], feed.findall(f"{ATOM}entry")[0]
    [reply] = last.findall(f"{{{atom.THREAD}}}in-reply-to")
    assert reply.get("ref") == text(first, "id")
    assert not first.findall(f"{{{atom.THREAD}}}in-reply-to")


def test_namespaces_are_declared_only_where_they_are_used() -> None:
    assert list(etree.fromstring(rendered([])).nsmap) == [None]
    assert set(etree.fromstring(rendered([development(1)])).nsmap) == {None, "log", "georss"}


def test_an_archive_says_so_and_links_to_its_neighbours() -> None:
    written = rendered([development(1)], name="2", previous="1", following="3")
    feed = etree.fromstring(written)
    assert len(feed.findall(f"{{{atom.HISTORY}}}archive")) == 1
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": "https://tracker.example/feeds/all/2.atom",
        "alternate": "https://tracker.example/",
        "current": "https://tracker.example/feeds/all.atom",
        "prev-archive": "https://tracker.example/feeds/all/1.atom",
        "next-archive": "https://tracker.example/feeds/all/3.atom",
    }


def test_a_feed_tells_the_newest_event_of_the_log_that_it_shows() -> None:
    [newest] = etree.fromstring(rendered(news())).findall(f"{{{atom.LOG}}}newest")
    assert dict(newest.attrib.items()) == {"position": "27", "hash": f"{9:064x}"}


def test_a_sample_is_marked_where_readers_look() -> None:
    found = feedparser.parse(rendered(news(), SAMPLE_SITE)).feed
    assert "sample data" in found.title
    assert found.subtitle.startswith("Sample data: written for demonstration, not real cables.")


@pytest.mark.parametrize("site", [SITE, SAMPLE_SITE])
@pytest.mark.parametrize("topic", topics((), (), ())[::7])
def test_every_feed_says_that_a_machine_read_it(topic: Topic, site: Site) -> None:
    found = feedparser.parse(atom.render(Document(topic=topic, entries=()), site)).feed
    assert found.subtitle.endswith("Read by machine from the cables; not checked unless an entry says so.")


def test_the_same_rows_give_the_same_bytes() -> None:
    assert rendered(news()) == rendered(news())
