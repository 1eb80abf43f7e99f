"""Labels and facts as sites print them: in a table, in a line, or one a line.

A fact is taken only where it has the form that its label promises, so that no label is taken for another's fact.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from tracker.cables.formats.facts import IN_ORDER, Told, fits, has_form, told

_CELL_ENDS = re.compile(r"[\t|]|[ ]{2,}")
_AROUND = " *_#>+-—"
_BLANK = frozenset(("", "n/a", "none", "-- n/a or blank --", "-- not assigned --", "-- n/a", "-"))
_LONGEST_LABEL = 60
_LONGEST_LINE = 600
_MOST_CELLS = 100
_ROW = 3


def told_by(cells: Iterable[str], *, by_form: bool = True) -> Told:
    """What cells tell: each label before its fact, three and more labels before as many facts, or facts alone.

    A fact that does not fit its label, or has none, goes to where it fits by its form, if nothing else is there: in a
    table; not `by_form` in what is only perhaps one.
    """
    facts: dict[str, str] = {}
    spare: list[str] = []
    labels: list[str] = []
    row = False
    for cell in cells:
        words = " ".join(cell.split())
        field, value = _labelled(words)
        if field and not value:
            labels = [field] if row else [*labels, field]
            row = False
            continue
        if not field:
            row = row or len(labels) >= _ROW
            field = (labels.pop(0) if row else labels[-1]) if labels else ""
            labels = labels if row else []
        if value.lower() in _BLANK:
            continue
        if field and field not in facts and fits(field, value):
            facts[field] = value
        else:
            spare.append(value)
    for value in spare if by_form else ():
        place = next((field for field in IN_ORDER if field not in facts and has_form(field, value)), None)
        if place:
            facts[place] = value
    return told(facts)


def cells_of(line: str) -> list[str]:
    """The cells of a line of a table kept as text: apart by tabs, bars or two spaces; rules between lines have none."""
    return [cell for piece in _CELL_ENDS.split(line) if (cell := piece.strip(_AROUND))]


def cells_at(text: str, start: int, limit: int) -> tuple[list[str], int]:
    """The cells of the lines from `start` on while they are labels and their facts, and where the last one ends."""
    cells: list[str] = []
    awaited, at, end = 0, start, start
    while at < limit and len(cells) < _MOST_CELLS:
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end
        found = cells_of(text[at:line_end]) if line_end - at <= _LONGEST_LINE else [""]
        labelled = [_labelled(cell) for cell in found]
        facts = sum(field is None for field, _ in labelled)
        if found and not labelled[0][0] and (facts > awaited or not (awaited or any(field for field, _ in labelled))):
            break
        awaited = max(awaited - facts, 0) + sum(bool(field) and not value for field, value in labelled)
        cells += found
        end = line_end if found else end
        at = line_end + 1
    return cells, end


def _labelled(words: str) -> tuple[str | None, str]:
    """The field that a cell labels, if it does, and the fact in the cell, if it holds one."""
    whole = _label(words)
    if whole:
        return whole, ""
    name, colon, value = words[: _LONGEST_LABEL + 1].partition(":")
    field = _label(name) if colon else None
    return (field, words[len(name) + 1 :].strip(_AROUND)) if field and value else (None, words)


def _label(words: str) -> str | None:
    return _labels().get(words.strip(" :*_#").lower()) if len(words) <= _LONGEST_LABEL else None


@cache
def _labels() -> dict[str, str]:
    text = resources.files("tracker.cables").joinpath("data", "labels.toml").read_text(encoding="utf-8")
    return {label: field for field, labels in tomllib.loads(text).items() for label in labels}
