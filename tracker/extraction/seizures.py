"""Seizures: goods taken by the authorities, also labs and caches found. Goods must be named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.beginnings import SentenceView, begin
from tracker.extraction.comparisons import compared, total_reached
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.ellipses import counted_again
from tracker.extraction.grammar import Standing, grammar
from tracker.extraction.headings import headed
from tracker.extraction.hedges import is_nothing, is_unasserted
from tracker.extraction.lexicon import any_of
from tracker.extraction.other_periods import in_other_periods
from tracker.extraction.quantities import DRUGS, ItemMention, elliptic, goods_in
from tracker.extraction.sentences import Stretch
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind

_FAMILY = "seizure"
_CONTRABAND = DRUGS | {
    "firearms",
    "ammunition",
    "magazines",
    "grenades",
    "grenade-launchers",
    "rocket-launchers",
    "rockets",
    "explosives",
    "cash",
    "laboratory",
    "vests",
}
_BACKGROUND = frozenset({"vehicles", "aircraft", "boats", "property", "equipment", "uniforms", "documents"})
_MOVABLE = frozenset({"vehicles", "boats", "aircraft", "uniforms"})
_WEIGHED = ("kg", "t", "l")
_RECOVERED = re.compile(r"recover(?:ed|ing|s)", re.IGNORECASE)
_LAND = frozenset({"ha", "fields"})
_BY_GOODS = frozenset({"goods", "taken", "listed"})
_WITHIN = re.compile(r"\b(?:with|along with|containing|and in it)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_NEAR = r"\s+(?:the|a|an|their|his|its|one of the|two)?\s*(?:[\w-]+[\s-]+){0,2}$"
_PLACED = re.compile(
    r"\b(?:in|inside|into|from|aboard|on|onto|near|at|behind|under|outside|by|raided|searched|stormed|"
    r"search of|raid on|raid of|inspection of|inspected|entered|surrounded|targeted)(?!\s+(?-i:[A-Z])[a-z]+\s+\d)"
    + _NEAR,
    re.IGNORECASE,
)
_OF_OR_WITH = re.compile(r"\b(?:of|with)" + _NEAR, re.IGNORECASE)
_CAME_FROM = re.compile(
    r"\b(?:from|for|by|of the|to)\s+(?:(?:an?|the|such|other)\s+(?:[\w-]+[\s-]+){0,3})?$", re.IGNORECASE
)
_TUNNEL = re.compile(r"\btunnels?$", re.IGNORECASE)
_MADE_THERE = re.compile(
    r"\b(?:produc(?:e|es|ing)|capacity of|capable of \w+ing|room for|space for|manufactur(?:e|es|ing))"
    r"\s+(?:[\w-]+\s+){0,3}$"
)
"""Before what a laboratory makes, which is not there to be taken."""
_FINDERS = re.compile(
    r"\b(?:"
    + any_of("finds", "finders")
    + r"|arrest\w*|captur\w*|detain\w*|apprehend\w*|raid\w*|busts?|gangsters|arsenals?|caches?|stash|stockpile|depot|"
    r"hide-?outs?|warehouse|house|vehicles?|cars?|trunk|"
    r"searche?[sd]?|searching|personnel)\b",
    re.IGNORECASE,
)
_SUMMED = re.compile(r"\b(?:total(?! weight)|since|so far|to date)\b", re.IGNORECASE)
_CRIMINALS = re.compile(r"\b" + any_of("finds", "criminals") + r"\b", re.IGNORECASE)
_GIVEN_UP = re.compile(any_of("finds", "given_up"), re.IGNORECASE)
_TAKEN_APART = re.compile(r"dismantl(?:ed|ing)", re.IGNORECASE)
"""Who takes a laboratory apart need not be told: nobody but the authorities does."""
_TAKEN_BEFORE = re.compile(r"\b(?:previously|formerly|earlier)\s$", re.IGNORECASE)
_IN_POSSESSION = re.compile(r"\b(?:in possession of|with|carrying|transporting)\b", re.IGNORECASE)
_RING = re.compile(
    r"\s+(?:an?|the|another|two|three|several)\s+(?:[\w-]+\s+){0,3}?(?:rings?|networks?|cells?|gangs?|bands?|organi[sz]ations?|"
    r"cartels?|operations?)\b(?! (?:of|with|holding) (?:\d|a|an)\b)",
    re.IGNORECASE,
)
"""Who is found or dismantled, and not what ("dismantled a ring that shipped cocaine")."""
_LABORATORY = re.compile(
    r"\b(?:lab|laborator(?:y|ies)|labs|tunnels?)\b[^.;]*\b(?:was|were|been)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_NO_GOODS = re.compile(
    (
        r"\b(?:bod(?:y|ies)|guilty|dead|remains|evidence|ways?|opportunit|control|power|plaza|"
        r"territory|land|assets|property rights)\b"
    ),
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"^\s+(?:control|power|upon|on(?=,? (?:the|this|that|his|her|their|its|an?)\b"
    r"(?! (?:night|morning|same|evening|day|week|afternoon|\d)))|"
    r"the (?:opportunity|moment|initiative)|(?:and|or) (?:arrest|arrests)\b)",
    re.IGNORECASE,
)


def seizures(view: SentenceView) -> list[Draft]:
    """The seizures that a sentence tells, at most one for each date and place."""
    found: list[Draft] = []
    for zone in view.zones:
        triggers = [trigger for trigger in zone.of(_FAMILY) if _stands(view, trigger)]
        if not triggers:
            continue
        draft = _draft(view, zone, triggers[0])
        if draft is None:
            continue
        if found and found[-1].date == draft.date and found[-1].places == draft.places:
            found[-1] = replace(
                found[-1],
                items=found[-1].items
                + tuple(item for item in draft.items if item.what not in {known.what for known in found[-1].items}),
            )
        else:
            found.append(draft)
    return [each for draft in found for each in (draft, *_beside(view, draft))]


def _beside(view: SentenceView, draft: Draft) -> list[Draft]:
    """What the sentence tells of other periods beside a total."""
    compared_with = [*compared(view, draft), *total_reached(view, draft)]
    return [*compared_with, *in_other_periods(view, draft, compared_with)]


def _stands(view: SentenceView, trigger: Trigger) -> bool:
    after = view.passage.text[trigger.where.end : trigger.where.end + 30]
    if (
        (trigger.name not in _BY_GOODS and _CONTROL.match(after))
        or is_nothing(after)
        or _TAKEN_BEFORE.search(view.passage.text[: trigger.where.start][-20:])
    ):
        return False
    if _is_by_criminals(view, trigger):
        return False
    before = view.passage.text[view.stretch.start : trigger.where.start]
    # "Led the police to 12 rifles": before goods "to" tells of no purpose.
    end = len(before.removesuffix("to ")) if trigger.name in _BY_GOODS else len(before)
    return not is_unasserted(view.passage.text, view.stretch, view.stretch.start + end)


def _is_by_criminals(view: SentenceView, trigger: Trigger) -> bool:
    """Whether the clause says that criminals took the goods ("gunmen disarmed the guards and took 12 rifles")."""
    if not _CRIMINALS.search(view.passage.text, view.stretch.start, trigger.where.start):
        return False
    clause = grammar(view.passage.text, view.stretch).at(trigger.where)
    if clause is None or clause.standing is not Standing.VERB or _GIVEN_UP.fullmatch(view.passage.words(trigger.where)):
        return False
    doers = clause.agents if clause.passive else clause.subjects if clause.objects else ()
    return bool(doers) and all(_CRIMINALS.fullmatch(doer.noun) for doer in doers)


def _draft(view: SentenceView, zone: Zone, trigger: Trigger) -> Draft | None:
    taken_apart = _TAKEN_APART.fullmatch(view.passage.words(trigger.where)) is not None
    if _RING.match(view.passage.text, trigger.where.end):
        return None
    if trigger.name == "found" and (
        not (
            taken_apart
            or _is_of_finders(view)
            or _is_told_of_a_laboratory(view, zone, trigger)
            or _is_measured_before(view, zone, trigger)
        )
        or _NO_GOODS.match(view.passage.text[trigger.where.end : trigger.where.end + 20].lstrip())
    ):
        return None
    goods = _goods(view, zone, trigger)
    if all(mention.item.quantity is None for mention in goods):
        goods = (
            elliptic(view.passage, zone.where)[:1] or counted_again(view.passage, trigger.where, view.stretch) or goods
        )
    wanted = any(_is_contraband(view, mention) or _is_got_back(view, trigger, mention) for mention in goods)
    if not goods or (trigger.name == "found" and not wanted):
        return None
    if trigger.name == "seizure" and all(mention.item.quantity is None for mention in goods):
        return None
    draft, _ = begin(view, Kind.SEIZURE, zone, core=trigger)
    draft = headed(view, draft)
    measured = any(mention.item.quantity is not None for mention in goods)
    days = (draft.date.end - draft.date.start).days + 1 if draft.date else 0
    if not measured and not (draft.date and (days <= 31 or _is_of_the_arrested(view, trigger))):
        return None
    readings = (
        *draft.readings,
        *(
            Reading("items", mention.where, "goods-in-list" if trigger.name == "listed" else "goods-in-zone")
            for mention in goods
        ),
    )
    return replace(
        draft,
        readings=readings,
        items=tuple(mention.item for mention in goods),
        aggregate=days > 31 or _SUMMED.search(view.words) is not None,
        # Goods taken right after what a dated sentence tells need no day of their own.
        tied=draft.tied or trigger.name in ("goods", "listed"),
        anchored=measured or draft.own_date or draft.own_place or draft.date is not None,
    )


def _is_told_of_a_laboratory(view: SentenceView, zone: Zone, trigger: Trigger) -> bool:
    """Whether a laboratory or tunnel is said to have been found: nobody but the authorities tells of that."""
    before = view.passage.text[zone.where.start : trigger.where.start]
    return _LABORATORY.search(before) is not None


def _is_measured_before(view: SentenceView, zone: Zone, trigger: Trigger) -> bool:
    """Whether a weight of drugs or a sum of money is said to have been found: who found it need not be told."""
    if not _is_object_before(view.passage.text, trigger.where):
        return False
    return any(
        mention.item.quantity is not None and (mention.item.unit in _WEIGHED or mention.item.what == "cash")
        for mention in goods_in(view.passage, Stretch(zone.where.start, trigger.where.start))
    )


def _is_got_back(view: SentenceView, trigger: Trigger, mention: ItemMention) -> bool:
    """Whether vehicles or the like in number were recovered, which the authorities do with stolen ones."""
    recovered = _RECOVERED.fullmatch(view.passage.words(trigger.where)) is not None
    return recovered and mention.item.what in _MOVABLE and mention.item.quantity is not None


def _is_contraband(view: SentenceView, mention: ItemMention) -> bool:
    """Whether goods by themselves are what the authorities look for; a smugglers' tunnel is."""
    return mention.item.what in _CONTRABAND or _TUNNEL.search(view.passage.words(mention.where)) is not None


