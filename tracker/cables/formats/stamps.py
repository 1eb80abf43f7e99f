"""What offices stamp on the pages that they release: which case it was, what was held back and why, when it came out.

Stamps are no words of the telegram. Codes in its margin ("B1", "1.4(D)") stand for words that were taken out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.cables.formats.printed import moment
from tracker.cables.model import Declassification
from tracker.types import Span

_DATE = r"(?:\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2} [A-Za-z]{3,9}\.? \d{4}|[A-Z][a-z]{2,8} \d{1,2}, \d{4})"
_CODE = r"(?:B[1-9](?: ?\([A-F]\))?|\([Bb]\) ?\([1-9]\)(?: ?\([A-Fa-f]\))?|1\.[45] ?\([A-H]\))"
_CODES = rf"{_CODE}(?:[,;]? ?{_CODE}){{0,9}}"
_NAME = r"[A-Z][\w.'-]*(?:,? [A-Z][\w.'-]*){0,5}"
_LEVEL = (
    r"(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|SENSITIVE BUT UNCLASSIFIED|SBU|LIMITED OFFICIAL USE)"
    r"(?:(?:/| ?// ?)[A-Z]+){0,3}"
)
_REVIEWED = "(?i:Declassified/Released US Department of State EO Systematic Review)"
_STRONG = (
    r"(?i:U(?:\.S\.|nited States|S) Department of State)",
    r"(?i:Case (?:No|Number)\.?:?) ?(?P<case>[A-Z]{1,3}-\d{4}-\d{3,6}|\d{9})",
    r"(?i:Doc(?:ument)? (?:No|Number)\.?:?) ?(?P<document>[A-Z]{1,3}\d{6,9})",
    rf"(?i:Released? in (?:full|part)),?(?: {_CODES})?",
    r"(?i:(?:Denied|Declassified|Excised) in (?:full|part))",
    rf"(?i:Review Authority):? ?(?P<authority>{_NAME}(?:, Senior Reviewer)?)",
    r"(?i:Date/Case ID):? ?(?P<dated>\d{1,2} [A-Z]{3} \d{4}) (?P<case_id>\d{9})",
    rf"(?:(?P<reviewer>{_NAME}) )?{_REVIEWED} (?P<reviewed>{_DATE})",
    rf"Classified by [A-Z/,]+ on {_DATE}(?: ?~ ?(?:Class|Reason|Declassify on): ?[\w/.(),]{{1,30}}){{0,4}}",
    r"DECLASSIFIED",
)
_WEAK = (_LEVEL, rf"(?i:Date):? (?P<released>{_DATE})", r"(?i:Page \d{1,3}(?: of \d{1,3})?)", _CODES)
_ITEM = re.compile(rf"[ ,;|~-]*(?:(?P<strong>{'|'.join(_STRONG)})|(?:{'|'.join(_WEAK)}))(?![\w/])[ ,;|~.-]*")
_BANNER = re.compile(rf"(?:{_LEVEL}|(?i:Page \d{{1,3}}(?: of \d{{1,3}})?)|-? ?\d{{1,3}} ?-?)")
_RELEASE = re.compile(rf"(?i:Released? in part),?\s{{0,9}}(?P<codes>{_CODES})")
_MARK = re.compile(
    rf"^[ \t]*(?P<alone>{_CODES})[ \t]*$|^[ \t]*(?P<before>{_CODES})[ \t]{{3,}}(?=\S)"
    rf"|(?<=\S)[ \t]{{3,}}(?P<after>{_CODES})[ \t]*$",
    re.MULTILINE,
)
_ONE_CODE = re.compile(_CODE)
_LONGEST_LINE = 400
_EDGE = 3

Facts = dict[str, str]
"""What stamps tell, by name; of several the first."""


@dataclass(frozen=True, slots=True)
class StampedPage:
    """A page's lines without its stamps, and what those tell."""

    lines: tuple[str, ...]
    facts: Facts
    codes: tuple[str, ...]


