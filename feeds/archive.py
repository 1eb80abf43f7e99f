"""Archived feeds (RFC 5005, section 4): how a feed's entries are laid out over its documents.

The subscription document holds the newest 50 to 99 entries (fewer while the feed is young); what leaves it goes to the
archives, 50 at a time. An entry that is quiet, that is one which readers are told of in a summary only, goes there at
once and is never in the subscription document. Archives are filled in that order and hold 50 entries each; what does
not fill one yet is in an open archive, whose address tells how many it holds. So the set of entries at an address never
changes, also for who keeps archives by their addresses, and walking back yields each entry exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

ARCHIVE_SIZE = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layout(Generic[T]):
    """A feed's entries over its documents, each in the order in which they came there.

    `archives` are the closed ones, number n being `archives[n - 1]`; `open_archive` may be empty.
    """

    archives: tuple[tuple[T, ...], ...]
    open_archive: tuple[T, ...]
    subscription: tuple[T, ...]

    @property
    def names(self) -> list[str]:
        """What the archives are called in addresses, the oldest first, the open one last where there is one."""
        return names(self.archived)

    @property
    def archived(self) -> int:
        """How many entries are in archives."""
        return sum(map(len, self.archives)) + len(self.open_archive)

    @property
    def entries(self) -> Iterator[T]:
        """All that is archived, in the order in which it came there."""
        return chain(*self.archives, self.open_archive)


def names(archived: int) -> list[str]:
    """What the archives of a feed with so many archived entries are called in addresses, the oldest first."""
    closed = [str(number) for number in range(1, archived // ARCHIVE_SIZE + 1)]
    rest = archived % ARCHIVE_SIZE
    return [*closed, f"{len(closed) + 1}-{rest}"] if rest else closed


def layout(oldest_first: Iterable[T], quiet: Callable[[T], bool] = lambda _: False) -> Layout[T]:
    """The documents of a feed of these entries. What is laid out of the first of them stays as more of them come."""
    archived: list[T] = []
    subscription: list[T] = []
    for entry in oldest_first:
        (archived if quiet(entry) else subscription).append(entry)
        if len(subscription) == 2 * ARCHIVE_SIZE:
            archived += subscription[:ARCHIVE_SIZE]
            del subscription[:ARCHIVE_SIZE]
    end = len(archived) - len(archived) % ARCHIVE_SIZE
    closed = tuple(tuple(archived[start : start + ARCHIVE_SIZE]) for start in range(0, end, ARCHIVE_SIZE))
    return Layout(closed, tuple(archived[end:]), tuple(subscription))
