"""Lists of topics and people, and the page on trust: how they are divided, and what they tell of how well is read."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from feeds.entries import Threads
from feeds.files import Shelf
from feeds.filing import Filing
from feeds.former import Former
from feeds.manifest import Manifest
from feeds.memory import SnapshotSource
from feeds.newsroom import Newsroom
from feeds.pages.index import ROWS_A_PAGE
from feeds.pages.render import Pages
from feeds.pages.rows import Beside
from feeds.rows import OperationState
from feeds.subjects import Changed, Edition, Lists
from feeds.topics import topics
from feeds.wording import number as plain_number
from tests.unit.feeds.invented import BORN, SITE, snapshot
from tests.unit.feeds.test_pages import SOMEBODY, links, pages, read, table, words
from tracker.extraction.accuracy import measured
from tracker.settings import PublishedText

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("count", "expected"), [(0, 1), (ROWS_A_PAGE, 1), (ROWS_A_PAGE + 1, 2)])
def test_a_long_list_of_people_has_several_pages(count: int, expected: int) -> None:
    people = {f"somebody-{n}": replace(SOMEBODY, slug=f"somebody-{n}") for n in range(count)}
    made = list(pages(Beside(people=people)).index("people"))
    assert [page.address for page in made] == ["/people", "/people/page/2"][:expected]
    assert all(page.noindex for page in made)
    assert sum(len(table(page, "People")) for page in made if count) == count


MANY = topics(
    [], [OperationState(slug=f"sweep-{n:03}", name=f"Operation Sweep {n:03}") for n in range(2 * ROWS_A_PAGE)]
)


def test_a_long_list_of_topics_has_several_pages_and_the_page_of_feeds_leads_there() -> None:
    made = Pages(SITE, MANY, Threads([]))
    names = [row[0] for page in made.index("operations") for row in table(page, "Operations")]
    assert names == [topic.name for topic in MANY if topic.family == "operations"]
    assert [page.address for page in made.index("operations", {2})] == ["/operations/page/2"]
    assert "/operations" in links(made.feeds())
    assert "/operations/sweep-001" not in links(made.feeds())


def test_only_those_pages_of_a_list_are_written_that_a_changed_topic_is_on(tmp_path: Path) -> None:
    with closing(Manifest(tmp_path)) as manifest:
        source = SnapshotSource(snapshot([]))
        filing, newsroom = Filing(manifest), Newsroom(source, SITE)
        edition = Edition(
            source=source,
            site=SITE,
            topics=MANY,
            filing=filing,
            manifest=manifest,
            newsroom=newsroom,
            former=Former(Shelf(tmp_path, manifest, BORN), None),
        )
        of = Lists(edition)
    last = next(topic.key for topic in reversed(MANY) if topic.family == "operations")
    assert of.touched(Changed({}, (), {last})) == {"operations/3"}
    assert of.touched(Changed({"operation": ["sweep-000"]}, (), ())) == {"operations/1"}
    assert of.touched(Changed({"person": ["x"]}, (), ())) == {"people/1"}
    assert of.touched(Changed({}, (), (), new={last})) == {"operations/1", "operations/2", "operations/3"}


def test_the_list_of_kinds_tells_how_well_each_is_read() -> None:
    [page] = pages().index("kinds")
    told = {row[0]: row[1:4] for row in table(page, "Kinds of events")}
    assert told["Harm by security forces"] == ["not measured", "not measured", "0"]
    assert all(right.endswith("%") and int(coded) > 0 for name, (right, _, coded) in told.items() if "Harm" not in name)


def test_the_page_on_trust_tells_what_was_measured_on_which_cables_the_best_to_judge_by_first() -> None:
    page = pages().trust()
    captions = [str(each[0].text) for each in read(page).iter("table")]
    assert captions == [f"{each.cables} cables: {each.about}" for each in reversed(measured())]
    for one, caption in zip(reversed(measured()), captions, strict=True):
        told = {row[0]: row[1:4] for row in table(page, caption)}
        for name, key in (("Arrest", "arrest"), ("All events", "all_events"), ("What is said of them", "all_fields")):
            share = one.shares[key]
            expected = [
                f"{round(share.precision * 100)} %",
                f"{round(share.recall * 100)} %",
                plain_number(share.coded),
            ]
            assert told[name] == expected


def test_the_page_on_trust_tells_the_rules_and_how_to_hold_the_site_to_them() -> None:
    page = pages().trust()
    assert {str(each.get("id")) for each in read(page).iter("h2")} == {
        "measured",
        "checked",
        "rules",
        "not-shown",
        "limits",
        "hold",
    }
    assert {"/", "/feeds", "/feeds/all.atom"} <= links(page)
    assert "tracker verify --against saved.atom" in words(page)
    assert "https://tracker.example/feeds/all.atom" in words(page)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PublishedText.FULL, ()),
        (PublishedText.QUOTES, ("only the sentences",)),
        (PublishedText.NONE, ("no words of the cables",)),
    ],
)
def test_the_page_on_trust_says_which_words_of_the_cables_are_missing(
    text: PublishedText, said: tuple[str, ...]
) -> None:
    site = replace(SITE, published_text=text)
    told = words(Pages(site, topics([], [], ()), Threads([])).trust())
    assert [each for each in ("only the sentences", "no words of the cables") if each in told] == list(said)
