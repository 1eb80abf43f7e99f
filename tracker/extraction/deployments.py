"""Forces that are sent, come, stay or leave, by the grammar of the clause that says so.

A clause tells of a deployment where forces are whom its verb sends ("moved 600 marines into"), who come or work
("another 250 agents will come to"), or with whom something comes ("rolled into the district with 580 policemen").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from tracker import registers
from tracker.extraction import calendars
from tracker.extraction.agencies import agencies
from tracker.extraction.beginnings import SentenceView, begin, operation_before
from tracker.extraction.circumstances import without_covering_states
from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.gazetteer import registered_operation
from tracker.extraction.grammar import Clause, Grammar, Phrase, Standing, grammar
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.places import Bearing
from tracker.extraction.sentences import Stretch
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import DateInterval, Kind, Place, Status


class Move(StrEnum):
    """What a clause says of the forces."""

    LEAVING = "leaving"
    REINFORCING = "reinforcing"
    SENDING = "sending"
    COMING = "coming"
    STAYING = "staying"


_VERBS = {move: re.compile(any_of("operations", move.value) + r"\b", re.IGNORECASE) for move in Move}
_PEOPLE = re.compile(any_of("operations", "people"), re.IGNORECASE)
_UNITS = re.compile(any_of("operations", "units"), re.IGNORECASE)
_PLANS = re.compile(any_of("operations", "plans"), re.IGNORECASE)
_WISHES = re.compile(any_of("operations", "wishes"), re.IGNORECASE)
_NO_DESTINATION = re.compile(any_of("operations", "no_destinations"), re.IGNORECASE)
_FORCE = re.compile(r"\b" + any_of("operations", "people", "units") + r"\b", re.IGNORECASE)
_SURELY = re.compile(
    r"\b(?:troops|soldiers|marines|federal (?:preventive )?police|army|navy|military|federal (?:forces|agents)|"
    r"paratroopers|security forces|battalions?|brigades?|policemen|police officers|federales)\b",
    re.IGNORECASE,
)
_FUTURE = frozenset({"would", "will", "shall", "'ll", "wo"})
_DESTINATIONS = frozenset(
    {"to", "into", "in", "at", "on", "onto", "across", "throughout", "around", "along", "near", "inside", "over", "for",
     "towards", "toward", "through"}
)  # fmt: skip
_WITH = frozenset({"with", "by", "of", "involving"})
_FROM = frozenset({"from", "of"})
_MORE = re.compile(
    r"\b(?:additional|more(?! than)|further|extra|another|reinforcements?|others?|second)\b", re.IGNORECASE
)
_ALSO_OF_IT = re.compile(
    r"\b(?:additional|more(?! than)|further|extra|another|the (?:first|operation|deployment|campaign|surge)|so far)\b",
    re.IGNORECASE,
)
_TO_REINFORCE = re.compile(
    r"\bto (?:reinforce|back up|bolster|strengthen|augment|support|assist|beef up|supplement|complement)\b",
    re.IGNORECASE,
)
_HAS_SINCE = re.compile(r"\bha(?:s|ve|d) since\b", re.IGNORECASE)
_SENDING_NOW = re.compile(r"\b(?:is|are|was|were)\s+(?:now\s+)?$", re.IGNORECASE)
_BY_THEN = re.compile(r"\b(?:before|by)\s+(?:the end of\s+)?$", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"\d{1,2}\b(?!\d)")
_NATIONWIDE = re.compile(
    r"\b(?:nationwide|nationally|(?:across|throughout|around) (?:the country|Mexico)|in (?:several|many|\w+) states)\b",
    re.IGNORECASE,
)
_TAKES_OVER = re.compile(
    r"t(?:ake|akes|ook|aken|aking) (?:over|up|to the streets|control|charge)|reinforc|beef|bolster|ramp|step",
    re.IGNORECASE,
)
_LATELY_DAYS = 60
_LEAST = 50
_LEAST_NAMED = 15
_MOST = 200_000
_WEAK = re.compile(
    r"(?:serv|work|remain|stay|operat|hunt|guard|man|ha[sdv]|are|were|is|was|be|put|provid|involv|includ|secur|control|"
    r"order|assign|add|increas|rais|doubl|tripl|join|com|c[ao]m|set|replac|leav|left|land|mov|take|took|reach|enter|post)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Deployment:
    """A clause that moves forces: how, which forces, how many people, and whether it is still to come."""

    clause: Clause
    move: Move
    forces: tuple[Phrase, ...]
    people: Figure | None
    planned: bool


def deployments(view: SentenceView) -> list[Draft]:
    """The deployments that the clauses of a sentence tell."""
    if not _FORCE.search(view.words) and not (_ALSO_OF_IT.search(view.words) and _SURELY.search(_before(view))):
        return []
    read = grammar(view.passage.text, view.stretch)
    found: list[_Deployment] = []
    for clause in read.clauses:
        deployment = _deployment(view, read, clause)
        if deployment is not None and not any(_is_same(deployment, other) for other in found):
            found.append(deployment)
    drafts = [draft for deployment in found if (draft := _draft(view, deployment, found)) is not None]
    return [draft for draft in drafts if draft.personnel is not None or not _is_told_with_number(draft, drafts)]


def _is_told_with_number(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether another clause tells the same deployment with its number ("took over ..., with 2,000 men deployed")."""
    return any(
        other is not draft and other.personnel is not None and other.date == draft.date and other.places == draft.places
        for other in drafts
    )


