"""Every command explains itself, prints what is documented, and tells a mistake in one line and an exit status."""

from __future__ import annotations

import json
import re
import socket
from collections import Counter
from typing import TYPE_CHECKING

import psycopg
import pytest
from typer.testing import CliRunner

from tests.database.invented import ARREST, telegram
from tests.end_to_end.command import Installation, free_port, installation
from tracker import sample
from tracker.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CABLE_KEYS = {
    "source",
    "reference_id",
    "created",
    "released",
    "classification",
    "origin",
    "subject",
    "tags",
    "references",
    "transmission_id",
    "precedence",
    "sender",
    "recipients",
    "info_recipients",
    "classified_by",
    "declassify_on",
    "signer",
    "partial",
    "protected_names",
    "source_format",
    "paragraphs",
}
PARAGRAPH_KEYS = {"ordinal", "label", "marking", "heading", "text", "start", "end"}
EVENT_KEYS = {
    "cable",
    "kind",
    "paragraphs",
    "quote",
    "date",
    "places",
    "cartels",
    "certain",
    "aggregate",
    "operation",
    "persons",
}


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    with installation() as made:
        yield made


@pytest.fixture
def folder(installed: Installation) -> Iterator[Path]:
    """The sample release, as a folder that a command can be told."""
    with sample.release() as found:
        yield found


def commands() -> dict[tuple[str, ...], str]:
    """Every command with its help, as the help above it lists them; in this process, since they are many."""
    runner = CliRunner()
    found: dict[tuple[str, ...], str] = {}
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        command = waiting.pop()
        asked = runner.invoke(app, [*command, "--help"], prog_name="tracker")
        assert asked.exit_code == 0, command
        told = asked.output
        names = re.findall(r"^  ([a-z-]+)\b", told.partition("Commands:")[2], re.MULTILINE)
        waiting += [(*command, name) for name in names]
        if not names:
            found[command] = told
    return found


