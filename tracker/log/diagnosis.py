"""Diagnosis of the first event that does not follow: what was done, and where that cannot be told, what it may be.

The hash of an event covers the hash before it, its position, version, time and digest. So whatever was left as it was
recorded still fits where it was recorded, and only there: by that, what was moved, put in or taken out shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.log.chain import GENESIS, chain_hash
from tracker.log.chain_check import MALFORMED, Link, is_sample, row_digest
from tracker.log.faults import Fault, FaultKind, fault
from tracker.log.stored import EPOCH_MICROSECONDS, Row

if TYPE_CHECKING:
    from tracker.log.stored import Ending, Stored

_MOST_MISSING = 100_000
"""How many events in a row may have been taken out for their number to be found."""


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain breaks: the last event that holds, the first that does not, and what that should have been.

    `sample` is what the cables before were; `ending` is the end of the log as it was when the reading began.
    """

    before: Link
    row: Row
    version: int
    sample: bool | None
    ending: Ending

    @property
    def position(self) -> int:
        """The position that the event should have."""
        return self.before.position + 1


def diagnose(stored: Stored, at: Break) -> Fault:
    """What is wrong at the first event that does not hold."""
    row = at.row
    if wrong := _empty(row):
        return wrong
    if row.position < at.position:
        detail = "this position is there twice, and the other event is the one that follows"
        return fault(row, FaultKind.INSERTED, detail)
    if row.position > at.position:
        return _gap(stored, at)
    own = row_digest(row)
    if _fits(at.before.hash, at.position, row):
        if own != row.digest and row.body is not None:
            return fault(row, FaultKind.CONTENT_ALTERED, _CONTENT)
        return _misplaced(at)
    return _inside(stored, at, own) or _elsewhere(stored, at) or fault(row, FaultKind.ALTERED, _UNKNOWN)


_CONTENT = (
    "its digest is not that of what it holds now: one of stream, type, schema version, event id, actor, correlation, "
    "cause, body and salt was altered"
)
_UNKNOWN = (
    "it does not follow from the event before it, nor the next one from it; that event, this one or both were altered "
    "or replaced"
)


def _hash(previous: bytes, position: int, row: Row, digest: bytes | None = None) -> bytes | None:
    """The hash of a row's event after `previous` at a position; None where it has values that no event can have."""
    try:
        return chain_hash(
            previous,
            position=position,
            version=row.version,
            recorded_at=row.recorded_at + EPOCH_MICROSECONDS,
            digest=row.digest if digest is None else digest,
        )
    except MALFORMED:
        return None


def _fits(previous: bytes, position: int, row: Row) -> bool:
    return row.hash is not None and row.hash == _hash(previous, position, row)


def _empty(row: Row) -> Fault | None:
    """Columns that no event leaves empty; only somebody who dropped the constraint can have emptied them."""
    optional = {"correlation", "cause", "body", "salt"}
    missing = [name for name, value in zip(Row._fields, row, strict=True) if value is None and name not in optional]
    if missing:
        return fault(row, FaultKind.CONTENT_ALTERED, f"it has no {', '.join(missing)}")
    if (row.body is None) != (row.salt is None):
        there, gone = ("salt", "body") if row.body is None else ("body", "salt")
        return fault(row, FaultKind.CONTENT_ALTERED, f"it has a {there} and no {gone}; an erasure takes both")
    return None


def _gap(stored: Stored, at: Break) -> Fault:
    """Nothing stands at the position: the event was moved, or is missing."""
    moved, _ = _search(stored, at)
    if moved:
        detail = f"the event of this position stands at {moved.position} now"
        return fault(moved._replace(position=at.position), FaultKind.PLACE_ALTERED, detail)
    many = at.row.position - at.position
    what = "the event is" if many == 1 else f"the events from here to {at.row.position - 1} are"
    detail = f"{what} gone; the next one is at position {at.row.position}"
    return Fault(kind=FaultKind.MISSING, detail=detail, position=at.position)


def _misplaced(at: Break) -> Fault:
    """The hash follows, so it was computed with what stands here: version, time, append or kind of log are wrong."""
    row = at.row
    kind = FaultKind.PLACE_ALTERED
    elapsed = row.recorded_at + EPOCH_MICROSECONDS - at.before.recorded_at
    if row.version != at.version:
        detail = f"the next version of its stream is {at.version}; hashes were computed anew, or events are missing"
    elif elapsed < 1:
        detail = "it is recorded at a time not after that of the event before it"
    elif row.first_position != (row.position if elapsed > 1 else at.before.first_position):
        right = row.position if elapsed > 1 else at.before.first_position
        detail = f"its first_position is {row.first_position}; by the times of the events it must be {right}"
    else:
        kind = FaultKind.MIXED
        what = "a sample cable among others" if is_sample(row.stream) else "a cable among those of the sample release"
        detail = f"it is of {what}, which cannot be in one log"
    return fault(row, kind, detail)


def _inside(stored: Stored, at: Break, own: bytes | None) -> Fault | None:
    """What was altered in the event itself, where digest, hash or the next event show that it is at its place."""
    row = at.row
    before = at.before.hash
    if own and own != row.digest and row.hash == _hash(before, at.position, row, own):
        detail = "its digest is not that of what it holds, and its hash was made of the right one"
        return fault(row, FaultKind.DIGEST_ALTERED, detail)
    following = stored.next_event(row.position)
    if own and _leads_to(_hash(before, at.position, row, own), at, following):
        what = "hash is not its own" if own == row.digest else "digest and hash are not its own"
        return fault(row, FaultKind.HASH_ALTERED, f"its {what}; what follows was made of the right one")
    if _leads_to(_hash(before, at.position, row), at, following):
        return fault(row, FaultKind.CONTENT_ALTERED, f"{_CONTENT}; and its hash")
    if _leads_to(row.hash, at, following):
        return _replaced(at, own, following)
    return None


