"""The log's vocabulary: one class per event type, in its newest version, and the upcasters that bring old ones to it.

Bodies hold codes, numbers, dates and spans; words live in documents (`tracker.log.documents`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from tracker.decision_events import DECISIONS, ReportReread
from tracker.details import (
    Assertion,
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
from tracker.erasure_events import EventErased, Remains, WordsErased
from tracker.errors import TrackerError
from tracker.event import STAYS, VARIES, Event, ReportEvent
from tracker.reports import Evidence, FieldSource, Item, Kind, Report
from tracker.types import (
    DevelopmentId,
    DocumentId,
    IncidentId,
    JsonObject,
    JsonValue,
    ReferenceId,
    ReportId,
    Span,
)
from tracker.upcasters import statements_with_details, with_details, with_nothing_known

__all__ = [
    "REPORTED",
    "STAYS",
    "UPCASTERS",
    "VARIES",
    "ArrestReported",
    "AttackReported",
    "CableContent",
    "CableRecorded",
    "CableReference",
    "CableReread",
    "CableRevised",
    "DevelopmentRecorded",
    "DocumentPart",
    "EradicationReported",
    "Event",
    "FeedAuthorityRecorded",
    "HarmReported",
    "HomicidesReported",
    "OperationReported",
    "ParagraphLayout",
    "RenditionRecorded",
    "ReportCorrected",
    "ReportEvent",
    "ReportWithdrawn",
    "SeizureReported",
    "Statement",
    "SummaryRecorded",
    "UnknownEventError",
    "Upcaster",
    "current_versions",
    "from_body",
    "known_types",
    "to_body",
    "upcast",
]


class UnknownEventError(TrackerError):
    """The log holds an event that this version of the tracker does not know; a newer one wrote it."""


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A part of a document as the log commits to it: its start (None for the subject) and the commitment in hex."""

    start: int | None
    commitment: str = field(metadata=VARIES)


