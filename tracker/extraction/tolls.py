"""What a text says of how many an act befell."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.extraction.sentences import Stretch
from tracker.reports import Comparison


@dataclass(frozen=True, slots=True)
class Toll:
    """How many; `told` says that the text gives a number, a single person or names. `where` is what was counted."""

    value: int | None
    op: Comparison | None
    where: Stretch
    told: bool
