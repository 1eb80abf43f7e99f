"""The rows that feeds and pages are made from, as the views of schema `read` give them. Pure: no database here.

All words in them are masked already. Times are UTC whatever the session's time zone was, so that the same state of the
log gives the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

import cattrs

from tracker.reports import Comparison, DateInterval, Item, Kind, Place, Status, Subtype
from tracker.types import DevelopmentId, IncidentId, JsonObject, Position, ReferenceId, ReportId


class DevelopmentKind(StrEnum):
    """What became known with a development."""

    NEW_INCIDENT = "new-incident"
    ALSO_REPORTED = "also-reported"
    FIGURE_CHANGED = "figure-changed"
    OPERATION_STATUS = "operation-status"
    FIGURES_PUBLISHED = "figures-published"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    RESTORED = "restored"
    MERGED = "merged"
    SEPARATED = "separated"
    CABLE_WITHDRAWN = "cable-withdrawn"
    WITHHELD = "withheld"
    ERASED = "erased"
    READ_AGAIN = "read-again"
    BACKFILLED = "backfilled"


NOTICES = frozenset({DevelopmentKind.WITHHELD, DevelopmentKind.ERASED})
"""Those that tell only that there is something which is not told, or no longer."""

_REGROUPING = frozenset({DevelopmentKind.MERGED, DevelopmentKind.SEPARATED, DevelopmentKind.CABLE_WITHDRAWN})
"""Those that speak of several reports together, without telling anything else of them than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a report says, with its words: the codebook's fields, the main quote and where that stands.

    `passage` is the whole sentence that the quote is taken out of.
    """

    kind: Kind
    subtype: Subtype | None = None
    status: Status | None = None
    date: DateInterval | None = None
    places: tuple[Place, ...] = ()
    cartels: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    operation: str | None = None
    operation_name: str | None = None
    personnel: int | None = None
    count: int | None = None
    count_op: Comparison | None = None
    victims: str | None = None
    persons: tuple[str, ...] = ()
    killed: int | None = None
    injured: int | None = None
    items: tuple[Item, ...] = ()
    certain: bool = True
    aggregate: bool = False
    quote: str | None = None
    passage: str | None = None
    paragraphs: tuple[str, ...] = ()
    marking: str | None = None

    @property
    def names_people(self) -> bool:
        """Whether it names a person as one to whom this happened."""
        return bool(self.persons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What another cable had told of an incident before."""

    reference_id: ReferenceId
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """One piece of news: an entry of every feed that it belongs to. `position` and `log_hash` are its event's.

    `facts` is what is reported now (of a retraction what was reported last), `all_facts` all of it where a table of
    figures became known at once. `corrected_by` is the newest development that changed what this one told. `known` is
    what other cables had told of the incident, the earliest first. One that is `quiet` is told to readers in a summary
    only, and stands in archives alone.
    """

    development_id: DevelopmentId
    position: Position
    log_hash: str
    kind: DevelopmentKind
    published_at: datetime
    updated_at: datetime
    report_ids: tuple[ReportId, ...]
    incident_id: IncidentId | None
    reference_id: ReferenceId
    cable_date: datetime | None
    cartels: tuple[str, ...]
    operations: tuple[str, ...]
    states: tuple[str, ...]
    report_kind: Kind
    facts: Facts
    facts_before: Facts | None = None
    all_facts: tuple[Facts, ...] = ()
    reason: str | None = None
    review_status: str = "machine"
    withdrawn: bool = False
    withdrawn_reason: str | None = None
    corrected_by: DevelopmentId | None = None
    known: tuple[Known, ...] = ()
    quiet: bool = False
    summary_id: DevelopmentId | None = None

    @property
    def figures(self) -> tuple[Facts, ...]:
        """The figures of a table that became known at once; empty of one that tells a single report."""
        return self.all_facts if len(self.all_facts) > 1 and self.kind not in _REGROUPING else ()

    @property
    def regrouped(self) -> tuple[Facts, ...]:
        """What the reports tell that were joined, parted or lost their cable together; else empty."""
        return (self.all_facts or (self.facts,)) if self.kind in _REGROUPING else ()

    @property
    def is_notice(self) -> bool:
        """Whether it only tells that there is something which is not told."""
        return self.kind in NOTICES

    @property
    def names_people(self) -> bool:
        """Whether anything that it tells, or tells to have been told before, names a person."""
        before = (self.facts_before,) if self.facts_before else ()
        told = (self.facts, *self.all_facts, *before, *(each.facts for each in self.known))
        return any(facts.names_people for facts in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The one entry by which readers are told of all developments of a run that name it (`summary_id`)."""

    development_id: DevelopmentId
    position: Position
    log_hash: str
    kind: DevelopmentKind
    published_at: datetime
    updated_at: datetime
    extractor: str


News = Development | Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class CartelState:
    """A group as the cables show it by now."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    reports: int = 0
    cables: int = 0
    incidents: int = 0
    first_event: date | None = None
    last_event: date | None = None
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationState:
    """An operation as last reported."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    status: Status | None = None
    status_as_of: datetime | None = None
    launched: date | None = None
    states: tuple[str, ...] = ()
    personnel: int | None = None
    reports: int = 0
    cables: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentState:
    """One real event, as the reports about it tell it together."""

    incident_id: IncidentId
    kind: Kind
    subtype: Subtype | None
    status: Status | None
    date_start: date | None
    date_end: date | None
    states: tuple[str, ...]
    cartels: tuple[str, ...]
    operation: str | None
    facts: Facts
    report_ids: tuple[ReportId, ...]
    review_status: str
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportState:
    """What one cable says of one event, as it stands."""

    report_id: ReportId
    incident_id: IncidentId | None
    reference_id: ReferenceId
    cable_date: datetime | None
    facts: Facts
    quote_start: int | None
    quote_end: int | None
    paragraph_ordinals: tuple[int, ...]
    review_status: str
    withdrawn: bool
    withdrawn_reason: str | None
    extractor: str | None
    recorded_at: datetime
    position: Position
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CableState:
    """A cable's header."""

    reference_id: ReferenceId
    position: Position
    cable_date: datetime | None
    released_at: datetime | None
    recorded_at: datetime
    classification: str | None
    origin: str | None
    subject: str | None
    tags: tuple[str, ...] = ()
    reference_ids: tuple[str, ...] = ()
    partial: bool = False
    withdrawn_at: datetime | None = None
    withdrawn_from: tuple[str, ...] = ()
    """The sources that had it and have it no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCable:
    """A cable with the newest event of the log that told its text or that it was withdrawn, and when that was."""

    cable: CableState
    position: Position
    log_hash: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphState:
    """One paragraph of a cable, cleaned and masked."""

    reference_id: ReferenceId
    ordinal: int
    label: str | None
    marking: str | None
    heading: str | None
    text: str


class Paragraphs(Protocol):
    """Gives the paragraphs of some cables: they are many, so nobody holds them all."""

    def of(self, reference_ids: Sequence[ReferenceId]) -> Mapping[ReferenceId, Sequence[ParagraphState]]:
        """The paragraphs of each cable named, in the order of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much has been read: how many cables, those of them partial or without a report, and what stands in them.

    `standing` is how many incidents stand of each kind and in each state, by the keys of these topics.
    """

    cables: int
    partial: int
    eventless: int
    reports: int
    incidents: int
    standing: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All that is published, at one moment of the log, in memory: see `feeds.memory`."""

    developments: tuple[Development, ...]
    summaries: tuple[Summary, ...] = ()
    cartels: tuple[CartelState, ...]
    operations: tuple[OperationState, ...]
    incidents: tuple[IncidentState, ...]
    reports: tuple[ReportState, ...]
    cables: tuple[CableState, ...]
    paragraphs: Paragraphs


def _converter() -> cattrs.Converter:
    # Without the details of each fault, which cost more than all else of it.
    converter = cattrs.Converter(detailed_validation=False)
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    # Words in JSON are words: nearly all that facts hold, and to look at each took half the time.
    converter.register_structure_hook_func(lambda told: told == tuple[str, ...], lambda value, _: tuple(value))
    converter.register_structure_hook_func(lambda told: told == str | None, lambda value, _: value)
    return converter


_FACTS = _converter()
_TOLD = frozenset(field.name for field in fields(Facts))


def facts(value: JsonObject) -> Facts:
    """The facts in a JSON column; an absent field has its empty value, an unknown one is passed over.

    Raises ValueError where a value is not of the codebook.
    """
    told = {
        # A name in a list is null where its words have been erased from the document.
        name: [element for element in field if element is not None] if isinstance(field, list) else field
        for name, field in value.items()
        if field is not None and name in _TOLD
    }
    return _FACTS.structure(told, Facts)
