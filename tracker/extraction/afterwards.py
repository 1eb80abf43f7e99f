"""When an act happened, told after it: "The fight took place on February 4.", or a day that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.lexicon import any_of
from tracker.reports import Kind

_TOOK_PLACE = re.compile(
    r"^[\s(\"'`-]*(?:the|this|these|both|all)\s+(?:[\w-]+\s+){0,3}?"
    + any_of("merging", "happenings")
    + r"\s+(?:\w+\s+)?"
    + any_of("merging", "taking_place")
    + r"\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"^[\s(\"'`-]*$")
_ALONE_AFTER = re.compile(r"^[\s.)\"'`]*$")
_KINDS = frozenset({Kind.ATTACK, Kind.ARREST, Kind.SEIZURE, Kind.HARM})
_LONGEST_DAYS = 31


def dated_afterwards(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts; one without a day of its own has that which the next sentence gives it."""
    return [
        _dated(draft) if draft.kind in _KINDS and not draft.own_date and not draft.aggregate else draft
        for draft in drafts
    ]


def _dated(draft: Draft) -> Draft:
    mention = _told_next(draft)
    if mention is None:
        return draft
    reading = Reading("date", mention.where, "day-told-after")
    kept = tuple(other for other in draft.readings if other.field != "date")
    return replace(draft, date=mention.interval, own_date=True, anchored=True, readings=(*kept, reading))


def _told_next(draft: Draft) -> DateMention | None:
    passage = draft.passage
    following = [sentence for sentence in passage.sentences if sentence.start >= draft.sentence.end][:1]
    for sentence in following:
        dates = [mention for mention in passage.dates_in(sentence) if mention.days <= _LONGEST_DAYS]
        if len(dates) != 1:
            return None
        before = passage.text[sentence.start : dates[0].where.start]
        after = passage.text[dates[0].where.end : sentence.end]
        alone = _ALONE.match(before) and _ALONE_AFTER.match(after)
        if alone or _TOOK_PLACE.match(before):
            return dates[0]
    return None
