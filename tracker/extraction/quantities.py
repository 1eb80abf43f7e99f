"""Goods and how much of them: "almost two tons of cocaine", "31 rifles", "US$5,000 in cash", "Cocaine (tons): 84.6"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from tracker.extraction.lexicon import any_of, mapping
from tracker.extraction.measures import CURRENCY, Amount, amounts, converted, moneys
from tracker.extraction.openings import named_expressions
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.reports import Item


@dataclass(frozen=True, slots=True)
class ItemMention:
    """Goods with their quantity, and where they are named (the figure included)."""

    where: Stretch
    item: Item


CROPS = frozenset({"marijuana", "coca", "opium-poppy", "drug-crops"})
DRUGS = frozenset(
    {
        "marijuana",
        "hashish",
        "cocaine",
        "coca",
        "heroin",
        "opium",
        "morphine",
        "methamphetamine",
        "opium-poppy",
        "synthetic-drugs",
        "precursors",
        "drugs",
    }
)
_GOODS = mapping("goods", "goods")
_ANY_GOODS, _NAMES = named_expressions(_GOODS)
_NOUNS = Sought(
    rf"(?<![\w-]){_ANY_GOODS}(?![\w'-]|,\d)", re.IGNORECASE, begins_as="|".join(chain.from_iterable(_GOODS.values()))
)
_COMPOUND = re.compile(r"[ -](?:[a-z]+ )?" + any_of("goods", "compounds.nouns") + r"\b", re.IGNORECASE)
_NO_GOODS_BEFORE = Sought(r"\b" + any_of("goods", "compounds.before") + r"\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_GAP = re.compile(r"^(?:\s+(?:of|the|with|in))?(?:\s+(?!--)[\w.'/\"-]+){0,5}?\s*$")
_BREAK = re.compile(
    r"[,;]|\b(?:and|in|from|with|on|at|by|were|was|than|police(?!\s*$)|officers|soldiers|"
    r"men|people|members|arrest\w*|seiz\w*|"
    r"to|for|which|that|had|has|have|as|who|carrying|while|after|containing|including)\b"
)
_SEEMING = re.compile(
    r"\s(?:what|which) (?:\w+ly )?(?:(?:turned out|proved|appear(?:s|ed)|seem(?:s|ed)|(?:is|was|were) (?:\w+ )?\w+ed)"
    r" to (?:be|have been)|was|were)\s",
    re.IGNORECASE,
)
"""Between a measure and goods that were only found out to be such ("46 kilos of what turned out to be cocaine")."""
_IN_CONTAINERS = re.compile(r"\s+(?:with|of|containing|filled with|full of)\s")
_LAND_AFTER = re.compile(r"\s+(?:fields|plots|plantations)\b", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"\s+(?:plants?|seedlings|bushes|pills|tablets|capsules|doses|fields|plots|plantations)\b", re.IGNORECASE
)
_TOLD_AFTER = re.compile(
    r"(?P<unit>\s*\((?:in )?(?:metric )?(?:tons|tonnes|kilos|kilograms|kgs?|mt|hectares|ha|units|rounds|pounds|lbs)\))?"
    r"(?:\s+\([^)]{2,30}\))?\s*(?::|=|--?|\u2013|\.{2,})\s*(?=[\d$])",
    re.IGNORECASE,
)
_IN_TABLE = re.compile(r"[:=.]\s*$|^\s*$|\s{3}$")
_WEIGHING = re.compile(
    r"(?:\s+[\w-]+)?,?\s+(?:which\s+)?(?:weigh(?:ing|ed)|tota?ll?(?:ing|ed)|for an?\s+total\s+(?:weight\s+)?of|"
    r"with an?\s+(?:total\s+|combined\s+|approximate\s+)*weight of)\s+",
    re.IGNORECASE,
)
_BRACKET_AFTER = re.compile(r"\s*\((?=[^)]{0,30}\d)|\s*\((?=[\w ]{0,15}(?:ton|kilo))")
_MAKER = re.compile(r"\b" + any_of("goods", "compounds.makers") + r"\s$", re.IGNORECASE)
_POUNDS = re.compile(r"\b(?:pounds?|lbs?)\b", re.IGNORECASE)
_SINGLE = re.compile(r"\b(?:an?|one|another)\s+(?:(?!of\b|in\b|on\b|an?\b)[\w.-]+\s+){0,3}$", re.IGNORECASE)
_COLLECTIVE = re.compile(r"arsenal|weaponry|ammunition|munitions|equipment|gear|arms|body armou?r", re.IGNORECASE)
_ELLIPSIS = 3
_NEAR = 15
_SHARED = 60
_AROUND = 80
"""What stands further before a stretch tells nothing of its goods."""
_OF_IT = re.compile(r"\s+of\s*$", re.IGNORECASE)
_COUNTED = frozenset({"vehicles", "boats", "aircraft", "property", "firearms", "vests", "uniforms", "documents"})
_NO_UNITS = frozenset({"drugs", "cash"})


def items(text: str, start: int, end: int, dates: Sequence[Stretch] = ()) -> tuple[ItemMention, ...]:
    """The goods named in `text[start:end]`, in order; goods of one kind again only with another quantity.

    The numbers of `dates` count nothing.
    """
    if not (_NOUNS.search(text, start, end) or CURRENCY.search(text, start, end)):
        return ()
    within = [date for date in dates if date.start < end and start < date.end]
    if within:
        # What is far from the stretch is left out: a changed text is looked through anew.
        first = max(0, start - _AROUND)
        near = items(_blanked(text, Stretch(first, end), within), start - first, end - first)
        return tuple(ItemMention(Stretch(one.where.start + first, one.where.end + first), one.item) for one in near)
    found: list[ItemMention] = []
    taken = start
    money = [ItemMention(sum_.where, Item("cash", sum_.value, sum_.unit, sum_.op)) for sum_ in moneys(text, start, end)]
    for match in _NOUNS.finditer(text, start, end):
        what = _NAMES[str(match.lastgroup)]
        if match.start() < taken or (what == "cash" and money) or _makes_another_thing(text, match, end):
            continue
        mention = _measured(
            text, Stretch(taken, match.start()), Stretch(match.start(), match.end()), end=end, what=what
        )
        if mention.item.quantity is None and _NO_GOODS_BEFORE.search(
            text, max(start, match.start() - 40), match.start()
        ):
            continue
        if any(mention.where.overlaps(other.where) for other in money):
            continue
        found.append(mention)
        taken = max(match.end(), mention.where.end)
    return _without_repeats(sorted((*found, *money), key=lambda mention: mention.where.start))


def _blanked(text: str, part: Stretch, dates: Sequence[Stretch]) -> str:
    """A part of the text with commas in place of dates."""
    for date in dates:
        text = text[: date.start] + "," * (date.end - date.start) + text[date.end :]
    return text[part.start : part.end]


def goods_in(passage: Passage, stretch: Stretch) -> tuple[ItemMention, ...]:
    """The goods named in a stretch of a passage."""
    return _items(passage.text, stretch, passage.dated(stretch))


@lru_cache(maxsize=64)
def _items(text: str, stretch: Stretch, dates: tuple[Stretch, ...]) -> tuple[ItemMention, ...]:
    return items(text, stretch.start, stretch.end, dates)


def names_goods(text: str, stretch: Stretch) -> bool:
    """Whether a stretch names any goods at all."""
    return _NOUNS.search(text, stretch.start, stretch.end) is not None


def _makes_another_thing(text: str, match: re.Match[str], end: int) -> bool:
    return _COMPOUND.match(text, match.end(), end) is not None and not _UNIT_AFTER.match(text, match.end(), end)


def _without_repeats(found: Sequence[ItemMention]) -> tuple[ItemMention, ...]:
    kept: list[ItemMention] = []
    for mention in found:
        same = [index for index, other in enumerate(kept) if other.item.what == mention.item.what]
        if not same or (
            mention.item.quantity is not None
            and all(kept[index].item.quantity not in (None, mention.item.quantity) for index in same)
        ):
            kept.append(mention)
        elif mention.item.quantity is not None and kept[same[0]].item.quantity is None:
            kept[same[0]] = mention
    return tuple(kept)


def _measured(text: str, before: Stretch, noun: Stretch, *, end: int, what: str) -> ItemMention:
    """The item with the amount in front of it or right after it, if one stands close enough."""
    first = _amount_before(text, before, noun)
    if first is not None and _TOLD_AFTER.match(text, noun.end, end) and _IN_TABLE.search(text, 0, first.where.start):
        first = None
    if first is not None and first.is_weighed and what in _COUNTED:
        # "800 kilos in a truck"
        first = None
    exact = first is not None and not _is_rough(text, first)
    told = None if exact else _weight_after(text, noun, end) or _amount_after(text, noun, end=end, alone=first is None)
    if told is not None and (first is None or told.is_weighed):
        return ItemMention(Stretch(noun.start, told.where.end), _item(what, told, told.unit or _natural_unit(what)))
    if first is not None:
        counted = first.unit or ("fields" if _LAND_AFTER.match(text, noun.end, end) else _natural_unit(what))
        known = first.value is not None or first.unit is not None
        return ItemMention(Stretch(first.where.start, noun.end), _item(what, first, counted if known else None))
    single = _SINGLE.search(text, before.start, noun.start)
    if (
        single
        and not _COLLECTIVE.fullmatch(text, noun.start, noun.end)
        and not text[noun.start : noun.end].lower().endswith("s")
        and _natural_unit(what) == "units"
        and what not in DRUGS
    ):
        return ItemMention(Stretch(single.start(), noun.end), Item(what, Decimal(1), "units"))
    return ItemMention(noun, Item(what))


def _item(what: str, amount: Amount, unit: str | None) -> Item:
    return Item(what, amount.value, unit, amount.op)


def _amount_before(text: str, before: Stretch, noun: Stretch) -> Amount | None:
    found = amounts(text, before.start, noun.start)
    for index in range(len(found) - 1, -1, -1):
        amount = found[index]
        if _MAKER.search(text, max(0, before.start - _NEAR), amount.where.start):
            # "A Cessna 206 aircraft" is one.
            continue
        gap = text[amount.where.end : noun.start]
        bracket = re.match(r"\s*\([^)]*\)", gap)
        if bracket:
            # "fourteen bales (420 kilos) of cocaine"
            inside = [each for each in found[index + 1 :] if each.is_weighed]
            gap = gap[bracket.end() :]
            amount = inside[0] if inside and _is_rough(text, amount) else amount
        elif re.match(r"[^()]*\)", gap):
            continue
        held = _IN_CONTAINERS.match(gap) if amount.unit == "units" else None
        gap = gap[held.end() - 1 :] if held else gap
        gap = _SEEMING.sub(" ", gap)
        if not _GAP.match(gap) or _BREAK.search(gap.removeprefix(" with").removeprefix(" in")):
            return None
        if amount.unit is None and _OF_IT.match(gap):
            # "61 hectares of marijuana and 40 of poppy"
            return replace(amount, unit=_unit_before(text, max(0, before.start - _SHARED), before.start))
        return amount
    return None


def _unit_before(text: str, start: int, end: int) -> str | None:
    """The unit of the last measured amount before, which a figure that follows it shares."""
    return next((amount.unit for amount in reversed(amounts(text, start, end)) if amount.is_weighed), None)


def _is_rough(text: str, amount: Amount) -> bool:
    """Whether the weight in brackets after an amount says more than it does (packages, pounds)."""
    return not amount.is_weighed or _POUNDS.search(text, amount.where.start, amount.where.end) is not None


def _weight_after(text: str, noun: Stretch, end: int) -> Amount | None:
    """What the goods are said to weigh ("five packages of cocaine weighing six kilos")."""
    weighing = _WEIGHING.match(text, noun.end, end)
    weights = amounts(text, weighing.end(), min(end, weighing.end() + _NEAR * 3)) if weighing else []
    if weighing and weights and weights[0].is_weighed and weights[0].where.start <= weighing.end() + 1:
        return weights[0]
    return None


def _amount_after(text: str, noun: Stretch, *, end: int, alone: bool) -> Amount | None:
    """The amount in brackets after the goods ("(about 50 kilos)"), or after a colon as in a table."""
    bracket = _BRACKET_AFTER.match(text, noun.end, end)
    if bracket:
        close = text.find(")", bracket.end(), end)
        inside = amounts(text, bracket.end(), close) if close > 0 else []
        weighed = [amount for amount in inside if amount.is_weighed]
        if weighed:
            return weighed[0]
        if alone and len(inside) == 1 and text[inside[0].where.end : close].strip() == "":
            return inside[0]
    told = _TOLD_AFTER.match(text, noun.end, end) if alone else None
    if told is None:
        return None
    figure = next(iter(amounts(text, told.end(), min(end, told.end() + 40))), None)
    if figure is None or figure.where.start > told.end() + 2:
        return None
    unit = (told.group("unit") or "").strip(" ()").lower().removeprefix("in ").removeprefix("metric ")
    if figure.unit is None and unit:
        return converted(Amount(figure.where, figure.value, _unit_named(unit), figure.op))
    return figure if figure.unit is None or figure.value is not None else None


def _unit_named(printed: str) -> str | None:
    return next(
        (
            unit
            for unit, entries in mapping("goods", "units").items()
            if re.fullmatch("|".join(entries), printed, re.IGNORECASE)
        ),
        None,
    )


def _natural_unit(what: str) -> str | None:
    if what == "ammunition":
        return "rounds"
    return None if what in _NO_UNITS else "units"


def elliptic(passage: Passage, stretch: Stretch) -> list[ItemMention]:
    """Weights in a stretch of drugs that only the words before name ("8 tons had been taken in February")."""
    named = goods_in(passage, stretch)
    dates = [mention.where for mention in passage.dates]
    found = []
    for amount in amounts(passage.text, stretch.start, stretch.end):
        taken = any(amount.where.overlaps(other) for other in (*dates, *(mention.where for mention in named)))
        if amount.unit in ("kg", "t") and amount.value is not None and not taken:
            what = _drug_before(passage, amount.where.start)
            if what:
                found.append(ItemMention(amount.where, _item(what, amount, amount.unit)))
    return found


def _drug_before(passage: Passage, position: int) -> str | None:
    """The drug named last in the sentence of a position or the two before it, alone or in a word for more."""
    sentences = [sentence for sentence in passage.sentences if sentence.start <= position][-_ELLIPSIS:]
    start = sentences[0].start if sentences else 0
    named = [_NAMES[str(match.lastgroup)] for match in _NOUNS.finditer(passage.text, start, position)]
    return next((what for what in reversed(named) if what in DRUGS - {"drugs"}), None)
