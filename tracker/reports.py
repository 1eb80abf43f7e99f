"""What a report is: what one cable says of one event, in the fields of the codebook and beyond them.

A report holds codes, numbers, dates and spans, never words of the cable: names and quotes are read from the document
that the spans point into, so that a name found dangerous later is masked in one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.details import (
    Assertion,
    Comparison,
    DateInterval,
    Figure,
    Force,
    Group,
    Name,
    Person,
    Place,
    ToldDate,
    ToldPlace,
)
from tracker.types import Span

__all__ = [
    "CODEBOOK_KINDS",
    "CODEBOOK_VERSION",
    "LARGEST_FIGURE",
    "Comparison",
    "DateInterval",
    "Evidence",
    "FieldSource",
    "Item",
    "Kind",
    "Name",
    "Place",
    "Report",
    "Status",
    "Subtype",
    "spans_of",
]

CODEBOOK_VERSION = 1

LARGEST_FIGURE = 10_000_000_000
"""More people than there are: a figure above is misread."""


class Kind(StrEnum):
    """The six kinds of event that the codebook codes, and one beyond it.

    A `harm` is harm done by the security forces to bystanders, which the codebook leaves out and no score counts.
    """

    OPERATION = "operation"
    ARREST = "arrest"
    SEIZURE = "seizure"
    ERADICATION = "eradication"
    ATTACK = "attack"
    HOMICIDE_COUNT = "homicide_count"
    HARM = "harm"


CODEBOOK_KINDS = tuple(kind for kind in Kind if kind is not Kind.HARM)
"""The kinds that `score.py` knows."""


class Status(StrEnum):
    """What a cable says that happened to an operation."""

    LAUNCHED = "launched"
    REINFORCED = "reinforced"
    PLANNED = "planned"
    ENDED = "ended"


class Subtype(StrEnum):
    """The form of an attack."""

    AMBUSH = "ambush"
    CLASH = "clash"
    KILLING = "killing"
    BOMBING = "bombing"
    GRENADE = "grenade"
    SHOOTING = "shooting"
    KIDNAPPING = "kidnapping"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of goods seized, or of crop destroyed."""

    what: str
    quantity: Decimal | None = None
    unit: str | None = None
    op: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One mention of the event: the ordinal of its paragraph and the span of the words that tell it.

    `adds` says that it tells further people of the event ("also arrested were ..."), to be added to those told before.
    """

    paragraph: int
    span: Span
    adds: bool = False


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where the value of one field was read, the name of the rule that read it, and the number of the mention."""

    field: str
    span: Span
    rule: str
    mention: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one cable says of one event; spans point into the cable's document.

    `quote` is the main quote (up to twelve words of the most detailed mention), `evidence` every mention, the most
    detailed first. `operation` is the slug of the operation that the event belongs to, where the register knows it;
    `operation_name` its name as the cable prints it.

    The fields from `date` to `items` are the codebook's. Those after them tell more, of every mention, and the
    codebook's follow from them by the rules of `tracker.extraction.derivation`. `result_of` is the main quote of the
    operation in the same cable whose result the event is.
    """

    kind: Kind
    quote: Span
    evidence: tuple[Evidence, ...]
    sources: tuple[FieldSource, ...] = ()
    date: DateInterval | None = None
    places: tuple[Place, ...] = ()
    cartels: tuple[str, ...] = ()
    certain: bool = True
    aggregate: bool = False
    agencies: tuple[str, ...] = ()
    operation: str | None = None
    operation_name: Name | None = None
    status: Status | None = None
    personnel: int | None = None
    count: int | None = None
    count_op: Comparison | None = None
    victims: str | None = None
    persons: tuple[Name, ...] = ()
    subtype: Subtype | None = None
    killed: int | None = None
    injured: int | None = None
    items: tuple[Item, ...] = ()
    dates: tuple[ToldDate, ...] = ()
    told_places: tuple[ToldPlace, ...] = ()
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    forces: tuple[Force, ...] = ()
    figures: tuple[Figure, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    hedges: tuple[Span, ...] = ()
    objective: Span | None = None
    result_of: Span | None = None

    def __post_init__(self) -> None:
        figures = (self.personnel, self.count, self.killed, self.injured)
        if any(figure is not None and not 0 <= figure <= LARGEST_FIGURE for figure in figures):
            raise ValueError(f"a figure of people must be from 0 to {LARGEST_FIGURE}, not in {figures}")


def spans_of(told: object) -> Iterator[Span]:
    """Every span in a report, or in a value of one."""
    if isinstance(told, Span):
        yield told
    elif isinstance(told, tuple):
        for each in told:
            yield from spans_of(each)
    elif is_dataclass(told):
        for field in fields(told):
            yield from spans_of(getattr(told, field.name))
