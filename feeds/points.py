"""Points on the map: about the middle of a state, from `data/points.tsv`. Nothing finer is told of a place."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tracker.registers import state_name


@dataclass(frozen=True, slots=True)
class Point:
    """About the middle of a state, in degrees as printed (WGS 84), with the state's name."""

    latitude: str
    longitude: str
    name: str


@cache
def points() -> dict[str, Point]:
    """The points by the state's code."""
    lines = resources.files("feeds").joinpath("data", "points.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return {row["code"]: Point(row["latitude"], row["longitude"], state_name(row["code"])) for row in rows}
