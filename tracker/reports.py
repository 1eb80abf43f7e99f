"""What a report is: what one cable says of one event, in the fields of the codebook.

A report holds codes, numbers, dates and spans, never words of the cable: names and quotes are read from the document
that the spans point into, so that a name found dangerous later is masked in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.types import Span

CODEBOOK_VERSION = 1

LARGEST_FIGURE = 10_000_000_000
"""More people than there are: a figure above is misread."""


class Kind(StrEnum):
    """The six kinds of event that the codebook codes."""

    OPERATION = "operation"
    ARREST = "arrest"
    SEIZURE = "seizure"
    ERADICATION = "eradication"
    ATTACK = "attack"
    HOMICIDE_COUNT = "homicide_count"


class Comparison(StrEnum):
    """How a printed figure relates to the number written down of it; a bare figure has none."""

    MORE = ">"
    LESS = "<"
    ABOUT = "~"
    AT_LEAST = ">="
    AT_MOST = "<="


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


@dataclass(frozen=True, slots=True, order=True)
class DateInterval:
    """The smallest interval of whole days that the text fixes, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a date interval must not end ({self.end}) before it starts ({self.start})")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A state (ISO 3166-2; outside Mexico and the United States the country's ISO 3166-1 code) and a city in it."""

    state: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of goods seized, or of crop destroyed."""

    what: str
    quantity: Decimal | None = None
    unit: str | None = None
    op: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A person's or operation's name as printed: the spans of its pieces in reading order (nicknames are left out)."""

    pieces: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One mention of the event: the ordinal of its paragraph and the span of the words that tell it."""

    paragraph: int
    span: Span


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where the value of one field was read, and the name of the rule that read it."""

    field: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one cable says of one event. The fields are the codebook's; spans point into the cable's document.

    `quote` is the main quote (up to twelve words of the most detailed mention), `evidence` every mention, the most
    detailed first. `operation` is the slug of the operation that the event belongs to, where the register knows it;
    `operation_name` its name as the cable prints it.
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

    def __post_init__(self) -> None:
        figures = (self.personnel, self.count, self.killed, self.injured)
        if any(figure is not None and not 0 <= figure <= LARGEST_FIGURE for figure in figures):
            raise ValueError(f"a figure of people must be from 0 to {LARGEST_FIGURE}, not in {figures}")
