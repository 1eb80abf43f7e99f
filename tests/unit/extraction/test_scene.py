"""The running scene: what a sentence without a day or place of its own inherits, and what it only points at."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from tracker.extraction.codebook import Line
from tracker.extraction.posts import post_of
from tracker.reports import Place

ReadProse = Callable[..., list[Line]]
Fields = dict[str, str | None]


def where(line: Line) -> list[str | None]:
    return [place["city"] or place["state"] for place in cast("list[Fields]", line["places"])]


def when(line: Line) -> str | None:
    return cast("dict[str, str]", line["date"])["start"] if line["date"] else None


@pytest.mark.parametrize(
    ("prose", "day", "place"),
    [
        # What goes on keeps day and place; a new item of a list and words that turn away begin anew.
        ("On February 6 gunmen fled into Tepic. Police arrested three suspects.", "2010-02-06", ["Tepic"]),
        ("On February 6 gunmen fled into Tepic. Elsewhere, police arrested three suspects.", None, []),
        ("In Tepic: -- February 6: a house burned. -- Police arrested three suspects.", None, ["Tepic"]),
        # An act of another day is not where the last one was, only in its state.
        (
            "On February 6 gunmen fled into Tepic. On February 9 police arrested three suspects.",
            "2010-02-09",
            ["MX-NAY"],
        ),
        # Words that fix no day keep the act from the day before.
        ("On February 6 gunmen fled into Tepic. Police recently arrested three suspects.", None, ["Tepic"]),
        # What is only pointed at.
        ("Tepic is calm. On February 9 police arrested three suspects in the city.", "2010-02-09", ["Tepic"]),
        ("Tepic is calm. On February 9 police arrested three suspects in the state.", "2010-02-09", ["MX-NAY"]),
        (
            "The governor of Nayarit spoke. On February 9 police in the state capital arrested three suspects.",
            "2010-02-09",
            ["Tepic"],
        ),
        # Quarters, roads and plates are no towns.
        ("On February 9 police in Tepic arrested three suspects in Colonia Hidalgo.", "2010-02-09", ["Tepic"]),
        (
            "On February 9 police in Tepic arrested three suspects in a van with California plates.",
            "2010-02-09",
            ["Tepic"],
        ),
        # What heads an item, and where a source of news sits.
        ("In other news: -- February 9, Tepic: police arrested three suspects.", "2010-02-09", ["Tepic"]),
        (
            "On February 9 three suspects were arrested in Tepic, according to the zone commander in Mazatlan.",
            "2010-02-09",
            ["Tepic"],
        ),
        (
            "On February 9 three suspects were arrested on the road between Tepic and Mazatlan.",
            "2010-02-09",
            ["Tepic", "Mazatlan"],
        ),
        # The day of the telling is not that of the act.
        (
            "On February 9 police in Tepic said that three suspects were arrested on February 6.",
            "2010-02-06",
            ["Tepic"],
        ),
        # What a trafficker is set over, and where his guns were bought, is not where he is caught.
        (
            "Tepic is calm. On February 9 police arrested the cartel's boss for Sonora, Ana Paz, there.",
            "2010-02-09",
            ["Tepic"],
        ),
        (
            "On February 9 police fought in Tepic. The guns had been bought in Texas. They arrested three suspects.",
            "2010-02-09",
            ["Tepic"],
        ),
        # A suburb, a quarter and a mayor's town.
        (
            "On February 9 police arrested three suspects in the Monterrey suburb of Santiago.",
            "2010-02-09",
            ["Santiago"],
        ),
        (
            "On February 9 police arrested three suspects in Lomas Verdes, Ciudad Juarez.",
            "2010-02-09",
            ["Ciudad Juarez"],
        ),
        ("On February 9 police in Durango City arrested three suspects.", "2010-02-09", ["Durango"]),
        (
            "On February 9 police arrested the mayor of Vista Hermosa, Michoacan.",
            "2010-02-09",
            ["Vista Hermosa"],
        ),
        # A paragraph may say below where it was.
        (
            "On February 9 police arrested three suspects. The arrests occurred in Tepic, a block from the cathedral.",
            "2010-02-09",
            ["Tepic"],
        ),
        # A chronology goes on from hour to hour; what was taken elsewhere was not done there.
        ("Tepic was shaken on February 6. 1425: police arrest three suspects.", "2010-02-06", ["Tepic"]),
        (
            "On February 9 police in Tepic arrested three suspects and flew them to Mexico City.",
            "2010-02-09",
            ["Tepic"],
        ),
        (
            "Elsewhere in Nayarit, police on February 9 arrested three suspects, all policemen of Tecuala.",
            "2010-02-09",
            ["Tecuala"],
        ),
        ("Police are busy since the February 6 arrest of three suspects in Tepic.", "2010-02-06", ["Tepic"]),
    ],
)
def test_an_act_is_placed_by_the_narrative(
    read_prose: ReadProse, prose: str, day: str | None, place: list[str]
) -> None:
    (line,) = read_prose(prose, kind="arrest")
    assert (when(line), where(line)) == (day, place)


def test_a_paragraph_that_goes_on_inherits_from_the_one_before(read_prose: ReadProse) -> None:
    (line,) = read_prose("On February 6 gunmen fled into Tepic.", "The two were arrested by soldiers.", kind="arrest")
    assert (when(line), where(line)) == ("2010-02-06", ["Tepic"])


def test_a_heading_places_what_stands_below_it(read_prose: ReadProse) -> None:
    (line,) = read_prose("Tepic|On February 6 police arrested three suspects.", kind="arrest")
    assert where(line) == ["Tepic"]


@pytest.mark.parametrize(
    ("reference_id", "home"),
    [
        ("09TIJUANA1", Place("MX-BCN", "Tijuana")),
        ("09CIUDADJUAREZ1", Place("MX-CHH", "Ciudad Juarez")),
        ("09BOGOTA1", Place("CO")),
        ("09MEXICO1", None),
    ],
)
def test_a_post_has_its_home(reference_id: str, home: Place | None) -> None:
    post = post_of(reference_id)
    assert post is not None
    assert post.home == home


def test_a_post_that_is_not_listed_is_none() -> None:
    assert post_of("09SAMPLE1") is None
