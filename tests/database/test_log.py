"""The log keeps what it promises: order, versions, and that a repeat is left alone."""

from __future__ import annotations

import hashlib
import threading
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
import pytest

from tracker import identity
from tracker.errors import EventConflictError, EventTooLargeError, MixedLogError, WrongVersionError
from tracker.events import FeedAuthorityRecorded, RenditionRecorded, UnknownEventError
from tracker.log.chain import GENESIS, canonical_json, event_digest
from tracker.log.documents import divide
from tracker.log.log import NO_STREAM, Checkpoint, Log
from tracker.log.recorded import NewEvent, new_event
from tracker.types import DocumentId, EventId, Position, ReferenceId, Stream, Version

if TYPE_CHECKING:
    from tracker.database import Database

STREAM = Stream("cable/07MEXICO1")


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database.engine("writer"))


def rendition(number: int, stream: Stream = STREAM, event_id: UUID | None = None) -> NewEvent:
    reference_id = ReferenceId(stream.removeprefix("cable/"))
    event = RenditionRecorded(
        reference_id=reference_id, source=f"file {number}", source_format="raw", sha256="00" * 32, characters=1
    )
    return new_event(event, stream=stream, event_id=EventId(event_id or uuid4()), actor="a test")


def test_positions_and_versions_count_without_gaps(log: Log) -> None:
    assert log.append([rendition(1), rendition(2), rendition(3, Stream("cable/07MEXICO2"))]) == [1, 2, 3]
    assert log.append([rendition(4)]) == [4]
    assert [event.version for event in log.read_stream(STREAM)] == [1, 2, 3]
    assert [event.position for event in log.read_all()] == [1, 2, 3, 4]
    assert [event.first_position for event in log.read_all()] == [1, 1, 1, 4]


def test_what_is_read_is_what_was_appended(log: Log) -> None:
    appended = rendition(1)
    log.append([appended])
    (read,) = log.read_all()
    assert (read.event_id, read.stream, read.actor) == (appended.event_id, STREAM, "a test")
    assert read.event == RenditionRecorded(
        reference_id=ReferenceId("07MEXICO1"), source="file 1", source_format="raw", sha256="00" * 32, characters=1
    )


def test_the_chain_can_be_computed_again_from_what_is_stored(log: Log, superuser: str) -> None:
    log.append([rendition(number) for number in range(3)])
    log.append([rendition(9)])
    previous = GENESIS
    with psycopg.connect(superuser, row_factory=psycopg.rows.dict_row) as connection:
        rows = connection.execute("SELECT * FROM log.events ORDER BY position").fetchall()
    for row in rows:
        digest = event_digest(
            stream=row["stream"],
            event_type=row["type"],
            schema_version=row["schema_version"],
            event_id=row["event_id"],
            actor=row["actor"],
            correlation=row["correlation"],
            cause=row["cause"],
            body=row["body"],
            salt=row["salt"],
        )
        assert digest == row["digest"]
        microseconds = round(row["recorded_at"].timestamp() * 1_000_000)
        numbers = b"".join(value.to_bytes(8, "big") for value in (row["position"], row["version"], microseconds))
        previous = hashlib.sha256(previous + numbers + digest).digest()
        assert row["hash"] == previous
    assert log.head().hash == previous


def test_times_are_unique_and_rise(log: Log) -> None:
    for _ in range(3):
        log.append([rendition(1), rendition(2)])
    times = [event.recorded_at for event in log.read_all()]
    assert times == sorted(set(times))


def test_a_repeat_is_left_alone_and_tells_what_was_recorded(log: Log) -> None:
    events = [rendition(1), rendition(2)]
    first = log.append(events, expected={STREAM: Version(0)})
    assert log.append(events, expected={STREAM: Version(0)}) == first
    assert log.head().position == 2


def test_a_repeat_with_another_salt_is_still_one(log: Log) -> None:
    event_id = uuid4()
    log.append([rendition(1, event_id=event_id)])
    assert log.append([rendition(1, event_id=event_id)]) == [1]


def test_an_id_with_other_content_is_refused(log: Log) -> None:
    event_id = uuid4()
    log.append([rendition(1, event_id=event_id)])
    with pytest.raises(EventConflictError, match=str(event_id)):
        log.append([rendition(2, event_id=event_id)])


