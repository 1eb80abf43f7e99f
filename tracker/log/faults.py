"""Faults: what a verification finds wrong, at which event or document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.log.stored import Row


class FaultKind(StrEnum):
    """What is wrong, as far as it can be told."""

    CONTENT_ALTERED = "content-altered"
    DIGEST_ALTERED = "digest-altered"
    HASH_ALTERED = "hash-altered"
    PLACE_ALTERED = "place-altered"
    ALTERED = "altered"
    MISSING = "missing"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT = "cut"
    HEAD_ALTERED = "head-altered"
    REWRITTEN = "rewritten"
    REPEATED_ID = "repeated-id"
    MIXED = "mixed"
    BLANK = "blank"
    NOT_ERASED = "not-erased"
    WORDS_ALTERED = "words-altered"
    COMMITMENT_ALTERED = "commitment-altered"
    PART_ALTERED = "part-altered"
    PART_MISSING = "part-missing"
    PART_INSERTED = "part-inserted"
    DOCUMENT_ALTERED = "document-altered"
    DOCUMENT_MISSING = "document-missing"
    DOCUMENT_INSERTED = "document-inserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first thing that is wrong: where in the log, as far as an event stands there, and in which document.

    `detail` says what is wrong, and of what cannot be told apart all that it may be.
    """

    kind: FaultKind
    detail: str
    position: int | None = None
    stream: str | None = None
    version: int | None = None
    event_type: str | None = None
    event_id: str | None = None
    document_id: str | None = None
    part: int | None = None

    def __str__(self) -> str:
        event = ", ".join(
            f"{name}{value}"
            for name, value in (
                ("", self.stream),
                ("version ", self.version),
                ("", self.event_type),
                ("event id ", self.event_id),
            )
            if value is not None
        )
        places = [
            f"position {self.position}{f' ({event})' if event else ''}" if self.position is not None else "",
            f"document {self.document_id}" if self.document_id else "",
            f"part {self.part}" if self.part is not None else "",
        ]
        place = ", ".join(each for each in places if each)
        return f"{place}{': ' if place else ''}{self.kind.replace('-', ' ')}: {self.detail}"


def fault(row: Row, kind: FaultKind, detail: str, *, document_id: str | None = None) -> Fault:
    """What is wrong at an event."""
    return Fault(
        kind=kind,
        detail=detail,
        position=row.position,
        stream=row.stream,
        version=row.version,
        event_type=row.type,
        event_id=row.event_id,
        document_id=document_id,
    )
