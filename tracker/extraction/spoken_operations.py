"""Operations that a sentence only speaks of: "the counter-narcotics operation in Reynosa last month".

A noun of a campaign of the forces with its place and its time tells one, whatever else the sentence says of it. Only
of Mexico: elsewhere such words are as often of another war.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView, begin
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.hedges import is_planned, is_unasserted
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.where_told import without_covering_states
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind, Status

_SPOKEN_OF = Sought(
    r"\b(?:military|army|troop|naval|federal police|counter-?\s?narcotics|anti-?drug|anti-?crime|anti-?cartel)\s+"
    r"(?:[\w-]+\s+)?(?:operation|offensive|surges?|deployments?|campaign|crackdown|sweep)\b",
    re.IGNORECASE,
)
_GROWN = re.compile(r"\b" + any_of("operations", "growth") + r"\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_REACH = 60
_LONGEST_DAYS = 366


def spoken_of(view: SentenceView) -> list[Draft]:
    """The operation that a sentence speaks of with its place and its time."""
    found = _SPOKEN_OF.search(view.passage.text, *view.stretch)
    if found is None or is_planned(view.words) or is_unasserted(view.passage.text, view.stretch, found.start()):
        return []
    near = Stretch(found.end(), min(view.stretch.end, found.end() + _REACH))
    around = Stretch(max(view.stretch.start, found.start() - _REACH), near.end)
    days = [mention for mention in view.passage.dates_in(near) if mention.days <= _LONGEST_DAYS]
    places = [
        mention.place
        for mention in view.passage.places_in(around, Bearing.LOCATIVE)
        if mention.place.state.startswith("MX-")
    ]
    if not days or days[0].interval.start > view.passage.today or not places:
        return []
    core = Trigger(Stretch(*found.span()), "operation", "spoken-of")
    draft, _ = begin(view, Kind.OPERATION, Zone(view.stretch, (core,)), core=core)
    grown = _GROWN.search(view.passage.text, view.stretch.start, found.start()) is not None
    return [
        replace(
            draft,
            readings=(
                *(reading for reading in draft.readings if reading.field != "date"),
                Reading("status", core.where, "operation-spoken-of"),
                Reading("date", days[0].where, days[0].rule),
            ),
            date=days[0].interval,
            own_date=True,
            places=without_covering_states(tuple(dict.fromkeys(places))),
            own_place=True,
            status=Status.REINFORCED if grown else Status.LAUNCHED,
            anchored=True,
        )
    ]
