"""What there is to ask of: queries that list the views of schema `read`, and the columns of one."""

from __future__ import annotations

import re

from tracker.errors import QueryError
from tracker.statements import statements

_NAME = re.compile(r"(?:read\.)?(?P<view>[a-z_]+)", re.IGNORECASE)


def views_query() -> str:
    """The query that lists the views with their comments."""
    return statements("tracker.asking", "views.sql")["views"]


def columns_query(named: str) -> str:
    """The query that lists the columns of a view. Raises QueryError where no view can have that name."""
    name = _NAME.fullmatch(named.strip())
    if name is None:
        raise QueryError(f"no view is called {named!r}; `tracker sql --views` lists them")
    return statements("tracker.asking", "views.sql")["columns"].replace("{view}", name["view"].lower())
