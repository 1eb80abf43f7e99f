"""The way that earlier code appended to one stream takes what the general one would, and refuses all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.concurrency.by_hand import assert_intact, rendition
from tests.database.test_append_function import FIRST, SECOND, given, writer
from tracker.errors import ForgedEventError, WrongVersionError
from tracker.log.log import Log
from tracker.types import Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.database import Database

__all__ = ["writer"]

REFUSED, TAKEN, NULL = "TR004", "23505", "23502"


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database.engine("writer"))


def append(connection: psycopg.Connection, stream: object, version: object, events: Sequence[object]) -> object:
    """The position of the first of some events."""
    statement = "SELECT log.append_stream_v1(%s, %s, %s::log.new_event[])"
    row = connection.execute(statement, [stream, version, list(events)]).fetchone()
    assert row is not None
    return row[0]


def refusal(connection: psycopg.Connection, stream: object, version: object, events: Sequence[object]) -> str | None:
    """With which SQLSTATE an append is refused."""
    with pytest.raises(psycopg.Error) as caught:
        append(connection, stream, version, events)
    return caught.value.sqlstate


def test_events_go_on_with_their_stream(writer: psycopg.Connection, superuser: str) -> None:
    assert append(writer, FIRST, 0, [given(writer, rendition(n)) for n in range(3)]) == 1
    assert append(writer, SECOND, 0, [given(writer, rendition(n, SECOND)) for n in range(1)]) == 4
    assert append(writer, FIRST, 3, [given(writer, rendition(n)) for n in range(2)]) == 5
    found = writer.execute("SELECT stream, version, first_position FROM log.events ORDER BY position").fetchall()
    assert found == [(FIRST, 1, 1), (FIRST, 2, 1), (FIRST, 3, 1), (SECOND, 1, 4), (FIRST, 4, 5), (FIRST, 5, 5)]
    assert_intact(superuser)


def test_a_wrong_version_is_refused(writer: psycopg.Connection) -> None:
    append(writer, FIRST, 0, [given(writer, rendition(n)) for n in range(2)])
    for count in (1, 2):
        events = [given(writer, rendition(n)) for n in range(count)]
        assert refusal(writer, FIRST, 0, events) == TAKEN
        assert refusal(writer, FIRST, 1, events) == TAKEN
        assert refusal(writer, FIRST, 3, events) == REFUSED
        assert refusal(writer, FIRST, None, events) == NULL
        others = [given(writer, rendition(n, SECOND)) for n in range(count)]
        assert refusal(writer, SECOND, -1, others) == REFUSED


@pytest.mark.parametrize(
    "changed",
    [
        {"stream": SECOND},
        {"stream": None},
        {"body": None},
        {"salt": None},
        {"body": None, "salt": None},
        {"type": "EventErased"},
        {"type": "WordsErased"},
        {"schema_version": 0},
        {"salt": b"short"},
        {"digest": b"short"},
    ],
)
def test_what_no_event_is_is_refused(writer: psycopg.Connection, changed: dict[str, object]) -> None:
    bad = given(writer, rendition(2), **changed)
    assert refusal(writer, FIRST, 0, [bad]) == REFUSED
    assert refusal(writer, FIRST, 0, [given(writer, rendition(1)), bad]) == REFUSED
    assert append(writer, FIRST, 0, [given(writer, rendition(1))]) == 1


def test_a_stream_needs_a_name_and_a_log_that_it_belongs_in(writer: psycopg.Connection) -> None:
    for name in ("", "Cable/1", "cable/with space"):
        assert refusal(writer, name, 0, [given(writer, rendition(1), stream=name)]) == REFUSED
    assert append(writer, FIRST, 0, [given(writer, rendition(1))]) == 1
    sample = "cable/07SAMPLE1"
    for count in (1, 2):
        events = [given(writer, rendition(n), stream=sample) for n in range(count)]
        assert refusal(writer, sample, 0, events) == "TR005"


def test_the_log_names_the_version_that_is_wrong_and_what_is_none(log: Log) -> None:
    log.append([rendition(1)], expected={FIRST: Version(0)})
    for expected in (0, 2):
        with pytest.raises(WrongVersionError) as caught:
            log.append([rendition(2)], expected={FIRST: Version(expected)})
        assert (caught.value.stream, caught.value.expected, caught.value.actual) == (FIRST, expected, 1)
    with pytest.raises(ForgedEventError, match="has not the form of an event"):
        log.append([rendition(2)._replace(schema_version=0)], expected={FIRST: Version(1)})
    assert log.append([rendition(2), rendition(3)], expected={FIRST: Version(1)}) == [2, 3]
