"""The function that appends takes what extends the log, however its arguments are made, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.types.composite import CompositeInfo, register_composite
from psycopg.types.json import Jsonb

from tests.concurrency.by_hand import assert_intact, copy, insert, next_rows, rendition
from tracker.log.chain import canonical_json
from tracker.log.log import Log
from tracker.log.verification import verify
from tracker.types import JsonObject, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.database import Database
    from tracker.log.recorded import NewEvent

FIRST, SECOND, THIRD = Stream("cable/07MEXICO1"), Stream("cable/07MEXICO2"), Stream("cable/07MEXICO3")
REFUSED, WRONG_VERSION, MALFORMED, NULL = "TR004", "TR001", "22023", "23502"
ERASING = ("EventErased", "WordsErased")


@pytest.fixture
def writer(database: Database) -> Iterator[psycopg.Connection]:
    """A session of the writer's, in which each statement is a transaction."""
    address = database.urls["writer"].set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        info = CompositeInfo.fetch(connection, "log.new_event")
        assert info is not None
        register_composite(info, connection)
        yield connection


def given(connection: psycopg.Connection, event: NewEvent, **changed: object) -> object:
    """An event as the function takes it, with some fields as they should not be."""
    info = CompositeInfo.fetch(connection, "log.new_event")
    assert info is not None
    register_composite(info, connection)
    assert info.python_type is not None
    fields = {name: getattr(event, name) for name in info.field_names}
    return info.python_type(**{**fields, "body": Jsonb(event.body), **changed})


def append(
    connection: psycopg.Connection, events: Sequence[object], streams: object = "{}", versions: object = "{}"
) -> list[int]:
    """The positions that the function gives events."""
    statement = "SELECT log.append_v2(%s::log.new_event[], %s::text[], %s::bigint[])"
    row = connection.execute(statement, [list(events), streams, versions]).fetchone()
    assert row is not None
    positions: list[int] = row[0]
    return positions


def append_to(connection: psycopg.Connection, *streams: Stream) -> list[int]:
    """Append an event to each stream, in this order."""
    return append(connection, [given(connection, rendition(nth, stream)) for nth, stream in enumerate(streams)])


def refusal(
    connection: psycopg.Connection, events: Sequence[object], streams: object = "{}", versions: object = "{}"
) -> str | None:
    """With which SQLSTATE an append is refused."""
    with pytest.raises(psycopg.Error) as caught:
        append(connection, events, streams, versions)
    return caught.value.sqlstate


@pytest.mark.parametrize("event_type", ERASING)
def test_who_appends_cannot_say_that_something_was_erased(writer: psycopg.Connection, event_type: str) -> None:
    said = given(writer, rendition(2, SECOND), type=event_type)
    for events in ([said], [given(writer, rendition(1, FIRST)), said]):
        assert refusal(writer, events) == REFUSED
    assert append_to(writer, FIRST) == [1]


@pytest.mark.parametrize(
    ("missing", "state"),
    [
        (("body", "salt"), REFUSED),
        (("body",), REFUSED),
        (("salt",), REFUSED),
        (("digest",), NULL),
        (("stream",), NULL),
        (("type",), NULL),
        (("schema_version",), NULL),
        (("event_id",), NULL),
        (("actor",), NULL),
    ],
)
def test_no_event_is_blank_from_the_start(writer: psycopg.Connection, missing: tuple[str, ...], state: str) -> None:
    blank = given(writer, rendition(1), **dict.fromkeys(missing))
    assert refusal(writer, [blank]) == state
    assert refusal(writer, [given(writer, rendition(2)), blank]) == state


def test_nothing_is_no_event(writer: psycopg.Connection) -> None:
    assert refusal(writer, [None]) == REFUSED
    assert append(writer, []) == []
    with pytest.raises(psycopg.Error, match="null"):
        writer.execute("SELECT log.append_v2(NULL, '{}', '{}')")


def test_rows_that_are_blank_or_tell_of_erasures_are_inserted_as_by_an_import_and_blank_nothing(
    database: Database, writer: psycopg.Connection
) -> None:
    """What a log that is imported may hold a writer can put in, but what is recorded stays, and a lie shows."""
    recorded = rendition(1)
    log = Log(database.engine("writer"))
    log.append([recorded])
    blank = rendition(2)
    [row] = next_rows(writer, [blank._replace(type="Thing")])
    insert(writer, [replace(row, body=None, salt=None)])
    fault = verify(database.engine("writer")).fault
    assert fault is not None
    assert fault.position == 2
    said: JsonObject = {
        "event_id": str(recorded.event_id),
        "type_erased": recorded.type,
        "subject": "x",
        "reason": "none",
    }
    copy(writer, next_rows(writer, [rendition(3)._replace(type="EventErased", json=canonical_json(said))]))
    assert next(log.read_all()).body == recorded.body


