"""Requests to protect what was said, not who said it: "they asked us to protect this information".

All that the paragraph told up to the request is taken for what is meant: too much masked is a loss, too little a
danger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.cables.protection_subjects import Subject
from tracker.types import Span

_REQUEST = re.compile(
    r"\bprotect\s{1,8}(?:this|the|that|these|those|his|her|their|such)\s{1,8}(?:[a-z]+\s{1,8}){0,2}?"
    r"(?:information|info|remarks?|comments?|conversations?|statements?|accounts?|discussions?|reporting|details|"
    r"contents?|exchange)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:asked|asks|requested|requests?|strictly|please|pls|urged|insisted|wants?)\b", re.IGNORECASE)
_REACH = 80
_LONGEST_PARAGRAPH = 8_000
_PARAGRAPH_START = re.compile(r"¶|\n[ \t]*\n(?=\s*(?:\([A-Z/]{1,6}\)\s*)?\d{1,3}\.)")
_NUMBER_AND_MARKING = re.compile(r"\s*(?:\d{1,3}\.)?\s*(?:\([A-Za-z/ ]{1,8}\))?\s*")
_SENTENCE_END = re.compile(r"[.!?][\"')]*\s")


def requests(text: str) -> Iterator[Subject]:
    """The statements that a request covers: from the paragraph's first word to the sentence that makes the request."""
    for match in _REQUEST.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if not _ASKED.search(before):
            continue
        start = _paragraph_start(text, match.start())
        ends = [end.end() for end in _SENTENCE_END.finditer(text, start, match.start())]
        end = ends[-1] if ends else match.start()
        words = tuple(text[start:end].split())
        if words and not (len(words) == 2 and words[0] == "[protected"):
            yield Subject(
                Span(start, end - (len(text[start:end]) - len(text[start:end].rstrip()))), words, False, "request"
            )


def _paragraph_start(text: str, at: int) -> int:
    earliest = max(0, at - _LONGEST_PARAGRAPH)
    starts = [match.end() for match in _PARAGRAPH_START.finditer(text, earliest, at)]
    numbered = _NUMBER_AND_MARKING.match(text, starts[-1] if starts else earliest, at)
    return numbered.end() if numbered else earliest
