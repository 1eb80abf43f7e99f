"""Decisions as newsrooms exchange them: one JSON object a line, which says by itself what it is about.

A line names the cable, the paragraphs, the kind of event and the words, so that another log finds its own report of it
(`tracker.reviewing.matching`); it never holds what is masked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import BatchError, ReferenceIdError
from tracker.reviewing.acts import ActKind
from tracker.reviewing.proposals import Proposal
from tracker.reviewing.wider import Wider, WiderKind, as_fields, wider_of
from tracker.reviewing.written import as_told, fields_of, text_of, told_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.reviewing.matching import Told
    from tracker.types import JsonObject

FORMAT = "cable-tracker-decision/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A decision of another newsroom on one report, as its log tells it, and what was decided on it."""

    decision_id: str
    told: Told
    proposal: Proposal


def as_line(decision: Foreign | Wider) -> str:
    """The decision as a line of a file."""
    by = decision if isinstance(decision, Wider) else decision.proposal
    if isinstance(decision, Wider):
        about = as_fields(decision)
    else:
        about = as_told(decision.told) | {"fields": dict(decision.proposal.fields)}
    line: JsonObject = {
        "format": FORMAT,
        "decision_id": decision.decision_id,
        "act": str(by.kind),
        **about,
        "reason": by.reason,
        "actor": by.actor,
        "origin": by.origin,
        "recorded_at": by.recorded_at,
    }
    return json.dumps(line, ensure_ascii=False)


def from_lines(texts: Iterable[str]) -> list[Foreign | Wider]:
    """The decisions of a file. Raises BatchError with every line that is none and why."""
    found: list[Foreign | Wider] = []
    faults: list[str] = []
    for number, text in enumerate(texts, start=1):
        if text.strip():
            try:
                found.append(_decision(text))
            except (ValueError, ReferenceIdError) as error:
                faults.append(f"line {number}: {error}")
    if faults:
        raise BatchError("\n  ".join(["nothing is imported", *faults[:50]]))
    return found


def _decision(text: str) -> Foreign | Wider:
    try:
        line = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON ({error.msg}, column {error.colno})") from None
    if not isinstance(line, dict) or line.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    act = text_of(line, "act")
    if act in {*WiderKind}:
        return wider_of(line)
    if act not in {*ActKind}:
        raise ValueError(f"{act!r} cannot be imported, only {', '.join([*ActKind, *WiderKind])}")
    return _foreign(line, ActKind(act))


def _foreign(line: JsonObject, act: ActKind) -> Foreign:
    fields = fields_of(line)
    if (act is ActKind.CORRECT) != bool(fields):
        raise ValueError("fields are what a correction has, and nothing else")
    proposal = Proposal(
        kind=act,
        fields=fields,
        reason=text_of(line, "reason"),
        actor=text_of(line, "actor"),
        origin=text_of(line, "origin"),
        recorded_at=text_of(line, "recorded_at"),
    )
    return Foreign(decision_id=text_of(line, "decision_id"), told=told_of(line), proposal=proposal)
