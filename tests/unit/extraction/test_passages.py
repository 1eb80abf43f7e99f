"""A passage's lists are in the order of its text; what a stretch of it holds is found without a look at all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tracker.cables.cleaning import CleanText
from tracker.cables.model import Cable
from tracker.extraction.layout import in_text
from tracker.extraction.passages import Passage, passages
from tracker.extraction.sentences import Stretch
from tracker.types import Span

PROSE = (
    "On May 3, 2009 Ana Ruiz met Luis Prado in Tepic. From June 1 to June 4, 2009 gunmen of the Zetas killed 12 men "
    "in Durango. The Gulf Cartel fled to Tepic on July 9, 2009, and in August 2009 30 men were arrested in Colima. "
)


@pytest.fixture
def passage(write_cable: Callable[..., Cable]) -> Passage:
    return passages(write_cable(PROSE * 3).paragraphs, date(2010, 3, 1), None)[1]


def test_what_a_stretch_holds_is_what_a_look_at_everything_finds(passage: Passage) -> None:
    stretches = [*passage.sentences, Stretch(0, len(passage.text)), Stretch(5, 60), Stretch(58, 59), Stretch(9, 9)]
    for stretch in stretches:
        assert passage.dates_in(stretch) == [one for one in passage.dates if stretch.holds(one.where.start)]
        assert passage.places_in(stretch) == [one for one in passage.places if stretch.holds(one.where.start)]
        assert passage.groups_in(stretch) == [one for one in passage.groups if stretch.holds(one.where.start)]
        people = [one for one in passage.people if stretch.holds(one.where.start) and not one.aside]
        assert passage.people_in(stretch) == people
        assert passage.dated(stretch) == tuple(one.where for one in passage.dates if one.where.overlaps(stretch))
    assert min(map(len, (passage.dates, passage.places, passage.groups, passage.people))) > 3


def test_a_position_is_in_its_sentence_or_between_two(passage: Passage) -> None:
    for position in range(len(passage.text)):
        assert passage.sentence_at(position) == next((one for one in passage.sentences if one.holds(position)), None)
    assert passage.sentence_at(passage.sentences[0].end) is None


def test_figures_are_those_of_no_date(passage: Passage) -> None:
    figures = [passage.words(one.where) for one in passage.figures(Stretch(0, len(passage.text)))]
    assert figures == ["12", "30"] * 3


def test_a_block_of_a_paragraph_of_which_nothing_is_left_is_nowhere_in_its_text() -> None:
    """As where all that it said was erased."""
    assert in_text(CleanText("", "1. (C) [protected 1].", Span(7, 7)), 7, 7) is None
