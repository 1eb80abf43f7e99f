"""The picture of Mexico: a tile for each state that leads to its page, darker where more events are told."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import ceil, sqrt

import svg

from feeds import wording
from feeds.pages.pictures.drawing import Drawn, Key, label, picture, said
from feeds.pages.pictures.files import asked
from feeds.pages.rows import Counted, Picture
from feeds.pages.tables import Cell, Table, figure
from tracker.registers import state_name

_SIDE, _GAP, _SHADES = 40, 3, 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A state's place in the picture."""

    code: str
    letters: str
    column: int
    row: int


@cache
def tiles() -> tuple[Tile, ...]:
    """All of Mexico's states, row by row."""
    text = resources.files("feeds.pages.pictures").joinpath("tiles.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t")
    return tuple(Tile(row["code"], row["letters"], int(row["column"]), int(row["row"])) for row in rows)


def by_state(cells: Sequence[Counted], published: Collection[str], root: str) -> Drawn:
    """The picture; states in `published` have pages to lead to."""
    counts = {cell.row: int(cell.number) for cell in cells}
    most = max([counts.get(tile.code, 0) for tile in tiles()] + [1])
    width = max(tile.column for tile in tiles()) + 1
    height = max(tile.row for tile in tiles()) + 1
    ask = asked(Picture.STATES)
    shapes = [_tile(tile, counts.get(tile.code, 0), most, root if tile.code in published else None) for tile in tiles()]
    return Drawn(
        name=Picture.STATES,
        title=ask.title,
        remarks=ask.remarks,
        drawing=picture(
            width * (_SIDE + _GAP) - _GAP,
            height * (_SIDE + _GAP) - _GAP,
            shapes,
            told=f"{ask.title}: each tile is one of Mexico's states; the same is in the table below.",
            css="tiles",
            role="group",
        ),
        keys=tuple(_keys(most)),
        table=Table(ask.title, ("State", "Events"), tuple(_rows(counts, published, root))),
        query=ask.query,
    )


def shade(count: int, most: int) -> int:
    """How dark a number is, from 0 for none to 4: by its root, so that one great number leaves others dark."""
    return min(_SHADES, ceil(_SHADES * sqrt(count / most))) if count else 0


def _tile(tile: Tile, count: int, most: int, root: str | None) -> svg.Element:
    x, y = tile.column * (_SIDE + _GAP), tile.row * (_SIDE + _GAP)
    told = f"{state_name(tile.code)}: {wording.number(count)} {'event' if count == 1 else 'events'}"
    shapes: list[svg.Element] = [
        svg.Rect(x=x, y=y, width=_SIDE, height=_SIDE, rx=3, elements=[svg.Title(text=said(told))]),
        label(x + _SIDE / 2, y + 17, tile.letters, "letters"),
        label(x + _SIDE / 2, y + 34, wording.number(count), "number"),
    ]
    css = ["tile", f"q{shade(count, most)}"]
    if root is None:
        return svg.G(class_=css, elements=shapes, extra={"role": "img", "aria-label": said(told)})
    return svg.A(href=said(f"{root}/states/{tile.code}"), class_=css, elements=shapes, extra={"aria-label": said(told)})


def _keys(most: int) -> Iterator[Key]:
    yield Key("q0", "none")
    reached: dict[int, list[int]] = {}
    for count in range(1, most + 1):
        reached.setdefault(shade(count, most), []).append(count)
    for which, counts in sorted(reached.items()):
        first, last = wording.number(counts[0]), wording.number(counts[-1])
        yield Key(f"q{which}", first if first == last else f"{first} to {last}")


def _rows(counts: dict[str, int], published: Collection[str], root: str) -> Iterator[tuple[Cell, ...]]:
    for tile in sorted(tiles(), key=lambda tile: (-counts.get(tile.code, 0), state_name(tile.code))):
        href = f"{root}/states/{tile.code}" if tile.code in published else ""
        yield (Cell(state_name(tile.code), href), figure(wording.number(counts.get(tile.code, 0))))
