"""What an event commits to of a document, and in what the document as it is stored differs from that."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast
from uuid import UUID

import orjson

from tracker import identity
from tracker.events import upcast
from tracker.log.chain import commitment
from tracker.log.faults import Fault, FaultKind, fault
from tracker.types import ReferenceId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.log.stored import Row, StoredDocument, StoredPart
    from tracker.types import JsonObject

_BLANK = "\u2588"

PartKey = tuple[str, int]
"""A part of a document: the document's id, and the part's ordinal."""


class Mention(NamedTuple):
    """That an event names a document and commits to its parts: where each starts, and its commitment."""

    row: Row
    document_id: str
    reference_id: str
    parts: tuple[tuple[int | None, bytes], ...]


def mention(row: Row) -> Mention:
    """What an event commits to. Raises whatever its body causes that is not in the form of its type."""
    assert row.body is not None
    body = upcast(row.type, row.schema_version, orjson.loads(row.body[1:]))
    parts = cast("list[JsonObject]", body["parts"])
    return Mention(
        row,
        str(UUID(cast("str", body["document_id"]))),
        cast("str", body["reference_id"]),
        tuple((cast("int | None", part["start"]), bytes.fromhex(cast("str", part["commitment"]))) for part in parts),
    )


def part_commitment(part: StoredPart) -> bytes | None:
    """The commitment that words and salt make; None where one of them is missing."""
    try:
        return commitment(part.salt, part.words)
    except (TypeError, AttributeError):
        return None


def is_blank(words: str, length: int) -> bool:
    """Whether words of a length are as an erasure leaves them: nothing but full blocks and line breaks."""
    return len(words) == length and not words.strip(f"{_BLANK}\r\n")


def document_fault(mention: Mention, documents: Sequence[StoredDocument]) -> Fault | None:
    """What is wrong with the row of a document; `documents` are those that there are of its id."""
    kind, detail = FaultKind.DOCUMENT_ALTERED, None
    if not documents:
        kind, detail = FaultKind.DOCUMENT_MISSING, "the document that it records is gone"
    elif len(documents) > 1:
        kind, detail = FaultKind.DOCUMENT_INSERTED, "the document that it records is there twice"
    elif documents[0].reference_id != mention.reference_id:
        detail = f"its document is said to be of cable {documents[0].reference_id}, recorded is {mention.reference_id}"
    elif str(identity.document_id(ReferenceId(mention.reference_id), documents[0].ordinal)) != mention.document_id:
        detail = f"its document is said to be number {documents[0].ordinal} of the cable, and has the id of another"
    return fault(mention.row, kind, detail, document_id=mention.document_id) if detail else None


def layout_fault(mention: Mention, parts: Sequence[StoredPart]) -> Fault | None:
    """What is wrong with which parts there are of a document, and where they start."""
    there = Counter(part.ordinal for part in parts)
    for ordinal in range(len(mention.parts)):
        if not there[ordinal]:
            key = mention.document_id, ordinal
            return part_fault(mention.row, FaultKind.PART_MISSING, "the event commits to it, and it is gone", key)
    for part in parts:
        key = part.document_id, part.ordinal
        if not 0 <= part.ordinal < len(mention.parts) or there[part.ordinal] > 1:
            return part_fault(mention.row, FaultKind.PART_INSERTED, "the event commits to no such part", key)
        start, _ = mention.parts[part.ordinal]
        if part.start != start:
            detail = f"it is said to start at {part.start}, recorded is {start}"
            return part_fault(mention.row, FaultKind.PART_ALTERED, detail, key)
    return None


def part_fault(row: Row, kind: FaultKind, detail: str, key: PartKey) -> Fault:
    """What is wrong with a part that an event commits to."""
    return replace(fault(row, kind, detail, document_id=key[0]), part=key[1])
