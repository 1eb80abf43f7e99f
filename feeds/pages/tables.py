"""Tables as pages show them: each scrolls inside itself where the screen is narrow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table at one place: its words, where they lead, and a remark in small print."""

    text: str
    href: str = ""
    note: str = ""
    number: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it shows, the heads of its columns, and its rows. The first cell of a row names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numbers(self) -> frozenset[int]:
        """The columns, counted from 0, that hold numbers."""
        return frozenset(at for row in self.rows[:1] for at, cell in enumerate(row) if cell.number)


def figure(value: str) -> Cell:
    """A cell with a number in words."""
    return Cell(value, number=True)
