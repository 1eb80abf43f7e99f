"""Published figures of kidnappings: how many in a period, as one reports a statistic and no single case.

Each figure is an attack of form kidnapping that counts as a total ("rose from 3 in 2007 to 22 in 2008").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.beginnings import SentenceView, quote
from tracker.extraction.circumstances import circumstances
from tracker.extraction.drafts import Draft, Reading, Telling
from tracker.extraction.hedges import is_hedged
from tracker.extraction.homicide_figures import is_rate
from tracker.extraction.homicide_periods import inherited_period, part_of, period_of
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.reports import DateInterval, Kind, Place, Subtype

_KIDNAPPINGS = any_of("kidnappings", "kidnappings")
_TOPIC = Sought(r"\b" + _KIDNAPPINGS + r"\b", re.IGNORECASE)
_CASES = re.compile(r"\s+(?:[\w'-]+\s+){0,2}?" + any_of("kidnappings", "cases") + r"\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:\s+(?!(?:in|by|of|and|or|were|was|members?)\b)[\w'-]+){0,3}?\s+" + _KIDNAPPINGS + r"\b", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"\s+(?:[\w'-]+\s+){0,3}?"
    + any_of("victims", "people")
    + r"\b[^.;:]{0,30}?\b(?:were|was|had been|have been|been)\s+"
    r"(?:\w+\s+)?(?:kidnap+ed|abducted)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:[:;,(]|\b" + any_of("kidnappings", "leads") + r")\s+(?:\w+ly\s+|just\s+|only\s+)?$|\($", re.IGNORECASE
)
_PERIOD_NEXT = re.compile(
    r"\)?[,;]?\s*(?:so far|to date|in|for|during|over|through|since|last|this|the)\b|\s*\)|\s*$|\s*[.,;]"
)
_PERIOD_REACH = 40
_OTHER_CRIMES = re.compile(
    r"\s+(?:[\w'-]+\s+){0,2}?" + any_of("homicides", "murders", "other_things") + r"\b", re.IGNORECASE
)
_WEEK = 7
_MONTH_DAYS = 27


@dataclass(frozen=True, slots=True)
class _Count:
    """A figure of kidnappings and the words after it that say so."""

    figure: Figure
    noun: Stretch
    least_days: int


def kidnapping_figures(view: SentenceView) -> tuple[list[Draft], list[Stretch]]:
    """The figures of kidnappings that a sentence publishes, and the stretches that they were read from."""
    drafts: list[Draft] = []
    claimed: list[Stretch] = []
    for count in _counts(view):
        draft = _draft(view, count, drafts[-1] if drafts else None)
        if draft is not None:
            drafts.append(draft)
            claimed.append(Stretch(count.figure.where.start, max(count.noun.end, count.figure.where.end)))
    return drafts, claimed


def _counts(view: SentenceView) -> Iterator[_Count]:
    text, sentence = view.passage.text, view.stretch
    topic = _TOPIC.search(text, sentence.start, sentence.end)
    goes_on = topic is None and _spoken_of_before(view)
    if topic is None and not goes_on:
        return
    found = goes_on
    for figure in view.passage.figures(sentence):
        if figure.whole is None or is_rate(view.passage, figure):
            continue
        end = figure.where.end
        cases = _CASES.match(text, end, sentence.end) if found or topic else None
        people = _PEOPLE.match(text, end, sentence.end)
        noun = _COUNTED.match(text, end, sentence.end) or cases or people
        if noun is not None:
            found = True
            yield _Count(figure, Stretch(end, noun.end()), _MONTH_DAYS if noun is people else _WEEK)
        elif _stands_alone(view, figure) and (found or (topic and topic.start() < figure.where.start)):
            found = True
            yield _Count(figure, figure.where, _WEEK)


def _spoken_of_before(view: SentenceView) -> bool:
    """Whether the sentence goes on about the kidnappings that the one before counted ("40 such cases")."""
    before = view.passage.sentences[max(0, view.index - 1) : view.index]
    return any(_TOPIC.search(view.passage.text, *one) is not None for one in before) and bool(
        re.search(r"\bsuch (?:cases|crimes|incidents)\b", view.words, re.IGNORECASE)
    )


def _stands_alone(view: SentenceView, figure: Figure) -> bool:
    """Whether a figure without a noun is one of a period: a list, a comparison or a level leads to it."""
    text, sentence = view.passage.text, view.stretch
    before, after = text[sentence.start : figure.where.start], text[figure.where.end : sentence.end]
    if not _LEADS.search(before) or not _PERIOD_NEXT.match(after) or _OTHER_CRIMES.match(after):
        return False
    near = Stretch(figure.where.end, min(sentence.end, figure.where.end + _PERIOD_REACH))
    dated = any(mention.days >= _WEEK for mention in view.passage.dates_in(near))
    return dated or (before.endswith("(") and after.startswith(")"))


def _draft(view: SentenceView, count: _Count, last: Draft | None) -> Draft | None:
    figure = count.figure
    mention, interval = period_of(view, figure)
    interval = interval or inherited_period(view)
    if interval is None or (interval.end - interval.start).days + 1 < count.least_days:
        return None
    places, readings = _where(view, figure, last)
    return Draft(
        kind=Kind.ATTACK,
        subtype=Subtype.KIDNAPPING,
        telling=Telling(view.passage, view.stretch, quote(view.passage, figure.where, view.stretch)),
        sentence=view.stretch,
        zone=view.stretch,
        readings=(
            Reading("kind", count.noun, "figure-of-kidnappings"),
            Reading("count", figure.where, "figure-of-kidnappings"),
            *([Reading("date", mention.where, mention.rule)] if mention else []),
            *readings,
        ),
        own_date=True,
        own_place=bool(readings),
        date=DateInterval(interval.start, interval.end),
        places=places,
        certain=not is_hedged(view.passage.text, view.stretch),
        aggregate=True,
        count=figure.whole,
        count_op=figure.op,
    )


def _where(view: SentenceView, figure: Figure, last: Draft | None) -> tuple[tuple[Place, ...], tuple[Reading, ...]]:
    """The place of the figure's own part of the sentence, of the figure before it, of home, or the whole country."""
    around = circumstances(view.scene(part_of(view, figure), figure.where))
    readings = tuple(reading for reading in around.readings if reading.field == "places")
    if around.own_place:
        return around.places, readings
    if last is not None:
        return last.places, ()
    home = view.home or view.nationwide
    return around.places or ((home,) if home else ()), ()
