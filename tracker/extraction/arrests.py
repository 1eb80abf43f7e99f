"""Arrests: people held as suspects. A plural without number, name and day is a generality and no event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.arrest_counts import TOGETHER_WITH, after_colon, counted_by
from tracker.extraction.arrest_words import tells_an_arrest
from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView, begin, printed, quote
from tracker.extraction.drafts import Draft, Reading, Telling
from tracker.extraction.numbers import Figure
from tracker.extraction.other_periods import in_other_periods
from tracker.extraction.patients import befallen
from tracker.extraction.people import PersonMention
from tracker.extraction.scope import OTHER_STRUGGLE, speaks_of_it
from tracker.extraction.sentences import Stretch
from tracker.extraction.takings import befalls_its_subject, speaks_of_a_raid
from tracker.extraction.victims import is_believable
from tracker.extraction.where_told import without_covering_states
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind, Place

_FAMILY = "arrest"
_THAT_ONE = re.compile(r"\b(?:his|her|their|these|this|those|the)\s+(?:latest\s+|recent\s+)?$", re.IGNORECASE)
_JUST_NAMED = re.compile(r"(?:,\s*(?:aka|alias|known as|the|an?|[\"“'`])[^,;.]{0,60})?[\"”'`]*,\s*[\"”'`]*\s*")
_SUMMED = re.compile(r"\b(?:total|so far|to date|in all|altogether)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_WHOM = re.compile(r",? whom (?:[\w-]+ ){1,3}")
_HIS = re.compile(r"\b(?:his|her)\s+(?:\w+\s+)?$", re.IGNORECASE)
_PERIOD_DAYS = 31
_LONGEST_DAYS = 366


def arrests(view: SentenceView) -> list[Draft]:
    """The arrests that a sentence tells, one for each zone with a trigger of its own."""
    if view.has(OTHER_STRUGGLE) and not speaks_of_it(view.words):
        return []
    found: list[Draft] = []
    lasting: list[Draft] = []
    for zone in view.zones:
        triggers = [trigger for trigger in zone.of(_FAMILY) if tells_an_arrest(view, trigger)]
        if triggers:
            trigger = _new(view, triggers)
            draft = _draft(view, zone, trigger)
            if draft is not None:
                parts = _one_by_one(view, zone, draft, trigger=trigger)
                found.extend(_with_country(view, part) for part in parts)
                lasting.extend([draft] if befalls_its_subject(view.passage.words(trigger.where)) else [])
    found = _without_participles(found)
    found = [each for draft in found for each in (draft, *in_other_periods(view, draft, found))]
    named = any((draft.persons or draft.count == 1) and draft not in lasting for draft in found)
    # "Paz, whom soldiers caught in May, is in prison": where he is now is no second arrest.
    return [draft for draft in found if not (named and draft in lasting and not draft.persons and draft.count == 1)]


def _new(view: SentenceView, triggers: Sequence[Trigger]) -> Trigger:
    """The first of the words, or the second where the first only points back ("his arrest follows the capture of")."""
    nouns = [trigger.name == "arrest" for trigger in triggers[:2]]
    back = _THAT_ONE.search(view.passage.text[view.stretch.start : triggers[0].where.start])
    return triggers[1] if back and nouns == [True, True] else triggers[0]


def _with_country(view: SentenceView, draft: Draft) -> Draft:
    """The draft; a total over a long period that names no place is of the cable's one place, or of its country."""
    days = (draft.date.end - draft.date.start).days + 1 if draft.date else 0
    if draft.aggregate and not draft.own_place and view.nationwide and days > _PERIOD_DAYS:
        return replace(draft, places=(view.home or view.nationwide,))
    return draft


