"""What interval each form of date fixes: one reader for each form, which takes the groups of its rule's expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.extraction import calendars
from tracker.extraction.numbers import figures
from tracker.reports import DateInterval


@dataclass(frozen=True, slots=True)
class Moment:
    """What a date is resolved against: the cable's own day, the interval last spoken of, the year last named."""

    today: date
    last: DateInterval | None
    year: int | None = None


def number_of(word: str) -> int | None:
    """The whole number that a word or figure gives; None for "several"."""
    read = figures(word)
    return read[0].whole if read and read[0].value is not None else None


def _month_of(match: re.Match[str], name: str = "m") -> int:
    return calendars.MONTHS[(match.group(name) or match.group(name + "s")).lower()]


def _year_of(match: re.Match[str], month: int, day: int, moment: Moment) -> int:
    return int(match.group("y")) if match.groupdict().get("y") else calendars.latest_year(month, day, moment.today)


def day_of(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day, or a run of days in one month."""
    month, number = _month_of(match), int(match.group("d"))
    first = calendars.day(_year_of(match, month, number, moment), month, number) if number else None
    end = match.groupdict().get("e")
    if first is None or not end:
        return first
    last = calendars.day(first.start.year, month, int(end))
    return DateInterval(first.start, last.end) if last and last.end >= first.start else first


def days_over_months(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A run of days over two months."""
    last = calendars.day(
        _year_of(match, _month_of(match, "n"), int(match.group("e")), moment),
        _month_of(match, "n"),
        int(match.group("e")),
    )
    if last is None:
        return None
    month, number = _month_of(match), int(match.group("d"))
    year = (
        int(match.group("x"))
        if match.groupdict().get("x")
        else last.end.year - ((month, number) > (last.end.month, last.end.day))
    )
    first = calendars.day(year, month, number)
    return DateInterval(first.start, last.end) if first and first.start <= last.end else None


def part(match: re.Match[str], moment: Moment) -> DateInterval:
    """The early, middle or late days of a month."""
    word = match.group("part").lower()
    part = (
        "early"
        if word.startswith(("early", "the beginning", "the start"))
        else "mid"
        if word.startswith(("mid", "the middle"))
        else "late"
    )
    month = _month_of(match)
    return calendars.part_of_month(_year_of(match, month, 1, moment), month, part)


def whole_month(match: re.Match[str], moment: Moment) -> DateInterval:
    """A month."""
    month = _month_of(match)
    return calendars.month(_year_of(match, month, 1, moment), month)


def two_months(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """From the first day of one month to the last of another."""
    end = calendars.month(_year_of(match, _month_of(match, "n"), 1, moment), _month_of(match, "n"))
    start = calendars.month(end.start.year - (_month_of(match) > end.start.month), _month_of(match))
    return DateInterval(start.start, end.end)


def from_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """From the first day of a month to a day."""
    last = calendars.day(
        _year_of(match, _month_of(match, "n"), int(match.group("e")), moment),
        _month_of(match, "n"),
        int(match.group("e")),
    )
    start = calendars.month(int(match.group("x")), _month_of(match)).start
    return DateInterval(start, last.end) if last and start <= last.end else None


def since(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """From a day, month or year to today."""
    if match.groupdict().get("d"):
        begun = day_of(match, moment)
    elif match.group("m") or match.group("ms"):
        begun = whole_month(match, moment)
    else:
        begun = calendars.year(int(match.group("y2")))
    return DateInterval(begun.start, max(moment.today, begun.start)) if begun else None


def since_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """From what happened on a day or in a month to today."""
    begun = day_of(match, moment) if match.group("d") else whole_month(match, moment)
    return DateInterval(begun.start, max(moment.today, begun.start)) if begun else None


def since_administration(_match: re.Match[str], moment: Moment) -> DateInterval | None:
    """From the inauguration of 1 December 2006 to today."""
    inauguration = date(2006, 12, 1)
    return DateInterval(inauguration, moment.today) if moment.today >= inauguration else None


def span_of_years(match: re.Match[str], _moment: Moment) -> DateInterval | None:
    """Whole years."""
    first, last = int(match.group("y")), int(match.group("y2"))
    return DateInterval(date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def opening_of_year(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The first or last months of a year."""
    year = (
        int(match.group("y"))
        if match.group("y")
        else moment.today.year - (match.group("which") in ("last", "the previous"))
    )
    first = match.group("end").lower() in ("first", "early")
    if match.group("end").lower() in ("second", "latter") and not match.group("unit").lower().startswith("half"):
        return calendars.months(year, 4, 6) if match.group("unit").lower().startswith("quarter") else None
    count = number_of(match.group("k") or "one") or 1
    length = {"month": 1, "quarter": 3, "half": 6}[match.group("unit").lower().rstrip("s")] * count
    if length > 12:
        return None
    return calendars.months(year, 1, length) if first else calendars.months(year, 13 - length, 12)


def opening_of_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The first days of a month."""
    month, length = _month_of(match), number_of(match.group("k")) or 1
    begun = calendars.month(_year_of(match, month, 1, moment), month)
    return DateInterval(begun.start, min(begun.end, begun.start + timedelta(days=length - 1)))


def week_of(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The week or weekend that begins on a day."""
    begun = day_of(match, moment)
    length = 2 if match.group("unit").lower() == "weekend" else 7
    return DateInterval(begun.start, begun.start + timedelta(days=length - 1)) if begun else None


def year_of_text(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A year that is not to come."""
    number = int(match.group("y"))
    return calendars.year(number) if number <= moment.today.year else None


def holiday(_match: re.Match[str], moment: Moment) -> DateInterval | None:
    """Independence Day."""
    return calendars.day(calendars.latest_year(9, 16, moment.today), 9, 16)


def week_of_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The first, second, third or last week, or a half, of a month."""
    month = _month_of(match)
    whole = calendars.month(_year_of(match, month, 1, moment), month)
    which, length = match.group("which").lower(), {"week": 7, "half": 15}[match.group("unit").lower()]
    if which in ("last", "final", "latter") or (which == "second" and length == 15):
        start = whole.start + timedelta(days=15) if length == 15 else whole.end - timedelta(days=6)
        return DateInterval(start, whole.end)
    start = whole.start + timedelta(days=length * ("first", "second", "third", "fourth").index(which))
    return DateInterval(start, min(whole.end, start + timedelta(days=length - 1)))


def months_of_years(match: re.Match[str], _moment: Moment) -> DateInterval | None:
    """From a month of one year to a month of another."""
    start = calendars.month(int(match.group("x")), _month_of(match))
    end = calendars.month(int(match.group("y")), _month_of(match, "n"))
    return DateInterval(start.start, end.end) if start.start <= end.end else None


def written_in_figures(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day written month/day/year."""
    year, month = int(match.group("y")), int(match.group("m"))
    found = calendars.day(year if year > 99 else 2000 + year, month, int(match.group("d"))) if month < 13 else None
    return found if found and found.start <= moment.today + timedelta(days=366) else None
