"""Goods and how much of them: "almost two tons of cocaine", "31 rifles", "US$5,000 in cash"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.extraction.lexicon import mapping
from tracker.extraction.numbers import figures
from tracker.extraction.sentences import Stretch
from tracker.reports import Comparison, Item


@dataclass(frozen=True, slots=True)
class ItemMention:
    """Goods with their quantity, and where they are named (the figure included)."""

    where: Stretch
    item: Item


_GOODS = mapping("goods", "goods")
_UNITS = mapping("goods", "units")
_NOUNS = re.compile(
    r"\b(?:"
    + "|".join(rf"(?P<{name.replace('-', '_')}>{'|'.join(entries)})" for name, entries in _GOODS.items())
    + r")\b(?![-'])",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^\s*-?(?:metric\s+)?(?:"
    + "|".join(rf"(?P<{unit}>{'|'.join(entries)})" for unit, entries in _UNITS.items())
    + r")\b\.?",
    re.IGNORECASE,
)
_GAP = re.compile(r"^(?:\s+(?:of|the))*(?:\s+[\w.'/-]+){0,4}?\s*$")
_OPS = "(?P<op>over|more than|nearly|almost|about|approximately|around|some|at least|roughly|an estimated)?"
_LAND_AFTER = re.compile(r"\s+(?:fields|plots|plantations)\b", re.IGNORECASE)
_MONEY = re.compile(
    (
        rf"(?:{_OPS}\s*(?:the equivalent of )?(?:(?:US|USD|U\.S\.)\s?\\?\$?|"
        rf"\\?\$)\s?(?P<n>\d[\d,]*(?:\.\d+)?)(?:\s?(?P<s>million|billion|thousand|k|m)\b)?"
        rf"|{_OPS.replace('op>', 'op2>')}\s*(?P<n2>\d[\d,]*(?:\.\d+)?)(?:\s(?P<s2>million|billion|"
        rf"thousand))?\s(?:(?:in )?(?P<mxn>(?:Mexican )?pesos|MXN)|(?:U\.?S\.? )?(?:dollars|USD)))"
    ),
    re.IGNORECASE,
)
_SCALES = {"million": 1_000_000, "m": 1_000_000, "billion": 1_000_000_000, "thousand": 1000, "k": 1000}
_OP_WORDS = {
    "over": Comparison.MORE,
    "more than": Comparison.MORE,
    "nearly": Comparison.LESS,
    "almost": Comparison.LESS,
    "at least": Comparison.AT_LEAST,
}
_DRUGS = frozenset(
    {"marijuana", "cocaine", "coca", "heroin", "methamphetamine", "opium-poppy", "synthetic-drugs", "precursors"}
)
_NO_UNITS = frozenset({"drugs", "equipment", "cash"})
_SINGLE = re.compile(r"\b(?:an?|one|another)\s+(?:[\w.-]+\s+){0,3}$", re.IGNORECASE)
_TONS_IN_WORDS = re.compile(
    (
        r"\b(?:(?P<half>half a)|(?:an?|another|one)(?: further)?) (?P<unit>ton|tonne|kilo|kilogram|"
        r"hectare)\b(?P<and> and a half)?"
    ),
    re.IGNORECASE,
)


def items(text: str, start: int, end: int) -> tuple[ItemMention, ...]:
    """The goods named in `text[start:end]`, in order; each kind once, with its first quantity."""
    part = text[start:end]
    found: list[ItemMention] = []
    taken = start
    money = _money(part, start)
    for match in _NOUNS.finditer(text, start, end):
        what = str(match.lastgroup).replace("_", "-")
        if what == "cash" and money:
            continue
        mention = _measured(text, Stretch(taken, match.start()), match.end(), what=what)
        found.append(mention)
        taken = match.end()
    found.extend(money)
    return _without_repeats(sorted(found, key=lambda mention: mention.where.start))


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


def _measured(text: str, before: Stretch, end: int, *, what: str) -> ItemMention:
    """The item with the figure in front of it, if one stands close enough."""
    window = text[before.start : before.end]
    words = list(_TONS_IN_WORDS.finditer(window))
    if words and _GAP.match(window[words[-1].end() :]) and "," not in window[words[-1].end() :]:
        return _in_words(words[-1], before.start, end, what)
    for figure in reversed(figures(window)):
        rest = window[figure.where.end :]
        unit_match = _UNIT.match(rest)
        gap = rest[unit_match.end() :] if unit_match else rest
        if not _GAP.match(gap) or re.search(
            (
                r"[,;]|\b(?:and|in|from|with|on|at|by|were|was|than|police|officers|soldiers|men|"
                r"people|members|arrest\w*)\b"
            ),
            gap,
        ):
            break
        fields = _LAND_AFTER.match(text, end) if unit_match is None else None
        unit = str(unit_match.lastgroup) if unit_match else "fields" if fields else _natural_unit(what)
        where = Stretch(before.start + figure.where.start, end)
        if unit == "lb" and figure.value is not None:
            return ItemMention(where, Item(what, _kilograms(figure.value), "kg", figure.op))
        return ItemMention(
            where, Item(what, figure.value, unit if figure.value is not None or unit_match else None, figure.op)
        )
    noun = text[before.end : end]
    single = _SINGLE.search(window)
    if single and not noun.lower().endswith("s") and _natural_unit(what) == "units" and what not in _DRUGS:
        return ItemMention(Stretch(before.start + single.start(), end), Item(what, Decimal(1), "units"))
    return ItemMention(Stretch(before.end, end), Item(what))


def _in_words(match: re.Match[str], offset: int, end: int, what: str) -> ItemMention:
    quantity = Decimal("0.5") if match.group("half") else Decimal("1.5") if match.group("and") else Decimal(1)
    unit = {"t": "t", "k": "kg", "h": "ha"}[match.group("unit")[0].lower()]
    about = re.search(r"\b(?:about|approximately|around|some)\s+$", match.string[: match.start()], re.IGNORECASE)
    return ItemMention(
        Stretch(offset + match.start(), end), Item(what, quantity, unit, Comparison.ABOUT if about else None)
    )


def _kilograms(pounds: Decimal) -> Decimal:
    """Pounds in kilograms, to the gram."""
    return (pounds * Decimal("0.45359237")).quantize(Decimal("0.001")).normalize() + 0


def _natural_unit(what: str) -> str | None:
    if what == "ammunition":
        return "rounds"
    return None if what in _NO_UNITS else "units"


def _money(part: str, offset: int) -> list[ItemMention]:
    found = []
    for match in _MONEY.finditer(part):
        number = Decimal((match.group("n") or match.group("n2")).replace(",", "") or "0")
        scale = match.group("s") or match.group("s2")
        op = (match.group("op") or match.group("op2") or "").lower()
        quantity = number * _SCALES[scale.lower()] if scale else number
        comparison = _OP_WORDS.get(op, Comparison.ABOUT) if op else None
        found.append(
            ItemMention(
                Stretch(offset + match.start(), offset + match.end()),
                Item("cash", quantity, "mxn" if match.group("mxn") else "usd", comparison),
            )
        )
    return found
