"""What the sentences of one paragraph tell of one attack, put together.

English tells an attack in a run of sentences: the place and the gunmen, then the dead, then what was found. A sentence
goes on with the attack before it unless it has a day or a place of its own, turns to another act, or repeats figures
that cannot be the same attack's. Whom the further sentences count are further dead and wounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.details import Category
from tracker.extraction.agreement import share_person
from tracker.extraction.attack_parts import dead_of_the_wounded, dead_with_later_ones, rank
from tracker.extraction.drafts import Draft, PrintedName, Reading
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.tallies import category
from tracker.reports import Kind, Subtype

_TURNS = re.compile(r"^[\s(\"'`*-]*" + any_of("episodes", "turns") + r"\b", re.IGNORECASE)
_OTHER = re.compile(r"\b" + any_of("episodes", "others") + r"\b", re.IGNORECASE)
_REPEATED = re.compile(r"^[\s(\"'`-]*" + any_of("episodes", "repeats") + r"\b", re.IGNORECASE)
_AMONG_THE_DEAD = re.compile(r"\bamong the (?:dead|victims|killed|slain|wounded|injured|fatalities)\b", re.IGNORECASE)
_VERSION = re.compile(r"\b" + any_of("episodes", "versions") + r"\b", re.IGNORECASE)
_SUM = re.compile(r"\b" + any_of("episodes", "sums") + r"\b", re.IGNORECASE)
_BROUGHT_TO = re.compile(
    r"\b(?:bring(?:s|ing)?|brought) (?:the |its )?(?:[\w'-]+ ){0,3}(?:tolls?|total|number|count|dead)"
    r"(?: of [\w ]{3,20})? to "
    r"(?=\d|[a-z])",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(r"(?:an?|another|one)\s(?!of\b)", re.IGNORECASE)
_HIS_BODY = re.compile(
    r"\b(?:his|her|their) (?:\w+ )?(?:bod(?:y|ies)|corpses?|remains|heads?)\b|^(?:he|she|they)\b", re.IGNORECASE
)
_FOUND_DEAD = re.compile(
    r"^[\s(\"'`-]*(?:both|all|the) (?:(?:two|three|four|five|six|\d+|m[ae]n|wom[ae]n|victims?|captives?|hostages?|"
    r"pair|couple|officers?|boy|girl|agents?|brothers|businessman)\s+){0,3}(?:(?:was|were|had been|have been)\s+)?"
    r"(?:later |subsequently |eventually )?(?:found|turned up|appeared|discovered) (?:dead|shot|murdered|executed|"
    r"beheaded|strangled|slain)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"\b(?:people|persons|m[ae]n|individuals|dead|deaths|bodies|others|fatalities)\b", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:--?|•|\*)\s*\S")
"""How an item of a list begins."""
_REACH = 3
_NOUN_REACH = 25


def episodes(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of one passage, those of one attack made into one."""
    found: list[Draft] = []
    last: int | None = None
    for draft in drafts:
        if draft.kind is not Kind.ATTACK:
            found.append(draft)
            continue
        if last is not None and _goes_on(found[last], draft):
            found[last] = _together(found[last], draft)
            continue
        last = len(found)
        found.append(draft)
    return [draft for draft in found if not _is_left_over(draft)]


def _is_left_over(draft: Draft) -> bool:
    """Whether a finding of "their bodies" goes on with nothing told before, and counts nobody."""
    alone = draft.kind is Kind.ATTACK and not draft.mentions and draft.killed is None and not draft.persons
    return alone and _HIS_BODY.search(draft.passage.words(draft.zone)) is not None


def _goes_on(first: Draft, second: Draft) -> bool:
    """Whether the second mention, a later sentence of the same passage, tells more of the first one's attack."""
    words = second.passage.words(second.sentence)
    if not _may_go_on(first, second):
        return False
    if dead_with_later_ones(first, second, words) is not None:
        return True
    if _TURNS.match(words) or _OTHER.search(second.passage.words(second.zone)) or _is_placed_apart(first, second):
        return False
    of_the_taken = first.subtype is Subtype.KIDNAPPING and (_HIS_BODY.search(words) or _FOUND_DEAD.match(words))
    return bool(of_the_taken) or _is_found_after(first, second) or not _is_dated_apart(first, second)


def _may_go_on(first: Draft, second: Draft) -> bool:
    """Whether the two are told so near to each other, and neither as a total, that they can be one attack."""
    near = first.sentence != second.sentence and _distance(first, second) <= _REACH
    return near and not (first.aggregate or second.aggregate or _begins_item_between(first, second))