def _is_of_the_arrested(view: SentenceView, trigger: Trigger) -> bool:
    """Whether somebody is said to have been arrested with the goods ("arrested in 2005 with a cache of arms")."""
    before = view.passage.text[view.stretch.start : trigger.where.end]
    arrests = [one for zone in view.zones for one in zone.of("arrest") if one.where.end <= trigger.where.start]
    return bool(arrests) and _IN_POSSESSION.search(before, arrests[-1].where.end - view.stretch.start) is not None


def _is_of_finders(view: SentenceView) -> bool:
    """Whether this sentence or the last one names those who find and take things."""
    near = view.passage.sentences[max(0, view.index - 1) : view.index + 1]
    return any(_FINDERS.search(view.passage.words(sentence)) for sentence in near)


def _goods(view: SentenceView, zone: Zone, trigger: Trigger) -> list[ItemMention]:
    text = view.passage.text
    if trigger.name in _BY_GOODS:
        return [
            mention
            for mention in goods_in(view.passage, zone.where)
            if mention.item.unit not in _LAND and not is_setting(text, mention, trigger.where)
        ]
    after = _taken(view, Stretch(trigger.where.end, zone.where.end), trigger)
    before = _taken(view, Stretch(zone.where.start, trigger.where.start), trigger)
    chosen: Sequence[ItemMention] = (
        after if _has_goods(after) and not _after_is_place_only(after) else before if _has_goods(before) else after
    )
    if _has_goods(before) and _is_object_before(text, trigger.where):
        # "a plane was impounded in Tepic with six passports and USD 1.1 million"
        behind = goods_in(view.passage, Stretch(trigger.where.end, zone.where.end))
        chosen = [*before, *after] if _has_goods(after) and _WITHIN.search(_before(text, trigger, behind)) else before
    return [
        mention
        for mention in chosen
        if mention.item.what not in _BACKGROUND
        or mention.item.quantity is not None
        or any(other.item.what in _CONTRABAND for other in chosen)
    ]


