from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.passages import LONGEST, Passage, passage
from feeds.rows import Facts
from tracker.reports import Kind


def told(whole: str | None, quote: str | None, longest: int = LONGEST) -> Passage:
    return passage(Facts(kind=Kind.ARREST, quote=quote, passage=whole), longest)


def test_a_quote_stands_in_its_whole_sentence() -> None:
    found = told("No member of the band was held that night.", "member of the band was held")
    assert found == Passage("No ", "member of the band was held", " that night.")
    assert found.html == "“No <b>member of the band was held</b> that night.”"


@pytest.mark.parametrize(
    ("whole", "quote", "html"),
    [
        (None, None, ""),
        (None, "a band was held", "“<b>a band was held</b>”"),
        ("Nothing happened.", None, "“Nothing happened.”"),
        ("Nothing happened.", "a band was held", "“Nothing happened. … <b>a band was held</b>”"),
        ("A <b> & c.", "<b>", "“A <b>&lt;b&gt;</b> &amp; c.”"),
    ],
)
def test_what_is_missing_is_not_made_up(whole: str | None, quote: str | None, html: str) -> None:
    assert told(whole, quote).html == html


def test_a_long_sentence_keeps_its_beginning_its_quote_and_whole_words() -> None:
    middle = "along the river " * 60
    found = told(f"It is not true that {middle}four men were held {middle}that night.", "four men were held")
    assert found.before.startswith("It is not true that ")
    assert found.before.count(" … ") == 1
    assert found.after.endswith(" …")
    assert set((found.before + found.after).split()) <= {
        "It",
        "is",
        "not",
        "true",
        "that",
        "along",
        "the",
        "river",
        "…",
    }
    assert LONGEST - 40 <= len(found.before + found.quote + found.after) <= LONGEST


def test_room_that_one_side_leaves_goes_to_the_other() -> None:
    found = told(f"No four men were held {'along the river ' * 60}", "four men were held")
    assert found.before == "No "
    assert len(found.after) > 500


@given(st.text(max_size=900), st.text(max_size=900), st.text(max_size=900), st.integers(10, 900))
def test_it_is_never_much_longer_than_asked_for(before: str, quote: str, after: str, longest: int) -> None:
    found = told(before + quote + after, quote, longest)
    assert len(found.before + found.quote + found.after) <= longest + 5
