"""What two mentions of events have in common, and what sets them apart."""

from __future__ import annotations

from tracker.extraction.drafts import Draft
from tracker.reports import Kind


def at_odds(first: Draft, second: Draft) -> bool:
    """Whether two mentions tell something that cannot be told of one event."""
    if not dates_agree(first, second) or not places_agree(first, second) or first.aggregate != second.aggregate:
        return True
    if first.persons and second.persons and not share_person(first, second):
        return True
    if first.kind is Kind.OPERATION and (
        first.status is not second.status
        or (first.personnel is not None and second.personnel is not None and first.personnel != second.personnel)
    ):
        return True
    if not _quantities_agree(first, second):
        return True
    if first.kind not in (Kind.ARREST, Kind.ATTACK) or _counts_agree(first, second):
        return False
    return not (
        is_told_with_company(first, second) or _tells_it_otherwise(first, second) or _names_one_of_them(first, second)
    )


def is_told_with_company(first: Draft, second: Draft) -> bool:
    """Whether the one arrest only adds with whom somebody was caught ("Paz, who was captured with eight others")."""
    alone = first.kind is Kind.ARREST and not (first.own_date and second.own_date)
    return (
        alone and first.passage is second.passage and share_person(first, second) and 1 in (first.count, second.count)
    )


def _names_one_of_them(first: Draft, second: Draft) -> bool:
    """Whether the one names but some of the dead of the other ("Paz and his driver were killed", "Paz's murder")."""
    if first.kind is not Kind.ATTACK or first.aggregate or not share_person(first, second):
        return False
    fewer, more = sorted((first, second), key=lambda draft: draft.killed or 0)
    return fewer.killed == len(fewer.persons) and fewer.injured is None and (more.killed or 0) > len(fewer.persons)


def _tells_it_otherwise(first: Draft, second: Draft) -> bool:
    """Whether two passages surely tell one act, so that figures that differ are two tellings of one figure.

    That is where both tell of one day in one city and name a person in common, or one is the summary and tells an act
    of the same form.
    """
    if first.passage is second.passage or not (first.own_date and second.own_date):
        return False
    if first.date is None or first.date != second.date or first.date.days > 1:
        return False
    cities = [{place.city for place in draft.places if place.city} for draft in (first, second)]
    if not cities[0] & cities[1] or first.aggregate or second.aggregate:
        return False
    return share_person(first, second) or (is_summary(first) and first.subtype is second.subtype)


def is_summary(draft: Draft) -> bool:
    """Whether the mention stands in the summary or the first paragraph, and tells little."""
    paragraph = draft.passage.paragraph
    opens = draft.passage.text[:30].lower().lstrip("(u) ").startswith(("summary", "begin summary"))
    headed = paragraph.heading is not None and "summary" in paragraph.heading.lower()
    return paragraph.ordinal == 1 or opens or headed


def _quantities_agree(first: Draft, second: Draft) -> bool:
    """Whether no goods are told in two different quantities."""
    told = {item.what: item.quantity for item in first.items if item.quantity is not None}
    return all(item.quantity is None or told.get(item.what, item.quantity) == item.quantity for item in second.items)


def _counts_agree(first: Draft, second: Draft) -> bool:
    pairs = ((first.count, second.count), (first.killed, second.killed), (first.injured, second.injured))
    return all(one is None or other is None or one == other for one, other in pairs)


def dates_agree(first: Draft, second: Draft) -> bool:
    """Whether both dates may be one event's: one told by neither sentence itself agrees with any."""
    if first.date is None or second.date is None:
        return True
    if not first.own_date or not second.own_date:
        return True
    one, other = sorted((first.date, second.date), key=lambda interval: (interval.end - interval.start).days)
    if first.kind is Kind.HOMICIDE_COUNT:
        return one == other
    return other.start <= one.start and one.end <= other.end


def places_agree(first: Draft, second: Draft) -> bool:
    """Whether both mentions' own places share a state and, where both name cities, a city."""
    if not first.places or not second.places or not (first.own_place and second.own_place):
        return True
    states = {place.state for place in first.places} & {place.state for place in second.places}
    if not states:
        return False
    cities = [{place.city for place in draft.places if place.city} for draft in (first, second)]
    return not cities[0] or not cities[1] or bool(cities[0] & cities[1])


def share_person(first: Draft, second: Draft) -> bool:
    """Whether a person of the one may be one of the other: one name is in the other, or two of its words are."""
    for one in first.persons:
        for other in second.persons:
            words, more = set(one.text.lower().split()), set(other.text.lower().split())
            if words <= more or more <= words or len(words & more) >= 2:
                return True
    return False


def agreements(first: Draft, second: Draft) -> int:
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
        points += 1 + any(item in second.items and (item.quantity or 0) > 1 for item in first.items)
    return points
