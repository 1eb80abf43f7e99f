"""The words held against what the log commits to, and what is blank against the events that say it was erased.

An erasure is told by an event that comes after what it erases. So what does not match is a doubt at first, which the
erasure settles; a doubt that is left once the log was read to where it ended after the doubt arose is a fault. That
holds however much is appended and erased while the log is read, since an erasure and its event are of one transaction.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from cattrs import BaseValidationError

from tracker.erasure_events import EventErased, WordsErased
from tracker.errors import TrackerError
from tracker.log.chain_check import CONTENT_TYPES, EVENT_ERASED, NOTABLE, WORDS_ERASED
from tracker.log.faults import Fault, FaultKind, fault
from tracker.log.mentions import (
    Mention,
    PartKey,
    document_fault,
    is_blank,
    layout_fault,
    mention,
    part_commitment,
    part_fault,
)
from tracker.log.told_erasures import ToldErasure, erasing_event, told_erasure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.erasure_events import ErasedPart
    from tracker.log.stored import Row, Stored, StoredDocument, StoredPart

_UNREADABLE = (BaseValidationError, TrackerError, KeyError, TypeError, ValueError, AttributeError)
"""What comes of reading a body that is not in the form of its type, or of a version that is not known."""

_UNRECORDED, _NAMED, _EVENT = "unrecorded", "named", "event"
"""What a doubt is about, where it is not about a part."""


class _Erased(NamedTuple):
    """The newest erasure of words of a part."""

    row: Row
    part: ErasedPart


class DocumentCheck:
    """Takes in the events that tell of documents and erasures, in order, and checks what is stored against them."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self.parts = 0
        self.erasures: list[ToldErasure] = []
        self.unknown: Counter[tuple[str, int]] = Counter()
        self.unbound = 0
        self.doubts: dict[tuple[str, int | str], Fault] = {}
        self._recorded: set[str] = set()
        self._blank: dict[str, Row] = {}
        self._named: dict[str, tuple[Row, EventErased]] = {}
        self._newest: dict[PartKey, _Erased] = {}
        self._unconfirmed: set[PartKey] = set()

    @property
    def documents(self) -> int:
        """How many documents were checked."""
        return len(self._recorded)

    def take(self, notable: Iterable[Row]) -> Fault | None:
        """Take in the next notable events; returns the first fault that no erasure can explain."""
        mentions: dict[str, list[Mention]] = {}
        for row in notable:
            try:
                if row.body is None:
                    self._take_blank(row)
                elif row.type in CONTENT_TYPES:
                    named = mention(row)
                    mentions.setdefault(named.document_id, []).append(named)
                elif row.type in {WORDS_ERASED, EVENT_ERASED}:
                    self._take_erasure(row)
                else:
                    self.unknown[row.type, row.schema_version] += 1
            except _UNREADABLE:
                self.unknown[row.type, row.schema_version] += 1
        faults = [
            wrong
            for document_id, documents, parts in self._stored.documents(mentions)
            for each in mentions[document_id]
            if (wrong := self._compare(each, documents, parts))
        ]
        return min(faults, key=lambda wrong: wrong.position or 0, default=None)

    def confirm(self) -> None:
        """Hold what is said to be erased against what is stored now; what differs becomes a doubt."""
        if self._named:
            found = {named.event_id: named for named in self._stored.named(self._named)}
            for event_id, (row, event) in list(self._named.items()):
                named = found.get(event_id)
                self._named.pop(event_id)
                if not (
                    named
                    and (named.blank, named.stream, named.type) == (True, row.stream, event.type_erased)
                    and named.position < row.position
                ):
                    detail = f"it says that event {event_id} ({event.type_erased}) was erased"
                    what = "whose body is there" if named and not named.blank else "which this stream does not have"
                    self.doubts[event_id, _NAMED] = fault(row, FaultKind.NOT_ERASED, f"{detail}, {what}")
        if self._unconfirmed:
            for document_id, _, parts in self._stored.documents({key[0] for key in self._unconfirmed}):
                by_ordinal = {part.ordinal: part for part in parts}
                for key in [key for key in self._unconfirmed if key[0] == document_id]:
                    self._confirm(key, by_ordinal.get(key[1]))

    def complete(self, documents: int, parts: int) -> None:
        """Hold the number of documents and parts that there are against those recorded; what is beyond is a doubt."""
        for key in [key for key in self.doubts if key[1] == _UNRECORDED]:
            del self.doubts[key]
        if (documents, parts) == (self.documents, self.parts):
            return
        unbound: list[str] = []
        for document_id in self._stored.all_documents():
            if document_id in self._recorded:
                continue
            if self.unknown:
                # An event of a type that is not known may record it.
                unbound.append(document_id)
            else:
                self._doubt_document(document_id, "no event records it")
        if orphan := self._stored.orphan():
            self._doubt_document(orphan, "it has parts and nothing else")
        self.unbound = len(unbound)
        for document_id, _, found in self._stored.documents(unbound):
            for part in found:
                if part_commitment(part) != part.commitment:
                    self.doubts[document_id, part.ordinal] = Fault(
                        kind=FaultKind.WORDS_ALTERED,
                        detail="its words or its salt are not what its commitment was made of",
                        document_id=document_id,
                        part=part.ordinal,
                    )

    def _take_blank(self, row: Row) -> None:
        self._blank[row.event_id] = row
        detail = "its body is gone, and no event of its stream says that it was erased"
        if row.type in NOTABLE:
            detail = f"its body is gone, and of a {row.type} it cannot be erased"
        self.doubts[row.event_id, _EVENT] = fault(row, FaultKind.BLANK, detail)

    def _take_erasure(self, row: Row) -> None:
        event = erasing_event(row)
        self.erasures.append(told_erasure(row, event))
        if isinstance(event, WordsErased):
            for part in event.parts:
                key = str(event.document_id), part.ordinal
                self._newest[key] = _Erased(row, part)
                self._unconfirmed.add(key)
                self.doubts.pop(key, None)
            return
        event_id = str(event.event_id)
        blank = self._blank.pop(event_id, None)
        if blank is None:
            self._named[event_id] = row, event
        elif (blank.stream, blank.type) == (row.stream, event.type_erased) and blank.type not in NOTABLE:
            del self.doubts[event_id, _EVENT]

    def _compare(
        self, named: Mention, documents: Sequence[StoredDocument], parts: Sequence[StoredPart]
    ) -> Fault | None:
        """Hold a document as it is stored against one event that commits to it."""
        if named.document_id not in self._recorded:
            self._recorded.add(named.document_id)
            self.parts += len(named.parts)
        if wrong := document_fault(named, documents) or layout_fault(named, parts):
            return wrong
        for part, (_, committed) in zip(parts, named.parts, strict=True):
            key = part.document_id, part.ordinal
            found = part_commitment(part)
            if found == committed == part.commitment:
                continue
            if found == committed:
                detail = "its stored commitment is not the one that the event recorded"
                return part_fault(named.row, FaultKind.COMMITMENT_ALTERED, detail, key)
            if part.commitment == committed or found != part.commitment:
                detail = "its words or its salt are not those that the event committed to"
                return part_fault(named.row, FaultKind.WORDS_ALTERED, detail, key)
            if key not in self._newest or self._newest[key].row.position < named.row.position:
                detail = "its words were replaced with their commitment, and no event says that they were erased"
                self.doubts[key] = part_fault(named.row, FaultKind.WORDS_ALTERED, detail, key)
        return None

    def _confirm(self, key: PartKey, part: StoredPart | None) -> None:
        row, erased = self._newest[key]
        if part is None:
            kind, detail = (
                FaultKind.PART_MISSING,
                "it says that words of this part were erased, and there is no such part",
            )
        elif part_commitment(part) != part.commitment or part.commitment.hex() != erased.commitment:
            kind, detail = FaultKind.WORDS_ALTERED, "its words are not those that this erasure left"
        elif not all(is_blank(part.words[span.start : span.end], span.end - span.start) for span in erased.spans):
            kind, detail = FaultKind.NOT_ERASED, "it says that words of this part were erased, and they can be read"
        else:
            self.doubts.pop(key, None)
            self._unconfirmed.discard(key)
            return
        self.doubts[key] = part_fault(row, kind, detail, key)

    def _doubt_document(self, document_id: str, detail: str) -> None:
        self.doubts[document_id, _UNRECORDED] = Fault(
            kind=FaultKind.DOCUMENT_INSERTED, detail=detail, document_id=document_id
        )
