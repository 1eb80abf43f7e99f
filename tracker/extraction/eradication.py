"""Eradication: drug crops destroyed, in fields or hectares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.beginnings import SentenceView, begin
from tracker.extraction.comparisons import before_its_total, compared, total_reached
from tracker.extraction.crops import crops_in
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.headings import headed
from tracker.extraction.hedges import is_unasserted
from tracker.extraction.other_periods import in_other_periods
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind

_FAMILY = "eradication"


def without_crops(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a sentence without seizures of what it tells was destroyed ("found and burned six hectares")."""
    destroyed = [item for draft in drafts if draft.kind is Kind.ERADICATION for item in draft.items]
    crops = {item.what for item in destroyed}
    return [
        draft
        for draft in drafts
        if draft.kind is not Kind.SEIZURE
        or not draft.items
        or not all(
            item.what in crops and (item.quantity is None or any(item.quantity == one.quantity for one in destroyed))
            for item in draft.items
        )
    ]


def eradications(view: SentenceView) -> list[Draft]:
    """The eradications that a sentence tells."""
    found: list[Draft] = []
    for zone in view.zones:
        for trigger in zone.of(_FAMILY)[:1]:
            if (
                is_unasserted(view.passage.text, view.stretch, trigger.where.start)
                and " to have " not in view.words[: trigger.where.start - view.stretch.start + 1]
            ):
                continue
            draft = _draft(view, zone, trigger)
            if draft is not None:
                beside = [*compared(view, draft), *total_reached(view, draft)]
                found.extend((draft, *beside, *in_other_periods(view, draft, beside)))
    return found


def _draft(view: SentenceView, zone: Zone, trigger: Trigger) -> Draft | None:
    where = before_its_total(view, zone.where)
    goods = crops_in(view.passage, where) or crops_in(view.passage, before_its_total(view, view.stretch))
    if not goods:
        return None
    zone = replace(zone, where=where)
    draft, _ = begin(view, Kind.ERADICATION, zone, core=trigger)
    draft = headed(view, draft)
    days = (draft.date.end - draft.date.start).days + 1 if draft.date else 0
    return replace(
        draft,
        readings=(
            *draft.readings,
            *(
                Reading("items", mention.where, "crops-in-list" if trigger.name == "listed" else "crops-in-zone")
                for mention in goods
            ),
        ),
        items=tuple(mention.item for mention in goods),
        aggregate=days > 1 or bool(re.search(r"\b(?:total|since|so far)\b", view.words, re.IGNORECASE)),
    )
