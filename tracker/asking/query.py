"""One query as the reader: in a transaction that can only read, its rows brought a batch at a time.

Whatever the query says, it runs with the reader's rights and in a read-only transaction, and as one statement: it is
sent in the form in which the server itself refuses several. Memory is bounded by a batch, not by the answer.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.types.string import TextLoader

from tracker.asking.faults import query_fault
from tracker.asking.values import JsonLoader
from tracker.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from psycopg.abc import AdaptContext
    from sqlalchemy import Engine

ROWS_AT_ONCE = 1_000

_CURSOR = "answer"
_DECLARE = f"DECLARE {_CURSOR} NO SCROLL CURSOR FOR\n"
_FETCH = "FETCH FORWARD {} FROM " + _CURSOR
_NO_CURSOR = re.compile(r"(?:\s|--[^\n]*(?:\n|\Z)|/\*(?:[^*]|\*(?!/))*\*/)*(?:EXPLAIN|SHOW)\b", re.IGNORECASE)
"""What only tells about a query or a setting has rows too, but no cursor can be had for it."""

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name and PostgreSQL's name of its type, of an array that of its elements."""

    name: str
    type: str
    array: bool = False
    precision: int | None = None
    scale: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of an answer, and its rows in batches; to be read once, and only while the transaction is open."""

    columns: tuple[Column, ...]
    batches: Iterator[Sequence[Row]]


@contextmanager
def ask(engine: Engine, query: str, *, rows_at_once: int = ROWS_AT_ONCE) -> Iterator[Answer]:
    """The answer to one query of the reader's, who owns the engine.

    Raises QueryError, there or while rows are read, where the query is none, is several, fails, would change something,
    or takes longer than the reader may; the message shows the place in the query. A lost server is psycopg's error.
    """
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        with _answered(driver, query, rows_at_once=rows_at_once) as answer:
            yield answer


def anything_told(engine: Engine) -> bool:
    """Whether the views tell of anything: an answer without rows is otherwise no absence of what was asked for."""
    with ask(engine, "SELECT position FROM read.log") as answer:
        return any(answer.batches)


@contextmanager
def one_state(engine: Engine) -> Iterator[Callable[[str], AbstractContextManager[Answer]]]:
    """A way to ask one query after another, each as long as it takes, of one and the same state of the views.

    Raises as `ask` does.
    """
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        with driver.transaction():
            driver.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0")
            yield partial(_answered, driver, rows_at_once=ROWS_AT_ONCE)


@contextmanager
def _answered(driver: psycopg.Connection, query: str, *, rows_at_once: int) -> Iterator[Answer]:
    if not query.strip():
        raise QueryError("it is empty")
    if "\0" in query:
        raise QueryError("a character of it has the code 0")
    sent_before = 0 if _NO_CURSOR.match(query) else len(_DECLARE)
    try:
        with driver.transaction(), driver.cursor() as cursor:
            _adapt(cursor)
            # The whole answer is wanted, so it is planned as if it were.
            cursor.execute("SET TRANSACTION READ ONLY; SET LOCAL cursor_tuple_fraction = 1")
            batches = _batches(cursor, query, rows_at_once=rows_at_once, declared=sent_before > 0)
            first = next(batches)
            yield Answer(_columns(cursor), _all(first, batches))
            if sent_before:
                cursor.execute(f"CLOSE {_CURSOR}")
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        if not isinstance(error, psycopg.errors.QueryCanceled):
            raise
        raise query_fault(error, query, sent_before=sent_before) from None
    except psycopg.Error as error:
        raise query_fault(error, query, sent_before=sent_before) from None


def _adapt(context: AdaptContext) -> None:
    """Have values as the server writes them where the driver's own forms would lose something of them."""
    for name in ("json", "jsonb"):
        context.adapters.register_loader(name, JsonLoader)
    # A month is not thirty days.
    context.adapters.register_loader("interval", TextLoader)


def _batches(cursor: psycopg.Cursor[Row], query: str, *, rows_at_once: int, declared: bool) -> Iterator[Sequence[Row]]:
    """Batches of rows, at least one, which may be empty. In binary form a query is sent as one statement alone."""
    if not declared:
        rows = list(cursor.stream(query.encode()))
        yield rows
        return
    cursor.execute((_DECLARE + query).encode(), binary=True)
    fetch = sql.SQL(_FETCH).format(sql.Literal(rows_at_once))
    while True:
        rows = cursor.execute(fetch, binary=False).fetchall()
        yield rows
        if len(rows) < rows_at_once:
            return


def _all(first: Sequence[Row], others: Iterator[Sequence[Row]]) -> Iterator[Sequence[Row]]:
    yield first
    yield from others


def _columns(cursor: psycopg.Cursor[Row]) -> tuple[Column, ...]:
    return tuple(
        Column(
            name=each.name,
            type=info.name if info else "text",
            array=bool(info and info.array_oid == each.type_code),
            precision=each.precision,
            scale=each.scale,
        )
        for each in cursor.description or ()
        for info in [cursor.adapters.types.get(each.type_code)]
    )
