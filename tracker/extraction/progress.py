"""Results to date: totals that a report of one day gives run from the start of the operation whose results they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.drafts import Draft, Reading
from tracker.reports import DateInterval, Kind, Status

_TO_DATE = re.compile(
    r"\b(?:results? (?:to date|so far)|to date|so far|since then|summed up|summari[sz]ed|by then|up to then)\b",
    re.IGNORECASE,
)
_TOTALS = frozenset({Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION})


def run_from_start(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts; a total of one day under an operation told before runs from that operation's first day."""
    starts: list[Draft] = []
    found = []
    for draft in drafts:
        if draft.kind is Kind.OPERATION and draft.status is Status.LAUNCHED and draft.own_date:
            starts.append(draft)
        found.append(_from(draft, starts) if draft.kind in _TOTALS else draft)
    return found


def _from(draft: Draft, starts: Sequence[Draft]) -> Draft:
    if draft.date is None or draft.date.start != draft.date.end or not _TO_DATE.search(_around(draft)):
        return draft
    end = draft.date.end
    begun = [start for start in starts if start.date is not None and start.date.start < end]
    same = [start for start in begun if start.passage is draft.passage and set(start.places) & set(draft.places)]
    start = next(iter(same or begun), None)
    if start is None or start.date is None:
        return draft
    reading = Reading("date", draft.telling.quote, "results-since-launch")
    return replace(draft, date=DateInterval(start.date.start, end), aggregate=True, readings=(*draft.readings, reading))


def _around(draft: Draft) -> str:
    """The sentence and the one before it."""
    passage = draft.passage
    before = [sentence for sentence in passage.sentences if sentence.end <= draft.sentence.start]
    return (passage.words(before[-1]) if before else "") + " " + passage.words(draft.sentence)
