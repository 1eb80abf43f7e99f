"""The same total of other periods, told by a bare figure beside each: "71 tons in 2009, 62 in 2008 and 58 in 2007".

English leaves out what is counted the second time. A figure counts for another period where nothing but small words
stands between the two: "62 in 2008", "2008: 62", "in 2008, eleven", "in 2009 it was 71".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.extraction.beginnings import SentenceView
from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.measures import Amount, amounts
from tracker.extraction.quantities import goods_in
from tracker.extraction.sentences import Stretch
from tracker.reports import Item, Kind

_LEAST_DAYS = 28
_LONGER_DAYS = 32
_WEIGHTS = frozenset({"kg", "t"})
_FIGURE_FIRST = re.compile(
    r"(?:\s+(?:metric )?(?:tons?|kilos?|kilograms|hectares|of them|arrests|people|persons|labs|laboratories))?\s+"
    r"(?:(?:in|for|during|over|of|the|all|whole|entire)\s+)*",
    re.IGNORECASE,
)
_PERIOD_FIRST = re.compile(
    r"(?:\s*[:,]|\s+(?:it|they|there|that|the (?:figure|number|total)))?(?:\s+(?:it|they|there))?"
    r"(?:\s+(?:was|were|is|are|had been|has been|stood at|stands at|reached|came to))?"
    r"\s+(?:(?:only|about|some|nearly|almost|over|just|another)\s+)*",
    re.IGNORECASE,
)


def in_other_periods(view: SentenceView, draft: Draft, known: Sequence[Draft] = ()) -> list[Draft]:
    """The totals of other periods that the sentence tells by bare figures behind a total's own."""
    own = _own_figure(draft)
    # Goods of several months are told apart as portions.
    least = _LEAST_DAYS if draft.kind is Kind.ARREST else _LONGER_DAYS
    if draft.date is None or draft.date.days < least or own is None or draft.persons:
        return []
    told = {one.date for one in (draft, *known)}
    found: list[Draft] = []
    for mention, amount in _pairs(view, draft, own):
        if mention.interval not in told:
            told.add(mention.interval)
            found.append(_of_period(draft, mention, amount))
    return found


def _own_figure(draft: Draft) -> Stretch | None:
    """Where the draft's one figure stands; None where it has none or several."""
    if draft.kind is Kind.ARREST:
        where = [reading.where for reading in draft.readings if reading.field == "count"]
        return where[0] if where and draft.count is not None else None
    where = [reading.where for reading in draft.readings if reading.field == "items"]
    return where[0] if len(draft.items) == 1 and draft.items[0].quantity is not None and where else None


def _pairs(view: SentenceView, draft: Draft, own: Stretch) -> Iterator[tuple[DateMention, Amount]]:
    """Each other period behind the draft's figure with the figure that stands right beside it."""
    passage = view.passage
    rest = Stretch(own.end, view.stretch.end)
    dates = passage.dates_in(rest)
    figures = [
        amount
        for amount in amounts(passage.text, rest.start, rest.end)
        if amount.value
        and _is_alike(draft, amount)
        and not any(amount.where.overlaps(one.where) for one in passage.dates)
        and not any(
            amount.where.overlaps(one.where) and one.item.what != _what(draft) for one in goods_in(passage, rest)
        )
    ]
    for mention in dates:
        if mention.days < _LEAST_DAYS or mention.interval.start > passage.today:
            continue
        for amount in figures:
            between = (
                _FIGURE_FIRST.fullmatch(passage.text, amount.where.end, mention.where.start)
                if amount.where.end <= mention.where.start
                else _PERIOD_FIRST.fullmatch(passage.text, mention.where.end, amount.where.start)
            )
            if between:
                yield mention, amount
                break


def _is_alike(draft: Draft, amount: Amount) -> bool:
    """Whether an amount may count what the draft's figure counts."""
    if draft.kind is Kind.ARREST:
        return amount.unit is None
    unit = draft.items[0].unit
    return amount.unit in (None, unit) or (unit in _WEIGHTS and amount.unit in _WEIGHTS)


def _what(draft: Draft) -> str | None:
    return draft.items[0].what if draft.items else None


def _of_period(draft: Draft, mention: DateMention, amount: Amount) -> Draft:
    """The draft with another period and its figure."""
    field = "count" if draft.kind is Kind.ARREST else "items"
    readings = (
        *(reading for reading in draft.readings if reading.field not in (field, "date")),
        Reading(field, amount.where, "figure-beside-period"),
        Reading("date", mention.where, "figure-beside-period"),
    )
    other = replace(draft, date=mention.interval, own_date=True, tied=False, readings=readings)
    if draft.kind is Kind.ARREST:
        return replace(other, count=int(amount.value or 0), count_op=amount.op)
    item = draft.items[0]
    return replace(other, items=(Item(item.what, amount.value, amount.unit or item.unit, amount.op),))
