"""A log that an earlier revision recorded is carried over: it verifies, and goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import alembic.command
import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.database.test_log import rendition
from tracker.database import Database, migrate_schema, role_urls
from tracker.log import wire
from tracker.log.laying import Append
from tracker.log.log import Log
from tracker.log.verification import verify
from tracker.types import Version

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers import Server
    from tracker.settings import Settings


def append_as_the_first_revision(connection: psycopg.Connection, first: int, size: int) -> None:
    """One append by `append_v1`, as the code of that time made it."""
    events = [rendition(number) for number in range(first, first + size)]
    connection.execute(
        "SELECT log.append_v1(%s::text[], %s::text[], %s::integer[], %s::uuid[], %s::text[], %s::uuid[], %s::uuid[], "
        "%s::jsonb[], %s::bytea[], %s::bytea[], '{}', '{}')",
        [
            [event.stream for event in events],
            [event.type for event in events],
            [event.schema_version for event in events],
            [event.event_id for event in events],
            [event.actor for event in events],
            [event.correlation for event in events],
            [event.cause for event in events],
            [Jsonb(event.body) for event in events],
            [event.salt for event in events],
            [event.digest for event in events],
        ],
    )


def append_as_the_second_revision(connection: psycopg.Connection, first: int, size: int) -> None:
    """One append by `append_v2`, as the code of that time made it: to a stream that is at an expected version."""
    events = [rendition(number) for number in range(first, first + size)]
    row = connection.execute("SELECT 'log.new_event'::regtype::oid::bigint").fetchone()
    ends = connection.execute("SELECT count(*) FROM log.events WHERE stream = %s", [events[0].stream]).fetchone()
    assert row
    assert ends
    connection.execute(
        "SELECT log.append_v2(%b::log.new_event[], %b::text[], %b::bigint[])",
        [wire.new_events(events, row[0]), wire.texts([events[0].stream]), wire.bigints(ends)],
    )


@pytest.mark.parametrize(
    ("revision", "append"),
    [
        ("r0001", append_as_the_first_revision),
        ("r0002", append_as_the_second_revision),
        ("r0003", append_as_the_second_revision),
    ],
)
def test_a_log_of_an_earlier_revision_verifies_after_the_migration_and_goes_on(
    embedded: tuple[Server, Settings],
    monkeypatch: pytest.MonkeyPatch,
    revision: str,
    append: Callable[[psycopg.Connection, int, int], None],
) -> None:
    server, template = embedded
    name = f"upgraded_{uuid4().hex}"
    settings = replace(template, database_url=server.create(name))
    assert settings.database_url
    upgrade = alembic.command.upgrade
    with monkeypatch.context() as patched:
        patched.setattr("alembic.command.upgrade", lambda config, _: upgrade(config, revision))
        migrate_schema(settings, settings.database_url)
    with psycopg.connect(settings.database_url) as connection:
        for size in (1, 3, 1, 5):
            append(connection, 0, size)
            connection.commit()
    migrate_schema(settings, settings.database_url)
    database = Database(role_urls(settings, settings.database_url))
    log = Log(database.engine("writer"))
    assert log.append([rendition(1)], expected={rendition(1).stream: Version(10)}) == [11]
    assert log.append_many([Append(events=[rendition(2), rendition(3)])]) == 2
    found = verify(database.engine("writer"))
    assert (found.fault, found.events) == (None, 13)
    assert [event.first_position for event in log.read_all()] == [1, 2, 2, 2, 5, 6, 6, 6, 6, 6, 11, 12, 12]
    database.close()
    server.drop(name)


def test_the_views_of_a_newer_revision_stand_over_the_set_that_is_shown(
    embedded: tuple[Server, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, template = embedded
    name = f"upgraded_{uuid4().hex}"
    settings = replace(template, database_url=server.create(name))
    assert settings.database_url
    upgrade = alembic.command.upgrade
    with monkeypatch.context() as patched:
        patched.setattr("alembic.command.upgrade", lambda config, _: upgrade(config, "r0005"))
        migrate_schema(settings, settings.database_url)
    with psycopg.connect(settings.database_url) as connection:
        views = connection.execute("SELECT viewname, definition FROM pg_views WHERE schemaname = 'read'").fetchall()
        for view, definition in views:
            connection.execute(f"CREATE OR REPLACE VIEW read.{view} AS {definition.replace('read_a.', 'read_b.')}")
        connection.execute("UPDATE jobs.read_schema SET active = 'read_b'")
    migrate_schema(settings, settings.database_url)
    with psycopg.connect(settings.database_url) as connection:
        told = connection.execute(
            "SELECT string_agg(pg_get_viewdef(oid), '') FROM pg_class WHERE relnamespace = 'read'::regnamespace "
            "AND relkind = 'v' UNION ALL SELECT string_agg(pg_get_functiondef(oid), '') FROM pg_proc "
            "WHERE pronamespace = 'read'::regnamespace"
        ).fetchall()
    server.drop(name)
    assert all("read_b" in words and "read_a" not in words for (words,) in told)


def test_what_was_searched_before_the_upgrade_is_found_until_all_is_folded_anew(
    embedded: tuple[Server, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, template = embedded
    name = f"upgraded_{uuid4().hex}"
    settings = replace(template, database_url=server.create(name))
    assert settings.database_url
    upgrade = alembic.command.upgrade
    with monkeypatch.context() as patched:
        patched.setattr("alembic.command.upgrade", lambda config, _: upgrade(config, "r0013"))
        migrate_schema(settings, settings.database_url)
    with psycopg.connect(settings.database_url) as connection:
        document = uuid4()
        connection.execute(
            "INSERT INTO read_a.cables VALUES "
            "('07MEXICO1', %s, NULL, NULL, now(), NULL, NULL, '', '{}', '{}', false, 0, '1.txt', 'telegram', 1)",
            [document],
        )
        connection.execute(
            "INSERT INTO read_a.paragraphs "
            "(document_id, reference_id, ordinal, body, start_offset, end_offset, cuts, search) "
            "VALUES (%s, '07MEXICO1', 0, 'Soldiers left.', 0, 14, '[]', read.search_vector('Soldiers left.'))",
            [document],
        )
        connection.execute("INSERT INTO read_a.checkpoints (projection, position, rules) VALUES ('cables', 7, 'old')")
    migrate_schema(settings, settings.database_url)
    with psycopg.connect(settings.database_url) as connection:
        found = connection.execute("SELECT reference_id FROM read.search_paragraphs('soldier')").fetchall()
        position = connection.execute("SELECT position, whole FROM read.searched").fetchone()
    server.drop(name)
    assert found == [("07MEXICO1",)]
    assert position == (7, True)