def test_every_command_explains_itself_with_an_example(installed: Installation) -> None:
    found = commands()
    assert {("up",), ("ingest",), ("db", "migrate")} < set(found)
    assert found[("ingest",)].split() == installed.do("ingest", "--help").split()
    for command, told in found.items():
        assert re.search(rf"Example: .*\btracker {' '.join(command)}\b", " ".join(told.split())), command


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("ingest",),
        ("parse", "--fast", "x"),
        ("serve", "--port", "0"),
        ("db", "fly"),
        ("demo", "--port", "x"),
        ("rebuild", "x"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_as_such(installed: Installation, arguments: tuple[str, ...]) -> None:
    done = installed.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage:" in done.stderr
    assert not installed.data.exists()


def test_parse_prints_each_cable_as_documented(installed: Installation, folder: Path) -> None:
    lines = [json.loads(line) for line in installed.do("parse", folder).splitlines()]
    pages = sorted(path.stem for path in (folder / "cable").rglob("*.html"))
    assert sorted(line["reference_id"] for line in lines) == pages
    for line in lines:
        assert set(line) >= CABLE_KEYS
        assert line["paragraphs"]
        assert all(set(paragraph) >= PARAGRAPH_KEYS for paragraph in line["paragraphs"])
        assert line["source"].startswith(str(folder))
    assert not installed.data.exists()


def test_extract_prints_each_event_by_the_codebook(installed: Installation, folder: Path) -> None:
    lines = [json.loads(line) for line in installed.do("extract", folder).splitlines()]
    assert {line["cable"] for line in lines} == {path.stem for path in (folder / "cable").rglob("*.html")}
    events = [line for line in lines if line["kind"]]
    kinds = Counter(line["kind"] for line in events)
    assert set(kinds) == {"operation", "arrest", "seizure", "eradication", "attack", "homicide_count"}
    assert all(set(event) >= EVENT_KEYS for event in events)
    assert all(set(line) == {"cable", "kind"} for line in lines if not line["kind"])
    assert not installed.data.exists()


def test_extract_explains_itself_in_the_terminal_and_as_a_page(installed: Installation, folder: Path) -> None:
    page = folder / "cable" / "2007" / "03" / "07SAMPLE31.html"
    html = installed.data.parent / "explained.html"
    told = installed.do("extract", "--explain", "--html", html, page)
    assert "Event 1: " in told
    assert "(triggers.toml)" in told
    assert "\x1b[" not in told
    assert '<mark class="trigger' in html.read_text(encoding="utf-8")
    assert not installed.data.exists()


def test_extract_tells_how_well_it_reads_and_checks_its_lists(installed: Installation) -> None:
    assert "held_out: " in installed.do("extract", "--accuracy")
    assert installed.do("extract", "--check-data") == "The word lists can be read.\n"
    assert installed.run("extract").returncode == 2


@pytest.mark.parametrize("command", ["parse", "extract"])
def test_standard_input_is_read(installed: Installation, folder: Path, command: str) -> None:
    page = folder / "cable" / "2007" / "03" / "07SAMPLE31.html"
    piped = installed.run(command, "-", stdin=page.read_bytes())
    assert (piped.returncode, piped.stderr) == (0, "")
    named = installed.do(command, page)
    assert piped.stdout.replace('"source":"-"', f'"source":"{page}"') == named


@pytest.mark.parametrize("command", ["parse", "extract"])
def test_refused_input_is_told_and_the_rest_done(installed: Installation, command: str) -> None:
    inbox = installed.data.parent / f"inbox-{command}"
    inbox.mkdir()
    (inbox / "1.txt").write_text("No cable.\n")
    (inbox / "2.txt").write_text(telegram(ARREST))
    done = installed.run(command, inbox)
    assert done.returncode == 3
    assert [json.loads(line) for line in done.stdout.splitlines()]
    assert done.stderr.startswith(f"tracker: {inbox / '1.txt'}: This is no cable")
    assert len(done.stderr.splitlines()) == 1
    piped = installed.run(command, "-", stdin=b"")
    assert (piped.returncode, piped.stdout) == (3, "")
    assert "the file is empty" in piped.stderr


def test_a_reader_that_has_seen_enough_ends_parse_in_silence(installed: Installation, folder: Path) -> None:
    # More than a pipe holds, so that the command is still writing when nobody reads any more.
    with installed.piped("parse", *[folder] * 20) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("command", ["parse", "extract", "ingest", "up"])
def test_a_missing_source_is_named_and_nothing_is_half_written(command: str) -> None:
    with installation(TRACKER_PORT=str(free_port())) as installed:
        inbox = installed.data.parent / "inbox"
        inbox.mkdir()
        (inbox / "1.txt").write_text(telegram(ARREST))
        missing = installed.data.parent / "no-such-release"
        done = installed.run(command, inbox, missing)
        assert done.returncode == 1
        assert f"{missing} does not exist" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert not installed.server()
        if command in {"ingest", "up"}:
            status = installed.status()
            assert (status["cables"], status["status"]) == (0, "ok")


@pytest.mark.parametrize("command", ["up", "demo", "serve"])
def test_a_port_in_use_is_told(command: str) -> None:
    with installation() as installed, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = installed.run(command, "--port", str(port))
        assert done.returncode == 1
        assert f"127.0.0.1:{port} (Address already in use); choose another with --port" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert not installed.data.exists()


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("TRACKER_PORT", "many", "TRACKER_PORT"),
        ("TRACKER_BASE_URL", "tracker.example", "TRACKER_BASE_URL"),
        ("TRACKER_CONFIG", "/no/such/file.toml", "TRACKER_CONFIG"),
        ("TRACKER_DATABASE_URL", "not an address", "TRACKER_DATABASE_URL"),
        ("TRACKER_DATABASE_URL", "sqlite:///tracker", "TRACKER_DATABASE_URL"),
        ("TRACKER_DATABASE_URL", "postgresql://somebody@127.0.0.1:1/tracker", "Connection refused"),
        ("TRACKER_READER_URL", "not an address", "TRACKER_READER_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(variable: str, value: str, told: str) -> None:
    with installation(**{variable: value}) as installed:
        done = installed.run(*(("db", "migrate") if variable == "TRACKER_DATABASE_URL" else ("status",)))
        assert (done.returncode, done.stdout) == (1, "")
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("tracker: ")
        assert told in done.stderr


def test_a_data_folder_that_cannot_be_made_is_told() -> None:
    with installation() as installed:
        installed.data.write_text("a file stands where the folder should be")
        done = installed.run("status")
        assert done.returncode == 1
        assert str(installed.data) in done.stderr
        assert "Traceback" not in done.stderr


def test_the_database_is_told_and_can_be_asked(installed: Installation, folder: Path) -> None:
    assert re.search(r"revision [0-9a-z_]+", installed.do("db", "migrate"))
    told = installed.do("status")
    assert "Log        empty" in told
    assert "Quarantine nothing" in told
    port = free_port()
    with installed.started("up", "--port", str(port)) as process:
        process.answer(f"http://127.0.0.1:{port}/")
        for role in ("reader", "publisher"):
            url = installed.do("db", "url", "--role", role).strip()
            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT count(*) FROM read.cables").fetchone() == (0,)
    done = installed.run("db", "url", "--role", "king")
    assert done.returncode == 1
    assert "no address is set for the role king" in done.stderr


def test_the_views_are_made_anew(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "4321.txt").write_text(telegram(ARREST))
    installed.do("ingest", tmp_path)
    before = installed.status()
    told = json.loads(installed.do("rebuild", "--json"))
    assert {"cables", "reports", "incidents"} <= set(told["rebuilt"])
    assert installed.do("rebuild", "developments").startswith("Rebuilt developments from ")
    assert installed.status() == before


def test_a_data_folder_is_served_once(installed: Installation) -> None:
    port = free_port()
    with installed.started("up", "--port", str(port)) as process:
        process.answer(f"http://127.0.0.1:{port}/")
        second = installed.run("up", "--port", str(free_port()))
        assert second.returncode == 1
        assert f"is served at http://127.0.0.1:{port}" in second.stderr
        # Who publishes without knowing the port keeps the addresses that are served.
        assert installed.do("publish").startswith("0 files written")


def test_the_samples_database_is_asked_by_its_own_address(installed: Installation) -> None:
    done = installed.run("db", "url", "--sample")
    assert done.returncode == 0
    assert "sample" in done.stdout
    assert "the embedded server is not running now" in done.stderr