def test_an_append_half_known_is_refused_whole(log: Log) -> None:
    known = rendition(1)
    log.append([known])
    with pytest.raises(EventConflictError, match="1 of 2"):
        log.append([known, rendition(2)])
    assert log.head().position == 1


@pytest.mark.parametrize("expected", [1, 3])
def test_a_wrong_expected_version_is_refused_by_name(log: Log, expected: int) -> None:
    log.append([rendition(1), rendition(2)])
    with pytest.raises(WrongVersionError) as caught:
        log.append([rendition(3)], expected={STREAM: Version(expected)})
    assert (caught.value.stream, caught.value.expected, caught.value.actual) == (STREAM, expected, 2)
    assert log.head().position == 2


def test_a_refused_append_burns_no_position(log: Log) -> None:
    log.append([rendition(1)])
    with pytest.raises(WrongVersionError):
        log.append([rendition(2)], expected={STREAM: Version(0)})
    assert log.append([rendition(3)], expected={STREAM: Version(1)}) == [2]


def test_concurrent_writers_leave_one_order_without_gaps(log: Log) -> None:
    def write(writer: int) -> None:
        for number in range(25):
            log.append([rendition(number, Stream(f"cable/0{writer}MEXICO{number}"))])

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.position for event in log.read_all()] == list(range(1, 101))


