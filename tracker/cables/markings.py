"""Portion markings ("(C)", "(S//REL TO USA, GBR)"); what classifies a whole telegram is in classification.py."""

from __future__ import annotations

import re

_LEVELS_OF_PORTIONS = r"(?:TS|TOP SECRET|SECRET|S|CONFIDENTIAL|C|UNCLAS(?:SIFIED)?|U|SBU|LOU|FOUO|OUO)"
_CAVEATS = (
    r"(?:[\s/,-]{1,4}(?:NF|NOFORN|SBU|FOUO|SI|TK|OC|ORCON|FVEY|LIMDIS|NODIS|EXDIS|STADIS|SENSITIVE|PROPIN"
    r"|FGI(?: [A-Z]{2,4})?|R?RD|FRD|LES)\b|/{1,2}(?-i:[A-Z]{2,9})\b(?<!REL)){0,4}"
    r"(?:[\s/,-]{1,4}REL(?:EASABLE)?\b[A-Za-z,;/&\s-]{0,90})?"
)
_ENTIRE = r"(?:ENTIRE|ALL|WHOLE)\s{1,2}(?:TEXT|MESSAGE|CABLE|TELEGRAM)"
MARKING = re.compile(
    rf"[(\[]\s{{0,2}}(?P<whole>{_ENTIRE}[\s:-]{{1,4}})?(?P<marking>{_LEVELS_OF_PORTIONS}{_CAVEATS})"
    rf"(?P<entire>[\s/,:-]{{1,5}}{_ENTIRE})?\s{{0,2}}[)\]]",
    re.IGNORECASE,
)
"""A portion marking with its brackets, also one that is broken over lines."""

_ENTIRE_TEXT = re.compile(
    rf"(?P<level>TOP SECRET|SECRET|CONFIDENTIAL|LIMITED OFFICIAL USE|LOU|SBU|UNCLASSIFIED)[\s:-]{{1,4}}{_ENTIRE}",
    re.IGNORECASE,
)
_SHORT_LEVELS = {
    "TOP SECRET": "TS",
    "SECRET": "S",
    "CONFIDENTIAL": "C",
    "LIMITED OFFICIAL USE": "LOU",
    "UNCLASSIFIED": "U",
}
_HALF = re.compile(r"(?P<first>S|C|U|SBU|S/NF|C/NF)\)[ \t]{1,4}(?=\S)|\((?P<last>SBU|S/NF|C/NF)[ \t]{1,4}(?=[A-Z])")
_PLAIN = re.compile(r"\((C|S|U|SBU|[CS]/NF)\)[ \t]+(?=[A-Za-z0-9\"“])")
"""The markings that nearly all paragraphs have: known at a glance."""
_STRAY = re.compile(r"[ \t]*[.:]?\s*")


def is_marked(document: str, at: int, end: int) -> bool:
    """Whether a portion marking begins at a place."""
    return _PLAIN.match(document, at, end) is not None or MARKING.match(document, at, end) is not None


def read_marking(document: str, start: int, end: int, *, after_number: bool = False) -> tuple[str | None, int]:
    """The marking at `start`, in capitals and without brackets, and where the words after it begin.

    A second marking and a stray full stop after it are passed over; one that says that it is for the whole text stays
    a word of the text. After a paragraph's number one with a bracket missing is known too. Without a marking: None and
    `start`.
    """
    plain = _PLAIN.match(document, start, end)
    if plain:
        return plain[1], plain.end()
    match = MARKING.match(document, start, end)
    if not match:
        return _unusual_marking(document, start, end) if after_number else (None, start)
    marking = " ".join(match["marking"].split()).upper()
    if match["entire"] or match["whole"]:
        return marking, start
    at = _after(document, match.end(), end)
    second = MARKING.match(document, at, end)
    return marking, _after(document, second.end(), end) if second and not second["entire"] else at


def _unusual_marking(document: str, start: int, end: int) -> tuple[str | None, int]:
    """A marking with a bracket missing, or one in words that is for the whole text and stays a word of it."""
    half = _HALF.match(document, start, end)
    if half:
        return half["first"] or half["last"], half.end()
    entire = _ENTIRE_TEXT.match(document, start, end)
    if not entire:
        return None, start
    level = entire["level"].upper()
    return _SHORT_LEVELS.get(level, level), start


def _after(document: str, at: int, end: int) -> int:
    stray = _STRAY.match(document, at, end)
    return stray.end() if stray else at
