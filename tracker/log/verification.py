"""Verification: whether the log is what was recorded, computed anew from its rows, and up to anchors beyond doubt.

Chain, order, versions, times and words are held against each other; the server is asked for rows and believed nothing.
That shows whatever was altered by somebody who did not compute all hashes after it anew. Who has the rights of a
superuser can do so; only an anchor, a hash noted down elsewhere, shows that.

The log may grow while it is read, and words may be erased. It is read up to where it ended at the start, then up to
where it ends now, and so on while doubts are left that an erasure after that may settle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from tracker.log.chain_check import BEGINNING, ChainCheck, Link, link
from tracker.log.diagnosis import Break, diagnose
from tracker.log.document_check import DocumentCheck
from tracker.log.faults import Fault, FaultKind, fault
from tracker.log.stored import EPOCH_MICROSECONDS, Row, Stored
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Engine

    from tracker.log.anchors import Anchor
    from tracker.log.stored import Ending
    from tracker.log.told_erasures import ToldErasure

_BEGINNING = Position(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found: `fault` is None where everything that was checked holds.

    `position` and `hash` are of the last event that holds. `matched` are the anchors that hold: where nothing is wrong,
    all that were given. `unknown` counts events of types or versions that this tracker does not know, whose place and
    content were checked, but not the documents that they may tell of; `unbound` counts the documents that may be among
    those, since no other event records them.
    """

    after: Position
    position: Position
    hash: bytes
    events: int
    documents: int
    parts: int
    erasures: tuple[ToldErasure, ...]
    matched: tuple[Anchor, ...]
    unknown: dict[tuple[str, int], int] = field(default_factory=dict)
    unbound: int = 0
    fault: Fault | None = None


def verify(
    engine: Engine,
    *,
    after: Position = _BEGINNING,
    anchors: Iterable[Anchor] = (),
    progress: Callable[[int, str], None] | None = None,
) -> Verification:
    """Verify the log after a position, trusting the hash that is stored there; from the beginning, if not told other.

    `progress` is told how many events were checked, and at which position it is. A broken log raises nothing, its first
    fault is told. Raises what the database causes where it cannot be read, and ValueError for an anchor before `after`.
    """
    verifier = _Verifier(Stored(engine), after, anchors, progress)
    found = verifier.run()
    return verifier.verification(found)


def last_position(engine: Engine) -> int:
    """The position of the last event that there is, whatever the head row says; 0 where there is none."""
    return max((ending.last or 0 for ending in Stored(engine).endings(counted=False)), default=0)


