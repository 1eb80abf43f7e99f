from __future__ import annotations

from datetime import date

import pytest

from tracker.extraction.dates import dates
from tracker.reports import DateInterval

TODAY = date(2009, 1, 23)


def read(text: str, last: DateInterval | None = None) -> list[tuple[str, str]]:
    return [(str(mention.interval.start), str(mention.interval.end)) for mention in dates(text, TODAY, last)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("On January 8 he fled.", "2009-01-08", "2009-01-08"),
        ("On February 6 he fled.", "2008-02-06", "2008-02-06"),
        ("On 11 October 2007 he fled.", "2007-10-11", "2007-10-11"),
        ("between December 3 and January 4 he fled", "2008-12-03", "2009-01-04"),
        ("It lasted from July 6-7.", "2008-07-06", "2008-07-07"),
        ("in mid-January 2008", "2008-01-11", "2008-01-20"),
        ("at the end of February", "2008-02-21", "2008-02-29"),
        ("early March 2007 saw", "2007-03-01", "2007-03-10"),
        ("in August", "2008-08-01", "2008-08-31"),
        ("between August and September 2007", "2007-08-01", "2007-09-30"),
        ("during the week of December 21, 2008", "2008-12-21", "2008-12-27"),
        ("in 2006", "2006-01-01", "2006-12-31"),
        ("last year", "2008-01-01", "2008-12-31"),
        ("so far this year", "2009-01-01", "2009-01-23"),
        ("last week", "2009-01-12", "2009-01-18"),
        ("since December", "2008-12-01", "2009-01-23"),
        ("since 2007", "2007-01-01", "2009-01-23"),
        ("within the past two years", "2007-01-23", "2009-01-23"),
        ("the first 20 days of January", "2009-01-01", "2009-01-20"),
        ("the first three months of 2008", "2008-01-01", "2008-03-31"),
        ("for the same period last year", "2008-01-01", "2008-01-23"),
        ("since President Calderon took office", "2006-12-01", "2009-01-23"),
        ("yesterday", "2009-01-22", "2009-01-22"),
    ],
)
def test_a_date_is_the_smallest_interval_that_the_text_fixes(text: str, start: str, end: str) -> None:
    assert read(text) == [(start, end)]


@pytest.mark.parametrize(
    ("phrase", "day"),
    [("That same day", "2008-12-05"), ("The following day", "2008-12-06"), ("Three days later", "2008-12-08")],
)
def test_a_relative_date_leans_on_the_date_last_spoken_of(phrase: str, day: str) -> None:
    assert read(f"On December 5 he ran. {phrase} he was seen.")[-1] == (day, day)


def test_a_relative_date_leans_on_the_paragraph_before() -> None:
    spoken_of = DateInterval(date(2008, 5, 1), date(2008, 5, 1))
    assert read("The next day he was seen.", spoken_of) == [("2008-05-02", "2008-05-02")]


@pytest.mark.parametrize(
    "text",
    [
        "He may 2 times",
        "they march 3 miles",
        "Most of the 2000 newly arrived men",
        "February 31",
        "2,005 men",
        "the same day",
    ],
)
def test_what_fixes_no_date_gives_none(text: str) -> None:
    assert read(text) == []
