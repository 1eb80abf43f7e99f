"""The line that a telegram's text begins with: classification, captions, section, post and serial.

"C O N F I D E N T I A L SECTION 01 OF 02 MEXICO 000412". Only a line that is made of these is one: a text in capitals
has lines that begin with the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.cables.captions import captions_in, leading_captions, together
from tracker.cables.line_patterns import line_pattern


def _apart(words: str) -> str:
    """A pattern for words whose letters may stand apart."""
    letters = (re.findall(r"[A-Z]\??", word) for word in words.split())
    return r"[ \t]{1,4}".join(r"[ \t]{0,2}".join(word) for word in letters)


_LEVELS = {
    "TOPSECRET": "TOP SECRET",
    "SECRET": "SECRET",
    "ECRET": "SECRET",
    "CONFIDENTIAL": "CONFIDENTIAL",
    "ONFIDENTIAL": "CONFIDENTIAL",
    "LIMITEDOFFICIALUSE": "LIMITED OFFICIAL USE",
    "LOU": "LIMITED OFFICIAL USE",
    "UNCLASSIFIED": "UNCLASSIFIED",
    "UNCLAS": "UNCLASSIFIED",
    "NCLAS": "UNCLASSIFIED",
    "NCLASSIFIED": "UNCLASSIFIED",
}
"""The levels by their letters as printed; the first letter of a line is sometimes lost."""
_FIRST_LETTERS = frozenset(level[0] for level in _LEVELS)
_CUT = frozenset(("ECRET", "ONFIDENTIAL", "NCLAS", "NCLASSIFIED"))
_NAMES = ("TOP SECRET", "S?ECRET", "C?ONFIDENTIAL", "LIMITED OFFICIAL USE", "LOU", "U?NCLASSIFIED", "U?NCLAS")
_LINE = line_pattern(
    rf"(?P<level>{'|'.join(_apart(name) for name in _NAMES)})(?![A-Z0-9'])"
    r"(?P<rest>[^\n]{0,160})(?P<more>[^\n]?)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?:FINAL )?SECT?(?:ION)?\.? ?(?P<number>\d{1,3}) ?(?:OF|/) ?\d{1,3}\b(?: OF \d{1,3}\b)?[ .,-]*")
_PAGE = re.compile(r"PAGE \d{1,3}(?: OF \d{1,3})?[ .,-]*")
_POST = re.compile(
    r"(?P<post>[A-Z][A-Z .'-]{1,38}?)(?: ?#?(?P<serial>\d[\dO]{2,7})|[ #]{1,3}(?P<short>\d{1,2}))(?![0-9/])[ .,-]*"
)
_COPY = re.compile(r"\(?(?:CORRECTED|CORRECTION)(?: COPY)?\b[^\n]{0,60}|\(?(?:C O R R E C T E D)\b[^\n]{0,60}")
_NUMBERED = re.compile(r"\d{1,3} OF \d{1,3}\b(?: \d{6}Z)?[ .,-]*")
_BEGUN = line_pattern(r"(?:¶[ \t]{0,9})?(?:TAGS?\b|SUBJ(?:ECT)?\b[ \t]*:|1[ \t]?[.)])", re.IGNORECASE)
_HEAD = 20_000
_MOST_LINES = 30
_MOST_PARTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationLine:
    """The line: where it stands, its level ("CONFIDENTIAL"), captions, and the post and serial as printed."""

    start: int
    end: int
    level: str
    captions: tuple[str, ...] = ()
    section: int | None = None
    post: str | None = None
    serial: int | None = None


def classification_line(document: str, start: int = 0) -> ClassificationLine | None:
    """The line that the telegram's text begins with, looked for from `start` on; None without one.

    Some pages print the classification in a line of its own before the telegram: the line with a serial is preferred.
    A line that begins a later section is none where text stands before it.
    """
    found = None
    begun, at = False, start
    for match in _LINE.finditer(document, start, start + _HEAD):
        line = _read(match)
        if line is None:
            continue
        begun = begun or _BEGUN.search(document, at, line.start) is not None
        if begun:
            break
        at = match.start()
        if line.serial is not None:
            return line
        found = found or line
    return found


def _read(match: re.Match[str]) -> ClassificationLine | None:
    """The line, read from left to right; None where something else stands in it."""
    level = match["level"]
    captions: list[str] = []
    parts: dict[str, str] = {}
    rest = together(match["rest"].upper()).strip()
    for _ in range(_MOST_PARTS):
        some, rest = leading_captions(rest)
        captions += some
        part = _SECTION.match(rest) or _PAGE.match(rest) or _COPY.match(rest) or _NUMBERED.match(rest)
        part = part or (None if "post" in parts else _POST.match(rest))
        if not part:
            break
        parts.update({name: words for name, words in part.groupdict().items() if words})
        rest = rest[part.end() :]
    letters = "".join(level.split()).upper()
    if rest and not (level.count(" ") > 2 or "post" in parts):
        return None
    if letters in _CUT and "post" not in parts:
        return None
    serial = (parts.get("serial") or parts.get("short") or "").replace("O", "0")
    return ClassificationLine(
        start=match.start("level"),
        # Where lines were run together, the fields of the head stand in this one.
        end=match.end("level") if rest or match["more"] else match.end(),
        level=_LEVELS[letters],
        captions=tuple(dict.fromkeys(captions)),
        section=int(parts["number"]) if "number" in parts else None,
        post=parts.get("post"),
        serial=int(serial) if serial else None,
    )


def handling_of(document: str, line: ClassificationLine | None, end: int) -> tuple[str, ...]:
    """The captions of a telegram in order, each once: those in its classification line and in lines of their own.

    These are looked for from the line (or the document's beginning) to `end`, where the first paragraph begins.
    """
    found = dict.fromkeys(line.captions) if line else {}
    at = line.end if line else 0
    for _ in range(_MOST_LINES):
        if at >= end:
            break
        stop = document.find("\n", at, end)
        stop = end if stop < 0 else stop
        found.update(dict.fromkeys(_captions_of_line(document[at:stop])))
        at = stop + 1
    return tuple(found)


def _captions_of_line(words: str) -> tuple[str, ...]:
    """The captions in a line of its own, with the classification repeated before them or without."""
    found = captions_in(words)
    if found is None:
        level = _LINE.first.match(words) if words.lstrip()[:1].upper() in _FIRST_LETTERS else None
        found = captions_in(level["rest"]) if level else None
    return found or ()


def classification_of(line: ClassificationLine | None, handling: tuple[str, ...]) -> str | None:
    """The classification, worded as release sites do ("SECRET//NOFORN"); None where the telegram prints none."""
    if line is None:
        return None
    if line.level == "UNCLASSIFIED":
        restricted = "SENSITIVE" in handling or "FOR OFFICIAL USE ONLY" in handling
        return "UNCLASSIFIED//FOR OFFICIAL USE ONLY" if restricted else line.level
    return f"{line.level}//NOFORN" if "NOFORN" in handling else line.level
