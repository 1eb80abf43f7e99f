"""How much of the cables' own words is published, as the setting says: looked for in every file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import html

from feeds.publish import publish_snapshot
from feeds.shown import QUOTED_WORDS, shown_facts
from feeds.site import Site
from tests.unit.feeds.invented import ALL_FACTS, ARREST, SITE, development, snapshot
from tests.unit.feeds.test_publish import NOW, written
from tracker.settings import PublishedText

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.rows import Snapshot

LONG = " ".join(f"word{number}" for number in range(200))
OF_THE_TEXT = ("as everybody there had heard", "Comment follows", "THE HIGHLANDS")


def site(how: PublishedText) -> Site:
    return replace(SITE, published_text=how)


def told() -> Snapshot:
    facts = [replace(each, passage=f"He said that {each.quote}, and more.") for each in ALL_FACTS]
    return snapshot([development(number, each) for number, each in enumerate(facts, start=1)])


def published(directory: Path, how: PublishedText) -> str:
    publish_snapshot(told(), directory, site(how), NOW)
    return b"\n".join(written(directory).values()).decode()


def quoted(text: str) -> set[str]:
    return {facts.quote for facts in ALL_FACTS if facts.quote and facts.quote in text}


def test_in_full_everything_is_there(tmp_path: Path) -> None:
    text = published(tmp_path, PublishedText.FULL)
    assert all(words in text for words in OF_THE_TEXT)
    assert quoted(text) == {facts.quote for facts in ALL_FACTS}
    assert "an invented report on" in text.casefold()


def test_of_quotes_alone_no_paragraph_is_there(tmp_path: Path) -> None:
    text = published(tmp_path, PublishedText.QUOTES)
    assert not [words for words in OF_THE_TEXT if words in text]
    assert quoted(text) == {facts.quote for facts in ALL_FACTS}


def test_with_none_no_word_of_a_cable_is_there(tmp_path: Path) -> None:
    text = published(tmp_path, PublishedText.NONE)
    assert not [words for words in OF_THE_TEXT if words in text]
    assert quoted(text) == set()
    assert "an invented report on" not in text.casefold()
    # Facts and the addresses of paragraphs stay.
    page = html.fromstring((tmp_path / "cables" / "07SAMPLE12.html").read_bytes())
    assert page.xpath("//*[@id=$label]", label="p3")
    assert "6,784" in text


def test_a_change_of_the_setting_rewrites_what_it_concerns(tmp_path: Path) -> None:
    published(tmp_path, PublishedText.FULL)
    assert quoted(published(tmp_path, PublishedText.NONE)) == set()
    assert quoted(published(tmp_path, PublishedText.FULL)) == {facts.quote for facts in ALL_FACTS}


@pytest.mark.parametrize("quote", ["word40 word41 word42", LONG, None])
def test_a_quote_has_only_so_many_words(quote: str | None) -> None:
    shown = shown_facts(replace(ARREST, quote=quote, passage=LONG), PublishedText.QUOTES)
    assert len((shown.passage or "").split()) <= QUOTED_WORDS
    assert len((shown.quote or "").split()) <= QUOTED_WORDS
    if quote and quote != LONG:
        assert quote in (shown.passage or "")
