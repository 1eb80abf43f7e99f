"""What the formats share: refusals, and the moments that sites print in many forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

_TIME = r"(?:(?:T|,? {1,3}(?:at )?)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?(?: ?(?P<half>[AaPp])\.?[Mm]\b)?)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>(?i:{'|'.join(_MONTHS)}))[a-z]{{0,6}}\.?"
_FORMS = (
    re.compile(rf"(?<!\d)(?P<year>\d{{4}})-(?P<number>\d\d)-(?P<day>\d\d){_TIME}"),
    re.compile(rf"(?<!\d)(?P<number>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{4}})(?!\d){_TIME}"),
    re.compile(rf"(?<!\d)(?P<year>\d{{4}}) {_MONTH} (?P<day>\d{{1,2}})(?!\d){_TIME}", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>\d{{4}})(?!\d){_TIME}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?!\d){_TIME}", re.IGNORECASE),
)
_DIGIT = re.compile(r"\d")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Refusal:
    """What could not be read, and why: a row of a dump by its number, counted from 1; None for a file as a whole.

    `fault` is the place in our own code where an error arose, if one did.
    """

    row: int | None
    reason: str
    fault: str | None = None


@lru_cache(maxsize=4096)
def moment(printed: str) -> datetime | None:
    """A moment as printed by a site or a dump, taken as UTC; None where it is none, or no possible one.

    A day may stand alone; a month written as a number stands first ("3/2/2007" is March 2), as in the dump.
    """
    if len(printed) > _LONGEST or not _DIGIT.search(printed):
        return None
    match = next((match for form in _FORMS if (match := form.search(printed))), None)
    if not match:
        return None
    told = match.groupdict()
    month = int(told["number"]) if told.get("number") else _MONTHS.index(told["month"].lower()) + 1
    hour = int(told["hour"] or 0)
    if told["half"]:
        hour = hour % 12 + (12 if told["half"] in "Pp" else 0)
    try:
        return datetime(int(told["year"]), month, int(told["day"]), hour, int(told["minute"] or 0), tzinfo=UTC)
    except ValueError:
        return None
