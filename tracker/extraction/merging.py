"""Mentions of one event made into one draft: what a sentence goes on about, and what summary and body both tell.

Two mentions are one event where nothing that they tell is at odds and enough of it agrees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.agreement import (
    agreements,
    at_odds,
    dates_agree,
    is_summary,
    is_told_with_company,
    places_agree,
    share_person,
)
from tracker.extraction.drafts import Draft
from tracker.extraction.headings import are_of_one_list
from tracker.extraction.lexicon import any_of
from tracker.reports import Comparison, DateInterval, Kind, Place

_ABOVE = frozenset({Comparison.MORE, Comparison.AT_LEAST})
_BELOW = frozenset({Comparison.LESS, Comparison.AT_MOST})
_ROUND = 50
_ROUNDING = 0.1
_OF_A_PERSON = re.compile(r"^[\s(\"'`-]*(?:he|she)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|our)\s+(?:(?!of\b|in\b|and\b)[\w'/-]+\s+){0,3}$", re.IGNORECASE)
_IN_THE_ACT = re.compile(
    r"\s+(?:in|during) the (?:(?!of\b|in\b|and\b|same\b)[\w'/-]+\s+){0,3}" + any_of("merging", "acts") + r"\b",
    re.IGNORECASE,
)
"""After the word that tells of the dead: "six died during the Zuazua shoot-out"."""
_ACT = re.compile(any_of("merging", "acts"), re.IGNORECASE)
_SOME = re.compile(r"^[\s(\"'`-]*" + any_of("merging", "some_of_them") + r"\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b" + any_of("merging", "another_act") + r"\b", re.IGNORECASE)
_ALSO = re.compile(r"^[\s(\"'`-]*" + any_of("merging", "further_people") + r"\b", re.IGNORECASE)


def merged(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft for each event, in the order of their first mentions."""
    events: list[Draft] = []
    for draft in drafts:
        index = next((at for at in range(len(events) - 1, -1, -1) if _is_one(events[at], draft)), None)
        if index is None:
            events.append(draft)
        else:
            events[index] = together(events[index], draft)
    return [event for event in events if not _is_mere_mention(event, events)]


def _is_mere_mention(event: Draft, events: Sequence[Draft]) -> bool:
    """Whether an attack is only spoken of ("the recent attack on the station"), and told elsewhere or not at all."""
    if (
        event.kind is not Kind.ATTACK
        or event.mentions
        or not (event.reference or (event.tied and not event.own_date and not event.own_place))
    ):
        return False
    if event.killed is not None or event.injured is not None or event.count is not None:
        return False
    others = [other for other in events if other.kind is Kind.ATTACK and other is not event]
    return any(
        not at_odds(other, event) and (not event.own_date or not event.own_place or other.date == event.date)
        for other in others
    )


def together(first: Draft, second: Draft) -> Draft:
    """One draft of two mentions: the fields of the more detailed one, filled up from the other."""
    if _names_some(first, second):
        return _with_names_of_some(first, second)
    if _adds_people(first, second):
        return _with_more_people(first, second)
    if are_of_one_list(first, second):
        return replace(first, items=first.items + second.items, mentions=(*first.told, *second.told))
    main, other = (first, second) if first.detail >= second.detail else (second, first)
    if is_told_with_company(first, second) and (other.count or 0) > (main.count or 0):
        # "Paz was caught. He was taken with eight others": the larger figure holds the smaller.
        main, other = other, main
    exact = first.kind is Kind.HOMICIDE_COUNT and main.count_op is not None and other.count_op is None
    counted = other if main.count is None or exact else main
    return replace(
        main,
        mentions=(*main.told, *other.told),
        objective=main.objective or other.objective,
        result_of=main.result_of or other.result_of,
        date=_finer(main, other),
        own_date=main.own_date or other.own_date,
        own_place=main.own_place or other.own_place,
        anchored=main.anchored or other.anchored,
        places=_finer_places(main, other),
        cartels=tuple(dict.fromkeys(main.cartels + other.cartels)),
        certain=main.certain and other.certain,
        operation=main.operation or other.operation,
        operation_name=main.operation_name or other.operation_name,
        personnel=main.personnel if main.personnel is not None else other.personnel,
        count=counted.count,
        count_op=counted.count_op,
        killed=main.killed if main.killed is not None else other.killed,
        injured=main.injured if main.injured is not None else other.injured,
        persons=main.persons or other.persons,
        items=main.items + tuple(item for item in other.items if item.what not in {known.what for known in main.items}),
    )


