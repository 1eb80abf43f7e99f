"""`tracker log follow` prints what is recorded as it is recorded, and ends as soon as it is told, or not read."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, cast

import pytest

from tests.database.following import rendition
from tests.end_to_end.command import PATIENCE_SECONDS, Installation, installation
from tracker import embedded
from tracker.database import Database, role_urls
from tracker.log.log import Log
from tracker.settings import Settings
from tracker.types import Stream

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tracker.types import JsonObject


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """An installation whose server runs as long as the tests of this module."""
    with installation() as made:
        made.do("status")
        with embedded.running(made.data):
            yield made


@pytest.fixture(scope="module")
def log(place: Installation) -> Iterator[Log]:
    """Its log, with two events of a cable and one between them."""
    with embedded.running(place.data) as owner:
        database = Database(role_urls(Settings(data=place.data), owner))
        made = Log(database.engine("writer"))
        made.append([rendition(1)])
        made.append([rendition(2, Stream("publisher"))])
        made.append([rendition(3)])
        yield made
        database.close()


def line(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().decode()


def ended(process: subprocess.Popen[bytes], number: signal.Signals) -> int:
    """The exit status of a command that was told to end; it must end without a word."""
    process.send_signal(number)
    status = process.wait(PATIENCE_SECONDS)
    assert process.stderr is not None
    assert process.stderr.read() == b""
    return status


def test_it_prints_what_there_is_and_what_comes(place: Installation, log: Log) -> None:
    with place.piped("log", "follow", "--category", "cable", "--json") as process:
        assert [json.loads(line(process))["position"] for _ in range(2)] == [1, 3]
        appended = rendition(4)
        (position,) = log.append([appended])
        told = cast("JsonObject", json.loads(line(process)))
        assert (told["position"], told["event_id"], told["body"]) == (position, str(appended.event_id), appended.body)
        assert ended(process, signal.SIGTERM) == 0


def test_it_begins_where_it_is_told(place: Installation, log: Log) -> None:
    head = log.head()
    with place.piped("log", "follow", "--after", str(head.position - 1)) as process:
        words = line(process).split()
        assert (words[0], words[1]) == (str(head.position), f"{head.recorded_at:%Y-%m-%dT%H:%M:%S.%fZ}")
        assert ended(process, signal.SIGINT) == 0


def test_an_event_that_is_not_known_is_printed_as_such(place: Installation, log: Log) -> None:
    head = log.head().position
    with place.piped("log", "follow", "--after", str(head)) as process:
        log.append([rendition(1)._replace(type="ToldOnlyLater", schema_version=7)])
        assert line(process).endswith("ToldOnlyLater (version 7, unknown to this tracker)\n")
        log.append([rendition(1)])
        assert line(process).endswith("RenditionRecorded\n")
        assert ended(process, signal.SIGTERM) == 0


def test_it_ends_when_nobody_reads_what_it_prints(place: Installation, log: Log) -> None:
    with place.piped("log", "follow") as process:
        assert line(process)
        assert process.stdout is not None
        process.stdout.close()
        # Nothing is appended: it would find out only when it printed.
        assert process.wait(PATIENCE_SECONDS) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_two_beginnings_are_a_mistake(place: Installation) -> None:
    done = place.run("log", "follow", "--after", "1", "--from-now")
    assert done.returncode == 2
    assert "--from-now" in done.stderr
