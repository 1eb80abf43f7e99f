"""What a summary tells of acts that the body tells again, in words too few for the two to be known as one by these.

A summary repeats: an act of which it names neither a day nor a person is that of the body that nothing else of the
summary is. Each act of the body answers for one of the summary's, and has it as a further mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.drafts import Draft
from tracker.reports import Kind, Subtype

_OPENS = re.compile(r".{0,12}\b(?:begin )?summary\b", re.IGNORECASE | re.DOTALL)
_ENDS = re.compile(r"\bend (?:of )?summary\b.{0,12}\Z", re.IGNORECASE | re.DOTALL)
_LAST_LETTERS = 30
"""How far from its end a summary says that it ends there."""
_KINDS = frozenset({Kind.ATTACK, Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION})


def with_summaries(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, each that a summary tells of an act of the body as a further mention of that act."""
    again: dict[int, int] = {}
    for position, draft in enumerate(drafts):
        told = (at for at, one in enumerate(drafts) if at not in again and _is_told_by(draft, one))
        act = next(told, None)
        if act is not None:
            again[act] = position
    repeated = set(again.values())
    return [
        replace(draft, mentions=(*draft.told, *drafts[again[at]].told)) if at in again else draft
        for at, draft in enumerate(drafts)
        if at not in repeated
    ]


def _is_told_by(draft: Draft, other: Draft) -> bool:
    """Whether a summary speaks of the act, naming nobody and no day but that of the other, which is told below."""
    if draft.kind not in _KINDS or draft.persons or draft.mentions or draft.aggregate or not _is_of_summary(draft):
        return False
    if other.kind is not draft.kind or other.aggregate or any(_is_of_summary(mention) for mention in other.told):
        return False
    states = {place.state for place in draft.places}
    same_day = other.own_date and other.date == draft.date
    return (
        {item.what for item in draft.items} <= {item.what for item in other.items}
        and (not draft.own_place or bool(states & {place.state for place in other.places}))
        and (same_day if draft.own_date else _count_alike(draft, other))
        and _are_of_one_form(draft.subtype, other.subtype)
    )


def _count_alike(draft: Draft, other: Draft) -> bool:
    """Whether no number of people is told as two: one man's murder may have had more victims."""
    pairs = ((draft.killed, other.killed), (draft.injured, other.injured), (draft.count, other.count))
    return all(one in (None, 1, two) or two is None for one, two in pairs)


def _are_of_one_form(one: Subtype | None, other: Subtype | None) -> bool:
    """Whether the forms of two attacks can be one's: a kidnapping is nothing else, the others go into one another."""
    return (one is Subtype.KIDNAPPING) is (other is Subtype.KIDNAPPING)


def _is_of_summary(draft: Draft) -> bool:
    text = draft.passage.text
    return bool(_OPENS.match(text) or _ENDS.search(text, max(len(text) - _LAST_LETTERS, 0)))
