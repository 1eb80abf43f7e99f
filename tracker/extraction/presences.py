"""Forces in number that are told of without a verb of motion: "has had 2,000 soldiers since May", "in the hands of".

What a sentence of nothing else tells of so many soldiers, at a place and on a day, is that they came there then.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.agencies import agencies_in
from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView, begin
from tracker.extraction.dates import DateMention
from tracker.extraction.deployment_clauses import MONTH_DAYS
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.hedges import is_planned, is_unasserted
from tracker.extraction.lexicon import any_of
from tracker.extraction.moving_forces import LEAST, SURELY, stretch_before
from tracker.extraction.numbers import Figure
from tracker.extraction.where_told import without_covering_states
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import DateInterval, Kind, Place, Status

_PEOPLE = re.compile(
    r"\s*(?:-strong)?\s+(?:(?:of|the|these|those|more|additional|federal|preventive|navy|army|state|elite|heavily|armed|"
    r"Mexican|extra|further)\s+){0,4}" + any_of("operations", "people") + r"\b",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"\b(?:force|forces|troops|soldiers|police|marines|contingent|garrison|army)\s+(?:there\s+|in [A-Z][\w ]{2,30}\s+)?"
    r"(?:numbering|numbered|of|(?:now\s+)?(?:numbers|comes to|stands at|rose to|grew to)|to)\s+"
    r"(?:some |about |over |nearly )?$",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    r"\b(?:number|total|strength|size|complement|ranks?|presence) of (?:[\w-]+\s+){0,3}?"
    + any_of("operations", "people", "units")
    + r"\b[^.;:]{0,60}?\b(?:to|by|at)\s+(?:some |about |over |nearly |almost |more than )?$|"
    r"\b(?:troops|soldiers|marines|forces?|contingent|police) (?:sent|deployed|posted|stationed|moved) (?:to|in|into) "
    r"[^.;:]{3,60} (?:numbers?|total|come to|amount to|consists? of|have|has)\s+(?:now |some |about )*$",
    re.IGNORECASE,
)
"""Before what the number of forces came to ("doubled the number of soldiers in Tepic to 1,200")."""
_THERE_ARE = re.compile(r"\bthere (?:are|were)\s+(?:now |already |some |about |over |nearly |almost )*$", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of them\b", re.IGNORECASE)
_EVERYWHERE = re.compile(
    r"\b(?:in the (?:field|campaign|fight|war|struggle|battle)|nationwide|nationally|"
    r"(?:across|throughout|around) (?:the country|Mexico))\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"With (?:some |about |over )?\d[^,;]{5,80}\bsince\b[^,;]{3,40},")
"""How a sentence about something else begins ("With 600 soldiers in Tepic since May 3, killings are down")."""
_NO_PRESENCE = re.compile(r"\b" + any_of("operations", "no_presence") + r"\b", re.IGNORECASE)
_GROWTH = re.compile(r"\b" + any_of("operations", "growth") + r"\b", re.IGNORECASE)
_MOST = 60_000


def presences(view: SentenceView) -> list[Draft]:
    """The deployment that a sentence tells by number, place and day alone."""
    opening = _OPENING.match(view.words)
    if not _speaks_of_forces(view) or _NO_PRESENCE.search(opening.group() if opening else view.words):
        return []
    if opening is None and any(trigger.family != "operation" for zone in view.zones for trigger in zone.triggers):
        return []
    people = _people(view)
    day = _day(view)
    if len(people) != 1 or day is None:
        return []
    places = _places(view)
    if not places or is_unasserted(view.passage.text, view.stretch, people[0].where.start):
        return []
    core = Trigger(people[0].where, "operation", "presence")
    draft, _ = begin(view, Kind.OPERATION, Zone(view.stretch, (core,)), core=core)
    coming = is_planned(view.words) and day.end >= view.passage.today
    grown = _GROWTH.search(view.words) is not None
    status = Status.PLANNED if coming else Status.REINFORCED if grown else Status.LAUNCHED
    return [
        replace(
            draft,
            readings=(*draft.readings, Reading("personnel", people[0].where, "forces-in-number")),
            date=day,
            own_date=True,
            places=places,
            own_place=True,
            status=status,
            personnel=people[0].whole,
            agencies=agencies_in(view.passage.text, view.stretch) or draft.agencies,
            anchored=True,
        )
    ]


def _speaks_of_forces(view: SentenceView) -> bool:
    """Whether the sentence names forces, or counts "them" of whom the last one told that they were sent."""
    text = view.passage.text
    if SURELY.search(text, *view.stretch):
        return True
    return " of them" in view.words and SURELY.search(text, *stretch_before(view)) is not None


def _is_of_them(view: SentenceView, figure: Figure) -> bool:
    """Whether the figure says how many of those sent before there are ("a year later there were 7,500 of them")."""
    text = view.passage.text
    before = _THERE_ARE.search(text, view.stretch.start, figure.where.start)
    return before is not None and _OF_THEM.match(text, figure.where.end) is not None


def _people(view: SentenceView) -> list[Figure]:
    text = view.passage.text
    return [
        figure
        for figure in view.passage.figures(view.stretch)
        if LEAST <= (figure.whole or 0) <= _MOST
        and (
            _PEOPLE.match(text, figure.where.end)
            or _is_of_them(view, figure)
            or _NUMBERING.search(text, view.stretch.start, figure.where.start)
            or _NUMBER_OF.search(text, view.stretch.start, figure.where.start)
        )
    ]


def _day(view: SentenceView) -> DateInterval | None:
    """The one day or month that the sentence names; of "since" what it began with."""
    told: list[DateMention] = view.passage.dates_in(view.stretch)
    days = {mention.begun or mention.interval for mention in told if mention.begun or mention.days <= MONTH_DAYS}
    return days.pop() if len(days) == 1 else None


def _places(view: SentenceView) -> tuple[Place, ...]:
    named = [
        mention.place
        for mention in view.passage.places_in(view.stretch, Bearing.NAMED)
        if mention.place.state not in ("MX", "US")
    ]
    if not named and view.nationwide and _EVERYWHERE.search(view.words):
        return (view.nationwide,)
    if not named and " of them" in view.words:
        named = [mention.place for mention in view.passage.places_in(stretch_before(view), Bearing.NAMED)]
    return without_covering_states(tuple(dict.fromkeys(named)))
