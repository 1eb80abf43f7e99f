"""Recording readings of cables: many in one transaction, each cable in one piece, in the order in which they come.

What the log holds of a batch of cables is asked for in one go. Where another process records something of one of them
meanwhile, that one is compared again; so the log ends up as if each cable had been recorded alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from tracker.accounts import Account, account, cable_stream
from tracker.cables import reading
from tracker.errors import EventConflictError, TrackerError, WrongVersionError
from tracker.log.laying import Append
from tracker.log.looked_up import LookedUp
from tracker.revisions import Revision, give_again, revise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from uuid import UUID

    from tracker.cables.model import Cable
    from tracker.log.log import Log
    from tracker.reports import Report
    from tracker.types import ReferenceId

_ATTEMPTS = 5
"""How often a cable is compared again because another process recorded something of it meanwhile."""

Origin = TypeVar("Origin")


@dataclass(slots=True, kw_only=True)
class Given(Generic[Origin]):
    """What a source gives of a cable; `origin` is whatever the caller knows it by.

    `cable` is the cable as read, None where nobody read it. `revised` makes the revision of what the log holds.
    """

    reference_id: ReferenceId
    cable: Cable | None
    source: str
    origin: Origin
    revised: Callable[[Account], Revision]
    told: Account = field(default_factory=Account)
    revision: Revision


@dataclass(frozen=True, slots=True)
class Run:
    """What is the same for all that one run records."""

    actor: str
    correlation: UUID
    keep_protected_words: bool
    dry_run: bool


class Recorder(Generic[Origin]):
    """Records what it is given; tells `recorded` of each cable once it is, `refused` of one that a fault stops."""

    def __init__(
        self,
        log: Log,
        run: Run,
        *,
        recorded: Callable[[Given[Origin]], None],
        refused: Callable[[Given[Origin], Exception], None],
    ) -> None:
        self._log = log
        self._run = run
        self._recorded = recorded
        self._refused = refused
        self._known = LookedUp(log, ())
        self._again = LookedUp(log, ())
        self._waiting: dict[ReferenceId, Given[Origin]] = {}

    def look_up(self, reference_ids: Iterable[ReferenceId], again: Iterable[ReferenceId] = ()) -> None:
        """Ask for all that the log holds of these cables, which come next; without texts of those given `again`."""
        self._known = LookedUp(self._log, [cable_stream(each) for each in reference_ids])
        self._again = LookedUp(self._log, [cable_stream(each) for each in again])

    def take(
        self,
        cable: Cable,
        reports: Sequence[Report] | None,
        origin: Origin,
        *,
        source: str,
        sha256: str,
        backfill: bool,
    ) -> Revision:
        """Compare a cable with what the log holds of it, and have it wait; returns what is to be recorded."""
        if cable.reference_id in self._waiting:
            self.flush()
        told = account(self._known, cable.reference_id)
        revised = partial(self._revision, cable, reports, source=source, sha256=sha256, backfill=backfill)
        return self._wait(cable.reference_id, cable, origin, source=source, revised=revised, told=told)

    def take_again(
        self,
        reference_id: ReferenceId,
        read: Callable[[], Cable],
        origin: Origin,
        *,
        source: str,
        sha256: str,
        backfill: bool,
    ) -> Revision:
        """The same where a source gives what the text of record was read from; `read` reads it where it is not so."""
        if reference_id in self._waiting:
            self.flush()

        def revised(told: Account) -> Revision:
            same = give_again(
                told,
                source=source,
                sha256=sha256,
                actor=self._run.actor,
                correlation=self._run.correlation,
                backfill=backfill,
            )
            if same is None:
                told = account(self._log, reference_id)
                return self._revision(read(), None, told, source=source, sha256=sha256, backfill=backfill)
            return same

        told = account(self._again, reference_id, texts=False)
        return self._wait(reference_id, None, origin, source=source, revised=revised, told=told)

    def _wait(
        self,
        reference_id: ReferenceId,
        cable: Cable | None,
        origin: Origin,
        *,
        source: str,
        revised: Callable[[Account], Revision],
        told: Account,
    ) -> Revision:
        revision = revised(told)
        self._waiting[reference_id] = Given(
            reference_id=reference_id,
            cable=cable,
            source=source,
            origin=origin,
            revised=revised,
            told=told,
            revision=revision,
        )
        return revision

    def flush(self) -> None:
        """Record all that waits. Raises as `Log.append` does; what came before the one that raises is recorded."""
        waiting, self._waiting = list(self._waiting.values()), {}
        if self._run.dry_run or self._appended([each for each in waiting if each.revision.events]):
            for each in waiting:
                self._recorded(each)
        else:
            for each in waiting:
                self._alone(each)
        self._known = self._again = LookedUp(self._log, ())

    def _appended(self, waiting: Sequence[Given[Origin]]) -> bool:
        """Append the revisions together; whether that succeeded. A single one is quicker alone."""
        if len(waiting) == 1:
            return False
        try:
            self._log.append_many(map(_append, waiting))
        except (TrackerError, *reading.FAULTS):
            # Which of them it is, and what is to be done about it, is found out one by one; a repeat is no fault.
            return False
        return True

    def _alone(self, given: Given[Origin]) -> None:
        try:
            for attempt in range(_ATTEMPTS):
                try:
                    self._append_alone(given)
                    break
                except (WrongVersionError, EventConflictError):
                    # Another process recorded something of this cable since we read its stream: compare again.
                    if attempt == _ATTEMPTS - 1:
                        raise
                    given.told = account(self._log, given.reference_id)
                    given.revision = given.revised(given.told)
        except reading.FAULTS as error:
            self._refused(given, error)
        else:
            self._recorded(given)

    def _append_alone(self, given: Given[Origin]) -> None:
        revision = given.revision
        if revision.events:
            self._log.append(
                revision.events,
                expected={revision.stream: given.told.version},
                documents=revision.documents,
                sealed=revision.sealed,
            )

    def _revision(
        self,
        cable: Cable,
        reports: Sequence[Report] | None,
        told: Account,
        *,
        source: str,
        sha256: str,
        backfill: bool,
    ) -> Revision:
        return revise(
            cable,
            told,
            source=source,
            sha256=sha256,
            actor=self._run.actor,
            correlation=self._run.correlation,
            keep_protected_words=self._run.keep_protected_words,
            reports=reports,
            backfill=backfill,
        )


def _append(given: Given[Origin]) -> Append:
    revision = given.revision
    return Append(
        events=revision.events,
        expected={revision.stream: given.told.version},
        documents=revision.documents,
        sealed=revision.sealed,
    )
