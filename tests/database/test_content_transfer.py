"""Two honest runs over one release have the same content, whoever made them, when, and in what order."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ARREST, ATTACK, file, ingest, telegram
from tests.database.transfers import assert_empty, exported, imported, opened, record, told
from tracker import identity, sample
from tracker.cables.releases import files
from tracker.errors import ImportRefusedError
from tracker.events import FeedAuthorityRecorded
from tracker.ingest import Ingest
from tracker.log.log import Log
from tracker.log.recorded import new_event
from tracker.projections.announcer import Announcer
from tracker.types import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.servers import Server
    from tracker.cables.releases import RawFile
    from tracker.database import Database
    from tracker.settings import Settings

SOMEWHERE = 6_543_210
"""A seed: any other would do."""


@pytest.fixture
def another(embedded: tuple[Server, Settings]) -> Iterator[Database]:
    """A second empty database on the same server."""
    with opened(embedded) as database:
        yield database


def run(database: Database, sources: Iterable[RawFile], *, actor: str) -> None:
    """Ingest the sample as somebody, and tell what is new in it."""
    Ingest(database.engine("writer"), actor=actor, sample=True).run(sources)
    Announcer(database.engine("writer")).catch_up()


def publish_first(database: Database, day: date) -> None:
    """What the first publish records."""
    event = FeedAuthorityRecorded(authority="example.org", date=day)
    event_id = identity.event_id("publisher", event.type(), 0)
    Log(database.engine("writer")).append([new_event(event, stream=Stream("publisher"), event_id=event_id, actor="it")])


@pytest.fixture(scope="module")
def release() -> Iterator[list[RawFile]]:
    """Some cables of the sample release."""
    with sample.release() as folder:
        yield list(files([folder]))[:20]


def test_two_honest_runs_have_the_same_content(database: Database, another: Database, release: list[RawFile]) -> None:
    run(database, release, actor="somebody")
    publish_first(database, date(2026, 1, 1))
    publish_first(another, date(2026, 5, 5))
    shuffled = random.Random(SOMEWHERE).sample(release, len(release))
    run(another, shuffled[:7], actor="another")
    run(another, shuffled, actor="another")
    assert exported(database) != exported(another)
    content = exported(database, content_only=True)
    assert content.splitlines() == exported(another, content_only=True).splitlines()
    streams = [line["stream"] for line in told(content) if line["kind"] == "event"]
    assert streams == sorted(streams)
    assert {stream.partition("/")[0] for stream in streams} == {"cable", "development", "publisher"}


def test_a_report_that_differs_shows_in_the_content(database: Database, another: Database) -> None:
    ingest(database, file(telegram(ARREST)), file(telegram(ATTACK, serial=5000), "5000.txt"))
    ingest(another, file(telegram(ARREST)), file(telegram(ATTACK.replace("two", "six"), serial=5000), "5000.txt"))
    content, other = (told(exported(each, content_only=True)) for each in (database, another))
    differing = [(one, two) for one, two in zip(content[:-1], other[:-1], strict=True) if one != two]
    assert {line.get("stream", line.get("reference_id")) for pair in differing for line in pair} == {
        "cable/07MEXICO5000",
        "07MEXICO5000",
    }
    assert [one["body"]["report"]["killed"] for one, _ in differing if one.get("type") == "AttackReported"] == [2]


def test_the_content_tells_nothing_that_varies(database: Database) -> None:
    record(database)
    for line in told(exported(database, content_only=True)):
        varying = {"position", "first_position", "recorded_at", "correlation", "actor", "salt", "digest", "hash"}
        assert not varying & line.keys()
        assert all(part.keys() == {"ordinal", "start", "words"} for part in line.get("parts", []))


def test_a_content_is_not_imported(database: Database, another: Database) -> None:
    record(database)
    with pytest.raises(ImportRefusedError, match="a file, line 1: this export leaves out what a log needs"):
        imported(another, exported(database, content_only=True))
    assert_empty(another)