def is_for_a_raid(view: SentenceView, zone: Stretch) -> bool:
    """Whether a clause that begins in the zone sends forces to a house, a course or the like."""
    read = grammar(view.passage.text, view.stretch)
    clauses = [clause for clause in read.clauses if zone.holds(clause.predicate.start)]
    return any(
        clause.standing is Standing.VERB
        and _VERBS[Move.SENDING].match(view.passage.text, clause.predicate.start)
        and _goes_elsewhere(clause)
        for clause in clauses
    )


def _before(view: SentenceView) -> str:
    """The sentence before."""
    return view.passage.words(view.passage.sentences[view.index - 1]) if view.index else ""


def _is_same(one: _Deployment, other: _Deployment) -> bool:
    return any(phrase.head == known.head for phrase in one.forces for known in other.forces)


def _deployment(view: SentenceView, read: Grammar, clause: Clause) -> _Deployment | None:
    if clause.standing is not Standing.VERB or clause.negated:
        return None
    planned = None if _is_of_old(view, clause) else _is_planned(view, read, clause)
    if planned is None or _goes_elsewhere(clause):
        return None
    for move in Move:
        if not _VERBS[move].match(view.passage.text, clause.predicate.start):
            continue
        forces = tuple(_forces(view, _with_subject(read, clause), move))
        people = _people(view, forces)
        least = _LEAST_NAMED if _ALSO_OF_IT.search(view.words) and operation_before(view) else _LEAST
        if forces and people is not None and least <= (people.whole or 0) <= _MOST:
            return _Deployment(clause, move, forces, people, planned)
        if forces and people is not None:
            return None
        if forces and _is_whole_force(view, clause, forces, move):
            return _Deployment(clause, move, forces, None, planned)
    return None


def _is_of_old(view: SentenceView, clause: Clause) -> bool:
    """Whether the forces only are where they have been ("the troops already operating there")."""
    return re.search(r"\balready\s+$", view.passage.text[: clause.predicate.start][-12:]) is not None and bool(
        _VERBS[Move.STAYING].match(clause.word)
    )


def _with_subject(read: Grammar, clause: Clause) -> Clause:
    """The clause with the subject of the one above where it has none ("are due to reach")."""
    if clause.subjects or clause.passive:
        return clause
    above = next((other for other in read.above(clause) if other.subjects), None)
    return replace(clause, subjects=above.subjects) if above is not None and clause.link == "xcomp" else clause


def _is_planned(view: SentenceView, read: Grammar, clause: Clause) -> bool | None:
    """Whether what the clause tells is still to come; None where it is not told as done or planned at all."""
    text = view.passage.text
    if clause.modal is not None:
        return True if clause.modal in _FUTURE else None
    before = text[view.stretch.start : clause.predicate.start]
    infinitive = bool(re.search(r"\bto\s+(?:be\s+)?(?:\w+ly\s+)?$", before))
    for above in read.above(clause):
        if above.link == "root" and not infinitive and clause.link not in ("xcomp", "acl"):
            break
        if _WISHES.fullmatch(above.word):
            return None
        if infinitive and (_PLANS.fullmatch(above.word) or above.modal in _FUTURE):
            return True
        if clause.link not in ("xcomp", "acl", "ccomp"):
            break
    if infinitive:
        led = re.search(r"\b(\w+)\s+to\s+(?:be\s+)?(?:\w+ly\s+)?$", before)
        word = led.group(1) if led else ""
        if _PLANS.fullmatch(word):
            return True
        return False if re.match(r"(?:beg|start|continu|order|sen|came|come|began|troops|soldiers)", word) else None
    return bool(_SENDING_NOW.search(before) and clause.word in ("sending", "deploying", "dispatching"))


