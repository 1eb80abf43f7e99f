from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extraction import calendars
from tracker.extraction.date_forms import Moment
from tracker.extraction.dates import dates, read_dates
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
        ("3 Jun 08", "2008-06-03", "2008-06-03"),
        ("15OCT08", "2008-10-15", "2008-10-15"),
        ("06/03/2008", "2008-06-03", "2008-06-03"),
        ("2008-06-03", "2008-06-03", "2008-06-03"),
        ("on the 3rd of June, 2008", "2008-06-03", "2008-06-03"),
        ("el 3 de junio de 2008", "2008-06-03", "2008-06-03"),
        ("On the night of June 3-4 they came.", "2008-06-03", "2008-06-04"),
        ("between May 1 and 7", "2008-05-01", "2008-05-07"),
        ("on January 3, 4 and 5", "2009-01-03", "2009-01-05"),
        ("from mid-December to early January", "2008-12-11", "2009-01-10"),
        ("in January and February 2008 combined", "2008-01-01", "2008-02-29"),
        ("the week ending January 16", "2009-01-10", "2009-01-16"),
        ("over the weekend", "2009-01-17", "2009-01-18"),
        ("the first weekend of December", "2008-12-06", "2008-12-07"),
        ("in the first quarter of 2008", "2008-01-01", "2008-03-31"),
        ("the last three months of 2008", "2008-10-01", "2008-12-31"),
        ("47 through August", "2008-01-01", "2008-08-31"),
        ("by the end of May", "2008-01-01", "2008-05-31"),
        ("in 2009", "2009-01-01", "2009-01-23"),
        ("last September", "2008-09-01", "2008-09-30"),
        ("in May of last year", "2008-05-01", "2008-05-31"),
        ("fiscal year 2008", "2007-10-01", "2008-09-30"),
        ("since New Year's Day", "2009-01-01", "2009-01-23"),
        ("since early December", "2008-12-01", "2009-01-23"),
        ("since mid-November", "2008-11-11", "2009-01-23"),
        ("since the operation began on March 20", "2008-03-20", "2009-01-23"),
        ("during Holy Week 2008", "2008-03-16", "2008-03-23"),
        ("on May 10, Mother's Day,", "2008-05-10", "2008-05-10"),
        ("two days after the January 3 attack", "2009-01-05", "2009-01-05"),
        ("on Monday, the 12th,", "2009-01-12", "2009-01-12"),
        ("two weeks ago", "2009-01-05", "2009-01-11"),
        ("during the past 48 hours", "2009-01-21", "2009-01-23"),
        ("in the past fortnight", "2009-01-09", "2009-01-23"),
        ("next month", "2009-02-01", "2009-02-28"),
        ("December's first ten days", "2008-12-01", "2008-12-10"),
        ("since the summer", "2008-06-01", "2009-01-23"),
        ("was shot Tuesday in his car", "2009-01-20", "2009-01-20"),
        ("Sept 25-Oct 10", "2008-09-25", "2008-10-10"),
        ("over the weekend of January 3-4", "2009-01-03", "2009-01-04"),
        ("over the December 6-7 weekend", "2008-12-06", "2008-12-07"),
        ("on the last Monday of September", "2008-09-29", "2008-09-29"),
        ("the first Sunday in June 2007", "2007-06-03", "2007-06-03"),
        ("on the Monday after Easter", "2008-03-24", "2008-03-24"),
        ("on the Friday before Christmas", "2008-12-19", "2008-12-19"),
        ("in the three months to the end of November", "2008-09-01", "2008-11-30"),
        ("on April 9 last year", "2008-04-09", "2008-04-09"),
        ("between Friday, December 5, and Sunday night", "2008-12-05", "2008-12-07"),
        ("between October and mid-December", "2008-10-01", "2008-12-20"),
        ("through the 15th there were 40", "2009-01-01", "2009-01-15"),
        ("the first half of last year", "2008-01-01", "2008-06-30"),
        ("last fall", "2008-09-01", "2008-11-30"),
        ("the first few days of December", "2008-12-01", "2008-12-10"),
        ("May's total was the highest", "2008-05-01", "2008-05-31"),
        ("during Holy Week", "2008-03-16", "2008-03-23"),
        ("at the beginning of this month", "2009-01-01", "2009-01-10"),
        ("late on January 3 or early on January 4", "2009-01-03", "2009-01-04"),
        ("a four-day period beginning January 3", "2009-01-03", "2009-01-06"),
        ("in the two weeks following the January 3 raid", "2009-01-03", "2009-01-17"),
        ("a week ago today", "2009-01-16", "2009-01-16"),
        ("the night before last", "2009-01-21", "2009-01-21"),
        ("earlier in the week", "2009-01-19", "2009-01-23"),
        ("on 12/3 he fled", "2008-12-03", "2008-12-03"),
        ("on the 12th of this month", "2009-01-12", "2009-01-12"),
        ("March has begun badly", "2008-03-01", "2008-03-31"),
        ("On the 2nd Commander Paz died", "2009-01-02", "2009-01-02"),
    ],
)
def test_a_date_is_the_smallest_interval_that_the_text_fixes(text: str, start: str, end: str) -> None:
    assert read(text) == [(start, end)]


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("That same day", "2008-12-05"),
        ("The following day", "2008-12-06"),
        ("Three days later", "2008-12-08"),
        ("Hours later", "2008-12-05"),
        ("The previous night", "2008-12-04"),
        ("Two days after the attack", "2008-12-07"),
        ("One week later", "2008-12-12"),
        ("A month later", "2009-01-05"),
        ("The following Monday", "2008-12-08"),
        ("During the night", "2008-12-05"),
    ],
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
        "a fine of 2000 pesos",
        "the same day",
        "recently",
        "two days before the cabinet met",
        "at the start of the year",
        "in the coming weeks",
    ],
)
def test_what_fixes_no_date_gives_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "200 in January, against 136 in the same month of last year",
            [("2009-01", "2009-01"), ("2008-01", "2008-01")],
        ),
        ("150 in December, up from 90 the previous month", [("2008-12", "2008-12"), ("2008-11", "2008-11")]),
        (
            "90 from January to April; in the same period 12 fled",
            [("2008-01", "2008-04"), ("2008-01", "2008-04")],
        ),
        ("In August three fled, in the last week of that month nine", [("2008-08", "2008-08"), ("2008-08", "2008-08")]),
        (
            "It began on January 5. After four days there had been 40 arrests.",
            [("2009-01", "2009-01"), ("2009-01", "2009-01")],
        ),
        (
            "between January 1 and 15, 45; in the same period in December 30",
            [("2009-01", "2009-01"), ("2008-12", "2008-12")],
        ),
        ("in March and April 2007", [("2007-03", "2007-04")]),
        ("linked on January 7 to the December murder", [("2009-01", "2009-01"), ("2008-12", "2008-12")]),
    ],
)
def test_each_date_of_a_sentence_is_read_by_the_others(text: str, found: list[tuple[str, str]]) -> None:
    assert [(start[:7], end[:7]) for start, end in read(text)] == found


