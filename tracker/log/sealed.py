"""Sealed words: what stands behind `[protected N]`, which only the owner of the database may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.types import DocumentId


@dataclass(frozen=True, slots=True)
class SealedName:
    """The words that stand behind one mask of one document, and the marker that asked for it."""

    document_id: DocumentId
    number: int
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class SealedPlace:
    """What stood, character for character, where a mask of one document begins that somebody asked for."""

    document_id: DocumentId
    start: int
    words: str


Sealed = SealedName | SealedPlace
"""What is sealed with a document, when it is recorded."""
