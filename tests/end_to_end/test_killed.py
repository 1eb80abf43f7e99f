"""A process killed at any moment leaves nothing half done: the next one goes on, and all ends as if undisturbed.

The moments are chosen by a seeded generator, in how many events the log holds or how many files are written, so that a
failure can be looked at again.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import signal
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import psycopg
import pytest
from lxml import html
from psycopg.rows import dict_row

from feeds.manifest import read_manifest
from tests.database.invented import ARREST, ATTACK, SEIZURE, telegram
from tests.end_to_end.command import Installation, Process, eventually, installation, installation_in
from tests.servers import open_folder
from tracker import embedded
from tracker.database import Database, role_urls
from tracker.errors import TrackerError
from tracker.log.exporting import export_log
from tracker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CABLES = 40
CHANCE = random.Random(20260101)
VARYING = {"log_hash", "position", "hash", "recorded_at", "published_at", "updated_at", "latest_development_at"}
VIEWS = ("reports", "incidents", "cartels", "operations", "developments", "cables")


@pytest.fixture(scope="module")
def release() -> Iterator[Path]:
    """A release of invented cables, some with the same events, some changed by a second rendition."""
    with installation() as made:
        folder = made.data.parent / "release"
        folder.mkdir()
        for number in range(CABLES):
            words = [ARREST, SEIZURE, ATTACK][: 1 + number % 3]
            text = telegram(*words, f"This is the note of day {number}.", serial=5000 + number)
            (folder / f"{number:03d}.txt").write_text(text)
        yield folder


@dataclass(frozen=True)
class State:
    """What an installation came to: the content of its log, its views, and its log's positions."""

    content: list[bytes]
    views: dict[str, list[str]]
    positions: list[int]

    @property
    def developments(self) -> int:
        """How many developments were recorded."""
        return sum(b'"type":"DevelopmentRecorded"' in line for line in self.content)

    @property
    def of_cables(self) -> int:
        """How many events were recorded before the first development: those of all cables."""
        return len(self.positions) - self.developments


def state(installed: Installation) -> State:
    with embedded.running(installed.data) as owner:
        database = Database(role_urls(Settings(data=installed.data), owner))
        content: list[bytes] = []
        export_log(database.engine("writer"), content.append, content_only=True)
        database.close()
        with psycopg.connect(installed.url(), row_factory=dict_row) as connection:
            views = {
                view: sorted(
                    json.dumps(
                        {name: value for name, value in row["row"].items() if name not in VARYING}, sort_keys=True
                    )
                    for row in connection.execute(f"SELECT to_jsonb(v) AS row FROM read.{view} v")
                )
                for view in VIEWS
            }
            positions = [
                row["position"] for row in connection.execute("SELECT position FROM log.events ORDER BY position")
            ]
    return State(b"".join(content).splitlines(), views, positions)


@pytest.fixture(scope="module")
def undisturbed(release: Path) -> Iterator[State]:
    with installation() as installed:
        installed.do("ingest", release)
        yield state(installed)


def recorded(installed: Installation) -> int:
    """How far the log is, asked beside the command; -1 where there is no log yet."""
    try:
        with psycopg.connect(installed.url(), connect_timeout=5) as connection:
            row = connection.execute("SELECT position FROM log.head").fetchone()
    except (psycopg.Error, TrackerError):
        return -1
    assert row is not None
    return int(row[0])


def interrupt(installed: Installation, release: Path, at: int, end: Callable[[Process], None]) -> None:
    """Run `tracker ingest` until the log holds so many events, then end something of it."""
    with installed.started("ingest", release) as process:

        def reached() -> bool:
            return process.popen.poll() is not None or recorded(installed) >= at

        eventually(reached, f"{at} events in the log")
        assert process.popen.poll() is None, f"it was done before {at} events were seen"
        end(process)


def assert_same(found: State, expected: State) -> None:
    assert found.positions == list(range(1, len(expected.positions) + 1))
    assert found.content == expected.content
    for view in VIEWS:
        assert found.views[view] == expected.views[view], view