def _leads_to(previous: bytes | None, at: Break, following: Row | None) -> bool:
    """Whether what comes next, an event or else the head row, was made after this hash at this position."""
    if previous is None:
        return False
    if following is None:
        return (at.ending.position, at.ending.hash) == (at.position, previous)
    return following.position == at.position + 1 and _fits(previous, following.position, following)


def _replaced(at: Break, own: bytes | None, following: Row | None) -> Fault:
    """The hash is the one that was recorded, and does not follow from what stands here."""
    row = at.row
    if _fits(at.before.hash, at.position, row._replace(version=at.version)):
        detail = f"its version was {at.version} when it was recorded"
        return fault(row, FaultKind.PLACE_ALTERED, detail)
    just_after = at.before.recorded_at + 1 - EPOCH_MICROSECONDS
    # The next event of its append is one microsecond later; of the last event the head row keeps the time.
    neighbour = at.ending.recorded_at if following is None else following.recorded_at - 1
    times = [time for time in (just_after, neighbour) if time is not None]
    if any(_fits(at.before.hash, at.position, row._replace(recorded_at=time)) for time in times):
        return fault(row, FaultKind.PLACE_ALTERED, "its recorded_at is not the one that it was recorded with")
    if own != row.digest and row.body is not None:
        return fault(row, FaultKind.ALTERED, "its content or its digest was altered, and its place, time or digest too")
    if row.recorded_at < just_after or (following and row.recorded_at >= following.recorded_at):
        detail = "its recorded_at was altered: it is not between those of the events before and after it"
        return fault(row, FaultKind.PLACE_ALTERED, detail)
    maybe = ["its content was replaced together with its digest", "its recorded_at was altered"]
    if at.before.position:
        maybe.append(f"events up to {at.before.position} were replaced and their hashes computed anew")
    if following is None:
        maybe.append("events before it were taken out, and it was counted anew")
    return fault(row, FaultKind.ALTERED, f"it does not follow from what stands before it: {', or '.join(maybe)}")


def _elsewhere(stored: Stored, at: Break) -> Fault | None:
    """What was moved, put in or taken out here with the events after it counted anew."""
    row = at.row
    here, origin = _search(stored, at)
    if here and origin is None and _fits(here.hash, at.position + 1, row):
        origin = at.position
    if here and origin is not None and origin >= at.position:
        detail = (
            f"the event that belongs here stands at {here.position}, and this one belongs after the one at {origin}"
        )
        return fault(row, FaultKind.REORDERED, detail)
    if here:
        detail = f"the event that follows the one before stands at {here.position}; what comes before that was put in"
        return fault(row, FaultKind.INSERTED, detail)
    if origin is not None and origin < at.before.position:
        return _between(stored, at, origin)
    if origin is not None:
        detail = f"it belongs after the event at {origin}, and the one that belongs here is missing"
        return fault(row, FaultKind.REORDERED, detail)
    return _taken_out(stored, at)


def _between(stored: Stored, at: Break, origin: int) -> Fault:
    """The event follows one further back: as a copy of what is there, or pushed on by what was put in with a hash."""
    first = stored.event(origin + 1)
    if first is None or first.hash == at.row.hash:
        return fault(at.row, FaultKind.INSERTED, f"it is a copy of the event at {origin + 1}")
    detail = f"the event at {at.row.position} follows the one at {origin}; what stands between them was put in"
    return fault(first, FaultKind.INSERTED, detail)


def _taken_out(stored: Stored, at: Break) -> Fault | None:
    """Events that are missing where those after them were counted anew: they fit so many positions further on."""
    row = at.row
    following = stored.next_event(row.position)
    for many in range(1, _MOST_MISSING):
        if following:
            fits = _fits(row.hash, following.position + many, following)
        else:
            fits = (at.ending.position, at.ending.hash) == (row.position + many, row.hash)
        if fits:
            what = (
                "the event that belongs here is missing" if many == 1 else f"{many} events that belong here are missing"
            )
            detail = f"{what}; those after it, from {row.type} {row.event_id} on, were counted anew"
            return Fault(kind=FaultKind.MISSING, detail=detail, position=at.position)
    return None


def _search(stored: Stored, at: Break) -> tuple[Row | None, int | None]:
    """The event that belongs here, wherever it stands; and the position of the one that the event here follows."""
    here: Row | None = None
    origin = 0 if _fits(GENESIS, 1, at.row) else None
    begin = min(at.ending.first or 1, 1) - 1
    for rows in stored.events(begin, max(at.ending.last or 0, at.row.position)):
        for row in map(Row._make, rows):
            if here is None and not 1 <= row.position < at.position and _fits(at.before.hash, at.position, row):
                here = row
            # Where one event was moved, those after it may have been counted anew by one.
            places = (1,) if row.position < at.position else (1, 0, 2)
            if origin is None and row.hash and any(_fits(row.hash, row.position + nth, at.row) for nth in places):
                origin = row.position
    return here, origin
