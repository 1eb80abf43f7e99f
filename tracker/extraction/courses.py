"""How an operation went, told in one sentence: begun on one day and ended on another, which are two events."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView, begin, operation_before, operation_name
from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Draft, PrintedName, Reading
from tracker.extraction.gazetteer import registered_operation
from tracker.extraction.lexicon import any_of
from tracker.extraction.moving_forces import LEAST, SURELY
from tracker.extraction.numbers import Figure
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.where_told import without_covering_states
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind, Status

_BEGUN = re.compile(r"\b" + any_of("operations", "begun") + r"\b", re.IGNORECASE)
_ENDED = re.compile(r"\b" + any_of("operations", "ended") + r"\b", re.IGNORECASE)
_RAN = re.compile(r"\b" + any_of("operations", "ran") + r"\s+(?:from|between)\s+$", re.IGNORECASE)
_CAMPAIGN = Sought(r"\b" + any_of("operations", "campaigns") + r"\b", re.IGNORECASE)
_PEOPLE = re.compile(r"\s+(?:[\w'-]+\s+){0,3}?" + any_of("operations", "people") + r"\b", re.IGNORECASE)
_REACH = 70
_MONTH_DAYS = 31


def courses(view: SentenceView) -> list[Draft]:
    """The beginning and the end of an operation, where the sentence tells both with their days; else nothing."""
    name = operation_name(view.passage, view.stretch) or operation_before(view)
    of_campaign = name is not None or _CAMPAIGN.search(view.passage.text, *view.stretch)
    if not of_campaign or not (name or SURELY.search_in(view.passage.text, *view.stretch)):
        return []
    days = _days(view)
    if days is None:
        return []
    (begun, first), (ended, last) = days
    people = _people(view)
    started = _draft(view, begun, first, name)
    if people is not None:
        readings = (*started.readings, Reading("personnel", people.where, "forces-of-the-course"))
        started = replace(started, personnel=people.whole, readings=readings)
    return [started, replace(_draft(view, ended, last, name), status=Status.ENDED)]


def _days(view: SentenceView) -> tuple[tuple[Stretch, DateMention], tuple[Stretch, DateMention]] | None:
    """The words of beginning and of ending, each with the day behind it."""
    told = [mention for mention in view.passage.dates_in(view.stretch) if mention.days <= _MONTH_DAYS]
    begun, ended = _dated(view, _BEGUN, told), _dated(view, _ENDED, told)
    if begun and ended and begun[1].interval.end < ended[1].interval.start:
        return begun, ended
    return _run(view)


def _dated(
    view: SentenceView, expression: re.Pattern[str], told: list[DateMention]
) -> tuple[Stretch, DateMention] | None:
    for match in expression.finditer(view.passage.text, view.stretch.start, view.stretch.end):
        for mention in told:
            if 0 <= mention.where.start - match.end() <= _REACH:
                return Stretch(match.start(), match.end()), mention
    return None


def _run(view: SentenceView) -> tuple[tuple[Stretch, DateMention], tuple[Stretch, DateMention]] | None:
    """The first and the last day of "ran from February 2 to March 9"."""
    for mention in view.passage.dates_in(view.stretch):
        ran = _RAN.search(view.passage.text, view.stretch.start, mention.where.start)
        if ran is None or not mention.days > 1:
            continue
        start, end = mention.interval.start, mention.interval.end
        where = Stretch(ran.start(), ran.end())
        first = replace(mention, interval=replace(mention.interval, end=start))
        last = replace(mention, interval=replace(mention.interval, start=end))
        return (where, first), (mention.where, last)
    return None


def _draft(view: SentenceView, told: Stretch, day: DateMention, name: PrintedName | None) -> Draft:
    core = Trigger(told, "operation", "course")
    draft, _ = begin(view, Kind.OPERATION, Zone(view.stretch, (core,)), core=core)
    named = tuple(
        dict.fromkeys(
            mention.place
            for mention in view.passage.places_in(view.stretch, Bearing.NAMED)
            if mention.place.state not in ("MX", "US")
        )
    )
    readings = [reading for reading in draft.readings if reading.field != "date"]
    return replace(
        draft,
        readings=(*readings, Reading("date", day.where, day.rule), Reading("status", told, "course")),
        date=day.interval,
        own_date=True,
        places=without_covering_states(named) or draft.places,
        own_place=bool(named) or draft.own_place,
        status=Status.LAUNCHED,
        operation=registered_operation(name.text) if name else None,
        operation_name=name,
        anchored=True,
    )


def _people(view: SentenceView) -> Figure | None:
    for figure in view.passage.figures(view.stretch):
        if (figure.whole or 0) >= LEAST and _PEOPLE.match(view.passage.text, figure.where.end):
            return figure
    return None
