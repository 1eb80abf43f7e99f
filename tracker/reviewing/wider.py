"""Decisions of others that are not on one report of ours: additions, notes, which events, people or operations are one.

They name cables and words too, never ids, so that another log finds what they are about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.decision_events import Subject
from tracker.reviewing.written import as_told, fields_of, several_told_of, text_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.reviewing.matching import Told
    from tracker.types import JsonObject


_TWO = 2
_OF_REPORTS = (Subject.INCIDENT, Subject.PERSON)
"""What is told to be one by reports; operations are by their names."""


class WiderKind(StrEnum):
    """What they can be."""

    ADD = "add"
    ANNOTATE = "annotate"
    MERGE = "merge"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wider:
    """Such a decision of another newsroom.

    `reports` are what it is about: the report that was added, those that are one event or name one person, those that
    are parted from `others`, or the report, those of the event or one that names the person that a note is about. A
    note on anything else has `key`: a reference ID or a slug. Of `operations` that are one the first is the one that
    they are.
    """

    decision_id: str
    kind: WiderKind
    reports: tuple[Told, ...] = ()
    others: tuple[Told, ...] = ()
    subject: Subject | None = None
    key: str = ""
    operations: tuple[str, ...] = ()
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
        return next((fault for holds, fault in self._rules() if not holds), None)

    def _rules(self) -> Iterator[tuple[bool, str]]:
        """What holds for every decision of its kind, each with what is told where it does not."""
        match self.kind:
            case WiderKind.ADD:
                yield len(self.reports) == 1, "an addition is of one report"
            case WiderKind.ANNOTATE:
                yield bool(self.note and self.subject), "a note has a subject and words"
                yield bool(self.reports) != bool(self.key), "a note is on reports, or on what its key names"
                # Those who told of people by their slugs named no reports.
                yield self._names_whom, "of people, each report has the name"
            case WiderKind.MERGE if self.subject is Subject.OPERATION:
                yield len(self.operations) >= _TWO, "to merge, two operations or more are named"
            case WiderKind.MERGE:
                yield self.subject in _OF_REPORTS, f"what is merged is {', '.join(_OF_REPORTS)} or {Subject.OPERATION}"
                yield len(self.reports) >= _TWO, "to merge, two reports or more are named"
                yield self._names_whom, "of people, each report has the name"
            case WiderKind.SEPARATE:
                yield self.subject in _OF_REPORTS, f"what is separated is {' or '.join(_OF_REPORTS)}"
                yield bool(self.reports and self.others), "to separate, reports and others are named"
                yield self._names_whom, "of people, each report has the name"

    @property
    def _names_whom(self) -> bool:
        return self.subject is not Subject.PERSON or all(each.name for each in (*self.reports, *self.others))

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
                return f"merge {', '.join(self.operations) or self._places(self.reports)}"
            case WiderKind.SEPARATE:
                return f"separate {self._places(self.reports)} from {self._places(self.others)}"

    @staticmethod
    def _places(reports: tuple[Told, ...]) -> str:
        return ", ".join(
            f"{each.name + ' in ' if each.name else ''}{each.reference_id} ({each.kind}) “{each.quote}”"
            for each in reports
        )


def as_fields(decision: Wider) -> JsonObject:
    """What a line tells of it beside what all lines tell."""
    line: JsonObject = {
        "reports": [as_told(each) for each in decision.reports],
        "others": [as_told(each) for each in decision.others],
        "subject": str(decision.subject or ""),
        "key": decision.key,
        "operations": list(decision.operations),
        "fields": dict(decision.fields),
        "note": decision.note,
        "url": decision.url,
    }
    return {name: value for name, value in line.items() if value}


def wider_of(line: JsonObject) -> Wider:
    """The decision of a line. Raises ValueError or ReferenceIdError where it is none."""
    kind = WiderKind(text_of(line, "act"))
    joins = kind in {WiderKind.MERGE, WiderKind.SEPARATE}
    # Those who exchanged decisions before people and operations could be, told of events alone.
    named = text_of(line, "subject", optional=True) or (Subject.INCIDENT if joins else "")
    if named and named not in {*Subject}:
        raise ValueError(f"subject is {named!r}; it can be {', '.join(Subject)}")
    decision = Wider(
        decision_id=text_of(line, "decision_id"),
        kind=kind,
        reports=several_told_of(line, "reports"),
        others=several_told_of(line, "others"),
        subject=Subject(named) if named else None,
        key=text_of(line, "key", optional=True),
        operations=texts_of(line, "operations"),
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
