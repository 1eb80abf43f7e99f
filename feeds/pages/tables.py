"""Tables as pages show them: each scrolls inside itself where the screen is narrow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from feeds import wording
from feeds.pages.rows import Noted


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


def noted(notes: Iterable[Noted]) -> Table:
    """What people noted that other sources say: beside the words of the cables, with who did and when."""
    return Table(
        "What other sources say",
        ("Noted", "Where it is said", "By"),
        tuple(
            (
                Cell(row.note),
                Cell(urlsplit(row.url).hostname or row.url, row.url) if row.url else Cell("not told"),
                Cell(row.actor, note=f"{row.recorded_at.day} {row.recorded_at:%b %Y}"),
            )
            for row in notes
        ),
    )


def figure(value: str) -> Cell:
    """A cell with a number in words."""
    return Cell(value, number=True)


@lru_cache(maxsize=8192)
def written(row: tuple[Cell, ...]) -> Markup:
    """A row as HTML. Remembered, since a list of which one topic changes is written whole."""
    name, *others = row
    cells = [Markup('<th scope="row">{}</th>').format(_cell(name))]
    for cell in others:
        tag = Markup('<td class="number">{}</td>') if cell.number else Markup("<td>{}</td>")
        cells.append(tag.format(_cell(cell)))
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _cell(cell: Cell) -> Markup:
    told = escape(wording.plain(cell.text))
    if cell.href:
        told = Markup('<a href="{}">{}</a>').format(cell.href, told)
    if cell.struck:
        told = Markup("<del>{}</del>").format(told)
    return told + Markup(' <span class="note">{}</span>').format(wording.plain(cell.note)) if cell.note else told
