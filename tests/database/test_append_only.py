"""What is recorded stays as it is, whoever asks: no role alters it, directly or by a detour.

The database is one that an ordinary owner migrated. What the owner and superusers can do deliberately, by taking off
triggers or by redefining tables, is no matter of these tests: a check of the chain finds that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.concurrency.by_hand import COLUMNS
from tests.database.conftest import PROCESSES

if TYPE_CHECKING:
    from tests.database.conftest import Everyone

TABLES = {
    "log.events": COLUMNS,
    "log.head": ("singleton", "position", "hash", "recorded_at", "sample"),
    "log.documents": ("document_id", "reference_id", "ordinal"),
    "log.document_parts": ("document_id", "ordinal", "start_offset", "words", "salt", "commitment"),
}
MIGHTY = ["superuser", "owner"]
DENIED = "42501"
APPEND_ONLY = "TR006"

CHANGES = [
    *(f"UPDATE {table} SET {column} = {column}" for table, columns in TABLES.items() for column in columns),
    *(f"DELETE FROM {table}" for table in TABLES),
    *(f"TRUNCATE {table} CASCADE" for table in TABLES),
    "TRUNCATE log.events, log.head, log.documents, log.document_parts",
    "UPDATE log.head SET position = position + 1",
    "UPDATE log.head SET position = position + 1, recorded_at = clock_timestamp(), hash = sha256(hash)",
    "INSERT INTO log.events SELECT * FROM log.events ON CONFLICT (position) DO UPDATE SET actor = 'another'",
    "INSERT INTO log.events SELECT * FROM log.events ON CONFLICT (event_id) DO UPDATE SET body = '{}'",
    "INSERT INTO log.head SELECT * FROM log.head ON CONFLICT (singleton) DO UPDATE SET position = 0",
    "INSERT INTO log.documents SELECT * FROM log.documents ON CONFLICT (document_id) DO UPDATE SET ordinal = 9",
    """
    INSERT INTO log.document_parts SELECT * FROM log.document_parts
    ON CONFLICT (document_id, ordinal) DO UPDATE SET words = ''
    """,
    "MERGE INTO log.events e USING log.head h ON e.position < h.position WHEN MATCHED THEN UPDATE SET actor = 'a'",
    "MERGE INTO log.events e USING log.head h ON e.position = h.position WHEN MATCHED THEN DELETE",
    "MERGE INTO log.head h USING (SELECT 1) AS one ON true WHEN MATCHED THEN UPDATE SET position = 0",
    "MERGE INTO log.document_parts p USING log.head h ON true WHEN MATCHED THEN UPDATE SET words = ''",
    "WITH gone AS (DELETE FROM log.events WHERE position = 1 RETURNING position) SELECT count(*) FROM gone",
    "WITH changed AS (UPDATE log.head SET position = 0 RETURNING position) SELECT count(*) FROM changed",
    """
    DO $$
    DECLARE
        newest CURSOR FOR SELECT * FROM log.events ORDER BY position DESC FOR UPDATE;
    BEGIN
        OPEN newest;
        MOVE newest;
        UPDATE log.events SET actor = 'another' WHERE CURRENT OF newest;
    END $$
    """,
]


def outcomes(everyone: Everyone, role: str, statements: list[str], *expected: str) -> dict[str, str | None]:
    """Which statements have another outcome than these SQLSTATEs; nothing that the log holds may change either way.

    Each is tried in a transaction, with whatever waits for its end, and undone where it was not refused.
    """
    found: dict[str, str | None] = {}
    before = everyone.kept()
    with everyone.connect(role) as connection:
        for statement in statements:
            found[statement] = None
            try:
                with connection.transaction(force_rollback=True):
                    connection.execute(statement.encode())
                    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except psycopg.Error as error:
                found[statement] = error.sqlstate
    assert everyone.kept() == before
    return {statement: state for statement, state in found.items() if state not in expected}


@pytest.mark.parametrize("role", MIGHTY)
def test_triggers_refuse_every_change_even_to_the_mighty(everyone: Everyone, role: str) -> None:
    assert outcomes(everyone, role, CHANGES, APPEND_ONLY) == {}


@pytest.mark.parametrize("role", PROCESSES)
def test_no_process_has_the_right_to_change_anything(everyone: Everyone, role: str) -> None:
    assert outcomes(everyone, role, CHANGES, DENIED) == {}


BY_DETOURS = {
    "through a view": "CREATE VIEW public.v AS SELECT * FROM log.events; UPDATE public.v SET actor = 'another'",
    "through a rule": """
        CREATE TABLE public.t (x integer);
        CREATE RULE r AS ON INSERT TO public.t DO INSTEAD UPDATE log.head SET position = 0;
        INSERT INTO public.t VALUES (1)
    """,
    "through a function": """
        CREATE FUNCTION public.f() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM log.events';
        SELECT public.f()
    """,
    "through a trigger of another table": """
        CREATE TABLE public.t (x integer);
        CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN UPDATE log.head SET position = 0; RETURN NULL; END';
        CREATE TRIGGER r AFTER INSERT ON public.t FOR EACH STATEMENT EXECUTE FUNCTION public.f();
        INSERT INTO public.t VALUES (1)
    """,
    "through a trigger that alters events": """
        CREATE TABLE public.t (x integer);
        CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN UPDATE log.events SET body = ''{}''; RETURN NULL; END';
        CREATE TRIGGER r AFTER INSERT ON public.t FOR EACH STATEMENT EXECUTE FUNCTION public.f();
        INSERT INTO public.t VALUES (1)
    """,
    "with deferred constraints": "SET CONSTRAINTS ALL DEFERRED; UPDATE log.head SET position = 0",
}


@pytest.mark.parametrize("role", [*MIGHTY, *PROCESSES])
@pytest.mark.parametrize("detour", BY_DETOURS)
def test_no_detour_leads_to_a_change(everyone: Everyone, role: str, detour: str) -> None:
    """Each is one transaction: with what is refused, the detour itself is gone too."""
    expected = [APPEND_ONLY] if role in MIGHTY else [DENIED]
    assert outcomes(everyone, role, [BY_DETOURS[detour]], *expected) == {}


def test_a_replica_s_session_alters_nothing_either(everyone: Everyone) -> None:
    """Ordinary triggers are silent in a session that says that it replays another server's changes."""
    before = everyone.kept()
    with everyone.connect("superuser") as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in CHANGES:
            with pytest.raises(psycopg.Error) as caught, connection.transaction():
                connection.execute(statement.encode())
            assert caught.value.sqlstate == APPEND_ONLY, statement
    assert everyone.kept() == before


