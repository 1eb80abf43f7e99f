"""How much: figures with their units, as "two and a half tons", "a kilo and a half", "a 60-kilo load", "$3.2 million".

Units that the codebook does not have are converted ("pounds" to kilograms); a figure without one has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from tracker.extraction.lexicon import any_of, mapping
from tracker.extraction.numbers import figures
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.reports import Comparison


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity; `where` is that of its figure and unit. Without a value the text names only a unit ("tons of")."""

    where: Stretch
    value: Decimal | None
    unit: str | None
    op: Comparison | None = None

    @property
    def is_weighed(self) -> bool:
        """Whether it is measured, not counted."""
        return self.unit in ("kg", "t", "ha", "l")


_UNITS = mapping("goods", "units")
_CONVERSIONS = {name: (unit, Decimal(factor)) for name, (unit, factor) in mapping("goods", "conversions").items()}
_ANY_UNIT = "|".join(rf"(?P<{unit}>{'|'.join(entries)})" for unit, entries in _UNITS.items())
_UNIT = re.compile(
    rf"[\s-]*(?:metric\s+|square\s+)?(?:{_ANY_UNIT})\b\.?(?P<half>[\s-]and[\s-]a[\s-]half)?", re.IGNORECASE
)
_COMPARED = r"(?P<op>" + any_of("goods", "about") + r"\s+)?"
_IN_WORDS = Sought(
    rf"\b{_COMPARED}"
    r"(?:(?P<part>half|three[- ]quarters|(?:one|a)[- ]quarter|two[- ]thirds|(?:one|a)[- ]third)(?: of)? an?"
    r"|(?P<of_one>(?<!and )a half)"
    r"|(?:an?|another|one|nearly a|a full)(?: further| metric)?)"
    r"[\s-](?P<unit>tons?|tonne|kilo|kilogram|hectare|pound)\b"
    r"(?P<half>[\s-]and[\s-]a[\s-](?:half|quarter))?",
    re.IGNORECASE,
)
_PARTS = {"half": "0.5", "three quarters": "0.75", "two thirds": "0.667", "quarter": "0.25", "third": "0.333"}
_WORD_UNITS = {"t": "t", "k": "kg", "h": "ha", "p": "lb"}


def amounts(text: str, start: int, end: int) -> list[Amount]:
    """The quantities of `text[start:end]` with their units, in order; figures alone have no unit."""
    found = list(_in_words(text, start, end))
    for figure in figures(text, start, end):
        if any(figure.where.overlaps(known.where) for known in found):
            continue
        unit = _UNIT.match(text, figure.where.end, end)
        if unit is None:
            found.append(Amount(figure.where, figure.value, None, figure.op))
            continue
        name = str(next(name for name in _UNITS if unit.group(name)))
        value = figure.value + Decimal("0.5") if unit.group("half") and figure.value is not None else figure.value
        found.append(converted(Amount(Stretch(figure.where.start, unit.end()), value, name, figure.op)))
    return sorted(found, key=lambda amount: amount.where)


def converted(amount: Amount) -> Amount:
    """The amount in a unit of the codebook."""
    if amount.unit not in _CONVERSIONS:
        return amount
    unit, factor = _CONVERSIONS[amount.unit]
    value = None if amount.value is None else (amount.value * factor).quantize(Decimal("0.001")).normalize() + 0
    return replace(amount, value=value, unit=unit)


def _in_words(text: str, start: int, end: int) -> Iterator[Amount]:
    for match in _IN_WORDS.finditer(text, start, end):
        printed = (match.group("part") or match.group("of_one") or "").lower().replace("-", " ")
        value = Decimal(next((number for part, number in _PARTS.items() if printed.endswith(part)), "1"))
        if match.group("half"):
            value += Decimal("0.5" if match.group("half").lower().endswith("half") else "0.25")
        op = {"n": Comparison.LESS, "a": Comparison.LESS}.get((match.group("op") or "x")[0].lower())
        compared = match.group("op")
        if compared and not compared.lower().startswith(("nearly", "almost")):
            op = Comparison.MORE if compared.lower().startswith(("over", "more")) else Comparison.ABOUT
        unit = _WORD_UNITS[match.group("unit")[0].lower()]
        yield converted(Amount(Stretch(match.start(), match.end()), value, unit, op))


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money in the codebook's currency."""

    where: Stretch
    value: Decimal
    unit: str
    op: Comparison | None


_SIGNS = mapping("goods", "currencies")
_BEFORE_FIGURE = "|".join(rf"(?P<before_{unit}>{'|'.join(entries)})" for unit, entries in _SIGNS.items())
_NAMES = mapping("goods", "moneys")
_AFTER_FIGURE = "|".join(rf"(?P<after_{unit}>{'|'.join(entries)})" for unit, entries in _NAMES.items())
_SCALED = r"(?P<n{0}>\d[\d,]*(?:\.\d+)?)(?:[\s-]?(?P<scale{0}>million|billion|thousand|mm|mil|k|m|b)\b)?"
_MONEY = Sought(
    rf"(?P<op>(?:{any_of('goods', 'about')})\s+)?(?:(?:the equivalent of|a total of)\s+)?"
    rf"(?:(?<![\w])(?:{_BEFORE_FIGURE})\s?{_SCALED.format(1)}"
    rf"|(?<![\w$.,-])(?:{_SCALED.format(2)}|(?P<half>half a million|a million|one million|two million|three million))"
    rf"[\s-](?:in\s)?(?:{_AFTER_FIGURE})(?!\w))",
    re.IGNORECASE,
)
CURRENCY = Sought("|".join(chain.from_iterable((*_SIGNS.values(), *_NAMES.values()))), re.IGNORECASE)
"""What every sum has; looked for first, because most sentences have none."""
_SCALES = {
    "million": 10**6,
    "mm": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "b": 10**9,
    "thousand": 1000,
    "mil": 1000,
    "k": 1000,
}
_WORDS = {"half a million": 500_000, "two million": 2_000_000, "three million": 3_000_000}
_NO_CASH = re.compile(r"\b" + any_of("goods", "not_in_hand") + r"\s+(?:[\w.-]+\s+){0,2}$", re.IGNORECASE)
_NO_CASH_AFTER = re.compile(r"\s+" + any_of("goods", "not_in_hand_after") + r"\b", re.IGNORECASE)


def moneys(text: str, start: int, end: int) -> Iterator[Money]:
    """The sums of money in `text[start:end]` that are money in hand: no values, prices, ransoms or rewards."""
    if not CURRENCY.search(text, start, end):
        return
    for match in _MONEY.finditer(text, start, end):
        if _NO_CASH.search(text, start, match.start()) or _NO_CASH_AFTER.match(text, match.end(), end):
            continue
        printed = (match.group("half") or "").lower()
        number = Decimal((match.group("n1") or match.group("n2") or "0").replace(",", ""))
        scale = match.group("scale1") or match.group("scale2")
        value = Decimal(_WORDS.get(printed, 10**6)) if printed else number * _SCALES[scale.lower()] if scale else number
        unit = next(
            name.rpartition("_")[2]
            for name, group in match.groupdict().items()
            if group and name[:6] in ("before", "after_")
        )
        yield Money(Stretch(match.start(), match.end()), value, unit, comparison(match.group("op")))


def comparison(printed: str | None) -> Comparison | None:
    """The comparison that words before a figure make; None without words."""
    if not printed or not printed.strip():
        return None
    word = printed.strip().lower()
    found = {phrase: Comparison(op) for op, phrases in mapping("language", "comparisons").items() for phrase in phrases}
    return found.get(word, Comparison.ABOUT)
