"""What was measured, and the table that it is printed as. The peer of a measurement was run in turns with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median

HEADINGS = ("what", "of", "ours", "peer", "ratio", "spread", "wanted", "met")
_SMALLER_IS_BETTER = ("ms", "MB", "")
"""Units of which little is wanted; all others are rates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One line of the table. `wanted` is a ratio where there is a peer, else in the unit itself.

    `ours` and `peer` are medians over the rounds, `ratios` those of the rounds: each compares neighbours in time, which
    a machine that is now faster, now slower disturbs least.
    """

    what: str
    events: int
    ours: float
    unit: str = "events/s"
    peer: float | None = None
    ratios: tuple[float, ...] = ()
    wanted: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The median ratio, ours to the peer's."""
        return median(self.ratios) if self.ratios else None

    @property
    def met(self) -> bool | None:
        """Whether it is as wanted; None where nothing was."""
        if self.wanted is None:
            return None
        if self.ratio is not None:
            return self.ratio >= self.wanted
        return self.ours < self.wanted if self.unit in _SMALLER_IS_BETTER else self.ours >= self.wanted

    def cells(self) -> tuple[str, ...]:
        """The line's cells, as text."""
        spread = f"{min(self.ratios):.2f}-{max(self.ratios):.2f}" if self.ratios else ""
        return (
            self.what,
            f"{self.events:,}",
            self._figure(self.ours),
            "" if self.peer is None else self._figure(self.peer),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            spread,
            "" if self.wanted is None else f"{self.wanted:,g}",
            {None: "", True: "yes", False: "NO"}[self.met],
        )

    def _figure(self, value: float) -> str:
        if self.unit in _SMALLER_IS_BETTER:
            return f"{value:,.2f} {self.unit}".rstrip()
        return f"{value:,.0f}/s"


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rates of ours and of a peer, round by round."""

    ours: tuple[float, ...]
    peer: tuple[float, ...]

    def measurement(self, what: str, *, events: int, wanted: float | None = None, note: str = "") -> Measurement:
        """The line that the rounds make."""
        return Measurement(
            what=what,
            events=events,
            ours=median(self.ours),
            peer=median(self.peer),
            ratios=tuple(ours / peer for ours, peer in zip(self.ours, self.peer, strict=True)),
            wanted=wanted,
            note=note,
        )


def table(measurements: list[Measurement]) -> str:
    """The measurements as a table with a line each, and their notes below."""
    lines = [HEADINGS, *(each.cells() for each in measurements)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    rows = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    rows.insert(1, "-" * len(rows[0]))
    return "\n".join([*rows, *(f"{each.what}: {each.note}" for each in measurements if each.note)])


def as_json(measurements: list[Measurement]) -> list[dict[str, object]]:
    """The measurements for a program."""
    return [{**asdict(each), "ratio": each.ratio, "met": each.met} for each in measurements]
