"""Goods taken in portions that one verb tells: "4.1 tons of ephedrine on May 19 and another two tons on June 2".

Each portion has its own day and its own goods; a figure that names none is of the goods named before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView
from tracker.extraction.crops import crops_in
from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.measures import amounts
from tracker.extraction.quantities import ItemMention, goods_in
from tracker.extraction.seizures import is_setting
from tracker.extraction.sentences import Stretch
from tracker.extraction.where_told import without_covering_states
from tracker.reports import Item, Kind

_ANOTHER = re.compile(r"\b(?:another|a further|an additional|additional)\s+(?:(?:some|about|nearly|over)\s+)*$")
_MORE = re.compile(r"\s+more\b")
_JOINED = re.compile(r"\b(?:and|then|followed by|as well as)\b|;")
_MONTH_DAYS = 31
_LEAST = 2


def portions(view: SentenceView, draft: Draft) -> list[Draft]:
    """One draft for each day of a clause that has goods of its own; none where the days and goods take no turns."""
    told = [mention for mention in view.passage.dates_in(draft.zone) if mention.days <= _MONTH_DAYS]
    if len({mention.interval for mention in told}) != len(told) or len(told) < _LEAST:
        return []
    parts = _parts(draft, told, _goods(view, draft))
    joined = all(_JOINED.search(view.passage.text, one.where.start, other.where.end) for one, other in pairwise(told))
    if not parts or not joined or draft.date not in [day.interval for day, _ in parts]:
        return []
    starts = [min(day.where.start, goods[0].where.start) for day, goods in parts[1:]]
    stretches = pairwise([draft.zone.start, *starts, draft.zone.end])
    return [_portion(view, draft, part, Stretch(*where)) for part, where in zip(parts, stretches, strict=True)]


def _goods(view: SentenceView, draft: Draft) -> list[ItemMention]:
    """The goods in number of the draft's own words, and bare figures of more of them, in order."""
    passage, zone = view.passage, draft.zone
    named = crops_in(passage, zone) if draft.kind is Kind.ERADICATION else goods_in(passage, zone)
    core = next((reading.where for reading in draft.readings if reading.field == "kind"), zone)
    found = [
        mention
        for mention in named
        if mention.item.quantity is not None and not is_setting(passage.text, mention, core)
    ]
    days = [mention.where for mention in passage.dates_in(zone)]
    for amount in amounts(passage.text, zone.start, zone.end):
        taken = any(amount.where.overlaps(where) for where in (*days, *(mention.where for mention in named)))
        before = [mention.item for mention in found if mention.where.end <= amount.where.start]
        more = _ANOTHER.search(passage.text, zone.start, amount.where.start) or _MORE.match(
            passage.text, amount.where.end, zone.end
        )
        if amount.value is not None and before and more and not taken:
            item = Item(before[-1].what, amount.value, amount.unit or before[-1].unit, amount.op)
            found.append(ItemMention(amount.where, item))
    return sorted(found, key=lambda mention: mention.where.start)


def _parts(
    draft: Draft, days: Sequence[DateMention], goods: Sequence[ItemMention]
) -> list[tuple[DateMention, list[ItemMention]]]:
    """Each day with the goods told right before it or, where a day comes first, right after it."""
    if not goods:
        return []
    if goods[0].where.start < days[0].where.start:
        starts = [draft.zone.start, *(day.where.end for day in days[:-1])]
        ends = [day.where.start for day in days]
    else:
        starts = [day.where.end for day in days]
        ends = [*(day.where.start for day in days[1:]), draft.zone.end]
    shares = [
        [mention for mention in goods if start <= mention.where.start < end]
        for start, end in zip(starts, ends, strict=True)
    ]
    whole = all(shares) and sum(map(len, shares)) == len(goods)
    return list(zip(days, shares, strict=True)) if whole else []


def _portion(view: SentenceView, draft: Draft, part: tuple[DateMention, list[ItemMention]], where: Stretch) -> Draft:
    day, goods = part
    named = [
        mention.place for mention in view.passage.places_in(where, Bearing.LOCATIVE) if mention.place.state != "MX"
    ]
    return replace(
        draft,
        date=day.interval,
        own_date=True,
        places=without_covering_states(tuple(dict.fromkeys(named))) or draft.places,
        own_place=draft.own_place or bool(named),
        items=tuple(mention.item for mention in goods),
        readings=(
            *(reading for reading in draft.readings if reading.field not in ("items", "date")),
            *(Reading("items", mention.where, "portion") for mention in goods),
            Reading("date", day.where, day.rule),
        ),
    )
