"""Acts whose verb English leaves out the second time: "killed a lawyer on May 3, and on May 9 two policemen".

Each part tells its own day and its own people; what it does not say (the place, who did it) is the first part's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView
from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Draft
from tracker.extraction.grammar import Standing, grammar
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.victims import is_of_people
from tracker.reports import Kind

_ONE = re.compile(
    r"\b(?:an?|another|his|her|the)\s+(?:[\w-]+\s+){0,3}?(?:"
    + any_of("victims", "singular")
    + "|"
    + any_of("headcounts", "callings")
    + r")\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s+(?:more|others?)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:[,;]\s*(?:and\s+)?|and\s+)(?:then\s+|again\s+)?(?:on\s+|in\s+|the\s+)*$", re.IGNORECASE)
_LEAST = 2


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a clause: its day, where it stands, and how many people it tells of."""

    day: DateMention
    where: Stretch
    number: int


def gapped(view: SentenceView, draft: Draft) -> list[Draft]:
    """One draft for each part of a clause that names a day and people again without a verb; none where it has one."""
    listed = _after_colon(view, draft)
    if listed is not None:
        return gapped(view, replace(draft, zone=listed, places=(), killed=draft.killed and 1))
    days = [mention for mention in view.passage.dates_in(draft.zone) if mention.days == 1]
    if len({mention.interval for mention in days}) != len(days) or len(days) < _LEAST or draft.aggregate:
        return []
    parts = _parts(view, draft, days)
    if not parts or _last_trigger(view, draft) >= parts[1].where.start or _has_verb(view, parts[1:]):
        return []
    return [_told(view, draft, part, first=index == 0) for index, part in enumerate(parts)]


def _after_colon(view: SentenceView, draft: Draft) -> Stretch | None:
    """The list behind a colon that has as many days as people were counted before it ("three were killed: ...")."""
    colon = view.passage.text.find(": ", *draft.zone)
    told = draft.count if draft.kind is Kind.ARREST else draft.killed
    if colon < 0 or told is None or told < _LEAST:
        return None
    after = Stretch(colon + 1, draft.zone.end)
    days = {mention.interval for mention in view.passage.dates_in(after) if mention.days == 1}
    return after if len(days) == told else None


def _parts(view: SentenceView, draft: Draft, days: Sequence[DateMention]) -> list[_Part]:
    """The parts, none where one of them does not tell of people or is not joined to the one before."""
    starts = [draft.zone.start]
    for before, day in pairwise(days):
        between = Stretch(before.where.end, day.where.start)
        joined = _JOINED.search(view.passage.words(between))
        if _people(view, between) and not joined:
            starts.append(between.start)
        elif joined:
            starts.append(between.start + joined.start())
        else:
            return []
    ends = [*starts[1:], draft.zone.end]
    found = []
    for day, start, end in zip(days, starts, ends, strict=True):
        where = Stretch(start, end)
        number = _people(view, where)
        if number is None:
            return []
        found.append(_Part(day, where, number))
    return found


def _people(view: SentenceView, where: Stretch) -> int | None:
    """How many people a stretch tells of: its one number of people, or one who stands alone."""
    passage = view.passage
    figures = [
        figure
        for figure in passage.figures(where)
        if figure.whole and (is_of_people(passage, figure) or _MORE.match(passage.text, figure.where.end))
    ]
    if figures:
        return figures[0].whole if len(figures) == 1 else None
    alone = len(passage.people_in(where)) == 1 or _ONE.search(passage.words(where)) is not None
    return 1 if alone else None


def _has_verb(view: SentenceView, parts: Sequence[_Part]) -> bool:
    """Whether one of the parts has a subject and a verb of its own, and so tells something else."""
    clauses = grammar(view.passage.text, view.stretch).clauses
    return any(
        part.where.holds(clause.predicate.start)
        and any(part.where.holds(subject.head.start) for subject in clause.subjects)
        for part in parts
        for clause in clauses
        if clause.standing is Standing.VERB
    )


def _last_trigger(view: SentenceView, draft: Draft) -> int:
    """Where the last word that tells an act of people stands in the draft's zone."""
    return max(
        (trigger.where.start for zone in view.zones if zone.where.overlaps(draft.zone) for trigger in zone.triggers),
        default=draft.zone.end,
    )


def _told(view: SentenceView, draft: Draft, part: _Part, *, first: bool) -> Draft:
    passage = view.passage
    named = [
        mention.place for mention in passage.places_in(part.where, Bearing.LOCATIVE) if mention.place.state != "MX"
    ]
    words = passage.words(part.where)
    if not draft.places:
        # Of a list behind a colon each part tells its own place, if only by an office ("the chief of Tepic").
        named = named or [mention.place for mention in passage.places_in(part.where) if mention.place.city]
    places = tuple(dict.fromkeys(named)) if named and (not first or not draft.places) else draft.places
    number = None if first else part.number
    return replace(
        draft,
        date=part.day.interval,
        own_date=True,
        places=places,
        own_place=draft.own_place or bool(named),
        persons=tuple(name for name in draft.persons if name.text in words),
        count=_of(draft.count, part.number if draft.kind is Kind.ARREST else number),
        killed=_of(draft.killed, part.number),
        injured=draft.injured if draft.killed is not None and first else _of(draft.injured, number),
    )


def _of(told: int | None, number: int | None) -> int | None:
    """The part's own number where the whole tells one."""
    return number if told is not None and number is not None else told
