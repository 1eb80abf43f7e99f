"""Forces that are sent, come, stay or leave, by the grammar of the clause that says so.

A clause tells of a deployment where forces are whom its verb sends ("moved 600 marines into"), who come or work
("another 250 agents will come to"), or with whom something comes ("rolled into the district with 580 policemen").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker import registers
from tracker.extraction import calendars
from tracker.extraction.agencies import agencies
from tracker.extraction.beginnings import SentenceView, begin, operation_before
from tracker.extraction.dates import DateMention
from tracker.extraction.deployment_clauses import (
    ALSO_OF_IT,
    MONTH_DAYS,
    Deployment,
    destinations_of,
    own_words,
    told_deployments,
)
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.gazetteer import registered_operation
from tracker.extraction.grammar import Standing
from tracker.extraction.moving_forces import Move
from tracker.extraction.sentences import Stretch
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import DateInterval, Kind, Place, Status

_PRESENT = frozenset({Move.STAYING, Move.COMING})

_MORE = re.compile(
    r"\b(?:additional|fresh|more(?! than)|further|extra|another|reinforcements?|others?|second)\b",
    re.IGNORECASE,
)

_TO_REINFORCE = re.compile(
    r"\breinforcement of\b|"
    r"\bto (?:reinforce|back up|bolster|strengthen|augment|support|assist|beef up|supplement|complement|join)\b",
    re.IGNORECASE,
)

_BRINGS_TO = re.compile(
    r"\b(?:bring(?:s|ing)?|brought|rais(?:es?|ed|ing)|boost(?:s|ed|ing)|swell(?:s|ing)|increas(?:es?|ed|ing)) the "
    r"(?:total|number|force|contingent|strength)\b|"
    r"\bnumber of (?:\w+ )?(?:troops|soldiers|police|agents|marines|men)\b"
    r"[^.;]{0,50}\b(?:rose|grew|climbed|increased|to)\b",
    re.IGNORECASE,
)

_HAVE = re.compile(r"ha(?:s|ve|d)|with", re.IGNORECASE)

_HAS_SINCE = re.compile(r"\bha(?:s|ve|d) since\b", re.IGNORECASE)

_BY_THEN = re.compile(r"\b(?:before|by)\s+(?:the end of\s+)?$", re.IGNORECASE)

_DAY_NUMBER = re.compile(r"\d{1,2}\b(?!\d)")

_NATIONWIDE = re.compile(
    r"\b(?:nationwide|nationally|(?:across|throughout|around) (?:the country|Mexico)|in (?:several|many|\w+) states)\b",
    re.IGNORECASE,
)

LATELY_DAYS = 60
"""A plan told of a day so little before the cable was of that day, not of the next year's."""


def deployments(view: SentenceView) -> list[Draft]:
    """The deployments that the clauses of a sentence tell."""
    found = told_deployments(view)
    drafts = [draft for deployment in found if (draft := _draft(view, deployment, found)) is not None]
    drafts = [draft for number, draft in enumerate(drafts) if not _is_told_again(draft, drafts[:number])]
    return [draft for draft in drafts if draft.personnel is not None or not _is_told_with_number(draft, drafts)]


def _is_told_again(draft: Draft, before: Sequence[Draft]) -> bool:
    """Whether another clause told the same men at the same place before ("arrived with 200 men, who deployed")."""
    return draft.personnel is not None and any(
        (other.personnel, other.date, other.places) == (draft.personnel, draft.date, draft.places) for other in before
    )


