"""Decisions of others that are not on one report of ours: an addition, a note, which reports are of one event.

They name cables and words too, never ids, so that another log finds what they are about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.decision_events import Subject
from tracker.reviewing.written import as_told, fields_of, several_told_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.reviewing.matching import Told
    from tracker.types import JsonObject


_TWO = 2


class WiderKind(StrEnum):
    """What they can be."""

    ADD = "add"
    ANNOTATE = "annotate"
    MERGE = "merge"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wider:
    """Such a decision of another newsroom.

    `reports` are what it is about: the report that was added, those that are one event, those that are parted from
    `others`, or the report or those of the event that a note is about. A note on anything else has `key`: a reference
    ID or a slug.
    """

    decision_id: str
    kind: WiderKind
    reports: tuple[Told, ...] = ()
    others: tuple[Told, ...] = ()
    subject: Subject | None = None
    key: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    url: str = ""
    reason: str
    actor: str
    origin: str
    recorded_at: str

    @property
    def told(self) -> str:
        """It in a line."""
        return f"{self.actor} of {self.origin} decided on {self.recorded_at[:10]} to {self._what}: {self.reason}"

    @property
    def here(self) -> str:
        """The reason under which it is recorded here: who decided so first, where, and why."""
        return f"as {self.actor} of {self.origin} decided: {self.reason}"

    @property
    def fault(self) -> str | None:
        """What it lacks to be such a decision; None where it lacks nothing."""
        match self.kind:
            case WiderKind.ADD if len(self.reports) != 1:
                return "an addition is of one report"
            case WiderKind.ANNOTATE if not self.note or self.subject is None:
                return "a note has a subject and words"
            case WiderKind.ANNOTATE if bool(self.reports) == bool(self.key):
                return "a note is on reports, or on what its key names"
            case WiderKind.MERGE if len(self.reports) < _TWO:
                return "to merge, two reports or more are named"
            case WiderKind.SEPARATE if not (self.reports and self.others):
                return "to separate, reports and others are named"
            case _:
                return None

    @property
    def _what(self) -> str:
        match self.kind:
            case WiderKind.ADD:
                changed = "".join(f" {name}={value}" for name, value in self.fields.items())
                return f"add to {self._places(self.reports)}{changed}"
            case WiderKind.ANNOTATE:
                source = f" ({self.url})" if self.url else ""
                return f"note on {self.key or self._places(self.reports)} “{self.note}”{source}"
            case WiderKind.MERGE:
                return f"merge {self._places(self.reports)}"
            case WiderKind.SEPARATE:
                return f"separate {self._places(self.reports)} from {self._places(self.others)}"

    @staticmethod
    def _places(reports: tuple[Told, ...]) -> str:
        return ", ".join(f"{each.reference_id} ({each.kind}) “{each.quote}”" for each in reports)


def as_fields(decision: Wider) -> JsonObject:
    """What a line tells of it beside what all lines tell."""
    line: JsonObject = {
        "reports": [as_told(each) for each in decision.reports],
        "others": [as_told(each) for each in decision.others],
        "subject": str(decision.subject or ""),
        "key": decision.key,
        "fields": dict(decision.fields),
        "note": decision.note,
        "url": decision.url,
    }
    return {name: value for name, value in line.items() if value}


def wider_of(line: JsonObject) -> Wider:
    """The decision of a line. Raises ValueError or ReferenceIdError where it is none."""
    kind = WiderKind(text_of(line, "act"))
    named = text_of(line, "subject", optional=True)
    if named and named not in {*Subject}:
        raise ValueError(f"subject is {named!r}; it can be {', '.join(Subject)}")
    decision = Wider(
        decision_id=text_of(line, "decision_id"),
        kind=kind,
        reports=several_told_of(line, "reports"),
        others=several_told_of(line, "others"),
        subject=Subject(named) if named else None,
        key=text_of(line, "key", optional=True),
        fields=fields_of(line),
        note=text_of(line, "note", optional=True),
        url=text_of(line, "url", optional=True),
        reason=text_of(line, "reason"),
        actor=text_of(line, "actor"),
        origin=text_of(line, "origin"),
        recorded_at=text_of(line, "recorded_at"),
    )
    if decision.fault:
        raise ValueError(decision.fault)
    return decision
