"""Dates that are reckoned by the calendar: "the last Monday of May", "the three months to June", "May 3 last year"."""

from __future__ import annotations

import re
from datetime import timedelta

from tracker.extraction import calendars
from tracker.extraction.absolute_dates import holiday
from tracker.extraction.date_forms import (
    DAY,
    DAY2,
    MONTH,
    NUMBER,
    OF_YEAR,
    ORDINAL,
    WEEKDAY,
    Moment,
    forms,
    group,
    holidays,
    month_in,
    movable_holidays,
    number_in,
    year_in,
)
from tracker.reports import DateInterval

_WHICH = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1}
_MONTHS = 12
_A_MONTH = 31


def _weekday_of_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The first, second or last such weekday of a month."""
    month, number = month_in(match), calendars.WEEKDAYS.index(group(match, "w"))
    whole = calendars.month(year_in(match) or calendars.latest_year(month, 1, moment.today), month)
    first = whole.start + timedelta(days=(number - whole.start.weekday()) % 7)
    days = [first + timedelta(days=7 * week) for week in range(5) if first + timedelta(days=7 * week) <= whole.end]
    which = _WHICH[group(match, "o")]
    return calendars.one(days[which]) if which < len(days) else None


def _months_to(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """So many months of which the last is told."""
    count, month = number_in(match), month_in(match)
    if count is None or not 1 < count <= _MONTHS:
        return None
    end = calendars.month(year_in(match) or calendars.latest_year(month, 1, moment.today), month)
    return DateInterval(calendars.month(end.start.year, month - count + 1).start, end.end)


def _day_of_year(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day of this year or the last, as the words beside it say."""
    last = group(match, "which") != "this"
    return calendars.day(moment.today.year - last, month_in(match), int(match.group("d")))


