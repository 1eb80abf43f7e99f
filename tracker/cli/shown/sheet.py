"""A sheet of headings, labelled fields and quoted words, as wide as the terminal; plain where there is none.

Whatever stands in a cable, no character of it commands the terminal.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tracker.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

PLAIN_WIDTH = 100
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LABEL_WIDTH = 13


def harmless(words: str) -> str:
    """The words without characters that would command a terminal or turn the direction of what follows."""
    return _CONTROL.sub("?", words)


def marked(whole: str, part: str | None) -> Text:
    """Words with a part of them between « and », and bold; as they are where it is not in them."""
    whole, part = harmless(whole), harmless(part or "")
    before, found, after = whole.partition(part) if part else (whole, "", "")
    shown = Text(before)
    if found:
        shown.append(f"«{found}»", "bold")
    return shown.append(after)


class Sheet:
    """What is printed, part by part."""

    def __init__(self) -> None:
        terminal = sys.stdout.isatty()
        self._console = Console(
            highlight=False, markup=False, emoji=False, soft_wrap=False, width=None if terminal else PLAIN_WIDTH
        )

    def title(self, words: str) -> None:
        """The first line: what the thing is."""
        self._print(Text(harmless(words), "bold"))

    def heading(self, words: str) -> None:
        """A line over what follows, with space above it."""
        self._print(Text(""))
        self._print(Text(harmless(words), "bold cyan"))

    def line(self, words: str | Text, *, indent: int = 2) -> None:
        """A line, or as many as it takes."""
        self._print(Padding(Text(harmless(words)) if isinstance(words, str) else words, (0, 0, 0, indent)))

    def fields(self, pairs: Iterable[tuple[str, str | Text]]) -> None:
        """Labelled values; what has no value is left out."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style="dim", min_width=_LABEL_WIDTH, no_wrap=True)
        grid.add_column(overflow="fold", ratio=1)
        count = 0
        for label, value in pairs:
            if value:
                grid.add_row(harmless(label), Text(harmless(value)) if isinstance(value, str) else value)
                count += 1
        if count:
            self._print(Padding(grid, (0, 0, 0, 2)))

    def rows(self, cells: Sequence[Sequence[str]]) -> None:
        """Rows whose cells stand under each other; the last column takes what room is left."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        for number in range(max(map(len, cells), default=0)):
            last = number == max(map(len, cells)) - 1
            grid.add_column(overflow="fold", no_wrap=not last, ratio=1 if last else None)
        for row in cells:
            grid.add_row(*(Text(harmless(cell)) for cell in row))
        self._print(Padding(grid, (0, 0, 0, 2)))

    def _print(self, renderable: RenderableType) -> None:
        with self._console.capture() as captured:
            self._console.print(renderable)
        for line in captured.get().removesuffix("\n").split("\n"):
            say(line.rstrip())