def without_stamps(lines: Sequence[str], words: str) -> StampedPage:
    """A page without its stamps; `words` are all that stand on it, also those that run in another direction."""
    items = [_items(line) for line in lines]
    stamped = {at for at, found in enumerate(items) if found and found.is_strong}
    for step in (1, -1):
        for at in sorted(stamped, reverse=step < 0):
            # What may be anything ("Date: ...", "CONFIDENTIAL") is of the stamp where it stands next to it.
            beside = at + step
            while 0 <= beside < len(lines) and (items[beside] or not lines[beside].strip()):
                stamped |= {beside} if items[beside] else set()
                beside += step
    facts: Facts = {}
    elsewhere = (_items(line) for line in words.split("\n"))
    for found in (*(items[at] for at in sorted(stamped)), *(found for found in elsewhere if found and found.is_strong)):
        facts = (found.facts if found else {}) | facts
    codes = tuple(code for match in _RELEASE.finditer(words) for code in _codes(match["codes"]))
    return StampedPage(tuple(line for at, line in enumerate(lines) if at not in stamped), facts, codes)


def without_banners(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of pages without the classifications and page numbers that printers set over and under each.

    Those of one page alone are words of the telegram, as far as anybody can tell.
    """
    edges = [{*_edge(page, range(len(page))), *_edge(page, range(len(page) - 1, -1, -1))} for page in pages]
    if sum(map(bool, edges)) < 2:
        return [list(page) for page in pages]
    return [[line for at, line in enumerate(page) if at not in edge] for page, edge in zip(pages, edges, strict=True)]


def declassification(facts: Facts, codes: Iterable[str]) -> Declassification | None:
    """What stamps tell of a document; None where there are none."""
    exemptions = tuple(dict.fromkeys(codes))
    if not facts and not exemptions:
        return None
    released = moment(facts.get("released") or facts.get("dated") or facts.get("reviewed") or "")
    return Declassification(
        case_number=facts.get("case") or facts.get("case_id"),
        document_number=facts.get("document"),
        released=released.date() if released else None,
        authority=facts.get("authority") or facts.get("reviewer"),
        exemptions=exemptions,
    )


def marks(text: str) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Where codes stand in a text for words that were taken out of it: in lines of their own, or beside its lines."""
    spans = []
    for match in _MARK.finditer(text):
        name = next(name for name in ("alone", "before", "after") if match[name])
        spans.append(Span(*match.span(name)))
    return tuple(spans), tuple(code for span in spans for code in _codes(text[span.start : span.end]))


@dataclass(frozen=True, slots=True)
class _Items:
    """The items that a line consists of: whether one is found in stamps only, and what they tell."""

    is_strong: bool
    facts: Facts


def _items(line: str) -> _Items | None:
    """The items of stamps that a line consists of; None where it has other words."""
    words = " ".join(line[:_LONGEST_LINE].split())
    at = 0
    strong = False
    facts: Facts = {}
    while at < len(words):
        match = _ITEM.match(words, at)
        if not match or match.end() == at:
            return None
        strong = strong or bool(match["strong"])
        facts = {name: fact for name, fact in match.groupdict().items() if fact and name != "strong"} | facts
        at = match.end()
    return _Items(strong, facts) if words else None


def _edge(page: Sequence[str], order: Iterable[int]) -> list[int]:
    """The lines of a banner at an edge of a page, looked for from there."""
    found: list[int] = []
    for at in order:
        if not page[at].strip():
            continue
        if len(found) == _EDGE or not _BANNER.fullmatch(" ".join(page[at].split())):
            break
        found.append(at)
    return found


def _codes(printed: str) -> list[str]:
    """Codes in one form: "B6" for "(b)(6)", "1.4(D)" for "1.4 (D)"."""
    found = (match.group().upper().replace(" ", "") for match in _ONE_CODE.finditer(printed))
    return [re.sub(r"^\(B\)\((\d)\)", r"B\1", code) for code in found]