def test_what_leans_on_an_unknown_day_is_unknown() -> None:
    text = "On December 5 he ran. Several days later he was seen. The next day he fell."
    assert read(text) == [("2008-12-05", "2008-12-05")]


def test_a_look_back_does_not_move_the_narrative() -> None:
    text = "On January 9 they fought. The road had seen an ambush on December 2. That night it was quiet."
    assert read(text)[-1] == ("2009-01-09", "2009-01-09")


def test_words_that_fix_no_day_are_kept() -> None:
    text = "Police recently held two men."
    (where,) = read_dates(text, Moment(TODAY)).unresolved
    assert text[where.start : where.end] == "recently"


WORDS = [
    "on", "in", "since", "until", "through", "the", "of", "late", "early", "mid-", "last", "next", "this", "May",
    "March", "June", "3", "4,", "2008", "2007", "day", "week", "month", "year", "days", "before", "after", "later",
    "ago", "two", "several", "Monday", "same", "following", "first", "quarter", "and", "to", "from", "between",
    "yesterday", "Easter", "Calderon", "took", "office", "that", "night",
]  # fmt: skip
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


# The first sentence compiles the expressions, which may take longer than the deadline of one example.
@settings(deadline=None)
@given(day=DAYS, today=DAYS)
def test_a_day_printed_in_full_is_that_day_on_any_day(day: date, today: date) -> None:
    for text in (f"on {day:%B} {day.day}, {day.year} he", f"on {day.day} {day:%B} {day.year} he"):
        assert [mention.interval for mention in dates(text, today)] == [calendars.one(day)]


@given(day=DAYS, today=DAYS)
def test_a_day_without_a_year_is_the_latest_not_after_today(day: date, today: date) -> None:
    (mention,) = dates(f"on {day:%B} {day.day} he", today)
    found = mention.interval.start
    assert (found.month, found.day) == (day.month, day.day)
    assert found <= today
    assert calendars.day(found.year + 1, found.month, found.day) is None or found.replace(year=found.year + 1) > today


@given(first=DAYS, length=st.integers(1, 300), today=DAYS)
def test_a_span_of_days_holds_both_its_ends(first: date, length: int, today: date) -> None:
    last = first + timedelta(days=length)
    text = f"from {first:%B} {first.day}, {first.year} to {last:%B} {last.day}, {last.year} he"
    assert [mention.interval for mention in dates(text, today)] == [DateInterval(first, last)]


@given(
    today=DAYS,
    words=st.lists(
        st.sampled_from(WORDS),
        max_size=12,
    ),
)
def test_no_words_of_time_break_the_reader(today: date, words: list[str]) -> None:
    text = " ".join(words)
    for mention in dates(text, today):
        assert mention.interval.start <= mention.interval.end
        assert 0 <= mention.where.start < mention.where.end <= len(text)


@given(day=DAYS)
def test_weeks_and_months_hold_their_day(day: date) -> None:
    for whole in (calendars.week(day), calendars.month_of(day), calendars.year(day.year)):
        assert whole.start <= day <= whole.end


@given(day=DAYS, number=st.integers(0, 200))
def test_months_back_and_forth_keep_the_month(day: date, number: int) -> None:
    back = calendars.months_back(day, number)
    again = calendars.months_back(back, -number)
    assert (again.year, again.month) == (day.year, day.month)


def test_a_list_of_dates_may_be_as_long_as_it_likes() -> None:
    text = "on " + ", ".join(["May 3"] * 400)
    assert {mention.interval for mention in dates(text, TODAY)} == {calendars.one(date(2008, 5, 3))}
