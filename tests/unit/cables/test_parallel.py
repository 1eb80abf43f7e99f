"""Many processes make the same as one, in the same order; what takes a process with it is refused alone."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.unit.cables import working
from tests.unit.cables.invented import dump_row, listing, page
from tracker.cables import crew, parallel
from tracker.cables.crew import Crew, CrewError
from tracker.cables.formats.printed import Refusal
from tracker.cables.parallel import Done, made_of_all, processors
from tracker.cables.raw_files import RawFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.cables.model import Cable
    from tracker.cables.reading_process import Work

BAD_ROW = int(working.BAD[6:])


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let others begin to read at once, and little at a time."""
    monkeypatch.setattr(parallel, "_ALONE_SECONDS", -1.0)
    monkeypatch.setattr(parallel, "_BATCH_PIECES", 5)


def release() -> Iterator[RawFile]:
    """Pages, a listing, what is no cable, and a dump with a bad row."""
    for number in range(1, 12):
        yield RawFile(Path(f"release/{number}.html"), page(reference_id=f"07ROME{number}").encode())
    yield RawFile(Path("release/listing.html"), listing().encode())
    yield RawFile(Path("release/letter.txt"), b"Dear all.")
    yield RawFile(Path("release/closed.txt"), problem="cannot be read: Permission denied")
    yield RawFile(Path("cables.csv"), "".join(dump_row(number, f"08ROME{number}") for number in range(1, 9)).encode())
    yield RawFile(Path("empty.txt"), b"")


def dump() -> list[RawFile]:
    rows = "".join(dump_row(number, f"07ROME{number}") for number in range(1, 20))
    return [RawFile(Path("cables.csv"), rows.encode())]


def told(done: Iterator[Done[str]]) -> list[tuple[str, bool, tuple[str | Refusal, ...]]]:
    return [(each.source, each.piece is None, each.results) for each in done]


def test_many_processes_make_what_one_makes_in_the_same_order() -> None:
    alone = told(made_of_all(release(), working.reference_id))
    assert told(made_of_all(release(), working.reference_id, jobs=3)) == alone
    made = [result for _, _, results in alone for result in results if isinstance(result, str)]
    assert made == [
        *(f"07ROME{number} of release/{number}.html" for number in range(1, 12)),
        *(f"08ROME{number} of cables.csv, row {number}" for number in range(1, 9)),
    ]
    refused = [(source, results[0]) for source, _, results in alone if results and isinstance(results[0], Refusal)]
    assert [source for source, _ in refused] == ["release/letter.txt", "release/closed.txt", "empty.txt"]
    assert [source for source, ends, _ in alone if ends] == [file.label for file in release()]


def test_other_processes_read_and_end_with_it() -> None:
    with closing(made_of_all(dump(), working.process, jobs=2)) as done:
        read = [result for each in done for result in each.results if isinstance(result, int)]
    assert len(read) == 19
    assert os.getpid() not in read
    assert 1 <= len(set(read)) <= 2
    assert not any(map(psutil.pid_exists, read))


def test_one_job_is_done_here() -> None:
    assert {result for each in made_of_all(dump(), working.process) for result in each.results} == {os.getpid()}


def test_a_few_files_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_ALONE_SECONDS", 60.0)
    read = {result for each in made_of_all(dump(), working.process, jobs=2) for result in each.results}
    assert read == {os.getpid()}


def test_what_may_take_a_process_with_it_is_never_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_ALONE_SECONDS", 60.0)
    monkeypatch.setattr(parallel, "_LARGE_BYTES", 1_000)
    read = {result for each in made_of_all(dump(), working.process, jobs=2) for result in each.results}
    assert os.getpid() not in read


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (working.fail_on_one, "reading it failed (LookupError); please report this"),
        (working.die_on_one, "reading it ended the process; please report this"),
        (working.exit_on_one, "reading it ended the process (7); please report this"),
        (working.wait_on_one, "reading it took more than 1 s; please report this"),
    ],
    ids=["fails", "dies", "exits", "waits"],
)
def test_what_takes_a_process_with_it_is_refused_alone(work: Work[str], reason: str) -> None:
    done = list(made_of_all(dump(), work, jobs=2, piece_seconds=1.0))
    read = [result for each in done for result in each.results]
    assert [result for result in read if isinstance(result, str)] == [
        f"07ROME{number}" for number in range(1, 20) if number != BAD_ROW
    ]
    (refusal,) = [result for result in read if isinstance(result, Refusal)]
    assert (refusal.row, refusal.reason) == (BAD_ROW, reason)


def test_a_fault_here_is_refused_as_elsewhere_with_its_place_and_no_words() -> None:
    for jobs in (1, 2):
        read = [result for each in made_of_all(dump(), working.fail_on_one, jobs=jobs) for result in each.results]
        (refusal,) = [result for result in read if isinstance(result, Refusal)]
        assert refusal.fault
        assert refusal.fault.startswith("working.py:")
        assert "HARBOUR" not in str(refusal)


def test_leaving_early_ends_the_processes() -> None:
    with closing(made_of_all(dump() * 50, working.process, jobs=2)) as done:
        (read,) = next(each.results for each in done)
        assert isinstance(read, int)
        assert psutil.pid_exists(read)
    assert not psutil.pid_exists(read)


def test_no_more_is_read_ahead_than_is_wanted() -> None:
    asked = 0

    def counted() -> Iterator[RawFile]:
        nonlocal asked
        for file in dump() * 200:
            asked += 1
            yield file

    with closing(made_of_all(counted(), working.reference_id, jobs=2)) as done:
        next(done)
        assert asked < 20


def test_an_error_in_finding_files_comes_after_what_was_found() -> None:
    def files() -> Iterator[RawFile]:
        yield from dump()
        raise OSError("gone")

    read: list[str | Refusal] = []
    with pytest.raises(OSError, match="gone"):  # noqa: PT012 (what comes before the error is what is tested)
        for each in made_of_all(files(), working.reference_id, jobs=2):
            read.extend(each.results)
    assert len(read) == 19


def test_processes_that_cannot_be_started_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_PROGRAM", "raise SystemExit(5)")
    with pytest.raises(CrewError, match=r"--jobs 1 does without them\): one ended at once \(5\)"):
        list(made_of_all(dump(), working.reference_id, jobs=2))
    monkeypatch.setattr("sys.executable", "/no/such/python")
    with pytest.raises(CrewError, match="No such file"):
        list(made_of_all(dump(), working.reference_id, jobs=2))


def test_no_process_is_started_for_nothing() -> None:
    def work(cable: Cable, source: str) -> None:
        """Nothing that another process could find."""

    with Crew(work, jobs=2, seconds=1.0):
        pass


def test_there_is_a_processor() -> None:
    assert processors() >= 1