def _is_dated_apart(first: Draft, second: Draft) -> bool:
    """Whether the second has a day of its own with a place, other than the first's, or with other persons."""
    if second.own_date and (second.own_place or second.date != first.date) and not _is_told_after(first, second):
        return True
    return bool(first.persons and second.persons and not share_person(first, second) and second.own_date)


def _is_found_after(first: Draft, second: Draft) -> bool:
    """Whether the second tells that the dead of a fight, of whom the first counts none, were found the next day."""
    leans = any(reading.field == "date" and reading.rule == "day-beside" for reading in second.readings)
    found = any(reading.rule == "trigger-attack-bodies" for reading in second.readings)
    fight = first.subtype in (Subtype.CLASH, Subtype.SHOOTING, Subtype.AMBUSH) and first.killed is None
    return fight and leans and found and not second.own_place


def _is_told_after(first: Draft, second: Draft) -> bool:
    """Whether the day of both stands behind the second ("... Five die. Tepic, May 4."), and the first has none."""
    rules = {reading.rule for reading in second.readings if reading.field == "date"}
    return "day-told-after" in rules and first.date is None and not (first.own_place and second.own_place)


def _is_placed_apart(first: Draft, second: Draft) -> bool:
    """Whether the second has a place of its own that is not the first's, nor its state's."""
    if not second.own_place or not first.places or not second.places:
        return False
    if not first.own_place:
        return False
    cities = {place for place in second.places if place.city}
    if len({place for place in first.places if place.city}) > 1:
        return True
    states = {place.state for place in first.places}
    return bool(cities - set(first.places)) or any(place.state not in states for place in second.places)


def _begins_item_between(first: Draft, second: Draft) -> bool:
    """Whether a later item of a list than that of the first mention begins up to the second one."""
    passage = second.passage
    last = max(mention.sentence.start for mention in first.told)
    begun = [sentence.start for sentence in passage.sentences if _ITEM.match(passage.words(sentence))]
    listed = any(start <= last for start in begun)
    return listed and any(last < start <= second.sentence.start for start in begun)


def _distance(first: Draft, second: Draft) -> int:
    """How many sentences on from the last mention of the first the second is told."""
    last = max(mention.sentence.start for mention in first.told)
    return sum(last < sentence.start <= second.sentence.start for sentence in second.passage.sentences)


def _together(first: Draft, second: Draft) -> Draft:
    brought = _with_total(second)
    if brought is not None and (brought.killed or 0) >= (first.killed or 0):
        first, second = _without_dead(first), brought
    elif _SUM.search(second.passage.words(second.sentence)) and (second.killed or 0) >= (first.killed or 1):
        # The second gives the total; what was told before is part of it.
        first = _without_dead(first)
    told = _without_repeated(first, second)
    kidnapped = first.subtype is Subtype.KIDNAPPING
    words = second.passage.words(second.sentence)
    later = dead_with_later_ones(first, second, words)
    if later is not None:
        told = replace(told, killed=later - (first.killed or 0))
        first = _without_wounded(first, dead_of_the_wounded(first, second, words))
    return replace(
        first,
        mentions=(*first.told, replace(told, adds=_adds(first, told))),
        subtype=min(first.subtype, second.subtype, key=rank),
        killed=_sum(first.killed, told.killed),
        injured=_sum(first.injured, told.injured),
        count=first.count if first.count is not None else second.count if kidnapped else None,
        date=first.date if first.own_date or kidnapped or not second.own_date else second.date,
        own_date=first.own_date or second.own_date,
        places=first.places if first.own_place or not second.own_place else second.places,
        own_place=first.own_place or second.own_place,
        cartels=tuple(dict.fromkeys((*first.cartels, *second.cartels))),
        persons=first.persons + told.persons,
        certain=first.certain and second.certain,
        anchored=first.anchored or second.anchored,
        plural=first.plural and second.plural,
        reference=first.reference and second.reference,
    )


def _without_repeated(first: Draft, second: Draft) -> Draft:
    """The second mention without the figures and names that it only says again; with the dead that it only implies."""
    second = _with_the_kidnapped(first, second)
    words = second.passage.words(second.sentence)
    counted_again = bool(_REPEATED.match(words) or _AMONG_THE_DEAD.search(words))
    version = _VERSION.search(words) is not None
    repeated = [
        field
        for field, one, other in (
            ("killed", first.killed, second.killed),
            ("injured", first.injured, second.injured),
            ("count", first.count, second.count),
        )
        if one is not None
        and other is not None
        and (version or ((counted_again or one == other) and not _are_others(first, second, field)))
    ]
    return replace(
        second,
        killed=None if "killed" in repeated else second.killed,
        injured=None if "injured" in repeated else second.injured,
        count=None if "count" in repeated else second.count,
        persons=_further(first.persons, second.persons),
        readings=tuple(reading for reading in second.readings if reading.field not in repeated),
    )


