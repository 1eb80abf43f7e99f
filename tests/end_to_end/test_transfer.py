"""`tracker log export` and `import`: by file and by pipe, whole or not at all, each fault in one line."""

from __future__ import annotations

import gzip
import json
import os
import re
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database import filed
from tests.database.invented import ARREST, ATTACK, SEIZURE, telegram
from tests.end_to_end.command import Installation, eventually, installation
from tracker import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """An installation that has recorded and published, with a server that runs as long as the tests of this module."""
    with installation() as made:
        inbox = made.data.parent / "inbox"
        inbox.mkdir()
        (inbox / "1.txt").write_text(telegram(ARREST, SEIZURE))
        (inbox / "2.txt").write_text(telegram(ATTACK, serial=5000))
        made.data.mkdir()
        with embedded.running(made.data):
            made.do("ingest", inbox)
            made.do("publish")
            yield made


@pytest.fixture(scope="module")
def fresh() -> Iterator[Installation]:
    """An installation with a server that runs as long as the tests of this module, and a log that must stay empty."""
    with installation() as made:
        made.data.mkdir()
        with embedded.running(made.data):
            yield made


@pytest.fixture(scope="module")
def exported(place: Installation) -> Path:
    """The log of the first, as a compressed file."""
    file = place.data.parent / "log.jsonl.gz"
    told = place.do("log", "export", "--output", file)
    assert re.fullmatch(
        rf"\d+ events and 2 documents written to {file}; the log ends at position \d+, hash [0-9a-f]{{64}}\.\n", told
    )
    assert sorted(path.name for path in file.parent.iterdir() if "log" in path.name) == [file.name]
    return file


def position(installed: Installation) -> int:
    """Where the log ends, asked beside the command."""
    with psycopg.connect(installed.url()) as connection:
        row = connection.execute("SELECT position FROM log.head").fetchone()
    assert row is not None
    return int(row[0])


def refused(installed: Installation, *arguments: str | Path, stdin: bytes | None = None) -> str:
    """The one line in which a command says why it did nothing."""
    done = installed.run(*arguments, stdin=stdin)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("tracker: ")
    return line.removeprefix("tracker: ")


def test_a_log_goes_through_a_pipe_and_publishes_the_same(place: Installation, exported: Path) -> None:
    data = place.do("log", "export")
    assert data.encode() == gzip.decompress(exported.read_bytes())
    with installation() as another:
        another.data.mkdir()
        with embedded.running(another.data):
            told = another.run("log", "import", "-", "--json", stdin=data.encode())
            assert (told.returncode, told.stderr) == (0, "")
            ending = json.loads(data.splitlines()[-1])
            assert json.loads(told.stdout) == {
                name: ending[name] for name in ("events", "documents", "position", "hash")
            }
            again = another.data.parent / "again.gz"
            another.do("log", "export", "--output", again)
            # Compressed bytes are the same too: a file tells neither its name nor its time.
            assert again.read_bytes() == exported.read_bytes()
            # The views are up to date, and publishing needs nothing but the log.
            assert (another.status()["cables"], "Behind" in another.do("status")) == (2, False)
            another.do("publish")
            assert another.contents() == place.contents()
            assert position(another) == position(place)


def test_standard_output_is_compressed_where_that_is_asked_for(place: Installation, exported: Path) -> None:
    with place.piped("log", "export", "--compress") as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert out == exported.read_bytes()


def test_a_damaged_file_is_told_by_its_line_and_nothing_is_recorded(fresh: Installation, exported: Path) -> None:
    lines = gzip.decompress(exported.read_bytes()).splitlines(keepends=True)
    number = next(nth for nth, line in enumerate(lines, start=1) if b'"ArrestReported"' in line)
    lines[number - 1] = lines[number - 1].replace(b'"count":4', b'"count":5')
    file = exported.with_name("damaged")
    file.write_bytes(gzip.compress(b"".join(lines)))
    told = refused(fresh, "log", "import", file)
    assert told.startswith(f"The log cannot be imported: {file}, line {number}: the content of event ")
    told = refused(fresh, "log", "import", "-", stdin=b"".join(lines[:-1]))
    assert told.startswith(f"The log cannot be imported: standard input, line {number}: the content of event ")
    assert position(fresh) == 0


def test_a_content_is_compared_and_not_imported(place: Installation, fresh: Installation) -> None:
    content = place.do("log", "export", "--content")
    assert json.loads(content.splitlines()[0])["of"] == "cable-tracker log content"
    assert "line 1: this export leaves out what a log needs" in refused(
        fresh, "log", "import", "-", stdin=content.encode()
    )


def test_a_log_that_is_not_empty_takes_in_no_other(place: Installation, exported: Path) -> None:
    assert refused(place, "log", "import", exported) == (
        "The log cannot be imported: something is recorded already, and only an empty log takes in another"
    )


def test_files_that_cannot_be_read_or_written_are_named(place: Installation) -> None:
    missing = place.data.parent / "no-such-folder" / "log.jsonl"
    assert refused(place, "log", "import", missing) == (
        f"The log cannot be imported: {missing} cannot be read (No such file or directory)"
    )
    assert refused(place, "log", "export", "--output", missing) == (
        f"The log cannot be exported: {missing} cannot be written (No such file or directory)"
    )


def test_a_summary_has_no_place_beside_the_log(place: Installation) -> None:
    done = place.run("log", "export", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--output" in done.stderr


def test_the_sample_is_imported_into_its_own_database(fresh: Installation) -> None:
    data = b"".join(filed.lines(lambda: [filed.rendition("07SAMPLE1", 1)], sample=True))
    assert "line 1: this log holds the sample release; --sample imports it" in refused(
        fresh, "log", "import", "-", stdin=data
    )
    assert fresh.run("log", "import", "-", "--sample", stdin=data).returncode == 0
    assert fresh.do("log", "export", "--sample").encode() == data
    assert position(fresh) == 0


def test_an_import_that_is_killed_leaves_the_log_empty(place: Installation) -> None:
    data = b"".join(filed.lines(filed.long_log(400)))
    pipe = place.data.parent / "pipe"
    os.mkfifo(pipe)
    importing = "SELECT FROM pg_stat_activity WHERE application_name = 'tracker log import'"
    # A chunk was sent, and the last line is yet to come.
    at_work = f"{importing} AND wait_event = 'ClientRead' AND backend_xid IS NOT NULL"
    with installation() as another:
        another.data.mkdir()
        with embedded.running(another.data), another.started("log", "import", pipe) as process:
            with pipe.open("wb") as file, psycopg.connect(another.url(), autocommit=True) as connection:
                file.write(data[: len(data) * 9 // 10])
                file.flush()
                eventually(lambda: connection.execute(at_work).rowcount == 1, "the import is at work")
                process.kill()
                eventually(lambda: connection.execute(importing).rowcount == 0, "the server has noticed")
            assert position(another) == 0
            assert another.run("log", "import", "-", stdin=data).returncode == 0
            assert position(another) == 8_000
            with another.piped("log", "export") as exporting:
                assert exporting.stdout is not None
                assert exporting.stderr is not None
                assert exporting.stdout.readline() == data[: data.index(b"\n") + 1]
                # Who has seen enough ends the command in silence.
                exporting.stdout.close()
                assert exporting.stderr.read() == b""
            assert exporting.returncode == 0
