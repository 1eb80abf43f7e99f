"""What pages show beside the rows that feeds are made from, as the views of schema `read` give it. Pure.

All words in them are masked already. Every page is a function of one subject and such rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tracker.reports import Item, Kind, Status
from tracker.types import IncidentId, ReferenceId, ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person told as a leader or member of a group, with the status as last reported and the cable that tells it."""

    slug: str
    name: str
    role: str
    status: str | None = None
    certain: bool | None = None
    as_of: datetime | None = None
    reference_id: ReferenceId | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A state in which reports name a group."""

    state: str
    incidents: int
    first_event: date | None = None
    last_event: date | None = None
    last_mention: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was seized or destroyed of one thing in one unit; of `uncounted` incidents no quantity is told."""

    commodity: str
    unit: str | None
    incidents: int
    quantity: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    uncounted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """A number of people by side."""

    state: int | None = None
    criminals: int | None = None
    bystanders: int | None = None
    unspecified: int | None = None

    @property
    def all(self) -> int:
        """Of all sides."""
        return sum(side or 0 for side in (self.state, self.criminals, self.bystanders, self.unspecified))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Violence that a group had a part in, by its part."""

    role: str
    incidents: int
    killed: Sides
    injured: Sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What bound a group to another, as the register knows: first and last year, None where not known."""

    group: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartelDetails:
    """A group as last reported: its people, presence, losses and violence."""

    slug: str
    totals: int = 0
    first_mention: datetime | None = None
    last_mention: datetime | None = None
    last_reference_id: ReferenceId | None = None
    arrests: int = 0
    arrested: int | None = None
    seizures: int = 0
    attacks: int = 0
    presence: tuple[Presence, ...] = ()
    seized: tuple[Taken, ...] = ()
    attacks_by_role: tuple[Part, ...] = ()
    people: tuple[Member, ...] = ()
    faction_of: tuple[Tie, ...] = ()
    factions: tuple[Tie, ...] = ()
    alliances: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTold:
    """One telling of an operation's status."""

    status: Status
    date_start: date | None
    date_end: date | None
    personnel: int | None
    certain: bool
    reference_id: ReferenceId
    cable_date: datetime | None
    report_id: ReportId
    review_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTold:
    """One telling of how many people were sent."""

    reference_id: ReferenceId
    report_id: ReportId
    people: int | None = None
    as_written: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """People sent: at first, further, or a total told; whether it counts in what is there now."""

    part: str
    people: int | None
    told_on: date | None = None
    low: int | None = None
    high: int | None = None
    counts_now: bool = False
    tellings: tuple[PeopleTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalTold:
    """A total over a period that a cable tells of an operation's results."""

    kind: Kind
    reference_id: ReferenceId
    report_id: ReportId
    date_start: date | None = None
    date_end: date | None = None
    count: int | None = None
    killed: int | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A report's place in its cable."""

    reference_id: ReferenceId
    kind: Kind
    report_id: ReportId
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationDetails:
    """An operation as last reported: how it began and stands, who was sent, and what came of it."""

    slug: str
    launched: date | None = None
    launched_precision: str | None = None
    ended: date | None = None
    forces: tuple[str, ...] = ()
    cartels: tuple[str, ...] = ()
    personnel_now: int | None = None
    objective: str | None = None
    arrest_incidents: int = 0
    arrested: int | None = None
    attack_incidents: int = 0
    attack_killed: int | None = None
    last_told: datetime | None = None
    status_history: tuple[StatusTold, ...] = ()
    personnel_told: tuple[Sent, ...] = ()
    seized: tuple[Taken, ...] = ()
    eradicated: tuple[Taken, ...] = ()
    totals_told: tuple[TotalTold, ...] = ()
    sources: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDetails:
    """A state or country by the incidents in it, and the newest published figure of killings there."""

    code: str
    name: str
    mexican: bool
    incidents: int = 0
    attacks: int = 0
    arrests: int = 0
    seizures: int = 0
    eradications: int = 0
    operation_events: int = 0
    harms: int = 0
    killed: int | None = None
    injured: int | None = None
    arrested: int | None = None
    cartels: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    homicide_start: date | None = None
    homicide_end: date | None = None
    homicide_count: int | None = None
    homicide_count_op: str | None = None
    homicide_reference_id: ReferenceId | None = None
    homicide_differs: bool = False
    first_event: date | None = None
    last_event: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An interval of days, the last one included; each end may be open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A person's place in a group, by so many reports."""

    cartel: str
    role: str
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStatus:
    """One telling of what became of a person."""

    status: str
    certain: bool
    implied: bool
    reference_id: ReferenceId
    report_id: ReportId
    date: Span | None = None
    asserted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a part in events, never one whom they struck alone, with the status as last reported."""

    slug: str
    person_id: UUID
    name: str
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    cartels: tuple[str, ...] = ()
    memberships: tuple[Membership, ...] = ()
    positions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    status: str | None = None
    status_certain: bool | None = None
    status_as_of: datetime | None = None
    status_reference_id: ReferenceId | None = None
    status_report_id: ReportId | None = None
    disputed: bool = False
    statuses: tuple[PersonStatus, ...] = ()
    incidents: int = 0
    reports: int = 0
    cables: int = 0
    first_mention: datetime | None = None
    last_mention: datetime | None = None
    report_ids: tuple[ReportId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One telling of what an incident's cables tell so differently that not all can be right."""

    incident_id: IncidentId
    field: str
    what: str | None
    unit: str | None
    value: str
    report_id: ReportId
    reference_id: ReferenceId
    cable_date: datetime | None
    asserted_by: tuple[str, ...] = ()
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Why two reports were joined: the score, and what speaks for and against it with its weight."""

    incident_id: IncidentId
    report_a: ReportId
    report_b: ReportId
    score: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A report that was found to tell of another event than an incident does, when and why."""

    incident_id: IncidentId
    report_id: ReportId
    reference_id: ReferenceId
    decided_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """What a report is cited with beside its own fields: its cable's header, and the log at its present state."""

    report_id: ReportId
    subject: str
    origin: str | None
    classification: str | None
    log_hash: str
    codebook: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What somebody noted that another source says, of a thing of a kind: by its id, slug or reference ID."""

    subject_kind: str
    subject: str
    note: str
    url: str | None
    actor: str
    recorded_at: datetime


class Picture(StrEnum):
    """The pictures; each has a file of SQL of this name in `pictures/`."""

    MONTHS = "events-by-month"
    STATES = "events-by-state"
    SEIZED = "seized-by-quarter"


@dataclass(frozen=True, slots=True)
class Counted:
    """A cell of a picture: a row's name (a month, a state, a quarter), a column's (a kind, a commodity), a number."""

    row: str
    column: str
    number: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """All that pages show beside what feeds tell, at the same moment of the log."""

    cartels: dict[str, CartelDetails] = field(default_factory=dict)
    operations: dict[str, OperationDetails] = field(default_factory=dict)
    states: dict[str, StateDetails] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    differing: dict[IncidentId, tuple[Differing, ...]] = field(default_factory=dict)
    pairs: dict[IncidentId, tuple[Pair, ...]] = field(default_factory=dict)
    apart: dict[IncidentId, tuple[Apart, ...]] = field(default_factory=dict)
    pictures: dict[Picture, tuple[Counted, ...]] = field(default_factory=dict)
    cited: dict[ReportId, Cited] = field(default_factory=dict)
    notes: tuple[Noted, ...] = ()
    """Of all things that are shown, in the order in which they were noted."""
