"""Headings: short lines of their own over paragraphs, underlined or not; where line breaks were lost, inside a line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from tracker.cables.furniture import RULE
from tracker.cables.markings import MARKING
from tracker.types import Span, by_start

_RULE = re.compile(RULE)
_RULE_AT_END = re.compile(r"[ \t]*(?:[-=_*~—][ \t]?){3,}\Z")
_RULE_AT_START = re.compile(r"[ \t¶]*(?:(?:[-=_*~—][ \t]?){3,})?[ \t]*")
_ADORNED = re.compile(
    r"(?P<sign>[*_/=~])(?P=sign){0,2}[ \t]{0,2}(?P<words>[^\s*_/=~][^\n]{0,90}?)[ \t]{0,2}(?P=sign){1,3}\s*"
)
_LIST_ITEM = re.compile(r"--|[-*•]|\(?[a-zA-Z0-9]{1,2}[.)](?![A-Z])|¶")
_END_OF_PART = re.compile(
    r"\bends?\b[\s:]*(?:of\b|the\b|[a-z' ]{0,30}?\b)\s*(?:summar|comment|note|te?xt|begin|introduction|background"
    r"|(?:talking )?points|non-?paper|message|letter|list|transcript|quote|statement|translation|bio|action|cable"
    r"|section|part|excerpt|document|report|conclusion)",
    re.IGNORECASE,
)
_END_OF_SENTENCE = re.compile(r"(?<!\.\.)[.;,]['\")”]*\Z|--\Z")
_INLINE_RULED = re.compile(
    r"(?:^|[.!?)\"”:][ \t]{1,3}|[-=_*]{3}[ \t]*)(?P<words>[^-=_*\s.](?:(?!---)[^=_*\n]){1,100}?)"
    r"[ \t]*(?:[-=_*][ \t]?){3,}\s*\Z"
)
_INLINE = re.compile(r"(?:[\w,][^\W\d]|\d{4}|[)\"”’%])[.!?)\"”][ \t]{1,3}(?P<words>[A-Z\"“][^.!?\n]{2,80}?\??)\s*\Z")
_SENTENCES = re.compile(r"[a-z]{2}[.?!]['\")”]* +[A-Z]")
_TITLE_WITH_FIGURES = re.compile(
    r"(?:[A-Z][\w&'’.-]*(?:[ :,]{1,2}[\w&'’.-]+){0,8}|(?:19|20)\d\d(?:[ /-]{1,3}(?:19|20)\d\d)?)"
)
"""A line that a rule makes a heading though it has many figures: a name ("G8", "Cycle 2: 1975-2005"), a year."""
_FIGURES = re.compile(r":\s*\d.*:\s*\d")
_CAPITAL = re.compile(r"[\"'“(]*[A-Z\d]")
_SMALL_WORD = re.compile(r"\W*(?:a|an|and|as|at|but|by|for|from|in|is|its|of|on|or|the|to|vs|with)\W*", re.IGNORECASE)
_MOST_LINES = 3
_LONGEST = 200
_LONGEST_PLAIN_LINE = 90
_LONGEST_INLINE = 240
_GAP = 12
_ENDS_OF_RULES = frozenset("-=_*~— \t")
_ENDS_OF_SENTENCES = frozenset('.)"”?!')


class _Block(NamedTuple):
    """The lines next above a place: where the last one ends, whether a rule or what else is below, and their spans."""

    lines: tuple[Span, ...]
    underlined: bool
    alone: bool


def end_before(document: str, start: int, at: int, *, furniture: list[Span]) -> int:
    """Where the words before `at` end (not before `start`): white space and furniture are passed over."""
    return words_before(document, start, at, furniture=furniture)[0]


def heading_before(document: str, start: int, at: int, *, furniture: list[Span], ruled: bool = False) -> Span | None:
    """The heading that stands directly before `at` and not before `start`, without its underline; None without one.

    With `ruled` only an underlined one counts.
    """
    end, underlined = words_before(document, start, at, furniture=furniture)
    if ruled and not underlined:
        return None
    heading = heading_at(document, start, at, end, ruled=underlined, furniture=furniture)
    return heading if heading and (not ruled or _is_outer(document, end, heading)) else None


def heading_at(document: str, start: int, at: int, end: int, *, ruled: bool, furniture: list[Span]) -> Span | None:
    """The heading before `at` whose words end at `end`; `ruled` tells that a rule stands between."""
    if end <= start:
        return None
    underlined = ruled
    if document[end - 1] in ".;," and not underlined and document[end - 3 : end] != "...":
        return None
    line = document.rfind("\n", start, end) + 1 or start
    if not underlined and (document[end:at].count("\n") == 0 or end - line > _LONGEST):
        return _inside_line(document, max(line, end - _LONGEST_INLINE, start), at)
    block = _block(document, start, end, furniture=furniture, underlined=underlined)
    heading = _heading_of(document, start, block) if block else None
    if not heading and not underlined and document[end:at].count("\n") == 1:
        heading = _inside_line(document, max(line, end - _LONGEST_INLINE, start), at)
    return heading


def _is_outer(document: str, end: int, heading: Span) -> bool:
    """Whether a line over another heading is one itself, and the rule below is its own."""
    below = _RULE.match(document, document.find("\n", end) + 1)
    words = document[heading.start : end]
    return bool(below and "\n" not in words and not _END_OF_SENTENCE.search(words.rstrip()))


def words_before(document: str, start: int, at: int, *, furniture: list[Span]) -> tuple[int, bool]:
    """Where the words before a place end (not before `start`), and whether a rule stands between."""
    end = at
    while end > start and document[end - 1].isspace():
        end -= 1
    # No furniture ends as a sentence does, but for a point alone on its line.
    if end - start < 2 or (document[end - 1] in _ENDS_OF_SENTENCES and not document[end - 2].isspace()):
        return end, False
    place = bisect_left(furniture, at, key=by_start) - 1
    underlined = False
    while end > start:
        if document[end - 1].isspace():
            end -= 1
        elif place >= 0 and furniture[place].end >= end:
            cut = furniture[place]
            underlined = underlined or _RULE.fullmatch(document, cut.start, cut.end) is not None
            end, place = max(cut.start, start), place - 1
        else:
            break
    return end, underlined


def _block(document: str, start: int, end: int, *, furniture: list[Span], underlined: bool) -> _Block | None:
    """The few lines up to `end` that only a blank line, furniture or the start parts from what is above."""
    lines: list[Span] = []
    for line in _lines_up(document, start, end):
        text = document[line.start : line.end]
        if not text.strip() or _is_furniture(furniture, line):
            return _Block(tuple(reversed(lines)), underlined, alone=True)
        # What stands on the line of a number or of the head's last field is its words.
        if len(lines) == _MOST_LINES or (line.start == start and document[start - 1 : start] not in ("", "\n")):
            return _Block(tuple(reversed(lines)), underlined, alone=False) if underlined else None
        lines.append(line)
    return _Block(tuple(reversed(lines)), underlined, alone=True) if lines else None


def _lines_up(document: str, start: int, end: int) -> Iterator[Span]:
    while end >= start:
        line = document.rfind("\n", start, end) + 1 or start
        yield Span(line, end)
        end = line - 1


def _is_furniture(furniture: list[Span], line: Span) -> bool:
    place = bisect_left(furniture, line.end, key=by_start) - 1
    return place >= 0 and furniture[place].end >= line.end and furniture[place].end - furniture[place].start > 1


def _heading_of(document: str, start: int, block: _Block) -> Span | None:
    lines = block.lines if block.alone else block.lines[-1:]
    if not lines or (not block.alone and not _stands_apart(document, start, lines[0])):
        return None
    first, last = lines[0], lines[-1]
    tail = _RULE_AT_END.search(document[last.start : last.end]) if document[last.end - 1] in _ENDS_OF_RULES else None
    end = last.start + tail.start() if tail else last.end
    begin = _begin(document, first.start, end)
    adorned = _ADORNED.fullmatch(document, begin, end) if first is last else None
    if adorned:
        begin, end = adorned.span("words")
    underlined = block.underlined or bool(tail or adorned)
    words = " ".join(document[begin:end].split())
    if not words or len(words) > _LONGEST or _END_OF_PART.search(words):
        return None
    ruled_off = underlined and block.alone and first is last and "  " not in document[begin:end]
    if not (_has_words(words) or (ruled_off and _TITLE_WITH_FIGURES.fullmatch(words))):
        return None
    if underlined:
        return None if len(words) > _LONGEST_PLAIN_LINE and _SENTENCES.search(words) else Span(begin, end)
    plain = block.alone and not (words[0].islower() or _LIST_ITEM.match(words) or _END_OF_SENTENCE.search(words))
    longest = max(line.end - line.start for line in lines)
    if not plain or longest > _LONGEST_PLAIN_LINE or _follows_colon(document, start, first.start):
        return None
    return Span(begin, end)


def _stands_apart(document: str, start: int, line: Span) -> bool:
    """Whether an underlined line right below running text is a heading: the sentence above ends, and it is none."""
    above = document[max(start, line.start - _GAP) : line.start].rstrip()
    return bool(_END_OF_SENTENCE.search(above)) and not _END_OF_SENTENCE.search(
        document[line.start : line.end].rstrip()
    )


def _begin(document: str, start: int, end: int) -> int:
    """Where the words of a heading begin, after a rule, a site's anchor and a portion marking."""
    rule = None if document[start].isalnum() else _RULE_AT_START.match(document, start, end)
    at = rule.end() if rule else start
    marking = MARKING.match(document, at, end)
    if marking and document[marking.end() : end].strip():
        at = marking.end()
    while at < end and document[at].isspace():
        at += 1
    return at


