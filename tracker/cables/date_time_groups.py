"""The date-time group of a telegram ("R 021309Z MAR 07"): when it was sent, and with what precedence."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tracker.cables.identifiers import full_year
from tracker.cables.line_patterns import line_pattern

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_GROUP = (
    r"(?:(?P<precedence>[ZOPR](?:[ \t]{0,2}[ZOPR]){0,5})[ \t]{0,4})?(?P<day>\d\d)[ \t]?(?P<hour>\d\d)(?P<minute>\d\d)"
    rf"[ \t]?Z[ \t]{{0,4}}(?P<month>{'|'.join(_MONTHS)})[A-Z]{{0,6}}[.,]?[ \t]{{0,4}}'?(?P<year>(?:19|20)\d\d|\d\d)\b"
)
DATE_TIME_GROUP = re.compile(rf"^[ \t]*{_GROUP}", re.IGNORECASE | re.MULTILINE)
_LINE = line_pattern(_GROUP, re.IGNORECASE)
_INSIDE_A_LINE = re.compile(rf"(?<![A-Z0-9/]){_GROUP}", re.IGNORECASE)
_PRECEDENCES = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
_LATEST_YEAR = 2099
_FIRST_YEAR = 1966


def find_group(document: str, start: int, end: int) -> re.Match[str] | None:
    """The first date-time group of a header: at the beginning of a line, or inside that of a header on one line."""
    group = _LINE.search(document, start, end)
    on_one_line = group is None and (" FM " in document[start:end] or "ZNY " in document[start:end])
    return _INSIDE_A_LINE.search(document, start, end) if on_one_line else group


def sent_at(document: str) -> datetime | None:
    """The moment of the first date-time group, in UTC; None without a possible one."""
    return moment_of(DATE_TIME_GROUP.search(document))


def moment_of(group: re.Match[str] | None) -> datetime | None:
    """The moment that a date-time group tells, in UTC; None for none, or for one that cannot be."""
    if not group:
        return None
    year = int(group["year"])
    year = full_year(year) if len(group["year"]) == 2 else year
    month = _MONTHS.index(group["month"].upper()) + 1
    try:
        moment = datetime(year, month, int(group["day"]), int(group["hour"]), int(group["minute"]), tzinfo=UTC)
    except ValueError:
        return None
    return moment if _FIRST_YEAR <= year <= _LATEST_YEAR else None


def precedence_of(letters: str | None) -> str | None:
    """The words for a telegram's precedence letters, each once ("O R" and "OO RR" are "IMMEDIATE, ROUTINE")."""
    found = dict.fromkeys(letter for letter in (letters or "").upper() if letter in _PRECEDENCES)
    return ", ".join(_PRECEDENCES[letter] for letter in found) or None
