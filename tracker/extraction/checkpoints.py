"""Checkpoints and patrols of the forces, told without a number of men: "set up roadblocks around Saltillo"."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.agencies import agencies_in
from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView, begin
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.hedges import is_planned, is_unasserted
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.where_told import without_covering_states
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind, Place, Status

_WORDS_BETWEEN = r"(?:\s+(?!of\b|by\b|at\b)[\w'-]+){0,4}?\s+"
_POSTED = Sought(
    r"\b(?:"
    + any_of("operations", "posting")
    + _WORDS_BETWEEN
    + any_of("operations", "checkpoints")
    + "|"
    + any_of("operations", "increasing")
    + _WORDS_BETWEEN
    + any_of("operations", "patrols")
    + r")\b",
    re.IGNORECASE,
)
_PUT_UP = Sought(
    r"\b" + any_of("operations", "checkpoints") + r"\s+(?:(?:were|was|have been|had been|also|have|had)\s+)*"
    r"(?:set up|put up|installed|established|erected|mounted|manned|went up|gone up|sprang up|sprung up|appeared)\b",
    re.IGNORECASE,
)
_INCREASED = re.compile(any_of("operations", "increasing"), re.IGNORECASE)
_FORCES = re.compile(r"\b" + any_of("operations", "checkpoint_forces") + r"\b", re.IGNORECASE)
_PLANS = re.compile(r"\b" + any_of("operations", "plans") + r"\b", re.IGNORECASE)
_WISHES = re.compile(r"\b" + any_of("operations", "wishes") + r"\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|following|since|in (?:response|reaction) to|in the wake of)\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b" + any_of("operations", "checkpoint_others") + r"\b", re.IGNORECASE)


def checkpoints(view: SentenceView) -> list[Draft]:
    """The checkpoints or patrols that forces begin, add to or plan, at places that the sentence names."""
    put_up = _PUT_UP.search(view.passage.text, *view.stretch)
    found = put_up or _POSTED.search(view.passage.text, *view.stretch)
    if found is None or not _is_told(view, Stretch(*found.span()), by=view.stretch.end if put_up else found.start()):
        return []
    before = view.passage.text[view.stretch.start : found.start()]
    planned = is_planned(view.words) or _PLANS.search(before) is not None
    unasserted = is_unasserted(view.passage.text, view.stretch, found.start()) and not planned
    core = Trigger(Stretch(*found.span()), "operation", "checkpoints")
    draft, _ = begin(view, Kind.OPERATION, Zone(view.stretch, (core,)), core=core)
    places = _places(view)
    if unasserted or not places or not (draft.own_date or planned):
        return []
    grown = _INCREASED.match(found.group()) is not None
    status = Status.PLANNED if planned else Status.REINFORCED if grown else Status.LAUNCHED
    return [
        replace(
            draft,
            readings=(*draft.readings, Reading("status", core.where, "checkpoints-and-patrols")),
            date=draft.date if draft.own_date else None,
            places=places,
            own_place=True,
            status=status,
            agencies=agencies_in(view.passage.text, view.stretch) or draft.agencies,
            anchored=True,
        )
    ]


def _is_told(view: SentenceView, found: Stretch, *, by: int) -> bool:
    """Whether it is forces who put them up, and the sentence tells of that: of another act only as what came before."""
    before = view.passage.text[view.stretch.start : found.start]
    if (
        not _FORCES.search(view.passage.text, view.stretch.start, by)
        or _OTHERS.search(before)
        or _WISHES.search(before)
    ):
        return False
    acts = [trigger for zone in view.zones for trigger in zone.triggers if trigger.family != "operation"]
    return all(act.where.end <= found.start for act in acts) and (not acts or _AFTER.search(before) is not None)


def _places(view: SentenceView) -> tuple[Place, ...]:
    """Where they stand, roads between towns and to them too."""
    for mentions in (
        view.passage.places_in(view.stretch, Bearing.NAMED),
        view.passage.places_in(view.stretch),
    ):
        named = dict.fromkeys(mention.place for mention in mentions if mention.place.state not in ("MX", "US"))
        if named:
            return without_covering_states(tuple(named))
    return ()