@dataclass(frozen=True, slots=True)
class ParagraphLayout:
    """Where a paragraph stands in the document: see `tracker.cables.model.Paragraph`."""

    ordinal: int
    label: str | None
    marking: str | None
    heading: Span | None
    span: Span
    body: Span
    cuts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CableReference:
    """A line of the REF block."""

    label: str | None
    reference_id: ReferenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class CableContent(Event):
    """What is recorded of a cable's text of record: its header, its document and its paragraphs.

    `backfill` asks that what it newly tells is not put before readers one by one, but in sum.
    """

    reference_id: ReferenceId
    document_id: DocumentId
    parts: tuple[DocumentPart, ...]
    paragraphs: tuple[ParagraphLayout, ...]
    source: str
    source_format: str
    extractor: str
    created: datetime | None = field(default=None, metadata=STAYS)
    released: datetime | None = field(default=None, metadata=STAYS)
    classification: str | None = None
    origin: str | None = None
    tags: tuple[str, ...] = ()
    references: tuple[CableReference, ...] = ()
    partial: bool = False
    protected_names: int = 0
    backfill: bool = field(default=False, metadata=VARIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class CableRecorded(CableContent):
    """A cable was seen for the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CableRevised(CableContent):
    """The text of record of a cable changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CableReread(CableContent):
    """Header, paragraphs or source of the text of record changed, but not its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionRecorded(Event):
    """A form in which a source gives a cable: base name, format, SHA-256 of the raw file (of a dump, its row) in hex.

    `characters` counts the code points of its masked telegram. `document_id` is the document whose words it has; None
    where they differ from those of record.
    """

    reference_id: ReferenceId
    source: str
    source_format: str
    sha256: str = field(metadata=STAYS)
    characters: int
    partial: bool = False
    document_id: DocumentId | None = None


class OperationReported(ReportEvent):
    """A cable reports an operation."""


class ArrestReported(ReportEvent):
    """A cable reports an arrest."""


class SeizureReported(ReportEvent):
    """A cable reports a seizure."""


class EradicationReported(ReportEvent):
    """A cable reports an eradication of drug crops."""


class AttackReported(ReportEvent):
    """A cable reports an attack."""


class HomicidesReported(ReportEvent):
    """A cable reports a published figure of killings."""


class HarmReported(ReportEvent):
    """A cable reports harm done by the security forces to bystanders."""

    SCHEMA_VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCorrected(ReportEvent):
    """A re-reading understood a report otherwise: the whole report as it now reads, and the fields that changed."""

    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWithdrawn(Event):
    """A re-reading no longer finds a report."""

    report_id: ReportId
    reference_id: ReferenceId
    extractor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A report as a development tells it: the words are read from its document when they are shown.

    `reference_id` names its cable where that is not the development's own.
    """

    report_id: ReportId
    document_id: DocumentId
    report: Report
    reference_id: ReferenceId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentRecorded(Event):
    """Something that readers are told: what it says now (`after`) and what was said before, where that changed.

    `known` is what other cables had told of the same incident by then. `summary_id` is the development by which readers
    are told of this one together with others (SummaryRecorded); None where it is put before them itself.
    """

    SCHEMA_VERSION: ClassVar[int] = 3

    development_id: DevelopmentId
    kind: str
    reference_id: ReferenceId
    incident_id: IncidentId
    cause_position: int = field(metadata=VARIES)
    after: tuple[Statement, ...]
    before: tuple[Statement, ...] = ()
    reason: str | None = None
    known: tuple[Statement, ...] = ()
    summary_id: DevelopmentId | None = field(default=None, metadata=VARIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRecorded(Event):
    """Readers are told in one of all developments that name it: how many there are is counted where it is shown.

    `kind` is "read-again" or "backfilled", `run` the correlation of the events that caused them, `extractor` what read
    the first of their cables.
    """

    OF_A_RUN: ClassVar[bool] = True

    development_id: DevelopmentId
    kind: str
    run: UUID | None = field(metadata=VARIES)
    cause_position: int = field(metadata=VARIES)
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CableWithdrawn(Event):
    """A site that had a cable has it no more, and lists it no more. What was recorded of it stays.

    `source` is the name of the source in this installation's configuration.
    """

    OF_A_RUN: ClassVar[bool] = True

    reference_id: ReferenceId
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CableReappeared(Event):
    """A site from which a cable was withdrawn has it again."""

    OF_A_RUN: ClassVar[bool] = True

    reference_id: ReferenceId
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAuthorityRecorded(Event):
    """The authority and date under which all entry ids are minted (RFC 4151), fixed at the first publish."""

    authority: str
    date: date = field(metadata=VARIES)


REPORTED: Mapping[Kind, type[ReportEvent]] = {
    Kind.OPERATION: OperationReported,
    Kind.ARREST: ArrestReported,
    Kind.SEIZURE: SeizureReported,
    Kind.ERADICATION: EradicationReported,
    Kind.ATTACK: AttackReported,
    Kind.HOMICIDE_COUNT: HomicidesReported,
    Kind.HARM: HarmReported,
}

_ALL: tuple[type[Event], ...] = (
    CableRecorded,
    CableRevised,
    CableReread,
    RenditionRecorded,
    *REPORTED.values(),
    ReportCorrected,
    ReportWithdrawn,
    DevelopmentRecorded,
    SummaryRecorded,
    CableWithdrawn,
    CableReappeared,
    FeedAuthorityRecorded,
    WordsErased,
    EventErased,
    *DECISIONS,
    ReportReread,
)
_TYPES: Mapping[str, type[Event]] = {event.type(): event for event in _ALL}

Upcaster = Callable[[JsonObject], JsonObject]
UPCASTERS: Mapping[tuple[str, int], Upcaster] = {
    **{(event.type(), 1): with_details for event in REPORTED.values() if event is not HarmReported},
    (ReportCorrected.type(), 1): with_details,
    (DevelopmentRecorded.type(), 1): statements_with_details,
    (DevelopmentRecorded.type(), 2): with_nothing_known,
}
"""By event type and the version that it brings one version further."""


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(UUID, str)
    converter.register_structure_hook(UUID, lambda value, _: UUID(value))
    for moment in (date, datetime):
        converter.register_unstructure_hook(moment, lambda value: value.isoformat())
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    converter.register_unstructure_hook(Decimal, lambda value: format(value.normalize(), "f"))
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
    converter.register_unstructure_hook(Span, lambda span: [span.start, span.end])
    converter.register_structure_hook(Span, lambda value, _: Span(*value))
    converter.register_unstructure_hook(Name, lambda name: converter.unstructure(name.pieces))
    converter.register_structure_hook(Name, lambda value, _: Name(converter.structure(value, tuple[Span, ...])))
    # A field that was added with a default is left out while it has it, so that bodies stay short. The default of a
    # recorded field can therefore only change together with the schema version.
    # What others have as a field comes before them: a hook is made once and for all.
    for compact in (
        DateInterval,
        Place,
        Item,
        Evidence,
        FieldSource,
        Person,
        Group,
        Force,
        Figure,
        Assertion,
        ToldDate,
        ToldPlace,
        Report,
        ParagraphLayout,
        CableReference,
        Statement,
        Remains,
        EventErased,
    ):
        converter.register_unstructure_hook(
            compact, make_dict_unstructure_fn(compact, converter, _cattrs_omit_if_default=True)
        )
        converter.register_structure_hook(
            compact, make_dict_structure_fn(compact, converter, _cattrs_forbid_extra_keys=True)
        )
    # Of these all fields are always there but those that were added, or are seldom told.
    for content in (CableRecorded, CableRevised, CableReread):
        converter.register_unstructure_hook(
            content, make_dict_unstructure_fn(content, converter, backfill=override(omit_if_default=True))
        )
    return converter


_CONVERTER = _converter()
_Shape = TypeVar("_Shape")


def to_body(event: Event) -> JsonObject:
    """The body of an event as the log holds it."""
    return cast("JsonObject", _plain(_CONVERTER.unstructure(event)))


def from_body(event_type: str, schema_version: int, body: JsonObject) -> Event:
    """The event that a recorded body tells, brought to the newest version of its type.

    Raises UnknownEventError for a type or version that this tracker does not know.
    """
    known = _TYPES.get(event_type)
    if known is None:
        raise UnknownEventError(f"type {event_type}, version {schema_version}")
    return _CONVERTER.structure(upcast(event_type, schema_version, body), known)


def upcast(event_type: str, schema_version: int, body: JsonObject) -> JsonObject:
    """The body in the form of its type's newest version.

    Raises UnknownEventError for a type or version that this tracker does not know.
    """
    known = _TYPES.get(event_type)
    while known and (upcaster := UPCASTERS.get((event_type, schema_version))):
        body = upcaster(body)
        schema_version += 1
    if known is None or schema_version != known.SCHEMA_VERSION:
        raise UnknownEventError(f"type {event_type}, version {schema_version}")
    return body


def known_types() -> Mapping[str, type[Event]]:
    """The class of every event type, by the name that the log knows it by."""
    return _TYPES


def current_versions() -> dict[str, int]:
    """The newest schema version of every event type."""
    return {name: event.SCHEMA_VERSION for name, event in _TYPES.items()}


_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> JsonValue:
    """JSON as the log holds it: lists for tuples, and an error for a float rather than a rounded number."""
    # Nearly all that is in a body is one of these, and there are hundreds in each.
    if type(value) in _AS_IT_IS:
        return cast("JsonValue", value)
    if isinstance(value, dict):
        return {str(key): item if type(item) in _AS_IT_IS else _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [item if type(item) in _AS_IT_IS else _plain(item) for item in value]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        raise TypeError(f"the log holds no floats, not even {value}: use a Decimal")
    return cast("JsonValue", value)