def test_ingest_killed_again_and_again_comes_to_the_same(release: Path, undisturbed: State) -> None:
    total = undisturbed.of_cables
    # While cables are recorded, and while the announcer tells what is new in them.
    announcing = range(total + 1, total + undisturbed.developments // 2)
    moments = sorted([*CHANCE.sample(range(1, total * 3 // 4), 2), CHANCE.choice(announcing)])
    with installation() as installed:
        # Nothing recorded yet: killed while the cluster or the schema is being made.
        with installed.started("ingest", release) as process:
            eventually((installed.data / "postgres").exists, "the folder of the server")
            process.kill()
        for moment in moments:
            interrupt(installed, release, moment, lambda process: process.kill())
        assert installed.server(), "the server of a killed process is left running"
        installed.do("ingest", release)
        assert not installed.server()
        assert_same(state(installed), undisturbed)


def test_ingest_goes_on_after_its_server_was_killed(release: Path, undisturbed: State) -> None:
    moment = CHANCE.randrange(1, undisturbed.of_cables * 3 // 4)

    def kill_server(process: Process) -> None:
        for server in installed.server()[:1]:
            server.kill()
        assert process.popen.wait(timeout=60) == 1
        assert "Traceback" not in process.output, process.output
        assert re.search("^tracker: The database (cannot be used|does not answer): ", process.output, re.MULTILINE)

    with installation() as installed:
        interrupt(installed, release, moment, kill_server)
        installed.do("ingest", release)
        assert_same(state(installed), undisturbed)
        assert not installed.server()


def assert_whole(public: Path) -> None:
    """Every file of the manifest is there, with its digest, and is a whole document; and there is no other."""
    manifest = read_manifest(public)
    assert manifest
    there = {str(path.relative_to(public)) for path in public.rglob("*") if path.is_file()}
    assert {path for path in there if not path.startswith(".")} == {*manifest}
    for path, listed in manifest.items():
        content = (public / path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == listed.sha256, path
        assert_parses(path, content)


def assert_parses(path: str, content: bytes) -> None:
    if path.endswith(".atom"):
        ET.fromstring(content)
    elif path.endswith(".html"):
        html.fromstring(content)
        assert content.rstrip().endswith(b"</html>")


def test_publish_killed_again_and_again_comes_to_the_same_bytes(release: Path) -> None:
    # On a disk, as that of whoever publishes: in memory it would soon be done.
    with open_folder(on_disk=True) as folder, installation_in(folder) as installed:
        # A first publish before most of the release, so that what is killed rewrites files as well as adding some.
        installed.do("ingest", *sorted(release.iterdir())[:5])
        installed.do("publish")
        installed.do("ingest", release)
        undisturbed = replace(installed, data=installed.data.with_name("undisturbed"))
        installed.do("publish", "--to", undisturbed.public)
        before, expected = len(installed.files()), undisturbed.contents()
        # Early enough that a publisher on a fast disk is still at it when the signal comes.
        for moment in sorted(CHANCE.sample(range(before + 1, before + (len(expected) - before) // 2), 2)):
            kill_publisher(installed, moment)
        installed.do("publish")
        assert_whole(installed.public)
        found = installed.contents()
        assert found == expected
        files = installed.files()
        assert installed.do("publish").startswith("0 files written")
        assert installed.files() == files


def kill_publisher(installed: Installation, moment: int) -> None:
    """Kill `tracker publish` once so many files are there; what readers would find then is whole."""
    with installed.started("publish") as process:

        def reached() -> bool:
            # Those that it is still writing too: they are gone the next moment, so none is looked at.
            there = sum(len(names) for _, _, names in os.walk(installed.public))
            return process.popen.poll() is not None or there >= moment

        eventually(reached, f"{moment} files")
        process.kill()
    assert process.popen.returncode == -signal.SIGKILL, "it was done before it could be killed"
    for path, content in installed.contents().items():
        assert_parses(path, content)