def _without_participles(found: Sequence[Draft]) -> list[Draft]:
    """The arrests without one that only goes on about the person just named ("holding Paz, arrested on May 2 in")."""
    kept: list[Draft] = []
    for draft in found:
        if kept and draft.persons and _names(kept[-1]) == _names(draft) and kept[-1].date == draft.date:
            # "Capture of a boss: on May 2 soldiers caught Paz": the heading tells the same.
            kept[-1] = draft
            continue
        if kept and kept[-1].persons and not draft.persons and kept[-1].count == draft.count == 1:
            between = draft.passage.text[kept[-1].zone.end : _core(draft)]
            if (not between.strip(" ,") or _WHOM.fullmatch(between)) and draft.date == kept[-1].date:
                continue
        kept.append(draft)
    return kept


def _names(draft: Draft) -> tuple[str, ...]:
    return tuple(name.text for name in draft.persons)


def _core(draft: Draft) -> int:
    return next((reading.where.start for reading in draft.readings if reading.field == "kind"), draft.zone.start)


def _one_by_one(view: SentenceView, zone: Zone, draft: Draft, *, trigger: Trigger) -> list[Draft]:
    """The draft, or one for each person: where each has a day of its own, and where a total names some of its people.

    "A on May 2 and B on May 9"; "340 people since May, among them a lieutenant called Mata".
    """
    if draft.aggregate and draft.persons and (draft.count or 0) > len(draft.persons):
        return [replace(draft, persons=(), readings=_without(draft, "persons")), *_examples(view, zone, draft, trigger)]
    people = befallen(view.passage, view.passage.people_in(zone.where), trigger.where)
    dates = [mention for mention in view.passage.dates_in(zone.where) if mention.days <= _PERIOD_DAYS]
    if len(people) < 2 or len(people) != len(dates) or len(draft.persons) != len(people):
        return [draft]
    order = sorted(
        [(person.where.start, "person") for person in people] + [(mention.where.start, "date") for mention in dates]
    )
    if any(label != ("person", "date")[index % 2] for index, (_, label) in enumerate(order)):
        return [draft]
    starts = [min(person.where.start, mention.where.start) for person, mention in zip(people, dates, strict=True)]
    ends = [*starts[1:], zone.where.end]
    return [
        replace(
            draft,
            persons=(name,),
            date=mention.interval,
            places=_named_in(view, Stretch(start, end)) or draft.places,
            count=1,
            count_op=None,
            aggregate=False,
            own_date=True,
            telling=Telling(view.passage, view.stretch, quote(view.passage, person.where, zone.where)),
        )
        for name, mention, person, start, end in zip(draft.persons, dates, people, starts, ends, strict=True)
    ]


def _named_in(view: SentenceView, where: Stretch) -> tuple[Place, ...]:
    """The places of a stretch in which something is said to have happened."""
    named = [mention.place for mention in view.passage.places_in(where, Bearing.LOCATIVE)]
    return without_covering_states(tuple(dict.fromkeys(named)))


def _without(draft: Draft, field: str) -> tuple[Reading, ...]:
    return tuple(reading for reading in draft.readings if reading.field != field)


def _examples(view: SentenceView, zone: Zone, draft: Draft, trigger: Trigger) -> list[Draft]:
    """An arrest of each person whom a total names as an example, of the total's time and place."""
    people = befallen(view.passage, _people(view, zone, trigger), trigger.where)
    return [
        replace(
            draft,
            persons=(name,),
            count=1,
            count_op=None,
            aggregate=False,
            readings=(*_without(draft, "count"), Reading("count", person.where, "named-of-a-total")),
            telling=Telling(view.passage, view.stretch, quote(view.passage, person.where, zone.where)),
        )
        for name, person in zip(draft.persons, people, strict=False)
    ]


