"""A REF block cut at its labels: "A.", "(B)", "C)", "REF D:", "1.", and letters alone before a cable.

A letter is a label by its place in the alphabet: the next one is taken almost anywhere, another only where a line
begins or a cable follows. So initials ("J. Smith") and portion markings ("(C)") are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.cables.reference_items import names_a_cable
from tracker.cables.reference_words import BLANK
from tracker.types import Span

_LABEL = re.compile(
    r"(?:(?<=[\s,;:)~])|(?<![^(\[{<])|(?<=\d)(?=[(\[]))(?P<named>REF(?:TEL)?S?\.?\s{1,2})?"
    r"(?:[(\[{<]\s?(?P<bracketed>[A-Z]|([A-Z])\3|\d{1,2})[\s.]?[)\]}>][.:]?"
    r"|(?P<marked>[A-Z]|([A-Z])\5|\d{1,2})(?:\.(?!\d|[A-Z]\.)\)?|[,;]?[)\]]|:(?!\d)|\s?[-/](?=\s)|[,;](?=\s))"
    r"|(?P<bare>[A-Z])(?=\s{1,12}\S))",
    re.ASCII,
)
_MARKINGS = frozenset("CSU")
_MOST_SKIPPED = 4
_EMPTY = " \n.:,;-"
_BEGINS = re.compile(r"\s*(?:\([A-Z]{1,4}(?:/[A-Z]{2,4})?\)\s*)?")
_FORMS = ("bracketed", "marked", "bare")


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under one label (None before the first), without the label."""

    label: str | None
    span: Span


def entries(text: str) -> list[Entry]:
    """The entries of a block made ready, in order; those without any words are left out."""
    cutter = _Cutter(text)
    for match in _LABEL.finditer(text):
        cutter.meet(match)
    return cutter.finish()


class _Cutter:
    """Where the cutting of a block stands: the current label, its number in its row, and where its words begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[Entry] = []
        self._label: str | None = None
        self._number = 0
        self._begin = 0
        self._doubled = False

    def meet(self, match: re.Match[str]) -> None:
        """Take a candidate as the next label, as the current one again, or not at all."""
        if match.start() < self._begin:
            return
        label = next(match[form] for form in _FORMS if match[form])
        number = int(label) if label.isdigit() else _place(label)
        if self._label is not None and not self._text[self._begin : match.start()].strip(_EMPTY):
            self._meet_second(match, label, number)
        elif self._is_next(match, label, number):
            self._close(match.start())
            self._label, self._number, self._begin = label, number, match.end()

    def finish(self) -> list[Entry]:
        """All entries."""
        self._close(len(self._text))
        return self._found

    def _close(self, end: int) -> None:
        if self._text[self._begin : end].strip(_EMPTY):
            self._found.append(Entry(self._label, Span(self._begin, end)))

    def _meet_second(self, match: re.Match[str], label: str, number: int) -> None:
        """A label straight after another: the same one again ("A. (A)"), what the writer calls it, or a marking."""
        same = label == self._label
        if not same and (match["bare"] or label.isdigit() or (_is_marking(match) and not self._doubled)):
            return
        bracketed = match["bracketed"] is not None
        if same or bracketed or self._doubled or number == self._number + 1:
            self._doubled = self._doubled or same or bracketed
            self._label, self._number, self._begin = label, number, match.end()

    def _is_next(self, match: re.Match[str], label: str, number: int) -> bool:
        """Whether a candidate is a label: of the same row of letters or numbers, and in a place where one can be."""
        expected = number == self._number + 1
        if label.isdigit() or (self._label or "").isdigit():
            return label.isdigit() and (self._label or "0").isdigit() and expected and self._may_be_number(match)
        if _is_marking(match) and not expected:
            return False
        if match["bare"]:
            return self._is_bare_label(match, expected=expected)
        start = match["named"] is not None or self._begins_line(match)
        if expected and (start or self._stands_apart(match)):
            return True
        if not self._names_a_cable(match):
            return start and 0 < number - self._number <= _MOST_SKIPPED
        # "S. PAULO 12" is a post, no label before one.
        return (expected or start or number > self._number) and not names_a_cable(self._text, match.start())

    def _is_bare_label(self, match: re.Match[str], *, expected: bool) -> bool:
        """Whether a letter alone is a label: the first one, or one before a cable."""
        first = self._is_first(match)
        if expected and (first or match["named"]):
            return True
        return (expected or first) and self._names_a_cable(match)

    def _may_be_number(self, match: re.Match[str]) -> bool:
        """Whether a number can be a label: the first one only where the block begins."""
        year = match["bracketed"] is not None and match["bracketed"].startswith("0")
        return match["bare"] is None and not year and (self._label is not None or self._is_first(match))

    def _is_first(self, match: re.Match[str]) -> bool:
        return not self._text[: match.start()].strip(_EMPTY)

    def _begins_line(self, match: re.Match[str]) -> bool:
        line = self._text.rfind("\n", 0, match.start()) + 1
        return not self._text[line : match.start()].strip(_EMPTY)

    def _stands_apart(self, match: re.Match[str]) -> bool:
        """Whether a label can begin in the midst of a line: between brackets, after a gap or the end of an entry."""
        before = self._text[max(0, match.start() - 2) : match.start()]
        ended = before.isspace() or before.rstrip()[-1:] in (",", ";", ")", BLANK)
        return bool(match["bracketed"] or self._label or ended)

    def _names_a_cable(self, match: re.Match[str]) -> bool:
        begins = _BEGINS.match(self._text, match.end())
        return names_a_cable(self._text, begins.end() if begins else match.end())


def _is_marking(match: re.Match[str]) -> bool:
    return match["bracketed"] in _MARKINGS and not match["named"]


def _place(label: str) -> int:
    """The number of a label in its row: A is 1, Z 26, AA 27, BB 28."""
    place = ord(label[0]) - ord("A") + 1
    return place if len(label) == 1 else 26 + place
