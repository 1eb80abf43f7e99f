"""The lines by which a telegram is told from what a site prints around it: where it begins, and where it has ended."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from tracker.cables.telegram import PARTIAL

_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_LEVEL = "(?:UNCLAS(?:SIFIED)?|CONFIDENTIAL|(?:TOP )?SECRET|LIMITED OFFICIAL USE|LOU)"
_SPACED = "(?:UNCLAS|C O N F I D E N T I A L|(?:T O P {1,3})?S E C R E T|L I M I T E D {1,3}O F F I C I A L)"
_STATION = r"(?:R[A-Z]{3,7}/|RU[A-Z]{3,5}\b|SECSTATE|AM ?EMBASSY|AM ?CONSUL|US ?MISSION|US[A-Z]{2,6}\b|DEPT? |ALL )"
_OF_A_HEADER = (
    r"VZCZC[A-Z]{3}[ \t]?\d"
    r"|DE[ \t]+R[A-Z]{3,7}[ \t]{0,3}#"
    r"|[ZOPR]{2}[ \t]+R[UH][A-Z]{3,5}\b"
    r"|ZN[YR][ \t]+[A-Z]{5}\b"
    rf"|(?:[ZOPR](?:[ \t]+[ZOPR]){{0,3}}[ \t]+)?\d{{6}}Z[ \t,]+(?i:{_MONTH})[ \t]*\d\d"
    r"|F[Mm][ \t]+(?:[A-Z]{3}|am|us|sec)"
    rf"|(?:TO|INFO)[ \t]+{_STATION}"
    r"|(?:ACTION|INFO|ORIGIN)[ \t]+[A-Z]{1,5}-\d\d"
    r"|PAGE[ \t]+0\d[ \t]+[A-Z]{3}"
    rf"|(?i:{_SPACED})(?:[ \t/]|$)"
    rf"|{_LEVEL}(?:[ \t]+(?i:SECTION[ \t]+\d\d?[ \t]+OF)[ \t]+\d\d?)?[ \t]+[A-Z][A-Z .'-]{{1,28}}[ \t]+\d{{3,8}}\b"
)
"""What lines of a telegram's header begin with, and nothing else does."""
_HEADER_LINE = re.compile(rf"(?![^\n]*\b(?:PAGE|(?i:SECTION))\b)[ \t>*]{{0,12}}(?:{_OF_A_HEADER})", re.MULTILINE)
"""One of these lines that begins a telegram: those of its further pages and sections stand inside it."""
_HARD = re.compile(
    rf"^[ \t>*]{{0,12}}(?:{_OF_A_HEADER}"
    r"|(?i:SIPDIS)[ \t]*$"
    r"|(?i:E\.?[ \t]?O\.?)[ \t:]{0,3}1\d{4}\b"
    r"|¶?[ \t]?\d{1,3}\.[ \t]{0,4}\([ ]?(?:TS|S|C|U|SBU|LOU|FOUO)[ )/-]"
    r"|C(?:LASSIFIED|lassified)[ \t]+B[Yy]\b"
    r")",
    re.MULTILINE,
)
_HEAD_LINE = re.compile(
    r"^[ \t>*]{0,12}(?:TAGS[ \t]{0,3}[:;]?[ \t]{1,4}[A-Z]{2,5}(?:[ ,;]|$)|SUBJ(?:ECT)?[ \t]{0,3}[:;.]"
    r"|REFS?(?:TELS?)?[ \t]{0,3}[:(])",
    re.MULTILINE,
)
_OF_A_PART = re.compile(
    r"^[ \t]{0,12}(?:¶?[ \t]?\d{1,3}\.[ \t]{1,4}[A-Z(\"]|(?i:(?:BEGIN |END )?(?:SUMMARY|COMMENT|INTRODUCTION)\b)"
    r"|(?:TAGS|Tags|SUBJECT|Subject|SUBJ)\b|NNNN|-{4,}[ \t]*$)"
    r"|\b(?i:END (?:OF )?(?:CABLE |NON-?PAPER )?(?:COMMENT|SUMMARY|NOTE|TEXT)|CABLE ENDS|CLASSIFIED WEB ?SITE)\b"
    rf"|^{PARTIAL}",
    re.MULTILINE,
)
_BODY = re.compile(
    r"^[ \t]{0,12}(?:¶?[ \t]?\d{1,3}\.[ \t]{1,4}[A-Z(\"]|(?i:(?:BEGIN |END )?(?:SUMMARY|COMMENT|INTRODUCTION)\b)|NNNN)",
    re.MULTILINE,
)
_SIGNED = re.compile(
    r"(?:\n|[.!?:\"”)] )[ \t]*(?:[A-Z][A-Z'’-]{2,19}(?: [A-Z][A-Z'’-]{2,19}){0,2}|[A-Z][a-z]{3,19})[ \t\"'*.]{0,9}\Z"
)
_LONGEST_SIGNER = 90
_SUBJECT = re.compile(r"\bSUBJ(?:ECT)?\s{0,3}[:;.]", re.IGNORECASE)
_NOTE_BEFORE = re.compile(rf"^(?:{PARTIAL}[^\n]*|[ \t]*{_LEVEL}[ \t]*)\n\s*\Z", re.MULTILINE)
_LONGEST_NOTE = 400
_FARTHEST_HEAD = 4_000
_LONGEST_HEAD = 12_000


