"""How each form of date is written, from a day to a year: pieces of expressions, and the reader of each.

A form takes what it needs from the expression's groups: `m`, `d`, `y` for a month, day and year, `n`, `e` for a second
month and day, `k` for a number, `w` for a weekday.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.extraction.calendars import MONTHS, WEEKDAYS
from tracker.extraction.lexicon import mapping
from tracker.extraction.numbers import figures
from tracker.extraction.openings import beginnings, opening
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.reports import DateInterval


@dataclass(frozen=True, slots=True)
class Moment:
    """What a date is resolved against.

    `today` is the cable's own day, `last` the interval of a few days last spoken of, `period` the interval of any
    length last spoken of, `year` the year last named, `told` the latest day told in the text itself.
    """

    today: date
    last: DateInterval | None = None
    period: DateInterval | None = None
    year: int | None = None
    told: DateInterval | None = None


Reader = Callable[[re.Match[str], Moment], DateInterval | None]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of date: its name, which is the rule's, its expression, and what interval a match fixes.

    `after` is what must stand right before it, where the form by itself may be something else ("may", "2000"); a text
    that has none of the marks in `needs` does not hold it.
    """

    name: str
    expression: Sought
    read: Reader
    after: re.Pattern[str] | None = None
    needs: tuple[str, ...] = ()

    def matches(self, text: str, marks: Mapping[str, Sequence[Stretch]]) -> Iterator[re.Match[str]]:
        """Where the form stands in a text with these marks (see `marks_of`)."""
        if not self.needs:
            yield from self.expression.finditer(text)
            return
        near = marks[self.needs[0]]
        if len(self.needs) > 1:
            near = list(_merged([stretch for mark in self.needs for stretch in marks[mark]]))
        for stretch in near:
            yield from self.expression.finditer(text, stretch.start, stretch.end)


def _merged(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """The stretches in order, those that overlap made one."""
    last: Stretch | None = None
    for stretch in sorted(stretches):
        if last is not None and stretch.start <= last.end:
            last = Stretch(last.start, max(last.end, stretch.end))
            continue
        if last is not None:
            yield last
        last = stretch
    if last is not None:
        yield last


_FULL = "|".join(
    sorted((name for name in MONTHS if len(name) > 4 or name in ("may", "june", "july", "mayo")), key=len, reverse=True)
)
_SHORT = "|".join(
    sorted((name for name in MONTHS if len(name) < 5 and name not in _FULL.split("|")), key=len, reverse=True)
)
_MONTH = rf"(?P<{{0}}>(?:{_FULL})\b|(?:{_SHORT})(?:\b\.?|(?=\d\d(?!\d))))"
MONTH, MONTH2 = _MONTH.format("m"), _MONTH.format("n")
# Months whose names are no other words.
_PLAIN = "|".join(name for name in _FULL.split("|") if name not in ("may", "march", "mayo", "marzo"))
PLAIN_MONTH = rf"(?P<m>{_PLAIN})\b"
_AFTER_DAY = r"(?![\d%$]|[,.:]\d|\s?(?:percent\b|per cent\b|a\.?m\b|p\.?m\b|people\b|persons\b|kilo|tons?\b))"
DAY = rf"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?{_AFTER_DAY}"
DAY2 = rf"(?P<e>[0-3]?\d)(?:st|nd|rd|th)?{_AFTER_DAY}"
ORDINAL = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b"
FOUR_DIGITS = r"(?:19[5-9]|20[0-3])\d"
YEAR = rf"(?P<y>{FOUR_DIGITS})\b"
OF_YEAR = rf"(?:(?:,|\s+of|\s+de)?\s+{YEAR})"
SOME = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"twenty|thirty|several|a few|a couple of|couple of|few|some)"
)
NUMBER = rf"(?P<k>{SOME})"
WEEKDAY = rf"(?P<w>{'|'.join(WEEKDAYS)})"


_MARKS = {mark: Sought("|".join(words), re.IGNORECASE) for mark, words in mapping("dates", "marks").items()}
_BOUNDARY = r"\b"
_AROUND = 110
"""How far the words of a form may stand from its mark."""


def marks_of(text: str) -> dict[str, list[Stretch]]:
    """The surroundings of the words that forms need, so that no form is looked for where it cannot stand."""
    found = {}
    for mark, expression in _MARKS.items():
        around = [Stretch(max(0, at.start() - _AROUND), at.end() + _AROUND) for at in expression.finditer(text)]
        found[mark] = list(_merged(around))
    return found


def forms(*listed: tuple[str, str, Reader], after: str | None = None) -> tuple[Form, ...]:
    """The forms, compiled; `after` is what must stand right before each of them."""
    licence = re.compile(after, re.IGNORECASE) if after else None
    needs = mapping("dates", "needs")
    return tuple(
        Form(name, Sought(_begun(expression), re.IGNORECASE), read, licence, needs.get(name, ()))
        for name, expression, read in listed
    )


def _begun(expression: str) -> str:
    """The expression with a look ahead to its first letters."""
    bare = expression.removeprefix(_BOUNDARY)
    ahead = opening([expression]) if len(beginnings(expression)) > 1 else ""
    return f"{expression[: len(expression) - len(bare)]}{ahead}{bare}"


def group(match: re.Match[str], name: str) -> str:
    """What a group of the expression matched, in lower case; empty where it is absent."""
    return (match.groupdict().get(name) or "").lower()


def month_in(match: re.Match[str], name: str = "m") -> int:
    """The number of the month that a group names."""
    return MONTHS[group(match, name).rstrip(".")]


def year_in(match: re.Match[str], name: str = "y") -> int | None:
    """The year that a group prints, also in two digits; None where there is none."""
    printed = group(match, name)
    return None if not printed else int(printed) if len(printed) > 2 else 2000 + int(printed)


def number_in(match: re.Match[str], name: str = "k") -> int | None:
    """The whole number of a group, in words or figures: one for an article, None for "several"."""
    printed = group(match, name)
    if printed in ("a", "an", ""):
        return 1
    read = figures(printed)
    return read[0].whole if read and read[0].value is not None else None


def holidays() -> str:
    """The names of holidays on fixed days, as one expression."""
    return "|".join(mapping("dates", "holidays"))


def movable_holidays() -> str:
    """The names of holidays that go with Easter, as one expression."""
    return "|".join(mapping("dates", "movable"))
