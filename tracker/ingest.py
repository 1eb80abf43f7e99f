"""From a release to events: each cable is read, compared with what is recorded, and the difference appended.

A cable is one append, so a crash leaves it recorded whole or not at all; ingesting again goes on from there. What is no
cable is quarantined with its reason and never stops the others.
"""

from __future__ import annotations

import re
import time
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

from tracker import clock
from tracker.cables import reading
from tracker.cables.formats.printed import Refusal
from tracker.cables.parallel import PIECE_SECONDS, made_of_all
from tracker.cables.raw_files import base_name
from tracker.events import REPORTED, CableRecorded, CableRevised, RenditionRecorded, ReportCorrected, ReportWithdrawn
from tracker.hiding import Open
from tracker.known import Known, known_of
from tracker.log.log import Log
from tracker.log.newest import texts_of_record
from tracker.quarantine import Quarantine
from tracker.recording import Given, Recorder, Run
from tracker.unmarked import Protected, Search, protected_names

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tracker.cables.model import Cable
    from tracker.cables.parallel import Done
    from tracker.cables.parallel import Known as KnownPieces
    from tracker.cables.raw_files import RawFile
    from tracker.reports import Report
    from tracker.revisions import Revision
    from tracker.types import ReferenceId

    _Read = tuple[Cable, tuple[Report, ...] | None]
    _Made = _Read | Known
    _Origin = tuple[Done[_Made], "_File"]

_SAMPLE = re.compile(r"[0-9]{2}SAMPLE[0-9]+")

_logger = structlog.get_logger(__name__)
TOLD_SINGLY = 100
"""When readers have been told so many reports of a run one by one, they are told of the cables that follow in sum.

More do not stand in the document of a feed that readers poll: who was told more would not see the first of them.
"""

_OF_REPORTS = (*(event.type() for event in REPORTED.values()), ReportCorrected.type(), ReportWithdrawn.type())
_AT_ONCE_PIECES = 250
_AT_ONCE_BYTES = 4 * 1024 * 1024
_AT_ONCE_SECONDS = 1.0
"""What is recorded together at most: so many pieces of files or bytes, or what is read in so long a time."""


