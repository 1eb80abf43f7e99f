"""Reference IDs: a cable's identity, in one canonical form (`07MEXICO1068`), from all the forms that are printed.

The form is two digits of the year, the post's name without spaces, the serial without leading zeros.
"""

from __future__ import annotations

import re
from datetime import date

from tracker.cables.posts import canonical_code, post_of_routing
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId

_PRINTED = re.compile(r"(?:(?P<year>(?:19|20)?\d\d)\s*)?(?P<post>[A-Z][A-Z. '-]{0,40}[A-Z])[ #]*(?P<serial>\d{1,8})")
_FIRST_YEAR = 1966
_LONGEST_PRINTED = 80


def make_reference_id(year: int, post: str, serial: int) -> ReferenceId:
    """The canonical reference ID of a post's cable.

    `year` may be of two or four digits. Raises ReferenceIdError where the post is no name or the serial not positive.
    """
    code = canonical_code(post)
    if not code or serial < 1 or year < 0:
        raise ReferenceIdError(f"{year} {post} {serial}")
    return ReferenceId(f"{year % 100:02d}{code}{serial}")


def parse_reference_id(
    printed: str, *, cited_on: date | None = None, cited_in: ReferenceId | None = None
) -> ReferenceId:
    """The canonical form of a reference ID as printed ("07MEXICO001068", "07 MEXICO 6228", "MEXICO 983").

    A form without a year is of the year of the citing cable, `cited_on`; a serial of the citing cable's own post that
    is not before its own (`cited_in`) is of the year before. Raises ReferenceIdError, naming what was printed, where
    it is no reference ID or its year cannot be told.
    """
    match = _PRINTED.fullmatch(" ".join(printed.split()).upper()) if len(printed) <= _LONGEST_PRINTED else None
    if not match:
        raise ReferenceIdError(repr(printed[:_LONGEST_PRINTED]))
    serial = int(match["serial"])
    if match["year"]:
        return make_reference_id(int(match["year"]), match["post"], serial)
    if cited_on is None:
        raise ReferenceIdError(f"{printed!r} has no year")
    year = cited_on.year
    if cited_in:
        citing = make_reference_id(year, match["post"], 1)[:-1]
        if cited_in.startswith(citing) and cited_in[len(citing) :].isdigit() and serial >= int(cited_in[len(citing) :]):
            year -= 1
    return make_reference_id(year, match["post"], serial)


def reference_id_of_routing(indicator: str, serial: int, year: int) -> ReferenceId:
    """The reference ID of a telegram known only by its sender's routing indicator ("DE RUEHME #0713/01").

    Raises ReferenceIdError where no post is known by the indicator.
    """
    post = post_of_routing(indicator)
    if post is None:
        raise ReferenceIdError(f"no post is known by the routing indicator {indicator}")
    return make_reference_id(year, post.code, serial)


def full_year(two_digits: int) -> int:
    """The year that a telegram's two digits mean: no cable is older than 1966."""
    return 1900 + two_digits if two_digits >= _FIRST_YEAR % 100 else 2000 + two_digits
