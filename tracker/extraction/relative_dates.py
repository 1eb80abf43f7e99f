"""Dates that are told by another day: by the cable's own, or by the day or period last spoken of."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.extraction import calendars
from tracker.extraction.date_forms import Moment, group, number_in, year_in
from tracker.reports import DateInterval

_LONGEST = 60
_FEW_DAYS = 7
_A_WEEK_ON = 7
_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14, "month": 30}
_NEW_YEAR = 3
"""In the first months of a year "this past year" is the one before."""


def _shift(match: re.Match[str], number: int) -> int:
    """The number, negative where the words look back."""
    back = ("earlier", "before", "previous", "prior", "preceding")
    return -number if any(word in match.group().lower() for word in back) else number


def same(_match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The day last spoken of."""
    return moment.last if moment.last and (moment.last.end - moment.last.start).days < _FEW_DAYS else None


def beside(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The day, week, month or year beside, or some of them from, what was last spoken of."""
    number = number_in(match) if "k" in match.groupdict() else 1
    unit = group(match, "u") or "day"
    if unit.startswith(("hour", "minute")):
        return same(match, moment)
    if number is None or number > _LONGEST:
        return None
    counted = bool(group(match, "k"))
    if unit.startswith("year") or (unit.startswith("month") and not counted):
        return _whole_beside(unit, _shift(match, number), moment)
    return _days_beside(unit, _shift(match, number), moment.last, counted=counted) if moment.last else None


def counted_from_act(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The day of an act from which another's is counted ("on May 6, two days after gunmen had shot ...")."""
    number = number_in(match)
    if moment.last is None or number is None or number > _LONGEST:
        return None
    unit = group(match, "u").rstrip("s")
    shift = number if group(match, "how") in ("before", "prior to") else -number
    return _days_beside(unit if unit in _DAYS else "day", shift, moment.last, counted=True)


def _days_beside(unit: str, shift: int, last: DateInterval, *, counted: bool) -> DateInterval:
    """The day so many units from the days last spoken of, or the week beside theirs."""
    anchor = last.end if shift > 0 else last.start
    if unit.startswith("week") and not counted:
        moved = anchor + timedelta(days=7 * shift)
        return calendars.weekend(moved) if unit == "weekend" else calendars.week(moved)
    if unit.startswith("month"):
        return calendars.one(calendars.months_back(anchor, -shift))
    return calendars.one(anchor + timedelta(days=shift * (7 if unit.startswith("week") else 1)))


def _whole_beside(unit: str, shift: int, moment: Moment) -> DateInterval | None:
    """The month or year so many before or after the period last spoken of."""
    base = moment.period or moment.last
    if unit.startswith("year"):
        if moment.year is None and base is None:
            return calendars.year(moment.today.year + shift) if shift < 0 else None
        if (
            base is not None
            and base.start.day == 1
            and (base.end - base.start).days < 180
            and base.start.year == base.end.year
        ):
            return _a_year_from(base, shift)
        return calendars.year((base.start.year if base else moment.year or moment.today.year) + shift)
    if base is None:
        return calendars.month(moment.today.year, moment.today.month + shift) if shift < 0 else None
    return calendars.month(base.start.year, base.start.month + shift)


def _a_year_from(base: DateInterval, shift: int) -> DateInterval:
    end = calendars.years_later(base.end, shift)
    if base.end == calendars.month_of(base.end).end:
        end = calendars.month_of(end).end
    return DateInterval(calendars.years_later(base.start, shift), end)


def that_stretch(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The week, month or year of what was last spoken of."""
    base = moment.last or moment.period
    unit = group(match, "u") or group(match, "u2")
    if base is None:
        begun = calendars.week(moment.today) if unit == "week" else calendars.month_of(moment.today)
        earlier = match.group().lower().startswith("earlier in the") and unit in ("week", "month")
        return DateInterval(begun.start, moment.today) if earlier else None
    if unit == "weekend":
        return calendars.weekend(base.start)
    if unit == "week":
        return calendars.week(base.start)
    if unit == "month":
        period = moment.period
        in_one_month = period is not None and period.start.replace(day=1) == period.end.replace(day=1)
        return calendars.month_of(period.start if period is not None and in_one_month else base.start)
    return calendars.year((moment.period or base).start.year)


def same_stretch(_match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The period last spoken of."""
    return moment.period


def same_stretch_of(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The part of another year that matches the period last spoken of, else the year up to the cable's day."""
    base = moment.period
    if base is None or base.start.year != base.end.year or base == calendars.year(base.start.year):
        base = DateInterval(date(moment.today.year, 1, 1), moment.today)
    named = year_in(match)
    return _a_year_from(base, named - base.start.year if named else -1)


def told_by_today(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The day, week, month or year that lies so to the cable's own ("yesterday", "last month")."""
    words, today = match.group().lower(), moment.today
    last = moment.last
    if "weekend" in words and last is not None and last == calendars.weekend(last.start):
        return last
    for unit, read in (("week", _week), ("month", _month), ("year", _year)):
        if unit in words:
            return read(words, today)
    shifts = (
        ("day before yesterday", -2),
        ("night before last", -2),
        ("yesterday", -1),
        ("last night", -1),
        ("tomorrow", 1),
    )
    return calendars.one(today + timedelta(days=next((shift for name, shift in shifts if name in words), 0)))


def _week(words: str, today: date) -> DateInterval:
    if "next" in words or "coming" in words:
        ahead = today + timedelta(days=7)
        return calendars.weekend(ahead) if "weekend" in words else calendars.week(ahead)
    if "weekend" in words:
        return calendars.weekend(today - timedelta(days=(today.weekday() + 1) % 7 or 7))
    if "this week" in words or "the week so far" in words:
        return DateInterval(calendars.week(today).start, today)
    return calendars.week(today - timedelta(days=7))


def _month(words: str, today: date) -> DateInterval:
    if "next" in words or "coming" in words:
        return calendars.month(today.year, today.month + 1)
    if "later this month" in words:
        return DateInterval(today, calendars.month_of(today).end)
    if "this month" in words or "month to date" in words:
        return DateInterval(today.replace(day=1), today)
    return calendars.previous_month(today)


def _year(words: str, today: date) -> DateInterval:
    if "next" in words or "coming" in words:
        return calendars.year(today.year + 1)
    if "later this year" in words or "end of the year" in words:
        return DateInterval(today, date(today.year, 12, 31))
    if "past year" in words and "this past year" not in words:
        return DateInterval(calendars.months_back(today, 12), today)
    if "last year" in words or ("this past year" in words and today.month <= _NEW_YEAR):
        return calendars.year(today.year - 1)
    return DateInterval(date(today.year, 1, 1), today)


def year_begun(_match: re.Match[str], moment: Moment) -> DateInterval:
    """The first day of the cable's own year; only "since" makes a date of it."""
    return calendars.one(date(moment.today.year, 1, 1))


def first_of_year(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The first months or weeks of the cable's year, or of the one before where they are not over."""
    count = number_in(match)
    if count is None or count > 52:
        return None
    for year in (moment.today.year, moment.today.year - 1):
        begun = date(year, 1, 1)
        months = group(match, "u").startswith("month")
        end = calendars.month(year, count).end if months else begun + timedelta(days=7 * count - 1)
        if end <= moment.today:
            return DateInterval(begun, end)
    return None


def first_from_there(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The first days or weeks of what began on the day last spoken of ("in its first fortnight")."""
    if moment.last is None:
        return None
    days = int(match.group("days")) if match.group("days") else _days_counted(match)
    return calendars.between(moment.last.start, moment.last.start + timedelta(days=days - 1)) if days else None


def first_after_there(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """So many days or weeks from the day last spoken of on ("After four days there had been 40 arrests")."""
    days = _days_counted(match)
    if moment.last is None or moment.last.start != moment.last.end or not days:
        return None
    return calendars.between(moment.last.start, min(moment.last.start + timedelta(days=days - 1), moment.today))


def _days_counted(match: re.Match[str]) -> int:
    return (number_in(match) or 0) * _DAYS[group(match, "u").rstrip("s")]


def the_year(_match: re.Match[str], moment: Moment) -> DateInterval:
    """The year last spoken of, else the cable's own up to its day ("during the year")."""
    beginning = moment.today.month < _NEW_YEAR
    number = moment.year or moment.today.year - beginning
    return _up_to(calendars.year(number), moment.today)


def _up_to(interval: DateInterval, today: date) -> DateInterval:
    return DateInterval(interval.start, min(interval.end, today)) if interval.start <= today else interval


def past_stretch(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A number of hours, days, weeks, months or years up to today."""
    length = number_in(match)
    if length is None or length > _LONGEST * 2:
        return None
    unit = group(match, "u")
    if unit.startswith("year"):
        start = calendars.months_back(moment.today, 12 * length)
    elif unit.startswith("month"):
        start = calendars.months_back(moment.today, length)
    elif unit.startswith("hour"):
        start = moment.today - timedelta(days=max(1, length // 24))
    else:
        start = moment.today - timedelta(days=length * _DAYS.get(unit.rstrip("s"), 1))
    return DateInterval(start, moment.today)


def _weekday_beside(number: int, words: str, moment: Moment) -> DateInterval | None:
    """Such a day before or after the day last spoken of."""
    last = moment.last
    if words.startswith("the previous") or words.endswith(" before"):
        return calendars.one(calendars.latest_weekday(number, last.start if last else moment.today))
    if last is None:
        return None
    after = last.end + timedelta(days=7)
    return calendars.one(
        calendars.latest_weekday(number, after if words.startswith("that") else after + timedelta(days=1))
    )


def weekday(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The last such day before today, or beside the day last spoken of where that lies further back."""
    number, words = calendars.WEEKDAYS.index(group(match, "w")), match.group().lower()
    if words.startswith("next "):
        return calendars.one(calendars.latest_weekday(number, moment.today) + timedelta(days=7))
    beside_it = words.startswith("the ") and words.endswith((" after", " following", " before"))
    if beside_it or words.startswith(("the following", "the next", "the previous", "that")):
        return _weekday_beside(number, words, moment)
    if "of last week" in words:
        return calendars.one(calendars.week(moment.today - timedelta(days=7)).start + timedelta(days=number))
    latest = calendars.latest_weekday(number, moment.today)
    if moment.told and not words.startswith(("last", "this")) and (latest - moment.told.end).days > _A_WEEK_ON:
        # A story of some weeks ago goes on from day to day ("On Tuesday, May 3, ... On Thursday ...").
        return calendars.one(calendars.latest_weekday(number, moment.told.end + timedelta(days=8)))
    return calendars.one(latest)


def ago(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The day, week, month or year so long before today."""
    length = number_in(match)
    if length is None or length > _LONGEST:
        return None
    unit, today = group(match, "u"), moment.today
    if unit.startswith("year"):
        return calendars.year(today.year - length)
    if unit.startswith("month"):
        return calendars.month_of(calendars.months_back(today, length))
    then = today - timedelta(days=length * (7 if unit.startswith("week") else 1))
    named = match.group().lower().endswith("today")
    return calendars.week(then) if unit.startswith("week") and not named else calendars.one(then)


def weekend_ago(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The weekend so many before this one ("two weekends ago", "the weekend before last"); the same of weeks."""
    length = 2 if match.group().lower().endswith("last") else number_in(match)
    if length is None or length > _LONGEST:
        return None
    then = calendars.week(moment.today - timedelta(days=7 * length))
    weekend = "weekend" in match.group().lower()
    return DateInterval(then.end - timedelta(days=1), then.end) if weekend else then


def part_of_this_month(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The early, middle or late days of this month or the last, up to today."""
    this = group(match, "which") == "this"
    whole = calendars.month_of(moment.today) if this else calendars.previous_month(moment.today)
    part = calendars.part_of_month(whole.start.year, whole.start.month, group(match, "part").strip("-"))
    return _up_to(part, moment.today) if part.start <= moment.today else None


def part_of_week(match: re.Match[str], moment: Moment) -> DateInterval:
    """The week, of which "early" and "late" fix no days."""
    return _week(f"{group(match, 'which')} week", moment.today)


def fixes_none(_match: re.Match[str], _moment: Moment) -> DateInterval | None:
    """Words of time that fix no day: nothing else is to be taken for their event's date."""
    return None
