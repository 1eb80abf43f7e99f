"""Whether a site has the cables that it had: recorded when it has one for good no more, and when it has it again.

Recorded once for each time: what the log says last of a cable and a source is looked at first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from tracker import identity
from tracker.accounts import cable_stream
from tracker.cables.identifiers import parse_reference_id
from tracker.errors import EventConflictError, ReferenceIdError, WrongVersionError
from tracker.events import CableReappeared, CableWithdrawn, RenditionRecorded
from tracker.log.recorded import new_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.log.log import Log
    from tracker.log.recorded import Recorded
    from tracker.types import ReferenceId

_ATTEMPTS = 5


@dataclass(slots=True)
class Presence:
    """Records which cables a site has no more, or again."""

    log: Log
    actor: str

    def record(self, addresses: Iterable[str], source: str, *, there: bool) -> list[ReferenceId]:
        """Record that the source has the cables of these pages, or no more; returns those of which it is news."""
        run = uuid4()
        found = []
        for address in dict.fromkeys(addresses):
            reference_id = self._record(PurePosixPath(urlsplit(address).path), source, run, there=there)
            if reference_id:
                found.append(reference_id)
        return found

    def _record(self, page: PurePosixPath, source: str, run: UUID, *, there: bool) -> ReferenceId | None:
        try:
            reference_id = parse_reference_id(page.stem)
        except ReferenceIdError:
            return None
        stream = cable_stream(reference_id)
        for attempt in range(_ATTEMPTS):
            told = self.log.read_stream(stream)
            if not _gave(told, page.name) or _is_there(told, source) == there:
                return None
            kind = CableReappeared if there else CableWithdrawn
            earlier = sum(each.type == kind.type() for each in told)
            event = new_event(
                kind(reference_id=reference_id, source=source),
                stream=stream,
                event_id=identity.event_id(reference_id, kind.type(), earlier),
                actor=self.actor,
                correlation=run,
            )
            try:
                self.log.append([event], expected={stream: told[-1].version})
            except (WrongVersionError, EventConflictError):
                # Another process recorded something of this cable meanwhile.
                if attempt == _ATTEMPTS - 1:
                    raise
                continue
            return reference_id
        raise AssertionError("every attempt ends this")


def _gave(told: Sequence[Recorded], name: str) -> bool:
    """Whether a file of this name was recorded as a rendition of the cable."""
    return any(
        isinstance(each.event, RenditionRecorded) and each.event.source == name
        for each in told
        if each.type == RenditionRecorded.type() and each.body is not None
    )


def _is_there(told: Sequence[Recorded], source: str) -> bool:
    """Whether the source has the cable, by what was recorded last."""
    there = True
    for each in told:
        event = each.event if each.type in _KINDS and each.body is not None else None
        if isinstance(event, CableWithdrawn | CableReappeared) and event.source == source:
            there = isinstance(event, CableReappeared)
    return there


_KINDS = frozenset({CableWithdrawn.type(), CableReappeared.type()})
