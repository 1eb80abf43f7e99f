"""Archived feeds (RFC 5005, section 4): how a feed's entries are laid out over its documents.

Archives hold 50 entries each, by ordinal from the oldest; the subscription document the newest 50 to 99 (fewer while
the feed is young). So a closed archive's set of entries never changes, and walking back yields each entry exactly once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

ARCHIVE_SIZE = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layout(Generic[T]):
    """A feed's entries over its documents, each oldest first; archive number n is `archives[n - 1]`."""

    archives: tuple[tuple[T, ...], ...]
    subscription: tuple[T, ...]


def layout(oldest_first: Sequence[T]) -> Layout[T]:
    """The documents of a feed of these entries."""
    closed = max(0, len(oldest_first) // ARCHIVE_SIZE - 1)
    archives = tuple(
        tuple(oldest_first[start : start + ARCHIVE_SIZE]) for start in range(0, closed * ARCHIVE_SIZE, ARCHIVE_SIZE)
    )
    return Layout(archives, tuple(oldest_first[closed * ARCHIVE_SIZE :]))
