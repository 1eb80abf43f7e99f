"""Each role can do what it must and nothing else, and nothing is left to PUBLIC."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.invented import ARREST, file, ingest, project, telegram
from tracker.database import migrate_schema

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.settings import Settings

DENIED = "42501"
READ_ONLY = "25006"


def connect(database: Database, role: str) -> psycopg.Connection:
    return psycopg.connect(database.urls[role].set(drivername="postgresql").render_as_string(hide_password=False))


@pytest.fixture
def filled(database: Database, settings: Settings) -> Database:
    assert settings.database_url
    # A clone does not inherit who may connect to its template and make temporary tables in it.
    migrate_schema(settings, settings.database_url)
    ingest(database, file(telegram(f"{ARREST} Ramiro Inventado Puente (strictly protect) told us so.")))
    project(database)
    return database


@pytest.mark.parametrize("role", ["writer", "projector", "publisher", "reader"])
def test_no_role_reads_sealed_words(filled: Database, role: str) -> None:
    with connect(filled, role) as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute("SELECT * FROM sealed.protected_names")
    assert caught.value.sqlstate == DENIED


@pytest.mark.parametrize("role", ["publisher", "reader"])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM log.events",
        "SELECT * FROM log.document_parts",
        "SELECT * FROM read_a.reports",
        "SELECT * FROM jobs.quarantine",
        "SELECT log.lock_head_v1()",
        "SELECT log.verbatim_v1(gen_random_uuid(), 0, 9)",
    ],
)
def test_readers_see_the_views_only(filled: Database, role: str, statement: str) -> None:
    with connect(filled, role) as connection:
        assert connection.execute("SELECT count(*) FROM read.reports").fetchone() == (1,)
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(statement)
    assert caught.value.sqlstate == DENIED


@pytest.mark.parametrize("role", ["publisher", "reader"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE read.mine (x int)",
        "CREATE TABLE public.mine (x int)",
        "CREATE TEMPORARY TABLE mine (x int)",
        "UPDATE read.incidents SET kind = 'attack'",
        "SET ROLE tracker_writer",
        "SET SESSION AUTHORIZATION tracker_writer",
        "ALTER ROLE tracker_reader SUPERUSER",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_sql_of_a_reader_cannot_leave_its_role(filled: Database, role: str, statement: str) -> None:
    with connect(filled, role) as connection:
        # Read-only is only a default that any session can undo: what it may not do must hold without it.
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        connection.execute("SET TRANSACTION READ WRITE")
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(statement)
    assert caught.value.sqlstate in {DENIED, READ_ONLY}


def test_the_projector_cannot_write_to_the_log(filled: Database) -> None:
    with connect(filled, "projector") as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute("INSERT INTO log.documents VALUES (gen_random_uuid(), 'x', 1)")
    assert caught.value.sqlstate == DENIED


def test_the_writer_cannot_write_to_the_read_models(filled: Database) -> None:
    with connect(filled, "writer") as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute("DELETE FROM read_a.reports")
    assert caught.value.sqlstate == DENIED


def test_nothing_is_left_to_public(superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        functions = connection.execute(
            """
            SELECT p.oid::regprocedure::text
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname IN ('log', 'sealed', 'jobs', 'read', 'read_a', 'read_b')
              AND has_function_privilege('public', p.oid, 'EXECUTE')
            """
        ).fetchall()
        tables = connection.execute(
            """
            SELECT c.oid::regclass::text
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('log', 'sealed', 'jobs', 'read', 'read_a', 'read_b') AND c.relkind IN ('r', 'v')
              AND has_table_privilege('public', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
            """
        ).fetchall()
    assert functions == []
    assert tables == []


def test_functions_with_their_owners_rights_belong_to_no_superuser_and_fix_their_path(superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        rows = connection.execute(
            """
            SELECT p.proname, r.rolsuper, p.proconfig::text
            FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE p.prosecdef AND n.nspname = 'log'
            """
        ).fetchall()
    assert {row[0] for row in rows} == {"lock_head_v1", "extend_head_v1", "refuse_addition_v1"}
    assert all(not is_superuser and "search_path" in configuration for _, is_superuser, configuration in rows)


def test_every_view_and_column_is_explained(superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        silent = connection.execute(
            """
            SELECT c.relname, a.attname
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum >= 0
            WHERE n.nspname = 'read' AND col_description(c.oid, a.attnum) IS NULL
            UNION ALL
            SELECT c.relname, NULL
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'read' AND obj_description(c.oid, 'pg_class') IS NULL
            """
        ).fetchall()
    assert silent == []


def test_migrating_again_changes_nothing(settings: Settings, superuser: str) -> None:
    def schema() -> list[tuple[object, ...]]:
        with psycopg.connect(superuser) as connection:
            return connection.execute("SELECT oid, relname, relacl::text FROM pg_class ORDER BY oid").fetchall()

    before = schema()
    assert settings.database_url
    migrate_schema(settings, settings.database_url)
    assert schema() == before


def test_two_migrations_at_once_wait_for_each_other(settings: Settings) -> None:
    failed: list[Exception] = []

    def migrate() -> None:
        try:
            assert settings.database_url
            migrate_schema(settings, settings.database_url)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=migrate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