def _goes_elsewhere(clause: Clause) -> bool:
    """Whether the forces go to a house, a course or the like, on no campaign."""
    return any(
        _NO_DESTINATION.fullmatch(adjunct.phrase.noun) for adjunct in clause.adjuncts if adjunct.preposition != "from"
    )


def _forces(view: SentenceView, clause: Clause, move: Move) -> Iterator[Phrase]:
    """The phrases that name the forces which the clause moves."""
    moved = clause.subjects if clause.passive else clause.objects
    with_them = tuple(adjunct.phrase for adjunct in clause.adjuncts if adjunct.preposition in _WITH)
    match move:
        case Move.SENDING:
            candidates = moved
        case Move.REINFORCING:
            candidates = (*with_them, *(phrase for phrase in moved if not _is_known(view, phrase)))
        case Move.COMING:
            candidates = () if clause.passive else (*clause.subjects, *with_them)
        case Move.STAYING:
            candidates = (*moved, *(() if clause.passive else clause.subjects))
        case Move.LEAVING:
            candidates = moved or (() if clause.passive else clause.subjects)
    for phrase in candidates:
        if _is_force(view, phrase):
            yield phrase


def _is_known(view: SentenceView, phrase: Phrase) -> bool:
    """Whether the phrase means forces already spoken of ("to reinforce the 300 stationed there")."""
    return re.match(r"(?:the|its|their|those|these)\b", view.passage.words(phrase.core), re.IGNORECASE) is not None


def _is_force(view: SentenceView, phrase: Phrase) -> bool:
    passage = view.passage
    around = f"{_before(view)} {view.words}"
    if passage.groups_in(phrase.where):
        return False
    if _PEOPLE.fullmatch(phrase.noun) or _UNITS.fullmatch(phrase.noun):
        return bool(_SURELY.search(passage.text) or agencies(passage.text))
    if phrase.tag == "CD" and not phrase.is_name:
        return bool(_SURELY.search(around) or _FORCE.search(view.words))
    return phrase.is_name and bool(agencies(passage.words(phrase.core)))


def _people(view: SentenceView, forces: Sequence[Phrase]) -> Figure | None:
    """How many people the phrases name together."""
    figures = [figure for phrase in forces if (figure := _number(view, phrase)) is not None]
    if not figures:
        return None
    values = [figure.value for figure in figures if figure.value is not None]
    where = Stretch(figures[0].where.start, figures[-1].where.end)
    return Figure(where, sum(values[1:], values[0]), figures[0].op)


def _number(view: SentenceView, phrase: Phrase) -> Figure | None:
    """The number of people of one phrase: its own, or that of the people of whom a unit consists."""
    told = [figure for figure in view.passage.figures(phrase.core) if figure.whole is not None]
    if told and not (_UNITS.fullmatch(phrase.noun) and not _PEOPLE.fullmatch(phrase.noun)):
        return told[-1]
    for part in (*phrase.appositions, *phrase.of):
        number = _number(view, part) if _PEOPLE.fullmatch(part.noun) else None
        if number is not None:
            return number
    strong = [figure for figure in told if view.passage.text[figure.where.end :].startswith("-strong")]
    return strong[0] if strong else None


def _is_whole_force(view: SentenceView, clause: Clause, forces: Sequence[Phrase], move: Move) -> bool:
    """Whether the forces as such came, took over or left, on a day and at a place told."""
    if move in (Move.STAYING, Move.REINFORCING) or _WEAK.match(clause.word):
        taken = _TAKES_OVER.match(view.passage.text, clause.predicate.start)
        if taken is None:
            return False
    zone = _zone(clause)
    named = any(_SURELY.search(view.passage.words(phrase.where)) or phrase.is_name for phrase in forces)
    dated = any(not mention.days > 31 for mention in view.passage.dates_in(zone))
    return named and dated and bool(_destinations(view, clause, move))


def _zone(clause: Clause) -> Stretch:
    """The clause's own words in one stretch."""
    if not clause.parts:
        return clause.extent
    return Stretch(min(part.start for part in clause.parts), max(part.end for part in clause.parts))


