"""What a text hides: words that a release took out, names that a cable protects, words that were erased."""

from __future__ import annotations

import re

from tracker.cables.landmarks import landmarks
from tracker.cables.masks import BEGINNING, MASK
from tracker.types import Span

_FORMS = (
    ("XXXX", re.compile(r"XXXX(?:(?<![^\W_]XXXX)(?:X+|(?![^\W_]))|X{6,})(?:\s{1,4}X{4,})*")),
    ("xxxx", re.compile(r"xxxx(?<![^\W_]xxxx)x*(?:\s{1,4}x{4,})*(?![^\W_])")),
    ("X X X", re.compile(r"(?<!\w)(?:X ){5,}X(?!\w)")),
    (
        "[",
        re.compile(
            r"\[[^\[\]\n]{0,40}\b(?i:removed|redacted|withheld|deleted|excised|blacked out|omitted)\b[^\[\]\n]{0,20}\]"
        ),
    ),
    ("(b)", re.compile(r"\(b\)\s?\([1-9]\)(?:\s?\([A-F]\))?")),
)
"""How words are taken out, each form with what a text must have for it; what is searched for begins with that."""
_MASKS = ((BEGINNING, MASK), ("█", re.compile(r"█+(?:[\r\n]*█+)*")))
_LONGEST_MASK = 80
_LETTER = re.compile(r"[^\W_]")


def redactions(text: str) -> tuple[Span, ...]:
    """Where the release, or the office that declassified it, took words out, in order."""
    stand = landmarks(text)
    return _found(text, tuple(form for form in _FORMS if form[0] in stand or form[0] == "["))


def hidden(text: str) -> tuple[Span, ...]:
    """Where words of a text are hidden, by whomever: taken out, protected or erased; in order."""
    return _found(text, (*_FORMS, *_MASKS))


def shown(text: str, span: Span) -> list[Span]:
    """The parts of a stretch of text that say something: between what is hidden, and without marks at their ends."""
    pieces: list[Span] = []
    # A mask may begin before the stretch and end after it.
    earliest = max(0, span.start - _LONGEST_MASK)
    start = span.start
    for each in (*hidden(text[earliest : span.end + _LONGEST_MASK]), None):
        end = min(earliest + each.start, span.end) if each else span.end
        letters = [match.start() for match in _LETTER.finditer(text, start, end)] if start < end else []
        if letters:
            pieces.append(Span(letters[0], letters[-1] + 1))
        start = max(start, earliest + each.end) if each else end
    return pieces


def _found(text: str, forms: tuple[tuple[str, re.Pattern[str]], ...]) -> tuple[Span, ...]:
    found = [Span(*match.span()) for sign, form in forms if sign in text for match in form.finditer(text)]
    return tuple(sorted(found))
