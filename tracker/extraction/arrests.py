"""Arrests: people held as suspects. A plural without number, name and day is a generality and no event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.beginnings import SentenceView, begin, printed, quote
from tracker.extraction.drafts import Draft, Reading, Telling
from tracker.extraction.grammar import Phrase
from tracker.extraction.headcounts import are_people, count, grammar_of
from tracker.extraction.hedges import is_nothing, is_unasserted
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.patients import befallen, is_outline
from tracker.extraction.people import PersonMention
from tracker.extraction.scope import is_another_struggle, speaks_of_it
from tracker.extraction.sentences import Stretch
from tracker.extraction.takings import befalls_its_subject, speaks_of_a_raid
from tracker.extraction.tolls import Toll
from tracker.extraction.victims import is_believable, is_of_people, toll
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind

_FAMILY = "arrest"
_BACK = re.compile(
    r"\b(?:those|the (?:men|suspects|people|persons|individuals|gunmen|zetas|\w+ (?:men|suspects|people))|(?:\d+|"
    + any_of("language", "units")
    + r"|some|most|many|all|none|half|several|any|few) of the(?: \w+)?|of them) (?:who (?:were|had been) )?$",
    re.IGNORECASE,
)
_RECENT = re.compile(
    r"\b(?:in addition to|besides|apart from|aside from|beyond|following|after|despite|since|with|like|unlike|as with) "
    r"(?:the|these|those|its|his|their) (?:(?:recent|latest|earlier|previous|above|mentioned|aforementioned)\s+)+$",
    re.IGNORECASE,
)
_OF_THE_SO_MANY = re.compile(
    r"^[\s(\"'`]*of (?:the|those|these) (?:\d+|" + any_of("language", "units") + r")(?:\s+[\w-]+){0,3}"
    r"(?:\s+(?:who|that)\s+(?:were|was|have been|had been))?\s+$",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|every|any|for every) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(?:one of|among) those\s+$", re.IGNORECASE)
_OFF_GUARD = re.compile(r"\boff guard\b", re.IGNORECASE)
_RATE = re.compile(r"\b(?:an average of|a month|per (?:month|day|week|year)|a day)\b", re.IGNORECASE)
_MONEY = re.compile(r"\$|\b(?:USD|MXN|dollars|pesos|kilos|kilograms|tons|salary|paid)\b", re.IGNORECASE)
_MONEY_REACH = 40
_NOUN_AFTER_FIGURE = re.compile(r"^\s+(?:[\w-]+\s+){0,3}$")
_OTHER_SENSE = re.compile(
    (
        r"(?:attention|imagination|on (?:video|tape|film|camera)|off guard|in (?:the|a|an) (?:[\w-]+ )?(?:crossfire|"
        r"middle|trap|ambush|gun ?fight|shoot-?out|storm|traffic|act)|headlines|by surprise|territory)"
    ),
    re.IGNORECASE,
)
_WITH = re.compile(r"\s+(?:[Ii]n [A-Z]\w+ )?(?:along |together )?with\s+")
_PEOPLE_NEXT = re.compile(r"\s+(?:[\w'-]+\s+){0,2}?" + any_of("victims", "people") + r"\b", re.IGNORECASE)
_REACHED = re.compile(
    r"[^.;:]{0,50}?\b(?:reached|totall?(?:ed|ing)|numbered|stood at|c[ao]me to|rose to|"
    r"(?:has )?risen to|(?:has )?climbed to|now (?:stands at|numbers)|fell to|amounted to|were)\s+",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(r"\b(?:number|total|tally|count) of (?:[\w-]+\s+){1,4}$", re.IGNORECASE)
_COLON = re.compile(r"[^:;.,]{0,40}:\s")
_AND_ONE = re.compile(r"\s+[\w-]+\s+and\s+an?\s+[A-Z]?\w+", re.IGNORECASE)
_SUMMED = re.compile(r"\b(?:total|so far|to date|in all|altogether)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_GIVES_UP = re.compile(r"(?:g[ai]v|surrender|turn)", re.IGNORECASE)
_HIS = re.compile(r"\b(?:his|her)\s+(?:\w+\s+)?$", re.IGNORECASE)
_DAY_REACH = 50
_PERIOD_DAYS = 31
_LONGEST_DAYS = 366


def arrests(view: SentenceView) -> list[Draft]:
    """The arrests that a sentence tells, one for each zone with a trigger of its own."""
    if is_another_struggle(view.words) and not speaks_of_it(view.words):
        return []
    found: list[Draft] = []
    lasting: list[Draft] = []
    for zone in view.zones:
        triggers = [trigger for trigger in zone.of(_FAMILY) if _stands(view, trigger)]
        if triggers:
            draft = _draft(view, zone, triggers[0])
            if draft is not None:
                parts = _one_by_one(view, zone, draft, trigger=triggers[0])
                found.extend(_with_country(view, part) for part in parts)
                lasting.extend([draft] if befalls_its_subject(view.passage.words(triggers[0].where)) else [])
    found = _without_participles(found)
    named = any((draft.persons or draft.count == 1) and draft not in lasting for draft in found)
    # "Paz, whom soldiers caught in May, is in prison": where he is now is no second arrest.
    return [draft for draft in found if not (named and draft in lasting and not draft.persons and draft.count == 1)]


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
            if not between.strip(" ,") and draft.date == kept[-1].date:
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
    dates = [mention for mention in view.passage.dates_in(zone.where) if mention.days == 1]
    if len(people) < 2 or len(people) != len(dates) or len(draft.persons) != len(people):
        return [draft]
    order = sorted(
        [(person.where.start, "person") for person in people] + [(mention.where.start, "date") for mention in dates]
    )
    if any(label != ("person", "date")[index % 2] for index, (_, label) in enumerate(order)):
        return [draft]
    return [
        replace(
            draft,
            persons=(name,),
            date=mention.interval,
            count=1,
            count_op=None,
            aggregate=False,
            own_date=True,
            telling=Telling(view.passage, view.stretch, quote(view.passage, person.where, zone.where)),
        )
        for name, mention, person in zip(draft.persons, dates, people, strict=True)
    ]


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


def _stands(view: SentenceView, trigger: Trigger) -> bool:
    text = view.passage.text
    before, after = (
        text[max(0, trigger.where.start - 50) : trigger.where.start],
        text[trigger.where.end : trigger.where.end + 40],
    )
    if (
        _EACH.search(before)
        or is_outline(text, trigger.where)
        or is_nothing(after)
        or _OFF_GUARD.search(after)
        or _is_a_rate(view.words)
    ):
        return False
    if _is_told_before(view, trigger):
        return False
    if _BACK.search(before) and _ONE_OF.search(before) and view.passage.people_in(view.stretch):
        return True
    back = _BACK.search(before)
    numbered = back is not None and _is_numbered(
        view, Stretch(trigger.where.start - len(back.group()), trigger.where.end)
    )
    if (back and not numbered) or _OTHER_SENSE.match(after.lstrip().removeprefix("the ").removeprefix("people's ")):
        return False
    return not is_unasserted(view.words, trigger.where.start - view.stretch.start)


def _is_a_rate(words: str) -> bool:
    """Whether the sentence tells how many are arrested in a time, and not how much somebody was paid."""
    return any(not _MONEY.search(words[: match.start()][-_MONEY_REACH:]) for match in _RATE.finditer(words))


def _is_told_before(view: SentenceView, trigger: Trigger) -> bool:
    """Whether the words only point to arrests told before ("besides the recent detentions", "of the six held")."""
    before = view.passage.text[view.stretch.start : trigger.where.start]
    if trigger.name == "arrest" and _RECENT.search(before) and not view.passage.words(trigger.where).endswith(" of"):
        return True
    return _OF_THE_SO_MANY.match(before) is not None and not view.passage.dates_in(view.stretch)


def _is_numbered(view: SentenceView, where: Stretch) -> bool:
    """Whether those spoken of are told with number and day for the first time ("The 10 men arrested on May 3 had")."""
    dates = view.passage.dates_in(Stretch(where.end, min(where.end + _DAY_REACH, view.stretch.end)))
    return bool(view.passage.figures(where)) and bool(dates)


def _counted(view: SentenceView, zone: Zone, trigger: Trigger) -> Toll:
    if trigger.name == "arrest":
        part = Stretch(zone.where.start, trigger.where.start)
        for figure in reversed(view.passage.figures(part)):
            if is_of_people(view.passage, figure) and _NOUN_AFTER_FIGURE.match(
                view.passage.text[figure.where.end : trigger.where.start]
            ):
                return Toll(figure.whole, figure.op, figure.where, told=figure.value is not None)
            break
    counted = _after_colon(view, trigger) or _of_subject(view, trigger) or toll(view.passage, trigger.where, zone.where)
    return _with_others(view, trigger, zone, counted) if counted.told and counted.value else counted


def _after_colon(view: SentenceView, trigger: Trigger) -> Toll | None:
    """How many stand behind the colon of a heading ("In handcuffs: two men", "Arrests on drug charges: 340")."""
    text = view.passage.text
    counted = trigger.name == "arrest" or _NUMBER_OF.search(text, view.stretch.start, trigger.where.start)
    reached = _REACHED.match(text, trigger.where.end, view.stretch.end) if counted else None
    told = view.passage.figures(Stretch(reached.end(), view.stretch.end))[:1] if reached else []
    if reached and told and told[0].whole is not None and told[0].where.start - reached.end() <= 1:
        return Toll(told[0].whole, told[0].op, told[0].where, told=True)
    colon = _COLON.match(text, trigger.where.end, view.stretch.end)
    figures = view.passage.figures(Stretch(colon.end(), view.stretch.end))[:1] if colon else []
    if colon is None or not figures or figures[0].whole is None:
        return None
    where = figures[0].where
    if trigger.name == "arrest" and where.start - colon.end() <= 1:
        return Toll(figures[0].whole, figures[0].op, where, told=True)
    people = _PEOPLE_NEXT.match(text, where.end)
    single = _AND_ONE.match(text, where.end)
    if where.start == colon.end() and (people or single):
        return Toll(figures[0].whole + (single is not None), figures[0].op, where, told=True)
    return None


def _of_subject(view: SentenceView, trigger: Trigger) -> Toll | None:
    """How many gave up or are held, where the words say it of their clause's subject."""
    if not befalls_its_subject(view.passage.words(trigger.where)):
        return None
    clause = grammar_of(view.passage, trigger.where).of(trigger.where.start)
    if clause is None:
        return None
    right_before = [phrase for phrase in grammar_of(view.passage, trigger.where).phrases if _ends_at(phrase, trigger)]
    if are_people(view.passage, right_before):
        return count(view.passage, right_before)
    itself = _GIVES_UP.match(view.passage.words(trigger.where)) and count(view.passage, clause.subjects)
    held = clause.objects if not itself and are_people(view.passage, clause.objects) else clause.subjects
    return count(view.passage, held)


