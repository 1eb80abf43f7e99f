"""Intervals of whole days: months and their parts, weeks, years, holidays, and dates printed without a year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from tracker.extraction.lexicon import integers, words
from tracker.reports import DateInterval

MONTHS = integers("dates", "months")
MONTH_NAMES = words("dates", "english_months")[:12]
"""In full, from January on; those of the standard library are in the language of the machine."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FISCAL_YEAR_BEGINS = 10


def day(year: int, month_number: int, number: int) -> DateInterval | None:
    """One day; None where the month has no such day."""
    if not 1 <= month_number <= 12 or not 1 <= number <= monthrange(year, month_number)[1]:
        return None
    return one(date(year, month_number, number))


def one(only: date) -> DateInterval:
    """The interval of a single day."""
    return DateInterval(only, only)


def between(start: date, end: date) -> DateInterval | None:
    """The days from one to another; None where they stand in the wrong order."""
    return DateInterval(start, end) if start <= end else None


def month(year: int, number: int) -> DateInterval:
    """A whole month; numbers below 1 and above 12 count into the years beside."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return DateInterval(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def month_of(of: date) -> DateInterval:
    """The month that the day lies in."""
    return month(of.year, of.month)


def part_of_month(year: int, number: int, part: str) -> DateInterval:
    """The early (1-10), mid (11-20) or late (21-end) days of a month."""
    whole = month(year, number)
    if part == "early":
        return DateInterval(whole.start, date(year, number, 10))
    if part == "mid":
        return DateInterval(date(year, number, 11), date(year, number, 20))
    return DateInterval(date(year, number, 21), whole.end)


def months(year: int, first: int, last: int) -> DateInterval:
    """Whole months of one year."""
    return DateInterval(date(year, first, 1), month(year, last).end)


def year(number: int) -> DateInterval:
    """A whole year."""
    return DateInterval(date(number, 1, 1), date(number, 12, 31))


def fiscal_year(number: int) -> DateInterval:
    """A fiscal year of the United States, named after the year that it ends in."""
    return DateInterval(date(number - 1, _FISCAL_YEAR_BEGINS, 1), month(number, _FISCAL_YEAR_BEGINS - 1).end)


def week(of: date) -> DateInterval:
    """The week, Monday to Sunday, that the day lies in."""
    monday = of - timedelta(days=of.weekday())
    return DateInterval(monday, monday + timedelta(days=6))


def weekend(of: date) -> DateInterval:
    """The Saturday and Sunday of the week that the day lies in."""
    whole = week(of)
    return DateInterval(whole.end - timedelta(days=1), whole.end)


def latest_year(month_number: int, number: int, today: date) -> int:
    """The year of the latest such day of the calendar that is not after today."""
    return today.year - ((month_number, number) > (today.month, today.day))


def latest_weekday(number: int, before: date) -> date:
    """The last day of that number in the week (Monday is 0) before the day."""
    return before - timedelta(days=(before.weekday() - number) % 7 or 7)


def previous_month(today: date) -> DateInterval:
    """The month before today's."""
    return month(today.year, today.month - 1)


def months_back(today: date, number: int) -> date:
    """The day of the same number so many months earlier (later if negative), or the last day of that month."""
    whole = month(today.year, today.month - number)
    return whole.start.replace(day=min(today.day, whole.end.day))


def years_later(today: date, number: int) -> date:
    """The day of the same number and month so many years later, or the last day of that month."""
    return months_back(today, -12 * number)


def easter(year_number: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous computus."""
    golden, century, short = year_number % 19, year_number // 100, year_number % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (short // 4) - moon - short % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month_number, number = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year_number, month_number, number + 1)
