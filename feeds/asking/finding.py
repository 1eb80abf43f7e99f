"""Asks the views for what answers a question, as the reader: in one state of them, and not for long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from feeds.asking.question import Question, QuestionError, check
from feeds.newsroom import Newsroom
from feeds.reading import DatabaseSource
from tracker.statements import statements

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from feeds.rows import Development
    from feeds.site import Site

_CANCELED = "57014"
_MILLISECONDS = 3_000
_KEPT = 200
_NAMED = ("cartel", "operation", "person", "state")
"""What a question calls by names that the views know."""
_FEW = 1_000
"""Up to so many reports are looked for by their ids; where more have the words, the newest are gone through."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One state of the views, to be asked."""

    connection: Connection
    source: DatabaseSource
    newsroom: Newsroom

    def names(self, asked: Question) -> dict[tuple[str, str], str]:
        """The names of what a question names. Raises QuestionError where there is no such thing."""
        if not any(getattr(asked, field) for field in _NAMED):
            return {}
        rows = self._ask(_sql("known"), asked)
        known: dict[str, set[str]] = {}
        for field, value, _ in rows:
            known.setdefault(str(field), set()).add(str(value))
        check(asked, known)
        return {(str(field), str(value)): str(name) for field, value, name in rows}

    def newest(self, asked: Question, most: int, *, quiet: bool) -> list[str]:
        """The newest developments that answer, by id; with those that readers are told in sum only where `quiet`."""
        conditions = ["single", *(name for name, _ in asked.parameters if name != "q")]
        reports: list[str] = []
        if not quiet:
            conditions.append("loud")
        if asked.q:
            reports = [str(key) for (key,) in self._ask(_sql("with_words"), asked, most=_FEW + 1)]
            conditions.append("few" if len(reports) <= _FEW else "many")
        told = "\n  AND ".join(_sql(name) for name in dict.fromkeys(conditions))
        query = _sql("developments").replace("{conditions}", told)
        return [str(key) for (key,) in self._ask(query, asked, most=most, reports=reports)]

    def after(self, position: int, most: int) -> list[Development]:
        """The developments after a position, in the order of the log."""
        rows = self.connection.execute(text(_sql("after")), {"after": position, "most": most})
        return self.source.developments([str(key) for (key,) in rows])

    def _ask(self, query: str, asked: Question, **further: object) -> Sequence[tuple[object, ...]]:
        values = {
            "cartel": list(asked.cartel),
            "kind": asked.kinds,
            "operation": list(asked.operation),
            "person": list(asked.person),
            "q": asked.q,
            "review": list(asked.review),
            "state": list(asked.state),
        }
        return [tuple(row) for row in self.connection.execute(text(query), {**values, **further})]


def _sql(name: str) -> str:
    return statements("feeds.asking", "finding.sql")[name]


@contextmanager
def asking(reader: Engine, site: Site) -> Iterator[Asking]:
    """One state of the views to be asked. Raises QuestionError (503) where an answer takes too long, or none comes."""
    engine = reader.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        with engine.connect() as connection:
            connection.execute(text(f"SET LOCAL statement_timeout = {_MILLISECONDS}"))
            source = DatabaseSource(connection, site.published_text)
            yield Asking(connection, source, Newsroom(source, site, kept=_KEPT))
    except (DBAPIError, psycopg.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if getattr(cause, "sqlstate", None) == _CANCELED:
            raise QuestionError("it took too long to answer; ask for less, or with rarer words", 503) from None
        if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
            raise QuestionError("the database does not answer; come again in a moment", 503) from error
        raise
