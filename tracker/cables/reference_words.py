"""The words of a REF block made ready: in capitals, its dates found, what is no part of it blanked.

Every step keeps the length of the text, so that a place in it is the same place in the words as printed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from tracker.cables.post_spelling import known_code, read_post
from tracker.cables.posts import data_file

LONGEST_BLOCK = 20_000
BLANK = "~"
"""What stands for a date in the text: nothing that a post, a number or what joins them is made of."""
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH = (
    r"JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    r"|NOV(?:EMBER)?|DEC(?:EMBER)?"
)
_DATE = re.compile(
    rf"(?<!\d)(?:(?P<group>\d{{6}}Z)\s?(?:(?:{_MONTH})(?![A-Z])(?:\s?\d{{4}}|\s?\d\d)?)?"
    r"|(?P<slashed>(?P<first>\d{1,2})(?P<mark>[/.])\d{1,2}(?P=mark)(?P<slashed_year>(?:19|20)\d\d|\d\d)"
    r"|(?P<first_dashed>\d{1,2})-\d{1,2}-(?P<dashed_year>(?:19|20)\d\d))(?!\d)"
    rf"|(?P<day>\d{{1,2}}(?:ST|ND|RD|TH)?[\s./,-]{{0,3}}(?:OF\s)?)(?P<month>{_MONTH})(?![A-Z])"
    r"(?:[\s.,/'-]{0,3}(?P<year>(?:19|20)\d\d|\d\d)(?!\d))?)"
    rf"|(?<![A-Z])(?P<named>{_MONTH})(?![A-Z])\.?\s{{0,2}}"
    r"(?:\d{1,2}(?:ST|ND|RD|TH)?(?!\d)(?:\s?,?\s?(?P<named_year>(?:19|20)\d\d))?|,?\s?(?P<month_year>(?:19|20)\d\d))(?!\d)",
    re.ASCII,
)
_NAME_BEFORE = re.compile(r"(?:[A-Z'.]{2,20}[\s-]){0,2}[A-Z']{2,20}\s*\Z", re.ASCII)
_LONGEST_NAME = 50
_PAGE_MARK = re.compile(
    r"(?P<post>(?:[A-Z][A-Z'.]{1,20}\s{1,2}){1,4})\s{0,3}\d{4,8}\s{1,4}\d{3}(?:\.\d)?\s{1,2}OF\s{1,2}\d{3}"
    r"|\bSECTION\s\d\d\sOF\s\d\d\b|\bSIPDIS\b",
    re.ASCII,
)
_KEY = re.compile(r"[\s:-]*(?:REF(?:TEL|ERENCE)?S?(?:\(S\))?[\s:-]+)?", re.ASCII)
_END = re.compile(
    r"CLASSIFIED\s?BY|DERIVED FROM|DECLASSIFY|DECL:|REASONS?\s?:|SUBJECT\s?:|SUBJ\s?:|\bTAGS\s?:|E\.O\.?\s?\d{5}|-{5,}"
    r"|(?<![\d.])1\.\s{0,3}\((?:C|S|U|SBU|LOU|C/NF|S/NF|U//?FOUO)\)|\n\s{0,9}1\.\s",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in the text: where it begins, and its year and month where it tells them."""

    start: int
    end: int
    year: int | None
    month: int | None


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """A REF block made ready: its text, and the dates that were blanked in it, by where they begin."""

    text: str
    dates: tuple[PrintedDate, ...]


def make_ready(words: str) -> ReferenceWords:
    """The text of a REF block up to the next line of the head, however much of a document the words hold."""
    text = words[:LONGEST_BLOCK].translate(_capitals())
    start = key.end() if (key := _KEY.match(text)) else 0
    text = " " * start + text[start:]
    end = _END.search(text, start)
    if end:
        text = text[: end.start()]
    if " OF" in text or "SIPDIS" in text:
        text = _PAGE_MARK.sub(_without_mark, text)
    dates = _dates(text)
    for date in dates:
        text = text[: date.start] + BLANK * (date.end - date.start) + text[date.end :]
    return ReferenceWords(text, tuple(dates))


def _without_mark(mark: re.Match[str]) -> str:
    """What stood before a page mark, and spaces in the place of the mark."""
    words = list(re.finditer(r"\S+", mark["post"] or ""))
    own = next((word for word in words if read_post(mark["post"][word.start() :]).known), words[-1] if words else None)
    kept = mark.group()[: own.start()] if own else ""
    return kept + " " * (len(mark.group()) - len(kept))


@cache
def _capitals() -> dict[int, str]:
    """Each letter's capital without accent, and plain quotes, dashes and spaces; always one character for one."""
    table = {ord(quote): "'" for quote in "‘’‛`´ʼ′"} | {ord(dash): "-" for dash in "‐‑‒–—―−"}
    table |= {ord(space): " " for space in "¶\xa0\u2007\u2009\u202f\r\t*•"} | {ord("“"): '"', ord("”"): '"'}
    for code in range(ord("a"), 0x180):
        letter = unicodedata.normalize("NFKD", chr(code))[0].upper()
        if "A" <= letter <= "Z" and len(letter) == 1:
            table[code] = letter
    return table


def _dates(text: str) -> list[PrintedDate]:
    found: list[PrintedDate] = []
    at = 0
    while match := _DATE.search(text, at):
        at = match.end()
        if match["day"] and _follows_a_post(text, match.start()):
            # "MEXICO 12 MARCH 2": the number is the cable's, the date begins with the month.
            at = match.start("month")
            continue
        found.append(PrintedDate(match.start(), match.end(), _year(match), _month(match)))
    return found


def _follows_a_post(text: str, at: int) -> bool:
    before = _NAME_BEFORE.search(text, max(0, at - _LONGEST_NAME), at)
    words = before.group().split() if before else []
    return any(known_code("".join(words[first:])) for first in range(len(words)))


def _year(match: re.Match[str]) -> int | None:
    printed = next(
        (
            match[name]
            for name in ("slashed_year", "dashed_year", "year", "named_year", "month_year")
            if match[name] is not None
        ),
        None,
    )
    return int(printed) if printed else None


def _month(match: re.Match[str]) -> int | None:
    if name := match["month"] or match["named"]:
        return _MONTHS.index(name[:3]) + 1
    first = match["first"] or match["first_dashed"]
    return int(first) if first and 1 <= int(first) <= 12 else None


@cache
def vocabulary(name: str) -> frozenset[str]:
    """A word list of `data/references.toml`."""
    return frozenset(data_file("references.toml")["words"][name])
