"""What another newsroom decided, beside what is told and decided here: nothing of it counts until somebody here acts.

It waits in a file of its own, one JSON object a line, which `tracker review --imported` goes through and which
`tracker review --file` can record as a whole.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from tracker.errors import BatchError
from tracker.log.files import whole
from tracker.reviewing.acts import ActKind
from tracker.reviewing.exchange import Foreign, as_line, from_lines
from tracker.reviewing.matching import matched
from tracker.types import ReportId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tracker.reviewing.decided import Decided
    from tracker.showing.rows import Report


class Standing(StrEnum):
    """How a decision of others stands to what is here."""

    WAITING = "waiting"
    CONFLICT = "conflict"
    AGREED = "agreed"
    UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A decision of others, the report of ours that it is about, and what somebody here decided on that."""

    foreign: Foreign
    standing: Standing
    report: Report | None = None
    ours: tuple[Decided, ...] = ()

    @property
    def told(self) -> str:
        """It in a line, with what stands against it."""
        if self.report is None:
            return f"{self.foreign.told.reference_id}: no report here rests on “{self.foreign.told.quote}”"
        against = "".join(f"; here {each.told}" for each in self.ours)
        return f"{self.report.report_id}: {self.foreign.proposal.told}{against}"


def compared(
    foreign: Sequence[Foreign], reports: Mapping[str, Sequence[Report]], decided: Sequence[Decided]
) -> list[Compared]:
    """Each decision of others beside what is here; `reports` are ours by cable, `decided` what was decided here."""
    ours: dict[UUID, list[Decided]] = {}
    for each in decided:
        ours.setdefault(each.report_id, []).append(each)
    found = []
    for each_foreign in foreign:
        report = matched(each_foreign.told, reports.get(each_foreign.told.reference_id, ()))
        if report is None:
            found.append(Compared(foreign=each_foreign, standing=Standing.UNMATCHED))
            continue
        known = tuple(ours.get(report.report_id, ()))
        found.append(
            Compared(foreign=each_foreign, standing=_standing(each_foreign, report, known), report=report, ours=known)
        )
    return found


def _standing(foreign: Foreign, report: Report, ours: Sequence[Decided]) -> Standing:
    kinds = {each.act for each in ours}
    if not kinds:
        # Withdrawn by a re-reading, it is not there to be decided on.
        return Standing.UNMATCHED if report.withdrawn else Standing.WAITING
    if foreign.proposal.kind is ActKind.CORRECT:
        return Standing.AGREED if any(each.sets(foreign.proposal.fields) for each in ours) else Standing.CONFLICT
    return Standing.AGREED if kinds == {foreign.proposal.kind} else Standing.CONFLICT


class Inbox:
    """The file in which decisions of others wait."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def waiting(self) -> list[tuple[ReportId, Foreign, str | None]]:
        """The decisions that wait: the report of ours, the decision, and what was decided against it here."""
        if not self.path.exists():
            return []
        texts = self.path.read_text(encoding="utf-8").splitlines()
        try:
            told = [json.loads(text) for text in texts]
            foreign = from_lines(json.dumps(line["imported"]) for line in told)
            return [
                (ReportId(UUID(line["id"])), each, line.get("conflict"))
                for line, each in zip(told, foreign, strict=True)
                if isinstance(each, Foreign)
            ]
        except (ValueError, KeyError, TypeError) as error:
            raise BatchError(f"{self.path.name} is not as `tracker decisions import` writes it ({error})") from error

    def add(self, found: Sequence[Compared]) -> None:
        """Have those wait that are to be decided on and do not wait already."""
        lines = self._lines()
        known = {line_key(text) for text in lines}
        for each in found:
            if each.report is None or each.standing not in {Standing.WAITING, Standing.CONFLICT}:
                continue
            text = _line(each, each.report)
            if line_key(text) not in known:
                known.add(line_key(text))
                lines.append(text)
        self._write(lines)

    def settle(self, decisions: Sequence[str]) -> None:
        """Have decisions, by their ids, wait no longer."""
        self._write([text for text in self._lines() if line_key(text)[1] not in decisions])

    def _lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []

    def _write(self, lines: Sequence[str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with whole(self.path) as write:
            write("".join(f"{line}\n" for line in lines).encode())


def line_key(text: str) -> tuple[str, str]:
    """What tells a waiting decision from others: whose it is, and its id there."""
    imported = json.loads(text)["imported"]
    return imported["origin"], imported["decision_id"]


def _line(each: Compared, report: Report) -> str:
    proposal = each.foreign.proposal
    line = {
        "id": str(report.report_id),
        "act": str(proposal.kind),
        "fields": dict(proposal.fields),
        "reason": proposal.here,
        "conflict": "; ".join(ours.told for ours in each.ours) or None,
        "imported": json.loads(as_line(each.foreign)),
    }
    return json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False)