def _destinations(view: SentenceView, clause: Clause, move: Move) -> tuple[Place, ...]:
    """The places that the forces go to, or from which they leave."""
    passage = view.passage
    phrases = [
        adjunct.phrase
        for adjunct in clause.adjuncts
        if adjunct.preposition in (_FROM if move is Move.LEAVING else _DESTINATIONS)
    ]
    if move in (Move.COMING, Move.REINFORCING, Move.LEAVING):
        phrases.extend(clause.objects if not clause.passive else ())
    found = [
        mention.place
        for phrase in phrases
        for mention in passage.places_in(phrase.where, Bearing.SPOKEN_OF if move is Move.LEAVING else Bearing.NAMED)
        if mention.place.state not in ("MX", "US")
    ]
    if move is Move.LEAVING and not found:
        rest = passage.places_in(Stretch(clause.predicate.end, _zone(clause).end))
        found.extend(mention.place for mention in rest if mention.place.state not in ("MX", "US"))
    if move is not Move.LEAVING:
        taken_from = [adjunct.phrase.where for adjunct in clause.adjuncts if adjunct.preposition == "from"]
        found.extend(
            mention.place
            for mention in passage.places_in(Stretch(clause.predicate.end, _zone(clause).end), Bearing.LOCATIVE)
            if mention.place.state not in ("MX", "US") and not any(mention.where.overlaps(one) for one in taken_from)
        )
    return without_covering_states(tuple(dict.fromkeys(found)))


def _draft(view: SentenceView, deployment: _Deployment, all_told: Sequence[_Deployment]) -> Draft | None:
    clause, move = deployment.clause, deployment.move
    zone = _zone(clause)
    for other in all_told:
        # What another clause tells further on is not of this one.
        if other is not deployment and clause.predicate.end < other.clause.predicate.start < zone.end:
            start = min(other.clause.predicate.start, *(phrase.where.start for phrase in other.forces))
            zone = Stretch(zone.start, max(start, clause.predicate.end))
    trigger = Trigger(clause.predicate, "operation", move.value)
    draft, _ = begin(view, Kind.OPERATION, Zone(zone, (trigger,)), core=trigger)
    status = _status(view, deployment)
    nationwide = (view.nationwide,) if view.nationwide and _NATIONWIDE.search(view.passage.words(zone)) else ()
    destinations = _destinations(view, clause, move) or nationwide
    date, dated = _date(view, deployment, draft, zone)
    name = draft.operation_name
    if name is None and _ALSO_OF_IT.search(view.words):
        name = operation_before(view)
    people = deployment.people
    if people is None and name is None and not destinations:
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


def _status(view: SentenceView, deployment: _Deployment) -> Status:
    if deployment.planned:
        return Status.PLANNED
    if deployment.move is Move.LEAVING:
        return Status.ENDED
    forces = " ".join(view.passage.words(phrase.where) for phrase in deployment.forces)
    zone = view.passage.text[deployment.clause.predicate.end : deployment.clause.extent.end]
    more = _MORE.search(forces) or deployment.move is Move.REINFORCING or _TO_REINFORCE.search(zone)
    return Status.REINFORCED if more else Status.LAUNCHED


def _date(view: SentenceView, deployment: _Deployment, draft: Draft, zone: Stretch) -> tuple[DateInterval | None, bool]:
    """When the forces came or are to come, and whether the sentence says so."""
    today = view.passage.today
    interval = draft.date
    for mention in view.passage.dates_in(zone):
        words = view.passage.words(mention.where)
        if mention.interval != interval:
            continue
        if mention.running and deployment.move in (Move.STAYING, Move.COMING):
            return _begun(mention, words), True
        if deployment.planned:
            by = _BY_THEN.search(view.passage.text[: mention.where.start]) is not None
            return _to_come(mention, words, today, by=by), True
    if deployment.planned and not draft.own_date:
        told = any(mention.where.end <= view.stretch.start for mention in view.passage.dates)
        return (interval if told and interval else DateInterval(today, today)), True
    if interval is not None and not draft.own_date and _HAS_SINCE.search(view.passage.words(zone)):
        return DateInterval(interval.end, max(today, interval.end)), True
    return interval, draft.own_date


def _begun(mention: DateMention, words: str) -> DateInterval:
    """The day or month since which forces have been somewhere: when they came."""
    start = mention.interval.start
    if _DAY_NUMBER.search(re.sub(r"\d{4}", "", words)):
        return calendars.one(start)
    return calendars.month_of(start) if re.search(r"[A-Z][a-z]{2}", words[5:]) else mention.interval


def _to_come(mention: DateMention, words: str, today: date, *, by: bool) -> DateInterval:
    """The date of a plan: a weekday or a day without a year is the next one, "before" a day from today on."""
    interval = mention.interval
    if interval.end < today and not re.search(r"\d{4}|\bago\b|\blast\b", words):
        is_weekday = re.search(r"day\b", words, re.IGNORECASE) and not _DAY_NUMBER.search(words)
        if is_weekday:
            interval = DateInterval(interval.start + timedelta(days=7), interval.end + timedelta(days=7))
        elif (today - interval.end).days > _LATELY_DAYS:
            interval = DateInterval(calendars.years_later(interval.start, 1), calendars.years_later(interval.end, 1))
    return DateInterval(min(today, interval.end), interval.end) if by else interval
