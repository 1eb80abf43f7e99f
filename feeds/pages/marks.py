"""Marks the quotes that reports rest on in the paragraphs of their cable, each with a link to its incident.

The sentence around a quote is marked lightly: it is what the report rests on, the quote only its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from feeds import wording


@dataclass(frozen=True, slots=True)
class Mark:
    """One quote to mark: its number on the page, what it supports, where that stands, and the sentence around it.

    `anchor` is the id of its place in the page, the same for ever.
    """

    number: int
    quote: str
    title: str
    href: str
    passage: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int

    def covers(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


def marked(text: str, marks: Sequence[Mark]) -> Markup:
    """The paragraph as HTML, the quotes found in it marked and numbered; quotes may overlap, and may be absent."""
    clean = wording.plain(text)
    quotes = [(found, mark) for mark in marks for found in _quote(clean, mark)]
    passages = [found for mark in marks for found in _passage(clean, mark)]
    ranges = [*(found for found, _ in quotes), *passages]
    edges = sorted({0, len(clean), *(found.start for found in ranges), *(found.end for found in ranges)})
    html = Markup("")
    for start, end in pairwise(edges):
        covering = [mark for found, mark in quotes if found.covers(start, end)]
        if covering:
            html += _linked(clean[start:end], covering[0])
        elif any(found.covers(start, end) for found in passages):
            html += Markup('<span class="passage">{}</span>').format(clean[start:end])
        else:
            html += escape(clean[start:end])
        for mark in (mark for found, mark in quotes if found.end == end):
            html += Markup('<sup id="{}"><a href="{}" aria-label="{}">{}</a></sup>').format(
                mark.anchor or f"quote-{mark.number}", mark.href, f"Report {mark.number}: {mark.title}", mark.number
            )
    return html


def _linked(words: str, mark: Mark) -> Markup:
    return Markup('<mark><a href="{}" title="{}">{}</a></mark>').format(mark.href, mark.title, words)


def found_in(text: str, mark: Mark) -> bool:
    """Whether the quote stands in this paragraph."""
    return bool(_quote(wording.plain(text), mark))


def _passage(text: str, mark: Mark) -> list[_Range]:
    return _places(text, wording.plain(mark.passage))


def _quote(text: str, mark: Mark) -> list[_Range]:
    # The same words can stand in an earlier sentence that tells of something else.
    quote = wording.plain(mark.quote)
    around = [place for found in _passage(text, mark) for place in _places(text, quote, within=found)]
    return around or _places(text, quote)


def _places(text: str, words: str, *, within: _Range | None = None) -> list[_Range]:
    limits = (within.start, within.end) if within else (0, len(text))
    found = text.find(words, *limits) if words else -1
    return [_Range(found, found + len(words))] if found >= 0 else []