@dataclass(slots=True)
class Summary:
    """What an ingest came to. Counts are of cables, but for the reports; `copies` are other forms of known ones."""

    sources: int = 0
    """Files on disk that were begun, an archive being one."""
    bytes_of_source: int = 0
    """How much was read of the last of them; of a packed one that is more than there is on disk."""
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
    discarded: int = 0
    """Files that were refused again and that somebody has given up."""
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

    `scheduler` is the address of a Dask cluster whose workers read and extract instead of processes of ours. `anew`
    has everything read again, also what is known to be recorded as it is.
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
        scheduler: str | None = None,
        anew: bool = False,
    ) -> None:
        self._jobs = jobs
        self._scheduler = scheduler
        self._anew = anew
        self._engine = engine
        self._log = Log(engine)
        self._quarantine = Quarantine(engine)
        self._sample = sample
        self._dry_run = dry_run
        self._backfill = backfill
        self._told_singly = 0
        run = Run(actor, uuid4(), keep_protected_words=keep_protected_words, dry_run=dry_run)
        self._recorder = Recorder(self._log, run, recorded=self._count, refused=self._fault)
        self._summary = Summary()
        self._seen: dict[tuple[ReferenceId, str], str] = {}
        self._moved: set[ReferenceId] = set()
        self._refused: set[str] = set()
        self._outer: Path | None = None
        self._names: list[Protected] = []

    def run(self, files: Iterable[RawFile], progress: Callable[[Summary], None] | None = None) -> Summary:
        """Record all cables of the files; `progress` is told as they are recorded.

        Other processes may read and extract; what is appended comes from this one, in the order of the files.
        """
        # A log is for the sample release or for others from its first cable on; before that the settings tell.
        head = self._log.head()
        self._sample = self._sample if head.sample is None else head.sample
        # Of an empty log nothing need be asked.
        known = None if self._anew or head.position == 0 else partial(known_of, self._engine)
        summary = self._summary = Summary()
        file = _File()
        outer: Path | None = None
        with closing(self._read(files, known)) as read:
            for together in _together(read):
                self._recorder.look_up(_reference_ids(together), _given_elsewhere(together))
                ended: list[tuple[RawFile, _File]] = []
                for done in together:
                    if done.file.outer != outer:
                        summary.sources, summary.bytes_of_source = summary.sources + 1, 0
                        outer = done.file.outer
                    summary.bytes_of_source += len(done.piece.data) if done.piece else 0
                    for result in done.results:
                        self._result(done, result, file)
                    if done.piece is None:
                        ended.append((done.file, file))
                        file = _File()
                self._recorder.flush()
                for raw, its_own in ended:
                    self._end(raw, its_own)
                if progress:
                    progress(summary)
        if not self._dry_run and (summary.new or summary.changed):
            self._count_open_names(summary)
        return summary

    def _read(self, files: Iterable[RawFile], known: KnownPieces[_Made] | None) -> Generator[Done[_Made], None, None]:
        """The cables of the files, read and their reports extracted: here, by processes of ours, or by a cluster."""
        # Loading the rules takes half a second, which only who reads cables should wait for.
        from tracker.extraction.pipeline import with_reports  # noqa: PLC0415

        if self._scheduler:
            # Whoever has no cluster need not load what speaks with one.
            from tracker.dask_crew import DaskCrew  # noqa: PLC0415

            crew: DaskCrew[_Made] = DaskCrew(self._scheduler, with_reports, seconds=PIECE_SECONDS)
            return made_of_all(files, with_reports, jobs=crew.readers, readers=crew, known=known)
        # Where it is all done here, reports are extracted only of what has changed.
        return made_of_all(files, with_reports if self._jobs > 1 else _alone, jobs=self._jobs, known=known)

    def _count_open_names(self, summary: Summary) -> None:
        """Look in all cables of the run, as recorded, for the names that some of them protect."""
        search = Search(self._names)
        if search:
            for reference_id, telegram in texts_of_record(self._engine, (each for each, _ in self._seen)):
                places = search.places(reference_id, telegram)
                summary.open_names += len(places)
                summary.cables_with_open_names += bool(places)

    def _result(self, done: Done[_Made], result: _Made | Refusal, file: _File) -> None:
        """Have a cable recorded, or refuse it."""
        if isinstance(result, Refusal):
            self._refuse(done, result, file)
            return
        if isinstance(result, Known):
            self._known(done, result, file)
            return
        file.found += 1
        cable, reports = result
        try:
            reason = self._unwanted(cable.reference_id, done.file.name, _sha256(cable, done))
            if reason:
                self._refuse(done, Refusal(None, reason), file)
                return
            revision = self._recorder.take(
                cable,
                reports,
                (done, file),
                source=done.file.name,
                sha256=_sha256(cable, done),
                backfill=self._tells_in_sum(),
            )
        except reading.FAULTS as error:
            assert done.piece
            self._refuse(done, reading.faulty(error, done.piece.row), file)
            return
        if revision.events:
            self._moved.add(cable.reference_id)
        if _is_told(revision) and not revision.backfill:
            self._told_singly += _reports(revision)

    def _known(self, done: Done[_Made], known: Known, file: _File) -> None:
        """Count a cable as unchanged; read it after all where this run has recorded something of it."""
        assert done.piece
        if known.reference_id in self._moved:
            for outcome in reading.outcomes(done.piece):
                self._result(done, outcome if isinstance(outcome, Refusal) else _alone(outcome, done.source), file)
            return
        file.found += 1
        if reason := self._unwanted(known.reference_id, done.file.name, known.sha256):
            self._refuse(done, Refusal(None, reason), file)
            return
        if known.elsewhere:
            self._given_again(done, known, file)
        else:
            self._summary.unchanged += 1
        if known.has_protected_names:
            # Their words are in the source alone.
            for outcome in reading.outcomes(done.piece):
                self._names += () if isinstance(outcome, Refusal) else protected_names(outcome)

    def _given_again(self, done: Done[_Made], known: Known, file: _File) -> None:
        """Have it recorded that this source too gives what the text of record was read from."""
        assert done.piece
        try:
            revision = self._recorder.take_again(
                known.reference_id,
                lambda: _cable_of(done),
                (done, file),
                source=done.file.name,
                sha256=known.sha256,
                backfill=self._tells_in_sum(),
            )
        except reading.FAULTS as error:
            self._refuse(done, reading.faulty(error, done.piece.row), file)
            return
        if revision.events:
            self._moved.add(known.reference_id)

    def _fault(self, given: Given[_Origin], error: Exception) -> None:
        """Refuse a cable that an error of ours kept from being recorded."""
        done, file = given.origin
        assert done.piece
        self._refuse(done, reading.faulty(error, done.piece.row), file)

    def _refuse(self, done: Done[_Made], refusal: Refusal, file: _File) -> None:
        assert done.piece
        name = done.file.name if done.piece.row is None else f"{done.file.name}, row {done.piece.row}"
        if refusal.fault:
            # A fault of ours in reading this one: the others are read all the same. Its words are not told.
            _logger.warning("reading failed", source=name, reason=refusal.reason, where=refusal.fault)
        file.refused += 1
        sha256 = done.piece.sha256 if done.piece.row else done.file.sha256
        self._refused.add(sha256)
        if self._dry_run or self._quarantine.add(name, sha256, refusal.reason, clock.now()):
            self._summary.refused.append((name, refusal.reason))
        else:
            self._summary.discarded += 1

    def _end(self, raw: RawFile, file: _File) -> None:
        self._summary.files += 1
        if not file.refused and not self._dry_run:
            self._quarantine.resolve(raw.name, raw.sha256, refused=self._refused)
            if raw.outer not in {raw.path, self._outer}:
                # An archive that can be read by now.
                self._outer = raw.outer
                self._quarantine.resolve(base_name(raw.outer), "", refused=self._refused)
        if not file.found and not file.refused:
            self._summary.listings += 1

    def _tells_in_sum(self) -> bool:
        """Whether readers are to be told in sum of what comes next."""
        return self._told_singly >= TOLD_SINGLY if self._backfill is None else self._backfill

    def _count(self, given: Given[_Origin]) -> None:
        """Count a cable that is recorded."""
        summary, revision = self._summary, given.revision
        if given.cable:
            self._names += protected_names(given.cable)
        _count(revision, summary, is_new=given.told.content is None)
        if _is_told(revision):
            summary.told_in_sum += revision.backfill
            summary.told_singly += not revision.backfill
        others = (each for each in summary.open if each.reference_id != given.reference_id)
        summary.open = [*others, *revision.open]
        if revision.lost and revision.documents:
            summary.unmasked.append((given.source, given.reference_id))

    def _unwanted(self, reference_id: ReferenceId, source: str, sha256: str) -> str | None:
        """Why a cable is not for this log, or None."""
        if is_sample(reference_id) != self._sample:
            # The database refuses a mixture too; it cannot tell what an empty log is meant for.
            if self._sample:
                return f"{reference_id} is no sample cable, and this log holds the sample release"
            return f"{reference_id} is a sample cable, and this log is for others; `tracker demo` runs the sample"
        if self._seen.setdefault((reference_id, source), sha256) != sha256:
            # Taken as two states of one source, each would revise the other at every run.
            return f"another of the same name gives {reference_id} otherwise in this release; rename one"
        return None


