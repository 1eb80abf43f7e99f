"""Headings: short lines of their own between paragraphs, underlined or not."""

from __future__ import annotations

import re

from tracker.cables.furniture import within
from tracker.types import Span

_RULE = re.compile(r"[ \t]*[-=_*~. ]{2,}[ \t]*")
_LIST_ITEM = re.compile(r"[ \t]*(?:--|[-*•]|\(?[a-zA-Z0-9]{1,2}[.)]|¶)")
_END_OF_PART = re.compile(r"\(?end (?:of )?(?:summary|comment|note|text|begin)", re.IGNORECASE)
_END_OF_SENTENCE = re.compile(r"[.;,]['\")]*$|--$")
_MOST_LINES = 3
_LONGEST = 200
_LONGEST_PLAIN_LINE = 90


def heading_before(document: str, start: int, at: int, *, furniture: list[Span]) -> Span | None:
    """The heading that stands directly before `at` and not before `start`, without its underline; None without one."""
    lines = _lines_before(document, start, at, furniture=furniture)
    if not lines:
        return None
    underlined = False
    while lines and _RULE.fullmatch(lines[0][1]) and lines[0][1].strip():
        underlined = True
        lines.pop(0)
    block = _block(lines)
    if block is None:
        return None
    span, words, alone = block
    if _END_OF_PART.match(words) or len(words) > _LONGEST or not _has_words(words):
        return None
    if underlined:
        return span if alone or "\n" not in document[span.start : span.end] else None
    plain = alone and not (words[0].islower() or _LIST_ITEM.match(words) or _END_OF_SENTENCE.search(words))
    longest = max(len(line) for line in document[span.start : span.end].split("\n"))
    return span if plain and longest <= _LONGEST_PLAIN_LINE else None


def _lines_before(document: str, start: int, at: int, *, furniture: list[Span]) -> list[tuple[Span, str]]:
    """The last lines before `at`, the nearest first, blank ones directly before it left out; furniture is blank."""
    lines: list[tuple[Span, str]] = []
    end = at
    while end > start and len(lines) < _MOST_LINES + 4:
        end -= document[end - 1] == "\n"
        line_start = max(document.rfind("\n", start, end) + 1, start)
        words = document[line_start:end]
        if not _RULE.fullmatch(words) and any(
            cut.end - cut.start > 1 for cut in within(furniture, Span(line_start, end))
        ):
            words = ""
        if lines or words.strip():
            lines.append((Span(line_start, end), words))
        end = line_start
    return lines


def _block(lines: list[tuple[Span, str]]) -> tuple[Span, str, bool] | None:
    """The lines up to the next blank one or rule (a rule may stand above): span, words, whether it is alone."""
    nearest = next((place for place, (_, words) in enumerate(lines) if words.strip()), len(lines))
    block: list[tuple[Span, str]] = []
    alone = True
    for span, words in lines[nearest:]:
        if not words.strip() or _RULE.fullmatch(words):
            break
        if len(block) == _MOST_LINES:
            return None
        block.append((span, words))
    else:
        alone = len(lines) - nearest < _MOST_LINES + 4
    if not block:
        return None
    words = " ".join(" ".join(words for _, words in reversed(block)).split())
    start, end = block[-1][0].start, block[0][0].end
    return Span(start, end), words, alone


def _has_words(words: str) -> bool:
    """Whether these are words rather than a table's row."""
    letters = sum(character.isalpha() for character in words)
    return letters > 0 and sum(character.isdigit() for character in words) * 2 < letters
