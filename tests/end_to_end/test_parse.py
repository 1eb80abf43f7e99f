"""`tracker parse` and `tracker extract` read whatever cables come in, tell what is none, and leave nothing behind."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.database.invented import ARREST, SEIZURE, telegram
from tests.end_to_end.command import TRACKER, Installation, environment, eventually, installation
from tests.unit.cables.invented import dump_row
from tests.unit.cables.packed import tarred, zipped
from tests.unit.cables.pdfs import Page, pdf
from tracker import sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CABLES = {f"cable/{serial}.txt": telegram(ARREST, SEIZURE, serial=serial).encode() for serial in (4321, 4322)}
LETTER = b"Dear all, the release is late. It will come on Friday.\n"


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    with installation() as made:
        yield made


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder with enough to read that other processes share the work."""
    with sample.release() as folder:
        pages = [path.read_bytes() for path in sorted((folder / "cable").rglob("*.html"))]
    for copy in range(20):
        for number, page in enumerate(pages):
            (tmp_path / f"{copy:02}-{number:03}.html").write_bytes(page)
    return tmp_path


def tarred_and_zipped(members: dict[str, bytes]) -> bytes:
    return gzip.compress(tarred(members))


def lines(printed: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in printed.splitlines()]


@pytest.mark.parametrize(
    "pack", [zipped, tarred, lambda members: gzip.compress(tarred(members))], ids=["zip", "tar", "tgz"]
)
@pytest.mark.parametrize("command", ["parse", "extract"])
def test_an_archive_on_standard_input_is_read(
    installed: Installation, command: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    done = installed.run(command, "-", stdin=pack(CABLES))
    assert (done.returncode, done.stderr) == (0, "")
    printed = lines(done.stdout)
    if command == "parse":
        assert [line["source"] for line in printed] == ["-/cable/4321.txt", "-/cable/4322.txt"]
    else:
        assert [line["cable"] for line in printed] == ["07MEXICO4321"] * 2 + ["07MEXICO4322"] * 2


def test_a_bad_member_of_an_archive_is_told_and_the_rest_read(installed: Installation, tmp_path: Path) -> None:
    broken = zipped({"cable/letter.txt": LETTER, **CABLES}, method=0).replace(b"Gulf Cartel", b"Golf Cartel", 1)
    (tmp_path / "release.zip").write_bytes(broken)
    done = installed.run("parse", tmp_path / "release.zip")
    assert done.returncode == 3
    assert [line["reference_id"] for line in lines(done.stdout)] == ["07MEXICO4322"]
    damaged, letter = done.stderr.splitlines()
    assert damaged.startswith(f"tracker: {tmp_path}/release.zip/cable/4321.txt: ")
    assert "the archive is damaged here" in damaged
    assert letter.startswith(f"tracker: {tmp_path}/release.zip/cable/letter.txt: This is no cable")


def test_a_dump_is_read_from_a_pipe_with_the_row_of_each_cable(installed: Installation) -> None:
    rows = "".join(dump_row(number, f"07ROME{number}") for number in range(1, 4))
    bad = '"9","1/2/2007 3:04","07ROME9"\n'
    done = installed.run("parse", "-", stdin=gzip.compress((rows + bad + rows).encode()))
    assert done.returncode == 3
    assert [line["source"] for line in lines(done.stdout)] == [f"-, row {number}" for number in (1, 2, 3, 5, 6, 7)]
    assert done.stderr == "tracker: -, row 4: the row has 3 columns, not 8\n"


def test_what_was_read_is_counted_at_the_end_and_nothing_is_told(installed: Installation, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = installed.run("parse", empty)
    told = f"tracker: This release cannot be read: {empty} holds no file to read; is it the folder that you mean?\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)
    (tmp_path / "release.zip").write_bytes(zipped({**CABLES, "letter.txt": LETTER}))
    with (tmp_path / "out").open("wb") as out:
        counted = subprocess.run(
            [TRACKER, "parse", str(tmp_path / "release.zip")],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert counted.returncode == 3
    assert counted.stderr.splitlines()[-1] == "2 cables in 3 files, 1 refused"


def test_a_pdf_is_read_and_a_picture_is_not(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(telegram(ARREST).split("\n")))
    (tmp_path / "b.pdf").write_bytes(pdf(Page(image=True)))
    done = installed.run("parse", tmp_path)
    assert done.returncode == 3
    assert [line["reference_id"] for line in lines(done.stdout)] == ["07MEXICO4321"]
    assert "OCR" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_document_is_printed_where_it_is_asked_for(installed: Installation) -> None:
    ((plain,), (whole,)) = (
        lines(installed.run("parse", *option, "-", stdin=telegram(ARREST).encode()).stdout)
        for option in ((), ("--document",))
    )
    assert "document" not in plain
    assert whole.pop("document") == telegram(ARREST).strip()
    assert whole == plain


@pytest.mark.parametrize("command", ["parse", "extract"])
def test_many_processes_print_what_one_prints(installed: Installation, release: Path, command: str) -> None:
    (release / "30-letter.txt").write_bytes(LETTER)
    alone, together = (installed.run(command, "--jobs", str(jobs), release) for jobs in (1, 3))
    assert alone.returncode == together.returncode == 3
    assert alone.stdout == together.stdout
    assert alone.stderr == together.stderr
    assert f"{release}/30-letter.txt" in alone.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_whatever_ends_it_no_process_stays(installed: Installation, release: Path, how: signal.Signals) -> None:
    with (release.parent / "cables.jsonl").open("wb") as out, (release.parent / "errors").open("w+b") as err:
        process = subprocess.Popen(
            [TRACKER, "parse", "--jobs", "2", *[release] * 20],
            stdout=out,
            stderr=err,
            env=environment(TRACKER_DATA=str(installed.data)),
        )
        children = eventually(psutil.Process(process.pid).children, "it shares the work")
        process.send_signal(how)
        assert process.wait(timeout=30) == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[how]
        gone, alive = psutil.wait_procs(children, timeout=30)
        assert (len(gone), alive) == (len(children), [])
        err.seek(0)
        assert err.read() == b""


def test_a_reader_that_has_seen_enough_ends_all_processes_in_silence(installed: Installation, release: Path) -> None:
    with installed.piped("parse", "--jobs", "2", *[release] * 20) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        children: list[psutil.Process] = []
        while not children:
            assert process.stdout.readline()
            children = psutil.Process(process.pid).children()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
    assert not psutil.wait_procs(children, timeout=30)[1]
