"""Searching the paragraphs of cables for words, as the reader."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.rows import dict_row

from tracker.errors import QueryError
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Engine


RANKED = 2_000
"""Up to so many paragraphs are compared with each other, which takes 10 µs each however large the release is."""
CONSIDERED = 400
"""In the texts of so many that answer best the words are sought exactly as they are asked for, in some 35 µs each."""
DATED = 5_000
"""Of up to so many the newest are found by their dates; of more, by going through the newest cables."""
FORESEEN = 8_000
"""Words that the planner expects in more paragraphs are common. It expects somewhat less, with a quarter of a million
cables, of a word that it does not know; with more of them, newest cables are looked at in vain for rare words."""
WALKED = 40
"""How many of the newest cables are looked at for each paragraph wanted, before what seems common is counted."""


_NONE_YET = "no paragraph is searched yet"


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


_FIELDS = tuple(field.name for field in fields(Found))


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the best, or where `many` have the words the newest of those whose cable has a date.

    `lacking` says which paragraphs could not be found, where some are not searched yet.
    """

    found: list[Found]
    many: bool
    lacking: str | None = None


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
        "considered": max(CONSIDERED, wanted.limit),
        "dated": DATED,
        "opening": marks[0],
        "closing": marks[1],
    }
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        try:
            with driver.transaction(), psycopg.ClientCursor(driver, row_factory=dict_row) as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
                # Asked first: what is searched by then is searched below.
                row = cursor.execute(_sql("lexemes"), values).fetchone()
                if not row or not row["count"]:
                    raise QueryError(f"there is no word to look for in {wanted.words!r}")
                lacking = None if row["whole"] else _lacking(cursor)
                answer = (_narrowed if _is_narrowed(wanted) else _anywhere)(cursor, values)
                return replace(answer, lacking=lacking)
        except psycopg.errors.QueryCanceled:
            raise QueryError("it took longer than the reader may take; look for rarer words") from None


def _lacking(cursor: psycopg.ClientCursor[dict[str, Any]]) -> str:
    row = cursor.execute(_sql("searched")).fetchone()
    since = row and row["recorded_at"]
    return f"paragraphs recorded after {since:%Y-%m-%d %H:%M} UTC are not searched yet" if since else _NONE_YET


def _anywhere(cursor: psycopg.ClientCursor[dict[str, Any]], values: Mapping[str, Any]) -> Answer:
    if _foreseen(cursor, values) > FORESEEN:
        # Nearly always the newest cables have enough. Where they have not, the planner was wrong, and it is counted.
        rows = cursor.execute(_sql("newest"), {**values, "walked": WALKED * values["limit"]}).fetchall()
        if len(rows) == values["limit"]:
            return _told(rows, many=True)
    cursor.execute(_sql("index_alone"))
    return _counted(cursor, "anywhere", values)


def _narrowed(cursor: psycopg.ClientCursor[dict[str, Any]], values: Mapping[str, Any]) -> Answer:
    # Each that has the words costs a look at its cable too: no more are counted than are compared.
    return _counted(cursor, "narrowed", {**values, "dated": RANKED})


def _counted(cursor: psycopg.ClientCursor[dict[str, Any]], answers: str, values: Mapping[str, Any]) -> Answer:
    kind = values["kind"]
    rows = cursor.execute(_sql("best", answers=answers, kind=kind), values).fetchall()
    count = rows[0]["answers"]
    if count > values["dated"]:
        rows = cursor.execute(_sql("newest", kind=kind), {**values, "walked": None}).fetchall()
    return _told(rows, many=count > RANKED)


def _foreseen(cursor: psycopg.ClientCursor[dict[str, Any]], values: Mapping[str, object]) -> int:
    row = cursor.execute(_sql("foreseen"), values).fetchone()
    assert row
    return int(row["QUERY PLAN"][0]["Plan"]["Plan Rows"])


def _told(rows: Sequence[dict[str, Any]], *, many: bool) -> Answer:
    return Answer([Found(**{name: row[name] for name in _FIELDS}) for row in rows if row["reference_id"]], many)


def _is_narrowed(wanted: Wanted) -> bool:
    return any(each is not None for each in (wanted.post, wanted.after, wanted.before, wanted.tags, wanted.kind))


def _sql(name: str, *, answers: str = "anywhere", kind: str | None = None) -> str:
    named = statements("tracker.asking", "search.sql")
    # A condition that is there and asks for nothing would hide from the planner that it can begin with the reports.
    told = named["told"] if kind is not None else "true"
    statement = named[name].replace("{answers}", named[answers])
    return statement.replace("{fitting}", named["fitting"]).replace("{told}", told)
