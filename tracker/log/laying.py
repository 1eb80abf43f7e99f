"""Laying out: the rows of COPY by which appends extend the log, from where the log and its streams end.

Rows are laid out before the head is locked, from where the log is thought to end by then: so the server need not wait
for them. Whoever holds the head sees whether it was so (`Laid.follows`), and has them laid out anew where it was not.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import WrongVersionError
from tracker.log import wire
from tracker.log.chain import chain_hash
from tracker.types import Stream, Version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.log.documents import Document
    from tracker.log.recorded import NewEvent
    from tracker.log.sealed import Sealed

_BLOCK = 4_000
"""How many parts of rows, and those of the append that they are of, make a block, the piece in which they are sent."""

_STALE_MICROSECONDS = 1_000_000
"""How long before they are recorded rows may have been laid out: they tell the time when they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """What belongs together: recorded in one piece, and read in one piece. The fields are those of `Log.append`."""

    events: Sequence[NewEvent]
    expected: Mapping[Stream, Version | None] = field(default_factory=dict)
    documents: Sequence[Document] = ()
    sealed: Sequence[Sealed] = ()

    @property
    def size(self) -> int:
        """How many bytes, about, it takes."""
        words = sum(len(part.words) for document in self.documents for part in document.parts)
        return sum(len(event.json) for event in self.events) + words


class End(NamedTuple):
    """Where the log ends; `recorded_at` in microseconds since 1970."""

    position: int
    hash: bytes
    recorded_at: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the log ends, and streams as far as known, when the server's clock was at `now`, in microseconds."""

    end: End
    now: int
    versions: Mapping[Stream, Version]
    seen_at: float = field(default_factory=time.monotonic)

    def clock(self) -> int:
        """What the server's clock tells now, if it goes as ours: never later than what it does tell."""
        return self.now + int((time.monotonic() - self.seen_at) * 1_000_000)


@dataclass(frozen=True, slots=True)
class Laid:
    """Appends laid out: their rows in blocks, and the log before and after them."""

    before: Outlook
    blocks: list[bytes]
    after: Outlook

    def follows(self, outlook: Outlook) -> bool:
        """Whether this extends the log from where it ends, at about the time that it is."""
        before = self.before
        return (
            before.end == outlook.end
            and 0 <= outlook.now - before.now < _STALE_MICROSECONDS
            and before.versions == outlook.versions
        )


def streams(batch: Sequence[Append]) -> set[Stream]:
    """The streams that a batch extends, or expects something of."""
    found = {event.stream for append in batch for event in append.events}
    found.update(stream for append in batch for stream in append.expected)
    return found


def lay_out(batch: Sequence[Append], outlook: Outlook) -> Laid:
    """The rows of a batch from an outlook that knows all of its streams.

    Raises WrongVersionError, EventTooLargeError.
    """
    end, versions = outlook.end, dict(outlook.versions)
    blocks: list[bytes] = []
    parts: list[bytes] = []
    for append in batch:
        end = _extend(append, end, versions, now=outlook.now, parts=parts)
        if len(parts) >= _BLOCK:
            blocks.append(b"".join(parts))
            parts.clear()
    blocks.append(b"".join(parts))
    return Laid(outlook, blocks, Outlook(end, outlook.now, versions, outlook.seen_at))


def lay_ahead(batch: Sequence[Append], outlook: Outlook) -> Laid | None:
    """The same before the head is locked, taking streams to be as they are expected to be.

    None where they cannot be so: whether that is wrong is found where the head is locked.
    """
    versions = dict.fromkeys(streams(batch), Version(0))
    for append in batch:
        for stream, expected in append.expected.items():
            if expected is not None and not versions[stream]:
                versions[stream] = expected
    versions.update((stream, version) for stream, version in outlook.versions.items() if stream in versions)
    try:
        return lay_out(batch, Outlook(outlook.end, outlook.clock(), versions))
    except WrongVersionError:
        return None


def _extend(append: Append, end: End, versions: dict[Stream, Version], *, now: int, parts: list[bytes]) -> End:
    """Add the parts of the rows that extend the log by an append; returns where it ends then.

    Raises WrongVersionError, EventTooLargeError.
    """
    for stream, expected in append.expected.items():
        if expected is not None and expected != versions[stream]:
            raise WrongVersionError(stream, expected=expected, actual=versions[stream])
    position, extended, recorded_at = end
    first_position = position + 1
    # As in `append_v2`: appends are two microseconds apart, the events of one a single one.
    microseconds = max(now, recorded_at + 2)
    for event in append.events:
        position += 1
        recorded_at = microseconds
        versions[event.stream] = version = Version(versions[event.stream] + 1)
        extended = chain_hash(
            extended, position=position, version=version, recorded_at=recorded_at, digest=event.digest
        )
        parts += wire.copied(event, (position, first_position, version, recorded_at, extended))
        microseconds += 1
    return End(position, extended, recorded_at)
