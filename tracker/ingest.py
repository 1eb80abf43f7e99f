"""From a release to events: each cable is read, compared with what is recorded, and the difference appended.

A cable is one append, so a crash leaves it recorded whole or not at all; ingesting again goes on from there. What is no
cable is quarantined with its reason and never stops the others.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

from tracker import clock
from tracker.cables import reading
from tracker.cables.formats.printed import Refusal
from tracker.cables.parallel import made_of_all
from tracker.errors import EventConflictError, WrongVersionError
from tracker.events import REPORTED, CableRecorded, CableRevised, RenditionRecorded, ReportCorrected, ReportWithdrawn
from tracker.extraction.pipeline import with_reports
from tracker.hiding import Open
from tracker.log.log import Log
from tracker.log.newest import texts_of_record
from tracker.quarantine import Quarantine
from tracker.revisions import Account, Revision, account, revise
from tracker.unmarked import Protected, Search, protected_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sqlalchemy import Engine

    from tracker.cables.model import Cable
    from tracker.cables.parallel import Done
    from tracker.cables.raw_files import RawFile
    from tracker.reports import Report
    from tracker.types import ReferenceId

    _Read = tuple[Cable, tuple[Report, ...] | None]

_SAMPLE = re.compile(r"[0-9]{2}SAMPLE[0-9]+")

_logger = structlog.get_logger(__name__)
TOLD_SINGLY = 100
"""When readers have been told so many reports of a run one by one, they are told of the cables that follow in sum.

