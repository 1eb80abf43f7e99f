"""Decisions as newsrooms exchange them: one JSON object a line, which says by itself what it is about.

A line names the cable, the paragraphs, the kind of event and the words, so that another log finds its own report of it
(`tracker.reviewing.matching`); it never holds what is masked.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.cables.identifiers import parse_reference_id
from tracker.errors import BatchError, ReferenceIdError
from tracker.reviewing.acts import ActKind
from tracker.reviewing.matching import Told
from tracker.reviewing.proposals import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.types import JsonObject

FORMAT = "cable-tracker-decision/1"
_LONGEST = 2_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A decision of another newsroom: the report as its log tells it, and what was decided on it."""

    decision_id: str
    told: Told
    proposal: Proposal


def as_line(decision: Foreign) -> str:
    """The decision as a line of a file."""
    told, proposal = decision.told, decision.proposal
    line: JsonObject = {
        "format": FORMAT,
        "decision_id": decision.decision_id,
        "act": str(proposal.kind),
        "reference_id": told.reference_id,
        "paragraphs": list(told.labels),
        "kind": told.kind,
        "quote": told.quote,
        "passage": told.passage,
        "fields": dict(proposal.fields),
        "reason": proposal.reason,
        "actor": proposal.actor,
        "origin": proposal.origin,
        "recorded_at": proposal.recorded_at,
    }
    return json.dumps(line, ensure_ascii=False)


def from_lines(texts: Iterable[str]) -> list[Foreign]:
    """The decisions of a file. Raises BatchError with every line that is none and why."""
    found: list[Foreign] = []
    faults: list[str] = []
    for number, text in enumerate(texts, start=1):
        if text.strip():
            try:
                found.append(_foreign(text))
            except (ValueError, ReferenceIdError) as error:
                faults.append(f"line {number}: {error}")
    if faults:
        raise BatchError("\n  ".join(["nothing is imported", *faults[:50]]))
    return found


def _foreign(text: str) -> Foreign:
    try:
        line = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON ({error.msg}, column {error.colno})") from None
    if not isinstance(line, dict) or line.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    act = _text(line, "act")
    if act not in {*ActKind}:
        raise ValueError(f"{act!r} cannot be imported, only {', '.join(ActKind)}")
    fields = line.get("fields") or {}
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise ValueError("fields is no object of texts")
    if (act == ActKind.CORRECT) != bool(fields):
        raise ValueError("fields are what a correction has, and nothing else")
    labels = line.get("paragraphs") or []
    told = Told(
        reference_id=parse_reference_id(_text(line, "reference_id")),
        kind=_text(line, "kind"),
        quote=_text(line, "quote"),
        passage=_text(line, "passage", optional=True),
        labels=tuple(str(label) for label in labels) if isinstance(labels, list) else (),
    )
    proposal = Proposal(
        kind=ActKind(act),
        fields={_plain(name): _plain(value) for name, value in fields.items()},
        reason=_text(line, "reason"),
        actor=_text(line, "actor"),
        origin=_text(line, "origin"),
        recorded_at=_text(line, "recorded_at"),
    )
    return Foreign(decision_id=_text(line, "decision_id"), told=told, proposal=proposal)


def _text(line: JsonObject, name: str, *, optional: bool = False) -> str:
    value = line.get(name)
    if value is None and optional:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is missing")
    if len(value) > _LONGEST:
        raise ValueError(f"{name} is longer than {_LONGEST} characters")
    return _plain(value)


def _plain(text: str) -> str:
    """A text of others without characters that would command a terminal."""
    return _CONTROL.sub(" ", text).strip()
