"""The figures of killings spoken of last, which the sentences and numbers after them go on about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.extraction.drafts import Draft
from tracker.extraction.passages import Passage
from tracker.reports import DateInterval, Kind, Place

_FROM = re.compile(r"\bfrom\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_SENTENCES = 3
_PARAGRAPHS = 1
_HALF_MONTH_DAYS = 15
LISTED = "figure-in-list-of-places"
"""The rule of figures of a list of places, each of its place alone."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """What was counted last: over which period and where; and the paragraph and sentence that told it."""

    interval: DateInterval | None
    places: tuple[Place, ...]
    paragraph: int
    sentence: int

    def reaches(self, passage: Passage, index: int) -> bool:
        """Whether a sentence can still go on about it: one of the next in its paragraph, or of the next paragraph."""
        ordinal = passage.paragraph.ordinal
        if ordinal == self.paragraph:
            return 0 <= index - self.sentence <= _SENTENCES
        return 0 < ordinal - self.paragraph <= _PARAGRAPHS


def spoken_of(last: Statistic | None, drafts: Sequence[Draft], index: int) -> Statistic | None:
    """The statistic after a sentence: the first figure that it gives of everybody's deaths, else the one before.

    After a list of places the figures are again of where they were before it.
    """
    counted = [draft for draft in drafts if draft.kind is Kind.HOMICIDE_COUNT]
    whole = [draft for draft in counted if not any(reading.rule == LISTED for reading in draft.readings)]
    chosen = next((draft for draft in whole or counted if draft.victims is None), counted[0] if counted else None)
    if chosen is None:
        return last
    chosen = _risen_to(chosen, whole)
    ordinal = chosen.passage.paragraph.ordinal
    return Statistic(chosen.date, chosen.places if whole else last.places if last else (), ordinal, index)


def _risen_to(first: Draft, counted: Sequence[Draft]) -> Draft:
    """The figure to which the first one rose or fell ("from 19 in 2007 to 44 in 2008"), else the first."""
    if first not in counted[:1] or not _FROM.search(first.passage.text, first.sentence.start, _figure_of(first)):
        return first
    return next((draft for draft in counted[1:2] if draft.victims is None and draft.places == first.places), first)


def _figure_of(draft: Draft) -> int:
    return next((reading.where.start for reading in draft.readings if reading.field == "count"), draft.sentence.start)


def after_table(last: Statistic | None, drafts: Sequence[Draft], index: int) -> Statistic | None:
    """The statistic after a row of a table: that of the table's longest period, the last of several as long."""
    counted = [draft for draft in drafts if draft.kind is Kind.HOMICIDE_COUNT and draft.date is not None]
    if not counted:
        return last
    longest = max(counted, key=_length_and_end)
    return Statistic(longest.date, longest.places, longest.passage.paragraph.ordinal, index)


def _length_and_end(draft: Draft) -> tuple[int, date]:
    """How long the period is, a leap day not counting, and when it ends."""
    if draft.date is None:
        return 0, date.min
    return round((draft.date.end - draft.date.start).days / _HALF_MONTH_DAYS), draft.date.end
