"""The chain held against itself: digest, place, time, version and hash of every event, computed anew.

Nothing is asked of the server but rows: it may be what was tampered with.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

import orjson

from tracker.events import CableContent, current_versions, known_types
from tracker.log.chain import GENESIS, chain_hash, event_digest
from tracker.log.stored import EPOCH_MICROSECONDS, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

EVENT_ERASED = "EventErased"
WORDS_ERASED = "WordsErased"
CONTENT_TYPES = frozenset(name for name, event in known_types().items() if issubclass(event, CableContent))
"""The types whose bodies commit to the parts of a document."""

NOTABLE = CONTENT_TYPES | {EVENT_ERASED, WORDS_ERASED}
"""The types that all that can be erased is checked by: their own bodies cannot be."""

_ORDINARY = frozenset(
    (name, version)
    for name, newest in current_versions().items()
    if name not in NOTABLE
    for version in range(1, newest + 1)
)
"""The types, with their versions, that tell nothing of documents and erasures."""

_SAMPLE = re.compile(r"cable/[0-9]{2}SAMPLE[0-9]+")

MALFORMED = (TypeError, ValueError, OverflowError, struct.error)
"""What comes of computing with values that no event can have, such as null where the constraint was dropped."""


class Link(NamedTuple):
    """What the next event must follow: the place, hash and time (microseconds since 1970) of the event before it."""

    position: int
    hash: bytes
    recorded_at: int
    first_position: int


BEGINNING = Link(0, GENESIS, EPOCH_MICROSECONDS, 0)
"""What the first event follows: an empty log's head, whose time is the beginning of 2000."""


def link(row: Row) -> Link:
    """What the event after this one must follow."""
    return Link(row.position, row.hash, row.recorded_at + EPOCH_MICROSECONDS, row.first_position)


def row_digest(row: Row) -> bytes | None:
    """The digest of what the event says; None where it says nothing that could be recorded, or was erased."""
    if row.body is None or row.salt is None:
        return None
    try:
        return event_digest(
            stream=row.stream,
            event_type=row.type,
            schema_version=row.schema_version,
            event_id=row.event_id,
            actor=row.actor,
            correlation=row.correlation,
            cause=row.cause,
            body=orjson.loads(row.body[1:]),
            salt=row.salt,
        )
    except MALFORMED:
        return None


def is_sample(stream: str) -> bool | None:
    """Whether a stream is of a sample cable; None where it is of no cable."""
    return bool(_SAMPLE.fullmatch(stream)) if stream.startswith("cable/") else None


class ChainCheck:
    """Follows the events of a log in order. `link` is the last one that holds; `sample` what its cables are."""

    def __init__(
        self, begin: Link, *, sample: bool | None, earlier: Callable[[Iterable[str]], Mapping[str, int]] | None
    ) -> None:
        """Begin after an event. `earlier` tells the versions that streams had there, None where there were none."""
        self.link = begin
        self.sample = sample
        self.notable: list[Row] = []
        self._versions: dict[str, int] = {}
        self._earlier = earlier

    def next_version(self, stream: str) -> int:
        """The version that the next event of a stream must have."""
        if self._earlier and stream not in self._versions:
            self._versions.update(self._earlier([stream]))
        return self._versions.get(stream, 0) + 1

    def take(self, rows: Sequence[Row]) -> int:
        """Take in events as far as they hold; tells how many do.

        `notable` are then those of them that tell of documents and erasures, are blank, or of a type that is not known.
        """
        self.notable = []
        if self._earlier:
            unknown = {row[2] for row in rows}.difference(self._versions)
            self._versions.update(self._earlier(stream for stream in unknown if stream is not None))
        for index, row in enumerate(rows):
            try:
                if not self._follows(row):
                    return index
            except MALFORMED:
                return index
        return len(rows)

    def _follows(self, row: Row) -> bool:
        # Plain names and no calls that could be saved: this runs for every event of a log of millions.
        (
            position,
            first_position,
            stream,
            version,
            event_id,
            event_type,
            schema_version,
            actor,
            correlation,
            cause,
            recorded_at,
            body,
            salt,
            digest,
            stored_hash,
        ) = row
        before = self.link
        now = recorded_at + EPOCH_MICROSECONDS
        elapsed = now - before.recorded_at
        if (
            position != before.position + 1
            or version != self._versions.get(stream, 0) + 1
            or elapsed < 1
            or first_position != (position if elapsed > 1 else before.first_position)
            or stored_hash
            != chain_hash(before.hash, position=position, version=version, recorded_at=now, digest=digest)
        ):
            return False
        if body is not None and salt is not None:
            content = event_digest(
                stream=stream,
                event_type=event_type,
                schema_version=schema_version,
                event_id=event_id,
                actor=actor,
                correlation=correlation,
                cause=cause,
                body=orjson.loads(body[1:]),
                salt=salt,
            )
            if content != digest:
                return False
        elif body is not None or salt is not None:
            return False
        if version == 1 and not self._is_of_this_log(stream):
            return False
        self.link = Link(position, stored_hash, now, first_position)
        self._versions[stream] = version
        if body is None or (event_type, schema_version) not in _ORDINARY:
            self.notable.append(Row._make(row))
        return True

    def _is_of_this_log(self, stream: str) -> bool:
        sample = is_sample(stream)
        if self.sample is None:
            self.sample = sample
        return sample is None or sample == self.sample
