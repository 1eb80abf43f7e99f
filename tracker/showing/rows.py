"""What is shown, as the views of schema `read` give it. All words in it are masked already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tracker.showing.subjects import Subject
from tracker.types import JsonObject

Listed = list[dict[str, Any]]
"""Objects of a JSON column, in the form that the column's comment tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A paragraph that tells something: its printed number and marking, the heading over it, and its text."""

    ordinal: int
    label: str | None
    marking: str | None
    heading: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one cable says of one event, with the cable, the words, and the event of the log that tells it so."""

    report_id: UUID
    incident_id: UUID
    reference_id: str
    cable_date: datetime | None
    classification: str | None
    origin: str | None
    subject: str
    kind: str
    facts: JsonObject
    quote: str | None
    passage: str | None
    marking: str | None
    labels: list[str | None]
    review_status: str
    withdrawn: bool
    withdrawn_reason: str | None
    withheld: bool
    extractor: str
    codebook: int | None
    recorded_at: datetime
    position: int
    log_hash: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One of several things that cannot all be right, and which report tells it."""

    field: str
    what: str | None
    unit: str | None
    value: str
    report_id: UUID
    reference_id: str
    cable_date: datetime | None
    asserted_by: list[str]
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPart:
    """A person whom a report names, and the part that it gives them."""

    slug: str
    name: str
    roles: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Why two reports are one incident."""

    report_a: UUID
    report_b: UUID
    score: int
    reasons: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A report that somebody found to tell of another event than an incident does, and the incident that it is of."""

    report_id: UUID
    incident_id: UUID
    reference_id: str
    decided_at: datetime
    actor: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided on a thing or its reports, in force or undone; a note has its words and their address."""

    decision_id: UUID
    position: int
    recorded_at: datetime
    log_hash: str | None
    actor: str
    act: str
    subjects: list[str]
    changes: JsonObject
    reason: str | None
    note: str | None
    url: str | None
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """How a re-reading disagrees with what people decided: what it makes of the report, and in which fields."""

    position: int
    recorded_at: datetime
    extractor: str
    found: bool
    facts: JsonObject
    fields: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A real event, as its reports tell it together."""

    incident_id: UUID
    kind: str
    facts: JsonObject
    told_figures: Listed
    first_told: datetime | None
    last_told: datetime | None
    review_status: str
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as last reported."""

    slug: str
    person_id: UUID
    name: str
    names: list[str]
    aliases: list[str]
    positions: list[str]
    roles: list[str]
    memberships: Listed
    status: str | None
    status_certain: bool | None
    status_as_of: datetime | None
    disputed: bool
    statuses: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation as last reported."""

    slug: str
    name: str
    aliases: list[str]
    status: str | None
    status_as_of: datetime | None
    launched: date | None
    ended: date | None
    states: list[str]
    cartels: list[str]
    objective: str | None
    personnel: int | None
    personnel_now: int | None
    arrest_incidents: int | None
    arrested: int | None
    seized: Listed
    status_history: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Cartel:
    """A group as the reports that stand tell of it."""

    slug: str
    name: str
    aliases: list[str]
    states: list[str]
    reports: int
    cables: int
    incidents: int
    arrests: int
    seizures: int
    attacks: int
    first_event: date | None
    last_event: date | None
    first_reference_id: str | None
    last_reference_id: str | None
    people: Listed
    factions: Listed
    alliances: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """A cable's header, as its text of record tells it."""

    reference_id: str
    cable_date: datetime | None
    released_at: datetime | None
    recorded_at: datetime
    classification: str | None
    origin: str | None
    subject: str
    tags: list[str]
    reference_ids: list[str]
    partial: bool
    protected_names: int
    source: str
    source_format: str
    position: int
    log_hash: str
    withdrawn_at: datetime | None
    withdrawn_from: list[str]


Thing = Report | Incident | Person | Operation | Cartel | Cable


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that is known of one thing.

    `reports` tell of it (of a report itself: the other reports of its incident), `words` are the paragraphs that a
    report rests on, `former_ids` those by which an incident was or could have been known, `apart` what it was found not
    to be, `decisions` what people decided on it or on its reports, the newest last.
    """

    subject: Subject
    thing: Thing
    reports: list[Report]
    words: list[Words]
    tellings: list[Telling]
    people: list[PersonPart]
    joins: list[Join]
    former_ids: list[UUID]
    apart: list[Apart]
    decisions: list[Decision]
    rereadings: list[Rereading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event in the history of a thing: what was recorded, by whom and why.

    `facts` is what a report told from then on, `changed` the fields that it told otherwise before, each with the value
    before and the one since; both empty where it is no report's version. `withdrawn` says that it no longer stood.
    """

    position: int
    recorded_at: datetime
    event: str
    actor: str
    reason: str | None
    reference_id: str | None
    log_hash: str | None = None
    report_id: UUID | None = None
    development_id: UUID | None = None
    extractor: str | None = None
    source: str | None = None
    facts: JsonObject | None = None
    facts_before: JsonObject | None = None
    withdrawn: bool = False
    review_status: str | None = None
    changed: JsonObject | None = None
    decision_id: UUID | None = None
    note: str | None = None
    url: str | None = None
    undone: bool = False
