"""Goods that the authorities got, told without a verb of seizure: the goods themselves are what marks the event.

"The haul: 38 rifles", "Under the ice lay five tons of cocaine", "picked up two men with 780,000 pesos": a number of
contraband in a sentence that tells, or goes on after one that told, what the authorities did, is a seizure unless its
words say that the goods were used, sold, grown, given or only estimated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.extraction.gains import gain
from tracker.extraction.grammar import Clause, Standing, grammar
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.quantities import DRUGS, ItemMention, elliptic, goods_in
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.zones import Trigger

_FAMILY = "seizure"
_TAKING = frozenset({"kidnapping", "taken"})
_ARMS = frozenset({"bombing", "grenade"})
_TELLING = DRUGS - {"coca", "opium-poppy"} | {
    "firearms",
    "ammunition",
    "magazines",
    "grenades",
    "grenade-launchers",
    "rocket-launchers",
    "rockets",
    "explosives",
    "laboratory",
    "cash",
    "vests",
}


def _words(*keys: str) -> Sought:
    return Sought(r"\b" + any_of("finds", *keys) + r"\b", re.IGNORECASE)


_SEIZED = Sought(
    r"\b(?:seiz\w+|confiscat\w+|intercept\w+|interdict\w+|caught|captured|found|discovered|recovered|hauls?)\b",
    re.IGNORECASE,
)
_TAKEN = _words("taken")
_SURELY = _words("surely")
_GIVEN_UP = _words("given_up")
_HELD = _words("held")
_RAIDS = _words("raids")
_FINDERS = _words("finders")
_CRIMINALS = _words("criminals")
_FLOWS = _words("flows")
_HEADINGS = _words("headings")
_ONWARDS = re.compile(r"\s+(?:in)?to\b|\s+(?:across|over|through|from|by|for|on)\b(?! (?-i:[A-Z]))", re.IGNORECASE)
_USED = re.compile(r"\b" + any_of("finds", "used") + r"\s+(?:[\w.'-]+\s+){0,5}$", re.IGNORECASE)
_HAVING = re.compile(r"\b" + any_of("finds", "having") + r"\s+(?:[\w.'-]+\s+){0,5}$", re.IGNORECASE)
_CARRIERS = re.compile(
    r"\b" + any_of("finds", "criminals", "accomplices") + r",?\s+(?:who (?:were )?)?(?:carrying|with)\b[^.;:]*$",
    re.IGNORECASE,
)
"""Those who came with goods, and of whom nothing says that they lost them."""
_FALLS = frozenset({"fell", "fallen", "fall"})
_OF_WHAT = re.compile(r"\w+(?:\s+(?:on|in|at|off|near|last|this)\s+(?:[\w.,'-]+\s+){1,4}?)?\s*\bof\s+", re.IGNORECASE)
_STOPPED = Sought(
    r"\b" + any_of("finds", "vessels") + r"\b[^.;:]{0,40}?\b" + any_of("finds", "stopped") + r"\b", re.IGNORECASE
)
"""What held goods and was stopped or opened: nobody but the authorities is meant, though nobody is named."""
_WERE = re.compile(r"\b(?:was|were|has been|have been|had been)\s+(?:\w+ly\s+)?$")
_LAND = frozenset({"ha", "fields"})
_BULLET = re.compile(r"^(?:--?|\*|•|\(?[a-z1-9]\))\s*\S")
_REACH = 2
_LONGEST_LIST = 25


def with_finds(passage: Passage, index: int, found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """The triggers of a sentence and, where goods alone tell of a seizure in it, one more that stands for these."""
    sentence = passage.sentences[index]
    found = _without_interceptions(passage, sentence, _without_goods(passage, sentence, found))
    if any(trigger.family == _FAMILY for trigger in found):
        return tuple(_as_taking(passage, sentence, trigger) for trigger in found)
    if not goods_in(passage, sentence):
        return _with_ellipsis(passage, index, found)
    # "pulled 40 kilos out" recalls no troops, "carried off nine rifles" and "captured a boat" befell nobody.
    named = [mention.where for mention in goods_in(passage, sentence)]
    kept = tuple(trigger for trigger in found if not _is_about(passage, sentence, trigger, named))
    goods = _goods(passage, sentence, kept)
    if not goods:
        return found
    if goods[0].item.what == "laboratory":
        # "Destroyed 27 laboratories" tells of no crops.
        kept = tuple(trigger for trigger in kept if trigger.family != "eradication")
    added = (
        _verb(passage, index, goods, kept)
        or _told(passage, index, goods, kept)
        or _gain(passage, sentence, goods, kept)
    )
    if added is None:
        # "Four tons fell into the hands of the Zetas" tells no arrest either.
        return tuple(trigger for trigger in found if trigger.family != "arrest" or trigger in kept)
    return tuple(sorted((*kept, added), key=lambda trigger: trigger.where))


def _as_taking(passage: Passage, sentence: Stretch, trigger: Trigger) -> Trigger:
    """The word as one of seizure, where goods in number are what was taken ("disarmed them and took away 92 guns")."""
    if trigger.name not in _TAKING or trigger.family == "arrest":
        return trigger
    named = [mention.where for mention in goods_in(passage, sentence) if mention.item.quantity is not None]
    return Trigger(trigger.where, _FAMILY, "taken") if _is_about(passage, sentence, trigger, named) else trigger


def _without_goods(passage: Passage, sentence: Stretch, found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """The triggers without bombs and grenades that were found, or that those arrested had ("with two grenades")."""
    arms = [trigger for trigger in found if trigger.name in _ARMS]
    if not arms or not any(trigger.family in (_FAMILY, "arrest") for trigger in found):
        return found
    goods = [mention.where for mention in goods_in(passage, sentence) if mention.item.quantity is not None]
    had = [trigger for trigger in arms if any(_is_of(passage, trigger, where) for where in goods)]
    if len(had) < len(arms) and not any(trigger.family == _FAMILY for trigger in found):
        return found
    return tuple(trigger for trigger in found if trigger not in had)


def _without_interceptions(passage: Passage, sentence: Stretch, found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """The triggers without words of seizure that took nothing, where goods stand only with those arrested after.

    "Intercepted a convoy and arrested 25 men; they were carrying 29 rifles"
    """
    arrests = [trigger.where for trigger in found if trigger.family == "arrest"]
    taken = [trigger.where for trigger in found if trigger.family == _FAMILY]
    if not arrests or not taken or taken[-1].end > arrests[-1].start:
        return found
    told = [mention.where for mention in goods_in(passage, sentence) if mention.item.quantity is not None]
    if not told or any(where.start < arrests[-1].start for where in told):
        return found
    return tuple(trigger for trigger in found if trigger.family != _FAMILY)


def _is_of(passage: Passage, trigger: Trigger, goods: Stretch) -> bool:
    """Whether the word stands within the goods, or before them as "with" alone."""
    within = goods.start <= trigger.where.start < goods.end
    return within or (goods.overlaps(trigger.where) and passage.words(trigger.where).lower().startswith("with "))


def _with_ellipsis(passage: Passage, index: int, found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """The triggers with one for a weight of drugs that the seizure told right before names ("A ton came in May")."""
    if found:
        return found
    sentence = passage.sentences[index]
    before = passage.sentences[max(0, index - 1) : index]
    told = any(_SEIZED.search(passage.text, *one) for one in (*before, sentence))
    if (
        not told
        or _FLOWS.search(passage.text, *sentence)
        or not (_HELD.search(passage.text, *sentence) or _TAKEN.search(passage.text, *sentence))
    ):
        return found
    weights = elliptic(passage, sentence)
    return (Trigger(weights[0].where, _FAMILY, "goods"),) if weights else found


def _is_about(passage: Passage, sentence: Stretch, trigger: Trigger, goods: Sequence[Stretch]) -> bool:
    """Whether a word that might tell of people taken or of troops has goods for its object."""
    if trigger.family == "operation":
        return any(trigger.where.overlaps(where) for where in goods)
    if trigger.family != "arrest" and trigger.name not in _TAKING:
        return False
    clause = grammar(passage.text, sentence).at(trigger.where)
    if clause is not None and clause.standing is Standing.NOUN and trigger.name == "arrest":
        # "The navy's capture on May 11 of a go-fast boat"
        of = _OF_WHAT.match(passage.text, clause.predicate.start, sentence.end)
        return of is not None and any(where.start <= of.end() < where.end for where in goods)
    if clause is None or clause.standing is not Standing.VERB:
        return False
    befalls = clause.passive or clause.word in _FALLS
    objects = clause.subjects if befalls else clause.objects
    return bool(objects) and all(any(phrase.core.overlaps(where) for where in goods) for phrase in objects)


def heading_of(passage: Passage, index: int) -> int | None:
    """The number of the sentence that heads the list in which a sentence stands; None where it is in none."""
    text = passage.text
    for at in range(index, max(-1, index - _LONGEST_LIST), -1):
        where = passage.sentences[at]
        if at < index and ":" in text[where.end - 1 : where.end + 1]:
            return at if _HEADINGS.search(passage.text, *where) else None
        if not _BULLET.match(text[where.start : where.end]):
            return None
    return None


def _goods(passage: Passage, sentence: Stretch, found: Sequence[Trigger]) -> list[ItemMention]:
    """The goods with a number that nobody is said to have used."""
    return [
        mention
        for mention in goods_in(passage, sentence)
        if mention.item.what in _TELLING
        and mention.item.unit not in _LAND
        and (mention.item.quantity is not None or mention.item.unit is not None or _is_had(passage, mention, found))
        and not _USED.search(passage.text, max(sentence.start, mention.where.start - 60), mention.where.start)
        and not any(trigger.where.overlaps(mention.where) for trigger in found)
    ]


def _is_had(passage: Passage, mention: ItemMention, found: Sequence[Trigger]) -> bool:
    """Whether goods without a number are those of people arrested with them."""
    arrests = [trigger.where.end for trigger in found if trigger.family == "arrest"]
    start = min(arrests, default=mention.where.start)
    if re.search(r"[,;]|\b(?:who|that|which|whom|supplied)\b", passage.text[start : mention.where.start]):
        return False
    return start < mention.where.start and _HAVING.search(passage.text, start, mention.where.start) is not None


def _verb(passage: Passage, index: int, goods: Sequence[ItemMention], found: Sequence[Trigger]) -> Trigger | None:
    """A verb of taking in the clause of the goods, whose doer is no criminal."""
    sentence = passage.sentences[index]
    alone = goods[0].item.what == "laboratory"
    by_authorities = alone or _is_of_authorities(passage, index)
    # Nobody but the authorities is meant where so much of a drug "was picked up", though nobody is named.
    weighed = goods[0].item.what in DRUGS and goods[0].item.quantity is not None
    first = goods[0].where
    for match in _TAKEN.finditer(passage.text, sentence.start, sentence.end):
        where = Stretch(match.start(), match.end())
        if not (by_authorities or weighed) and not _SURELY.fullmatch(match.group()):
            continue
        if any(trigger.where.overlaps(where) for trigger in found) or any(one.where.overlaps(where) for one in goods):
            continue
        near = (
            Stretch(where.end, first.start) if where.end <= first.start else Stretch(goods[-1].where.end, where.start)
        )
        if near.end - near.start > 120 or re.search(r"[;:.]\s", passage.words(near)):
            continue
        parsed = grammar(passage.text, sentence)
        clause = parsed.at(where)
        if clause is None or clause.standing not in (Standing.VERB, Standing.NOUN):
            continue
        doers = [phrase.noun for phrase in (clause.agents if clause.passive else clause.subjects)]
        by_criminals = any(_CRIMINALS.fullmatch(doer) for doer in doers)
        given_up = _GIVEN_UP.fullmatch(match.group()) is not None
        sure = by_authorities or (given_up and by_criminals) or _SURELY.fullmatch(match.group())
        if not sure and not _is_undone(passage, clause, match):
            continue
        if any(_FLOWS.search(passage.text, *part) for one in (clause, *parsed.above(clause)) for part in one.parts):
            continue
        if clause.negated or clause.modal or (by_criminals and not given_up):
            continue
        return Trigger(where, _FAMILY, "taken")
    return None


def _is_undone(passage: Passage, clause: Clause, match: re.Match[str]) -> bool:
    """Whether the clause tells, with no doer and no way to go, that goods were taken ("300 kilos were picked up")."""
    if _ONWARDS.match(passage.text, match.end()) or (clause.passive and clause.agents):
        return False
    return clause.standing is Standing.NOUN or clause.passive


def _gain(
    passage: Passage, sentence: Stretch, goods: Sequence[ItemMention], found: Sequence[Trigger]
) -> Trigger | None:
    """Any verb by which the authorities themselves came by the goods."""
    if not _FINDERS.search(passage.text, *sentence) and not _RAIDS.search(passage.text, *sentence):
        return None
    where = gain(passage, sentence, goods, _FLOWS.compiled)
    if where is None or any(trigger.where.overlaps(where) for trigger in found):
        return None
    return Trigger(where, _FAMILY, "taken")


def _told(passage: Passage, index: int, goods: Sequence[ItemMention], found: Sequence[Trigger]) -> Trigger | None:
    """The goods themselves, where an arrest or a raid in the same or the last sentences explains them."""
    sentence = passage.sentences[index]
    where = _first(passage, sentence, goods, found)
    arrest = next((trigger for trigger in found if trigger.family == "arrest"), None)
    if arrest is not None and arrest.where.end <= where.start:
        clause = passage.text.rfind(";", arrest.where.end, where.start)
        # "Caught Paz; he is thought to smuggle 200 kilos each month"
        flows = clause >= 0 and _FLOWS.search(passage.text, clause, sentence.end)
        return None if flows else Trigger(where, _FAMILY, "goods")
    if arrest is not None and _carried_before(passage, sentence, arrest, goods[0]):
        return Trigger(where, _FAMILY, "goods")
    if heading_of(passage, index) is not None:
        return Trigger(where, _FAMILY, "listed")
    if _FLOWS.search(passage.text, *sentence) or any(trigger.family == "attack" for trigger in found):
        return None
    if _CARRIERS.search(passage.text, sentence.start, where.start):
        return None
    explained = _is_headed(passage, sentence, where) or _follows_a_raid(passage, index)
    return Trigger(where, _FAMILY, "goods") if explained else None


def _carried_before(passage: Passage, sentence: Stretch, arrest: Trigger, goods: ItemMention) -> bool:
    """Whether goods stand before the word of arrest as what those arrested had ("two men with 40 kilos were held")."""
    if goods.where.start > arrest.where.start or _FLOWS.search(passage.text, *sentence):
        return False
    between = passage.text[goods.where.end : arrest.where.start]
    had = _HAVING.search(passage.text, sentence.start, goods.where.start)
    return had is not None and re.search(r"[;:]", between) is None and _WERE.search(between) is not None


def _is_headed(passage: Passage, sentence: Stretch, where: Stretch) -> bool:
    """Whether the sentence itself puts a heading before the goods ("The Navy displayed the results: ...")."""
    words = passage.text[sentence.start : where.start].rstrip()
    return words.endswith(":") and bool(_HEADINGS.search(words) and _FINDERS.search(words))


def _follows_a_raid(passage: Passage, index: int) -> bool:
    """Whether this or one of the last sentences tells what the authorities went after."""
    sentence = passage.sentences[index]
    near = passage.sentences[max(0, index - 1) : index + 2]
    if _RAIDS.search(passage.text, *sentence) and any(_FINDERS.search(passage.text, *one) for one in near):
        return True
    if _STOPPED.search(passage.text, *sentence) and not _CRIMINALS.search(passage.text, *sentence):
        return True
    before = passage.sentences[max(0, index - _REACH) : index]
    return bool(_HELD.search(passage.text, *sentence)) and any(
        _RAIDS.search(passage.text, *one) and _FINDERS.search(passage.text, *one) for one in before
    )


def _first(passage: Passage, sentence: Stretch, goods: Sequence[ItemMention], found: Sequence[Trigger]) -> Stretch:
    """Where the list begins in which the telling goods stand: before them may be telephones or trucks in number."""
    last = max((trigger.where.end for trigger in found if trigger.where.end <= goods[0].where.start), default=0)
    listed = [
        mention.where
        for mention in goods_in(passage, sentence)
        if mention.item.quantity is not None and last <= mention.where.start <= goods[0].where.start
    ]
    return listed[0] if listed else goods[0].where


def _is_of_authorities(passage: Passage, index: int) -> bool:
    """Whether the sentence or the last one names those who may take goods."""
    near = passage.sentences[max(0, index - 1) : index + 1]
    return any(_FINDERS.search(passage.text, *one) for one in near)