def is_sample(reference_id: ReferenceId) -> bool:
    """Whether a cable is of the made-up post SAMPLE, that of the bundled sample release."""
    return bool(_SAMPLE.fullmatch(reference_id))


def _alone(cable: Cable, _source: str) -> _Read:
    return cable, None


def _sha256(cable: Cable, done: Done[_Made]) -> str:
    return cable.row_sha256 or done.file.sha256


def _together(read: Iterable[Done[_Made]]) -> Iterator[list[Done[_Made]]]:
    """What is read, in pieces that are worth a transaction; nothing waits for long that is read."""
    together: list[Done[_Made]] = []
    size = 0
    began = time.monotonic()
    for done in read:
        together.append(done)
        size += len(done.piece.data) if done.piece else 0
        late = time.monotonic() - began > _AT_ONCE_SECONDS
        if late or size > _AT_ONCE_BYTES or len(together) == _AT_ONCE_PIECES:
            yield together
            together, size = [], 0
            began = time.monotonic()
    if together:
        yield together


def _reference_ids(together: Iterable[Done[_Made]]) -> set[ReferenceId]:
    results = (result for done in together for result in done.results)
    return {result[0].reference_id for result in results if not isinstance(result, Refusal | Known)}


def _given_elsewhere(together: Iterable[Done[_Made]]) -> set[ReferenceId]:
    results = (result for done in together for result in done.results)
    return {result.reference_id for result in results if isinstance(result, Known) and result.elsewhere}


def _cable_of(done: Done[_Made]) -> Cable:
    """The cable of a piece that is known to have one."""
    assert done.piece
    [cable] = reading.outcomes(done.piece)
    assert not isinstance(cable, Refusal)
    return cable


def _reports(revision: Revision) -> int:
    return sum(revision.types[name] for name in _OF_REPORTS)


def _is_told(revision: Revision) -> bool:
    """Whether readers are told something of it: singly or in sum."""
    types = revision.types
    return _reports(revision) > 0 and bool(types[CableRecorded.type()] or types[CableRevised.type()])


def _count(revision: Revision, summary: Summary, *, is_new: bool) -> None:
    types = revision.types
    summary.reports_corrected += types[ReportCorrected.type()]
    summary.reports_withdrawn += types[ReportWithdrawn.type()]
    summary.reports_new += sum(types[event.type()] for event in REPORTED.values())
    if is_new:
        summary.new += 1
    elif not revision.events:
        summary.unchanged += 1
    elif set(types) == {RenditionRecorded.type()}:
        summary.copies += 1
    else:
        summary.changed += 1
