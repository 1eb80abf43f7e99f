"""Two or more acts told in one clause: "in Tepic and Tijuana, respectively", "in Tepic on May 4, in Leon on May 9"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.extraction.bearings import Bearing, PlaceMention
from tracker.extraction.beginnings import SentenceView
from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Draft
from tracker.extraction.gaps import gapped
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.portions import portions
from tracker.extraction.sentences import Stretch
from tracker.reports import Kind

_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:an?|one|the|another)\s+(?:[\w-]+\s+){0,3}(?:"
    + any_of("victims", "singular")
    + "|"
    + any_of("headcounts", "callings")
    + r")\b|\banother\b(?! (?:attack|incident|shooting|case|[\w-]+s)\b)",
    re.IGNORECASE,
)
_MORE_IN = re.compile(
    r"(?:\s+(?:more|others?|bodies|people|persons|men|corpses|dead|killed|additional))?\s+"
    r"(?:(?:were|was)\s+(?:\w+\s+)?)?(?:in|at|near|outside)\s",
    re.IGNORECASE,
)
_PAIR = 2
_TOLD_APART = frozenset({Kind.ARREST, Kind.ATTACK, Kind.SEIZURE, Kind.OPERATION})

_OF_GOODS = frozenset({Kind.SEIZURE, Kind.ERADICATION})
_OF_PEOPLE = frozenset({Kind.ARREST, Kind.ATTACK})


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
        in_portions = portions(view, draft) if draft.kind in _OF_GOODS else []
        if in_portions:
            found.extend(in_portions)
            continue
        if draft.kind not in _TOLD_APART or not alone or draft.aggregate:
            found.append(draft)
            continue
        series = _series(view, view.stretch if respectively else draft.zone)
        parts = _respective(draft, series) if respectively else _alternate(view, draft, series)
        if not parts and not respectively and draft.kind in _OF_PEOPLE:
            parts = gapped(view, draft) or _by_place(view, draft, series)
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
    if draft.kind is Kind.SEIZURE and len(draft.items) == number:
        return replace(part, items=(draft.items[index],))
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
    tellings = _segments(view, draft, series)
    return [
        replace(
            part,
            persons=tuple(name for name in part.persons if name.text in view.passage.words(where)),
            killed=told if draft.killed else None,
            count=told if draft.kind is Kind.ARREST else part.count,
        )
        for part, where in zip(parts, tellings, strict=True)
        for told in [_toll(view, series, where)]
    ]


def _by_place(view: SentenceView, draft: Draft, series: _Series) -> list[Draft]:
    """One draft for each place that has a number of its own ("three bodies in Santiago and two more in Allende")."""
    number = len(series.places)
    if number < _PAIR or len({mention.place for mention in series.places}) < number:
        return []
    told = [
        [figure for figure in series.figures if start <= figure.where.start < mention.where.start]
        for start, mention in zip(
            [draft.zone.start, *(mention.where.end for mention in series.places)], series.places, strict=False
        )
    ]
    after = view.passage.text
    if any(not figures for figures in told) or not all(
        _MORE_IN.match(after, figures[-1].where.end) for figures in told[1:]
    ):
        return []
    values = [figures[-1].whole for figures in told]
    told_of_all = draft.count if draft.kind is Kind.ARREST else draft.killed
    if told_of_all not in (values[0], sum(value or 0 for value in values)):
        return []
    return [
        replace(
            draft,
            count=value if draft.kind is Kind.ARREST else draft.count,
            killed=draft.killed if draft.kind is Kind.ARREST else value,
            places=(mention.place,),
            own_place=True,
            injured=draft.injured if index == 0 else None,
            persons=draft.persons if index == 0 else (),
        )
        for index, (value, mention) in enumerate(zip(values, series.places, strict=True))
    ]


def _segments(view: SentenceView, draft: Draft, series: _Series) -> list[Stretch]:
    """Where each part is told: up to the end of its day and place, or from these on where they stand before it."""
    pairs = [
        Stretch(min(day.where.start, place.where.start), max(day.where.end, place.where.end))
        for day, place in zip(series.days, series.places, strict=True)
    ]
    people_first = _toll(view, series, Stretch(draft.zone.start, max(draft.zone.start, pairs[0].start))) is not None
    cuts = [pair.end for pair in pairs[:-1]] if people_first else [pair.start for pair in pairs[1:]]
    return [Stretch(start, end) for start, end in zip([draft.zone.start, *cuts], [*cuts, draft.zone.end], strict=True)]


def _toll(view: SentenceView, series: _Series, where: Stretch) -> int | None:
    """How many a part tells of: its first figure, or one."""
    figures = [figure.whole for figure in series.figures if where.holds(figure.where.start)]
    return figures[0] if figures else 1 if _ONE.search(view.passage.words(where)) else None
