"""The parts of a sentence that tell one attack.

They differ in date or place, or each tells dead of its own; otherwise a sentence tells one attack, and what its parts
count is added up unless one gives the total or another's figure for the same dead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.drafts import Draft
from tracker.extraction.grammar import grammar
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import ORDINALS, number_of
from tracker.extraction.sentences import Stretch
from tracker.reports import Subtype

_SAME_PEOPLE = re.compile(
    r"[\s,;]*(?:" + any_of("episodes", "same_people") + r"\b\s*)*$",
    re.IGNORECASE,
)
_SUM = re.compile(r"\b" + any_of("episodes", "sums") + r"\b", re.IGNORECASE)
_HIS_BODY = re.compile(r"\b" + any_of("episodes", "their_bodies") + r"\b", re.IGNORECASE)
_ANOTHER_FIGURE = re.compile(r"\b" + any_of("episodes", "versions") + r"\b", re.IGNORECASE)
_ALSO = re.compile(r"\b(?:also|too|as well|likewise)\b", re.IGNORECASE)
_DOERS = re.compile(r"\b" + any_of("episodes", "doers") + r"\b", re.IGNORECASE)
_IN_SEVERAL = re.compile(r"[\s,]*in (?:\w+ )?separate\b", re.IGNORECASE)
"""What ends a sentence about all the dead ("killed 14 people, ..., in three separate attacks")."""
_HE = re.compile(
    r"[\s,;:-]*(?:(?:and|but|while|though|although|where|who)\s+)*"
    r"(?:he|she|they|both|all|who|the (?:two|three|four|victims?|wounded))\b",
    re.IGNORECASE,
)
"""How a part goes on about those whom the part before tells of."""
_WHOSE = re.compile(r"\bwhose\b", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r"[;,:\s-]*(?:and )?(?:both|all|each|the (?:two|three|victims))\b", re.IGNORECASE)
_ONE_DIES_LATER = re.compile(
    r"[\s,;:(-]*(?:(?:and|but|while)\s+)?(?:an?|the)\s+(?P<ordinal>" + any_of("language", "ordinals") + r")\b"
    r"(?:\s+(?:man|woman|officer|policeman|soldier|agent|marine|victim|person|one|patient|gunman|passenger|guard|boy|girl))?"
    r"(?:,[^,;.]{2,60},)?(?:\s+(?:who|of them|was|had been|has|had|later|then|also|subsequently|wounded|injured|taken|"
    r"brought|rushed|hospitalized|[a-z]+ly)\b){0,4}\s+(?:died|dies|succumbed|perished|bled to death|"
    r"lost (?:his|her) life|was dead)\b",
    re.IGNORECASE,
)
"""How a part adds one more to the dead of the same attack ("a third died in the hospital")."""
_DIES = r"(?:died|dies|succumbed|perished|bled to death|lost (?:his|her|their) li(?:fe|ves))\b"
_MEANWHILE = (
    r"(?:\s+(?:who|was|were|had been|has|had|have|later|then|also|subsequently|wounded|injured|[a-z]+ly)\b){0,4}\s+"
)
_OF_THE_WOUNDED_DIE = re.compile(
    r"[\s,;:(-]*(?:(?:and|but|while)\s+)?(?P<number>"
    + any_of("language", "units")
    + r")\s+of\s+(?:whom|them|those|these|"
    r"the(?!\s+(?:gunm[ae]n|attackers|assailants|killers|sicarios)\b)(?:\s+[\w-]+){1,2}?)" + _MEANWHILE + _DIES + r"|"
    r"[\s,;:(-]*(?:(?:and|but|while)\s+)?(?:an?|another|(?P<others>"
    + any_of("language", "units")
    + r"))\s+(?:[\w-]+\s+){0,2}?"
    r"[\w-]+" + _MEANWHILE + _DIES + r"\s+(?:[\w-]+\s+){0,4}?(?:wounds|injuries|burns|hospital)\b",
    re.IGNORECASE,
)
"""How a part tells that some of those wounded before died ("two of them died", "a woman died of her injuries")."""
_BY_FORCES = re.compile(
    r";\s*(?:the )?(?:\w+ ){0,2}(?:police|soldiers|troops|army|marines|agents|officers) (?:\w+ )?(?:killed|shot)\b",
    re.IGNORECASE,
)
"""A further clause in which the forces killed somebody tells of others than the bodies found before."""
_OTHER_ONE = re.compile(r"\bthe (?:other|second) (?:one )?(?:was|involved|occurred|took place|came)\b", re.IGNORECASE)
_TOLL = "trigger-attack-toll"
_OWN_EVENT = re.compile(
    r"\b(?:separate(?:ly)?|respectively|in (?:an)?other|another (?:attack|incident|shooting|case|ambush|grenade))\b",
    re.IGNORECASE,
)
_FORMS = (
    Subtype.GRENADE,
    Subtype.BOMBING,
    Subtype.AMBUSH,
    Subtype.CLASH,
    Subtype.KIDNAPPING,
    Subtype.KILLING,
    Subtype.SHOOTING,
    Subtype.OTHER,
)


def rank(subtype: Subtype | None) -> int:
    """Where a form stands among those that one attack may have at once: the lowest is the attack's."""
    return _FORMS.index(subtype) if subtype in _FORMS else len(_FORMS)


