"""The picture of events by month and kind: a bar for each month, its kinds one on another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import svg

from feeds import wording
from feeds.pages.pictures.drawing import Drawn, Key, bar, label, line, picture
from feeds.pages.pictures.files import asked
from feeds.pages.rows import Counted, Picture
from feeds.pages.tables import Cell, Table, figure
from tracker.reports import Kind

MONTHS_DRAWN = 120
_KINDS = (Kind.ATTACK, Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION, Kind.OPERATION, Kind.HARM)
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 720, 220, 34, 14, 24
_YEAR_WIDTH = 46


def by_month(cells: Sequence[Counted]) -> Drawn:
    """The picture; months before the last 120 are in its table alone."""
    counts = {(cell.row, cell.column): int(cell.number) for cell in cells}
    told = sorted({cell.row for cell in cells})
    drawn = _every_month(told[0], told[-1])[-MONTHS_DRAWN:] if told else []
    kinds = [kind for kind in _KINDS if any(cell.column == kind for cell in cells)]
    ask = asked(Picture.MONTHS)
    left_out = sum(int(cell.number) for cell in cells if drawn and cell.row < drawn[0])
    remark = f" {wording.number(left_out)} earlier ones are in the table only." if left_out else ""
    return Drawn(
        name=Picture.MONTHS,
        title=ask.title,
        remarks=ask.remarks + remark,
        drawing=picture(
            _WIDTH, _HEIGHT, list(_drawn(drawn, kinds, counts)), told=_told(told, cells, ask.title), css="months"
        ),
        keys=tuple(Key(f"k-{kind}", wording.words("kind", kind)) for kind in kinds),
        table=_table(told, kinds, counts),
        query=ask.query,
    )


def _every_month(first: str, last: str) -> list[str]:
    year, month = map(int, first.split("-"))
    found = [first]
    while found[-1] < last:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found.append(f"{year:04}-{month:02}")
    return found


def _drawn(months: Sequence[str], kinds: Sequence[Kind], counts: dict[tuple[str, str], int]) -> Iterator[svg.Element]:
    floor, top = _HEIGHT - _BOTTOM, _TOP
    highest = max([sum(counts.get((month, kind), 0) for kind in kinds) for month in months] + [1])
    per_event = (floor - top) / highest
    for height in (highest, highest // 2) if highest > 1 else (highest,):
        y = floor - height * per_event
        yield line((_LEFT, y), (_WIDTH, y), "rule")
        yield label(_LEFT - 6, y + 4, wording.number(height), "scale")
    step = (_WIDTH - _LEFT) / max(len(months), 12)
    for nth, month in enumerate(months):
        x, y = _LEFT + nth * step, floor
        for kind in kinds:
            count = counts.get((month, kind), 0)
            if count:
                y -= count * per_event
                words = f"{month_words(month)}: {wording.words('kind', kind)} {wording.number(count)}"
                yield bar((x + step * 0.1, y, step * 0.8, count * per_event), f"k-{kind}", words)
        if month.endswith("-01"):
            yield line((x, floor), (x, floor + 5), "tick")
            if x + _YEAR_WIDTH < _WIDTH:
                yield label(x + 3, floor + 16, month[:4], "year")
    yield line((_LEFT, floor), (_WIDTH, floor), "axis")


def month_words(month: str) -> str:
    """A month in words: "Feb 2007"."""
    year, number = month.split("-")
    names = wording.wording()["months"]
    return f"{names[int(number) - 1]} {year}" if isinstance(names, list) else month


def _told(months: Sequence[str], cells: Sequence[Counted], title: str) -> str:
    if not months:
        return f"{title}: none yet."
    total = wording.number(int(sum((cell.number for cell in cells), Decimal())))
    span = f"{month_words(months[0])} to {month_words(months[-1])}"
    return f"{title}: {total} from {span}; the same is in the table below."


def _table(months: Sequence[str], kinds: Sequence[Kind], counts: dict[tuple[str, str], int]) -> Table:
    rows = tuple(
        (Cell(month_words(month)), *(figure(wording.number(counts.get((month, kind), 0))) for kind in kinds))
        for month in reversed(months)
    )
    return Table(asked(Picture.MONTHS).title, ("Month", *(wording.words("kind", kind) for kind in kinds)), rows)
