"""The words behind a mask: no role that a process connects as comes to them, by whatever statement.

Each statement may answer or be refused; in neither may a word of the name stand: not in a row, not in a message, not in
its details.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.conftest import PROCESSES, SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.database.conftest import Everyone

STATEMENTS = [
    "SELECT * FROM sealed.protected_names",
    "TABLE sealed.protected_names",
    "SELECT words FROM ONLY sealed.protected_names FOR UPDATE",
    "SELECT count(*) FROM sealed.protected_names WHERE words LIKE 'R%'",
    "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM sealed.protected_names",
    "EXPLAIN SELECT * FROM sealed.protected_names WHERE words > 'R'",
    "COPY sealed.protected_names TO STDOUT",
    "COPY (SELECT words FROM sealed.protected_names) TO STDOUT",
    "COPY (SELECT words FROM sealed.protected_names) TO PROGRAM 'cat'",
    "DECLARE c CURSOR WITH HOLD FOR SELECT * FROM sealed.protected_names",
    "PREPARE p AS SELECT * FROM sealed.protected_names; EXECUTE p",
    "CREATE TEMPORARY TABLE mine AS SELECT * FROM sealed.protected_names",
    "CREATE TEMPORARY VIEW mine AS SELECT * FROM sealed.protected_names",
    "DO $$ BEGIN RAISE '%', (SELECT string_agg(words, ' ') FROM sealed.protected_names); END $$",
    "DO $$ BEGIN PERFORM words::integer FROM sealed.protected_names; END $$",
    "SELECT query_to_xml('SELECT * FROM sealed.protected_names', true, true, '')",
    "SELECT table_to_xml('sealed.protected_names', true, true, '')",
    "SELECT schema_to_xml('sealed', true, true, '')",
    "SELECT database_to_xml(true, true, '')",
    "SELECT * FROM ts_stat('SELECT to_tsvector(words) FROM sealed.protected_names')",
    "SELECT ts_rewrite('a'::tsquery, 'SELECT words::tsquery, words::tsquery FROM sealed.protected_names')",
    "SELECT * FROM pg_stats WHERE schemaname IN ('sealed', 'log')",
    "SELECT * FROM pg_statistic",
    "SELECT lo_import(pg_relation_filepath('sealed.protected_names'))",
    "SELECT pg_read_binary_file(pg_relation_filepath('sealed.protected_names'))",
    "SELECT pg_read_file('postgresql.conf')",
    "CREATE EXTENSION dblink",
    "CREATE EXTENSION pageinspect",
    "GRANT SELECT ON sealed.protected_names TO CURRENT_USER",
    "INSERT INTO sealed.protected_names SELECT document_id, 2, 'x', 'x' FROM log.documents RETURNING words",
    "INSERT INTO sealed.protected_names SELECT document_id, 1, 'x', 'x' FROM log.documents",
    """
    INSERT INTO sealed.protected_names SELECT document_id, 1, 'x', 'x' FROM log.documents
    ON CONFLICT (document_id, number) DO UPDATE SET reason = protected_names.words RETURNING words
    """,
    "UPDATE sealed.protected_names SET reason = words RETURNING words",
    "DELETE FROM sealed.protected_names RETURNING words",
    "MERGE INTO sealed.protected_names s USING (SELECT 1) AS one ON s.words = 'x' WHEN MATCHED THEN DELETE",
    "LOCK TABLE sealed.protected_names",
    "ANALYZE VERBOSE sealed.protected_names",
    "SELECT string_agg(p.words, '') FROM log.document_parts p",
    "SELECT string_agg(log.verbatim_v1(document_id, 0, 100000), '') FROM log.documents",
    "SELECT string_agg(body::text, '') FROM log.events",
    "SELECT * FROM pg_stat_activity",
    "SELECT * FROM pg_prepared_statements",
    "SELECT * FROM pg_cursors",
    "SELECT * FROM pg_largeobject",
]


@pytest.fixture
def open_secret(everyone: Everyone) -> Iterator[None]:
    """Statistics of the sealed words, and a session of the owner's whose last statement held them."""
    with everyone.connect("owner") as owner:
        owner.execute("ANALYZE sealed.protected_names, log.events, log.document_parts")
        assert owner.execute(f"SELECT words LIKE '%{SECRET}%' FROM sealed.protected_names".encode()).fetchone() == (
            True,
        )
        yield


def answer(connection: psycopg.Connection, statement: str) -> str:
    """All that a statement tells: its rows, or its error with all details; and notices."""
    told: list[str] = []
    connection.add_notice_handler(lambda notice: told.append(everything(notice)))
    try:
        with connection.transaction(force_rollback=True), connection.cursor() as cursor:
            if statement.startswith("COPY") and statement.endswith("STDOUT"):
                with cursor.copy(statement.encode()) as rows:
                    told += [bytes(row).decode() for row in rows]
            else:
                cursor.execute(statement.encode())
                told += [str(row) for row in cursor] if cursor.description else []
    except psycopg.Error as error:
        told.append(f"{error} {everything(error.diag)}")
    return " ".join(told)


def everything(diagnostic: psycopg.errors.Diagnostic) -> str:
    """Every field of a message."""
    return " ".join(str(getattr(diagnostic, name)) for name in dir(diagnostic) if not name.startswith("_"))


def told_by(connection: psycopg.Connection, statements: list[str]) -> list[str]:
    """Which statements tell a word of the name."""
    return [each for each in statements if any(word in answer(connection, each) for word in SECRET.split())]


def test_the_owner_alone_reads_sealed_words(everyone: Everyone, open_secret: None) -> None:
    """And so the words would be seen below, where they are told."""
    with everyone.connect("owner") as connection:
        told = told_by(connection, STATEMENTS)
    assert {"SELECT * FROM sealed.protected_names", "COPY sealed.protected_names TO STDOUT"} < set(told)
    assert any(statement.startswith("DO") for statement in told)


@pytest.mark.parametrize("role", PROCESSES)
def test_no_statement_tells_sealed_words(everyone: Everyone, open_secret: None, role: str) -> None:
    with everyone.connect(role) as connection:
        assert told_by(connection, STATEMENTS) == []


@pytest.mark.parametrize("role", PROCESSES)
def test_nothing_that_can_be_read_holds_sealed_words(everyone: Everyone, open_secret: None, role: str) -> None:
    """Every table and view that there is, those of the server's own catalogue included."""
    with everyone.connect(role) as connection:
        rows = connection.execute(
            "SELECT format('SELECT * FROM %I.%I', relnamespace::regnamespace, relname) FROM pg_class "
            "WHERE relkind IN ('r', 'v', 'm') AND has_table_privilege(oid, 'SELECT') "
            "AND relnamespace <> 'information_schema'::regnamespace"
        ).fetchall()
        assert len(rows) > 100
        assert told_by(connection, [row[0] for row in rows]) == []
