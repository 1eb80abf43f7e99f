"""A session is kept between calls, given to one caller at a time, and let go of where it is lost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
import pytest

from tracker.errors import DatabaseError, DatabaseLostError
from tracker.log import kept
from tracker.log.calls import Call, Session
from tracker.log.kept import Sessions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from tracker.database import Database

WHO = Call("SELECT pg_backend_pid()")


@pytest.fixture
def engine(database: Database) -> Engine:
    return database.engine("writer")


def who(engine: Engine) -> int:
    """The process of the server's that answers a call."""
    answer = Sessions(engine).call(WHO, [])
    assert answer is not None
    return int.from_bytes(answer, "big")


def end(process: int, superuser: str) -> None:
    """End a session, and wait until it has ended."""
    with psycopg.connect(superuser) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", [process])


def test_calls_that_follow_each_other_share_a_session(engine: Engine) -> None:
    assert len({who(engine) for _ in range(3)}) == 1


def test_the_others_have_the_rest_of_the_pool(engine: Engine) -> None:
    ours = who(engine)
    with engine.connect() as other:
        assert other.exec_driver_sql("SELECT pg_backend_pid()").scalar() != ours
    assert who(engine) == ours


def test_two_callers_at_once_have_a_session_each(engine: Engine) -> None:
    entered = threading.Barrier(2, timeout=60)
    answers: list[bytes | None] = []

    class Meeting(Call):
        def __call__(self, session: Session, parameters: Sequence[bytes]) -> bytes | None:
            entered.wait()
            return WHO(session, parameters)

    def ask() -> None:
        answers.append(Sessions(engine).call(Meeting("SELECT"), []))

    who(engine)
    callers = [threading.Thread(target=ask) for _ in range(2)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(set(answers)) == 2
    assert engine.pool.status().count("Current Checked out connections: 1")


def test_one_that_was_lost_while_it_was_in_use_is_not_kept(engine: Engine, superuser: str) -> None:
    lost = who(engine)
    end(lost, superuser)
    with pytest.raises(DatabaseLostError):
        who(engine)
    engine.dispose()
    assert who(engine) != lost


def test_one_that_was_lost_while_it_lay_idle_is_not_used(
    engine: Engine, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = who(engine)
    end(lost, superuser)
    monkeypatch.setattr(kept, "TRUSTED_SECONDS", 0)
    assert who(engine) != lost


def test_an_error_leaves_a_session_for_the_next(engine: Engine) -> None:
    ours = who(engine)
    with pytest.raises(DatabaseError, match="division by zero"):
        Sessions(engine).call(Call("SELECT 1 / 0"), [])
    assert who(engine) == ours


def test_it_is_closed_with_the_pool(database: Database) -> None:
    seen: list[psycopg.Connection] = []

    class Looking(Call):
        def __call__(self, session: Session, parameters: Sequence[bytes]) -> bytes | None:
            seen.append(session.driver)
            return WHO(session, parameters)

    Sessions(database.engine("writer")).call(Looking("SELECT"), [])
    assert [driver.closed for driver in seen] == [False]
    database.close()
    assert [driver.closed for driver in seen] == [True]
