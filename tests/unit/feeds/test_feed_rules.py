"""Every document that is published keeps the rules of its format; and each rule finds who breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from feeds import opml
from feeds.documents import Document
from feeds.entries import Threads, entry
from feeds.formats import Format
from feeds.rendering import render
from feeds.rows import Development, DevelopmentKind, Known, Summary
from feeds.summaries import summary_entry, summed
from feeds.topics import topics
from tests.feed_rules import faults, ids
from tests.unit.feeds.invented import ALL_FACTS, AMBUSH, ARREST, SAMPLE_SITE, SITE, development
from tracker.types import DevelopmentId, Position, ReferenceId

if TYPE_CHECKING:
    from feeds.entries import Entry

HUB = replace(SITE, hub="https://hub.example/")
TOLD_ALONE = [kind for kind in DevelopmentKind if kind not in {DevelopmentKind.READ_AGAIN, DevelopmentKind.BACKFILLED}]


def rows() -> list[Development]:
    """A development of every kind about every kind of event, some of them amended."""
    made = [
        development(20 * number + nth, facts, kind=kind, all_facts=(facts, ARREST) if number % 2 else ())
        for number, facts in enumerate(ALL_FACTS, start=1)
        for nth, kind in enumerate(TOLD_ALONE)
    ]
    late = made[-1].published_at
    first, second, *_, last = made
    made[0] = replace(
        first, withdrawn=True, withdrawn_reason="Misread.", corrected_by=last.development_id, updated_at=late
    )
    made[1] = replace(second, known=(Known(reference_id=ReferenceId("07SAMPLE1"), facts=AMBUSH),), updated_at=late)
    return sorted(made, key=lambda row: row.published_at)


def entries() -> list[Entry]:
    told = rows()
    threads = Threads(told)
    newest = told[-1]
    summary = Summary(
        development_id=DevelopmentId(UUID(int=7)),
        position=Position(newest.position + 1),
        log_hash=f"{7:064x}",
        kind=DevelopmentKind.BACKFILLED,
        published_at=newest.published_at + timedelta(seconds=1),
        updated_at=newest.published_at + timedelta(seconds=1),
        extractor="1",
    )
    return [summary_entry(summed(summary, told), SITE), *(entry(row, threads, SITE) for row in reversed(told))]


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize(("archive", "previous"), [("", "1"), ("1", ""), ("2-17", "1")])
@pytest.mark.parametrize("site", [SITE, SAMPLE_SITE, HUB], ids=["real", "sample", "hub"])
def test_what_is_published_keeps_the_rules(form: Format, archive: str, previous: str, site: object) -> None:
    assert isinstance(site, type(SITE))
    for topic in topics((), (), ())[::9]:
        document = Document(topic=topic, entries=entries(), name=archive, previous=previous)
        assert faults(document.address(form), render(document, form, site)) == []
        assert faults(f"quiet.{form}", render(Document(topic=topic, entries=()), form, site)) == []


def test_the_list_of_feeds_keeps_the_rules() -> None:
    assert faults("feeds.opml", opml.render(topics((), (), ()), SITE)) == []


def test_every_format_tells_the_same() -> None:
    listed = entries()
    document = Document(topic=topics((), (), ())[0], entries=listed)
    told = [ids(f"all.{form}", render(document, form, SITE)) for form in Format]
    assert told[0] == told[1] == told[2] == [(each.id, each.title) for each in listed]


BREAKS = [
    (Format.ATOM, "</updated>", "</updated><updated>2011-01-01T00:00:00Z</updated>", "2 of updated"),
    (Format.ATOM, 'rel="self" ', "", "0 links self"),
    (Format.ATOM, "<published>2", "<published>3", "its dates are wrong"),
    (Format.ATOM, 'href="https://tracker.example/', 'href="/', "is not absolute"),
    (Format.ATOM, "&lt;em&gt;", "&lt;em class='x'&gt;", "is not allowed"),
    (Format.ATOM, "&lt;/em&gt;", "&lt;/em&gt;&lt;script&gt;1&lt;/script&gt;", "is not allowed"),
    (Format.ATOM, "<id>tag:", "<id>urn:", "its id is no tag URI"),
    (Format.ATOM, 'term="arrest" ', "", "a category without term or scheme"),
    (Format.ATOM, "<georss:point>", "<georss:point>1", "is no point"),
    (Format.ATOM, "development/", "development/\u202e", "a control character"),
    (Format.ATOM, "<title>", "<summary>x</summary><title>", "unknown element summary"),
    (Format.ATOM, "<title>", "<title>&lt;/b&gt;", "reads as markup"),
    (Format.ATOM, "<title>", "<title>&amp;lt;", "reads as markup"),
    (Format.ATOM, "<title>", "<title>&amp;P5", "reads as markup"),
    (Format.ATOM, "<title>", "<title>Ã¡", "a letter that was encoded twice"),
    (Format.ATOM, "<title>", "<title>\ufffd", "a control character"),
    (
        Format.ATOM,
        "<georss:point>",
        "<georss:featurename>x</georss:featurename><georss:point>",
        "unknown element of GeoRSS",
    ),
    (Format.ATOM, '<category term="', '<category lang="en" term="', "unknown attribute lang"),
    (Format.ATOM, 'rel="related"', 'rel="source"', "unknown relation source"),
    (Format.ATOM, "&lt;em&gt;", "&lt;em&gt;&lt;p&gt;&lt;/p&gt;", "p stands where HTML has none"),
    (Format.ATOM, "&lt;/em&gt;", "", "no HTML"),
    (Format.RSS, "</channel>", "<ttl/></channel>", "something after its items"),
    (Format.RSS, "<title>", "<title>&lt;a", "reads as markup"),
    (Format.JSON, '"name": "', '"name": "", "url": "', "an author without a name"),
    (Format.RSS, "<pubDate>Sat", "<pubDate>Sun", "pubDate is no date"),
    (Format.RSS, 'isPermaLink="false"', "", "its guid is no tag URI"),
    (Format.RSS, "<lastBuildDate>", "<lastBuildDate>x", "lastBuildDate is no date"),
    (Format.RSS, "<title>", "<author>x</author><title>", "unknown element author"),
    (Format.RSS, 'domain="', 'area="', "a category without words or domain"),
    (Format.JSON, "version/1.1", "version/2", "no JSON Feed 1.1"),
    (Format.JSON, '"url": "https:', '"url": "', "its url is not absolute"),
    (Format.JSON, "T12:01:00+00:00", "", "its dates are wrong"),
    (Format.JSON, '"tags"', '"labels"', "unknown key labels"),
]


@pytest.mark.parametrize(("form", "sound", "broken", "fault"), BREAKS)
def test_each_rule_finds_who_breaks_it(form: Format, sound: str, broken: str, fault: str) -> None:
    told = development(1)
    document = Document(topic=topics((), (), ())[0], entries=[entry(told, Threads([told]), SITE)])
    data = render(document, form, SITE)
    assert faults(f"all.{form}", data) == []
    changed = data.replace(sound.encode(), broken.encode())
    assert changed != data
    assert any(fault in found for found in faults(f"all.{form}", changed))