class _Verifier:
    """One verification: what was read so far, and what is still to be compared."""

    def __init__(
        self,
        stored: Stored,
        after: Position,
        anchors: Iterable[Anchor],
        progress: Callable[[int, str], None] | None,
    ) -> None:
        self._stored = stored
        self._after = after
        self._progress = progress
        self._waiting = sorted(anchors, key=lambda anchor: anchor.position)
        self._matched: list[Anchor] = []
        self._chain = ChainCheck(BEGINNING, sample=None, earlier=None)
        self._documents = DocumentCheck(stored)
        if any(anchor.position < after for anchor in self._waiting):
            raise ValueError(f"an anchor before position {after} cannot be compared from there on")

    def run(self) -> Fault | None:
        """Read and check everything; returns the first fault."""
        found = self._begin() or self._rounds() or self._beyond()
        repeated = self._stored.repeated(self._after)
        if repeated and (found is None or found.position is None or repeated < found.position):
            row = self._stored.event(repeated)
            assert row is not None
            found = fault(row, FaultKind.REPEATED_ID, "an event before it has the same id")
        return found

    def verification(self, found: Fault | None) -> Verification:
        """What was checked, with what was found."""
        return Verification(
            after=self._after,
            position=Position(self._chain.link.position),
            hash=self._chain.link.hash,
            events=self._chain.link.position - self._after,
            documents=self._documents.documents,
            parts=self._documents.parts,
            erasures=tuple(self._documents.erasures),
            matched=tuple(self._matched),
            unknown=dict(self._documents.unknown),
            unbound=self._documents.unbound,
            fault=found,
        )

    def _begin(self) -> Fault | None:
        """Begin after the event that is trusted, where one is."""
        if not self._after:
            return None
        row = self._stored.event(self._after)
        if row is None:
            detail = "the event after which to begin is missing"
            return Fault(kind=FaultKind.MISSING, detail=detail, position=self._after)
        sample = next((ending.sample for ending in self._stored.endings(counted=False)), None)
        self._chain = ChainCheck(
            link(row), sample=sample, earlier=lambda streams: self._stored.versions(streams, self._after)
        )
        return self._compare_anchors([row])

    def _rounds(self) -> Fault | None:
        """Read to the end, again and again until no doubt is left that what was appended since may settle."""
        before: dict[tuple[str, int | str], Fault] = {}
        for nth in count():
            counted = nth > 0 and not self._after
            endings = self._stored.endings(counted=counted)
            if found := self._round(endings):
                return found
            [ending] = endings
            if ending.documents is not None and ending.parts is not None:
                self._documents.complete(ending.documents, ending.parts)
            self._documents.confirm()
            doubts = self._documents.doubts
            left = [doubt for key, doubt in doubts.items() if before.get(key) == doubt]
            if left:
                return min(left, key=lambda doubt: doubt.position or self._chain.link.position)
            if nth > 0 and not doubts:
                return None
            before = dict(doubts)
        raise AssertionError

    def _round(self, endings: Sequence[Ending]) -> Fault | None:
        """Read up to where the log ends, and hold that against its head row."""
        if len(endings) != 1 or endings[0].position is None or endings[0].hash is None:
            many = len(endings) if endings[0].position is not None else 0
            return _head(f"there must be one head row, and there are {many}" if many != 1 else "it has no hash")
        [ending] = endings
        if ending.first is not None and ending.first < 1:
            row = self._stored.event(ending.first)
            assert row is not None
            return fault(row, FaultKind.INSERTED, "it stands before the beginning of the log")
        return self._advance(ending) or self._end(ending)

    def _advance(self, ending: Ending) -> Fault | None:
        assert ending.position is not None
        stopped = self._read_through(ending.position)
        if stopped is None and self._chain.link.position < ending.position:
            # What stands further on may have been moved there.
            stopped = self._stored.next_event(self._chain.link.position)
        if stopped is None or isinstance(stopped, Fault):
            return stopped
        version = self._chain.next_version(stopped.stream)
        return diagnose(self._stored, Break(self._chain.link, stopped, version, self._chain.sample, ending))

    def _read_through(self, position: int) -> Row | Fault | None:
        """Read on up to a position; returns the first event that does not follow, or a fault before that."""
        for rows in self._stored.events(self._chain.link.position, position):
            sound = self._chain.take(rows)
            wrong = [self._documents.take(self._chain.notable), self._compare_anchors(rows[:sound])]
            if found := min(filter(None, wrong), key=lambda each: each.position or 0, default=None):
                return found
            if sound < len(rows):
                return Row._make(rows[sound])
            if self._progress:
                self._progress(self._chain.link.position - self._after, f"position {self._chain.link.position}")
        return None

    def _compare_anchors(self, rows: Sequence[Row]) -> Fault | None:
        """Compare the anchors of events that hold, which follow each other without gap."""
        while self._waiting and self._waiting[0].position <= self._chain.link.position:
            anchor = self._waiting.pop(0)
            row = Row._make(rows[anchor.position - rows[0][0]])
            if not anchor.holds(row.hash):
                return self._rewritten(row, anchor)
            self._matched.append(anchor)
        return None

    def _rewritten(self, row: Row, anchor: Anchor) -> Fault:
        known = max((each.position for each in self._matched), default=self._after)
        since = f" and after position {known}" if known else ""
        detail = (
            f"its hash is {row.hash.hex()[: len(anchor.digits)]}, by the anchor ({anchor.source}) it was "
            f"{anchor.digits}: the log was rewritten at or before this position{since}, or the anchor is of another log"
        )
        return fault(row, FaultKind.REWRITTEN, detail)

    def _end(self, ending: Ending) -> Fault | None:
        """Hold the last event against the head row, and what stands behind it."""
        last = self._chain.link
        assert ending.position is not None
        if last.position < ending.position and last.hash != ending.hash:
            return _cut(last, f"the head row tells of {ending.position}")
        time = None if ending.recorded_at is None else ending.recorded_at + EPOCH_MICROSECONDS
        here = f"of the event at position {last.position}"
        for found, right, detail in (
            (ending.position, last.position, f"it says that the log ends at {ending.position}, not {last.position}"),
            (ending.hash, last.hash, f"its hash is not that {here}"),
            (time, last.recorded_at, f"its time is not that {here}"),
            (ending.sample, self._chain.sample, "it tells otherwise than the cables whether they are samples"),
        ):
            if found != right:
                return _head(detail)
        if (ending.last or 0) > last.position and (row := self._stored.next_event(last.position)):
            detail = f"by the head row the log ends at {last.position}: this was put in, or the head row set back"
            return fault(row, FaultKind.INSERTED, detail)
        return None

    def _beyond(self) -> Fault | None:
        """Anchors of events that the log does not have: it was cut, and its head row set back too."""
        last = self._chain.link
        if not self._waiting:
            return None
        anchor = self._waiting[-1]
        return _cut(last, f"the anchor ({anchor.source}) tells of an event at {anchor.position}")


def _cut(last: Link, told: str) -> Fault:
    detail = f"the log ends at position {last.position}, and {told}: the events after it are missing"
    return Fault(kind=FaultKind.CUT, detail=detail, position=last.position + 1)


def _head(detail: str) -> Fault:
    return Fault(kind=FaultKind.HEAD_ALTERED, detail=f"the row of the log's head was altered: {detail}")
