"""Tables among a paragraph's lines: rows whose columns stand apart, or that end in figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.cables.block_lines import Line

_COLUMN = re.compile(r"(?:[^\s.!?:\"')”] {2,}|[^\s] {3,}|\t|\|)[ \t|]*(?=\S)")
_FIGURES = re.compile(r"(?:^|\s)[$(<>~+-]?\d[\d.,/%]*\)?\*{0,2}(?=\s|\Z)|(?<=\s)(?:N/A|n/a|--?|NA|nil)(?=\s|\Z)")
_LAST_FIGURE = re.compile(r"\d[\d.,/%]*\)?\*{0,2}\Z|(?:N/A|n/a|NA|nil)\Z")
_SENTENCE = re.compile(r"[a-z]{2}[.;]\s+[A-Z]|[a-z]{3}[.]\Z")
_FEWEST_ROWS = 3
_LONGEST_ROW = 100
_LONGEST_BARE_ROW = 48
_MOST_HEADERS = 2


def table_ends(lines: Sequence[Line]) -> dict[int, int]:
    """The last line of each table by its first."""
    ends: dict[int, int] = {}
    place = 0
    kinds = [_row(line) for line in lines]
    while place < len(lines):
        last = place
        while last < len(lines) and kinds[last]:
            last += 1
        if last - place >= _FEWEST_ROWS and _is_table(kinds[place:last]):
            ends[_with_headers(lines, place, ends)] = last - 1
        place = max(last, place + 1)
    return ends


def _row(line: Line) -> str:
    """What speaks for a row: "columns", "figures", or nothing."""
    text = line.text
    if len(text) > _LONGEST_ROW or line.underlined or _SENTENCE.search(text):
        return ""
    if _COLUMN.search(text):
        return "columns"
    figures = len(_FIGURES.findall(text)) if _LAST_FIGURE.search(text) else 0
    return "figures" if figures and (figures > 1 or len(text) <= _LONGEST_BARE_ROW) else ""


def _is_table(kinds: Sequence[str]) -> bool:
    """Whether rows agree: at least half have columns, or all end in figures."""
    return kinds.count("columns") * 2 >= len(kinds) or all(kind == "figures" for kind in kinds)


def _with_headers(lines: Sequence[Line], first: int, ends: dict[int, int]) -> int:
    """The first of the lines directly over a table that name its columns."""
    taken = max((last for last in ends.values() if last < first), default=-1)
    for _ in range(_MOST_HEADERS):
        above = lines[first - 1] if first - 1 > taken else None
        if not above or lines[first].apart or above.underlined or above.label or len(above.text) > _LONGEST_BARE_ROW:
            break
        if above.text[-1] in ".;,":
            break
        first -= 1
    return first
