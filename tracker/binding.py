"""A re-reading under people's decisions: what is recorded of it, so that what they decided stays.

What a person retracted or withheld is never told again, a field that a person set never changed, and what a person
confirmed, corrected or added never withdrawn; where a re-reading makes something else of it than the one before, that
is recorded once, for review. Reports on which nobody decided follow the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.decision_events import ReportReread, ReportRetracted, ReportWithheld, Standing
from tracker.events import REPORTED, Event, ReportCorrected, ReportWithdrawn
from tracker.reconciliation import PLACE_IN_TEXT, Read, differences, overlap, reconcile
from tracker.report_states import Placed, Reading, ReportState, reading
from tracker.reports import CODEBOOK_VERSION

if TYPE_CHECKING:
    from tracker.types import DecisionId, DocumentId, ReferenceId, ReportId

Worded = Callable[[Reading], Read]
"""A reading with the words that its spans stand for."""


@dataclass(frozen=True, slots=True)
class Rereading:
    """A re-reading of a cable: the document, what reads it, and how what was read before is held to it.

    `place` finds a reading in another document, `worded` tells it in words.
    """

    reference_id: ReferenceId
    document_id: DocumentId
    extractor: str
    place: Placed
    worded: Worded

    def events(
        self, states: Mapping[ReportId, ReportState], found: Sequence[Read], *, reason: str
    ) -> Iterator[tuple[ReportId, Event]]:
        """What is to be recorded of it, by report; `reason` tells why reports are withdrawn that it does not find."""
        standing = {each: state for each, state in states.items() if state.standing is not Standing.WITHDRAWN}
        before = {each: self._read(state) for each, state in standing.items()}
        difference = reconcile(self.reference_id, before, found)
        for report_id in difference.withdrawn:
            yield from self._lost(standing[report_id], reason)
        for report_id, read, changed in difference.corrected:
            state = standing[report_id]
            if state.acts:
                yield from self._decided(state, read, changed)
            else:
                yield report_id, self._corrected(report_id, self._reading(read), changed)
        for report_id, read in difference.same:
            if not standing[report_id].is_found:
                yield from self._decided(standing[report_id], read, ())
        hidden = [before[each] for each, state in standing.items() if _is_hidden(state)]
        for report_id, read in difference.new:
            if not any(each.report.kind is read.report.kind and overlap(each, read) > 0 for each in hidden):
                yield report_id, self._reported(report_id, read)

    def _read(self, state: ReportState) -> Read:
        """What the machine last read of a report, where people decided on it in the document that is read now."""
        last = state.machine or state.told
        placed = self.place(last, self.document_id) if state.acts and last.document_id != self.document_id else None
        return self.worded(placed or last)

    def _lost(self, state: ReportState, reason: str) -> Iterator[tuple[ReportId, Event]]:
        if not state.acts:
            yield (
                state.report_id,
                ReportWithdrawn(
                    report_id=state.report_id,
                    reference_id=self.reference_id,
                    extractor=self.extractor,
                    reason=reason,
                ),
            )
        elif state.is_found:
            disputed = () if _is_hidden(state) else tuple(act.decision_id for act in state.acts)
            yield state.report_id, self._reread(state, None, fields=(), disputed=disputed)

    def _decided(self, state: ReportState, read: Read, changed: Sequence[str]) -> Iterator[tuple[ReportId, Event]]:
        """What is recorded of a report on which people decided, and which the machine now reads otherwise, or again."""
        now = replace(state, machine=self._reading(read), is_found=True)
        facts = [name for name in changed if name not in PLACE_IN_TEXT]
        if _is_hidden(state):
            if facts or not state.is_found:
                disputed = tuple(act.decision_id for act in state.acts if isinstance(act.event, _HIDING))
                yield state.report_id, self._reread(state, read, fields=(), disputed=disputed)
            return
        told = reading(now, self.place)
        stays = self.worded(told)
        decided = (*facts, *state.decided) if state.is_whole else state.decided
        against = tuple(name for name in dict.fromkeys(decided) if name in differences(stays, read))
        was = () if state.machine is None else differences(self.worded(state.machine), read)
        moved = read.document_id != (state.machine or state.told).document_id and not state.is_whole
        if not state.is_found or moved or set(was).intersection(decided):
            disputed = tuple(act.decision_id for act in state.acts) if against else ()
            yield state.report_id, self._reread(state, read, fields=against, disputed=disputed)
        if not state.is_whole and told != state.told and (otherwise := differences(self.worded(state.told), stays)):
            yield state.report_id, self._corrected(state.report_id, told, otherwise)

    def _reading(self, read: Read) -> Reading:
        return Reading(read.report, read.document_id, self.extractor, CODEBOOK_VERSION)

    def _reported(self, report_id: ReportId, read: Read) -> Event:
        return REPORTED[read.report.kind](
            report_id=report_id,
            reference_id=self.reference_id,
            document_id=read.document_id,
            extractor=self.extractor,
            codebook=CODEBOOK_VERSION,
            report=read.report,
        )

    def _corrected(self, report_id: ReportId, told: Reading, changed: tuple[str, ...]) -> Event:
        return ReportCorrected(
            report_id=report_id,
            reference_id=self.reference_id,
            document_id=told.document_id,
            extractor=told.extractor,
            codebook=told.codebook,
            report=told.report,
            changed=changed,
        )

    def _reread(
        self, state: ReportState, read: Read | None, *, fields: tuple[str, ...], disputed: tuple[DecisionId, ...]
    ) -> Event:
        return ReportReread(
            report_id=state.report_id,
            reference_id=self.reference_id,
            document_id=read.document_id if read else self.document_id,
            extractor=self.extractor,
            codebook=CODEBOOK_VERSION,
            found=read.report if read else None,
            fields=fields,
            disputed=disputed,
        )


_HIDING = (ReportRetracted, ReportWithheld)


def _is_hidden(state: ReportState) -> bool:
    return state.standing in (Standing.RETRACTED, Standing.WITHHELD)
