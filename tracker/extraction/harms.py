"""Harm done by the security forces to bystanders: beyond the codebook, and never scored.

Told only where a force is named as the one who did it and the people hurt are named as bystanders; a fight in which
somebody shot at the forces is an attack.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.beginnings import SentenceView, begin, printed
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.hedges import is_unasserted
from tracker.extraction.lexicon import any_of
from tracker.extraction.patients import befallen
from tracker.extraction.sought import Sought
from tracker.extraction.victims import toll
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind

_FORCES = r"\b" + any_of("harms", "forces") + r"\b"
_HURT = r"\b" + any_of("harms", "hurt") + r"\b"
_BYSTANDERS = r"\b" + any_of("harms", "bystanders") + r"\b"
_GAP = r"[^.;:]{0,60}?"
_BY_FORCES = Sought(
    rf"{_FORCES}(?:(?!\bby\b)[^.;:]){{0,50}}?{_HURT}{_GAP}{_BYSTANDERS}"
    rf"|{_BYSTANDERS}{_GAP}{_HURT}{_GAP}\b(?:by|when|after)\s+(?:\w+\s+){{0,3}}?{_FORCES}",
    re.IGNORECASE,
)
_NO_BYSTANDERS = re.compile(r"\b" + any_of("harms", "no_bystanders") + r"\b", re.IGNORECASE)
_DEADLY = frozenset({"killed", "killing", "bodies"})
_ACTS = frozenset({"killed", "killing", "injured", "shooting", "other"})


def harms(view: SentenceView) -> list[Draft]:
    """The harm by the forces that a sentence tells, at most one."""
    told = _BY_FORCES.search_in(view.passage.text, *view.stretch)
    if told is None or _NO_BYSTANDERS.search(view.words):
        return []
    for zone in view.zones:
        for trigger in zone.of("attack"):
            inside = told.start() <= trigger.where.start - view.stretch.start < told.end()
            if trigger.name in _ACTS and inside:
                if is_unasserted(view.passage.text, view.stretch, trigger.where.start):
                    return []
                draft = _draft(view, zone, trigger)
                return [draft] if draft.anchored else []
    return []


def _draft(view: SentenceView, zone: Zone, core: Trigger) -> Draft:
    draft, _ = begin(view, Kind.HARM, zone, core=core)
    readings = list(draft.readings)
    values: dict[str, int | None] = {"killed": None, "injured": None}
    for trigger in zone.of("attack"):
        field = "killed" if trigger.name in _DEADLY else "injured" if trigger.name == "injured" else None
        if field is None or values[field] is not None:
            continue
        counted = toll(view.passage, trigger.where, zone.where)
        if counted.told:
            values[field] = counted.value
            readings.append(Reading(field, counted.where, "toll-of-trigger"))
    people = befallen(view.passage, view.passage.people_in(zone.where), core.where)
    readings.extend(Reading("persons", person.where, "person-in-zone") for person in people)
    return replace(
        draft,
        readings=tuple(readings),
        killed=values["killed"],
        injured=values["injured"],
        persons=printed(view.passage, [person.pieces for person in people]),
        anchored=bool(draft.own_date or draft.own_place or people or values["killed"] or values["injured"]),
    )
