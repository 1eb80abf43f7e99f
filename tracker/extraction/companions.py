"""What the mentions of raids owe to one another: groups that arrest and seizure share, what a summary announces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.drafts import Draft
from tracker.reports import Kind, Subtype

_RAIDS = frozenset({Kind.ARREST, Kind.SEIZURE})
_REACH = 2
_HEADLINE = re.compile(r"(?:[A-Z][\w .,]{0,40}--\s*)?[\"“][^\"”]+[.!?,]?[\"”][.]?")


def like_companions(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, arrests and seizures without a group given that of the arrest, seizure or clash told beside them."""
    return [_like_its_companion(draft, drafts) for draft in drafts]


def without_heralds(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without what a summary only announces of a raid ("the capture of an enforcer") that is told below."""
    kept = [draft for draft in drafts if not (_is_herald(draft) and _is_told_below(draft, drafts))]
    return [draft for draft in kept if not (_is_headline(draft) and _is_told_under_it(draft, drafts))]


def _is_headline(draft: Draft) -> bool:
    """Whether the draft is told by nothing but a newspaper's headline in quotation marks."""
    words = draft.passage.words(draft.sentence)
    return not draft.own_date and not draft.mentions and _HEADLINE.fullmatch(words.strip()) is not None


def _is_told_under_it(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the paragraph goes on to tell what its headline announces."""
    return any(
        other.kind is draft.kind
        and other.passage is draft.passage
        and 0 < _distance(other, draft) <= _REACH
        and (draft.killed is None or other.killed in (None, draft.killed))
        for other in drafts
    )


def _is_herald(draft: Draft) -> bool:
    if draft.kind not in _RAIDS or draft.persons or draft.own_date or draft.own_place or draft.mentions:
        return False
    few = all(item.quantity in (None, 1) for item in draft.items) and draft.count in (None, 1, 2)
    summary = draft.passage.text[:30].lower().lstrip("(uscbfo/) ").startswith(("summary", "begin summary"))
    return few and (summary or draft.passage.paragraph.ordinal == 1)


def _is_told_below(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(
        other.kind is draft.kind
        and not other.aggregate
        and other.passage.paragraph.ordinal > draft.passage.paragraph.ordinal
        for other in drafts
    )


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
