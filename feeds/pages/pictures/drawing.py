"""What all pictures share: shapes with classes alone, coloured by the style sheet, and words that cannot be markup.

The library writes text and attributes as they are given, so every word goes through `said` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import svg
from markupsafe import Markup, escape

from feeds.pages.tables import Table


@dataclass(frozen=True, slots=True)
class Key:
    """What a colour of a picture stands for: the class that gives it, and its name."""

    css: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture as pages show it: the drawing, what its colours mean, the same as a table, and the SQL behind both."""

    name: str
    title: str
    remarks: str
    drawing: Markup
    keys: tuple[Key, ...]
    table: Table
    query: str


def said(words: str) -> str:
    """Words as text or an attribute of a drawing may have them."""
    return str(escape(words))


def bar(box: tuple[float, float, float, float], css: str, told: str) -> svg.Element:
    """A rectangle of x, y, width and height, that tells in words what it stands for."""
    x, y, width, height = (round(each, 2) for each in box)
    return svg.Rect(x=x, y=y, width=width, height=height, class_=[css], elements=[svg.Title(text=said(told))])


def label(x: float, y: float, words: str, *css: str) -> svg.Element:
    """Words at a place."""
    return svg.Text(x=round(x, 2), y=round(y, 2), class_=list(css), text=said(words))


def line(start: tuple[float, float], end: tuple[float, float], css: str) -> svg.Element:
    """A straight line."""
    return svg.Line(
        x1=round(start[0], 2), y1=round(start[1], 2), x2=round(end[0], 2), y2=round(end[1], 2), class_=[css]
    )


def picture(
    width: int, height: int, elements: Sequence[svg.Element], *, told: str, css: str, role: str = "img"
) -> Markup:
    """The drawing of these elements, as wide as its column; `told` is what it is called for who cannot see it."""
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, width, height),
        class_=["drawing", css],
        elements=list(elements),
        extra={"role": role, "aria-label": said(told)},
    )
    return Markup(drawing.as_str())  # noqa: S704  # each word in it went through `said`
