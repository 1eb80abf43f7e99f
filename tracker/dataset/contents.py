"""What a dataset holds: the views that the reader may see, their columns, and the query that gives a view's rows.

Rows come in an order that follows from what they hold, compared byte by byte: the same log gives the same files on any
server, whatever its language.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from tracker.settings import PublishedText
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tracker.asking.query import Answer

    Ask = Callable[[str], AbstractContextManager[Answer]]

_TEXTS = frozenset({"text", "text[]", "character varying", "name"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view: PostgreSQL's name of its type, and what it tells."""

    name: str
    type: str
    told: str


@dataclass(frozen=True, slots=True)
class View:
    """A view: what it tells, its columns, and where they lead: (column, other view, column there)."""

    name: str
    told: str
    columns: tuple[Column, ...]
    joins: tuple[tuple[str, str, str], ...] = ()

    @property
    def query(self) -> str:
        """Its rows in their order."""
        columns = ", ".join(_quoted(column.name) for column in self.columns)
        order = ", ".join(
            _quoted(column.name) + (' COLLATE "C"' if column.type in _TEXTS else "") for column in self.columns
        )
        # The names are the catalogue's own, and quoted.
        return f"SELECT {columns} FROM read.{_quoted(self.name)} ORDER BY {order}"  # noqa: S608


def views(ask: Ask, how: PublishedText = PublishedText.FULL) -> list[View]:
    """The views with the columns that hold no more of the cables' own words than may be published."""
    sql = statements("tracker.dataset", "contents.sql")
    columns: dict[str, list[Column]] = {}
    for view, name, kind, told in _rows(ask, sql["columns"]):
        if not {f"*.{name}", f"{view}.{name}"} & _left_out(how):
            columns.setdefault(view, []).append(Column(name, kind, told))
    joins = [tuple(row) for row in _rows(ask, sql["joins"])]
    return [
        View(
            name,
            told,
            tuple(columns[name]),
            tuple((by, view, column) for of, by, view, column in joins if of == name),
        )
        for name, told in _rows(ask, sql["views"])
        if name in columns
    ]


@cache
def _left_out(how: PublishedText) -> frozenset[str]:
    told = tomllib.loads(resources.files("tracker.dataset").joinpath("words.toml").read_text(encoding="utf-8"))
    levels = {PublishedText.FULL: (), PublishedText.QUOTES: ("quotes",), PublishedText.NONE: ("quotes", "none")}
    return frozenset(column for level in levels[how] for column in told[level])


def _rows(ask: Ask, query: str) -> list[tuple[str, ...]]:
    with ask(query) as answer:
        return [tuple(str(value) for value in row) for rows in answer.batches for row in rows]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
