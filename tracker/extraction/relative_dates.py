"""What interval a date fixes that is told by another day: by the cable's own, or by the day last spoken of."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.extraction import calendars
from tracker.extraction.date_readers import Moment, number_of
from tracker.reports import DateInterval


def relative_day(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day told by the day last spoken of."""
    words = match.group().lower()
    if moment.last is None:
        return None
    if "week" in words:
        shift = 7
    elif "next" in words or "following" in words or "later" in words or "day after" in words:
        shift = number_of(match.group("k") or "one") or 1
    elif "previous" in words or "before" in words or "earlier" in words or "prior" in words:
        shift = -(number_of(match.group("k") or "one") or 1)
    else:
        return moment.last if (moment.last.end - moment.last.start).days < 7 else None
    moved = moment.last.end if shift > 0 else moment.last.start
    return DateInterval(moved + timedelta(days=shift), moved + timedelta(days=shift))


def relative_to_today(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A day, week, month or year told by today."""
    words, today = match.group().lower(), moment.today
    if "yesterday" in words or "last night" in words:
        return DateInterval(today - timedelta(days=1), today - timedelta(days=1))
    if words.startswith(("earlier today", "this morning", "this afternoon")):
        return DateInterval(today, today)
    if "week" in words:
        return _week(words, today)
    if "month" in words:
        return calendars.previous_month(today) if "this" not in words else DateInterval(today.replace(day=1), today)
    return _year(words, today)


def _week(words: str, today: date) -> DateInterval:
    if "weekend" in words:
        return calendars.weekend(today - timedelta(days=(today.weekday() + 1) % 7 or 7))
    if "this week" in words:
        return DateInterval(calendars.week(today).start, today)
    return calendars.week(today - timedelta(days=7))


def _year(words: str, today: date) -> DateInterval:
    if "past year" in words and today.month > 3:
        return DateInterval(calendars.months_back(today, 12), today)
    if "last year" in words or "past year" in words or "previous year" in words:
        return calendars.year(today.year - 1)
    return DateInterval(date(today.year, 1, 1), today)


def same_period(_match: re.Match[str], moment: Moment) -> DateInterval:
    """The part of last year up to the cable's day of this year."""
    end = calendars.months_back(moment.today, 12)
    return DateInterval(date(end.year, 1, 1), end)


def the_year(_match: re.Match[str], moment: Moment) -> DateInterval:
    """The year last spoken of, else the cable's own ("during the year")."""
    return calendars.year(moment.year or (moment.last.start.year if moment.last else moment.today.year))


def past_stretch(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A number of days, weeks, months or years up to today."""
    length = number_of(match.group("k")) if match.group("k") else 1
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


def weekday(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The last such day of the week before today."""
    number = calendars.WEEKDAYS.index(match.group("w").lower())
    back = (moment.today.weekday() - number) % 7 or 7
    found = moment.today - timedelta(days=back)
    return DateInterval(found, found)


def ago(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The day, week, month or year so long before today."""
    length = number_of(match.group("k")) if match.group("k") else 1
    if length is None or length > 60:
        return None
    unit = match.group("unit").lower()
    if unit.startswith("year"):
        return calendars.year(moment.today.year - length)
    if unit.startswith("month"):
        then = calendars.months_back(moment.today, length)
        return calendars.month(then.year, then.month)
    if unit.startswith("week"):
        return calendars.week(moment.today - timedelta(days=7 * length))
    then = moment.today - timedelta(days=length)
    return DateInterval(then, then)


def part_of_this_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The early, middle or late days of this month or the last, up to today."""
    this = match.group("which").lower() == "this"
    whole = calendars.month(moment.today.year, moment.today.month) if this else calendars.previous_month(moment.today)
    part = calendars.part_of_month(whole.start.year, whole.start.month, match.group("part").lower().strip("-"))
    return DateInterval(part.start, min(part.end, moment.today)) if part.start <= moment.today else None
