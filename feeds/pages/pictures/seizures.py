"""The picture of seizures over time: a line of bars for each commodity, how many seizures of it a quarter had.

Quantities of different goods cannot be added, and many are not told: so it counts seizures, not goods.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import svg

from feeds import wording
from feeds.pages.pictures.drawing import Drawn, bar, label, line, picture
from feeds.pages.pictures.files import asked
from feeds.pages.rows import Counted, Picture
from feeds.pages.tables import Cell, Table, figure

COMMODITIES_DRAWN = 8
QUARTERS_DRAWN = 48
_WIDTH, _LEFT, _RIGHT, _BAND, _BOTTOM = 720, 160, 40, 30, 24


def seized(cells: Sequence[Counted]) -> Drawn:
    """The picture of the eight commodities seized most often, over the last twelve years; the rest is in its table."""
    counts = {(cell.row, cell.column): int(cell.number) for cell in cells}
    totals = Counter[str]()
    for cell in cells:
        totals[cell.column] += int(cell.number)
    commodities = [name for name, _ in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))]
    told = sorted({cell.row for cell in cells})
    quarters = _every_quarter(told[0], told[-1])[-QUARTERS_DRAWN:] if told else []
    drawn = commodities[:COMMODITIES_DRAWN]
    ask = asked(Picture.SEIZED)
    rest = len(commodities) - len(drawn)
    return Drawn(
        name=Picture.SEIZED,
        title=ask.title,
        remarks=ask.remarks + (f" {rest} more kinds of goods are in the table only." if rest else ""),
        drawing=picture(
            _WIDTH,
            max(len(drawn), 1) * _BAND + _BOTTOM,
            list(_drawn(drawn, quarters, counts)),
            told=f"{ask.title}: {len(commodities)} kinds of goods; the same is in the table below.",
            css="seized",
        ),
        keys=(),
        table=_table(commodities, told, counts),
        query=ask.query,
    )


def _every_quarter(first: str, last: str) -> list[str]:
    year, quarter = int(first[:4]), int(first[-1])
    found = [first]
    while found[-1] < last:
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
        found.append(f"{year:04}-Q{quarter}")
    return found


def _drawn(
    commodities: Sequence[str], quarters: Sequence[str], counts: dict[tuple[str, str], int]
) -> Iterator[svg.Element]:
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(quarters), 8)
    highest = max([counts.get((quarter, name), 0) for quarter in quarters for name in commodities] + [1])
    for nth, name in enumerate(commodities):
        floor = (nth + 1) * _BAND - 4
        yield label(_LEFT - 8, floor - 4, goods(name), "commodity")
        yield line((_LEFT, floor), (_WIDTH - _RIGHT, floor), "rule")
        for at, quarter in enumerate(quarters):
            count = counts.get((quarter, name), 0)
            if count:
                height = max(count / highest * (_BAND - 8), 2.0)
                words = f"{goods(name)}, {quarter.replace('-', ' ')}: {wording.number(count)}"
                yield bar((_LEFT + (at + 0.1) * step, floor - height, step * 0.8, height), "k-seizure", words)
        total = sum(counts.get((quarter, name), 0) for quarter in quarters)
        yield label(_WIDTH - _RIGHT + 8, floor - 4, wording.number(total), "total")
    floor = max(len(commodities), 1) * _BAND
    for at, quarter in enumerate(quarters):
        if quarter.endswith("Q1"):
            yield line((_LEFT + at * step, floor - 4), (_LEFT + at * step, floor + 2), "tick")
            yield label(_LEFT + at * step + 2, floor + 14, quarter[:4], "year")


def goods(commodity: str) -> str:
    """What was taken, as a name: "Cocaine", "Grenade launchers"."""
    words = wording.words("plural", commodity)
    return words[:1].upper() + words[1:]


def _table(commodities: Sequence[str], quarters: Sequence[str], counts: dict[tuple[str, str], int]) -> Table:
    rows = tuple(
        (
            Cell(quarter.replace("-", " ")),
            *(figure(wording.number(counts.get((quarter, name), 0))) for name in commodities),
        )
        for quarter in reversed(quarters)
    )
    return Table(asked(Picture.SEIZED).title, ("Quarter", *map(goods, commodities)), rows)