def _year_through(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The year up to a day or month of it ("for the year through October")."""
    month, day = month_in(match), match.group("d")
    year = calendars.latest_year(month, int(day or 1), moment.today)
    end = calendars.day(year, month, int(day)) if day else calendars.month(year, month)
    return calendars.between(calendars.year(year).start, end.end) if end else None


def _weekend_of(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The weekend that a day of it names."""
    month, number = month_in(match), int(match.group("d"))
    found = calendars.day(year_in(match) or calendars.latest_year(month, number, moment.today), month, number)
    return calendars.weekend(found.start) if found else None


def _weekday_beside(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The next such weekday before or after a holiday."""
    told = holiday(match, moment)
    if told is None:
        return None
    number = calendars.WEEKDAYS.index(group(match, "w"))
    if group(match, "how") in ("before", "preceding"):
        return calendars.one(calendars.latest_weekday(number, told.start))
    return calendars.one(calendars.latest_weekday(number, told.end + timedelta(days=8)))


def _same_days_of(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The days of another month that match those last spoken of ("the same period in September")."""
    base, month = moment.period, month_in(match)
    if base is None or (base.start.year, base.start.month) != (base.end.year, base.end.month):
        return None
    year = year_in(match) or calendars.latest_year(month, base.end.day, moment.today)
    first, last = calendars.day(year, month, base.start.day), calendars.month(year, month).end
    end = calendars.day(year, month, min(base.end.day, last.day))
    return DateInterval(first.start, end.end) if first and end else None


def _day_of_month_told(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day of this month, the last, or that last spoken of."""
    which = group(match, "which")
    base = moment.today if which == "this" else calendars.previous_month(moment.today).start
    if which == "that" and moment.period is not None:
        base = moment.period.start
    return calendars.day(base.year, base.month, int(match.group("d")))


def _end_of_month_told(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The first or last day of this month, the last, or that last spoken of."""
    which = group(match, "which")
    base = calendars.previous_month(moment.today) if which == "last" else calendars.month_of(moment.today)
    period = moment.period
    if period is not None and (
        which == "that" or moment.today - timedelta(days=_A_MONTH) <= period.end <= moment.today
    ):
        base = calendars.month_of(period.end)
    return calendars.one(base.start if group(match, "o") == "first" else base.end)


def _day_in_figures(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day written month/day: the latest."""
    month, number = int(match.group("m")), int(match.group("d"))
    if not 1 <= month <= _MONTHS or not 1 <= number <= calendars.month(moment.today.year, month).end.day:
        return None
    return calendars.day(calendars.latest_year(month, number, moment.today), month, number)


def _days_in_figures(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """Two days that follow each other, written month/day."""
    first = _day_in_figures(match, moment)
    month, number = int(match.group("n")), int(match.group("e"))
    last = calendars.day(first.start.year, month, number) if first and 1 <= month <= _MONTHS else None
    follows = first is not None and last is not None and last.start - first.start == timedelta(days=1)
    return DateInterval(first.start, last.end) if first and last and follows else None


RECKONED = forms(
    (
        "days-in-figures",
        r"(?<=\bon )(?P<m>1?\d)/(?P<d>[0-3]?\d) (?:and|to|-) (?P<n>1?\d)/(?P<e>[0-3]?\d)\b(?!/)",
        _days_in_figures,
    ),
    (
        "same-days-of",
        rf"\b(?:in |over |during |for )?the same (?:period|days|stretch|time) (?:in|of|during) {MONTH}{OF_YEAR}?",
        _same_days_of,
    ),
    (
        "year-through",
        (
            r"\b(?:for|in|over|during)?\s*(?:the|this) year (?:through|to|up to|until|as of)\s+"
            rf"{MONTH}(?:\s+{DAY})?(?!\w|,?\s+\d)"
        ),
        _year_through,
    ),
    (
        "day-of-month-told",
        rf"\bthe {ORDINAL}(?: day)? of (?P<which>this|last|that) month\b",
        _day_of_month_told,
    ),
    (
        "day-in-figures",
        (
            r"(?:(?<=\bon )|(?<=\bsince )|(?<=\bthe )|(?<=\bof )|(?<=\buntil )|(?<=\band ))"
            r"(?P<m>1?\d)/(?P<d>[0-3]?\d)\b(?!/|\s?(?:of|inch|inches|ton|tons|mile|miles|majority)\b)"
        ),
        _day_in_figures,
    ),
    (
        "day-in-figures",
        r"(?:^|(?<=[-*•.:;)] ))(?P<m>1?\d)/(?P<d>[0-3]?\d)(?=\s?[,:]\s|\s(?:--?|–)\s)",
        _day_in_figures,
    ),
    (
        "end-of-month-told",
        r"\b(?:the )?(?P<o>first|last) day of (?P<which>this|last|that|the) month\b",
        _end_of_month_told,
    ),
    (
        "weekday-of-month",
        rf"\bthe (?P<o>first|second|third|fourth|last|final) {WEEKDAY} (?:of|in) {MONTH}{OF_YEAR}?",
        _weekday_of_month,
    ),
    (
        "months-to",
        (
            rf"\b(?:the|these) {NUMBER} months (?:to|through|ending(?: in)?|ended(?: in)?|up to)\s+(?:the end of\s+)?"
            rf"{MONTH}{OF_YEAR}?(?!\s+\d)"
        ),
        _months_to,
    ),
    ("day-of-year", rf"\b{MONTH}\s+(?:the\s+)?{DAY},?\s+(?:of\s+)?(?P<which>last|this) year\b", _day_of_year),
    ("weekend-of", rf"\b{MONTH}\s+{DAY}(?:\s*(?:-|–|and)\s*{DAY2})?\s+weekend\b", _weekend_of),
    (
        "weekday-beside",
        (
            rf"\b(?:the )?{WEEKDAY} (?P<how>before|after|following|preceding) (?:the )?"
            rf"(?P<h>{holidays()}|{movable_holidays()})(?!\w){OF_YEAR}?"
        ),
        _weekday_beside,
    ),
)
