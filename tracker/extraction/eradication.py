"""Eradication: drug crops destroyed, in fields or hectares."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.beginnings import SentenceView, begin
from tracker.extraction.comparisons import compared
from tracker.extraction.crops import crops_in
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.headings import headed
from tracker.extraction.hedges import is_unasserted
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind

_FAMILY = "eradication"


def eradications(view: SentenceView) -> list[Draft]:
    """The eradications that a sentence tells."""
    found: list[Draft] = []
    for zone in view.zones:
        for trigger in zone.of(_FAMILY)[:1]:
            if (
                is_unasserted(view.words, trigger.where.start - view.stretch.start)
                and " to have " not in view.words[: trigger.where.start - view.stretch.start + 1]
            ):
                continue
            draft = _draft(view, zone, trigger)
            if draft is not None:
                found.extend((draft, *compared(view, draft)))
    return found


def _draft(view: SentenceView, zone: Zone, trigger: Trigger) -> Draft | None:
    goods = crops_in(view.passage, zone.where) or crops_in(view.passage, view.stretch)
    if not goods:
        return None
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