def joined(drafts: Sequence[Draft]) -> list[Draft]:
    """The parts of one sentence, those of one attack made into one."""
    found: list[Draft] = []
    for draft in drafts:
        if found and not _differ(found[-1], draft):
            found[-1] = _together(found[-1], draft)
        elif found and not draft.persons and _relative(found[-1], draft) is found[-1]:
            found[-1:] = _of_one_name(found[-1], draft)
        else:
            found.append(draft)
    return found


def dead_with_later_ones(first: Draft, second: Draft, words: str) -> int | None:
    """The number of the dead that the second mention's words bring the first one's to; None where they add nobody."""
    if second.own_place and second.places != first.places:
        return None
    told = _ONE_DIES_LATER.match(words)
    number = ORDINALS[told.group("ordinal").lower()] if told else 0
    if number > 1 and first.killed in (None, number - 1):
        return number
    died = dead_of_the_wounded(first, second, words)
    return (first.killed or 0) + died if died else None


def dead_of_the_wounded(first: Draft, second: Draft, words: str) -> int:
    """How many of the first mention's wounded died by the second one's words."""
    told = _OF_THE_WOUNDED_DIE.match(words)
    if told is None or first.injured is None or (second.own_place and second.places != first.places):
        return 0
    number = number_of(told.group("number") or told.group("others") or "one")
    return number if number <= first.injured else 0


def _of_one_name(told_in_passing: Draft, main: Draft) -> tuple[Draft, Draft]:
    """Both parts, where what befell somebody stands behind his name and a relative clause ("Paz, who ...")."""
    words = told_in_passing.passage.words(told_in_passing.sentence)
    named = tuple(reading for reading in told_in_passing.readings if reading.field == "persons")
    main = replace(main, persons=told_in_passing.persons, readings=(*main.readings, *named))
    if _WHOSE.search(words):
        others = tuple(reading for reading in told_in_passing.readings if reading.field != "persons")
        told_in_passing = replace(told_in_passing, persons=(), readings=others)
    return told_in_passing, main


def _differ(first: Draft, second: Draft) -> bool:
    """Whether two parts of a sentence tell two attacks: in date or place, or each with dead of its own."""
    words = second.passage.words(second.zone)
    if (
        dead_with_later_ones(first, second, words) is not None
        or (first.subtype is Subtype.KIDNAPPING and _HIS_BODY.search(words))
        or _ANOTHER_FIGURE.search(words)
        or _count_the_same(first, second)
    ):
        return False
    in_passing = _relative(first, second) is not None
    other = in_passing or bool(_OTHER_ONE.search(_between_cores(first, second)) or _BY_FORCES.match(words))
    if (
        not other
        and _SAME_PEOPLE.match(_up_to_core(second))
        and (not second.own_place or second.places == first.places)
    ):
        return False
    if first.date != second.date or (first.places != second.places and second.own_place):
        return True
    only_hurt = first.killed is not None and second.killed is None and second.injured is not None
    if _OWN_EVENT.search(words) and not only_hurt and not _IN_SEVERAL.match(words):
        return True
    if _is_running(first) or _ALSO.search(words) or (not second.persons and _DOERS.search(_up_to_core(second))):
        return False
    both_deadly = first.killed is not None and second.killed is not None
    return both_deadly and (other or bool(second.persons) or first.subtype is not second.subtype)


