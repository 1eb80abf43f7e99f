"""How a cartel, an operation, a cable and the whole collection stand, as labelled words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC

from feeds import wording
from feeds.fields import Field
from feeds.rows import CableState, CartelState, Coverage, OperationState
from tracker.registers import state_name

_STATES_LISTED = 12


def state_fields(state: CartelState | OperationState | None) -> list[Field]:
    """How a cartel or an operation stands; empty for one that no cable has named yet."""
    match state:
        case CartelState():
            first, last = state.first_event, state.last_event
            told = (
                ("incidents", wording.number(state.incidents)),
                ("reports", wording.number(state.reports)),
                ("cables", wording.number(state.cables)),
                ("first_event", wording.day(first) if first else ""),
                ("last_event", wording.day(last) if last and last != first else ""),
                ("states", _states(state.states)),
            )
            return _fields("cartel_field", told)
        case OperationState():
            as_of = f", by a cable of {wording.day(state.status_as_of.astimezone(UTC))}" if state.status_as_of else ""
            told = (
                ("status", f"{wording.words('status_word', state.status)}{as_of}" if state.status else ""),
                ("launched", wording.day(state.launched) if state.launched else ""),
                ("personnel", wording.number(state.personnel) if state.personnel is not None else ""),
                ("states", _states(state.states)),
                ("reports", wording.number(state.reports)),
                ("cables", wording.number(state.cables)),
            )
            return _fields("operation_field", told)
        case None:
            return []


def cable_fields(cable: CableState) -> list[Field]:
    """A cable's header."""
    told = (
        ("cable_date", wording.day(cable.cable_date.astimezone(UTC)) if cable.cable_date else ""),
        ("released_at", wording.day(cable.released_at.astimezone(UTC)) if cable.released_at else ""),
        ("origin", cable.origin or ""),
        ("classification", cable.classification or ""),
        ("tags", ", ".join(cable.tags)),
        ("withdrawn", _withdrawn(cable)),
    )
    return _fields("cable_field", told)


def _withdrawn(cable: CableState) -> str:
    """Since when which sites have it no more."""
    if cable.withdrawn_at is None:
        return ""
    sources = wording.joined(cable.withdrawn_from)
    return (
        f"from {sources}, as seen on {wording.day(cable.withdrawn_at.astimezone(UTC))}; what was recorded of it stays"
    )


def coverage(read: Coverage, developments: int) -> list[Field]:
    """How much has been read, and how many developments were published.

    What is not here was not found, or was never released to be read.
    """
    counts = (
        ("cables", read.cables),
        ("partial", read.partial),
        ("eventless", read.eventless),
        ("reports", read.reports),
        ("incidents", read.incidents),
        ("developments", developments),
    )
    return _fields("coverage", [(name, wording.number(count)) for name, count in counts])


def notes(
    cartels: Iterable[CartelState], operations: Iterable[OperationState], standing: Mapping[str, int]
) -> dict[str, str]:
    """The few words beside each topic told of, by its key, the latest told of first.

    Of kinds and states they are how many incidents stand.
    """
    found = {
        f"cartels/{row.slug}": _counted(row.incidents, "event")
        for row in sorted(cartels, key=_last, reverse=True)
        if row.reports
    }
    for row in sorted(operations, key=_last, reverse=True):
        if row.reports:
            found[f"operations/{row.slug}"] = wording.words("status_word", row.status) if row.status else ""
    return found | {key: _counted(count, "event") for key, count in standing.items()}


def _last(row: CartelState | OperationState) -> str:
    day = row.last_event if isinstance(row, CartelState) else row.status_as_of
    return day.isoformat() if day else ""


def _counted(count: int, noun: str) -> str:
    return f"{wording.number(count)} {noun}{'' if count == 1 else 's'}"


def _states(codes: Iterable[str]) -> str:
    return wording.joined((state_name(code) for code in codes), _STATES_LISTED)


def _fields(table: str, told: Iterable[tuple[str, str]]) -> list[Field]:
    return [Field(name, wording.words(table, name), wording.plain(value)) for name, value in told if value]
