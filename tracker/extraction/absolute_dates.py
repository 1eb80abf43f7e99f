"""Dates that are told by the calendar: days, months and their parts, quarters, years, holidays, terms of office."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.extraction import calendars
from tracker.extraction.date_forms import (
    DAY,
    DAY2,
    FOUR_DIGITS,
    MONTH,
    MONTH2,
    NUMBER,
    OF_YEAR,
    ORDINAL,
    PLAIN_MONTH,
    WEEKDAY,
    YEAR,
    Moment,
    forms,
    group,
    holidays,
    month_in,
    movable_holidays,
    number_in,
    year_in,
)
from tracker.extraction.lexicon import mapping
from tracker.extraction.terms_of_office import TERMS
from tracker.reports import DateInterval

_NO_DAY = r"(?!\s+(?:(?:[0-2]?\d|3[01])(?![\d,])|(?:19|20)\d\d\b)|\w)"
"""After a month that is meant whole: no day and no year, though it may be a count ("in January 227 people")."""
_SEASON = 92
_LAST_MONTH = 12


def _day(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day, or a run of days in one month."""
    month, number = month_in(match), int(match.group("d"))
    first = _dated(month, number, year_in(match), moment.today)
    end = group(match, "e")
    if first is None or not end:
        return first
    last = calendars.day(first.start.year, month, int(end))
    return calendars.between(first.start, last.end) if last else None


def _dated(month: int, number: int, year: int | None, today: date) -> DateInterval | None:
    if year is not None:
        return calendars.day(year, month, number)
    latest = calendars.latest_year(month, number, today)
    # The 29th of February has no latest year but a leap year.
    return next((found for back in range(8) if (found := calendars.day(latest - back, month, number))), None)


def _day_of_this_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day of the month spoken of, or the latest such day ("on the 11th", "Monday, the 28th")."""
    number, weekday = int(match.group("d")), group(match, "w")
    months = [calendars.month(moment.today.year, moment.today.month - back).start for back in range(3)]
    # What was spoken of last goes first, though it be the whole month ("February was no better. On the 3rd ...").
    for spoken in (moment.last, moment.period):
        # A month of long ago that only an earlier paragraph spoke of is not meant any more.
        gone = moment.told is None and spoken is not None and (moment.today - spoken.end).days > _SEASON
        if spoken is not None and not gone and calendars.month_of(spoken.start) == calendars.month_of(spoken.end):
            months.insert(0, spoken.start.replace(day=1))
    for month in months:
        found = calendars.day(month.year, month.month, number)
        if found is None or found.start > moment.today:
            continue
        if weekday and found.start.weekday() != calendars.WEEKDAYS.index(weekday):
            continue
        # "Up to the 22nd" counts from the month's first day.
        counted = match.group().lower().startswith(("up to", "through"))
        return DateInterval(calendars.month_of(found.start).start, found.end) if counted else found
    return None


def _in_figures(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day written month/day/year, or day/month/year where only that can be."""
    month, number, year = int(match.group("m")), int(match.group("d")), year_in(match)
    if month > _LAST_MONTH:
        month, number = number, month
    found = calendars.day(year, month, number) if year else None
    return found if found and found.start <= moment.today + timedelta(days=366) else None


def _month(match: re.Match[str], moment: Moment) -> DateInterval:
    month = month_in(match)
    return calendars.month(year_in(match) or calendars.latest_year(month, 1, moment.today), month)