def first_line(text: str, start: int = 0, *, in_head: bool = True) -> int | None:
    """Where the telegram begins: at its first line that nothing else has, or at the head before it; None without.

    Not `in_head`, the lines of a head that facts about a telegram have too (TAGS, SUBJECT, REF) begin none.
    """
    hard = _HARD.search(text, start)
    head = _HEAD_LINE.search(text, start) if in_head else None
    if not hard or not head:
        found = hard or head
        return found.start() if found else None
    return head.start() if 0 < hard.start() - head.start() < _FARTHEST_HEAD else hard.start()


def first_line_with_notes(text: str, start: int = 0) -> int | None:
    """Where the telegram begins, with the lines over it that belong to it: a notice, its classification alone."""
    first = first_line(text, start)
    while first is not None and (note := _NOTE_BEFORE.search(text, max(start, first - _LONGEST_NOTE), first)):
        first = note.start()
    return first


def is_telegram(text: str) -> bool:
    """Whether a text has lines that only telegrams have: one that nothing else has, or two of a head."""
    return _HARD.search(text) is not None or len(_HEAD_LINE.findall(text)) > 1


def stands_in_a_page(text: str) -> bool:
    """Whether a telegram stands whole among other words: its header below some that are of no telegram's text."""
    first = first_line(text)
    if first is None or not _HEADER_LINE.match(text, first):
        return False
    above = text[: first_line_with_notes(text)]
    return bool(above.strip()) and not _BODY.search(above)


def may_be_part(text: str) -> bool:
    """Whether a text could be a part of a telegram: it has lines as telegrams do, though other texts have them too."""
    marked = is_telegram(text) or _HEAD_LINE.search(text) or _OF_A_PART.search(text)
    return bool(marked) or _SIGNED.search(text.strip()[-_LONGEST_SIGNER:]) is not None


def has_subject(telegram: str) -> bool:
    """Whether a telegram has a subject line, in any case, also behind other keys on one line."""
    return "SUBJECT:" in telegram[:_FARTHEST_HEAD] or _SUBJECT.search(telegram, 0, _LONGEST_HEAD) is not None


def after(text: str, start: int) -> int:
    """Where a site goes on after the telegram: at the first line of its own with no line of a telegram behind it."""
    last = start
    for mark in _HARD.finditer(text, start):
        last = mark.end()
    furniture = _furniture().search(text, last)
    return furniture.start() if furniture else len(text)


@cache
def _furniture() -> re.Pattern[str]:
    text = resources.files("tracker.cables").joinpath("data", "site_furniture.toml").read_text(encoding="utf-8")
    lines = "|".join(tomllib.loads(text)["after"])
    return re.compile(rf"^[ \t>#*\[•]*+(?:{lines})", re.MULTILINE)
