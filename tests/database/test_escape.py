"""SQL of a reader's own: no statement leaves its role, writes what is ours, or outlives the limit that it runs under.

Both roles that only read are tried. Their read-only default is lifted first, as any session can lift it, so that what
is refused is refused for want of a right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from tests.database.conftest import Everyone

READERS = ["reader", "publisher"]
REFUSED = {
    "42501",  # no right
    "0A000",  # a view that nobody can change
    "42809",  # no table
}

STATEMENTS = [
    # Another role.
    "SET ROLE {prefix}_writer",
    "SET ROLE {prefix}_owner",
    "SET ROLE pg_read_all_data",
    "SET ROLE pg_execute_server_program",
    "SET SESSION AUTHORIZATION {prefix}_writer",
    "SET SESSION AUTHORIZATION {prefix}_owner",
    "DO $$ BEGIN EXECUTE 'SET ROLE {prefix}_owner'; END $$",
    "SELECT set_config('role', '{prefix}_owner', false)",
    "SELECT set_config('session_authorization', '{prefix}_owner', false)",
    "GRANT {prefix}_owner TO CURRENT_USER",
    "GRANT pg_read_all_data TO CURRENT_USER",
    "CREATE ROLE mine SUPERUSER",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE CURRENT_USER CREATEROLE",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "ALTER ROLE CURRENT_USER REPLICATION",
    "ALTER ROLE CURRENT_USER CONNECTION LIMIT 1000",
    "ALTER ROLE {prefix}_writer PASSWORD 'known'",
    "ALTER ROLE {prefix}_writer SET lock_timeout = 0",
    "ALTER ROLE ALL SET statement_timeout = 0",
    "ALTER DATABASE {prefix} SET statement_timeout = 0",
    "REASSIGN OWNED BY {prefix}_owner TO CURRENT_USER",
    "DROP OWNED BY {prefix}_owner",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {prefix}_owner GRANT SELECT ON TABLES TO PUBLIC",
    # What is not theirs to read.
    "SELECT * FROM log.events",
    "SELECT * FROM log.document_parts",
    "SELECT * FROM jobs.quarantine",
    "SELECT * FROM read_a.reports",
    "SELECT * FROM read_b.reports",
    "SELECT log.lock_head_v1()",
    "SELECT log.verbatim_v1(gen_random_uuid(), 0, 9)",
    "SELECT rolpassword FROM pg_authid",
    "SELECT passwd FROM pg_shadow",
    "SELECT current_setting('data_directory')",
    "SELECT * FROM pg_hba_file_rules",
    "SELECT * FROM pg_file_settings",
    # The server's files and programs.
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/mine'",
    "CREATE TABLE pg_temp.mine (line text)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('/etc/passwd')",
    "SELECT pg_stat_file('/etc/passwd')",
    "SELECT pg_ls_dir('.')",
    "SELECT pg_ls_logdir()",
    "SELECT pg_ls_waldir()",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '/tmp/mine')",
    "LOAD 'dblink'",
    "CREATE FOREIGN DATA WRAPPER mine",
    "ALTER SYSTEM SET work_mem = '1GB'",
    "SET log_statement = 'all'",
    "SET log_min_error_statement = 'error'",
    "SET log_min_messages = 'debug5'",
    "SET session_replication_role = replica",
    "SET session_preload_libraries = 'auto_explain'",
    "SET temp_file_limit = -1",
    "SELECT pg_reload_conf()",
    "SELECT pg_rotate_logfile()",
    "SELECT pg_switch_wal()",
    "SELECT pg_promote()",
    "SELECT pg_create_restore_point('mine')",
    "SELECT pg_create_physical_replication_slot('mine')",
    "SELECT pg_create_logical_replication_slot('mine', 'pgoutput')",
    "SELECT pg_replication_origin_create('mine')",
    "SELECT pg_stat_reset()",
    "SELECT pg_log_backend_memory_contexts(pg_backend_pid())",
    "CHECKPOINT",
    # Anything of their own in the database.
    "CREATE SCHEMA mine",
    "CREATE DATABASE mine",
    "CREATE TABLE public.mine (x integer)",
    "CREATE TABLE read.mine (x integer)",
    "CREATE TEMPORARY TABLE mine (x integer)",
    "CREATE TEMPORARY VIEW mine AS SELECT 1",
    "CREATE TEMPORARY SEQUENCE mine",
    "CREATE UNLOGGED TABLE public.mine (x integer)",
    "CREATE MATERIALIZED VIEW public.mine AS SELECT 1",
    "SELECT 1 AS x INTO mine",
    "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION pg_temp.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE VIEW read.reports AS SELECT 1",
    "CREATE TYPE public.mine AS (x integer)",
    "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION log.refuse_change_v1()",
    "CREATE PUBLICATION mine",
    "CREATE SUBSCRIPTION mine CONNECTION 'dbname=mine' PUBLICATION mine",
    # What is ours.
    "INSERT INTO read.timeline SELECT * FROM read.timeline",
    "UPDATE read.timeline SET kind = 'mine'",
    "DELETE FROM read.timeline",
    "TRUNCATE read.incidents",
    "SELECT * FROM read.incidents FOR UPDATE",
    "SELECT * FROM read.incidents FOR KEY SHARE",
    "DROP VIEW read.incidents",
    "ALTER VIEW read.incidents RENAME TO mine",
    "COMMENT ON VIEW read.incidents IS 'mine'",
    "INSERT INTO jobs.checkpoints VALUES ('mine', 1)",
    "UPDATE jobs.read_schema SET active = 'read_b'",
    "UPDATE jobs.schema_revision SET version_num = 'r0001'",
    "SELECT pg_terminate_backend({victim})",
    "SELECT pg_cancel_backend({victim})",
    *(
        f"DO $$ BEGIN LOCK TABLE {relation} IN {mode} MODE; END $$"
        for relation in ("read.incidents", "jobs.schema_revision")
        for mode in ("ROW SHARE", "ROW EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE")
    ),
]


@pytest.mark.parametrize("role", READERS)
def test_sql_of_a_reader_does_not_leave_its_role(everyone: Everyone, role: str) -> None:
    with everyone.connect("writer") as victim, everyone.connect(role) as connection:
        assert connection.execute("SELECT count(*) FROM read.reports").fetchone() == (1,)
        found: dict[str, str | None] = {}
        for statement in STATEMENTS:
            text = statement.format(prefix=everyone.prefix, victim=victim.info.backend_pid)
            try:
                connection.execute(text.encode())
            except psycopg.Error as error:
                found[statement] = error.sqlstate
            else:
                found[statement] = None
        assert connection.execute("SELECT current_user, session_user").fetchone() == (everyone.name(role),) * 2
        assert victim.execute("SELECT 1").fetchone() == (1,)
    assert {statement: state for statement, state in found.items() if state not in REFUSED} == {}


@pytest.mark.parametrize("role", READERS)
def test_a_reader_s_session_is_read_only_unless_it_says_otherwise(everyone: Everyone, role: str) -> None:
    with psycopg.connect(everyone.addresses[role]) as connection:
        assert connection.execute("SHOW transaction_read_only").fetchone() == ("on",)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_sleep(30)",
        "SELECT set_config('statement_timeout', '0', false), pg_sleep(30)",
        "DO $$ BEGIN SET statement_timeout = 0; PERFORM pg_sleep(30); END $$",
        "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(30); EXCEPTION WHEN query_canceled THEN RAISE; END; END LOOP; END $$",
        "SELECT count(*) FROM generate_series(1, 100000000000)",
    ],
)
def test_no_statement_lifts_the_limit_that_it_runs_under(everyone: Everyone, statement: str) -> None:
    with (
        psycopg.connect(everyone.addresses["reader"], options="-c statement_timeout=50ms") as connection,
        pytest.raises(psycopg.errors.QueryCanceled, match="statement timeout"),
    ):
        connection.execute(statement.encode())


def test_the_limit_is_the_role_s_own(everyone: Everyone) -> None:
    with psycopg.connect(everyone.addresses["reader"]) as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("1min",)
        assert connection.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("1min",)
