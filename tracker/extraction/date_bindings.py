"""What words around a date make of it: "since June", "from June to August", "the week of June 3", "late June".

A binding takes the interval that the bare date fixes and gives the one that the whole phrase fixes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.extraction import calendars
from tracker.extraction.date_forms import NUMBER, group, number_in
from tracker.reports import DateInterval


@dataclass(frozen=True, slots=True)
class Bound:
    """A date with the words that bind it: where the phrase starts, its interval, and what kind of phrase it is.

    `bare` is the date that a running phrase begins with.
    """

    start: int
    interval: DateInterval | None
    name: str
    running: bool = False
    bare: DateInterval | None = None


Binding = Callable[[re.Match[str], DateInterval, date], DateInterval | None]
_THE = r"(?:the\s+)?"
_MONTHS_DAYS = 31


def _since(_match: re.Match[str], bare: DateInterval, today: date) -> DateInterval | None:
    return DateInterval(bare.start, max(today, bare.start)) if bare.start <= today else None


def _week_of(match: re.Match[str], bare: DateInterval, _today: date) -> DateInterval | None:
    unit, ends = group(match, "u"), "end" in group(match, "how")
    if unit == "month" or (bare.end - bare.start).days > _MONTHS_DAYS:
        return bare
    if unit == "weekend":
        return bare if bare.end > bare.start else calendars.weekend(bare.start)
    if bare.end > bare.start:
        return bare
    return (
        DateInterval(bare.end - timedelta(days=6), bare.end)
        if ends
        else DateInterval(bare.start, bare.start + timedelta(days=6))
    )


def _first_days(match: re.Match[str], bare: DateInterval, _today: date) -> DateInterval | None:
    """The first or last days, weeks or months of a month or year."""
    count, unit = number_in(match), group(match, "u")
    if (bare.end - bare.start).days < 20:
        return None
    if count is None:
        some = "early" if group(match, "o") == "first" else "late"
        of_month = unit == "days" and (bare.end - bare.start).days <= _MONTHS_DAYS
        return calendars.part_of_month(bare.start.year, bare.start.month, some) if of_month else None
    if unit.startswith("month"):
        begun = calendars.month(bare.start.year, bare.start.month + count - 1).end
        ended = calendars.month(bare.end.year, bare.end.month - count + 1).start
    else:
        length = timedelta(days=count * (7 if unit.startswith("week") else 1) - 1)
        begun, ended = bare.start + length, bare.end - length
    if group(match, "o") == "first":
        return calendars.between(bare.start, min(begun, bare.end))
    return calendars.between(max(ended, bare.start), bare.end)


_PARTS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1, "latter": -1}


def _part_by_number(match: re.Match[str], bare: DateInterval, today: date) -> DateInterval | None:
    """The first, second or last week, third, half or quarter of a month or year."""
    which, unit = _PARTS[group(match, "o")], group(match, "u")
    days = (bare.end - bare.start).days
    if days > _MONTHS_DAYS:
        length = {"half": 6, "semester": 6, "quarter": 3, "trimester": 3, "month": 1}.get(unit)
        running = bare.end == today and (bare.start.month, bare.start.day) == (1, 1)
        if length is None or (days < 364 and not running):
            return None
        first = (which % (12 // length)) * length + 1
        found = calendars.months(bare.start.year, first, first + length - 1)
        return calendars.between(found.start, min(found.end, today))
    if days < 27 or unit not in ("week", "half", "weekend", "fortnight"):
        return None
    if unit == "weekend":
        saturdays = [
            bare.start + timedelta(days=n) for n in range(days + 1) if (bare.start + timedelta(days=n)).weekday() == 5
        ]
        return DateInterval(saturdays[which], saturdays[which] + timedelta(days=1)) if which < len(saturdays) else None
    length = 15 if unit in ("half", "fortnight") else 7
    if which < 0 or (length == 15 and which == 1):
        return DateInterval(bare.start + timedelta(days=15) if length == 15 else bare.end - timedelta(days=6), bare.end)
    start = bare.start + timedelta(days=length * which)
    return calendars.between(start, min(bare.end, start + timedelta(days=length - 1)))


def _part(match: re.Match[str], bare: DateInterval, today: date) -> DateInterval | None:
    """The early, middle or late days of a month; of a longer or shorter period they fix nothing narrower."""
    if bare.end == today and bare.start == today.replace(day=1):
        # "At the beginning of this month": it is not over.
        bare = calendars.month_of(today)
    if not 27 <= (bare.end - bare.start).days <= 30 or bare.start.day != 1:
        return bare
    words = group(match, "part")
    part = (
        "early" if re.search(r"early|beginning|start|first days|turn", words) else "mid" if "mid" in words else "late"
    )
    return calendars.part_of_month(bare.start.year, bare.start.month, part)


def _days_from(match: re.Match[str], bare: DateInterval, _today: date) -> DateInterval | None:
    """A day counted from another ("two days after the May 3 attack")."""
    number = number_in(match)
    if number is None:
        return None
    back = group(match, "how") in ("before", "prior to")
    days = number * (7 if group(match, "u").startswith("week") else 1)
    if group(match, "u").startswith(("month", "year")):
        return None
    if group(match, "over") and match.group("k"):
        # "In the two weeks after May 3" is all of them.
        return (
            DateInterval(bare.start - timedelta(days=days), bare.end)
            if back
            else DateInterval(bare.start, bare.end + timedelta(days=days))
        )
    return calendars.one(bare.start - timedelta(days=days) if back else bare.end + timedelta(days=days))


def _days_begun(match: re.Match[str], bare: DateInterval, _today: date) -> DateInterval | None:
    """So many days from one day on, or up to it ("a four-day period beginning October 3")."""
    length = timedelta(days=(number_in(match) or 1) - 1)
    if bare.start != bare.end:
        return None
    return (
        DateInterval(bare.end - length, bare.end)
        if group(match, "how") == "ending"
        else DateInterval(bare.start, bare.start + length)
    )


_TO_ACT = r"(?:the\s+|his\s+|its\s+)?"
# In order of preference; each stands right before a date.
_BEFORE: tuple[tuple[str, re.Pattern[str], Binding], ...] = tuple(
    (name, re.compile(expression, re.IGNORECASE), read)
    for name, expression, read in (
        (
            "days-from",
            (
                rf"\b(?P<over>(?:in|over|during|within)\s+the\s+)?(?:{NUMBER}|the)\s+(?P<u>days?|nights?|evening|morning|weeks?|months?|"
                rf"years?)\s+(?P<how>after|before|prior to|following)\s+{_TO_ACT}$"
            ),
            _days_from,
        ),
        (
            "days-begun",
            rf"\b{NUMBER}[- ]days?\s+(?:\w+\s+)?(?P<how>beginning|starting|ending)\s+(?:on\s+)?(?:\w+day,?\s+)?$",
            _days_begun,
        ),
        (
            "first-days",
            rf"\b{_THE}(?P<o>first|last|final)\s+{NUMBER}\s+(?P<u>days|weeks|months|month)\s+(?:of|in)\s+$",
            _first_days,
        ),
        (
            "part-by-number",
            (
                rf"\b{_THE}(?P<o>first|second|third|fourth|last|final|latter)\s+(?P<u>week|weekend|half|"
                rf"fortnight|quarter|trimester|semester|month)\s+(?:of|in)\s+$"
            ),
            _part_by_number,
        ),
        (
            "week-of",
            (
                rf"\b{_THE}(?P<u>week|weekend|month|fortnight)\s+(?P<how>of|beginning|starting|commencing|"
                rf"ending|ended|that (?:began|started|ended))\s+(?:on\s+|in\s+)?(?:\w+day,?\s+)?$"
            ),
            _week_of,
        ),
        (
            "part",
            (
                rf"\b(?P<part>early|mid|middle|late|{_THE}(?:very\s+)?(?:beginning|start|middle|end|close|"
                rf"first days|last days|final days) of|{_THE}(?:early|latter|later|middle|late|first|last) "
                rf"part of|end of|turn of)[- ](?:in\s+|of\s+)?$"
            ),
            _part,
        ),
    )
)
_SINCE = re.compile(
    (
        r"\bsince\s+(?:at least\s+|about\s+|around\s+|the\s+)?$|\bsince\s+(?:(?![\w-]*\d)[\w'’-]+,?\s+){1,8}(?:on|in|"
        r"of)\s+$|\bsince\s+(?:[\w'’-]+\s+){1,5}(?=last |this )$"
    ),
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r"\b(?:through|thru)\s+(?:the\s+)?(?:end\s+of\s+)?$|\b(?:as of|by) (?:the )?end of\s+$", re.IGNORECASE
)
_TO = re.compile(
    (
        r"^(?:'s)?,?\s*(?:-|–|--|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\btill\b|\bup "
        r"to\b)\s*(?:the\s+)?(?:(?:early|mid|late|beginning|end|middle)(?:\s+of)?[- ])?(?:\w+day,?\s+)?$"
    ),
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(r"^\s+(?:night|morning|afternoon|evening|noon|midnight|dawn)(?=\s)", re.IGNORECASE)
_OR = re.compile(r"^,?\s*or\s+(?:early\s+|late\s+)?on\s+$", re.IGNORECASE)
_AND = re.compile(r"^,?\s*and\s+(?:(?:early|mid|late)[- ])?(?:\w+day,?\s+)?$", re.IGNORECASE)
_COMBINED = re.compile(r"\s+(?:combined|together|alone)\b")
_FROM = re.compile(
    r"\b(?:from|between)\s+(?:the\s+)?(?:(?:early|mid|late|about|around)[- ])?(?:\w+day,?\s+)?$", re.IGNORECASE
)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:(?:early|mid|late)[- ])?(?:\w+day,?\s+)?$", re.IGNORECASE)
_REACH = 60


def bound(text: str, start: int, bare: DateInterval | None, *, name: str, today: date) -> Bound:
    """The date that starts there, with the words before it."""
    phrase = Bound(start, bare, name)
    before = text[max(0, start - _REACH) : start]
    if _THROUGH.search(before) and bare and bare.end <= today and (bare.end - bare.start).days <= _MONTHS_DAYS:
        return _bound_to_end(before, start, bare, name=name, today=today)
    for rule, expression, read in _BEFORE:
        match = expression.search(before)
        if match is not None:
            interval = read(match, bare, today) if bare else None
            phrase = Bound(start - len(before) + match.start(), interval, rule)
            break
    before = text[max(0, phrase.start - _REACH) : phrase.start]
    if since := _SINCE.search(before):
        interval = _since(since, phrase.interval, today) if phrase.interval else None
        return Bound(
            phrase.start - len(before) + since.start(), interval, f"since-{name}", running=True, bare=phrase.interval
        )
    if name == "year-begun":
        return Bound(start, None, name)
    return phrase


def _bound_to_end(before: str, start: int, bare: DateInterval, *, name: str, today: date) -> Bound:
    """From the year's first day to the date's end ("47 through August", "by the end of April")."""
    words = _THROUGH.search(before)
    at = start - len(before) + (words.start() if words else len(before))
    return Bound(at, DateInterval(date(bare.end.year, 1, 1), min(bare.end, today)), f"through-{name}")


def spans_to(
    text: str, first_start: int, first_end: int, second_start: int, *, second_end: int, alike: bool
) -> int | None:
    """Where the phrase starts that spans from one date to another ("from June to August"); None where none does.

    Two dates that are not `alike` in form span nothing without the words for it ("linked on May 7 to the June murder").
    """
    between = _PART_OF_DAY.sub("", text[first_end:second_start])
    before = text[max(0, first_start - _REACH) : first_start]
    leading = _FROM.search(before)
    combined = alike and _AND.match(between) and _COMBINED.match(text[second_end : second_end + 20])
    if (
        combined
        or (alike and _OR.match(between))
        or (_TO.match(between) and (leading or alike))
        or (_AND.match(between) and _BETWEEN.search(before))
    ):
        return first_start - len(before) + leading.start() if leading else first_start
    return None