def _relative(first: Draft, second: Draft) -> Draft | None:
    """The part that tells in a relative clause what befell somebody on a day of its own ("who was shot on May 2")."""
    if first.date == second.date or not (first.own_date and second.own_date):
        return None
    if first.subtype is Subtype.KIDNAPPING and second.subtype is Subtype.KILLING:
        return None
    parsed = grammar(first.passage.text, first.sentence)
    told = [
        draft
        for draft, core in zip((first, second), _cores(first, second), strict=True)
        if (clause := parsed.at(core)) is not None and clause.link == "relcl"
    ]
    return told[0] if len(told) == 1 else None


def _cores(first: Draft, second: Draft) -> list[Stretch]:
    """The words that tell the acts of both parts."""
    return [
        next((reading.where for reading in draft.readings if reading.field == "kind"), draft.zone)
        for draft in (first, second)
    ]


def _between_cores(first: Draft, second: Draft) -> str:
    """The words from the one act's to the other's."""
    cores = _cores(first, second)
    return first.passage.text[cores[0].end : cores[1].start]


def _is_running(draft: Draft) -> bool:
    """Whether the part gives the number of all the dead to date, so that what follows tells only of some of them."""
    return draft.killed is not None and any(reading.rule == _TOLL for reading in draft.readings)


def _dead(first: Draft, second: Draft) -> int | None:
    """The dead of both parts, or those of the second where it gives the total of all ("for a total of 11 dead")."""
    words = second.passage.words(second.zone)
    later = dead_with_later_ones(first, second, words)
    if later is not None:
        return later
    again = first.killed is not None and second.killed == first.killed and _ALL_OF_THEM.match(words)
    if _is_running(first) or _count_the_same(first, second) or again:
        return first.killed
    if first.subtype is Subtype.KIDNAPPING and first.killed is None and _HIS_BODY.search(words):
        return max(first.count or 1, second.killed or 1)
    if second.killed is not None and _SUM.search(words):
        return max(first.killed or 0, second.killed)
    if first.killed is not None and _ANOTHER_FIGURE.search(words):
        return first.killed
    return _total(first.killed, second.killed)


def _hurt(first: Draft, second: Draft, words: str, *, same: bool) -> int | None:
    """The wounded of both parts, without those who died of it."""
    died = dead_of_the_wounded(first, second, words)
    if died and first.injured is not None:
        return first.injured - died or None
    return first.injured if same and first.injured is not None else _total(first.injured, second.injured)


def _count_the_same(first: Draft, second: Draft) -> bool:
    """Whether both count by the same words ("the bodies of three men ... were found")."""
    whom = [[one.where for one in draft.readings if one.field == "killed"] for draft in (first, second)]
    return any(one.overlaps(other) for one in whom[0] for other in whom[1])


def _total(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def _up_to_core(draft: Draft) -> str:
    """The words of a part of a sentence before the word that tells its act."""
    core = next((reading.where for reading in draft.readings if reading.field == "kind"), draft.zone)
    return draft.passage.text[draft.zone.start : core.start]


def _together(first: Draft, second: Draft) -> Draft:
    words = second.passage.words(second.zone)
    same = _ANOTHER_FIGURE.search(words) is not None or _HE.match(words) is not None
    # "Four bodies with marks of torture | were found on July 15 in Tepic": the second part says when and where.
    later = second.own_date and not first.own_date
    return replace(
        first,
        zone=Stretch(first.zone.start, second.zone.end),
        readings=tuple(dict.fromkeys((*first.readings, *second.readings))),
        subtype=min(first.subtype, second.subtype, key=rank),
        killed=_dead(first, second),
        injured=_hurt(first, second, words, same=same),
        count=first.count if first.count is not None else second.count,
        cartels=tuple(dict.fromkeys((*first.cartels, *second.cartels))),
        date=second.date if later else first.date,
        own_date=first.own_date or second.own_date,
        places=second.places if later and second.own_place else first.places or second.places,
        own_place=first.own_place or second.own_place,
        persons=first.persons + tuple(person for person in second.persons if person not in first.persons),
        certain=first.certain and second.certain,
        anchored=first.anchored or second.anchored,
    )
