"""Reads what pages show beside what feeds tell, from the views of schema `read`, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from typing import TypeVar
from uuid import UUID

import cattrs
from sqlalchemy import Connection, RowMapping, text

from feeds.pages.pictures.files import asked
from feeds.pages.rows import (
    Beside,
    CartelDetails,
    Counted,
    Differing,
    OperationDetails,
    Pair,
    Person,
    Picture,
    StateDetails,
)
from tracker.statements import statements

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)


def _date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _time(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.astimezone(UTC)


_ROWS = cattrs.Converter(detailed_validation=False)
_ROWS.register_structure_hook(UUID, lambda value, _: value if isinstance(value, UUID) else UUID(value))
_ROWS.register_structure_hook(datetime, lambda value, _: _time(value))
_ROWS.register_structure_hook(date, lambda value, _: _date(value))
_ROWS.register_structure_hook(Decimal, lambda value, _: Decimal(str(value)))


def beside(connection: Connection) -> Beside:
    """All of it, as the connection's transaction sees it."""
    return Beside(
        cartels={row.slug: row for row in _read(connection, "cartels", CartelDetails)},
        operations={row.slug: row for row in _read(connection, "operations", OperationDetails)},
        states={row.code: row for row in _read(connection, "states", StateDetails)},
        people={row.slug: row for row in _read(connection, "people", Person)},
        differing=_grouped((row.incident_id, row) for row in _read(connection, "differing", Differing)),
        pairs=_grouped((row.incident_id, row) for row in _read(connection, "pairs", Pair)),
        pictures={picture: tuple(_counted(connection, picture)) for picture in Picture},
    )


def row(mapping: Mapping[str, object] | RowMapping, row_type: type[Row]) -> Row:
    """A row of a view as what it means. Raises where a column is missing or is not of the codebook."""
    return _ROWS.structure(dict(mapping), row_type)


def _read(connection: Connection, statement: str, row_type: type[Row]) -> Iterator[Row]:
    query = text(statements("feeds.pages", "queries.sql")[statement])
    return (row(mapping, row_type) for mapping in connection.execute(query).mappings())


def _counted(connection: Connection, picture: Picture) -> Iterator[Counted]:
    for name, column, number in connection.execute(text(asked(picture).query.rstrip().rstrip(";"))):
        yield Counted(str(name), str(column), Decimal(number))


def _grouped(rows: Iterable[tuple[Key, Row]]) -> dict[Key, tuple[Row, ...]]:
    return {key: tuple(each for _, each in group) for key, group in groupby(rows, key=lambda pair: pair[0])}
