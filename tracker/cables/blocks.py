"""The blocks of a paragraph's words: running text, items of lists, tables with their lines, headings inside it.

Together the blocks of a paragraph have all its words, each once and in order. A page's mark parts no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.cables.block_lines import OPEN_SENTENCE, Line, lines_of
from tracker.cables.cleaning import words
from tracker.cables.model import Block
from tracker.cables.tables import table_ends
from tracker.types import Span

_SIGN = (
    r"¶?+[ \t]*+(?:[-*•·–—=_]|[oQ][ \t]"
    r"|\(?(?:[A-Za-z]|\d{1,2}|[ivx]{2,4}|[IVX]{2,4})(?:\)|\.\)?)(?:[\s(]|\Z))"
)
"""The signs of `block_lines`, and those of rules."""
_STRUCTURE = re.compile(rf"\n[ \t]*+{_SIGN}")
_STRUCTURE_OR_BLANK = re.compile(rf"\n[ \t]*+(?:\n|{_SIGN})")
_BLANK = re.compile(r"\n[ \t]*\n")
_LABEL = re.compile(r"[ \t¶]*(?:[-*•·–—]+|\(?\w{1,4}[.)]*|[oQ])[ \t]*")
_NONE_OF_THREE = -3
_SPACES = re.compile(r"[ \t]+\Z")


@dataclass(slots=True)
class _Open:
    """A block that is being read."""

    kind: str
    start: int
    end: int
    label: str | None = None

    def closed(self) -> Block:
        return Block(self.kind, Span(self.start, self.end), self.label)


def read_blocks(document: str, body: Span, cuts: Sequence[Span]) -> tuple[Block, ...]:
    """The blocks of the words at `body`, which have the cuts."""
    if body.start == body.end:
        return ()
    start, end = body.start, body.end
    columns = document.find("   ", start, end) + document.find("\t", start, end) + document.find("|", start, end)
    if columns == _NONE_OF_THREE:
        found = _STRUCTURE_OR_BLANK.search(document, start, end)
        if not found:
            return (Block("text", body),)
        marks = [cut for cut in cuts if cut.end - cut.start > 1]
        if (
            len(marks) == 1
            and not _STRUCTURE.search(document, found.start(), end)
            and _only_marked(document, body, marks[0])
        ):
            return (Block("text", body),)
    return tuple(_blocks(lines_of(document, body, cuts)))


def _only_marked(document: str, body: Span, mark: Span) -> bool:
    """Whether the only blank lines are around a page's mark in the middle of a sentence."""
    before, after = document[body.start : mark.start].rstrip(), document[mark.end : body.end].lstrip()
    if _BLANK.search(before) or _BLANK.search(after) or not before or not after:
        return False
    return bool(OPEN_SENTENCE.search(before[-1])) or after[0].islower()


def _blocks(lines: list[Line]) -> Iterator[Block]:
    ends = table_ends(lines)
    current: _Open | None = None
    place = 0
    while place < len(lines):
        line = lines[place]
        if place in ends:
            last = ends[place]
            if current:
                yield current.closed()
                current = None
            yield Block("table", Span(line.start, lines[last].end))
            place = last + 1
            continue
        if current and not _begins(line, current):
            current.end = line.end
        else:
            if current:
                yield current.closed()
            kind = "heading" if line.underlined else "item" if line.label is not None else "text"
            current = _Open(kind, line.start, line.end, line.label)
        place += 1
    if current:
        yield current.closed()


def _begins(line: Line, current: _Open) -> bool:
    """Whether a line begins a block of its own."""
    return line.label is not None or line.underlined or line.apart or current.kind == "heading"


def block_text(document: str, block: Block, cuts: Sequence[Span]) -> str:
    """The words of a block, without an item's mark; of a table the lines, with the spaces between their columns."""
    span = block.span
    if block.kind == "item":
        label = _LABEL.match(document, span.start, span.end)
        return words(document, Span(label.end() if label else span.start, span.end), cuts)
    if block.kind != "table":
        return words(document, span, cuts)
    kept = (document[line.start : line.end] for line in lines_of(document, span, cuts))
    return "\n".join(_SPACES.sub("", line.replace("¶", "")) for line in kept)
