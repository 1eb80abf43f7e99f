"""Sealed words: the names behind `[protected N]`, which only the owner of the database may read."""

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
