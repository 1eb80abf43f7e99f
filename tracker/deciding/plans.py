"""Plans: what a decision would record, made before anything is recorded, so that it can be shown first."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from tracker import identity
from tracker.decision_events import Decision
from tracker.errors import TrackerError
from tracker.types import DecisionId, Position, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.event import Event
    from tracker.reports import Report
    from tracker.types import EventId


class DecisionError(TrackerError):
    """This cannot be decided."""


class UnknownSubjectError(DecisionError):
    """There is nothing of this name to decide on."""


class ChangedSinceError(DecisionError):
    """What was decided on has changed since it was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event of a plan: the stream that takes it, what it is about, and how many such events there were of that."""

    stream: Stream
    subject: str
    event: Event
    earlier: int = 0

    @property
    def event_id(self) -> EventId:
        """Its id, by the rule of all events."""
        return identity.event_id(self.subject, self.event.type(), self.earlier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a decision comes to: the events, and the versions of the streams that it was made from.

    Without events it is so already, as `already` tells. `before` and `after` are the report that it changes. What who
    decides should know first is in `beware`.
    """

    act: str
    subjects: tuple[str, ...]
    decision_id: DecisionId
    entries: tuple[Entry, ...] = ()
    expected: Mapping[Stream, Version] = field(default_factory=dict)
    already: str | None = None
    beware: str | None = None
    before: Report | None = None
    after: Report | None = None

    @property
    def changes(self) -> dict[str, tuple[object, object]]:
        """The fields that it changes in a report, as they were and as they will be."""
        if self.before is None or self.after is None:
            return {}
        told = {
            each.name: (getattr(self.before, each.name), getattr(self.after, each.name)) for each in fields(self.after)
        }
        return {name: values for name, values in told.items() if values[0] != values[1] and name != "sources"}


def decision_stream(decision_id: DecisionId) -> Stream:
    """The stream of a decision that spans cables."""
    return Stream(f"decision/{decision_id}")


def decision_id(act: str, subjects: Sequence[str], earlier: int) -> DecisionId:
    """The id of a decision: of the same act about the same things there were `earlier` ones before it."""
    return DecisionId(identity.identity("decision", act, *subjects, earlier))


def made(act_id: DecisionId, reason: str, seen: Position) -> Decision:
    """The part that all events of a decision share."""
    return Decision(decision_id=act_id, reason=reason.strip(), seen=seen)


def must_have_reason(reason: str) -> str:
    """The reason. Raises DecisionError for an empty one."""
    if not reason.strip():
        raise DecisionError("a reason is needed, for those who will ask; give one with --reason")
    return reason.strip()


def check_seen(changed: Position, seen: Position | None, what: str) -> Position:
    """The position up to which the subject was seen. Raises ChangedSinceError where it changed after that."""
    if seen is not None and changed > seen:
        raise ChangedSinceError(
            f"{what} changed at position {changed}, and you saw it as of {seen}; look at it again (tracker show), then "
            "decide"
        )
    return changed if seen is None else seen