def _taken(view: SentenceView, stretch: Stretch, trigger: Trigger) -> list[ItemMention]:
    """The goods of a stretch that are no land, and not only where or by what the others were found."""
    return [
        mention
        for mention in goods_in(view.passage, stretch)
        if mention.item.unit not in _LAND and not is_setting(view.passage.text, mention, trigger.where)
    ]


def _before(text: str, trigger: Trigger, goods: Sequence[ItemMention]) -> str:
    """The words between the trigger and the first goods behind it."""
    return text[trigger.where.end : goods[0].where.start]


def _has_goods(found: Sequence[ItemMention]) -> bool:
    return any(mention.item.what in _CONTRABAND or mention.item.quantity is not None for mention in found)


def _after_is_place_only(found: Sequence[ItemMention]) -> bool:
    return all(mention.item.what in _BACKGROUND and mention.item.quantity is None for mention in found)


def _is_object_before(text: str, trigger: Stretch) -> bool:
    return bool(
        re.search(r"\b(?:was|were|been|being)\s+(?:\w+\s+)?$", text[max(0, trigger.start - 25) : trigger.start])
    ) or bool(re.match(r"\s*[,.;]", text[trigger.end : trigger.end + 2]))


def is_setting(text: str, mention: ItemMention, trigger: Stretch) -> bool:
    """Whether the goods are only where or by what the others were found ("in a second car", "fired from a rifle")."""
    # "In Tepic seized two trucks": the place is that of the verb.
    since = trigger.end if trigger.end <= mention.where.start else 0
    before = text[max(since, mention.where.start - 40) : mention.where.start]
    if mention.item.what not in _BACKGROUND and _MADE_THERE.search(before):
        return True
    if mention.item.what not in _BACKGROUND:
        return mention.item.quantity in (None, 1) and _CAME_FROM.search(before) is not None
    return bool(_PLACED.search(before) or (mention.item.quantity is None and _OF_OR_WITH.search(before)))
