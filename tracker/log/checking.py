"""The checks of a log that is read line by line, from its first event on: chain, order, words, and what was erased.

Erasures are named by events that come after what they erase. So what is blank, or is not what the log committed to, is
remembered until its erasure is read, and refused at the end where none was. That is all that is remembered of the lines
gone by, so memory does not grow with the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from tracker import identity
from tracker.events import known_types, upcast
from tracker.log.chain import GENESIS, canonical_json, chain_hash, commitment, event_digest
from tracker.log.chain_check import CONTENT_TYPES, EVENT_ERASED, NOTABLE, WORDS_ERASED
from tracker.log.lines import LineError
from tracker.types import ReferenceId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.log.lines import FiledDocument, FiledEvent
    from tracker.types import JsonObject

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_BEFORE_THE_FIRST = (datetime(2000, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
"""The time of an empty log's head."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A part as an event commits to it: where it starts, and its commitment in hex."""

    start: int | None
    commitment: str


@dataclass(frozen=True, slots=True)
class Naming:
    """That the event of a line names a document of lines gone by, with the parts that it must have now.

    Parts that were erased are None: they are checked already.
    """

    number: int
    document_id: str
    stream: str
    parts: tuple[Committed | None, ...]


@dataclass(slots=True)
class _Changed:
    """A part of a document that an erasure changed, or is said to have: as it stands in the file, and as events tell.

    `number` is the line to name where the two do not come to the same.
    """

    number: int
    found: str | None
    told: str


