"""Tables as they are printed: rows of a label and cells, under headings over the whole and over each column.

Columns stand apart by two spaces, by bars, or, where the cells alone say so, by one. What the words mean is for others:
a grid only says which words stand over, beside and in which cell. Positions are those of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.types import Span

_LONGEST_LINE = 110
_LONGEST_LABEL = 48
_HEADING_LINES = 4
_NONE = r"(?:--?|n/?a|none|nil|unavailable|unknown|\?|\*)"
_NUMBER = r"(?:(?:usd|\$)\s?)?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?:(?:usd|\$)\s?)?\d+(?:\.\d+)?"
_CELL_TEXT = re.compile(
    rf"(?:(?P<number>{_NUMBER})(?P<unit>\s?(?:%|percent|kgs?|kilos?|kilograms?|tons?|metric tons|mt|ha|hectares|"
    rf"units?|rounds|million))?|(?P<none>{_NONE}))(?:\s*\((?P<aside>[^)]{{1,30}})\))?\s*[;,.*]*",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*\|\s*|\t+|\s{2,}|\s*\.{3,}\s*|\s*:\s+(?=[\d$(-])|\s*=\s*(?=\d)")
_WORD = re.compile(r"[A-Z][a-z]+$")
_RULE = re.compile(r"[\s\-=_+|*]+$")
_BULLET = re.compile(r"^\s*(?:[-*•]+\s+|\(?[a-z0-9]\)\s+)?")
_TIGHT_CELL = rf"(?:{_NUMBER}|{_NONE})(?:\s*\([^)]{{1,60}}\))?"
_TRAILING_CELLS = re.compile(
    rf"^(?P<label>\D[^|]*?|(?:19|20)\d\d)(?:\s\([a-z ]+\))?[\s:-]+(?P<cells>{_TIGHT_CELL}(?:\s+{_TIGHT_CELL})*)$",
    re.IGNORECASE,
)
_ANY_DIGIT = re.compile(r"\d")
"""What every row of cells that stand apart has; looked for first, because most lines are prose."""
_ENDS_OF_CELLS = (*")-?*", "na", "n/a", "none", "nil", "unavailable", "unknown")
"""What a line of cells ends with, if not with a digit."""
_A_YEAR = range(1990, 2031)
_LABEL_OF_A_ROW = re.compile(
    r"(?:(?:grand |sub-?)?totals?|(?:19|20)\d\d|[A-Z][\w.'-]*(?:[ -](?:de|del|la|los|y|and|[A-Z(][\w.')-]*)){0,3}"
    r"(?:\s+(?:19|20)\d\d)?)$"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Some printed words of a line."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its number (None where the table says that there is none, or gives it no number), unit, and remark."""

    number: Decimal | None
    unit: str
    aside: str
    span: Span
    column: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: its label and cells."""

    label: Words
    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the lines of words over it, nearest last; the words over each column ("" where none); its rows."""

    titles: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    corner: str = ""


@dataclass(slots=True)
class _Gathering:
    """Lines while a table is being read."""

    over: list[Words] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    prefix: Words | None = None


def grids(document: str, body: Span) -> Iterator[Grid]:
    """The tables of a part of a document; two lines make one."""
    gathering = _Gathering()
    last: Grid | None = None
    any_before = False
    for line in _lines(document, body):
        row = _row(line, gathering.rows)
        if row is not None:
            gathering.rows.append(_with_prefix(row, gathering))
            gathering.prefix = None
            continue
        if gathering.rows and gathering.prefix is None and _WORD.match(line.text.strip()):
            gathering.prefix = line
            continue
        if gathering.rows:
            last = _grid(gathering, last, least=1 if any_before else 2)
            if last is not None:
                any_before = True
                yield last
            gathering = _Gathering(over=[gathering.prefix] if gathering.prefix else [])
        gathering.over.append(line)
    end = _grid(gathering, last, least=1 if any_before else 2)
    if end is not None:
        yield end


