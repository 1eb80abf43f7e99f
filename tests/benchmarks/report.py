"""The report of a run: one page of Markdown, the same in JSON, and a plot of what was measured at several sizes."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from tests.benchmarks.plots import plot
from tests.benchmarks.results import HEADINGS, Measurement, as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PAGE = "benchmarks.md"
_SIZE = re.compile(r", ([\d,]+) cables$")


def write(folder: Path, parts: Mapping[str, Sequence[Measurement]], machine: Mapping[str, str]) -> Path:
    """Write `benchmarks.md`, `benchmarks.json` and the plots into a folder; returns the page's path.

    `parts` are the measurements by the name of the benchmark that made them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / PAGE
    told = {"machine": {**machine}, "parts": {name: as_json([*found]) for name, found in parts.items()}}
    (folder / "benchmarks.json").write_text(json.dumps(told, indent=2, default=str), encoding="utf-8")
    lines = ["# Benchmarks", "", *_summary(parts), "", "## Measured on", ""]
    lines += [f"- {name}: {value}" for name, value in machine.items()]
    for name, found in parts.items():
        lines += ["", f"## {name}", "", *_table(found)]
        notes = [f"- {each.what}: {each.note}" for each in found if each.note]
        lines += ["", *notes] if notes else []
    for series, points in _series(parts).items():
        name = f"benchmarks-{re.sub('[^a-z0-9]+', '-', series.lower()).strip('-')}.svg"
        (folder / name).write_text(plot(series, points), encoding="utf-8")
        lines += ["", f"![{series}]({name})"]
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return page


def _summary(parts: Mapping[str, Sequence[Measurement]]) -> list[str]:
    judged = [each for found in parts.values() for each in found if each.met is not None]
    missed = [each for each in judged if not each.met]
    lines = [f"Of {len(judged)} limits {len(judged) - len(missed)} are met."]
    return [*lines, "", *(f"- **missed**: {' | '.join(filter(None, each.cells()))}" for each in missed)]


def _table(found: Sequence[Measurement]) -> list[str]:
    rule = ["---", *("---:" for _ in HEADINGS[1:])]
    return [f"| {' | '.join(cells)} |" for cells in (HEADINGS, rule, *(each.cells() for each in found))]


def _series(parts: Mapping[str, Sequence[Measurement]]) -> dict[str, list[tuple[float, float]]]:
    """What was measured at several sizes, by what it is: sizes and figures."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for each in (each for part in parts.values() for each in part):
        if size := _SIZE.search(each.what):
            name = f"{each.what[: size.start()]} ({each.unit})"
            found[name].append((float(size[1].replace(",", "")), each.ours))
    return {name: points for name, points in found.items() if len(points) > 1}