@pytest.mark.parametrize(
    ("streams", "versions"),
    [
        ([FIRST, SECOND], [0]),
        ([FIRST], [0, 0]),
        ([FIRST], []),
        ([], [0]),
        ([FIRST, FIRST], [1, 1]),
        ([FIRST, SECOND, FIRST], [1, 0, None]),
        ([None], [0]),
        ([FIRST, None], [1, 0]),
        ([""], [0]),
        (None, None),
        (None, []),
    ],
)
def test_what_is_expected_must_be_clear(writer: psycopg.Connection, streams: object, versions: object) -> None:
    append_to(writer, FIRST)
    assert refusal(writer, [given(writer, rendition(2))], streams, versions) == MALFORMED


@pytest.mark.parametrize(
    ("streams", "versions"),
    [
        (f"[0:0]={{{FIRST}}}", "[0:0]={99}"),
        (f"[5:6]={{{SECOND},{FIRST}}}", "[-1:0]={0,99}"),
        (f"{{{{{SECOND},{FIRST}}}}}", "{{0,99}}"),
        ([FIRST, SECOND], [99, 0]),
        ([SECOND, FIRST], [0, 99]),
        ([FIRST, SECOND], [1, 1]),
    ],
)
def test_what_is_expected_is_checked_however_it_is_numbered(
    writer: psycopg.Connection, streams: object, versions: object
) -> None:
    append_to(writer, FIRST)
    assert refusal(writer, [given(writer, rendition(2))], streams, versions) == WRONG_VERSION


def test_versions_count_on_in_each_stream_in_whatever_order_they_come(
    writer: psycopg.Connection, superuser: str
) -> None:
    append_to(writer, FIRST, SECOND, FIRST)
    mixed = [THIRD, FIRST, FIRST, SECOND, THIRD, FIRST, SECOND]
    events = [given(writer, rendition(nth, stream)) for nth, stream in enumerate(mixed)]
    assert append(writer, events, [SECOND, THIRD, FIRST], [1, 0, None]) == list(range(4, 11))
    found = [(row.stream, row.version) for row in assert_intact(superuser)[3:]]
    assert found == [(THIRD, 1), (FIRST, 3), (FIRST, 4), (SECOND, 2), (THIRD, 2), (FIRST, 5), (SECOND, 3)]


@pytest.mark.parametrize("expected", [FIRST, SECOND, THIRD])
def test_versions_count_on_whichever_stream_is_expected(
    writer: psycopg.Connection, superuser: str, expected: Stream
) -> None:
    append_to(writer, FIRST, SECOND, FIRST)
    version = {FIRST: 2, SECOND: 1, THIRD: 0}[expected]
    append(writer, [given(writer, rendition(nth)) for nth in range(2)], [expected], [version])
    assert [row.version for row in assert_intact(superuser)[3:]] == [3, 4]


def seconds_of(connection: psycopg.Connection, streams: Sequence[Stream], expected: Sequence[Stream]) -> float:
    """How long it takes to append an event to each stream, made by the server."""
    statement = """
        SELECT log.append_v2(
            ARRAY(
                SELECT (s.stream, e.type, e.schema_version, gen_random_uuid(), e.actor, null, null, e.body, e.salt,
                        e.digest)::log.new_event
                FROM unnest(%s::text[]) AS s (stream)
                CROSS JOIN (SELECT (%s::log.new_event).*) AS e
            ),
            %s::text[],
            array_fill(0::bigint, ARRAY[%s])
        )
    """
    begun = perf_counter()
    values = [list(streams), given(connection, rendition(1)), list(expected), len(expected)]
    connection.execute(statement, values)
    return perf_counter() - begun


def test_many_streams_take_little_longer_than_one(writer: psycopg.Connection) -> None:
    """With a look for each at all those before it, this many take more than twenty times as long."""
    count = 20_000
    one = seconds_of(writer, [FIRST] * count, [FIRST])
    streams = [Stream(f"cable/07TIJUANA{nth}") for nth in range(count)]
    assert seconds_of(writer, streams, streams) < 6 * one


def test_an_event_without_content_is_no_repeat(database: Database, writer: psycopg.Connection) -> None:
    event = rendition(1)
    Log(database.engine("writer")).append([event])
    blank = given(writer, event, body=None, salt=None)
    with pytest.raises(psycopg.Error) as caught:
        writer.execute("SELECT log.recorded_v1(%s::log.new_event[])", [[blank]])
    assert caught.value.sqlstate == "TR002"
    found = writer.execute("SELECT log.recorded_v1(%s::log.new_event[])", [[given(writer, event)]]).fetchone()
    assert found == ([1],)
