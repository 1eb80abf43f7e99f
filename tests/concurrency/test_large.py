"""Appends of many megabytes, whole and unharmed, and alone or against others."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.concurrency import by_hand
from tests.concurrency.by_hand import STREAM, rendition
from tracker import identity
from tracker.errors import EventConflictError, EventTooLargeError, WrongVersionError
from tracker.log.documents import divide
from tracker.log.laying import Append
from tracker.types import ReferenceId, Stream, Version

if TYPE_CHECKING:
    from tracker.log.log import Log
    from tracker.log.recorded import NewEvent

MEGABYTE = 1_000_000
SHORT = 500
"""How many characters a message may have, however large what it is about."""
OTHER = Stream("cable/07MEXICO2")


def words(size: int, seed: int) -> str:
    """Characters that do not compress to nothing."""
    return random.Random(seed).randbytes(size // 2).hex()


def heavy(number: int, size: int, stream: Stream = STREAM) -> NewEvent:
    return rendition(number, stream, source=words(size, number))


def test_twenty_megabytes_in_many_events_are_one_append(log: Log, superuser: str) -> None:
    events = [heavy(number, MEGABYTE // 5, Stream(f"cable/07MEXICO{number % 7}")) for number in range(100)]
    assert log.append(events) == list(range(1, 101))
    assert log.append(events) == list(range(1, 101))
    read = list(log.read_all())
    assert [event.body for event in read] == [event.body for event in events]
    assert {event.first_position for event in read} == {1}
    by_hand.assert_intact(superuser)


def test_an_event_too_large_is_refused_with_its_append(log: Log) -> None:
    with pytest.raises(EventTooLargeError, match=STREAM) as caught:
        log.append([rendition(0), heavy(1, 8 * MEGABYTE)])
    assert len(str(caught.value)) < SHORT
    with pytest.raises(EventTooLargeError):
        log.append_many([Append(events=[rendition(0)]), Append(events=[heavy(1, 8 * MEGABYTE)])])
    assert log.append([rendition(0), heavy(1, MEGABYTE)]) == [1, 2]


def test_an_event_of_eight_megabytes_that_was_inserted_by_hand_is_read(log: Log, writer: str, superuser: str) -> None:
    event = heavy(1, 8 * MEGABYTE)
    log.append([rendition(0)])
    with psycopg.connect(writer) as connection:
        by_hand.insert(connection, by_hand.next_rows(connection, [event]))
    log.append([rendition(2)])
    assert [each.body for each in log.read_all()][1] == event.body
    assert log.read_stream(STREAM, after=Version(1), limit=1)[0].body == event.body
    by_hand.assert_intact(superuser)


def test_an_event_larger_than_readers_hold_is_refused_by_hand_too(writer: str) -> None:
    with psycopg.connect(writer) as connection, pytest.raises(psycopg.Error, match="says too much") as caught:
        by_hand.insert(connection, by_hand.next_rows(connection, [heavy(1, 9 * MEGABYTE)]))
    assert caught.value.sqlstate == "TR004"


def test_an_id_with_other_content_of_a_megabyte_is_refused_by_a_short_message(log: Log) -> None:
    event = heavy(1, MEGABYTE)
    log.append([event])
    with pytest.raises(EventConflictError) as caught:
        log.append([rendition(1, event_id=event.event_id, source=words(MEGABYTE, 2))])
    assert len(str(caught.value)) < SHORT


def test_a_large_append_that_collides_is_refused_and_then_taken(log: Log, superuser: str) -> None:
    events = [heavy(number, MEGABYTE) for number in range(1, 5)]
    log.append([rendition(0)])
    with pytest.raises(WrongVersionError) as caught:
        log.append([*events, heavy(9, MEGABYTE, OTHER)], expected={STREAM: Version(0), OTHER: Version(0)})
    assert caught.value.actual == 1
    assert log.head().position == 1
    assert log.append(events, expected={STREAM: Version(1), OTHER: Version(0)}) == [2, 3, 4, 5]
    by_hand.assert_intact(superuser)


def test_a_document_of_parts_of_several_megabytes(log: Log) -> None:
    reference_id = ReferenceId("07MEXICO1")
    document_id = identity.document_id(reference_id, 1)
    text = "".join(words(3 * MEGABYTE, seed) for seed in range(4))
    boundaries = [3 * MEGABYTE, 6 * MEGABYTE, 6 * MEGABYTE + 1]
    document = divide(document_id, reference_id, 1, subject=words(MEGABYTE, 9), text=text, boundaries=boundaries)
    with pytest.raises(WrongVersionError):
        log.append([rendition(1)], expected={STREAM: Version(4)}, documents=[document])
    assert log.document(document_id) is None
    log.append([rendition(1)], documents=[document])
    assert log.document(document_id) == document


def test_twenty_megabytes_by_the_bulk_path(log: Log, superuser: str) -> None:
    appends = [
        Append(events=[heavy(number, MEGABYTE // 2), heavy(number + 100, MEGABYTE // 2, OTHER)]) for number in range(20)
    ]
    assert log.append_many(appends) == 40
    assert log.append_many(appends) == 0
    assert [event.body for event in log.read_stream(OTHER)] == [append.events[1].body for append in appends]
    by_hand.assert_intact(superuser)
