"""The dates that a paragraph's text fixes, resolved against the cable's own day and the day last spoken of.

A date without a year is the latest such date not after the cable's own; a period still running ends on the cable's day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker.extraction.date_readers import Moment
from tracker.extraction.date_rules import RULES, Reader
from tracker.extraction.numbers import ORDINALS
from tracker.extraction.sentences import Stretch
from tracker.reports import DateInterval


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, its place in the text, and the rule that read it; `running` where it only says since when."""

    where: Stretch
    interval: DateInterval
    rule: str
    running: bool = False

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.interval.end - self.interval.start).days + 1


_COMPILED = tuple((rule, re.compile(expression, re.IGNORECASE), reader) for rule, expression, reader in RULES)
_CUE = re.compile(
    r"\d{4}|\d\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|Jan|Feb|Mar|Apr|May|Jun|Jul|"
    r"Aug|Sep|Oct|Nov|Dec|day|today|morning|night|week|month|year|yesterday|since|from|\d/\d"
)


def dates(text: str, today: date, last: DateInterval | None = None) -> tuple[DateMention, ...]:
    """The dates of a paragraph in order; `last` is the interval last spoken of before it."""
    if not _CUE.search(text):
        return ()
    matches: list[tuple[re.Match[str], str, Reader]] = []
    taken: list[Stretch] = []
    for rule, expression, reader in _COMPILED:
        for match in expression.finditer(text):
            where = Stretch(match.start(), match.end())
            if any(where.overlaps(other) for other in taken) or _is_verb(match, rule):
                continue
            taken.append(where)
            matches.append((match, rule, reader))
    found: list[DateMention] = []
    year: int | None = None
    for match, rule, reader in sorted(matches, key=lambda entry: entry[0].start()):
        interval = reader(match, Moment(today, last, year))
        if interval is None or interval.start.year < 1950:
            continue
        found.append(DateMention(Stretch(match.start(), match.end()), interval, rule, running=rule.startswith("since")))
        if rule == "year" or match.groupdict().get("y"):
            year = interval.start.year
        if (interval.end - interval.start).days < 8:
            last = interval
    return tuple(found)


def _is_verb(match: re.Match[str], rule: str) -> bool:
    """Whether "may" or "march" is the verb: lower case in the text."""
    return (
        rule != "relative"
        and bool(re.search(r"\b(?:may|march|mar|dec|sep|jan|apr|jun|jul|aug|oct|nov)\b", match.group()))
        and rule != "weekday"
    )


def ordinal_number(word: str) -> int | None:
    """The number of an ordinal, in words or figures ("fifth", "21st"); None for another word."""
    written = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word.lower())
    return int(written.group(1)) if written else ORDINALS.get(word.lower())
