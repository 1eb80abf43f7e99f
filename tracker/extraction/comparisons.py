"""Figures set beside another period's: "20 tons in 2009, compared with 12 tons in 2008" are two totals."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from tracker.extraction.beginnings import SentenceView
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.lexicon import any_of
from tracker.extraction.measures import amounts
from tracker.extraction.sentences import Stretch

_BESIDE = re.compile(r"\b" + any_of("finds", "beside") + r"\s+(?:the |a |only |about |some )*", re.IGNORECASE)
_REACH = 60


def compared(view: SentenceView, draft: Draft) -> list[Draft]:
    """The totals of other periods that the rest of a total's clause sets beside it, in the same unit."""
    passage = view.passage
    told = [reading.where.end for reading in draft.readings if reading.field == "items"]
    if len(draft.items) != 1 or not told or draft.items[0].quantity is None:
        return []
    (item,) = draft.items
    found = []
    for match in _BESIDE.finditer(passage.text, told[0], view.stretch.end):
        near = Stretch(match.end(), min(view.stretch.end, match.end() + _REACH))
        dates = [mention for mention in passage.dates_in(near) if mention.interval != draft.date]
        values = [
            amount
            for amount in amounts(passage.text, near.start, near.end)
            if amount.value is not None
            and amount.unit in (item.unit, None)
            and not any(amount.where.overlaps(mention.where) for mention in passage.dates)
        ]
        if not dates or not values or values[0].value in (None, Decimal(0)):
            continue
        where = values[0].where
        found.append(
            replace(
                draft,
                date=dates[0].interval,
                own_date=True,
                tied=False,
                aggregate=True,
                items=(replace(item, quantity=values[0].value, op=values[0].op),),
                readings=(
                    *(reading for reading in draft.readings if reading.field not in ("items", "date")),
                    Reading("items", where, "compared"),
                    Reading("date", dates[0].where, "compared"),
                ),
            )
        )
    return found
