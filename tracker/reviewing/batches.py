"""Decisions from a file: one JSON object a line, all of them checked before any is recorded.

A line has `id` (a report's, in full or a unique beginning), `act` (confirm, correct, retract), `fields` (of a
correction: an object of fields and values) and `reason`. What else there is, as in the files that `tracker decisions
import` writes, is passed over.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import BatchError, TrackerError
from tracker.reviewing.acts import Act, ActKind, Deciding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tracker.types import DecisionId, JsonObject, ReportId

_FAULTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A line that asks for an act: its number in the file, counted from 1."""

    number: int
    act: Act


def lines(texts: Iterable[str], report: Callable[[str], ReportId]) -> list[Line]:
    """The acts that the lines ask for; `report` gives the report of an id, or raises TrackerError.

    Raises BatchError with every line that cannot be understood and why.
    """
    found: list[Line] = []
    faults: list[str] = []
    first: dict[ReportId, int] = {}
    for number, text in enumerate(texts, start=1):
        if not text.strip():
            continue
        try:
            act = _act(text, report)
        except (ValueError, TrackerError) as error:
            faults.append(f"line {number}: {error}")
            continue
        if act.report_id in first:
            faults.append(f"line {number}: line {first[act.report_id]} decides on the same report")
            continue
        first[act.report_id] = number
        found.append(Line(number, act))
    if faults:
        raise BatchError(_listed(faults))
    return found


def checked(found: Sequence[Line], deciding: Deciding) -> None:
    """Raise BatchError with every line that cannot be recorded and why, if there is one."""
    faults = [
        f"line {line.number}: {fault}"
        for line, fault in zip(found, deciding.faults([line.act for line in found]), strict=True)
        if fault
    ]
    if faults:
        raise BatchError(_listed(faults))


def record(found: Sequence[Line], deciding: Deciding) -> list[DecisionId]:
    """Check all lines, then record each. Raises BatchError before anything is recorded, or naming where it stopped."""
    checked(found, deciding)
    recorded: list[DecisionId] = []
    for line in found:
        try:
            recorded.append(deciding.record(line.act))
        except TrackerError as error:
            before = f"{len(recorded)} before it are recorded" if recorded else "nothing is recorded"
            raise BatchError(f"line {line.number}: {error}; {before}, none after it") from error
    return recorded


def _act(text: str, report: Callable[[str], ReportId]) -> Act:
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON ({error.msg}, column {error.colno})") from None
    if not isinstance(told, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004  # told to people as what is wrong with the line
    kind = ActKind(_text(told, "act", of=[*ActKind]))
    fields = _fields(told)
    if fields and kind is not ActKind.CORRECT:
        raise ValueError(f"fields are for a correction only, not to {kind} it")
    if kind is ActKind.CORRECT and not fields:
        raise ValueError('a correction needs fields, such as {"count": "6"}')
    return Act(kind=kind, report_id=report(_text(told, "id")), reason=_text(told, "reason"), fields=fields)


def _text(told: JsonObject, name: str, *, of: Sequence[str] = ()) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is missing")
    if of and value not in of:
        raise ValueError(f"{name} is {value!r}; it can be {', '.join(of)}")
    return value.strip()


def _fields(told: JsonObject) -> dict[str, str]:
    fields = told.get("fields") or {}
    if not isinstance(fields, dict):
        raise ValueError("fields is no object of names and values")  # noqa: TRY004  # as above
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}


def _listed(faults: Sequence[str]) -> str:
    more = len(faults) - _FAULTS_SHOWN
    return "\n  ".join(["nothing is recorded", *faults[:_FAULTS_SHOWN], *([f"and {more} more"] if more > 0 else [])])
