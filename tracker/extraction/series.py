"""Two or more acts told in one clause: "in Tepic and Tijuana, respectively", "in Tepic on May 4, in Leon on May 9"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.extraction.beginnings import SentenceView
from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Draft
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.places import Bearing, PlaceMention
from tracker.extraction.sentences import Stretch
from tracker.reports import Kind

_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:an?|one|the|another)\s+(?:[\w-]+\s+){0,3}" + any_of("victims", "singular") + r"\b", re.IGNORECASE
)
_TOLD_APART = frozenset({Kind.ARREST, Kind.ATTACK, Kind.SEIZURE, Kind.OPERATION})


@dataclass(frozen=True, slots=True)
class _Series:
    """The days, places and figures of a stretch, in order."""

    days: list[DateMention]
    places: list[PlaceMention]
    figures: list[Figure]


def told_apart(view: SentenceView, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a sentence; one that tells as many acts as it lists days or places becomes that many."""
    respectively = bool(_RESPECTIVELY.search(view.words))
    found: list[Draft] = []
    for draft in drafts:
        alone = sum(other.kind is draft.kind for other in drafts) == 1
        if draft.kind not in _TOLD_APART or not alone or draft.aggregate:
            found.append(draft)
            continue
        series = _series(view, view.stretch if respectively else draft.zone)
        parts = _respective(draft, series) if respectively else _alternate(view, draft, series)
        found.extend(parts or [draft])
    return found


def _series(view: SentenceView, stretch: Stretch) -> _Series:
    passage = view.passage
    days = [mention for mention in passage.dates_in(stretch) if mention.days == 1]
    places = [mention for mention in passage.places_in(stretch, Bearing.LOCATIVE) if mention.place.state != "MX"]
    # "Tepic, Nayarit" is one place: its state adds nothing.
    cities = {mention.place.state for mention in places if mention.place.city}
    kept = [mention for mention in places if mention.place.city or mention.place.state not in cities]
    return _Series(days, kept, [figure for figure in passage.figures(stretch) if figure.whole is not None])


def _respective(draft: Draft, series: _Series) -> list[Draft]:
    lengths = {len(series.days), len(series.places), len(draft.persons)} - {0, 1}
    if len(lengths) != 1:
        return []
    (number,) = lengths
    return [_part(draft, series, index, number) for index in range(number)]


def _part(draft: Draft, series: _Series, index: int, number: int) -> Draft:
    part = draft
    if len(series.days) == number:
        part = replace(part, date=series.days[index].interval, own_date=True)
    if len(series.places) == number:
        part = replace(part, places=(series.places[index].place,), own_place=True)
    if len(draft.persons) == number:
        part = replace(part, persons=(draft.persons[index],))
    if len(series.figures) == number:
        return _with_figure(part, series.figures[index])
    ones = len(draft.persons) == number
    return replace(
        part,
        count=1 if ones and draft.kind is Kind.ARREST else None,
        killed=1 if ones and draft.killed == number else None,
        injured=None,
    )


def _with_figure(part: Draft, figure: Figure) -> Draft:
    """The part with its own number where the whole had the sum of all."""
    if part.kind is Kind.SEIZURE and part.items:
        return replace(part, items=(replace(part.items[0], quantity=figure.value, op=figure.op), *part.items[1:]))
    return replace(
        part,
        count=figure.whole if part.count is not None else None,
        killed=figure.whole if part.killed is not None else None,
        injured=figure.whole if part.injured is not None and part.killed is None else None,
        personnel=figure.whole if part.personnel is not None else None,
    )


def _alternate(view: SentenceView, draft: Draft, series: _Series) -> list[Draft]:
    """One draft for each pair where days and places take turns."""
    number = len(series.days)
    if number < 2 or number != len(series.places) or draft.kind is Kind.OPERATION:
        return []
    order = sorted(
        [(mention.where.start, "day") for mention in series.days]
        + [(mention.where.start, "place") for mention in series.places]
    )
    if any(one[1] == other[1] for one, other in pairwise(order)):
        return []
    parts = [_part(draft, series, index, number) for index in range(number)]
    if len(series.figures) == number:
        return parts
    return [
        replace(part, killed=told if draft.killed else None, count=told if draft.kind is Kind.ARREST else part.count)
        for part, told in zip(parts, _tolls(view, draft, series), strict=True)
    ]


def _tolls(view: SentenceView, draft: Draft, series: _Series) -> list[int | None]:
    """How many each part tells of: the figure in front of its day and place, or one."""
    pairs = [
        Stretch(min(day.where.start, place.where.start), max(day.where.end, place.where.end))
        for day, place in zip(series.days, series.places, strict=True)
    ]
    starts = [draft.zone.start, *(pair.end for pair in pairs)]
    found: list[int | None] = []
    for start, pair in zip(starts, pairs, strict=False):
        before = Stretch(start, max(start, pair.start))
        figures = [figure.whole for figure in series.figures if before.holds(figure.where.start)]
        single = _ONE.search(view.passage.words(before))
        found.append(figures[0] if figures else 1 if single else None)
    return found
