"""The short way to append at given versions takes what the general one would, gives the same, and refuses all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.concurrency.by_hand import assert_intact, rendition
from tests.database.test_append_function import FIRST, SECOND, THIRD, given, writer
from tracker.errors import ForgedEventError, MixedLogError, WrongVersionError
from tracker.log.log import Log
from tracker.types import Stream, Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.database import Database

__all__ = ["writer"]

REFUSED, TAKEN, NULL, MIXED = "TR004", "23505", "23502", "TR005"


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database.engine("writer"))


def append(connection: psycopg.Connection, events: Sequence[object], versions: Sequence[int | None]) -> object:
    """The position of the first of some events."""
    statement = """
        SELECT log.append_at_v3(given.events, %s::bigint[], ARRAY(SELECT e.digest FROM unnest(given.events) AS e))
        FROM (SELECT %s::log.new_event[]) AS given (events)
    """
    row = connection.execute(statement, [list(versions), list(events)]).fetchone()
    assert row is not None
    return row[0]


def append_to(connection: psycopg.Connection, *places: tuple[Stream, int]) -> object:
    """Append an event to each stream at its version, in this order."""
    events = [given(connection, rendition(nth, stream)) for nth, (stream, _) in enumerate(places)]
    return append(connection, events, [version for _, version in places])


def refusal(connection: psycopg.Connection, events: Sequence[object], versions: Sequence[int | None]) -> str | None:
    """With which SQLSTATE an append is refused."""
    with pytest.raises(psycopg.Error) as caught:
        append(connection, events, versions)
    return caught.value.sqlstate


def test_events_go_on_with_their_streams(writer: psycopg.Connection, superuser: str) -> None:
    assert append_to(writer, (FIRST, 1)) == 1
    assert append_to(writer, (FIRST, 2), (SECOND, 1), (FIRST, 3), (THIRD, 1), (THIRD, 2)) == 2
    assert append_to(writer, (SECOND, 2)) == 7
    assert append_to(writer, (SECOND, 3), (FIRST, 4)) == 8
    found = [(row.stream, row.version, row.first_position) for row in assert_intact(superuser)]
    assert found == [
        (FIRST, 1, 1),
        *((FIRST, 2, 2), (SECOND, 1, 2), (FIRST, 3, 2), (THIRD, 1, 2), (THIRD, 2, 2)),
        (SECOND, 2, 7),
        *((SECOND, 3, 8), (FIRST, 4, 8)),
    ]


def test_one_after_another_in_a_transaction(writer: psycopg.Connection, superuser: str) -> None:
    """What one append says of how it is best checked does not count for the next."""
    with writer.transaction():
        append_to(writer, (FIRST, 1))
        append_to(writer, (FIRST, 2), (FIRST, 3))
        append_to(writer, (SECOND, 1))
    assert [row.first_position for row in assert_intact(superuser)] == [1, 2, 2, 4]


def test_a_wrong_version_is_refused(writer: psycopg.Connection) -> None:
    append_to(writer, (FIRST, 1), (FIRST, 2))
    for extra in ([], [(SECOND, 1)]):
        events = [given(writer, rendition(n, stream)) for n, (stream, _) in enumerate([(FIRST, 0), *extra])]
        versions = [version for _, version in extra]
        assert refusal(writer, events, [1, *versions]) == TAKEN
        assert refusal(writer, events, [2, *versions]) == TAKEN
        assert refusal(writer, events, [4, *versions]) == REFUSED
        assert refusal(writer, events, [0, *versions]) == REFUSED
        assert refusal(writer, events, [None, *versions]) == NULL
        assert refusal(writer, events, [3, *versions][:-1]) == NULL
    assert refusal(writer, [given(writer, rendition(1))] * 2, [3, 5]) in {TAKEN, REFUSED}
    assert append_to(writer, (FIRST, 3)) == 3


def test_nothing_is_appended_without_events(writer: psycopg.Connection) -> None:
    append(writer, [], [])
    assert refusal(writer, [None], [1]) == NULL
    assert append_to(writer, (FIRST, 1)) == 1


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"stream": None}, NULL),
        ({"body": None}, NULL),
        ({"salt": None}, NULL),
        ({"body": None, "salt": None}, NULL),
        ({"type": "EventErased"}, NULL),
        ({"type": "WordsErased"}, NULL),
        ({"schema_version": 0}, REFUSED),
        ({"salt": b"short"}, REFUSED),
        ({"digest": b"short"}, REFUSED),
        ({"digest": None}, NULL),
    ],
)
def test_what_no_event_is_is_refused(writer: psycopg.Connection, changed: dict[str, object], state: str) -> None:
    bad = given(writer, rendition(2), **changed)
    assert refusal(writer, [bad], [1]) == state
    assert refusal(writer, [given(writer, rendition(1)), bad], [1, 2]) == state
    assert append_to(writer, (FIRST, 1)) == 1


def test_digests_given_beside_the_events_need_not_be_in_them(writer: psycopg.Connection, superuser: str) -> None:
    events = [rendition(1), rendition(2)]
    undigested = [given(writer, event, digest=None) for event in events]
    digests = [event.digest for event in events]
    statement = "SELECT log.append_at_v3(%s::log.new_event[], '{1,2}', %s::bytea[])"
    assert writer.execute(statement, [undigested, digests]).fetchone() == (1,)
    assert [bytes(row.digest) for row in assert_intact(superuser)] == digests


@pytest.mark.parametrize(
    ("digests", "state"), [([1, 1], REFUSED), ([2, 1], REFUSED), ([1], NULL), ([1, None], NULL), ([None, 2], NULL)]
)
def test_other_digests_than_the_events_own_are_refused(
    writer: psycopg.Connection, digests: list[int | None], state: str
) -> None:
    events = [rendition(1), rendition(2)]
    statement = "SELECT log.append_at_v3(%s::log.new_event[], '{1,2}', %s::bytea[])"
    with pytest.raises(psycopg.Error) as caught:
        writer.execute(
            statement,
            [
                [given(writer, event) for event in events],
                [None if nth is None else events[nth - 1].digest for nth in digests],
            ],
        )
    assert caught.value.sqlstate == state
    assert append_to(writer, (FIRST, 1)) == 1


def test_a_stream_needs_a_name_and_a_log_that_it_belongs_in(writer: psycopg.Connection) -> None:
    for name in ("", "Cable/1", "cable/with space"):
        bad = given(writer, rendition(1), stream=name)
        assert refusal(writer, [bad], [1]) == REFUSED
        assert refusal(writer, [given(writer, rendition(2)), bad], [1, 1]) == REFUSED
    sample = given(writer, rendition(1), stream="cable/07SAMPLE1")
    assert refusal(writer, [given(writer, rendition(2)), sample], [1, 1]) == MIXED
    assert append_to(writer, (FIRST, 1)) == 1
    assert refusal(writer, [sample], [1]) == MIXED
    assert refusal(writer, [sample, given(writer, rendition(2))], [1, 2]) == MIXED


def test_the_log_names_the_version_that_is_wrong_and_what_is_none(log: Log) -> None:
    assert log.append([rendition(1), rendition(2, SECOND)], expected={FIRST: Version(0), SECOND: Version(0)}) == [1, 2]
    for expected in (0, 2):
        with pytest.raises(WrongVersionError) as caught:
            log.append([rendition(3, SECOND), rendition(4)], expected={SECOND: Version(1), FIRST: Version(expected)})
        assert (caught.value.stream, caught.value.expected, caught.value.actual) == (FIRST, expected, 1)
    with pytest.raises(ForgedEventError, match="has not the form of an event"):
        log.append([rendition(2)._replace(schema_version=0)], expected={FIRST: Version(1)})
    with pytest.raises(MixedLogError):
        log.append([rendition(5, Stream("cable/07SAMPLE1"))], expected={Stream("cable/07SAMPLE1"): Version(0)})


def test_what_is_expected_of_a_stream_without_events_counts(log: Log) -> None:
    log.append([rendition(1)], expected={FIRST: Version(0)})
    with pytest.raises(WrongVersionError) as caught:
        log.append([rendition(2)], expected={FIRST: Version(1), SECOND: Version(3)})
    assert caught.value.stream == SECOND
    assert log.append([rendition(2)], expected={FIRST: Version(1), SECOND: Version(0)}) == [2]
