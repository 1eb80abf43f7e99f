"""A table for people: columns side by side, or where they do not fit, one row under the other.

Widths are settled by the first batch of rows, so that any answer can be shown as it comes. Control characters are shown
as `?`: a cable's words must not command a terminal.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tracker.asking.values import for_people

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.asking.query import Answer, Column

_NUMBERS = frozenset({"int2", "int4", "int8", "numeric", "float4", "float8"})
_WRAPPED = frozenset({"text", "varchar", "name", "bpchar", "jsonb", "json"})
_NARROWEST = 10
_BETWEEN = "  "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def write_table(answer: Answer, write: Callable[[bytes], object], *, width: int | None = None) -> None:
    """Write an answer, in lines of at most `width` where that is given; at the end how many rows there are."""
    count = 0
    widths: list[int] | None = None
    for rows in answer.batches:
        cells = [[_shown(value) for value in row] for row in rows]
        if count == 0:
            widths = _widths(answer.columns, cells, width)
            if widths:
                write(_heading(answer.columns, widths))
        if widths:
            lines = (line for row in cells for line in _line(answer.columns, row, widths, wrap=width is not None))
        else:
            lines = (
                line for nth, row in enumerate(cells, count + 1) for line in _record(answer.columns, row, nth, width)
            )
        write("".join(f"{line}\n" for line in lines).encode())
        count += len(rows)
    write(f"({count} {'row' if count == 1 else 'rows'})\n".encode())


def _shown(value: object) -> str:
    return _CONTROL.sub("?", for_people(value).replace("\t", " ").replace("\r\n", "\n"))


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], width: int | None) -> list[int] | None:
    """How wide each column is; None where they do not fit beside each other."""
    natural = [
        max([cell_len(column.name), *(cell_len(line) for row in cells for line in row[n].split("\n"))])
        for n, column in enumerate(columns)
    ]
    if width is None or not columns:
        return natural
    room = width - len(_BETWEEN) * (len(columns) - 1)
    least = [
        min(size, max(_NARROWEST, cell_len(column.name))) if _wraps(column) else size
        for column, size in zip(columns, natural, strict=True)
    ]
    if sum(least) > room:
        return None
    cap = max(natural)
    while sum(_capped(natural, least, cap)) > room:
        cap -= 1
    return _capped(natural, least, cap)


def _wraps(column: Column) -> bool:
    """Whether its values are words; an id, a figure or a date is only of use whole."""
    return column.array or column.type in _WRAPPED


def _capped(natural: Sequence[int], least: Sequence[int], cap: int) -> list[int]:
    return [max(low, min(size, cap)) for size, low in zip(natural, least, strict=True)]


def _heading(columns: Sequence[Column], widths: Sequence[int]) -> bytes:
    names = _BETWEEN.join(_padded(column, column.name, size) for column, size in zip(columns, widths, strict=True))
    rule = _BETWEEN.join("-" * size for size in widths)
    return f"{names.rstrip()}\n{rule}\n".encode()


def _line(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int], *, wrap: bool) -> list[str]:
    """The lines of one row: as many as its tallest cell has."""
    cells = [_wrapped(cell, size) if wrap else cell.split("\n") for cell, size in zip(row, widths, strict=True)]
    return [
        _BETWEEN.join(
            _padded(column, cell[n] if n < len(cell) else "", size)
            for column, cell, size in zip(columns, cells, widths, strict=True)
        ).rstrip()
        for n in range(max(map(len, cells), default=1))
    ]


def _record(columns: Sequence[Column], row: Sequence[str], nth: int, width: int | None) -> list[str]:
    """The lines of one row whose columns stand under each other; those that tell nothing are left out."""
    names = max(cell_len(column.name) for column in columns)
    room = max(_NARROWEST, (width or 0) - names - len(_BETWEEN))
    lines = [f"-- {nth} --"]
    for column, cell in zip(columns, row, strict=True):
        for n, line in enumerate(_wrapped(cell, room if _wraps(column) else len(cell)) if cell else []):
            lines.append(f"{'' if n else column.name:<{names}}{_BETWEEN}{line}")
    return lines


def _wrapped(cell: str, width: int) -> list[str]:
    return [
        part
        for line in cell.split("\n")
        for part in (textwrap.wrap(line, width, break_on_hyphens=False) if cell_len(line) > width else [line]) or [""]
    ]


def _padded(column: Column, cell: str, width: int) -> str:
    space = " " * (width - cell_len(cell))
    return space + cell if column.type in _NUMBERS and not column.array else cell + space
