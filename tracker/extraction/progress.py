"""Results to date: totals that a report of one day gives run from the start of the operation whose results they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.extraction.drafts import Draft, Reading
from tracker.reports import DateInterval, Kind, Status

_TO_DATE = re.compile(
    r"\b(?:results? (?:to date|so far)|to date|so far|since then|summed up|summari[sz]ed|by then|up to then)\b",
    re.IGNORECASE,
)
_YIELDED = re.compile(
    r"\b(?:has|have|had)\s+(?:(?:also|already|so far|thus far|together|by then|by [^.,]{3,40} count),?\s+)*"
    r"(?:led to|resulted in|yielded|netted|produced|brought|destroyed|eradicated|uprooted|arrested|detained|captured|"
    r"seized|confiscated|recovered|burned)\b",
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
    if draft.date is None or draft.date.start != draft.date.end:
        return draft
    begun = [start for start in starts if start.date is not None and start.date.start <= draft.date.end]
    here = [start for start in begun if start.passage is draft.passage]
    yielded = bool(_YIELDED.search(draft.passage.words(draft.sentence)))
    if _TO_DATE.search(_around(draft)):
        same = [start for start in here if set(start.places) & set(draft.places)]
        return _since(draft, next(iter(same or begun), None), draft.date.end)
    if not here or not yielded:
        return draft
    if draft.own_date and draft.date != here[-1].date:
        return _since(draft, here[-1], draft.date.end)
    return _since(draft, here[-1], draft.passage.today)


def _since(draft: Draft, start: Draft | None, end: date) -> Draft:
    """The draft as a total from the operation's first day on, where it began."""
    if start is None or start.date is None or start.date.start >= end:
        return draft
    reading = Reading("date", draft.telling.quote, "results-since-launch")
    return replace(
        draft,
        date=DateInterval(start.date.start, end),
        places=draft.places if draft.own_place else start.places or draft.places,
        aggregate=True,
        readings=(*draft.readings, reading),
    )


def _around(draft: Draft) -> str:
    """The sentence and the one before it."""
    passage = draft.passage
    before = [sentence for sentence in passage.sentences if sentence.end <= draft.sentence.start]
    return (passage.words(before[-1]) if before else "") + " " + passage.words(draft.sentence)
