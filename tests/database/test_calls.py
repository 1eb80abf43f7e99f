"""A statement that is called over and over is prepared once in a session, and again where the session forgot it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.following import eventually
from tracker.log.calls import Call, Session
from tracker.log.kept import Sessions
from tracker.log.transactions import connection
from tracker.log.wire import bigints, read_bigints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.database import Database

STATEMENT = "SELECT ARRAY(SELECT n FROM unnest($1::bigint[]) WITH ORDINALITY AS u (n, nth) ORDER BY nth DESC)"


@pytest.fixture
def session(database: Database) -> Iterator[psycopg.Connection]:
    with connection(database.engine("writer")) as driver:
        yield driver


def called(call: Call, session: psycopg.Connection, values: Sequence[int | None]) -> list[int]:
    """What the statement makes of some integers."""
    result = call(Session(session), [bigints(values).form])
    assert result is not None
    return read_bigints(result)


def prepared(session: psycopg.Connection) -> list[str]:
    """What the session knows by a name that a call gave it."""
    found = session.execute("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'call%'").fetchall()
    session.rollback()
    return [statement for (statement,) in found]


def test_it_is_prepared_once_and_gives_the_value(session: psycopg.Connection) -> None:
    call = Call(STATEMENT)
    assert called(call, session, [1, -2, 2**62]) == [2**62, -2, 1]
    assert called(call, session, []) == []
    assert called(call, session, [7]) == [7]


def test_it_is_prepared_again_where_the_session_forgot_it(session: psycopg.Connection) -> None:
    call = Call(STATEMENT)
    called(call, session, [1])
    session.execute("DEALLOCATE ALL")
    session.commit()
    assert called(call, session, [1, 2]) == [2, 1]
    assert prepared(session) == [STATEMENT]


def test_each_session_prepares_its_own(database: Database) -> None:
    for call in (Call(STATEMENT), Call(STATEMENT)):
        with psycopg.connect(
            database.urls["writer"].set(drivername="postgresql").render_as_string(hide_password=False)
        ) as driver:
            assert called(call, driver, [3, 4]) == [4, 3]


def test_a_statement_is_prepared_for_all_who_call_it(session: psycopg.Connection) -> None:
    for call in (Call(STATEMENT), Call(STATEMENT)):
        assert called(call, session, [3, 4]) == [4, 3]
    assert prepared(session) == [STATEMENT]


def test_nothing_is_prepared_where_nothing_may_be(session: psycopg.Connection) -> None:
    session.prepare_threshold = None
    assert called(Call(STATEMENT), session, [5, 6]) == [6, 5]
    assert prepared(session) == []
    session.prepare_threshold = 5


def test_its_errors_are_psycopgs_and_leave_the_session_as_it_was(session: psycopg.Connection) -> None:
    call = Call("SELECT 1 / ($1::bigint[])[1]")
    with pytest.raises(psycopg.errors.DivisionByZero, match="division by zero"):
        call(Session(session), [bigints([0]).form])
    assert call(Session(session), [bigints([1]).form]) == (1).to_bytes(8, "big")


def test_a_lost_session_is_told_as_one(session: psycopg.Connection, superuser: str) -> None:
    call = Call(STATEMENT)
    called(call, session, [1])
    with psycopg.connect(superuser) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", [session.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        called(call, session, [1])


def test_what_is_more_than_the_system_takes_in_at_once_is_sent_in_pieces(session: psycopg.Connection) -> None:
    values = list(range(300_000))
    assert called(Call(STATEMENT), session, values) == values[::-1]


def test_a_commit_that_fails_is_an_error(superuser: str) -> None:
    with psycopg.connect(superuser, autocommit=True) as driver:
        driver.execute("CREATE TEMPORARY TABLE numbers (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        session = Session(driver)
        with pytest.raises(psycopg.errors.UniqueViolation):
            Call("INSERT INTO numbers VALUES (1), (1) RETURNING n")(session, [])
        assert Call("SELECT count(*) FROM numbers")(session, []) == bytes(8)


def test_what_is_interrupted_is_cancelled(database: Database, superuser: str) -> None:
    """Whoever is interrupted knows that what they asked for does not happen later."""

    def interrupt(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    sessions = Sessions(database.engine("writer"))
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            sessions.call(Call("SELECT pg_sleep(60), 'interrupted'"), [])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert sessions.call(Call("SELECT 1"), []) == (1).to_bytes(4, "big")
    running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%interrupted%' AND pid <> pg_backend_pid()"
    with psycopg.connect(superuser, autocommit=True) as other:
        eventually(lambda: other.execute(running).fetchone() == (0,), "nothing of it runs on")
