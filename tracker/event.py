"""What every event of the log has, and what those have that tell of a report; the vocabulary is in `tracker.events`."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from tracker.reports import Report
from tracker.types import DocumentId, ReferenceId, ReportId

VARIES = MappingProxyType({"varies": True})
"""Marks a field that two honest runs over one release tell otherwise: a position, a salted commitment, a day of a run.

It is left out where the contents of two logs are compared (`tracker.log.content`).
"""
STAYS = MappingProxyType({"varies": False})
"""Marks a field that looks like one of those and is none: what it tells comes from the release."""


class Event:
    """What every event class has: its schema version, and the name that the log knows it by (the class's own)."""

    SCHEMA_VERSION: ClassVar[int] = 1
    OF_A_RUN: ClassVar[bool] = False
    """Whether there is such an event only because a release was recorded in these runs and no others."""

    @classmethod
    def type(cls) -> str:
        """The event type as recorded."""
        return cls.__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEvent(Event):
    """What one cable says of one event, as it was read in one document: the whole report as it reads from here on."""

    SCHEMA_VERSION: ClassVar[int] = 2

    report_id: ReportId
    reference_id: ReferenceId
    document_id: DocumentId
    extractor: str
    codebook: int
    report: Report