def _follows_colon(document: str, start: int, at: int) -> bool:
    """Whether the text above announces what follows, so that it is the first line of a list."""
    return document[max(start, at - _GAP) : at].rstrip().endswith(":")


def _has_words(words: str) -> bool:
    """Whether these are words rather than a table's row."""
    letters = sum(map(str.isalpha, words)) - words.upper().count("X") * ("XXXX" in words.upper())
    return letters > 0 and sum(map(str.isdigit, words)) * 2 < letters and not _FIGURES.search(words)


def _inside_line(document: str, start: int, at: int) -> Span | None:
    """A heading between the last sentence and a number on the same line: ruled off, or its words in capitals."""
    text = document[start:at]
    ruled = _INLINE_RULED.search(text)
    if ruled and not ruled.start() and start and document[start - 1] != "\n":
        ruled = None
    plain = None if ruled else _INLINE.search(text)
    found = ruled or plain
    if not found or _END_OF_PART.search(found["words"]) or not _has_words(found["words"]):
        return None
    if plain and not _is_title(plain["words"]):
        return None
    return Span(start + found.start("words"), start + found.end("words"))


def _is_title(words: str) -> bool:
    """Whether words are written as a title: all but the small ones begin with a capital."""
    great = [word for word in words.split() if not _SMALL_WORD.fullmatch(word)]
    return 1 <= len(great) <= 12 and all(_CAPITAL.match(word) or not word[0].isalpha() for word in great)
