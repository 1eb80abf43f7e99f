"""Figures set beside another period's: "20 tons in 2009, compared with 12 tons in 2008" are two totals."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tracker.extraction.beginnings import SentenceView
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.lexicon import any_of
from tracker.extraction.measures import amounts
from tracker.extraction.sentences import Stretch
from tracker.reports import DateInterval, Place

_BESIDE = re.compile(r"\b" + any_of("finds", "beside") + r"\s+(?:the |a |only |about |some )*", re.IGNORECASE)
_REACH = 60
_WEIGHTS = ("kg", "t")
_OF_A_TOTAL = re.compile(
    r"\b(?:(?:bring|rais|tak|mak|push)(?:s|es|e|ing|ed)?|brought|took|for|to)\s+(?:an?|the|its|their|this)\s+"
    r"(?:[\w-]+\s+){0,3}?(?:total|tally|figure|sum|amount|number)\b(?:\s+[\w-]+){0,8}?\s+(?:to|of|at)\s+"
    r"(?:(?:more|over|nearly|about|some|almost|than|at|least|roughly)\s+)*$",
    re.IGNORECASE,
)
"""Before what a new figure brings the total of a longer period to ("bringing the total for the year to")."""
_THIS_YEAR = re.compile(
    r"\b(?:(?:this|calendar|for the|the|current|in the) year|year[- ]to[- ]date|so far|to date|for \d{4})\b",
    re.IGNORECASE,
)


def before_its_total(view: SentenceView, zone: Stretch) -> Stretch:
    """The part of a zone before the words that tell what a total has come to with the figure told before them."""
    leads = (_total_before(view, amount.where) for amount in amounts(view.passage.text, zone.start, zone.end))
    starts = [lead.start() for lead in leads if lead is not None and lead.start() > zone.start]
    return Stretch(zone.start, min(starts)) if starts else zone


def _total_before(view: SentenceView, where: Stretch) -> re.Match[str] | None:
    return _OF_A_TOTAL.search(view.passage.text, max(view.stretch.start, where.start - 2 * _REACH), where.start)


def total_reached(view: SentenceView, draft: Draft) -> list[Draft]:
    """The total of the year so far that the sentence says a figure brought it to."""
    told = [reading.where.end for reading in draft.readings if reading.field == "items"]
    if len(draft.items) != 1 or not told or draft.items[0].quantity is None or draft.date is None:
        return []
    (item,) = draft.items
    for amount in amounts(view.passage.text, told[0], view.stretch.end):
        lead = _total_before(view, amount.where)
        if lead is None or amount.value is None or amount.unit not in (item.unit, None, *_WEIGHTS):
            continue
        if _THIS_YEAR.search(lead.group() + view.passage.text[amount.where.end : amount.where.end + _REACH]) is None:
            continue
        return [
            replace(
                draft,
                date=DateInterval(date(draft.date.end.year, 1, 1), draft.date.end),
                own_date=True,
                places=tuple(dict.fromkeys(Place(place.state) for place in draft.places)),
                tied=False,
                aggregate=True,
                items=(replace(item, quantity=amount.value, unit=amount.unit or item.unit, op=amount.op),),
                readings=(
                    *(reading for reading in draft.readings if reading.field not in ("items", "date")),
                    Reading("items", amount.where, "total-reached"),
                    Reading("date", Stretch(lead.start(), lead.end()), "total-reached"),
                ),
            )
        ]
    return []


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
        if _total_before(view, where) is not None:
            continue
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