def _draft(view: SentenceView, zone: Zone, trigger: Trigger) -> Draft | None:
    draft, _ = begin(view, Kind.ARREST, zone, core=trigger)
    counted = counted_by(view, zone, trigger)
    if not is_believable(view.passage, counted, [trigger.where]) and after_colon(view, trigger) is None:
        return None
    people = _people(view, zone, trigger)
    days = (draft.date.end - draft.date.start).days + 1 if draft.date else 0
    verb_on_a_day = trigger.name in ("arrested", "taken") and draft.own_date and days <= 7
    vague = _vague(view, zone, trigger) and draft.date is not None
    if not (counted.told and counted.value) and not people and not verb_on_a_day and not vague:
        return None
    value = counted.value if counted.told else None
    if people and (value is None or value < len(people)):
        value = len(people)
    aggregate = _is_total(view, counted.value, days) or vague
    if people and days > _LONGEST_DAYS:
        # Nobody is arrested for years on end: the period is of something else.
        draft = replace(draft, date=None, own_date=False)
    readings = [*draft.readings]
    if counted.told:
        readings.append(Reading("count", counted.where, "toll-of-trigger"))
    readings.extend(Reading("persons", person.where, "person-in-zone") for person in people)
    return replace(
        draft,
        readings=tuple(readings),
        count=value,
        count_op=counted.op if counted.told else None,
        persons=printed(view.passage, [person.pieces for person in people]),
        aggregate=aggregate,
        # "He was arrested" anchors nothing by itself.
        anchored=bool(
            (value and not (draft.tied and value == 1))
            or people
            or draft.own_date
            or draft.own_place
            or (draft.tied and value and _goes_on_from_a_day(view, days))
        ),
    )


def _goes_on_from_a_day(view: SentenceView, days: int) -> bool:
    """Whether the sentence goes on from one that told, of a day, what police or troops did ("The driver was held.")."""
    before = view.passage.sentences[max(0, view.index - 2) : view.index]
    return 0 < days <= 2 and any(speaks_of_a_raid(view.passage.words(sentence)) for sentence in before)


def _vague(view: SentenceView, zone: Zone, trigger: Trigger) -> bool:
    """Whether "dozens" or the like are counted right by the trigger."""
    figures: Sequence[Figure] = view.passage.figures(zone.where)
    text = view.passage.text
    return any(
        figure.value is None
        and text[figure.where.start : figure.where.end].lower() in ("dozens", "scores", "hundreds", "thousands")
        and figure.where.end <= trigger.where.start <= figure.where.end + 40
        for figure in figures
    )


def _is_total(view: SentenceView, count: int | None, days: int) -> bool:
    # "Held since May 3" is told of the one day on which all of them were taken.
    summed = _SUMMED.search(view.words) or (days != 1 and _SINCE.search(view.words))
    if (count or 0) > 10 and summed:
        return True
    return days > _PERIOD_DAYS and (count or 0) > 1


def _people(view: SentenceView, zone: Zone, trigger: Trigger) -> list[PersonMention]:
    """The persons of the zone, or those listed after a colon at the sentence's end."""
    found = view.passage.people_in(zone.where)
    tail = view.passage.text[trigger.where.end : view.stretch.end]
    colon = re.search(r":\s", tail)
    if not found and colon and zone.where.end < view.stretch.end:
        found = view.passage.people_in(Stretch(trigger.where.end + colon.start(), view.stretch.end))
    noun = trigger.name == "arrest" and not view.passage.words(trigger.where).lower().startswith("under")
    taken = [*_just_named(view, zone, trigger), *befallen(view.passage, found, trigger.where, noun=noun)]
    return taken or (_whose(view, trigger) if noun else [])


def _just_named(view: SentenceView, zone: Zone, trigger: Trigger) -> list[PersonMention]:
    """Who is named right before a participle that begins another zone ("owned by Paz, arrested with a friend")."""
    if trigger.name != "arrested" or view.passage.words(Stretch(zone.where.start, trigger.where.start)).strip(" ,"):
        return []
    before = [one for one in view.passage.people if view.stretch.start <= one.where.start < zone.where.start][-1:]
    between = before and _JUST_NAMED.fullmatch(view.passage.text, before[0].where.end, trigger.where.start)
    # "Paz, arrested with two men in Tepic, was freed" counts Paz in.
    return before if between and TOGETHER_WITH.match(view.passage.text, trigger.where.end) else []


def _whose(view: SentenceView, trigger: Trigger) -> list[PersonMention]:
    """The person named last before "his capture"."""
    if not _HIS.search(view.passage.text, view.stretch.start, trigger.where.start):
        return []
    return view.passage.people_in(Stretch(view.stretch.start, trigger.where.start))[-1:]
