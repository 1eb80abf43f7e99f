"""Reference IDs: a cable's identity, in one canonical form (`07MEXICO1068`), from all the forms that are printed.

The form is two digits of the year, the post's name without spaces, the serial without leading zeros.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.cables.identifier_forms import take_apart
from tracker.cables.post_spelling import canonical_code
from tracker.cables.posts import Post, code_in_year, known_posts
from tracker.cables.quoting import quoted
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId

_CANONICAL = re.compile(r"(?P<year>\d\d)(?P<code>[A-Z]+)(?P<serial>[1-9]\d{0,7})")
_FIRST_YEAR = 1966
_SERIALS_A_DAY = {"STATE": 1000}
_SERIALS_A_DAY_ELSEWHERE = 120
"""More than any post sends in a day: a serial above cannot have been given yet."""


@dataclass(frozen=True, slots=True)
class ReferenceIdReading:
    """A reference ID as read: whether what was printed had to be mended, and whether its year is inferred."""

    reference_id: ReferenceId
    mended: bool = False
    inferred_year: bool = False


def make_reference_id(year: int, post: str, serial: int) -> ReferenceId:
    """The canonical reference ID of a post's cable.

    `year` may be of two or four digits. Raises ReferenceIdError where the post is no name or the serial not positive.
    """
    code = canonical_code(post)
    if not code or serial < 1 or year < 0:
        raise ReferenceIdError(quoted(f"{year}{post}{serial}"))
    code = code_in_year(code, full_year(year % 100))
    return ReferenceId(f"{year % 100:02d}{code}{serial}")


def parse_reference_id(
    printed: str, *, cited_on: date | None = None, cited_in: ReferenceId | None = None
) -> ReferenceId:
    """The canonical form of a reference ID as printed ("07MEXICO001068", "07 MEXICO 6228", "MEXICO 983").

    Raises ReferenceIdError, naming what was printed, where it is no reference ID or its year cannot be told.
    """
    return read_reference_id(printed, cited_on=cited_on, cited_in=cited_in).reference_id


def read_reference_id(
    printed: str, *, cited_on: date | None = None, cited_in: ReferenceId | None = None
) -> ReferenceIdReading:
    """A reference ID as printed, and what had to be done to read it.

    A form without a year has the year that `inferred_year` gives for the citing cable. Raises ReferenceIdError, naming
    what was printed, where it is no reference ID or its year cannot be told.
    """
    parts = take_apart(printed)
    if parts is None:
        raise ReferenceIdError(quoted(printed))
    year = parts.year
    if year is None:
        year = inferred_year(canonical_code(parts.post), parts.serial, cited_on=cited_on, cited_in=cited_in)
    if year is None:
        raise ReferenceIdError(f"{quoted(printed)} with no year")
    made = make_reference_id(year, parts.post, parts.serial)
    return ReferenceIdReading(made, mended=parts.mended, inferred_year=parts.year is None)


def inferred_year(code: str, serial: int, *, cited_on: date | None, cited_in: ReferenceId | None) -> int | None:
    """The year of a cable that is cited without one; None where nothing tells of it.

    It is that of the citing cable; the year before where the serial cannot have been given yet: one of the citing
    cable's own post that is not before its own, or one that no post reaches so early in a year.
    """
    own = parts_of(cited_in) if cited_in else None
    if own is None and cited_on is None:
        return None
    year = own[0] if own else cited_on.year if cited_on else 0
    if own and own[1] == code_in_year(code, year) and serial >= own[2]:
        return year - 1
    if cited_on and cited_on.year == year:
        day = cited_on.timetuple().tm_yday
        if serial > (day + 1) * _SERIALS_A_DAY.get(code, _SERIALS_A_DAY_ELSEWHERE):
            return year - 1
    return year


@lru_cache(maxsize=4096)
def parts_of(reference_id: ReferenceId) -> tuple[int, str, int] | None:
    """The full year, the post's code and the serial of a canonical reference ID; None of another."""
    match = _CANONICAL.fullmatch(reference_id)
    return (full_year(int(match["year"])), match["code"], int(match["serial"])) if match else None


def post_of(reference_id: ReferenceId) -> Post | None:
    """The post whose cable it is; None where the post is not known."""
    parts = parts_of(reference_id)
    return known_posts().get(parts[1]) if parts else None


def full_year(two_digits: int) -> int:
    """The year that a telegram's two digits mean: no cable is older than 1966."""
    return 1900 + two_digits if two_digits >= _FIRST_YEAR % 100 else 2000 + two_digits
