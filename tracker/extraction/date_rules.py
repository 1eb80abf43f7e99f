"""How each form of date is written and what interval it fixes; the order of the rules is their order of preference."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.extraction import calendars
from tracker.extraction.numbers import figures
from tracker.reports import DateInterval


@dataclass(frozen=True, slots=True)
class Moment:
    """What a date is resolved against: the cable's own day and the interval last spoken of."""

    today: date
    last: DateInterval | None


_MONTH = (
    r"(?:(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"(?P<{0}s>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_M, _M2 = _MONTH.format("m"), _MONTH.format("n")
_Y = r"(?P<y>(?:19[5-9]|20[0-3])\d)"
_YEAR = r"(?:,?\s+(?:of\s+)?" + _Y + r"\b)"
_D, _D2 = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|,\d{3}|\.\d)", r"(?P<e>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|,\d{3}|\.\d)"
_NUMBER = r"(?P<k>\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|couple of)"
_ADMINISTRATION = (
    r"(?:the (?:beginning|start) of (?:the Calderon|his|this) (?:administration|presidency|term)|"
    r"(?:President )?(?:Felipe )?Calderon(?:'s inauguration| took office| came to (?:power|office)"
    r"|'s (?:administration|term) began| assumed (?:office|the presidency))|the (?:Calderon|"
    r"current) administration (?:took office|began))"
)


def _number(word: str) -> int | None:
    read = figures(word)
    return read[0].whole if read and read[0].value is not None else None


def _month(match: re.Match[str], name: str = "m") -> int:
    return calendars.MONTHS[(match.group(name) or match.group(name + "s")).lower()]


def _year_of(match: re.Match[str], month: int, day: int, moment: Moment) -> int:
    return int(match.group("y")) if match.groupdict().get("y") else calendars.latest_year(month, day, moment.today)


def _day(match: re.Match[str], moment: Moment) -> DateInterval | None:
    month, number = _month(match), int(match.group("d"))
    first = calendars.day(_year_of(match, month, number, moment), month, number) if number else None
    end = match.groupdict().get("e")
    if first is None or not end:
        return first
    last = calendars.day(first.start.year, month, int(end))
    return DateInterval(first.start, last.end) if last and last.end >= first.start else first


def _days_over_months(match: re.Match[str], moment: Moment) -> DateInterval | None:
    last = calendars.day(
        _year_of(match, _month(match, "n"), int(match.group("e")), moment), _month(match, "n"), int(match.group("e"))
    )
    if last is None:
        return None
    month, number = _month(match), int(match.group("d"))
    year = (
        int(match.group("x"))
        if match.groupdict().get("x")
        else last.end.year - ((month, number) > (last.end.month, last.end.day))
    )
    first = calendars.day(year, month, number)
    return DateInterval(first.start, last.end) if first and first.start <= last.end else None


def _part(match: re.Match[str], moment: Moment) -> DateInterval:
    word = match.group("part").lower()
    part = (
        "early"
        if word.startswith(("early", "the beginning", "the start"))
        else "mid"
        if word.startswith(("mid", "the middle"))
        else "late"
    )
    month = _month(match)
    return calendars.part_of_month(_year_of(match, month, 1, moment), month, part)


def _whole_month(match: re.Match[str], moment: Moment) -> DateInterval:
    month = _month(match)
    return calendars.month(_year_of(match, month, 1, moment), month)


def _two_months(match: re.Match[str], moment: Moment) -> DateInterval | None:
    end = calendars.month(_year_of(match, _month(match, "n"), 1, moment), _month(match, "n"))
    start = calendars.month(end.start.year - (_month(match) > end.start.month), _month(match))
    return DateInterval(start.start, end.end)


def _from_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    last = calendars.day(
        _year_of(match, _month(match, "n"), int(match.group("e")), moment), _month(match, "n"), int(match.group("e"))
    )
    start = calendars.month(int(match.group("x")), _month(match)).start
    return DateInterval(start, last.end) if last and start <= last.end else None


def _since(match: re.Match[str], moment: Moment) -> DateInterval | None:
    if match.groupdict().get("d"):
        begun = _day(match, moment)
    elif match.group("m") or match.group("ms"):
        begun = _whole_month(match, moment)
    else:
        begun = calendars.year(int(match.group("y2")))
    return DateInterval(begun.start, max(moment.today, begun.start)) if begun else None


def _since_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    begun = _day(match, moment) if match.group("d") else _whole_month(match, moment)
    return DateInterval(begun.start, max(moment.today, begun.start)) if begun else None


def _since_administration(_match: re.Match[str], moment: Moment) -> DateInterval | None:
    inauguration = date(2006, 12, 1)
    return DateInterval(inauguration, moment.today) if moment.today >= inauguration else None


def _span_of_years(match: re.Match[str], _moment: Moment) -> DateInterval | None:
    first, last = int(match.group("y")), int(match.group("y2"))
    return DateInterval(date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _opening_of_year(match: re.Match[str], moment: Moment) -> DateInterval | None:
    year = (
        int(match.group("y"))
        if match.group("y")
        else moment.today.year - (match.group("which") in ("last", "the previous"))
    )
    first = 1 if match.group("end").lower() == "first" else 0
    count = _number(match.group("k") or "one") or 1
    length = {"month": 1, "quarter": 3, "half": 6}[match.group("unit").lower().rstrip("s")] * count
    if length > 12:
        return None
    return calendars.months(year, 1, length) if first else calendars.months(year, 13 - length, 12)


def _opening_of_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    month, length = _month(match), _number(match.group("k")) or 1
    begun = calendars.month(_year_of(match, month, 1, moment), month)
    return DateInterval(begun.start, min(begun.end, begun.start + timedelta(days=length - 1)))


def _relative_day(match: re.Match[str], moment: Moment) -> DateInterval | None:
    words = match.group().lower()
    if moment.last is None:
        return None
    if "week" in words:
        shift = 7
    elif "next" in words or "following" in words or "later" in words or "day after" in words:
        shift = _number(match.group("k") or "one") or 1
    elif "previous" in words or "before" in words or "earlier" in words or "prior" in words:
        shift = -(_number(match.group("k") or "one") or 1)
    else:
        return moment.last if (moment.last.end - moment.last.start).days < 7 else None
    moved = moment.last.end if shift > 0 else moment.last.start
    return DateInterval(moved + timedelta(days=shift), moved + timedelta(days=shift))


def _relative_to_today(match: re.Match[str], moment: Moment) -> DateInterval | None:
    words, today = match.group().lower(), moment.today
    if "yesterday" in words or "last night" in words:
        return DateInterval(today - timedelta(days=1), today - timedelta(days=1))
    if "week" in words:
        return (
            calendars.week(today - timedelta(days=7))
            if "this week" not in words
            else DateInterval(calendars.week(today).start, today)
        )
    if "month" in words:
        return calendars.previous_month(today) if "this" not in words else DateInterval(today.replace(day=1), today)
    if "past year" in words and today.month > 3:
        return DateInterval(calendars.months_back(today, 12), today)
    if "last year" in words or "past year" in words or "previous year" in words:
        return calendars.year(today.year - 1)
    return DateInterval(date(today.year, 1, 1), today)


def _same_period(_match: re.Match[str], moment: Moment) -> DateInterval:
    """The part of last year up to the cable's day of this year."""
    end = calendars.months_back(moment.today, 12)
    return DateInterval(date(end.year, 1, 1), end)


def _the_year(_match: re.Match[str], moment: Moment) -> DateInterval:
    """The year last spoken of, else the cable's own ("during the year")."""
    return calendars.year(moment.last.start.year if moment.last else moment.today.year)


def _past_stretch(match: re.Match[str], moment: Moment) -> DateInterval | None:
    length = _number(match.group("k")) if match.group("k") else 1
    if length is None or length > 60:
        return None
    unit = match.group("unit").lower()
    if unit.startswith("year"):
        start = calendars.months_back(moment.today, 12 * length)
    elif unit.startswith("month"):
        start = calendars.months_back(moment.today, length)
    else:
        start = moment.today - timedelta(days=length * (7 if unit.startswith("week") else 1))
    return DateInterval(start, moment.today)


def _week_of(match: re.Match[str], moment: Moment) -> DateInterval | None:
    begun = _day(match, moment)
    length = 2 if match.group("unit").lower() == "weekend" else 7
    return DateInterval(begun.start, begun.start + timedelta(days=length - 1)) if begun else None


def _weekday(match: re.Match[str], moment: Moment) -> DateInterval | None:
    number = calendars.WEEKDAYS.index(match.group("w").lower())
    back = (moment.today.weekday() - number) % 7 or 7
    found = moment.today - timedelta(days=back)
    return DateInterval(found, found)


def _year(match: re.Match[str], moment: Moment) -> DateInterval | None:
    number = int(match.group("y"))
    return calendars.year(number) if number <= moment.today.year else None


def _holiday(_match: re.Match[str], moment: Moment) -> DateInterval | None:
    return calendars.day(calendars.latest_year(9, 16, moment.today), 9, 16)


Reader = Callable[[re.Match[str], Moment], DateInterval | None]
# In order of preference: a later rule reads nothing where an earlier one has read.
RULES: tuple[tuple[str, str, Reader], ...] = (
    ("since-administration", r"\b(?:since|from) " + _ADMINISTRATION, _since_administration),
    (
        "range-of-days",
        rf"\b{_M}\s+{_D}(?:,?\s+(?P<x>(?:19|20)\d\d))?,?\s*(?:-|–|to|through|until)\s*{_M2}\s+{_D2}{_YEAR}?",
        _days_over_months,
    ),
    (
        "range-of-days",
        rf"\bbetween {_M}\s+{_D}(?:,?\s+(?P<x>(?:19|20)\d\d))?,?\s+and\s+{_M2}\s+{_D2}{_YEAR}?",
        _days_over_months,
    ),
    (
        "from-month-to-day",
        rf"\bfrom (?:{_M})\s+(?P<x>(?:19|20)\d\d)\s+(?:to|through|until)\s+{_M2}\s+{_D2}{_YEAR}?",
        _from_month,
    ),
    ("range-of-days", rf"\b{_M}\s+{_D}\s*(?:-|–|to|through|until)\s*{_D2}{_YEAR}?\b", _day),
    ("since-clause", rf"\bsince\s+(?:[a-z-]+\s+){{1,5}}(?:on|in)\s+{_M}(?:\s+{_D})?{_YEAR}?", _since_month),
    (
        "since",
        rf"\bsince\s+(?:(?:early|mid|late)[- ])?(?:{_M}(?:\s+{_D})?{_YEAR}?|(?P<y2>(?:19[5-9]|20[0-3])\d)\b)",
        _since,
    ),
    ("week-of", rf"\bthe (?P<unit>week|weekend) (?:of|beginning|starting)\s+{_M}\s+{_D}{_YEAR}?", _week_of),
    ("opening-of-month", rf"\bthe first {_NUMBER} days of\s+{_M}{_YEAR}?", _opening_of_month),
    ("day", rf"\b{_M}\s+{_D}(?!\s+(?:percent|people|persons))(?:{_YEAR})?", _day),
    ("day", rf"\b{_D}\s+(?:of\s+)?{_M}{_YEAR}?", _day),
    (
        "part-of-month",
        (
            rf"\b(?P<part>early|mid|late|the (?:beginning|start|middle|end|close) of|"
            rf"end of)[- ](?:in )?{_M}{_YEAR}?(?!\s+\d)"
        ),
        _part,
    ),
    ("two-months", rf"\b(?:between|from|in)\s+{_M}\s+(?:and|to|through|until)\s+{_M2}{_YEAR}?(?!\s+\d)", _two_months),
    (
        "opening-of-year",
        (
            rf"\b(?:the\s+)?(?P<end>first|last)\s+(?:{_NUMBER}\s+)?(?P<unit>months?|quarter|"
            rf"half)\s+of\s+(?:{_Y}|(?P<which>this|last|the|the previous) year)"
        ),
        _opening_of_year,
    ),
    ("month", rf"\b{_M}{_YEAR}", _whole_month),
    (
        "month",
        rf"\b(?:in|of|during|last|this|by|the|for|until|throughout|an|and)\s+(?:the\s+month\s+of\s+)?{_M}(?!\s+\d|\w)",
        _whole_month,
    ),
    (
        "years",
        rf"\b(?:between|from|in)\s+{_Y}\s*(?:and|to|through|-|–)\s*(?P<y2>(?:19[5-9]|20[0-3])\d)\b",
        _span_of_years,
    ),
    (
        "same-period",
        (
            r"\bthe same (?:period|months?|time) (?:of |in )?(?:last year|the (?:previous|prior|"
            r"preceding) year|a year (?:earlier|ago))\b"
        ),
        _same_period,
    ),
    (
        "relative-day",
        (
            r"\b(?:(?:on |later )?(?:that|the) same (?:day|night|evening|morning|afternoon)|"
            r"(?:on )?that (?:day|night|evening)|the (?:following|next|previous) (?:day|morning|night|"
            r"evening)"
            rf"|(?:a|{_NUMBER}) days? (?:later|earlier|after)|the day (?:after|"
            rf"before)|a week later|one week later)\b"
        ),
        _relative_day,
    ),
    (
        "relative",
        (
            r"\b(?:yesterday|last night|(?:last|this|the past|earlier this|the previous|"
            r"this past) week(?:end)?|(?:last|this|earlier this|the past|this past|the previous|"
            r"of the) month"
            r"|(?:last|this|earlier this|so far this|this past|the past|the previous) (?:calendar )?year)\b"
        ),
        _relative_to_today,
    ),
    (
        "past-stretch",
        (
            rf"\b(?:within|in|over|during|for)?\s*(?:the|these)\s+(?:past|"
            rf"last)\s+(?:{_NUMBER}\s+)?(?P<unit>days|weeks|months|years|year|month|week)\b"
        ),
        _past_stretch,
    ),
    (
        "weekday",
        r"\b(?:on|last|this past)\s+(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
        _weekday,
    ),
    ("the-year", r"\b(?:during|over|throughout|for) the year\b", _the_year),
    ("holiday", r"\bIndependence Day\b", _holiday),
    (
        "year",
        (
            rf"\b(?:in|during|of|for|throughout|through|all|since|by|to|late|early|mid|"
            rf"and)[ -]{_Y}\b(?![,.]?\d)(?!\s(?:additional|more|troops|soldiers|federal|police|newly|"
            rf"of|people|men|members?|officers|military|agents|personnel))"
        ),
        _year,
    ),
    ("year", rf"(?<![\w-]){_Y}(?=\s(?:killings|homicides|murders|total|figures|figure|alone))", _year),
)