def test_reading_in_pages_and_by_type(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.log.log.PAGE", 2)
    authority = FeedAuthorityRecorded(authority="example.org", date=date(2026, 1, 1))
    log.append([rendition(number) for number in range(5)])
    log.append([new_event(authority, stream=Stream("publisher"), event_id=EventId(uuid4()), actor="a test")])
    assert [event.position for event in log.read_all(after=log.read_stream(STREAM)[1].position)] == [3, 4, 5, 6]
    assert [event.event for event in log.read_all(types=["FeedAuthorityRecorded"])] == [authority]


def test_reading_by_category(log: Log) -> None:
    authority = FeedAuthorityRecorded(authority="example.org", date=date(2026, 1, 1))
    log.append([rendition(1)])
    log.append([new_event(authority, stream=Stream("publisher"), event_id=EventId(uuid4()), actor="a test")])
    log.append([rendition(2)])
    assert [event.position for event in log.read_all(categories=["cable"])] == [1, 3]
    assert [event.position for event in log.read_all(categories=["publisher", "decision"])] == [2]
    assert [event.position for event in log.read_all(categories=["cable"], types=["FeedAuthorityRecorded"])] == []
    assert [event.position for event in log.read_all(categories=["cables"])] == []
    assert [event.position for event in log.read_all(categories=[])] == []


def test_an_event_that_says_too_much_is_refused_before_it_is_sent(log: Log) -> None:
    event = rendition(1)
    with pytest.raises(EventTooLargeError, match=r"RenditionRecorded in cable/07MEXICO1 has 1048.* words go into"):
        log.append([event._replace(json=canonical_json({**event.body, "source": "x" * 2**20}))])
    assert log.append([event._replace(json=canonical_json({**event.body, "source": "x" * (2**20 - 500)}))]) == [1]


def test_a_stream_is_read_both_ways_from_a_version(log: Log) -> None:
    log.append([rendition(number) for number in range(5)])
    log.append([rendition(9, Stream("cable/07MEXICO2"))])

    def versions(**bounds: object) -> list[int]:
        return [event.version for event in log.read_stream(STREAM, **bounds)]  # type: ignore[arg-type]  # as given

    assert versions() == [1, 2, 3, 4, 5]
    assert versions(after=Version(2)) == [3, 4, 5]
    assert versions(after=Version(2), limit=2) == [3, 4]
    assert versions(backwards=True) == [5, 4, 3, 2, 1]
    assert versions(backwards=True, through=Version(3)) == [3, 2, 1]
    assert versions(backwards=True, through=Version(4), limit=2) == [4, 3]
    assert versions(after=Version(5)) == []
    assert log.read_stream(Stream("cable/07NOWHERE1"), backwards=True) == []


def test_a_stream_of_any_version_is_taken_and_one_that_must_not_exist_is_refused_once_it_does(log: Log) -> None:
    log.append([rendition(1)], expected={STREAM: NO_STREAM})
    log.append([rendition(2)], expected={STREAM: None})
    with pytest.raises(WrongVersionError, match=r"at version 2, expected was no such stream") as caught:
        log.append([rendition(3)], expected={STREAM: NO_STREAM})
    assert (caught.value.stream, caught.value.expected, caught.value.actual) == (STREAM, 0, 2)


def test_versions_are_expected_of_several_streams_at_once(log: Log) -> None:
    other = Stream("cable/07MEXICO2")
    log.append([rendition(1)])
    with pytest.raises(WrongVersionError, match=other):
        log.append([rendition(2), rendition(3, other)], expected={STREAM: Version(1), other: Version(4)})
    mixed = [rendition(2), rendition(3, other), rendition(4), rendition(5, other)]
    assert log.append(mixed, expected={STREAM: Version(1), other: NO_STREAM}) == [2, 3, 4, 5]
    assert [event.version for event in log.read_stream(other)] == [1, 2]


def test_one_id_twice_in_an_append_is_refused(log: Log) -> None:
    event = rendition(1)
    with pytest.raises(EventConflictError, match="same id"):
        log.append([event, event])


def test_a_repeat_with_its_document_is_left_alone(log: Log) -> None:
    reference_id = ReferenceId("07MEXICO1")
    document = divide(identity.document_id(reference_id, 1), reference_id, 1, subject="", text="TEXT", boundaries=[])
    event = rendition(1)
    assert log.append([event], documents=[document]) == [1]
    assert log.append([event], documents=[document], checkpoint=Checkpoint("a consumer", Position(1))) == [1]
    assert log.checkpoint("a consumer") == 1
    with pytest.raises(EventConflictError):
        log.append([rendition(2)], documents=[document])


def test_an_append_outlives_the_loss_of_its_connections(log: Log, superuser: str) -> None:
    log.append([rendition(1)])
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tracker_writer'")
    assert log.append([rendition(2)]) == [2]


def test_an_unknown_type_or_version_stops_no_reader(log: Log) -> None:
    unknown = rendition(1)._replace(type="SomethingNew")
    newer = rendition(2)._replace(schema_version=99)
    log.append([unknown, newer, rendition(3)])
    first, second, third = log.read_all()
    with pytest.raises(UnknownEventError, match=r"position 1 in cable/07MEXICO1, type SomethingNew, version 1"):
        _ = first.event
    with pytest.raises(UnknownEventError, match=r"position 2 .* version 99"):
        _ = second.event
    assert isinstance(third.event, RenditionRecorded)


def test_a_document_comes_back_whole(log: Log) -> None:
    reference_id = ReferenceId("07MEXICO1")
    document_id = identity.document_id(reference_id, 1)
    text = "FIRST\n\n1. (C) Über 50 — arrested.\n2. End."
    document = divide(document_id, reference_id, 1, subject="A SUBJECT", text=text, boundaries=[7, 33, 33, 0])
    log.append([rendition(1)], documents=[document])
    read = log.document(document_id)
    assert read == document
    assert (read.text, read.subject) == (text, "A SUBJECT")
    assert log.document(DocumentId(uuid4())) is None


def test_a_document_is_not_kept_without_its_event(log: Log) -> None:
    reference_id = ReferenceId("07MEXICO1")
    document_id = identity.document_id(reference_id, 1)
    document = divide(document_id, reference_id, 1, subject="", text="TEXT", boundaries=[])
    with pytest.raises(WrongVersionError):
        log.append([rendition(1)], expected={STREAM: Version(5)}, documents=[document])
    assert log.document(document_id) is None


def test_sample_cables_and_others_cannot_be_mixed(log: Log) -> None:
    log.append([rendition(1)])
    with pytest.raises(MixedLogError):
        log.append([rendition(1, Stream("cable/07SAMPLE1"))])
    assert log.head().sample is False


def test_others_cannot_follow_sample_cables(log: Log) -> None:
    log.append([rendition(1, Stream("cable/07SAMPLE1"))])
    with pytest.raises(MixedLogError):
        log.append([rendition(1)])
