"""How well the extractor reads, as it was measured against coded cables: data that ships with it.

The figures are made by `make accuracy` and held by a test; nobody writes them by hand.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

ALL_EVENTS = "all_events"
ALL_FIELDS = "all_fields"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of what is told is there (precision), of what is there is told (recall), and both together (F1)."""

    precision: float
    recall: float
    f1: float
    coded: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The shares of one set of coded cables, by kind of event, for all events, and for all their fields."""

    name: str
    about: str
    cables: int
    shares: dict[str, Share]


@cache
def measured() -> tuple[Accuracy, ...]:
    """The figures of every set, those of cables that no rule was tuned on last."""
    found = []
    for one in _data()["sets"]:  # type: ignore[attr-defined]  # TOML that we write ourselves
        shares = {kind: Share(**share) for kind, share in one["shares"].items()}
        found.append(Accuracy(one["name"], one["about"], one["cables"], shares))
    return tuple(found)


def measured_version() -> str:
    """The version of the extractor that was measured."""
    return str(_data()["extractor"])


@cache
def _data() -> dict[str, object]:
    text = resources.files("tracker.extraction").joinpath("data", "accuracy.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
