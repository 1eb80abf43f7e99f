"""Where sentences and their parts begin and end in a paragraph's cleaned text.

A stretch counts characters of the cleaned text (a `Span` counts those of the document).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.extraction.lexicon import any_of


class Stretch(NamedTuple):
    """A half-open range of a paragraph's cleaned text."""

    start: int
    end: int

    def overlaps(self, other: Stretch) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, position: int) -> bool:
        """Whether the position lies inside."""
        return self.start <= position < self.end


_END = re.compile(
    r"(?P<stop>[.!?][\"'”’)\]]*)\s+(?=[\"'“‘`(\[]*[A-Z0-9]|--|-\s)"
    r"|\s(?:-{4,}|={4,}|\*{3,}|_{4,})(?:\s|$)(?:[-=*_ ]+\s)?"
    r"|(?<=[.:;,])\s+(?=(?:--?|\*|•)\s*[A-Z\"0-9])"
    r"|\s(?=--\s(?:On|In|At|The)\s[A-Z])"
    r"|:\s+(?=(?:--?|\*|•|\(?[a-z1-9]\))\s)"
    r"|\s(?=\((?:U|SBU|C|S|C/NF|S/NF)\)\s)"
)
_ABBREVIATION = re.compile(r"(?:\b(?:" + any_of("language", "abbreviations") + r")|\b[A-Z])\.[\"'”’)\]]*$")
_BREAK = re.compile(
    (
        r"[;:]\s|,\s(?:and|but|while|whereas|as well as|when|after|including)\s|,\s|\s--\s|\s(?:and|"
        r"while|but|when|after|as|since)\s|[()]"
    ),
)


LONGEST = 1500
"""Characters of a sentence. What goes on without a stop is a list or a table, and rules that compare everything in a
sentence with everything else must not be made to work for minutes by one."""


def sentences(text: str) -> tuple[Stretch, ...]:
    """The sentences, bullets and lone lines of the text, in order, without the white space around them.

    One longer than `LONGEST` is cut at its white space.
    """
    return tuple(part for sentence in _sentences(text) for part in _bounded(text, sentence))


def _bounded(text: str, sentence: Stretch) -> Iterator[Stretch]:
    start = sentence.start
    while sentence.end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        end = space if space > 0 else start + LONGEST
        yield Stretch(start, end)
        start = end + (space > 0)
    yield Stretch(start, sentence.end)


def _sentences(text: str) -> list[Stretch]:
    found: list[Stretch] = []
    start = 0
    for match in _END.finditer(text):
        stop = match.end("stop") if match.group("stop") else match.start()
        if match.group("stop") and match.group("stop").startswith(".") and _ABBREVIATION.search(text[start:stop][-14:]):
            continue
        if stop > start and text[start:stop].strip():
            found.append(Stretch(start, stop))
        start = match.end()
    if text[start:].strip():
        found.append(Stretch(start, len(text)))
    return found


def last_break(text: str, between: Stretch, whole: Sequence[Stretch] = ()) -> int | None:
    """Where the last comma, conjunction or bracket of a stretch stands; what is `whole` (a date) is never broken."""
    at = None
    for match in _BREAK.finditer(text, between.start, between.end):
        if not any(part.holds(match.start()) for part in whole):
            at = match.start()
    return at


def strongest_break(text: str, between: Stretch, whole: Sequence[Stretch] = ()) -> int | None:
    """Where the last of the strongest breaks stands: a semicolon before a comma with a conjunction before a comma."""
    best: tuple[int, int] | None = None
    for match in _BREAK.finditer(text, between.start, between.end):
        if any(part.holds(match.start()) for part in whole):
            continue
        printed = match.group()
        strength = (
            3
            if printed[0] in ";:"
            else 2
            if printed[0] == "," and len(printed) > 2
            else 1
            if printed[0] in ",()" or "--" in printed
            else 0
        )
        if best is None or strength >= best[0]:
            best = (strength, match.start())
    return best[1] if best else None
