"""The score of the codebook, which stands beside the project with the real cables and is not part of it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypedDict, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.extraction.codebook import Line

SCORE = Path(__file__).parents[3] / "shared" / "gold" / "score.py"


class Figures(TypedDict):
    """How much of what is told was read, and how much of what was read is told."""

    precision: float
    recall: float
    f1: float
    hit: int
    gold: int
    predicted: int


class Result(TypedDict):
    """The figures of events by kind, of slots by name, and of all."""

    events: dict[str, Figures]
    slots: dict[str, Figures]
    all_events: Figures
    all_slots: Figures


class Score(Protocol):
    """What is used of the score's module."""

    def load(self, path: Path) -> Mapping[str, list[Line]]:
        """The events of a file of the codebook's form, by cable."""

    def score(
        self, gold: Mapping[str, Sequence[Line]], predicted: Mapping[str, Sequence[Line]], errors: bool = False
    ) -> Result:
        """The figures of predicted events against coded ones, by cable; with `errors` it prints what disagrees."""


def load_score(path: Path = SCORE) -> Score | None:
    """The score's module; None where it is not beside the project."""
    specification = importlib.util.spec_from_file_location("score", path) if path.exists() else None
    if specification is None or specification.loader is None:
        return None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return cast("Score", module)
