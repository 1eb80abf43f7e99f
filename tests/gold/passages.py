"""A short invented text as the only paragraph of a cable, which is how notes and probes are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cables.reading import read
from tracker.cables.releases import RawFile

if TYPE_CHECKING:
    from datetime import date

    from tracker.cables.model import Cable

HELD_OUT = "held_out"
"""The share that is kept from those who write rules: only its totals are shown."""
FIRST_NUMBER = 90001
"""The first message number of such cables, higher than any post reached in a year."""
EMBASSIES = frozenset({"MEXICO", "BOGOTA", "GUATEMALA", "TEGUCIGALPA", "SAN SALVADOR", "PANAMA"})
_TELEGRAM = """R {written:%d}1200Z {month} {written:%y}
FM {office} {post}
TO SECSTATE WASHDC

UNCLAS {post} {number:06d}

E.O. 12958: N/A
TAGS: SNAR KCRM MX
SUBJECT: INCIDENT NOTE

1. (U) {text}
"""
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def as_cable(text: str, *, written: date, number: int = FIRST_NUMBER, post: str = "MEXICO") -> Cable:
    """The text as paragraph 1 of a telegram of the post, sent on that day under that number."""
    office = "AMEMBASSY" if post in EMBASSIES else "AMCONSUL"
    month = _MONTHS[written.month - 1]
    telegram = _TELEGRAM.format(written=written, month=month, office=office, post=post, number=number, text=text)
    (cable,) = read(RawFile(Path(f"{number}.txt"), telegram.encode())).cables
    return cable
