"""What a projection is, and what rests on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class ProjectionError(TrackerError):
    """A projection cannot take in an event; it stays where it is, the others go on."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A read model: its name, which is also its file in `sql/`, the events that it takes, and what it reads from.

    Events of the types in `retold_by` make it take the earlier ones of their streams again. A projection never runs
    ahead of those that it depends on, since it reads their tables. It writes its `tables`, by default the one of its
    own name, which are nobody else's, and columns of others' that it `fills`, each with what stands there before. One
    that is `of_reports` finds those to be told anew in the temporary table `touched_reports`. One that asks of events
    only which streams they are in takes them without their `bodies`.
    """

    name: str
    types: tuple[str, ...]
    retold_by: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    tables: tuple[str, ...] | None = None
    fills: Mapping[str, str] = field(default_factory=dict)
    of_reports: bool = False
    bodies: bool = True

    @property
    def written(self) -> tuple[str, ...]:
        """The tables that it writes."""
        return (self.name,) if self.tables is None else self.tables


def with_dependants(names: Iterable[str], projections: Sequence[Projection]) -> list[Projection]:
    """The projections of these names and all that rest on them, in the order given."""
    found = set(names)
    chosen = []
    for projection in projections:
        if projection.name in found or found.intersection(projection.depends_on):
            found.add(projection.name)
            chosen.append(projection)
    return chosen