class Checker:
    """Follows the lines of a log; each method raises LineError for what is wrong with the line it is told."""

    def __init__(self) -> None:
        self.position = 0
        self.hash = GENESIS
        self.namings: list[Naming] = []
        self._first_position = 0
        self._time = _BEFORE_THE_FIRST
        self._waiting: tuple[int, FiledDocument] | None = None
        self._blank: dict[str, tuple[int, FiledEvent]] = {}
        self._changed: dict[tuple[str, int], _Changed] = {}
        self._unnamed = False
        self._unknown = False

    def document(self, document: FiledDocument, number: int) -> None:
        """Take in a document: its words are what its commitments say. The event that records it comes next."""
        if str(identity.document_id(ReferenceId(document.reference_id), document.ordinal)) != document.document_id:
            raise LineError(f"document {document.document_id} has the id of another cable or number")
        start = 0
        for nth, part in enumerate(document.parts):
            if part.ordinal != nth or part.start != (None if nth == 0 else start):
                raise LineError(f"part {part.ordinal} of document {document.document_id} stands in a wrong place")
            if commitment(bytes.fromhex(part.salt), part.words).hex() != part.commitment:
                raise LineError(f"the words of part {nth} of document {document.document_id} were changed")
            start += len(part.words) if nth else 0
        if self._waiting:
            self._take_unnamed(*self._waiting)
        self._waiting = number, document

    def event(self, event: FiledEvent, number: int) -> bool:
        """Take in an event; tells whether it begins an append."""
        begins = self._follows(event)
        if event.body is None:
            self._take_blank(event, number)
        else:
            self._matches_digest(event)
        if self._unnamed:
            raise LineError("a document before this line is recorded by no event that follows it")
        self._names(event, number)
        if event.body is not None and event.type == EVENT_ERASED:
            self._take_event_erased(event)
        elif event.body is not None and event.type == WORDS_ERASED:
            self._take_words_erased(event.body, number)
        return begins

    def end(self) -> None:
        """Check at the end that whatever is blank or changed was named by an event as erased."""
        if self._waiting:
            self._take_unnamed(*self._waiting)
        for event_id, (number, _) in self._blank.items():
            raise LineError(f"event {event_id} has no body, and no event says that it was erased", number=number)
        for (document_id, ordinal), changed in self._changed.items():
            if changed.found != changed.told:
                raise LineError(
                    f"part {ordinal} of document {document_id} does not stand here as the log commits to it",
                    number=changed.number,
                )

    def _follows(self, event: FiledEvent) -> bool:
        """Check place, time and hash against the event before."""
        if event.position != self.position + 1:
            raise LineError(f"position {event.position} follows position {self.position}")
        try:
            time = (datetime.fromisoformat(event.recorded_at) - _EPOCH) // _MICROSECOND
            digest = bytes.fromhex(event.digest)
            hash_ = chain_hash(
                self.hash, position=event.position, version=event.version, recorded_at=time, digest=digest
            )
        except (ValueError, OverflowError, ArithmeticError) as error:
            raise LineError(f"event {event.event_id} has a time or version that cannot be ({error})") from None
        begins = event.first_position == event.position
        if (begins and time < self._time + 2) or (not begins and time != self._time + 1):
            raise LineError(f"event {event.event_id} is recorded at a time that is not the next")
        if not begins and event.first_position != self._first_position:
            raise LineError(f"event {event.event_id} is no part of the append before it")
        if hash_.hex() != event.hash:
            raise LineError(f"the hash of event {event.event_id} does not extend the chain")
        self.position, self.hash = event.position, hash_
        self._first_position, self._time = event.first_position, time
        return begins

    def _matches_digest(self, event: FiledEvent) -> None:
        try:
            canonical_json(event.body)
            found = event_digest(
                stream=event.stream,
                event_type=event.type,
                schema_version=event.schema_version,
                event_id=event.event_id,
                actor=event.actor,
                correlation=event.correlation,
                cause=event.cause,
                body=event.body,
                salt=bytes.fromhex(event.salt or ""),
            )
        except TypeError as error:
            raise LineError(f"the body of event {event.event_id} is no JSON of ours ({error})") from None
        if found.hex() != event.digest:
            raise LineError(f"the content of event {event.event_id} was changed: its digest is another")

    def _take_blank(self, event: FiledEvent, number: int) -> None:
        if event.salt is not None:
            raise LineError(f"event {event.event_id} has a salt and no body")
        if event.type in NOTABLE:
            raise LineError(f"event {event.event_id} has no body, and of a {event.type} it cannot be erased")
        self._blank[event.event_id] = number, event

    def _take_event_erased(self, event: FiledEvent) -> None:
        assert event.body is not None
        erased = str(event.body.get("event_id"))
        _, blank = self._blank.pop(erased, (0, None))
        if blank is None or (blank.stream, blank.type) != (event.stream, event.body.get("type_erased")):
            raise LineError(f"no line of this stream before has event {erased} without its body, as this line tells it")

    def _take_words_erased(self, body: JsonObject, number: int) -> None:
        try:
            told = [
                (int(cast("int", part["ordinal"])), str(part["commitment"]))
                for part in cast("list[JsonObject]", body["parts"])
            ]
            document_id = str(body["document_id"])
        except (KeyError, TypeError, ValueError):
            raise LineError("this event does not tell which words were erased") from None
        for ordinal, new in told:
            changed = self._changed.setdefault((document_id, ordinal), _Changed(number, None, new))
            changed.told = new

    def _names(self, event: FiledEvent, number: int) -> None:
        """Check what the event says of a document: that of the line before, or one of lines gone by."""
        waiting, self._waiting = self._waiting, None
        if not _is_known(event):
            # What it says of documents is not known; those that no other event names may be its own.
            self._unknown = True
            if waiting and event.body is not None and event.body.get("document_id") == waiting[1].document_id:
                return
        elif event.type in CONTENT_TYPES and event.body is not None:
            document_id, parts = _committed(event)
            if waiting and waiting[1].document_id == document_id:
                self._take_named(waiting[1], waiting[0], event.stream, parts)
                return
            expected = tuple(self._as_told(document_id, nth, part, number) for nth, part in enumerate(parts))
            self.namings.append(Naming(number, document_id, event.stream, expected))
        if waiting:
            raise LineError(
                f"document {waiting[1].document_id} is not recorded by the event after it", number=waiting[0]
            )

    def _take_named(self, document: FiledDocument, number: int, stream: str, parts: Sequence[Committed]) -> None:
        if stream != f"cable/{document.reference_id}" or [part.start for part in parts] != [
            part.start for part in document.parts
        ]:
            raise LineError(f"document {document.document_id} is not what the event after it records", number=number)
        for part, committed in zip(document.parts, parts, strict=True):
            self._take_part(document.document_id, part.ordinal, part.commitment, committed.commitment, number)

    def _take_part(self, document_id: str, ordinal: int, found: str, committed: str, number: int) -> None:
        """Take in a part as it stands in the file, and what an event commits to at this place of the log."""
        key = document_id, ordinal
        changed = self._changed.get(key)
        if changed and changed.told != committed:
            raise LineError(f"part {ordinal} of document {document_id} was erased before, and is told otherwise")
        if changed:
            changed.found, changed.number = found, number
        elif found != committed:
            self._changed[key] = _Changed(number, found, committed)

    def _as_told(self, document_id: str, ordinal: int, committed: Committed, number: int) -> Committed | None:
        """The part as it must stand in the file, or None for one that is known to have been changed."""
        changed = self._changed.get((document_id, ordinal))
        if changed is None:
            return committed
        if changed.told != committed.commitment:
            raise LineError(f"part {ordinal} of document {document_id} is told otherwise than before", number=number)
        return None

    def _take_unnamed(self, number: int, document: FiledDocument) -> None:
        """Take in a document that no event names, but perhaps one of a type that is not known; after all events."""
        if not self._unknown:
            raise LineError(f"document {document.document_id} is recorded by no event", number=number)
        self._unnamed = True
        for part in document.parts:
            changed = self._changed.get((document.document_id, part.ordinal))
            if changed:
                changed.found, changed.number = part.commitment, number


def _is_known(event: FiledEvent) -> bool:
    """Whether this tracker knows the event's type and version; a newer one may have recorded others."""
    known = known_types().get(event.type)
    return known is not None and 0 < event.schema_version <= known.SCHEMA_VERSION


def _committed(event: FiledEvent) -> tuple[str, list[Committed]]:
    """The document that an event's body names, and the parts that it commits to."""
    assert event.body is not None
    try:
        body = upcast(event.type, event.schema_version, event.body)
        parts = [
            Committed(cast("int | None", part["start"]), str(part["commitment"]))
            for part in cast("list[JsonObject]", body["parts"])
        ]
        return str(body["document_id"]), parts
    except (KeyError, TypeError):
        raise LineError(f"event {event.event_id} does not tell the parts of its document") from None