def _lines(document: str, body: Span) -> Iterator[Words]:
    at = body.start
    for printed in document[body.start : body.end].splitlines(keepends=True):
        text = printed.rstrip()
        if text.strip() and not _RULE.match(text):
            yield Words(text, Span(at, at + len(text)))
        at += len(printed)


def _row(line: Words, rows: Sequence[Row]) -> Row | None:
    text = line.text
    if len(text) > _LONGEST_LINE:
        return None
    row = _spaced_row(line) or _tight_row(line, rows)
    return None if row is None or _is_of_years(row) else row


def _with_prefix(row: Row, gathering: _Gathering) -> Row:
    """The row with the word of its label that stands alone on the line before."""
    prefix = gathering.prefix
    if prefix is None:
        return row
    text = f"{prefix.text.strip()} {row.label.text}"
    return Row(Words(text, row.label.span), row.cells, Span(prefix.span.start, row.span.end))


def _is_of_years(row: Row) -> bool:
    """Whether the cells are years: the heads of columns."""
    numbers = [cell.number for cell in row.cells]
    return len(numbers) > 1 and all(number is not None and number in _A_YEAR for number in numbers)


def _spaced_row(line: Words) -> Row | None:
    """A row whose cells stand apart."""
    if not _ANY_DIGIT.search(line.text):
        return None
    start = _BULLET.match(line.text)
    parts = _parts(line.text, start.end() if start else 0)
    if len(parts) < 2 or len(parts[0].text) > _LONGEST_LABEL or not parts[0].text:
        return None
    cells: list[Cell] = []
    for part in parts[1:]:
        cell = _cell(part, line, len(cells))
        if cell is None:
            return None
        cells.append(cell)
    if not any(cell.number is not None for cell in cells) or not _is_label(parts[0].text):
        return None
    return Row(_placed(parts[0], line), tuple(cells), line.span)


def _tight_row(line: Words, rows: Sequence[Row]) -> Row | None:
    """A row whose numbers stand one space apart: below rows of as many cells, or with the label of a row."""
    printed = line.text.strip()
    ends_so = printed[-1:].isdecimal() or printed.lower().endswith(_ENDS_OF_CELLS)
    match = _TRAILING_CELLS.match(printed) if ends_so else None
    if match is None:
        return None
    indent = len(line.text) - len(line.text.lstrip())
    label = match.group("label").strip(" -:*")
    first = indent + match.start("cells")
    cells = [
        _cell(Words(part.group(), Span(first + part.start(), first + part.end())), line, number)
        for number, part in enumerate(re.finditer(_TIGHT_CELL, match.group("cells"), re.IGNORECASE))
    ]
    fits = bool(rows) and len(rows[-1].cells) == len(cells)
    if any(cell is None for cell in cells) or not (_LABEL_OF_A_ROW.match(label) or (fits and _is_label(label))):
        return None
    if len(label) > _LONGEST_LABEL or len(label) < 2:
        return None
    return Row(
        _placed(Words(label, Span(indent, indent + len(label))), line),
        tuple(cell for cell in cells if cell is not None),
        line.span,
    )


def _is_label(label: str) -> bool:
    return len(label) > 1 and not re.match(r"(?:Table|Section|Ref|Page|Note|See)\b", label, re.IGNORECASE)


def _parts(text: str, start: int) -> list[Words]:
    """The parts of a line that stand apart, with their places in it."""
    found = []
    at = start
    for gap in _APART.finditer(text, start):
        if gap.start() > at:
            found.append(Words(text[at : gap.start()], Span(at, gap.start())))
        at = gap.end()
    if text[at:].strip(" |"):
        found.append(Words(text[at:].strip(" |"), Span(at, len(text))))
    return found


def _cell(part: Words, line: Words, column: int) -> Cell | None:
    match = _CELL_TEXT.fullmatch(part.text.strip())
    if match is None:
        return None
    printed = match.group("number")
    number = Decimal(re.sub(r"[^\d.]", "", printed)) if printed else None
    unit = (match.group("unit") or ("usd" if printed and re.match(r"usd|\$", printed, re.IGNORECASE) else "")).strip()
    return Cell(number, unit.lower(), match.group("aside") or "", _placed(part, line).span, column)