More do not stand in the document of a feed that readers poll: who was told more would not see the first of them.
"""

_OF_REPORTS = (*(event.type() for event in REPORTED.values()), ReportCorrected.type(), ReportWithdrawn.type())
_ATTEMPTS = 5
"""How often a cable is read again because another process recorded something of it meanwhile."""


@dataclass(slots=True)
class Summary:
    """What an ingest came to. Counts are of cables, but for the reports; `copies` are other forms of known ones."""

    sources: int = 0
    """Files on disk that were begun, an archive being one."""
    files: int = 0
    listings: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    copies: int = 0
    told_singly: int = 0
    """New cables, and those of which the text changed, that report something of which readers are told singly."""
    told_in_sum: int = 0
    reports_new: int = 0
    reports_corrected: int = 0
    reports_withdrawn: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    unmasked: list[tuple[str, ReferenceId]] = field(default_factory=list)
    """Sources whose text of a cable may tell erased words where nothing around them is as it was."""
    open: list[Open] = field(default_factory=list)
    """Recorded texts that show what another rendition of their cable hides, each with the command that erases it."""
    open_names: int = 0
    """Places where a cable of this run names a person whom another one of it protects."""
    cables_with_open_names: int = 0

    @property
    def cables(self) -> int:
        """How many cables were read."""
        return self.new + self.changed + self.unchanged + self.copies


@dataclass(slots=True)
class _File:
    """What came of the file that is being recorded."""

    found: int = 0
    refused: int = 0


class Ingest:
    """Records releases in a log, as the writer.

    `backfill` says that readers are told of nothing that the run records but in sum, as is right for old releases;
    False, that they are told of each cable. Where it is None, they are told of each until `TOLD_SINGLY` reports have
    been told, and of the others in sum: a large release floods nobody, also when nobody thought of it.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        actor: str,
        sample: bool = False,
        keep_protected_words: bool = True,
        dry_run: bool = False,
        backfill: bool | None = None,
        jobs: int = 1,
    ) -> None:
        self._jobs = jobs
        self._engine = engine
        self._log = Log(engine)
        self._quarantine = Quarantine(engine)
        self._actor = actor
        self._sample = sample
        self._keep_protected_words = keep_protected_words
        self._dry_run = dry_run
        self._backfill = backfill
        self._told_singly = 0
        self._run = uuid4()
        self._seen: dict[tuple[ReferenceId, str], str] = {}
        self._refused: set[str] = set()
        self._names: list[Protected] = []

    def run(self, files: Iterable[RawFile], progress: Callable[[Summary], None] | None = None) -> Summary:
        """Record all cables of the files; `progress` is told as they are recorded.

        Other processes may read and extract; what is appended comes from this one, in the order of the files.
        """
        # A log is for the sample release or for others from its first cable on; before that the settings tell.
        meant_for_sample = self._log.head().sample
        self._sample = self._sample if meant_for_sample is None else meant_for_sample
        summary = Summary()
        # Where it is all done here, reports are extracted only of what has changed.
        work = with_reports if self._jobs > 1 else _alone
        file = _File()
        outer: Path | None = None
        with closing(made_of_all(files, work, jobs=self._jobs)) as read:
            for done in read:
                summary.sources += done.file.outer != outer
                outer = done.file.outer
                for result in done.results:
                    self._result(done, result, file, summary)
                if done.piece is None:
                    self._end(done.file, file, summary)
                    file = _File()
                if progress:
                    progress(summary)
        if not self._dry_run and (summary.new or summary.changed):
            self._count_open_names(summary)
        return summary

    def _count_open_names(self, summary: Summary) -> None:
        """Look in all cables of the run, as recorded, for the names that some of them protect."""
        search = Search(self._names)
        if search:
            for reference_id, telegram in texts_of_record(self._engine, (each for each, _ in self._seen)):
                places = search.places(reference_id, telegram)
                summary.open_names += len(places)
                summary.cables_with_open_names += bool(places)

    def _result(self, done: Done[_Read], result: _Read | Refusal, file: _File, summary: Summary) -> None:
        """Record a cable, or refuse it."""
        assert done.piece
        name = done.file.name if done.piece.row is None else f"{done.file.name}, row {done.piece.row}"
        if not isinstance(result, Refusal):
            file.found += 1
            try:
                result = self._cable(*result, done, summary) or result
            except reading.FAULTS as error:
                result = reading.faulty(error, done.piece.row)
        if isinstance(result, Refusal):
            if result.fault:
                # A fault of ours in reading this one: the others are read all the same. Its words are not told.
                _logger.warning("reading failed", source=name, reason=result.reason, where=result.fault)
            file.refused += 1
            self._refuse(name, done.piece.sha256 if done.piece.row else done.file.sha256, result.reason, summary)

    def _end(self, raw: RawFile, file: _File, summary: Summary) -> None:
        summary.files += 1
        if not file.refused and not self._dry_run:
            self._quarantine.resolve(raw.name, raw.sha256, refused=self._refused)
        if not file.found and not file.refused:
            summary.listings += 1

    def _refuse(self, source: str, sha256: str, reason: str, summary: Summary) -> None:
        summary.refused.append((source, reason))
        self._refused.add(sha256)
        if not self._dry_run:
            self._quarantine.add(source, sha256, reason, clock.now())

    def _cable(
        self, cable: Cable, reports: tuple[Report, ...] | None, done: Done[_Read], summary: Summary
    ) -> Refusal | None:
        """Record what is new of a cable; returns why it is refused, or None."""
        source = done.file.name
        sha256 = cable.row_sha256 or done.file.sha256
        reason = self._unwanted(cable, source, sha256)
        if reason:
            return Refusal(None, reason)
        for attempt in range(_ATTEMPTS):
            told = account(self._log, cable.reference_id)
            revision = revise(
                cable,
                told,
                source=source,
                sha256=sha256,
                actor=self._actor,
                correlation=self._run,
                keep_protected_words=self._keep_protected_words,
                reports=reports,
                backfill=self._tells_in_sum(),
            )
            try:
                if revision.events and not self._dry_run:
                    self._log.append(
                        revision.events,
                        expected={revision.stream: told.version},
                        documents=revision.documents,
                        sealed=revision.sealed,
                    )
                break
            except (WrongVersionError, EventConflictError):
                # Another process recorded something of this cable since we read its stream: compare again.
                if attempt == _ATTEMPTS - 1:
                    raise
        self._names += protected_names(cable)
        _count(revision, told, summary)
        self._count_told(revision, summary)
        summary.open = [each for each in summary.open if each.reference_id != cable.reference_id] + revision.open
        if revision.lost and revision.documents:
            summary.unmasked.append((source, cable.reference_id))
        return None

    def _tells_in_sum(self) -> bool:
        """Whether readers are to be told in sum of what comes next."""
        return self._told_singly >= TOLD_SINGLY if self._backfill is None else self._backfill

    def _count_told(self, revision: Revision, summary: Summary) -> None:
        """Count what readers are told singly. All that one object records is one run, in however many pieces."""
        reports = sum(revision.types[name] for name in _OF_REPORTS)
        if reports and (revision.types[CableRecorded.type()] or revision.types[CableRevised.type()]):
            summary.told_in_sum += revision.backfill
            summary.told_singly += not revision.backfill
            self._told_singly += 0 if revision.backfill else reports

    def _unwanted(self, cable: Cable, source: str, sha256: str) -> str | None:
        """Why a cable is not for this log, or None."""
        if is_sample(cable.reference_id) != self._sample:
            # The database refuses a mixture too; it cannot tell what an empty log is meant for.
            if self._sample:
                return f"{cable.reference_id} is no sample cable, and this log holds the sample release"
            return f"{cable.reference_id} is a sample cable, and this log is for others; `tracker demo` runs the sample"
        if self._seen.setdefault((cable.reference_id, source), sha256) != sha256:
            # Taken as two states of one source, each would revise the other at every run.
            return f"another of the same name gives {cable.reference_id} otherwise in this release; rename one"
        return None


def is_sample(reference_id: ReferenceId) -> bool:
    """Whether a cable is of the made-up post SAMPLE, that of the bundled sample release."""
    return bool(_SAMPLE.fullmatch(reference_id))


def _alone(cable: Cable, _source: str) -> _Read:
    return cable, None


def _count(revision: Revision, told: Account, summary: Summary) -> None:
    types = revision.types
    summary.reports_corrected += types[ReportCorrected.type()]
    summary.reports_withdrawn += types[ReportWithdrawn.type()]
    summary.reports_new += sum(types[event.type()] for event in REPORTED.values())
    if told.content is None:
        summary.new += 1
    elif not revision.events:
        summary.unchanged += 1
    elif set(types) == {RenditionRecorded.type()}:
        summary.copies += 1
    else:
        summary.changed += 1
