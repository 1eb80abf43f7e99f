"""Errors of the server become those that the tracker acts on: what was lost, and what was disturbed, is tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.following import eventually
from tracker.errors import DatabaseError, DatabaseLostError, DisturbedError
from tracker.log.transactions import transaction, translate

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.database import Database


@pytest.fixture
def engine(database: Database) -> Engine:
    return database.engine("writer")


def idle_too_long(engine: Engine, superuser: str) -> None:
    with transaction(engine) as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10ms'")
        process = cursor.connection.info.backend_pid

        def is_gone() -> bool:
            with psycopg.connect(superuser) as connection:
                found = connection.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [process])
                return found.fetchone() is None

        eventually(is_gone, "the server has ended it")
        cursor.execute("SELECT 1")


def test_a_session_that_was_ended_for_idling_in_its_transaction_is_lost(engine: Engine, superuser: str) -> None:
    with pytest.raises(DatabaseLostError, match="idle-in-transaction"):
        idle_too_long(engine, superuser)


def work_too_long(engine: Engine) -> None:
    with transaction(engine) as cursor:
        cursor.execute("SET LOCAL transaction_timeout = '10ms'")
        cursor.execute("SELECT pg_sleep(60)")


def test_a_transaction_that_took_too_long_is_lost(engine: Engine) -> None:
    with pytest.raises(DatabaseLostError, match="transaction timeout"):
        work_too_long(engine)


def lose_against_another(engine: Engine, other: psycopg.Connection) -> None:
    with transaction(engine) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT position FROM jobs.checkpoints")
        other.execute("UPDATE jobs.checkpoints SET position = 1")
        cursor.execute("UPDATE jobs.checkpoints SET position = 2")


def test_of_two_transactions_that_could_not_both_succeed_one_was_disturbed(engine: Engine, superuser: str) -> None:
    with psycopg.connect(superuser, autocommit=True) as other:
        other.execute("INSERT INTO jobs.checkpoints (name) VALUES ('contended')")
        with pytest.raises(DisturbedError, match="could not serialize"):
            lose_against_another(engine, other)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("08006", DatabaseLostError),
        ("25P03", DatabaseLostError),
        ("25P04", DatabaseLostError),
        ("57P01", DatabaseLostError),
        ("40001", DisturbedError),
        ("40P01", DisturbedError),
        ("53100", DatabaseError),
        ("57014", DatabaseError),
    ],
)
def test_an_error_is_known_by_its_state(state: str, expected: type[DatabaseError]) -> None:
    assert type(translate(psycopg.errors.lookup(state)())) is expected


def test_an_error_of_the_clients_own_is_known_by_its_class() -> None:
    assert type(translate(psycopg.OperationalError("the connection is closed"))) is DatabaseLostError
    assert type(translate(psycopg.InterfaceError("that cannot be adapted"))) is DatabaseError