def _with_total(draft: Draft) -> Draft | None:
    """The mention with the number of all the dead so far ("left 15 dead, bringing the toll to 22"), if it gives one."""
    match = _BROUGHT_TO.search(draft.passage.text, *draft.sentence)
    figures = draft.passage.figures(Stretch(match.end(), draft.sentence.end))[:1] if match else []
    if match is None or not figures or figures[0].whole is None or figures[0].where.start != match.end():
        return None
    others = tuple(reading for reading in draft.readings if reading.field != "killed")
    return replace(
        draft, killed=figures[0].whole, readings=(*others, Reading("killed", figures[0].where, "toll-brought-to"))
    )


def _without_dead(draft: Draft) -> Draft:
    return replace(
        draft,
        killed=None,
        mentions=tuple(
            replace(
                mention,
                killed=None,
                readings=tuple(reading for reading in mention.readings if reading.field != "killed"),
            )
            for mention in draft.told
        ),
    )


def _without_wounded(draft: Draft, died: int) -> Draft:
    """The draft with so many wounded less: they died."""

    def fewer(one: Draft) -> Draft:
        return replace(one, injured=one.injured - died or None) if one.injured and one.injured >= died else one

    return replace(fewer(draft), mentions=tuple(fewer(mention) for mention in draft.told)) if died else draft


def _with_the_kidnapped(first: Draft, second: Draft) -> Draft:
    """The finding of "their bodies" with the number of those who were taken."""
    if first.count is None or first.killed is not None or second.subtype is not Subtype.KILLING:
        return second
    found = _HIS_BODY.search(second.passage.words(second.sentence))
    theirs = found is not None and found.group().lower().startswith("their")
    return replace(second, killed=first.count) if theirs and second.killed in (None, 1) else second


def _are_others(first: Draft, second: Draft, field: str) -> bool:
    """Whether both count people who cannot be the same ("two soldiers died", "two gunmen were killed")."""
    sorts = [_sort(mention, field) for mention in (first, second)]
    if field == "killed" and sorts == [Category.UNSPECIFIED, Category.GUNMEN]:
        # "A lieutenant and a private fell. Two of the gunmen were found dead."
        return _REPEATED.match(second.passage.words(second.sentence)) is not None and not _counts_anybody(first, field)
    if first.persons and not second.persons and _begins_with_another(second, field):
        # "Troops shot dead Ignacio Paz. A soldier died."
        return True
    return Category.UNSPECIFIED not in sorts and sorts[0] is not sorts[1]


def _begins_with_another(draft: Draft, field: str) -> bool:
    """Whether the figure is one person of whom nothing was told before ("a soldier")."""
    counted = [reading.where for reading in draft.readings if reading.field == field]
    return any(_ONE_MORE.match(draft.passage.text, where.start) is not None for where in counted)


def _counts_anybody(draft: Draft, field: str) -> bool:
    """Whether the figure is of people without saying of what sort."""
    counted = [(one.passage, reading.where) for one in draft.told for reading in one.readings if reading.field == field]
    return any(
        _ANYBODY.search(passage.text[where.start : where.end + _NOUN_REACH]) is not None for passage, where in counted
    )


def _sort(draft: Draft, field: str) -> Category:
    for mention in draft.told:
        for reading in mention.readings:
            if reading.field == field:
                return category(mention.passage.text[reading.where.start : reading.where.end + _NOUN_REACH])
    return Category.UNSPECIFIED


def _adds(first: Draft, told: Draft) -> bool:
    """Whether the mention tells further dead, wounded or names beside those told before."""
    pairs = ((first.killed, told.killed), (first.injured, told.injured))
    counted = any(one is not None and other is not None for one, other in pairs)
    return counted or bool(first.persons and told.persons)


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def _further(known: tuple[PrintedName, ...], told: tuple[PrintedName, ...]) -> tuple[PrintedName, ...]:
    """The names that share no word with a name told before."""
    words = {word for name in known for word in name.text.lower().split()}
    return tuple(name for name in told if not words & set(name.text.lower().split()))
