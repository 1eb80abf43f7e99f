"""What isolation transactions have by default, on somebody's server, is nothing to the writers of the log."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from tests.database.following import rendition
from tests.database.pooled import pooled
from tracker.log.log import Log
from tracker.types import Stream

if TYPE_CHECKING:
    from tracker.database import Database

WRITING = ("writer", "eraser", "projector")
APPENDS = 30
WRITERS = 3


def append(log: Log, writer: int) -> None:
    for number in range(APPENDS):
        log.append([rendition(number, Stream(f"cable/07MEXICO{writer}"))])


def write_at_once(database: Database) -> None:
    """Have several append at the same time; fails where one is refused."""
    log = Log(database.engine("writer"))
    with ThreadPoolExecutor(WRITERS) as threads:
        for _ in threads.map(append, [log] * WRITERS, range(WRITERS)):
            pass
    assert log.head().position == APPENDS * WRITERS


def isolation(database: Database, role: str) -> object:
    with database.engine(role).connect() as connection:
        return connection.exec_driver_sql("SHOW transaction_isolation").scalar()


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_a_stricter_isolation_of_the_role_in_the_database_is_not_used(
    database: Database, superuser: str, level: str
) -> None:
    with psycopg.connect(superuser) as connection:
        for role in WRITING:
            url = database.urls[role]
            connection.execute(
                sql.SQL("ALTER ROLE {} IN DATABASE {} SET default_transaction_isolation = {}").format(
                    sql.Identifier(url.username or ""), sql.Identifier(url.database or ""), sql.Literal(level)
                )
            )
    assert {isolation(database, role) for role in WRITING} == {"read committed"}
    write_at_once(database)


def test_nor_behind_a_pooler_that_of_the_database(database: Database, superuser: str) -> None:
    name = sql.Identifier(database.urls["writer"].database or "")
    with psycopg.connect(superuser) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_isolation = serializable").format(name))
    with pooled(database, superuser, *WRITING) as (behind,):
        assert {isolation(behind, role) for role in WRITING} == {"read committed"}
        write_at_once(behind)


def test_a_connection_is_lent_again_as_it_was_when_it_was_new(database: Database) -> None:
    """What its role's settings say of a session counts for each use of it: a replica refuses to begin a writing one."""
    reader = database.engine("reader")
    with reader.connect() as connection:
        new = connection.connection.driver_connection
    with reader.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True).connect() as connection:
        told = connection.exec_driver_sql("SHOW transaction_isolation").scalar_one()
        assert (told, connection.connection.driver_connection) == ("repeatable read", new)
    with reader.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is new
        assert isinstance(driver, psycopg.Connection)
        assert (driver.read_only, driver.isolation_level) == (None, None)
        assert connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on"