def _placed(part: Words, line: Words) -> Words:
    """A part of a line with its place in the document."""
    return Words(part.text.strip(" :.-*"), Span(line.span.start + part.span.start, line.span.start + part.span.end))


def _grid(gathering: _Gathering, before: Grid | None, *, least: int) -> Grid | None:
    """The table that was gathered; a further piece of the one before has that one's columns and titles."""
    rows = gathering.rows
    if len(rows) < least:
        return None
    width = max(len(row.cells) for row in rows)
    columns, corner, used = _columns(gathering.over[-_HEADING_LINES:], rows, width)
    titles = tuple(line.text.strip() for line in gathering.over[: len(gathering.over) - used][-_HEADING_LINES:])
    if before is not None and not any(columns) and len(before.columns) == width and len(gathering.over) == 1:
        columns, corner, titles = before.columns, before.corner, (*before.titles, *titles)
    return Grid(titles, columns, tuple(_aligned(row, rows, width) for row in rows), corner)


def _aligned(row: Row, rows: Sequence[Row], width: int) -> Row:
    """The row with its cells under the columns at whose place in the line they stand, where it lacks some."""
    if len(row.cells) == width:
        return row
    model = next(other for other in rows if len(other.cells) == width)
    ends = [cell.span.end - model.span.start for cell in model.cells]
    cells = []
    for cell in row.cells:
        end = cell.span.end - row.span.start
        column = min(range(width), key=lambda number: abs(ends[number] - end))
        cells.append(Cell(cell.number, cell.unit, cell.aside, cell.span, column))
    return Row(row.label, tuple(cells), row.span)


def _columns(over: Sequence[Words], rows: Sequence[Row], width: int) -> tuple[tuple[str, ...], str, int]:
    """The words over each column, those over the labels, and how many lines they take."""
    columns = [""] * width
    corner, used = "", 0
    for line in reversed(over):
        if line.text.strip().startswith("("):
            used += 1
            continue
        parts = _parts(line.text, len(line.text) - len(line.text.lstrip()))
        if not _heads(parts, line, width):
            parts = _tight_heads(line.text, width) if not any(columns) else []
        if not parts:
            break
        used += 1
        if len(parts) > width:
            corner = f"{parts[0].text} {corner}".strip()
            parts = parts[-width:]
        ordered = len(parts) == width
        for number, part in enumerate(parts):
            column = number if ordered else _nearest(part, rows, width)
            if column is None:
                corner = f"{part.text} {corner}".strip()
            else:
                columns[column] = f"{part.text.strip()} {columns[column]}".strip()
    return tuple(columns), corner, used


def _heads(parts: Sequence[Words], line: Words, width: int) -> bool:
    """Whether a line over the rows is one of words over columns, not a sentence or a title."""
    if not parts or len(parts) > width + 1 or line.text.rstrip().endswith((".", ":")):
        return False
    return len(parts) > 1 or (line.text.startswith("      ") and len(parts[0].text) < _LONGEST_LABEL)


def _tight_heads(text: str, width: int) -> list[Words]:
    """The words over columns that stand one space apart: as many years or other words as there are columns."""
    words = [Words(match.group(), Span(match.start(), match.end())) for match in re.finditer(r"\S+", text)]
    if text.rstrip().endswith((".", ":", ",")) or len(words) not in (width, width + 1) or width < 2:
        return []
    return words if all(re.match(r"[A-Z0-9]", word.text) for word in words) else []


def _nearest(part: Words, rows: Sequence[Row], width: int) -> int | None:
    """The column that words over a table stand over, by their place in the line; None over the labels."""
    model = next(row for row in rows if len(row.cells) == width)
    if part.span.end <= model.label.span.end - model.span.start:
        return None
    middle = (part.span.start + part.span.end) / 2
    places = [
        ((cell.span.start + cell.span.end) / 2) - model.span.start
        for cell in sorted(model.cells, key=lambda cell: cell.column)
    ]
    return min(range(width), key=lambda number: abs(places[number] - middle))