def _ends_at(phrase: Phrase, trigger: Trigger) -> bool:
    """Whether the phrase stands right before the words ("nine men in handcuffs")."""
    return phrase.core.end + 1 == trigger.where.start


def _with_others(view: SentenceView, trigger: Trigger, zone: Zone, counted: Toll) -> Toll:
    """The toll with those taken together with whom it counts ("was captured with six bodyguards")."""
    text = view.passage.text
    match = _WITH.match(text, trigger.where.end)
    if match is None or counted.where.start > trigger.where.start:
        return counted
    for figure in view.passage.figures(Stretch(match.end(), zone.where.end))[:1]:
        people = _PEOPLE_NEXT.match(text, figure.where.end)
        if (
            not figure.where.overlaps(counted.where)
            and figure.where.start - match.end() < 2
            and people
            and figure.whole is not None
        ):
            return replace(counted, value=(counted.value or 0) + figure.whole)
    return counted


def _draft(view: SentenceView, zone: Zone, trigger: Trigger) -> Draft | None:
    draft, _ = begin(view, Kind.ARREST, zone, core=trigger)
    counted = _counted(view, zone, trigger)
    if not is_believable(view.passage, counted, [trigger.where]) and _after_colon(view, trigger) is None:
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
    taken = befallen(view.passage, found, trigger.where, noun=noun)
    return taken or (_whose(view, trigger) if noun else [])


def _whose(view: SentenceView, trigger: Trigger) -> list[PersonMention]:
    """The person named last before "his capture"."""
    if not _HIS.search(view.passage.text, view.stretch.start, trigger.where.start):
        return []
    return view.passage.people_in(Stretch(view.stretch.start, trigger.where.start))[-1:]
