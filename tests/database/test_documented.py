"""The documentation is complete: every view, column and function is explained, and what is declared of them holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from tests.documentation.pages import QUESTIONS, SQL, questions_page, reference, written

if TYPE_CHECKING:
    from tracker.database import Database

_GUIDE = SQL.read_text(encoding="utf-8").split("## The views")[0]
QUERIES = [block.strip() for block in re.findall(r"```sql\n(.*?)```", _GUIDE, re.DOTALL) if "ATTACH" not in block]


def test_every_function_is_explained(superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        silent = connection.execute(
            """
            SELECT p.oid::regprocedure::text
            FROM pg_proc p
            WHERE p.pronamespace = 'read'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL
            """
        ).fetchall()
    assert silent == []


def test_the_reference_is_what_the_database_says(superuser: str) -> None:
    page = SQL.read_text(encoding="utf-8")
    assert page == written(page, reference(superuser)), "run `make docs`"


def test_the_questions_are_those_of_the_files() -> None:
    assert QUESTIONS.read_text(encoding="utf-8") == questions_page(), "run `make docs`"


@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_of_the_guide_run(sampled: Database, query: str) -> None:
    with sampled.engine("reader").connect() as connection:
        connection.execute(text(query)).all()


def test_every_join_leads_somewhere(sampled: Database) -> None:
    lost: list[tuple[object, ...]] = []
    with psycopg.connect(_address(sampled)) as connection:
        joins = connection.execute("SELECT from_view, from_column, to_view, to_column FROM read.joins").fetchall()
        for from_view, from_column, to_view, to_column in joins:
            kind = connection.execute(
                "SELECT atttypid::regtype::text FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s",
                [f"read.{from_view}", from_column],
            ).fetchone()
            assert kind is not None, f"read.{from_view} has no column {from_column}"
            value = sql.SQL("unnest({})" if kind[0].endswith("[]") else "{}").format(sql.Identifier(from_column))
            lost += connection.execute(
                sql.SQL(
                    """
                    SELECT {name}, f.value::text
                    FROM (SELECT DISTINCT {value} AS value FROM {one}) AS f
                    WHERE f.value IS NOT NULL AND NOT EXISTS (SELECT FROM {other} o WHERE o.{column} = f.value)
                    """
                ).format(
                    name=sql.Literal(f"{from_view}.{from_column}"),
                    value=value,
                    one=sql.Identifier("read", from_view),
                    other=sql.Identifier("read", to_view),
                    column=sql.Identifier(to_column),
                )
            ).fetchall()
    assert len(joins) > 10
    assert lost == []


def _address(database: Database) -> str:
    return database.engine("reader").url.set(drivername="postgresql").render_as_string(hide_password=False)
