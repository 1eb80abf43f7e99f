"""How a revision runs a file of SQL: by name, with the schema or the roles' names that it asks for."""

from __future__ import annotations

from importlib import resources

import psycopg
from alembic import context, op
from psycopg import sql


def text(name: str) -> str:
    """The SQL of `name` (folder and file without ending, such as `tables/log_v1`)."""
    return resources.files("migrations").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def run(name: str, *, schema: str | None = None, tables: str | None = None, roles: bool = False) -> None:
    """Run a file of SQL in the migration's transaction.

    `schema` is where unqualified names are made; `tables` stands for `%tables%` in the file; with `roles`, names in
    braces are the roles of the installation.
    """
    statement = text(name)
    if tables:
        statement = statement.replace("%tables%", tables)
    driver = op.get_bind().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    with driver.cursor() as cursor:
        if schema:
            cursor.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(schema)))
        if roles:
            names: dict[str, str] = context.config.attributes["roles"]
            cursor.execute(sql.SQL(statement).format(**{role: sql.Identifier(name) for role, name in names.items()}))
        else:
            cursor.execute(statement)
        if schema:
            cursor.execute("SET LOCAL search_path TO DEFAULT")
