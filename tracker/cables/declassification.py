"""The E.O. line: the order that a telegram is classified under, what is said of declassifying, the day it names."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from tracker.cables.identifiers import full_year

_ORDER = re.compile(r"\d[\dO][ ,.]?[\dO]{3}")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(
    r"(?=[\dOJFMASND])(?<![\w/.-])(?:"
    r"(?P<y1>(?:19|20)\d\d) ?[/.-] ?(?P<m1>\d{1,2}) ?[/.-] ?(?P<d1>\d{1,2})|"
    r"(?P<m2>0?[\dO]{1,2}) ?[/.-]{1,2} ?(?P<d2>[\dO]{1,2}) ?[/.-]{1,2} ?(?P<y2>[\dO]{4}|\d\d)|"
    rf"(?P<d3>\d{{1,2}})(?:ST|ND|RD|TH)?[ /-]{{0,2}}(?P<m3>{_MONTH})[A-Z]{{0,6}}[., /-]{{0,3}}'?(?P<y3>\d{{4}}|\d\d)|"
    rf"(?P<m4>{_MONTH})[A-Z]{{0,6}}[. ]{{1,2}}(?P<d4>\d{{1,2}})(?:ST|ND|RD|TH)?(?: ?, ?| )'?(?P<y4>\d{{4}}|\d\d)|"
    r"(?P<y5>20\d\d)(?P<m5>[01]\d)(?P<d5>[0-3]\d)|(?P<m6>[01]\d)(?P<d6>[0-3]\d)(?P<y6>20\d\d)"
    r")(?![\d/])"
)
_FIRST_YEAR = 1966
_LATEST_YEAR = 2110
_LONGEST = 400


def order_number(key: str) -> str | None:
    """The number of the order in the key of an E.O. line ("E.O. 12958:"); None without one."""
    match = _ORDER.search(key)
    return re.sub(r"\D", "", match.group().replace("O", "0")) if match else None


def declassification_words(words: str) -> str | None:
    """What the line says after the order's number, as printed, in single spaces; None for nothing."""
    return " ".join(words[:_LONGEST].replace("¶", " ").split()).strip(" :;,.-") or None


@lru_cache(maxsize=1024)
def declassification_day(words: str | None) -> date | None:
    """The first day in the words ("DECL: 02/28/2017", "28 FEB 2017"); None without one, or for one that cannot be."""
    for match in _DAY.finditer(" ".join((words or "")[:_LONGEST].upper().split())):
        parts = {
            name[0]: value.replace("O", "0") for name, value in match.groupdict().items() if value and name[0] != "m"
        }
        printed = next(value for name, value in match.groupdict().items() if value and name[0] == "m")
        month = _MONTHS.index(printed) + 1 if printed in _MONTHS else int(printed.replace("O", "0"))
        found = _date(parts["y"], month, int(parts["d"]))
        if found:
            return found
    return None


def _date(year: str, month: int, day: int) -> date | None:
    """The date; day and month change places where only that gives one."""
    whole = full_year(int(year)) if len(year) == 2 else int(year)
    if not _FIRST_YEAR <= whole <= _LATEST_YEAR:
        return None
    for one, other in ((month, day), (day, month)):
        try:
            return date(whole, one, other)
        except ValueError:
            continue
    return None