@pytest.mark.parametrize("role", ["owner", *PROCESSES])
def test_only_a_superuser_can_pretend_to_be_a_replica(everyone: Everyone, role: str) -> None:
    assert outcomes(everyone, role, ["SET session_replication_role = replica"], DENIED) == {}


@pytest.mark.parametrize("role", PROCESSES)
def test_no_process_takes_off_what_guards_the_log(everyone: Everyone, role: str) -> None:
    with everyone.connect("superuser") as connection:
        triggers = connection.execute(
            """
            SELECT t.tgname, t.tgrelid::regclass::text
            FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace IN ('log'::regnamespace, 'sealed'::regnamespace) AND NOT t.tgisinternal
            """
        ).fetchall()
        functions = connection.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'log'::regnamespace"
        ).fetchall()
    assert triggers
    assert functions
    statements = [
        *(f"DROP TRIGGER {name} ON {table}" for name, table in triggers),
        *(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name, table in triggers),
        *(f"ALTER TRIGGER {name} ON {table} RENAME TO another" for name, table in triggers),
        *(f"DROP FUNCTION {function} CASCADE" for (function,) in functions),
        *(f"ALTER FUNCTION {function} SECURITY INVOKER" for (function,) in functions),
        *(f"ALTER FUNCTION {function} OWNER TO CURRENT_USER" for (function,) in functions),
    ]
    for table, (first, *_) in TABLES.items():
        statements += [
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            f"ALTER TABLE {table} DISABLE TRIGGER USER",
            f"ALTER TABLE {table} OWNER TO CURRENT_USER",
            f"ALTER TABLE {table} RENAME TO another",
            f"ALTER TABLE {table} ADD COLUMN another integer",
            f"ALTER TABLE {table} ALTER COLUMN {first} DROP NOT NULL",
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} SET SCHEMA public",
            f"DROP TABLE {table} CASCADE",
            f"CREATE RULE another AS ON INSERT TO {table} DO INSTEAD NOTHING",
            f"CREATE INDEX another ON {table} ({first})",
            f"CREATE POLICY another ON {table}",
            f"CREATE TRIGGER another BEFORE INSERT ON {table} EXECUTE FUNCTION log.refuse_change_v1()",
            f"LOCK TABLE {table} IN SHARE MODE",
            f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
        ]
    statements += [
        "CREATE TABLE log.another (x integer)",
        "CREATE FUNCTION log.another() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "ALTER SCHEMA log RENAME TO another",
        "DROP SCHEMA log CASCADE",
        "CREATE PUBLICATION another FOR TABLE log.events",
        "SELECT FROM log.head FOR UPDATE",
        "SELECT FROM log.head FOR KEY SHARE",
        "SELECT FROM log.events FOR UPDATE",
    ]
    assert outcomes(everyone, role, statements, DENIED) == {}


@pytest.mark.parametrize("role", [*MIGHTY, *PROCESSES])
def test_no_trigger_function_can_be_called(everyone: Everyone, role: str) -> None:
    with everyone.connect("superuser") as connection:
        rows = connection.execute(
            "SELECT oid::regproc::text FROM pg_proc "
            "WHERE pronamespace = 'log'::regnamespace AND prorettype = 'trigger'::regtype"
        ).fetchall()
    assert rows
    calls = [f"SELECT {name}()" for (name,) in rows]
    assert outcomes(everyone, role, calls, *([DENIED] if role in PROCESSES else ["0A000"])) == {}


def test_a_second_head_cannot_be_made(everyone: Everyone) -> None:
    values = "0, decode(repeat('00', 32), 'hex'), now()"
    for role in [*MIGHTY, *PROCESSES]:
        statements = [
            f"INSERT INTO log.head (singleton, position, hash, recorded_at) VALUES ({singleton}, {values})"
            for singleton in ("true", "false", "null")
        ]
        assert outcomes(everyone, role, statements, DENIED, "23505", "23514", "23502") == {}


@pytest.mark.parametrize("role", ["projector", "publisher", "reader", "eraser"])
def test_only_the_writer_adds_to_the_log(everyone: Everyone, role: str) -> None:
    statements = [
        *(f"INSERT INTO {table} DEFAULT VALUES" for table in [*TABLES, "sealed.protected_names"]),
        *(f"COPY {table} FROM STDIN" for table in [*TABLES, "sealed.protected_names"]),
    ]
    assert outcomes(everyone, role, statements, DENIED) == {}
