"""Groups that a raid's arrest and seizure share: what one sentence says of those arrested holds of what they had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.drafts import Draft
from tracker.reports import Kind, Subtype

_RAIDS = frozenset({Kind.ARREST, Kind.SEIZURE})
_REACH = 2


def like_companions(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, arrests and seizures without a group given that of the arrest, seizure or clash told beside them."""
    return [_like_its_companion(draft, drafts) for draft in drafts]


def _like_its_companion(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    if draft.cartels or draft.kind not in _RAIDS or draft.aggregate:
        return draft
    beside = [other for other in drafts if other.cartels and _is_companion(draft, other)]
    if not beside:
        return draft
    other = min(beside, key=lambda one: (one.kind is Kind.ATTACK, abs(_distance(draft, one))))
    readings = [reading for reading in other.readings if reading.field == "cartels"]
    return replace(draft, cartels=other.cartels, readings=(*draft.readings, *readings))


def _is_companion(draft: Draft, other: Draft) -> bool:
    if other.kind not in _RAIDS and other.subtype is not Subtype.CLASH:
        return False
    if other.passage is not draft.passage or other.aggregate or other.date != draft.date:
        return False
    if draft.own_place and other.own_place and not set(draft.places) & set(other.places):
        return False
    # An act told before its companion may have another between them.
    return -1 <= _distance(draft, other) <= _REACH


def _distance(draft: Draft, other: Draft) -> int:
    """How many sentences after the other the draft stands."""
    order = {sentence.start: index for index, sentence in enumerate(draft.passage.sentences)}
    return order.get(draft.sentence.start, 0) - order.get(other.sentence.start, 0)
