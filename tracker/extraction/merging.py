"""Mentions of one event made into one draft: what a sentence goes on about, and what summary and body both tell.

Two mentions are one event where nothing that they tell is at odds and enough of it agrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.drafts import Draft
from tracker.reports import DateInterval, Kind, Place


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
        not _at_odds(other, event) and (not event.own_date or not event.own_place or other.date == event.date)
        for other in others
    )


def together(first: Draft, second: Draft) -> Draft:
    """One draft of two mentions: the fields of the more detailed one, filled up from the other."""
    main, other = (first, second) if first.detail >= second.detail else (second, first)
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
        count=main.count if main.count is not None else other.count,
        count_op=main.count_op if main.count is not None else other.count_op,
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
    if _at_odds(first, second):
        return False
    if _goes_on_about(first, second):
        return first.sentence.end <= second.sentence.start and not first.aggregate
    apart = first.passage is not second.passage or first.sentence != second.sentence
    return apart and _agreements(first, second) >= _enough(first, second)


def _is_one_figure(first: Draft, second: Draft) -> bool:
    same_victims = first.victims == second.victims or None in (first.victims, second.victims)
    return first.count == second.count and same_victims and _dates_agree(first, second) and _places_agree(first, second)


def _goes_on_about(first: Draft, second: Draft) -> bool:
    """Whether the second mention leans on the first: same passage, no day and no other place of its own."""
    placed = second.own_place and first.places != second.places
    return (
        (second.tied or _adds_a_toll(first, second))
        and first.passage is second.passage
        and not second.own_date
        and not placed
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
    needed = 3 if first.tied or second.tied else apart
    if first.passage is not second.passage and _is_summary(first):
        # What a summary tells is told again below.
        needed -= 1
    return needed - (first.subtype is second.subtype)


def _is_summary(draft: Draft) -> bool:
    """Whether the mention stands in the summary or the first paragraph, and tells little."""
    paragraph = draft.passage.paragraph
    opens = draft.passage.text[:30].lower().lstrip("(u) ").startswith(("summary", "begin summary"))
    headed = paragraph.heading is not None and "summary" in paragraph.heading.lower()
    return paragraph.ordinal == 1 or opens or headed


def _at_odds(first: Draft, second: Draft) -> bool:
    if not _dates_agree(first, second) or not _places_agree(first, second) or first.aggregate != second.aggregate:
        return True
    if first.persons and second.persons and not _share_person(first, second):
        return True
    if first.kind is Kind.OPERATION and (
        first.status is not second.status
        or (first.personnel is not None and second.personnel is not None and first.personnel != second.personnel)
    ):
        return True
    if not _quantities_agree(first, second):
        return True
    return first.kind in (Kind.ARREST, Kind.ATTACK) and not _counts_agree(first, second)


def _quantities_agree(first: Draft, second: Draft) -> bool:
    """Whether no goods are told in two different quantities."""
    told = {item.what: item.quantity for item in first.items if item.quantity is not None}
    return all(item.quantity is None or told.get(item.what, item.quantity) == item.quantity for item in second.items)


def _counts_agree(first: Draft, second: Draft) -> bool:
    pairs = ((first.count, second.count), (first.killed, second.killed), (first.injured, second.injured))
    return all(one is None or other is None or one == other for one, other in pairs)


def _dates_agree(first: Draft, second: Draft) -> bool:
    if first.date is None or second.date is None:
        return True
    if not first.own_date or not second.own_date:
        return True
    one, other = sorted((first.date, second.date), key=lambda interval: (interval.end - interval.start).days)
    if first.kind is Kind.HOMICIDE_COUNT:
        return one == other
    return other.start <= one.start and one.end <= other.end


def _places_agree(first: Draft, second: Draft) -> bool:
    if not first.places or not second.places or not (first.own_place and second.own_place):
        return True
    states = {place.state for place in first.places} & {place.state for place in second.places}
    if not states:
        return False
    cities = [{place.city for place in draft.places if place.city} for draft in (first, second)]
    return not cities[0] or not cities[1] or bool(cities[0] & cities[1])


def _share_person(first: Draft, second: Draft) -> bool:
    """Whether a person of the one may be one of the other: one name is in the other, or two of its words are."""
    for one in first.persons:
        for other in second.persons:
            words, more = set(one.text.lower().split()), set(other.text.lower().split())
            if words <= more or more <= words or len(words & more) >= 2:
                return True
    return False


def _agreements(first: Draft, second: Draft) -> int:
    """How much two mentions have in common, a name or a number weighing more."""
    points = 0
    if first.date and second.date and first.own_date and second.own_date:
        short = min((draft.date.end - draft.date.start).days for draft in (first, second) if draft.date)
        points += 2 if first.date == second.date and short < 8 else 1
    if first.persons and second.persons:
        points += 3 + (first.kind is Kind.ATTACK)
    for one, other in (
        (first.count, second.count),
        (first.killed, second.killed),
        (first.personnel, second.personnel),
        (first.injured, second.injured),
    ):
        if one is not None and one == other:
            points += 2 if one > 9 else 1
    if first.own_place and second.own_place and first.places and second.places:
        points += 1
    if first.kind is Kind.OPERATION:
        points += (first.passage is second.passage) + (
            first.operation is not None and first.operation == second.operation
        )
    if {item.what for item in first.items} & {item.what for item in second.items}:
        points += 1
    return points
