"""What people's decisions tell readers: each singly, with its reason; that a report was confirmed is no news. Pure."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from tracker.decision_events import (
    DECISIONS,
    ReportAmended,
    ReportRestored,
    ReportRetracted,
    ReportsMerged,
    ReportsSeparated,
    ReportWithheld,
    Standing,
)
from tracker.event import Event

if TYPE_CHECKING:
    from tracker.events import Statement
    from tracker.reports import Report
    from tracker.types import ReportId

OF_REPORTS: tuple[type[Event], ...] = (ReportAmended, ReportRetracted, ReportWithheld, ReportRestored)
"""The decisions that change what is told of a report that there is."""
REGROUPING = (ReportsMerged, ReportsSeparated)
"""Those that change which reports are of one incident."""
_NAMES = frozenset(event.type() for event in DECISIONS)


def is_decision(event_type: str) -> bool:
    """Whether an event of a type is what a person decided."""
    return event_type in _NAMES


def hides(event: Event) -> bool:
    """Whether a report is no longer told after an event."""
    if isinstance(event, ReportRestored):
        return event.standing is not Standing.TOLD
    return isinstance(event, ReportRetracted | ReportWithheld)


def kind_of(event: Event, former: Statement | None) -> str | None:
    """The kind of development that a decision on a report is, `former` being what was told of it; None: no news."""
    if isinstance(event, ReportWithheld):
        return "withheld" if former else None
    if isinstance(event, ReportRetracted) or hides(event):
        return "retracted" if former else None
    if isinstance(event, ReportRestored) and former is None:
        return "restored"
    return "corrected" if former and isinstance(event, ReportAmended | ReportRestored) else None


def reason_of(event: Event) -> str | None:
    """Why, as readers are told; of what is withheld they are not."""
    if isinstance(event, ReportAmended | ReportRetracted | ReportRestored | ReportsMerged | ReportsSeparated):
        return event.decision.reason or None
    return None


def told_otherwise(former: Report, now: Report) -> frozenset[str]:
    """The fields in which two readings of a report differ."""
    return frozenset(
        field.name
        for field in fields(now)
        if field.name != "sources" and getattr(former, field.name) != getattr(now, field.name)
    )


def regrouped(event: Event) -> tuple[ReportId, ...]:
    """The reports that a decision joins, or parts from others."""
    return event.report_ids if isinstance(event, REGROUPING) else ()
