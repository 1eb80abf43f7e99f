"""A draft: one mention of an event while it is being put together, in stretches of its paragraph's cleaned text."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.details import Figure, Force, Group, Role
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.reports import Comparison, DateInterval, Item, Kind, Place, Status, Subtype
from tracker.types import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """Which rule read a field, and where."""

    field: str
    where: Stretch
    rule: str


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name as the cable prints it: its words, and the spans of its pieces in the document.

    Of a person also the other names, the position told of them, and the role where a rule knows it; without one it
    follows from the kind of event.
    """

    text: str
    pieces: tuple[Span, ...]
    aliases: tuple[Span, ...] = ()
    position: Span | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """A mention of the event: its passage, the words that tell it, and the words to quote."""

    passage: Passage
    where: Stretch
    quote: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event in the making; fields as in `Report`.

    `anchored` says that the sentence itself names a date, person, count or place; `tied` that it only goes on about
    what the sentences before it told, `adds` that it tells further people of it, `names_some` that these are some of
    those counted before; `reference` that it names an act only by a noun with "the", `plural` by a noun in the plural.

    `persons` are the codebook's: those that the event befell. `actors` are other persons with a part in it, each with
    its role; `groups`, `forces` and `figures` what a rule read of these itself. Where it leaves one out, or the figures
    of a measure, they are made from the codebook's fields and the readings (`finishing`).

    `mentions` are the drafts that were merged into this one, the most detailed first, each as it was told.
    """

    kind: Kind
    telling: Telling
    sentence: Stretch
    zone: Stretch
    readings: tuple[Reading, ...] = ()
    mentions: tuple[Draft, ...] = ()
    anchored: bool = True
    tied: bool = False
    adds: bool = False
    names_some: bool = False
    reference: bool = False
    plural: bool = False
    own_date: bool = False
    own_place: bool = False
    date: DateInterval | None = None
    places: tuple[Place, ...] = ()
    cartels: tuple[str, ...] = ()
    certain: bool = True
    aggregate: bool = False
    agencies: tuple[str, ...] = ()
    operation: str | None = None
    operation_name: PrintedName | None = None
    status: Status | None = None
    personnel: int | None = None
    count: int | None = None
    count_op: Comparison | None = None
    victims: str | None = None
    persons: tuple[PrintedName, ...] = ()
    subtype: Subtype | None = None
    killed: int | None = None
    injured: int | None = None
    items: tuple[Item, ...] = ()
    actors: tuple[PrintedName, ...] = ()
    groups: tuple[Group, ...] = ()
    forces: tuple[Force, ...] = ()
    figures: tuple[Figure, ...] = ()
    objective: Span | None = None
    result_of: Span | None = None

    @property
    def told(self) -> tuple[Draft, ...]:
        """Every mention as it was told; of an unmerged draft itself."""
        return self.mentions or (self,)

    @property
    def passage(self) -> Passage:
        """The passage of the main mention."""
        return self.telling.passage

    @property
    def detail(self) -> int:
        """How much the mention tells: the number of fields it fills, persons and goods each."""
        filled = (
            self.own_date,
            self.own_place,
            self.count,
            self.killed,
            self.injured,
            self.personnel,
            self.operation_name,
            self.cartels,
        )
        return sum(value not in (None, (), False) for value in filled) + 2 * len(self.persons) + len(self.items)
