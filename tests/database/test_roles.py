"""Each role can do what it must and nothing else, nothing is left to PUBLIC, and migrations leave it so."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.conftest import PROCESSES
from tracker.database import migrate_schema

if TYPE_CHECKING:
    from tests.database.conftest import Everyone
    from tracker.settings import Settings

DENIED = "42501"
OURS = ("log", "sealed", "jobs", "read", "read_a", "read_b")
LOG = ("document_parts", "documents", "events", "head")

FUNCTIONS = {
    "writer": {
        "append_at_v3",
        "append_v2",
        "chain_hash_v2",
        "lock_head_v1",
        "microseconds_v1",
        "recorded_v1",
    },
    "projector": {"date_precision_v1", "facts_v1", "facts_v2", "name_v1", "told_v1", "verbatim_v1", "words_v1"},
    "publisher": set[str](),
    "reader": set[str](),
    "eraser": {"erase_v1"},
}
"""The functions of schema log that each role may call."""

CHANGES = {
    "writer": {
        *(f"INSERT log.{table}" for table in LOG if table != "head"),
        "INSERT sealed.protected_names",
        "INSERT sealed.protected_places",
        *(
            f"{right} jobs.{table}"
            for table in ("checkpoints", "locks", "quarantine", "runs", "source_documents", "states")
            for right in ("INSERT", "UPDATE", "DELETE")
        ),
    },
    "projector": set[str](),
    "publisher": set[str](),
    "reader": set[str](),
    "eraser": set[str](),
}
"""What each role may change in schemas log, sealed, jobs and read."""

READS = {
    "writer": {"log", "jobs", "read"},
    "projector": {"log", "jobs", "read", "read_a", "read_b"},
    "publisher": {"jobs", "read"},
    "reader": {"jobs", "read"},
    "eraser": {"log", "jobs"},
}
"""The schemas in which each role may read at least something."""


@pytest.mark.parametrize("role", PROCESSES)
def test_a_role_may_call_these_functions_of_the_log_alone(everyone: Everyone, role: str) -> None:
    with everyone.connect("superuser") as connection:
        rows = connection.execute(
            """
            SELECT proname
            FROM pg_proc
            WHERE pronamespace = 'log'::regnamespace AND has_function_privilege(%s, oid, 'EXECUTE')
            """,
            [everyone.name(role)],
        ).fetchall()
    assert {row[0] for row in rows} == FUNCTIONS[role]


@pytest.mark.parametrize("role", PROCESSES)
def test_a_role_may_change_these_tables_alone(everyone: Everyone, role: str) -> None:
    with everyone.connect("superuser") as connection:
        rows = connection.execute(
            """
            SELECT p.privilege || ' ' || c.oid::regclass
            FROM pg_class c
            CROSS JOIN unnest(
                ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']
            ) AS p (privilege)
            WHERE c.relnamespace::regnamespace::text IN ('log', 'sealed', 'jobs', 'read')
              AND c.relkind IN ('r', 'v')
              AND has_table_privilege(%s, c.oid, p.privilege)
            """,
            [everyone.name(role)],
        ).fetchall()
    assert {row[0] for row in rows} == CHANGES[role]


@pytest.mark.parametrize("role", PROCESSES)
def test_a_role_may_read_in_these_schemas_alone(everyone: Everyone, role: str) -> None:
    with everyone.connect("superuser") as connection:
        rows = connection.execute(
            """
            SELECT DISTINCT c.relnamespace::regnamespace::text
            FROM pg_class c
            WHERE c.relnamespace::regnamespace::text = ANY (%s)
              AND c.relkind IN ('r', 'v')
              AND has_any_column_privilege(%s, c.oid, 'SELECT')
            """,
            [list(OURS), everyone.name(role)],
        ).fetchall()
    assert {row[0] for row in rows} == READS[role]


@pytest.mark.parametrize("role", PROCESSES)
def test_a_role_is_nobody_else_and_owns_nothing(everyone: Everyone, role: str) -> None:
    with everyone.connect("superuser") as connection:
        found = connection.execute(
            """
            SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls,
                   ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid),
                   (SELECT count(*) FROM pg_shdepend WHERE refobjid = r.oid AND deptype = 'o')
            FROM pg_roles r
            WHERE rolname = %s
            """,
            [everyone.name(role)],
        ).fetchone()
    assert found == (False, [], 0)


@pytest.mark.parametrize("role", ["writer", "publisher", "reader", "eraser"])
def test_only_the_projector_makes_temporary_tables(everyone: Everyone, role: str) -> None:
    """What is temporary is found before what is ours, by whoever does not say which he means."""
    with everyone.connect("projector") as connection, connection.transaction(force_rollback=True):
        connection.execute("CREATE TEMPORARY TABLE events (x integer)")
    with everyone.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TEMPORARY TABLE events (x integer)")


@pytest.mark.parametrize("role", PROCESSES)
def test_nothing_is_compiled_for_a_role(everyone: Everyone, role: str) -> None:
    with psycopg.connect(everyone.addresses[role]) as connection:
        assert connection.execute("SHOW jit").fetchone() == ("off",)


def test_the_writer_cannot_write_to_the_read_models(everyone: Everyone) -> None:
    with everyone.connect("writer") as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute("DELETE FROM read_a.reports")
    assert caught.value.sqlstate == DENIED


def test_nothing_is_left_to_public(superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        functions = connection.execute(
            """
            SELECT p.oid::regprocedure::text
            FROM pg_proc p
            WHERE p.pronamespace::regnamespace::text = ANY (%s) AND has_function_privilege('public', p.oid, 'EXECUTE')
            """,
            [list(OURS)],
        ).fetchall()
        tables = connection.execute(
            """
            SELECT c.oid::regclass::text
            FROM pg_class c
            WHERE c.relnamespace::regnamespace::text = ANY (%s) AND c.relkind IN ('r', 'v')
              AND has_table_privilege('public', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
            """,
            [list(OURS)],
        ).fetchall()
        schemas = connection.execute(
            "SELECT s FROM unnest(%s::text[]) AS s WHERE has_schema_privilege('public', s, 'USAGE, CREATE')",
            [list(OURS)],
        ).fetchall()
    assert (functions, tables, schemas) == ([], [], [])


def test_functions_with_their_owners_rights_belong_to_no_superuser_and_fix_their_path(superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        rows = connection.execute(
            """
            SELECT p.proname, r.rolsuper,
                   p.proconfig && ARRAY[
                       'search_path=pg_catalog, pg_temp', 'search_path=read_a, pg_temp', 'search_path=read_b, pg_temp'
                   ]
            FROM pg_proc p
            JOIN pg_roles r ON r.oid = p.proowner
            WHERE p.prosecdef AND p.pronamespace::regnamespace::text = ANY (%s)
            """,
            [list(OURS)],
        ).fetchall()
    assert {row[0] for row in rows} >= {"lock_head_v1", "append_v2", "extend_head_v5", "refuse_addition_v1", "erase_v1"}
    assert {row[1:] for row in rows} == {(False, True)}


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
