"""The cables that a stretch of a REF block names: a post and its serials, with the year before, between or after them.

"07 MEXICO 1, 2 AND 3", "MEXICO 07 1068", "MEXICO 1068-07", "LIMA 100 THRU 105". A stretch is text made ready by
reference_words.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.cables.identifier_forms import is_year
from tracker.cables.identifiers import full_year
from tracker.cables.post_spelling import known_code, read_post
from tracker.cables.reference_words import vocabulary
from tracker.types import Span

_LONGEST_RANGE = 60
_YEARS_BACK = 12
_LAST_YEAR = 2019
_YEAR = r"(?:19|2[0O])[\dO]\d|[\dO]\d|1O"
_NUMBER = r"\d(?:[\dOIL]{0,6}\d)?"
_ITEM = re.compile(
    rf"(?<![A-Z0-9])(?:[('\[]{{0,2}}(?P<year>{_YEAR})[)'\]]{{0,2}}[\s./_'-]{{0,80}}+)?"
    r"(?P<post>[A-Z][A-Z']*+(?:[\s.&-]{1,80}+[A-Z][A-Z']*+){0,5})"
    r"[\s#:.,/'_-]{0,80}+(?:[(\[](?='?(?:\d\d|\d{4})'?[)\]]\s{0,9}\d)'?)?"
    rf"(?P<number>{_NUMBER})(?P<thousands>,\d{{3}}(?![\d,]))?(?!\d|(?:ST|ND|RD|TH)\b)",
    re.ASCII,
)
_WORD = re.compile(r"[A-Z']+", re.ASCII)
_NUMBER_AFTER_YEAR = re.compile(r"(?P<joined>'?[\s/._-]{1,12}|\)\s{0,9})#?(?P<number>\d{1,8})(?!\d)", re.ASCII)
_YEAR_AFTER = re.compile(
    r"(?:\s?[(\[]\s?'?(?P<bracketed>(?:19|20)\d\d|\d\d)'?\s?[)\]]|\s?'(?P<quoted>\d\d)|,?\sOF\s'?(?P<of>(?:19|20)?\d\d)"
    r"|\s?(?P<mark>[-/])\s?'?(?P<joined>(?:19|20)\d\d|\d\d)|\s(?P<apart>0\d|10)(?=\s*(?:$|[,;.(\n])))(?![\d/])",
    re.ASCII,
)
_RANGE = re.compile(r"\s{0,2}(?:-{1,2}|THRU|THROUGH|TO|UNTIL)\s{0,2}(?P<number>\d{1,8})(?!\d|/\d|[A-Z])", re.ASCII)
_WORD_AFTER = re.compile(r"\s{1,12}(?!AND\b|OR\b)[A-Z]{2}", re.ASCII)
_NOTE = re.compile(r"\s{0,3}\([^()\d]{1,40}\)")
_ANOTHER = re.compile(
    rf"\s{{0,12}}(?:,\s{{0,12}}AND\b|[,;&+/]|\b(?:AND|OR)\b)\s{{0,12}}(?:#|NOS?\b\.?\s?)?(?P<number>{_NUMBER})(?!\d|/\d|\.\d|[A-Z])",
    re.ASCII,
)
_GOES_ON = re.compile(
    r"[ \t]{0,9}(?:$|[^\sA-Z]|\n"
    r"|(?:AND|OR|ET|DTD|DATED|OF|ON|FROM|NOTALS?|EXDIS|NODIS|THRU|THROUGH|TO|PREVIOUS|PRIOR)\b|[A-Z]{1,2}[.)])",
    re.ASCII,
)
_TYPED_FOR_DIGITS = str.maketrans("OIL", "011")
_BEFORE_A_NUMBER = frozenset(("NO", "NR", "NUMBER", "TEL", "TELNO", "CABLE", "TELEGRAM", "MSG", "MESSAGE"))
_IN_THOUSANDS = frozenset(("STATE",))
"""Posts whose serials are so high that "12,345" is one of them, not two."""


@dataclass(frozen=True, slots=True)
class CitedCable:
    """A cable named: its post, its serial, its year where one is printed with it, and where it is named."""

    code: str
    serial: int
    year: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class _Item:
    """A post with the first number after it, and the year printed before it."""

    code: str
    start: int
    year: str | None
    digits: str
    end: int


@dataclass(frozen=True, slots=True)
class _Number:
    """A number after a post, with its own year where it has one, and where it ends."""

    digits: str
    year: int | None
    end: int


def cited_cables(text: str, start: int, end: int, *, latest_year: int) -> list[CitedCable]:
    """The cables named in a stretch, in order; a printed year after the latest one is taken for none."""
    found: list[CitedCable] = []
    at = start
    while match := _ITEM.search(text, at, end):
        item = _item(match)
        # A number after no post may be the year of the post that follows it.
        cables, at = _cables(text, item, end, latest_year) if item else ([], match.end("post"))
        found += cables
    return found


def names_a_cable(text: str, at: int) -> bool:
    """Whether a known post with a number stands at a place of the text."""
    match = _ITEM.match(text, at)
    item = _item(match) if match else None
    return item is not None and match is not None and item.start in (match.start(), match.start("post"))


def _item(match: re.Match[str]) -> _Item | None:
    """The post in the words before a number: the longest known one that they end with."""
    code, digits, start = known_code(match["post"]), match["number"], match.start("post")
    whole = code is not None and match.end("post") < match.start("number")
    if not whole:
        words = list(_WORD.finditer(match["post"]))
        if len(words) > 1 and match.end("post") == match.start("number") and not words[-1].group().strip("OIL"):
            # "LIMA L23": a letter typed for the first digit.
            digits = words.pop().group() + digits
        while len(words) > 1 and words[-1].group() in _BEFORE_A_NUMBER:
            words.pop()
        code, first = _known_ending([word.group().removesuffix("'S") for word in words])
        whole, start = first == 0, start + words[first].start()
    if code is None:
        return None
    year = match["year"] if whole else None
    thousands = match["thousands"] if code in _IN_THOUSANDS and len(digits) <= 3 else None
    if thousands:
        return _Item(code, match.start() if year else start, year, digits + thousands[1:], match.end())
    return _Item(code, match.start() if year else start, year, digits, match.end("number"))


def _known_ending(words: list[str]) -> tuple[str | None, int]:
    """The code of the longest known post that the words end with, spelt or misspelt, and its first word."""
    for reading in (known_code, _mended_code):
        for first in range(len(words)):
            code = reading(" ".join(words[first:]))
            if code:
                return code, first
    return None, 0


def _mended_code(name: str) -> str | None:
    reading = read_post(name)
    return reading.code if reading.known and vocabulary("no_posts").isdisjoint(name.split()) else None


def _cables(text: str, item: _Item, end: int, latest_year: int) -> tuple[list[CitedCable], int]:
    """The cables of a post, from its first number to the last of the list, and where they end."""
    found: list[CitedCable] = []
    if len(item.digits) == 2 and item.digits[0] == "0" and _WORD_AFTER.match(text, item.end, end):
        # "LIMA 09 XYZ 12": a year, but what follows it is not understood.
        return found, item.end
    # Before a post a number is a year whatever the citing cable's, as far as there can be cables of it.
    shared = _plausible(item.year, _LAST_YEAR)
    start, digits, at = item.start, item.digits, item.end
    while True:
        number = _with_its_year(text, _Number(digits, shared, at), end, latest_year)
        serials, at = _serials(text, number, end)
        found += (CitedCable(item.code, serial, number.year, Span(start, at)) for serial in serials if serial)
        note = _NOTE.match(text, at, end)
        another = _ANOTHER.match(text, note.end() if note else at, end)
        if (
            not another
            or not _GOES_ON.match(text, another.end(), end)
            or _begins_item(text, another.start("number"), end)
        ):
            return found, at
        start, digits, at = another.start("number"), another["number"], another.end()


def _with_its_year(text: str, number: _Number, end: int, latest_year: int) -> _Number:
    """A number with the year that stands between post and serial, or after the serial; else the year of its list."""
    own = None
    if number.year is None or number.digits.startswith("0"):
        own = _year_before_serial(text, number, end, latest_year)
    if number.year is None:
        own = own or _year_after_serial(text, number, end, latest_year)
    return own or number


def _year_before_serial(text: str, number: _Number, end: int, latest_year: int) -> _Number | None:
    """The serial after a number that is a year ("07 1068", "2007-1068")."""
    match = _NUMBER_AFTER_YEAR.match(text, number.end, end)
    year = _plausible(number.digits, latest_year)
    if not match or year is None or _begins_item(text, match.start("number"), end):
        return None
    serial, joined = match["number"], match["joined"].strip()
    if joined in ("-", "/") and len(serial) == 2 and serial.startswith("0"):
        return None
    if joined == "-" and not number.digits.startswith("0") and _last_of_range(number.digits, serial):
        return None
    return _Number(serial, year, match.end())


def _year_after_serial(text: str, number: _Number, end: int, latest_year: int) -> _Number | None:
    """The number with the year after it ("1068 (07)", "1068-07", "1068 OF 2007")."""
    match = _YEAR_AFTER.match(text, number.end, end)
    if not match or match.lastgroup is None or _begins_item(text, match.start(match.lastgroup), end):
        return None
    digits = match[match.lastgroup]
    year = _plausible(digits, latest_year)
    if year is None:
        return None
    if match["mark"] and not digits.startswith("0"):
        is_range = match["mark"] == "-" and len(digits) == 2 and _last_of_range(number.digits, digits)
        if is_range or year < latest_year - _YEARS_BACK:
            return None
    return _Number(number.digits, year, match.end())


def _serials(text: str, number: _Number, end: int) -> tuple[list[int], int]:
    """The serials that a number stands for: itself, or those of the range that it begins; and where they end."""
    first = int(number.digits.translate(_TYPED_FOR_DIGITS))
    match = _RANGE.match(text, number.end, end)
    if not match or _begins_item(text, match.start("number"), end):
        return [first], number.end
    last = _last_of_range(number.digits, match["number"])
    if last:
        return list(range(first, last + 1)), match.end()
    both = len(match["number"]) >= len(number.digits) and int(match["number"]) > first
    return ([first, int(match["number"])] if both else [first]), match.end()


def _last_of_range(first: str, printed: str) -> int | None:
    """The last serial of a range, printed whole or by its last digits ("1234-38"); None of what is none."""
    first = first.translate(_TYPED_FOR_DIGITS)
    last = int(first[: -len(printed)] + printed if len(printed) < len(first) else printed)
    return last if int(first) < last <= int(first) + _LONGEST_RANGE else None


def _begins_item(text: str, at: int, end: int) -> bool:
    """Whether a number is the year of a post that follows it."""
    match = _ITEM.match(text, at, end)
    return match is not None and match["year"] is not None and _item(match) is not None


def _plausible(digits: str | None, latest_year: int) -> int | None:
    """The full year that digits mean; None where no cable of it can be cited."""
    if digits is None:
        return None
    digits = digits.translate(_TYPED_FOR_DIGITS)
    if not is_year(digits):
        return None
    year = full_year(int(digits) % 100)
    return year if year <= latest_year else None