def _run_of_months(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """Two months that follow each other ("January and February 2008"); without a year the latest."""
    first, last = month_in(match), month_in(match, "n")
    if last != first + 1:
        return None
    year = year_in(match) or calendars.latest_year(last, 1, moment.today)
    return DateInterval(calendars.month(year, first).start, calendars.month(year, last).end)


def _month_of_year(match: re.Match[str], moment: Moment) -> DateInterval:
    """A month of the cable's own year, of the one before, or of the year last spoken of."""
    which = group(match, "which")
    own = moment.today.year if which in ("last", "this") else moment.year or moment.today.year
    return calendars.month(own - (which in ("last", "the previous", "the prior")), month_in(match))


def _opening_of_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The first or last days, weeks or half of a month ("October's first ten days")."""
    whole, unit = _month(match, moment), group(match, "u")
    count = number_in(match)
    if count is None:
        return None
    length = timedelta(days=15 if unit == "half" else 2 if unit == "weekend" else count * (7 if "week" in unit else 1))
    if group(match, "o") == "first":
        return DateInterval(whole.start, min(whole.end, whole.start + length - timedelta(days=1)))
    return DateInterval(max(whole.start, whole.end - length + timedelta(days=1)), whole.end)


def _last_month_named(match: re.Match[str], moment: Moment) -> DateInterval:
    """The latest such month that is over ("last September")."""
    month = month_in(match)
    return calendars.month(moment.today.year - (month >= moment.today.month), month)


def _year(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A year; the cable's own ends on its day."""
    number = year_in(match)
    if number is None or number > moment.today.year + 1:
        return None
    whole = calendars.year(number)
    return DateInterval(whole.start, moment.today) if number == moment.today.year else whole


def _years(match: re.Match[str], _moment: Moment) -> DateInterval | None:
    first = int(match.group("y"))
    last = int(match.group("z")) if len(match.group("z")) > 2 else first - first % 100 + int(match.group("z"))
    return calendars.between(date(first, 1, 1), date(last, 12, 31))


def _fiscal_year(match: re.Match[str], moment: Moment) -> DateInterval | None:
    number = year_in(match)
    found = calendars.fiscal_year(number) if number else None
    return calendars.between(found.start, min(found.end, moment.today)) if found else None


def _part_of_year(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A quarter or half with or without its year: the latest that has begun."""
    length = 3 if group(match, "u").startswith(("quarter", "trimester")) else 6
    number = {
        "first": 1,
        "1st": 1,
        "second": 2,
        "2nd": 2,
        "third": 3,
        "3rd": 3,
        "fourth": 4,
        "4th": 4,
        "last": 12 // length,
        "latter": 2,
    }
    first = (number[group(match, "o")] - 1) * length + 1
    if first > _LAST_MONTH:
        return None
    year = year_in(match) or moment.today.year - (first > moment.today.month)
    return calendars.months(year, first, first + length - 1)


_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}


def _season(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """Three months that bear a season's name; winter takes the year that it begins in."""
    first = _SEASONS[group(match, "s")]
    year = year_in(match) or moment.today.year - ((first, 1) > (moment.today.month, moment.today.day))
    whole = DateInterval(date(year, first, 1), calendars.month(year, first + 2).end)
    if whole.end <= moment.today:
        return whole
    if match.group().lower().startswith("last"):
        return DateInterval(calendars.years_later(whole.start, -1), calendars.month(year - 1, first + 2).end)
    return DateInterval(whole.start, moment.today) if whole.start <= moment.today else whole


def _holiday(match: re.Match[str], moment: Moment) -> DateInterval | None:
    printed = group(match, "h")
    for words, (when,) in mapping("dates", "holidays").items():
        if re.fullmatch(words, printed):
            month, number = (int(part) for part in when.split("-"))
            return _dated(month, number, year_in(match), moment.today)
    return None


def _movable(match: re.Match[str], moment: Moment) -> DateInterval | None:
    printed = group(match, "h")
    for words, days in mapping("dates", "movable").items():
        if re.fullmatch(words, printed):
            for year in (year_in(match) or moment.today.year, moment.today.year - 1):
                easter = calendars.easter(year)
                first, last = (easter + timedelta(days=int(shift)) for shift in days)
                if first <= moment.today or year_in(match):
                    return DateInterval(first, last)
    return None


def holiday(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The days of a holiday, fixed or movable."""
    return _holiday(match, moment) or _movable(match, moment)


_TO = r"\s*(?:-|–|to|through|thru|until)\s*"
_NO_COUNT = (
    r"(?![,.]?\d|-|\s(?:additional|more|new|newly|troops|soldiers|federal|police|policemen|of|people|men|women|"
    r"members?|officers|military|agents|personnel|rounds|kilos?|kilograms|tons|hectares|pounds|"
    r"marines|pesos|dollars|euros|arrests|bullets|votes|miles|kilometers)\b)"
)

ABSOLUTE = TERMS + forms(
    ("run-of-days", rf"\b{MONTH}\s+{DAY}{_TO}{DAY2}{OF_YEAR}?\b", _day),
    ("run-of-days", rf"\b(?:the\s+)?{DAY}{_TO}(?:the\s+)?{DAY2}\s+(?:of\s+|de\s+)?{MONTH}{OF_YEAR}?\b", _day),
    ("run-of-days", rf"\bbetween\s+{MONTH}\s+{DAY}\s+and\s+{DAY2}{OF_YEAR}?\b", _day),
    ("run-of-days", rf"\b(?:the\s+)?{DAY}\s+(?:and|or)\s+(?:the\s+)?{DAY2}\s+(?:of\s+)?{MONTH}{OF_YEAR}?\b", _day),
    (
        "run-of-days",
        (
            rf"\b{MONTH}\s+{DAY}(?:,\s*[0-3]?\d(?:st|nd|rd|th)?)*,?\s+(?:and|"
            rf"or)\s+(?:the\s+)?{DAY2}{OF_YEAR}?(?=\s*[,.;:)]|\s+(?:in|at|on|near|when|that|by|as|alone|"
            rf"and|the|after)\b|'s?|$)"
        ),
        _day,
    ),
    (
        "run-of-days",
        rf"\b(?<=on ){MONTH}\s+{DAY}\s+and\s+{DAY2}(?!\s+(?:people|men|others|persons|bodies|members|kilos|more)\b)",
        _day,
    ),
    ("run-of-days", rf"\b{MONTH}\s+{DAY}/{DAY2}{OF_YEAR}?\b", _day),
    ("in-figures", r"(?<![\d/])(?P<m>[0-3]?\d)/(?P<d>[0-3]?\d)/(?P<y>(?:19|20)\d\d|0\d|1\d)(?![\d/])", _in_figures),
    (
        "in-figures",
        rf"(?<![\d.-])(?P<d>[0-3]?\d)(?P<mark>[-.])(?P<m>[01]?\d)(?P=mark)(?P<y>{FOUR_DIGITS})(?![\d-])",
        _in_figures,
    ),
    ("in-figures", rf"\b(?P<y>{FOUR_DIGITS})-(?P<m>[01]\d)-(?P<d>[0-3]\d)\b", _in_figures),
    (
        "day",
        rf"\b{DAY}(?P<sep>[ -]?){MONTH}(?P=sep)(?P<y>{FOUR_DIGITS}|'?[01]\d)\b(?!:|\s(?:percent|people|men)\b)",
        _day,
    ),
    ("day", rf"\b{MONTH}\s+(?:the\s+)?{DAY}{OF_YEAR}?", _day),
    ("day", rf"\b(?:the\s+)?{DAY}\s+(?:of\s+|de\s+)?{MONTH}{OF_YEAR}?", _day),
    (
        "day-of-this-month",
        rf"\b(?:(?:on|early on|late on|of|by|since|until)\s+)?(?:{WEEKDAY},?\s+)the\s+{ORDINAL}",
        _day_of_this_month,
    ),
    (
        "day-at-head",
        r"(?:^|(?<=[.;*•] )|(?<=-- ))(?:the\s+)?(?P<d>[0-3]?\d)(?:st|nd|rd|th)(?=\s?:\s|\s(?:--?|–)\s)",
        _day_of_this_month,
    ),
    (
        "day-of-this-month",
        (
            rf"\b(?:on|early on|late on|morning of|afternoon of|evening of|night of|hours of|until|since|up to|as of|"
            rf"through|by)\s+the\s+{ORDINAL}(?!\s+(?-i:(?!Commander|Captain|Colonel|General|Lieutenant|Mayor|Police|Army|Federal)[A-Z])|\s+(?:anniversary|floor|street|century|parallel|birthday|day|"
            rf"time|year|month|week|hour|congress|of (?-i:[A-Z])))"
        ),
        _day_of_this_month,
    ),
    (
        "part-of-year",
        (
            rf"\b(?:the\s+)?(?P<o>first|second|third|fourth|1st|2nd|3rd|4th|last)\s+(?P<u>quarter|"
            rf"trimester|half|semester)(?:\s+of)?,?\s+{YEAR}"
        ),
        _part_of_year,
    ),
    (
        "part-of-year",
        (
            r"\b(?:in|during|for|since|over|to|by)\s+the\s+(?P<o>first|second|third|fourth|"
            r"last)\s+(?P<u>quarter|trimester|semester)\b(?! of)"
        ),
        _part_of_year,
    ),
    ("season", rf"\b(?P<s>spring|summer|fall|autumn|winter)(?:\s+of)?\s+{YEAR}", _season),
    (
        "season",
        (
            r"\b(?:(?:last|this past|this|in the|over the|during the) |(?<=since )the |(?<=since "
            r"))(?P<s>spring|summer|fall|autumn|winter)\b(?! of)"
        ),
        _season,
    ),
    (
        "run-of-months",
        rf"(?:(?<=in )|(?<=of )|(?<=for )|(?<=during )|(?<=over )){MONTH} and {MONTH2}{_NO_DAY}",
        _run_of_months,
    ),
    ("run-of-months", rf"\b{MONTH} and {MONTH2}{OF_YEAR}", _run_of_months),
    ("month", rf"\b{MONTH}{OF_YEAR}", _month),
    ("month", r"\b(?P<m>(?-i:May|March))(?=['’]s\s|\s(?:has|had|was|began|saw|brought|opened|ended)\b)", _month),
    (
        "month",
        rf"\b{MONTH},?\s+(?:of\s+)?(?P<which>last|the previous|the prior|the same|this|that) year\b",
        _month_of_year,
    ),
    (
        "opening-of-month",
        rf"\b{MONTH}['’]s (?P<o>first|last) (?:{NUMBER}\s)?(?P<u>days|weeks?|half|weekend)\b",
        _opening_of_month,
    ),
    ("last-month-named", rf"\blast\s+{MONTH}(?!\s+\d|\w)", _last_month_named),
    ("month", rf"\b{PLAIN_MONTH}{_NO_DAY}", _month),
    ("fiscal-year", rf"\b(?:fiscal\s+years?|FY)\s?-?(?P<y>{FOUR_DIGITS}|[01]\d)\b", _fiscal_year),
    ("holiday", rf"\b(?P<h>{holidays()}){OF_YEAR}?(?!\w)", _holiday),
    ("movable-holiday", rf"\b(?P<h>{movable_holidays()}){OF_YEAR}?(?!\w)", _movable),
    (
        "years",
        (
            rf"\b(?:between|from|in|during|for|of)\s+{YEAR}\s*(?:(?:and|to|through)\s+(?=\d{{4}}\b)|[-–/]\s*)"
            rf"(?P<z>{FOUR_DIGITS}|\d\d(?!\d))\b"
        ),
        _years,
    ),
    (
        "year",
        (
            rf"(?<![\w$-]){YEAR}(?=(?:'s)?\s(?:\w+\s){{0,2}}(?:killings|homicides|murders|executions|"
            rf"deaths|seizures|confiscations|interdictions|arrests|detentions|eradication|kidnappings|"
            rf"total|totals|figures?|alone|death toll|toll|to date)\b)"
        ),
        _year,
    ),
)

# What stands before a month or a year that is told by its bare name or number.
_LICENCE = (
    r"(?:\b(?:in|of|during|last|this|by|the|for|until|till|through|thru|throughout|an|a|and|or|since|"
    r"between|from|to|early|mid|late|"
    r"over|both|on|after|before|than|all|end|calendar year|year|CY|versus|vs\.?|with|month of|that|"
    r"its|year's|in both|only|ended|closed|finished|began|started|opened|made)"
    r"[ -]\s?|(?:\d|[a-z])\s?[-–/]\s?|\()$"
)
LICENSED = forms(
    ("month", rf"\b{MONTH}{_NO_DAY}", _month),
    ("year", rf"(?<![\d$.,]){YEAR}{_NO_COUNT}", _year),
    after=_LICENCE,
)
