"""Tables among a paragraph's lines: rows whose columns stand apart, or that end in figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.cables.block_lines import Line

_COLUMN = re.compile(r"(?:[^\s.!?:\"')”] {2,}|: {3,}|\t|\|)[ \t|]*(?=\S)")
_WIDE = re.compile(r" {3,}|\t|\|")
_DIGIT = re.compile(r"\d")
_LIST = re.compile(r"\(?\w{1,3}[.)]\s")
_FIGURES = re.compile(r"(?:^|\s)[$(<>~+-]?\d[\d.,/%]*\)?\*{0,2}(?=\s|\Z)|(?<=\s)(?:N/A|n/a|--?|NA|nil)(?=\s|\Z)")
_LAST_FIGURE = re.compile(r"\d[\d.,/%]*\)?\*{0,2}\Z|(?:N/A|n/a|NA|nil)\Z")
_SENTENCE = re.compile(r"[a-z]{2}[.;]\s+[A-Z]|[a-z]{3}[.]\Z")
_LAST_OF_FIGURES = frozenset("0123456789)*%Aal")
_FEWEST_ROWS = 3
_LONGEST_ROW = 100
_LONGEST_BARE_ROW = 48
_MOST_HEADERS = 2
_HALF = "half"
_LONGEST_HALF = 24


def table_ends(lines: Sequence[Line]) -> dict[int, int]:
    """The last line of each table by its first."""
    ends: dict[int, int] = {}
    place = 0
    if not _may_have_rows(lines):
        return ends
    kinds = [_row(line) for line in lines]
    for at in range(1, len(lines) - 1):
        if not kinds[at] and kinds[at - 1] and kinds[at + 1] and _is_half_label(lines[at]):
            kinds[at] = _HALF
    while place < len(lines):
        last = place
        while last < len(lines) and kinds[last]:
            last += 1
        if last - place >= _FEWEST_ROWS and _is_table(kinds[place:last]):
            ends[_with_headers(lines, place, ends)] = last - 1
        place = max(last, place + 1)
    return ends


def _may_have_rows(lines: Sequence[Line]) -> bool:
    """Whether enough lines stand together that may be rows, at a glance."""
    run = 0
    for line in lines:
        text = line.text
        if line.label or not (
            text[-1] in _LAST_OF_FIGURES
            or len(text) <= _LONGEST_BARE_ROW
            or "  " in text
            or "\t" in text
            or "|" in text
        ):
            run = 0
            continue
        run += 1
        if run == _FEWEST_ROWS:
            return True
    return False


def _row(line: Line) -> str:
    """What speaks for a row: "columns", "figures", or nothing."""
    text = line.text
    figured = text[-1] in _LAST_OF_FIGURES
    bare = len(text) <= _LONGEST_BARE_ROW
    if not (figured or bare) and "  " not in text and "\t" not in text and "|" not in text:
        return ""
    if (
        len(text) > _LONGEST_ROW
        or line.underlined
        or line.label
        or (("." in text or ";" in text) and _SENTENCE.search(text))
    ):
        return ""
    columns = len(_COLUMN.findall(text))
    if columns > 1 or (columns and (bare or _WIDE.search(text))):
        return "columns"
    if not _DIGIT.search(text) or _LIST.match(text):
        return ""
    figures = len(_FIGURES.findall(text))
    last = figured and _LAST_FIGURE.search(text) is not None
    return "figures" if (last and (figures > 1 or (figures and bare))) or (bare and figures > 1) else ""


def _is_half_label(line: Line) -> bool:
    """Whether a line between rows is the first half of the next row's label."""
    return not line.apart and line.label is None and len(line.text) <= _LONGEST_HALF and line.text[-1] not in ".;,"


def _is_table(kinds: Sequence[str]) -> bool:
    """Whether rows agree: at least half have columns, or all have figures."""
    return kinds.count("columns") * 2 >= len(kinds) or "columns" not in kinds


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
