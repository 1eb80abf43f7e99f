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

_HALF = re.compile(r"(?P<first>S|C|U|SBU|S/NF|C/NF)\)[ \t]{1,4}(?=\S)|\((?P<last>SBU|S/NF|C/NF)[ \t]{1,4}(?=[A-Z])")
_STRAY = re.compile(r"[ \t]*[.:]?\s*")


def read_marking(document: str, start: int, end: int, *, after_number: bool = False) -> tuple[str | None, int]:
    """The marking at `start`, in capitals and without brackets, and where the words after it begin.

    A second marking and a stray full stop after it are passed over; one that says that it is for the whole text stays
    a word of the text. After a paragraph's number one with a bracket missing is known too. Without a marking: None and
    `start`.
    """
    match = MARKING.match(document, start, end)
    if not match:
        half = _HALF.match(document, start, end) if after_number else None
        return (half["first"] or half["last"], half.end()) if half else (None, start)
    marking = " ".join(match["marking"].split()).upper()
    if match["entire"] or match["whole"]:
        return marking, start
    at = _after(document, match.end(), end)
    second = MARKING.match(document, at, end)
    return marking, _after(document, second.end(), end) if second and not second["entire"] else at


def _after(document: str, at: int, end: int) -> int:
    stray = _STRAY.match(document, at, end)
    return stray.end() if stray else at