def _finer(main: Draft, other: Draft) -> DateInterval | None:
    if main.date is None or other.date is None:
        return main.date or other.date
    if main.own_date != other.own_date:
        return main.date if main.own_date else other.date
    return min(
        main.date, other.date, key=lambda interval: ((interval.end - interval.start).days, interval is not main.date)
    )


def _finer_places(main: Draft, other: Draft) -> tuple[Place, ...]:
    """The main mention's places, or the other's where only it has its own or names cities of the same state."""
    if other.own_place and not main.own_place:
        return other.places
    cities = any(place.city for place in main.places)
    states = {place.state for place in main.places}
    if (
        main.own_place == other.own_place
        and not cities
        and any(place.city and place.state in states for place in other.places)
    ):
        return other.places
    return main.places


def _is_one(first: Draft, second: Draft) -> bool:
    if first.kind is not second.kind:
        return False
    if first.kind is Kind.HOMICIDE_COUNT:
        return _is_one_figure(first, second)
    if _adds_people(first, second) or _names_some(first, second) or are_of_one_list(first, second):
        return True
    if at_odds(first, second) or _are_of_two_days(first, second):
        return False
    if _goes_on_about(first, second) or _completes_the_sentence(first, second):
        return not first.aggregate
    apart = first.passage is not second.passage or first.sentence != second.sentence
    # "His arrest followed that of Paz, who was captured in March": nobody is arrested twice in a sentence.
    apart = apart or (first.kind is Kind.ARREST and share_person(first, second))
    return apart and agreements(first, second) >= _enough(first, second)


def _are_of_two_days(first: Draft, second: Draft) -> bool:
    """Whether goods told under two days are meant, though neither sentence names its day itself."""
    return (
        first.kind is Kind.SEIZURE and first.date is not None and second.date not in (None, first.date) and second.tied
    )


def _is_one_figure(first: Draft, second: Draft) -> bool:
    same_victims = first.victims == second.victims or None in (first.victims, second.victims)
    same = first.count == second.count or _is_rounded(first, second)
    return same and same_victims and dates_agree(first, second) and places_agree(first, second)


def _is_rounded(first: Draft, second: Draft) -> bool:
    """Whether the one's figure is the other's in round words, told in another passage ("more than 6,000", 6,262)."""
    if first.passage is second.passage or (first.count_op is None) is (second.count_op is None):
        return False
    rounded, exact = (first, second) if first.count_op is not None else (second, first)
    if rounded.count is None or exact.count is None or rounded.count < _ROUND:
        return False
    low = rounded.count if rounded.count_op in _ABOVE else rounded.count * (1 - _ROUNDING)
    high = rounded.count if rounded.count_op in _BELOW else rounded.count * (1 + _ROUNDING)
    return low <= exact.count <= high


def _goes_on_about(first: Draft, second: Draft) -> bool:
    """Whether the second mention leans on the first: same passage, no day and no other place of its own."""
    placed = second.own_place and first.places != second.places
    leans = _OF_A_PERSON.match(second.passage.words(second.sentence)) is not None or _points_back(second)
    dated = second.own_date and (first.own_date or not leans)
    return (
        (second.tied or _adds_a_toll(first, second))
        and _told_before(first, second)
        and not dated
        and not (placed and first.own_place)
    )


def _completes_the_sentence(first: Draft, second: Draft) -> bool:
    """Whether a later part of the same sentence only gives the toll or the persons that the part before it did not."""
    if first.kind is not Kind.ATTACK or first.sentence != second.sentence or first.passage is not second.passage:
        return False
    if (first.date != second.date and second.own_date) or _ANOTHER.search(second.passage.words(second.zone)):
        return False
    told = [(first.killed, second.killed), (first.injured, second.injured), (first.count, second.count)]
    states = [{place.state for place in draft.places} for draft in (first, second)]
    return (
        all(one is None or other is None or one == other == 0 for one, other in told)
        and not (first.persons and second.persons)
        and (not states[0] or not states[1] or bool(states[0] & states[1]))
    )


