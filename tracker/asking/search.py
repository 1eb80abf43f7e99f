"""Searching the paragraphs of cables for words, as the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import psycopg
from psycopg.rows import class_row

from tracker.errors import QueryError
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Engine


RANKED = 2_000
"""Up to so many paragraphs are compared with each other, which takes 10 µs each however large the release is."""


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph that has the words: where it is, and of its text what answers, the words between marks.

    `rank` tells how well it answers, the more the better; None where too many have the words to be compared.
    """

    reference_id: str
    cable_date: datetime | None
    ordinal: int
    label: str | None
    marking: str | None
    heading: str | None
    subject: str
    snippet: str
    rank: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the best, or where `many` have the words the newest of those whose cable has a date."""

    found: list[Found]
    many: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words in any form, "a phrase", -without, or; and where, None being anywhere.

    `after` belongs to the days, `before` does not. A paragraph has a `kind` where a report of that kind rests on it.
    """

    words: str
    post: str | None = None
    after: date | None = None
    before: date | None = None
    tags: Sequence[str] | None = None
    kind: str | None = None
    limit: int = 20


def search(engine: Engine, wanted: Wanted, *, marks: tuple[str, str] = ("«", "»")) -> Answer:
    """The paragraphs that answer best, the newest first among equals; where more than `RANKED` do, the newest.

    Accents and case are ignored. Raises QueryError where there is no word to look for, or it takes too long.
    """
    values = {
        "words": wanted.words,
        "post": wanted.post,
        "after": wanted.after,
        "before": wanted.before,
        "tags": None if wanted.tags is None else [tag.upper() for tag in wanted.tags],
        "kind": wanted.kind,
        "limit": wanted.limit,
        "ranked": RANKED,
        "opening": marks[0],
        "closing": marks[1],
    }
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        try:
            with driver.transaction(), psycopg.ClientCursor(driver) as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
                count = cursor.execute(_sql("lexemes"), values).fetchone()
                if not count or not cast("int", count[0]):
                    raise QueryError(f"there is no word to look for in {wanted.words!r}")
                row = cursor.execute(_sql("many" if _is_narrowed(wanted) else "many_anywhere"), values).fetchone()
                many = bool(row and row[0])
            with driver.transaction(), psycopg.ClientCursor(driver, row_factory=class_row(Found)) as found:
                return Answer(found.execute(_sql("newest" if many else "best"), values).fetchall(), many)
        except psycopg.errors.QueryCanceled:
            raise QueryError("it took longer than the reader may take; look for rarer words") from None


def _is_narrowed(wanted: Wanted) -> bool:
    return any(each is not None for each in (wanted.post, wanted.after, wanted.before, wanted.tags, wanted.kind))


def _sql(name: str) -> str:
    named = statements("tracker.asking", "search.sql")
    return named[name].replace("{cable}", named["cable"]).replace("{wanted}", named["wanted"])
