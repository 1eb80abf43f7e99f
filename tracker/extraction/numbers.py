"""Figures in prose: "four", "over 50", "2,400", "two dozen", "100-plus", "1.5 million", "dozens".

A figure's value is None where the text gives no number ("dozens"); percentages, ordinals, calibers, times of day, ages
and the numbers of dates are no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tracker.extraction.lexicon import any_of, mapping, words
from tracker.extraction.openings import opening
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.reports import Comparison


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its comparison; `where` includes the words of the comparison."""

    where: Stretch
    value: Decimal | None
    op: Comparison | None = None

    @property
    def whole(self) -> int | None:
        """The value where it is a whole number."""
        return int(self.value) if self.value is not None and self.value == self.value.to_integral_value() else None


_UNITS = {word: number for number, word in enumerate(words("language", "units"), 1)}
_TENS = {word: 10 * number for number, word in enumerate(words("language", "tens"), 2)}
ORDINALS = {word: number for number, word in enumerate(words("language", "ordinals"), 1)}
_OPS = {phrase: Comparison(op) for op, phrases in mapping("language", "comparisons").items() for phrase in phrases}
_MOST_DIGITS = 15
"""More digits are those of an account or a serial number, or of no number at all."""
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "k": 1000}

_UNIT = "(?:" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")"
_TEN = "(?:" + "|".join(_TENS) + ")"
_WORD = rf"(?:(?:{_TEN})(?:[- ]{_UNIT})?|{_UNIT})"
_SCALE = "(?:hundred|thousand|million|billion)"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NOT_AFTER = (
    r"(?!\s?(?:%|percent\b|per cent\b|a\.m\b|p\.m\b|years? old|year-old|months? old|mm\b|caliber|"
    r"-year|-month|-day|-hour|-minute|th\b|st\b|nd\b|rd\b|-caliber))"
)
_WRITTEN = (
    r"(?P<op>(?:"
    + "|".join(sorted(_OPS, key=len, reverse=True))
    + r")\s+(?:the\s+|an?\s+(?:additional|estimated)\s+)?)?(?:a (?:total|further) of\s+|a\s+(?:total|further)\s+)?"
    rf"(?:(?P<digits>{_DIGITS})(?:\s(?P<scale>{_SCALE})|(?P<k>K\b))?|(?P<half>half[- ](?:a[- ])?dozen)|"
    rf"(?P<dozen>(?:{_UNIT}|an?|a couple(?: of)?)\s+dozen)\b(?!s)"
    rf"|(?P<words>{_WORD})(?:[\s-](?P<wscale>{_SCALE})(?:\s+(?:and\s+)?(?P<rest>{_WORD}))?)?|"
    rf"(?P<ascale>(?:a|one|half a) (?:hundred|thousand|million)))"
    r"(?P<andhalf>\sand\sa\shalf(?=\s(?:ton|kilo|metric|hectare|million)))?"
    r"(?P<plus>-plus|\+|\splus\b|\sor more\b)?(?![\w$/])(?!,\d)(?!\.\d)(?![-:]\d)" + _NOT_AFTER
)
_FIGURE = Sought(
    rf"(?<![\w$.,:/-]){opening([_WRITTEN])}{_WRITTEN}|\b(?P<vague>{any_of('language', 'vague')})\b",
    re.IGNORECASE,
)


_AGE_REACH = 12
_AGED = re.compile(r"\b(?:boy|girl|child|youth|youngster|son|daughter|man|woman) of $|\bage[d]? $", re.IGNORECASE)


def number_of(word: str) -> int:
    """The number that a word for a small one means ("three")."""
    return _UNITS[word.lower()]


def _word_value(phrase: str) -> int:
    total = 0
    for part in re.split(r"[- ]", phrase.lower()):
        total += _UNITS.get(part) or _TENS.get(part) or 0
    return total


def _value(match: re.Match[str]) -> Decimal | None:
    value = _whole(match)
    if value is not None and match.group("andhalf"):
        value += Decimal("0.5")
    return value


def _of_digits(match: re.Match[str]) -> Decimal | None:
    digits = match.group("digits").replace(",", "")
    if len(digits) > _MOST_DIGITS:
        return None
    scale = match.group("scale") or match.group("k")
    return Decimal(digits) * _SCALES[scale.lower()] if scale else Decimal(digits)


def _whole(match: re.Match[str]) -> Decimal | None:
    if match.group("digits"):
        return _of_digits(match)
    if match.group("half"):
        return Decimal(6)
    if match.group("dozen"):
        first, *rest = match.group("dozen").lower().split()
        return Decimal(12 * (2 if "couple" in rest else _UNITS.get(first) or 1))
    if match.group("ascale"):
        first, *_, scale = match.group("ascale").lower().split()
        return Decimal(_SCALES[scale]) / (2 if first == "half" else 1)
    if match.group("words"):
        value = Decimal(_word_value(match.group("words")))
        if match.group("wscale"):
            value *= _SCALES[match.group("wscale").lower()]
            value += _word_value(match.group("rest") or "")
        return value
    return None


def figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """The figures of `text[start:end]`, in order."""
    found = []
    for match in _FIGURE.finditer(text, start, len(text) if end is None else end):
        if _AGED.search(text, max(0, match.start() - _AGE_REACH), match.start()):
            continue
        op = None
        if match.group("op"):
            phrase = re.sub(r"\s+(?:the|an? (?:additional|estimated))\s*$", "", match.group("op").lower().rstrip())
            op = _OPS.get(phrase, None if match.group("vague") else Comparison.ABOUT)
        if match.group("plus"):
            op = Comparison.MORE
        found.append(Figure(Stretch(match.start(), match.end()), _value(match), op))
    return found
