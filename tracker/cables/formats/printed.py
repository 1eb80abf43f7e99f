"""What the formats share: the table that release sites print over a cable, and the moments in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d))?")
_MOMENT_OF_DUMP = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s+(\d{1,2}):(\d\d))?")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row of a dump that could not be read: its number, counted from 1, and why."""

    row: int
    reason: str


def moment(printed: str) -> datetime | None:
    """A moment as printed by a release site or a dump, taken as UTC; None where it is none."""
    match = _MOMENT.search(printed)
    if match:
        year, month, day, hour, minute = (int(group or 0) for group in match.groups())
    else:
        match = _MOMENT_OF_DUMP.search(printed)
        if not match:
            return None
        month, day, year, hour, minute = (int(group or 0) for group in match.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