def _is_told_with_number(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether another clause tells the same deployment with its number ("took over ..., with 2,000 men deployed")."""
    return any(
        other is not draft and other.personnel is not None and other.date == draft.date and other.places == draft.places
        for other in drafts
    )


def _draft(view: SentenceView, deployment: Deployment, all_told: Sequence[Deployment]) -> Draft | None:
    clause, move = deployment.clause, deployment.move
    zone = own_words(clause) if clause.standing is Standing.VERB else view.stretch
    for other in all_told:
        # What another clause tells further on is not of this one.
        if other is not deployment and clause.predicate.end < other.clause.predicate.start < zone.end:
            start = min(other.clause.predicate.start, *(phrase.where.start for phrase in other.forces))
            zone = Stretch(zone.start, max(start, clause.predicate.end))
    trigger = Trigger(clause.predicate, "operation", move.value)
    draft, _ = begin(view, Kind.OPERATION, Zone(zone, (trigger,)), core=trigger)
    status = _status(view, deployment)
    nationwide = (view.nationwide,) if view.nationwide and _NATIONWIDE.search(view.passage.words(zone)) else ()
    destinations = destinations_of(view, clause, move) or nationwide
    date, dated = _date(view, deployment, draft, zone)
    name = draft.operation_name
    if name is None and view.has(ALSO_OF_IT):
        name = operation_before(view)
    people = deployment.people
    if people is None and name is None and not destinations:
        return None
    if not dated and _HAVE.fullmatch(clause.word) and name is None:
        # "The port police have 42 officers there": how many there are tells of no sending.
        return None
    if not (dated or destinations or draft.own_place or name or (people and (date or draft.places))):
        return None
    slug = registered_operation(name.text) if name else None
    force_words = " ".join(view.passage.words(phrase.where) for phrase in deployment.forces)
    readings = [*draft.readings, Reading("status", clause.predicate, f"deployment-{move.value}")]
    if people is not None:
        readings.append(Reading("personnel", people.where, "people-of-forces"))
    return replace(
        draft,
        readings=tuple(readings),
        date=date,
        own_date=dated,
        places=destinations or (draft.places if draft.own_place else _within(_home_of(slug), draft.places)),
        own_place=draft.own_place or bool(destinations),
        status=status,
        personnel=people.whole if people else None,
        operation=slug,
        operation_name=name,
        agencies=agencies(force_words) or draft.agencies,
        anchored=True,
    )


def _home_of(slug: str | None) -> tuple[Place, ...]:
    """The Mexican states of a registered operation."""
    states = registers.operations()[slug].states if slug else ()
    return tuple(Place(state) for state in states if state.startswith("MX-"))


def _within(states: Sequence[Place], places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places where all lie in these states, else the states."""
    codes = {state.state for state in states}
    return places if not codes or (places and all(place.state in codes for place in places)) else tuple(states)


def _status(view: SentenceView, deployment: Deployment) -> Status:
    if deployment.planned:
        return Status.PLANNED
    if deployment.move is Move.LEAVING:
        return Status.ENDED
    forces = " ".join(view.passage.words(phrase.where) for phrase in deployment.forces)
    zone = view.passage.text[deployment.clause.predicate.end : deployment.clause.extent.end]
    more = (
        _MORE.search(forces)
        or _BRINGS_TO.search(view.words)
        or deployment.move is Move.REINFORCING
        or _TO_REINFORCE.search(zone)
    )
    return Status.REINFORCED if more else Status.LAUNCHED


def _date(view: SentenceView, deployment: Deployment, draft: Draft, zone: Stretch) -> tuple[DateInterval | None, bool]:
    """When the forces came or are to come, and whether the sentence says so."""
    today = view.passage.today
    interval = draft.date
    if deployment.planned:
        interval = _planned_for(view, deployment, interval)
    for mention in view.passage.dates_in(view.stretch):
        words = view.passage.words(mention.where)
        if mention.interval != interval:
            continue
        when = view.passage.text[mention.where.end :].lstrip(", ").startswith("when")
        if mention.running and mention.begun is not None and (when or deployment.move in _PRESENT):
            return mention.begun, True
        if deployment.planned:
            by = _BY_THEN.search(view.passage.text[: mention.where.start]) is not None
            return _to_come(mention, words, today, by=by), True
    if deployment.planned and not draft.own_date:
        told = any(mention.where.end <= view.stretch.start for mention in view.passage.dates)
        return (interval if told and interval else DateInterval(today, today)), True
    if interval is not None and not draft.own_date and _HAS_SINCE.search(view.passage.words(zone)):
        return DateInterval(interval.end, max(today, interval.end)), True
    return interval, draft.own_date


def _planned_for(view: SentenceView, deployment: Deployment, told: DateInterval | None) -> DateInterval | None:
    """The day read for a plan, or, where that stands before the words of the plan, the one behind these.

    "He announced on June 8 that 500 soldiers will arrive next week"
    """
    begins = deployment.clause.predicate.end
    dates = view.passage.dates_in(view.stretch)
    behind = [mention.interval for mention in dates if mention.where.start >= begins]
    before = [mention.interval for mention in dates if mention.where.start < begins]
    return behind[0] if behind and (told is None or (told in before and told not in behind)) else told


def _to_come(mention: DateMention, words: str, today: date, *, by: bool) -> DateInterval:
    """The date of a plan: a weekday or a day without a year is the next one, "before" a day from today on."""
    interval = mention.interval
    if interval.end < today and not re.search(r"\d{4}|\bago\b|\blast\b", words):
        is_weekday = re.search(r"day\b", words, re.IGNORECASE) and not _DAY_NUMBER.search(words)
        if is_weekday:
            interval = DateInterval(interval.start + timedelta(days=7), interval.end + timedelta(days=7))
        elif (today - interval.end).days > LATELY_DAYS:
            interval = DateInterval(calendars.years_later(interval.start, 1), calendars.years_later(interval.end, 1))
    begun = interval.start < today <= interval.end and (interval.end - interval.start).days > MONTH_DAYS
    return DateInterval(min(today, interval.end), interval.end) if by or begun else interval
