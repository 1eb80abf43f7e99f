"""Anchors: positions of the log with their hashes, noted down where nobody who can rewrite the log can change them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.errors import TrackerError
from tracker.types import Position

LEAST_DIGITS = 16
"""The fewest hexadecimal digits that bind an event: as many as `tracker status` prints."""

_FORM = re.compile(r"(?P<position>[0-9]{1,18}):(?P<hash>[0-9a-fA-F]{16,64})(\.\.\.)?")


class AnchorError(TrackerError):
    """This tells no anchor."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the hash at a position was when somebody looked: all of it in hex, or its first digits; and who says so."""

    position: Position
    digits: str
    source: str

    def holds(self, found: bytes) -> bool:
        """Whether this is the hash that the anchor tells, as far as it tells it."""
        return found.hex().startswith(self.digits)

    def __str__(self) -> str:
        return f"{self.position}:{self.digits}"


def anchor(text: str, *, source: str = "given") -> Anchor:
    """The anchor that `POSITION:HASH` tells, the hash in full or its first 16 digits or more.

    Raises AnchorError for any other form.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None or int(found["position"]) == 0:
        raise AnchorError(
            f"it must be POSITION:HASH, a position from 1 on and {LEAST_DIGITS} to 64 hexadecimal digits, not {text!r}"
        )
    return Anchor(Position(int(found["position"])), found["hash"].lower(), source)
