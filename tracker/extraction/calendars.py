"""Intervals of whole days: months and their parts, weeks, years, and dates printed without a year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from tracker.reports import DateInterval

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def day(year: int, month_number: int, number: int) -> DateInterval | None:
    """One day; None where the month has no such day."""
    if not 1 <= number <= monthrange(year, month_number)[1]:
        return None
    only = date(year, month_number, number)
    return DateInterval(only, only)


def month(year: int, number: int) -> DateInterval:
    """A whole month."""
    return DateInterval(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


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


def previous_month(today: date) -> DateInterval:
    """The month before today's."""
    return month(today.year, today.month - 1) if today.month > 1 else month(today.year - 1, 12)


def months_back(today: date, number: int) -> date:
    """The day of the same number so many months earlier, or the last day of that month."""
    index = today.year * 12 + today.month - 1 - number
    return date(index // 12, index % 12 + 1, min(today.day, monthrange(index // 12, index % 12 + 1)[1]))


def years_later(today: date, number: int) -> date:
    """The day of the same number and month so many years later, or the last day of that month."""
    return date(today.year + number, today.month, min(today.day, monthrange(today.year + number, today.month)[1]))
