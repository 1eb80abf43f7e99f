"""The forms in which a reference ID is printed, taken apart into year, post and serial.

Year first, year in the middle ("MEXICO 07 1068"), year last ("MEXICO 1068-07", "MEXICO 1068 (2007)"), or no year; with
letters that were typed for digits, a post printed twice, a digit of the year lost, and notes after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.cables.post_spelling import archive_code, known_code, letters, read_post

_LONGEST_PRINTED = 160
_FIRST_YEAR = 1966
_LAST_ARCHIVE_YEAR = 1989
_QUOTES = str.maketrans(dict.fromkeys("‘’‛`´ʼ′", "'") | dict.fromkeys("‐‑‒–—―−", "-"))
_YEAR = r"(?:19|20)\d\d|\d\d"
_POST = r"[A-Z](?:[A-Z .,'&()/_-]{0,60}?[A-Z])??"
_NUMBERED = r"[\s#:.,/'_-]{0,4}(?:\b(?:NO|NR|NUMBER|TEL|TELNO|CABLE|TELEGRAM|MSG|MESSAGE)\b[\s#:.]{0,3})?"
_SERIAL = r"\d{1,3}(?:,\d{3})|\d{1,8}"
_IN_ORDER = re.compile(r"(?P<year>\d\d)(?P<post>[A-Z]{2,28})(?P<serial>\d{1,8})", re.ASCII)
"""The form in which nearly all are printed."""
_BEFORE = re.compile(r"^(?:REF(?:TEL|ERENCE)?S?(?: ?IDS?)?\b[ .:#-]*)?[\s#'\"*(\[<.,:;-]*(?=[\dA-Z])", re.ASCII)
_AFTER = re.compile(
    r"(?:[\s.,;:*'\"\]>-]|\((?!['\s]*(?:\d\d|\d{4})['\s]*\))[^()]{0,60}\)|_[A-Z]\b|\.(?:HTML?|TXT)\b"
    r"|\b(?:AND |& |ET )?(?:PREVIOUS|PRIOR|OTHERS?|FOLLOWING|AL|SEQ|NOTALS?|EXDIS|NODIS|STADIS|LIMDIS)\b)+$",
    re.ASCII,
)
_TWICE = re.compile(r"^((?:\d{2,4}[ '/-]?)?[A-Z][A-Z .'-]{2,40}?)[ /-]?\1(?=[ /#-]?\d)", re.ASCII)
# "08SECTION01OF02MEXICO12", also with the word mistyped: the telegram's own line taken for the name of its post.
_SECTION = re.compile(
    r"^(\d\d|(?:19|20)\d\d)[A-Z ]{0,20}?S[A-Z]{3,8} ?\d{2} ?[A-Z\d]{2} ?\d{2,3}(?=[ A-Z]{3})",
    re.ASCII,
)
_YEAR_FIRST = re.compile(
    rf"(?:[('\[]{{0,2}}(?P<year>{_YEAR})[)'\]]{{0,2}}[\s.,/_#'-]{{0,3}})?(?P<post>{_POST})"
    rf"{_NUMBERED}(?P<serial>{_SERIAL})(?P<letters>\s?[A-Z]{{1,3}})?",
    re.ASCII,
)
_TWO_NUMBERS = re.compile(
    rf"(?P<post>{_POST}){_NUMBERED}[('\[]{{0,2}}(?P<first>\d{{1,8}})(?P<between>[)\]]?[\s,./_('\[-]{{1,4}}(?:OF[\s']{{1,2}})?)"
    r"(?P<second>\d{1,8})['\s)\]]{0,3}",
    re.ASCII,
)
_APART = re.compile(r"\d\W+\d", re.ASCII)
_TYPED_FOR_DIGITS = str.maketrans("OIL", "011")
_DIGIT_LIKE = frozenset("0123456789OIL")


@dataclass(frozen=True, slots=True)
class PrintedId:
    """The parts of a printed reference ID: `year` is None where it has none; `mended` says that it was not in order."""

    year: int | None
    post: str
    serial: int
    mended: bool = False


def take_apart(printed: str) -> PrintedId | None:
    """The parts of a reference ID as printed; None where it is none."""
    if len(printed) > _LONGEST_PRINTED:
        return None
    in_order = _IN_ORDER.fullmatch(printed)
    if in_order and known_code(in_order["post"]):
        return PrintedId(int(in_order["year"]), in_order["post"], int(in_order["serial"]))
    text = _plain(printed)
    once = _TWICE.sub(r"\1", _SECTION.sub(r"\1", text))
    found = _first_known(once)
    return replace(found, mended=True) if found and once != text else found


def _plain(printed: str) -> str:
    """The words in capitals and without accents, each run of white space as one space, and nothing around them."""
    text = printed.translate(_QUOTES).upper()
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    text = " ".join(text.split())
    return _AFTER.sub("", _BEFORE.sub("", text))


def _first_known(text: str) -> PrintedId | None:
    """The first way to read it in which the post is known as spelt; else the plainest, with whatever post it has."""
    match = _YEAR_FIRST.fullmatch(text)
    if match and known_code(match["post"]):
        return _year_first(match)
    found = next(_letters_for_digits(text), None) or _two_numbers(text)
    if found:
        return found
    return _year_first(match) if match else None


def _year_first(match: re.Match[str]) -> PrintedId:
    year = int(match["year"]) if match["year"] else None
    post = match["post"]
    in_archive = year is not None and _FIRST_YEAR <= year <= _LAST_ARCHIVE_YEAR
    if in_archive and not known_code(post):
        post = archive_code(post) or post
    mended = match["letters"] is not None or read_post(post).mended
    return PrintedId(year, post, int(match["serial"].replace(",", "")), mended)


def _letters_for_digits(text: str) -> Iterator[PrintedId]:
    """The ways to read O, I and L as digits, or a year that lost one, which leave a known post between the numbers."""
    if _APART.search(text):
        return
    joined = "".join(character for character in text if character.isalnum())
    last = len(joined)
    while last and joined[last - 1] in _DIGIT_LIKE:
        last -= 1
    for start in (4, 2, 1, 3, 0):
        year = _year(joined[:start])
        if start and (year is None or not set(joined[:start]) <= _DIGIT_LIKE):
            continue
        for end in range(max(last, start + 1), len(joined)):
            post, serial = joined[start:end], joined[end:]
            if not post.isalpha():
                break
            if any(character.isdigit() for character in serial) and len(serial) <= 8 and known_code(post):
                yield PrintedId(year, post, int(serial.translate(_TYPED_FOR_DIGITS)), mended=True)


def _year(printed: str) -> int | None:
    """The year that one to four digits mean, letters among them; None where they mean none."""
    digits = printed.translate(_TYPED_FOR_DIGITS)
    if not digits.isdigit() or not any(character.isdigit() for character in printed):
        return None
    if len(digits) == 3:
        return int(digits[1:]) if digits[0] == "0" or digits.startswith(("20", "21")) else None
    if len(digits) == 4:
        return int(digits) if digits.startswith(("19", "20")) else None
    return int(digits)


def _two_numbers(text: str) -> PrintedId | None:
    """A post with two numbers after it, of which one is the year."""
    match = _TWO_NUMBERS.fullmatch(text)
    if not match or not letters(match["post"]):
        return None
    first, second, between = match["first"], match["second"], match["between"].strip()
    marked = any(mark in between for mark in ("OF", "(", "[", "'"))
    if is_year(second) and (marked or (between and second.startswith("0"))):
        year, serial = second, first
    elif is_year(first):
        year, serial = first, second
    elif is_year(second):
        year, serial = second, first
    else:
        return None
    return PrintedId(int(year), match["post"], int(serial), read_post(match["post"]).mended)


def is_year(digits: str) -> bool:
    """Whether digits can be the year of a cable: two of them, or four, from 1966 to 2019."""
    if len(digits) == 4:
        return _FIRST_YEAR <= int(digits) < 2020
    return len(digits) == 2 and (int(digits) >= _FIRST_YEAR % 100 or int(digits) < 20)
