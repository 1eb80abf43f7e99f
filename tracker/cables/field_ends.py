"""How far a field of the head reaches: to a blank line, to a page break, or to the line that begins the text.

Some go on after these: a list of references whose next letter follows, a subject that breaks off in mid-phrase.
"""

from __future__ import annotations

import re

from tracker.cables.captions import captions_in
from tracker.cables.furniture import within
from tracker.cables.tags import known_tags
from tracker.types import Span

_BLANK = re.compile(r"\n[ \t]*(?=\n|\Z)")
_SPACE = re.compile(r"\s*")
_LINE = re.compile(r"[^\n]*")
_ITEM = re.compile(r"\s*¶?[ \t]*\(?(?P<letter>[A-Z])[ \t]?[.):]", re.IGNORECASE)
_LETTERS = re.compile(r"(?:^|(?<=[\s(¶]))([A-Z])[ \t]?[.):]", re.IGNORECASE)
_TEXT = re.compile(
    r"\n[ \t]*¶?[ \t]*(?:(?P<marking>\((?:TS|U|C|S|SBU|LOU)(?:[/,-]{1,2}[A-Z, ]{2,30})?\))|[-=_*]{5}|"
    r"¶?\d{1,2}[ \t]?[.)]{1,2}[ \t]{0,4}[(A-Z\"]|"
    r"(?:BEGIN[ \t])?(?:INTRODUCTION[ \t]AND[ \t])?SUMMARY[ \t]*(?:[:.-]|\n|\Z))"
)
_STOPPED_BY_TEXT = frozenset(("subject", "tags", "order", "declassify_on", "classified_by", "reason"))
_REASONS = frozenset(("classified_by", "reason"))
_LISTING_GOES_ON = re.compile(r"(?:\b(?:and|by|for|or|reasons?|under)|[,/(:]|\bE\.\s?O\.|1\.[3-6]?)\Z", re.IGNORECASE)
_LISTING = re.compile(r"(?:\b(?:and|or|reasons?)|[,&/:;]|1\.[3-6]|(?-i:\([A-H]\)))\s*\Z", re.IGNORECASE)
_UNFINISHED = re.compile(
    r"(?:\b(?:AND|OF|THE|FOR|TO|IN|ON|WITH|A|AN|BY|FROM|AT|OR|AS|ITS|THEIR|HIS)|(?<! )[,&/]|[A-Z]-)\Z", re.IGNORECASE
)
_CAPTIONS_OF_A_SUBJECT = frozenset(("SIPDIS", "NOFORN", "EXDIS", "NODIS", "LIMDIS", "NOT FOR INTERNET DISTRIBUTION"))
_LONGEST_FIELD = 4_000
_LONGEST_SUBJECT_LINE = 80
_MOST_STEPS = 60


def end_of_field(document: str, start: int, limit: int, *, furniture: list[Span], name: str) -> int:
    """Where the words that begin after a key at `start` end; `limit` is where the next key or the text begins."""
    limit = min(limit, start + _LONGEST_FIELD)
    if name in _STOPPED_BY_TEXT:
        limit = _before_text(document, start, limit, name=name)
    marks = [cut for cut in within(furniture, Span(start, limit)) if cut.end - cut.start > 1]
    at = start
    for _ in range(_MOST_STEPS):
        at = _past_space(document, at, limit)
        mark = next((cut for cut in marks if cut.start >= at), None)
        blank = _BLANK.search(document, at, limit)
        gap, after = (blank.start(), blank.end()) if blank else (limit, limit)
        if mark and mark.start <= gap:
            gap, after = mark.start, mark.end
        end = _stripped_end(document, start, gap)
        after = _past_marks(document, after, limit, marks)
        if after >= limit or not _goes_on(document, start, end, after, limit=limit, name=name):
            return end
        at = after
    return end


def _goes_on(document: str, start: int, end: int, after: int, *, limit: int, name: str) -> bool:
    """Whether a field that seems to end at `end` goes on at `after`, behind a blank line or a page break."""
    if end == start:
        return name in ("references", "subject", "tags", "classified_by")
    if name == "references":
        item = _ITEM.match(document, after, limit)
        letters = _LETTERS.findall(document[start:end].replace("¶", " "))
        return bool(item and letters and 0 <= ord(item["letter"].upper()) - ord(letters[-1].upper()) <= 1)
    words = document[start:end]
    line = (_LINE.match(document, after, limit) or [""])[0].strip()
    if name == "subject":
        same_case = line.isupper() or not words.isupper()
        return bool(_UNFINISHED.search(words)) and 0 < len(line) <= _LONGEST_SUBJECT_LINE and same_case
    if name in _REASONS:
        return _LISTING_GOES_ON.search(words) is not None
    return name == "tags" and (
        words.endswith(",") or (known_tags().issuperset(line.replace(",", " ").split()) and line != "")
    )


def _before_text(document: str, start: int, limit: int, *, name: str) -> int:
    """The beginning of the first line that is the text's, or that holds captions only, or `limit`."""
    begin = _past_space(document, start, limit)
    limit = _text_start(document, begin, limit, reasons=name in _REASONS)
    at = document.find("\n", begin, limit)
    while at >= 0 and name not in _REASONS:
        stop = document.find("\n", at + 1, limit)
        found = captions_in(document[at + 1 : stop if stop >= 0 else limit])
        if found and (
            name != "subject" or _CAPTIONS_OF_A_SUBJECT.intersection(found) or "BUT" in document[at : at + 16]
        ):
            return at
        at = stop
    return limit


def _text_start(document: str, start: int, limit: int, *, reasons: bool) -> int:
    """Where the first line begins that is the text's; where a field lists reasons, a letter in brackets may be one."""
    for text in _TEXT.finditer(document, start, limit):
        if not (
            reasons and text["marking"] and _LISTING.search(document[max(start, text.start() - 12) : text.start()])
        ):
            return text.start()
    return limit


def _past_space(document: str, at: int, limit: int) -> int:
    space = _SPACE.match(document, at, limit)
    return space.end() if space else at


def _past_marks(document: str, at: int, limit: int, marks: list[Span]) -> int:
    """Past white space and the page breaks in it."""
    at = _past_space(document, at, limit)
    for cut in marks:
        if cut.start == at:
            at = _past_space(document, cut.end, limit)
    return at


def _stripped_end(document: str, start: int, end: int) -> int:
    while end > start and document[end - 1].isspace():
        end -= 1
    return end