def _told_before(first: Draft, second: Draft) -> bool:
    """Whether a mention of the first stands in the second's passage before it."""
    return any(
        mention.passage is second.passage and mention.sentence.end <= second.sentence.start for mention in first.told
    )


def _adds_people(first: Draft, second: Draft) -> bool:
    """Whether the next sentence tells further people of the same act ("Also arrested were ...", "along with him")."""
    return (
        first.kind in (Kind.ARREST, Kind.ATTACK)
        and _told_before(first, second)
        and not first.aggregate
        and not (second.own_date or second.own_place)
        and _ALSO.match(second.passage.words(second.sentence)) is not None
        and not share_person(first, second)
    )


def _names_some(first: Draft, second: Draft) -> bool:
    """Whether the sentence says who some of those counted before are ("Among the dead was ...")."""
    return (
        first.kind in (Kind.ARREST, Kind.ATTACK)
        and _told_before(first, second)
        and not first.aggregate
        and not (second.own_date and first.own_date and first.date != second.date)
        and _SOME.match(second.passage.words(second.sentence)) is not None
        and _is_fewer(first, second)
    )


def _is_fewer(first: Draft, second: Draft) -> bool:
    """Whether no number of the second is above the first's, which tells at least one of them."""
    pairs = ((first.count, second.count), (first.killed, second.killed), (first.injured, second.injured))
    told = [(one, other) for one, other in pairs if other is not None]
    return all(one is not None and other <= one for one, other in told)


def _with_names_of_some(first: Draft, second: Draft) -> Draft:
    """The act with the persons of both sentences and the numbers of the first."""
    named = replace(second, mentions=())
    return replace(
        first,
        mentions=(*first.told, replace(named, adds=True, names_some=True)),
        persons=first.persons + tuple(name for name in second.persons if not share_person(first, named)),
        cartels=tuple(dict.fromkeys(first.cartels + second.cartels)),
        anchored=first.anchored or second.anchored,
    )


def _with_more_people(first: Draft, second: Draft) -> Draft:
    """The act with the people of both sentences."""

    def total(one: int | None, other: int | None) -> int | None:
        return one if other is None else other if one is None else one + other

    return replace(
        first,
        mentions=(*first.told, *(replace(mention, adds=True) for mention in second.told)),
        persons=first.persons + second.persons,
        count=total(first.count, second.count),
        killed=total(first.killed, second.killed),
        injured=total(first.injured, second.injured),
        cartels=tuple(dict.fromkeys(first.cartels + second.cartels)),
        anchored=first.anchored or second.anchored,
    )


def _adds_a_toll(first: Draft, second: Draft) -> bool:
    """Whether the next sentence only gives the dead or wounded that the first did not ("Four were wounded.")."""
    if first.kind is not Kind.ATTACK or second.own_place or second.own_date or second.persons or second.cartels:
        return False
    between = [
        sentence
        for sentence in first.passage.sentences
        if first.sentence.end <= sentence.start and sentence.end <= second.sentence.start
    ]
    told = [(first.killed, second.killed), (first.injured, second.injured)]
    adds = any(one is None and other is not None for one, other in told)
    return not between and adds and all(one is None or other is None for one, other in told)


def _enough(first: Draft, second: Draft) -> int:
    """How much two mentions must have in common; several attacks of one day in one city are common."""
    if first.kind is not Kind.ATTACK:
        return 2
    apart = 5 if first.passage is second.passage else 4
    if _points_back(second) and not (first.own_date and second.own_date):
        return 1
    needed = 3 if first.tied or second.tied else apart
    if first.passage is not second.passage and is_summary(first):
        # What a summary tells is told again below.
        needed -= 1
    return needed - (first.subtype is second.subtype)


def _points_back(draft: Draft) -> bool:
    """Whether the mention names its act only by a noun with "the" ("the attack on the station")."""
    core = next((reading.where for reading in draft.readings if reading.field == "kind"), None)
    if (
        core is not None
        and draft.kind is Kind.ATTACK
        and _IN_THE_ACT.match(draft.passage.text, core.end, draft.zone.end)
    ):
        return True
    if core is None or not _ACT.fullmatch(draft.passage.words(core).removesuffix(" of").removesuffix(" on")):
        return False
    return _DEFINITE.search(draft.passage.text[max(draft.sentence.start, core.start - 45) : core.start]) is not None
