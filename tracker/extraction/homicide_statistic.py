"""The figures of killings spoken of last, which the sentences and numbers after them go on about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.drafts import Draft
from tracker.extraction.passages import Passage
from tracker.reports import DateInterval, Kind, Place

_SENTENCES = 3
_PARAGRAPHS = 1


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
    """The statistic after a sentence: the first figure that it gives of everybody's deaths, else the one before."""
    counted = [draft for draft in drafts if draft.kind is Kind.HOMICIDE_COUNT]
    chosen = next((draft for draft in counted if draft.victims is None), counted[0] if counted else None)
    if chosen is None:
        return last
    return Statistic(chosen.date, chosen.places, chosen.passage.paragraph.ordinal, index)


def after_table(last: Statistic | None, drafts: Sequence[Draft], index: int) -> Statistic | None:
    """The statistic after a row of a table: that of the table's longest period, the last of several."""
    counted = [draft for draft in drafts if draft.kind is Kind.HOMICIDE_COUNT and draft.date is not None]
    if not counted:
        return last
    longest = max(counted, key=lambda draft: (draft.date.end - draft.date.start, draft.date.end) if draft.date else ())
    return Statistic(longest.date, longest.places, longest.passage.paragraph.ordinal, index)
