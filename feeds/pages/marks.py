"""Marks the quotes that reports rest on in the paragraphs of their cable, each with a link to its incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from feeds import wording


@dataclass(frozen=True, slots=True)
class Mark:
    """One quote to mark: its number on the page, what it supports, and where that stands."""

    number: int
    quote: str
    title: str
    href: str


def marked(text: str, marks: Sequence[Mark]) -> Markup:
    """The paragraph as HTML, the quotes found in it marked and numbered; quotes may overlap, and may be absent."""
    clean = wording.plain(text)
    found = [(start, start + len(quote), mark) for mark in marks for start, quote in _places(clean, mark)]
    edges = sorted({0, len(clean), *(start for start, _, _ in found), *(end for _, end, _ in found)})
    html = Markup("")
    for start, end in pairwise(edges):
        covering = [mark for first, last, mark in found if first <= start and end <= last]
        html += _linked(clean[start:end], covering[0]) if covering else escape(clean[start:end])
        for mark in (mark for _, last, mark in found if last == end):
            html += Markup('<sup id="quote-{}"><a href="{}">{}</a></sup>').format(mark.number, mark.href, mark.number)
    return html


def _linked(words: str, mark: Mark) -> Markup:
    return Markup('<mark><a href="{}" title="{}">{}</a></mark>').format(mark.href, mark.title, words)


def found_in(text: str, mark: Mark) -> bool:
    """Whether the quote stands in this paragraph."""
    return bool(_places(wording.plain(text), mark))


def _places(text: str, mark: Mark) -> list[tuple[int, str]]:
    quote = wording.plain(mark.quote)
    start = text.find(quote) if quote else -1
    return [(start, quote)] if start >= 0 else []
