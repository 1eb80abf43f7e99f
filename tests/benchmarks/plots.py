"""Plots of a few points as SVG, both axes by powers of ten: what grows in proportion is a straight line."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _HEIGHT, _MARGIN = 480, 280, 60


def plot(title: str, points: Sequence[tuple[float, float]]) -> str:
    """A line through the points, each with its figure; all must be positive."""
    across = _Axis([x for x, _ in points], _MARGIN, _WIDTH - _MARGIN)
    up = _Axis([y for _, y in points], _HEIGHT - _MARGIN, _MARGIN)
    places = [(across.place(x), up.place(y)) for x, y in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1f5fa8"/>'
        f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{value:,.3g}</text>'
        f'<text x="{x:.1f}" y="{_HEIGHT - _MARGIN / 2:.1f}" text-anchor="middle">{size:,.0f}</text>'
        for (x, y), (size, value) in zip(places, points, strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><title>{escape(title)}</title><text x="{_MARGIN}" y="20" font-size="14">{escape(title)}</text>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8"/>{marks}</svg>\n'
    )


class _Axis:
    """Where values stand between two ends, by their logarithms."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self._low, self._high = math.log(min(values)), math.log(max(values))
        self._start, self._end = start, end

    def place(self, value: float) -> float:
        if self._high == self._low:
            return (self._start + self._end) / 2
        return self._start + (math.log(value) - self._low) / (self._high - self._low) * (self._end - self._start)
