"""Lists of topics and people, and the page on trust: how they are divided, and what they tell of how well is read."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.entries import Threads
from feeds.files import Gone, Shelf
from feeds.filing import Filing
from feeds.former import Former
from feeds.manifest import FileState, Manifest
from feeds.memory import SnapshotSource
from feeds.newsroom import Newsroom
from feeds.pages.index import ROWS_A_PAGE, divided
from feeds.pages.render import Pages
from feeds.pages.rows import Beside, CartelDetails
from feeds.rows import OperationState
from feeds.subjects import Changed, Edition, Lists
from feeds.topics import topics
from feeds.wording import number as plain_number
from tests.unit.feeds.invented import BORN, SITE, snapshot
from tests.unit.feeds.test_pages import SOMEBODY, links, pages, read, table, words
from tracker.extraction.accuracy import measured
from tracker.settings import PublishedText

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from feeds.pages.rows import Person


@pytest.mark.parametrize(("count", "expected"), [(0, 1), (ROWS_A_PAGE, 1), (ROWS_A_PAGE + 1, 2)])
def test_a_long_list_of_people_has_several_pages(count: int, expected: int) -> None:
    people = [replace(SOMEBODY, slug=f"somebody-{n}") for n in range(count)]
    divisions = list(divided(people))
    made = [pages().people(rows, number=number, of=len(divisions)) for number, rows in enumerate(divisions, start=1)]
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


class Crowd(SnapshotSource):
    """Many people; the id of one is the slug."""

    def __init__(self, *slugs: str) -> None:
        super().__init__(snapshot([]))
        self._slugs = slugs

    def person_slugs(self) -> list[str]:
        return list(self._slugs)

    def people(self, slugs: Collection[str]) -> list[Person]:
        return [replace(SOMEBODY, slug=slug) for slug in self._slugs if slug in slugs]

    def touched_people(self, _: Collection[str], __: Collection[str]) -> set[str]:
        return set(_).intersection(self._slugs)


def lists(directory: Path, manifest: Manifest, source: SnapshotSource) -> Lists:
    edition = Edition(
        source=source,
        site=SITE,
        topics=MANY,
        filing=Filing(manifest),
        manifest=manifest,
        newsroom=Newsroom(source, SITE),
        former=Former(Shelf(directory, manifest, BORN), None),
    )
    return Lists(edition)


def test_only_those_pages_of_the_list_of_people_are_written_that_one_who_changed_is_on(tmp_path: Path) -> None:
    crowd = [f"somebody-{number:03}" for number in range(2 * ROWS_A_PAGE + 1)]
    with closing(Manifest(tmp_path)) as manifest:
        first = lists(tmp_path, manifest, Crowd(*crowd))
        every = [key for key in first.every() if key.startswith("people/")]
        assert every == ["people/1", "people/2", "people/3"]
        written = list(first.files(every))
        assert [each.path for each in written] == ["people.html", "people/page/2.html", "people/page/3.html"]

        def touched(*slugs: str, changed: str) -> set[str]:
            return lists(tmp_path, manifest, Crowd(*slugs)).touched(Changed({"person": [changed]}, (), ()))

        assert touched(*crowd, changed="nobody") == set()
        assert touched(*crowd, changed="somebody-201") == {"people/2"}
        # Who comes or goes moves those who stand after; another number of pages changes what each leads to.
        assert touched(*crowd[:201], *crowd[202:], "somebody-999", changed="somebody-201") == {"people/2", "people/3"}
        assert touched(*crowd[1:], changed="somebody-000") == {"people/1", "people/2"}
        manifest.put("people/page/3.html", FileState("00", 1, BORN))
        fewer = lists(tmp_path, manifest, Crowd(*crowd[1:]))
        assert list(fewer.files(["people/1", "people/2"]))[-1] == Gone("people/page/3.html")


def test_only_those_pages_of_a_list_are_written_that_a_changed_topic_is_on(tmp_path: Path) -> None:
    with closing(Manifest(tmp_path)) as manifest:
        of = lists(tmp_path, manifest, SnapshotSource(snapshot([])))
    last = next(topic.key for topic in reversed(MANY) if topic.family == "operations")
    assert of.touched(Changed({}, (), {last})) == {"operations/3"}
    assert of.touched(Changed({"operation": ["sweep-000"]}, (), ())) == {"operations/1"}
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


def test_those_of_which_a_cable_tells_stand_first() -> None:
    told = CartelDetails(slug="zetas", last_mention=datetime(2007, 2, 6, tzinfo=UTC))
    beside = Beside(cartels={"zetas": told, "gulf": CartelDetails(slug="gulf")})
    [page] = pages(beside).index("cartels")
    names = [row[0] for row in table(page, "Cartels")]
    assert names[0] == "Los Zetas"
    assert names[1:] == sorted(names[1:], key=str.casefold)
