"""Eradication: drug crops destroyed, in fields or hectares."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.beginnings import SentenceView, begin
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.hedges import is_unasserted
from tracker.extraction.quantities import ItemMention, goods_in
from tracker.extraction.sentences import Stretch
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Item, Kind

_FAMILY = "eradication"
_CROPS = frozenset({"marijuana", "coca", "opium-poppy", "drug-crops", "drugs"})
_LAND = frozenset({"ha", "fields"})


def eradications(view: SentenceView) -> list[Draft]:
    """The eradications that a sentence tells."""
    found = []
    for zone in view.zones:
        for trigger in zone.of(_FAMILY)[:1]:
            if (
                is_unasserted(view.words, trigger.where.start - view.stretch.start)
                and " to have " not in view.words[: trigger.where.start - view.stretch.start + 1]
            ):
                continue
            draft = _draft(view, zone, trigger)
            if draft is not None:
                found.append(draft)
    return found


def _draft(view: SentenceView, zone: Zone, trigger: Trigger) -> Draft | None:
    goods = _crops(view, zone.where) or _crops(view, view.stretch)
    if not goods:
        return None
    draft, around = begin(view, Kind.ERADICATION, zone, core=trigger)
    days = (around.date.end - around.date.start).days + 1 if around.date else 0
    return replace(
        draft,
        readings=(*draft.readings, *(Reading("items", mention.where, "crops-in-zone") for mention in goods)),
        items=tuple(mention.item for mention in goods),
        aggregate=days > 1 or bool(re.search(r"\b(?:total|since|so far)\b", view.words, re.IGNORECASE)),
    )


def _crops(view: SentenceView, stretch: Stretch) -> list[ItemMention]:
    """The crops measured in land; a bare "hectares" is of drug crops."""
    found = [
        mention
        for mention in goods_in(view.passage, stretch)
        if mention.item.what in _CROPS and mention.item.unit in _LAND
    ]
    if found:
        return found
    for figure in view.passage.figures(stretch):
        if figure.value is not None and re.match(
            r"\s+hectares?\b", view.passage.text[figure.where.end : figure.where.end + 12]
        ):
            return [ItemMention(figure.where, Item("drug-crops", figure.value, "ha", figure.op))]
    return []
