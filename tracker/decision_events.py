"""The vocabulary of people's decisions: what somebody confirmed, corrected, added, withheld, joined, parted or noted.

A decision on one report is in the stream of its cable, one that spans cables in `decision/UUID`, and the withholding of
an incident in both. Bodies hold codes, numbers, dates and spans; only a reason and a note are a person's own words.

Whatever changes a report tells the whole report as it reads from there on, so that whoever folds the log needs no
memory of decisions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from tracker.event import VARIES, Event, ReportEvent
from tracker.reports import Report
from tracker.types import DecisionId, DocumentId, IncidentId, ReferenceId, ReportId

PERSON = "person"
"""The extractor of a report that a person added."""


class Ground(StrEnum):
    """Why something is withheld: somebody could come to harm, or the law asks for it."""

    SAFETY = "safety"
    LAW = "law"


class ReviewStatus(StrEnum):
    """Whether people have looked at a report: nobody has, somebody confirmed it as it was, or corrected it."""

    MACHINE = "machine"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


class Standing(StrEnum):
    """How a report stands: told, retracted by a person (shown struck through), withheld, or no longer read at all."""

    TOLD = "told"
    RETRACTED = "retracted"
    WITHHELD = "withheld"
    WITHDRAWN = "withdrawn"


class Subject(StrEnum):
    """What a note can be about."""

    REPORT = "report"
    INCIDENT = "incident"
    PERSON = "person"
    OPERATION = "operation"
    CABLE = "cable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's act: its id, shared by all events that tell it, the reason, and what the person had before them.

    `seen` is the position of the newest event about the subject that the person can have seen: one decided upon
    something that has changed since is refused. Who decided is the event's actor.
    """

    decision_id: DecisionId
    reason: str
    seen: int = field(metadata=VARIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportConfirmed(Event):
    """A person checked a report against its cable: it stays as it reads here, whatever a re-reading makes of it."""

    report_id: ReportId
    reference_id: ReferenceId
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAmended(ReportEvent):
    """A person corrected a report: the whole report as it then reads, and the fields that the person set.

    These stay as they are set; the others follow the machine.
    """

    SCHEMA_VERSION: ClassVar[int] = 1

    changed: tuple[str, ...]
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAdded(ReportEvent):
    """A person added a report that the machine missed; its extractor is `PERSON`."""

    SCHEMA_VERSION: ClassVar[int] = 1

    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRetracted(Event):
    """A person retracted a report: it counts nowhere, is shown struck through, and no re-reading tells it again."""

    report_id: ReportId
    reference_id: ReferenceId
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWithheld(Event):
    """A person withheld a report: nothing of it is shown but that there was something.

    `incident_id` is the incident that was withheld with all its reports (IncidentWithheld), or None.
    """

    report_id: ReportId
    reference_id: ReferenceId
    ground: Ground
    decision: Decision
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRestored(ReportEvent):
    """A decision about a report was undone: the whole report as it reads without it, and how it stands then.

    `undone` is the decision that counts no longer. `withdrawn_reason` tells why a report does not stand.
    """

    SCHEMA_VERSION: ClassVar[int] = 1

    undone: DecisionId
    review_status: ReviewStatus
    standing: Standing
    decision: Decision
    withdrawn_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReread(Event):
    """What a re-reading makes now of a report that people decided on, where it cannot be told as they decided.

    `found` is the report as the machine reads it, in `document_id`; None where it no longer finds it. `fields` are
    those in which it disagrees with people, `disputed` the decisions that it disagrees with; both are empty where it
    has come to agree with them.
    """

    report_id: ReportId
    reference_id: ReferenceId
    document_id: DocumentId
    extractor: str
    codebook: int
    found: Report | None
    fields: tuple[str, ...]
    disputed: tuple[DecisionId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentWithheld(Event):
    """A person withheld an incident: all reports that it had, each of which ReportWithheld tells in its own stream."""

    incident_id: IncidentId
    report_ids: tuple[ReportId, ...]
    ground: Ground
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsMerged(Event):
    """These reports are about one event, each with each; `incident_ids` are the incidents that they made before."""

    report_ids: tuple[ReportId, ...]
    incident_ids: tuple[IncidentId, ...]
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsSeparated(Event):
    """None of these reports is about the event that the others are about."""

    report_ids: tuple[ReportId, ...]
    others: tuple[ReportId, ...]
    incident_id: IncidentId
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """That a report names somebody: `mention_id` is made of the report and the name, as `read.people` makes it."""

    report_id: ReportId
    mention_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleMerged(Event):
    """These mentions name one person."""

    mentions: tuple[PersonMention, ...]
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSeparated(Event):
    """None of these mentions names the person whom the others name."""

    mentions: tuple[PersonMention, ...]
    others: tuple[PersonMention, ...]
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationsMerged(Event):
    """What was told of these operations was told of one, which goes by the slug `into`."""

    operations: tuple[str, ...]
    into: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated(Event):
    """A person noted what another source says, at an address: it stands beside the cable's words, never for them.

    `subject` is the id, the slug or the reference ID of what it is about; of a person the id of a mention.
    """

    kind: Subject
    subject: str
    text: str
    url: str | None
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsProtected(Event):
    """A person had words of a cable masked, as those that a cable marks as protected are.

    `numbers` are those of the masks in `document_id`, the text of record that has them.
    """

    reference_id: ReferenceId
    document_id: DocumentId
    numbers: tuple[int, ...]
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionUndone(Event):
    """A decision that spans cables, or none, counts no longer; `undone` is its id."""

    undone: DecisionId
    decision: Decision


ON_A_REPORT: tuple[type[Event], ...] = (
    ReportConfirmed,
    ReportAmended,
    ReportAdded,
    ReportRetracted,
    ReportWithheld,
    ReportRestored,
)
"""The decisions in the stream of a cable."""

SPANNING: tuple[type[Event], ...] = (
    IncidentWithheld,
    ReportsMerged,
    ReportsSeparated,
    PeopleMerged,
    PeopleSeparated,
    OperationsMerged,
    Annotated,
    WordsProtected,
    DecisionUndone,
)
"""The decisions in streams of their own."""

DECISIONS: tuple[type[Event], ...] = (*ON_A_REPORT, *SPANNING)
