"""Reads what pages show beside what feeds tell, from the views of schema `read`, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from typing import TypeVar
from uuid import UUID

import cattrs
from sqlalchemy import Connection, RowMapping, text

from feeds.pages.pictures.files import asked
from feeds.pages.rows import (
    Apart,
    Beside,
    CartelDetails,
    Cited,
    Counted,
    Differing,
    Noted,
    OperationDetails,
    Pair,
    Person,
    Picture,
    StateDetails,
)
from tracker.statements import statements

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)
Slugged = TypeVar("Slugged", CartelDetails, OperationDetails)


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


def beside_topics(connection: Connection, keys: Collection[str]) -> Beside:
    """What the pages of these topics show, by the topics' keys."""
    slugs: dict[str, list[str]] = {"cartels": [], "operations": [], "states": []}
    for key in keys:
        family, _, slug = key.partition("/")
        slugs.setdefault(family, []).append(slug)
    return Beside(
        cartels=_by_slug(connection, "cartels", CartelDetails, slugs["cartels"]),
        operations=_by_slug(connection, "operations", OperationDetails, slugs["operations"]),
        states={row.code: row for row in _some(connection, "states", StateDetails, slugs["states"])},
        notes=_noted(connection, ("operation",), slugs["operations"]),
    )


def beside_incidents(connection: Connection, keys: Collection[str]) -> Beside:
    """What the pages of these incidents show."""
    return Beside(
        differing=_grouped((row.incident_id, row) for row in _some(connection, "differing", Differing, keys)),
        pairs=_grouped((row.incident_id, row) for row in _some(connection, "pairs", Pair, keys)),
        apart=_grouped((row.incident_id, row) for row in _some(connection, "apart", Apart, keys)),
    )


def parted(connection: Connection, report_ids: Collection[str]) -> set[str]:
    """The incidents of all reports that somebody held apart from one of these, or holds apart no longer."""
    if not report_ids:
        return set()
    query = text(statements("feeds.pages", "queries.sql")["parted"])
    return {str(row.incident_id) for row in connection.execute(query, {"keys": list(report_ids)})}


def beside_reports(connection: Connection, keys: Collection[str]) -> Beside:
    """What the pages of these reports show: what they are cited with, and what people noted of them."""
    return Beside(
        cited={row.report_id: row for row in _some(connection, "cited", Cited, keys)},
        notes=_noted(connection, ("report", "incident"), keys),
    )


def beside_cables(connection: Connection, reference_ids: Collection[str]) -> Beside:
    """What the pages of these cables show: what people noted of them."""
    return Beside(notes=_noted(connection, ("cable",), reference_ids))


def beside_persons(connection: Connection, slugs: Collection[str]) -> Beside:
    """What the pages of these people show: what people noted of them."""
    return Beside(notes=_noted(connection, ("person",), slugs))


def joined_operations(connection: Connection) -> set[str]:
    """The slugs of the operations that somebody ever held to be others."""
    return {row.slug for row in connection.execute(text(statements("feeds.pages", "queries.sql")["joined_operations"]))}


def pictures(connection: Connection) -> Beside:
    """What the front page draws."""
    return Beside(pictures={picture: tuple(_counted(connection, picture)) for picture in Picture})


def people(connection: Connection, slugs: Collection[str]) -> list[Person]:
    """These people, by name."""
    return list(_some(connection, "people", Person, slugs))


def slugs(connection: Connection) -> list[str]:
    """The slugs of all people with a page."""
    return [row.slug for row in connection.execute(text(statements("feeds.pages", "queries.sql")["slugs"]))]


def touched_people(connection: Connection, ids: Collection[str], reports: Collection[str]) -> set[str]:
    """The slugs of the people with these ids, and of those whom these reports name."""
    query = text(statements("feeds.pages", "queries.sql")["touched_people"])
    return {row.slug for row in connection.execute(query, {"people": list(ids), "reports": list(reports)})}


def noted_people(connection: Connection, mentions: Collection[str]) -> set[str]:
    """The slugs of the people whom these mentions name."""
    query = text(statements("feeds.pages", "queries.sql")["noted_people"])
    return {row.slug for row in connection.execute(query, {"mentions": list(mentions)})} if mentions else set()


def row(mapping: Mapping[str, object] | RowMapping, row_type: type[Row]) -> Row:
    """A row of a view as what it means. Raises where a column is missing or is not of the codebook."""
    return _ROWS.structure(dict(mapping), row_type)


def _by_slug(
    connection: Connection, statement: str, row_type: type[Slugged], keys: Collection[str]
) -> dict[str, Slugged]:
    return {row.slug: row for row in _some(connection, statement, row_type, keys)}


def _some(connection: Connection, statement: str, row_type: type[Row], keys: Collection[str]) -> Iterator[Row]:
    return _read(connection, statement, row_type, keys=list(keys)) if keys else iter(())


def _read(connection: Connection, statement: str, row_type: type[Row], **parameters: object) -> Iterator[Row]:
    query = text(statements("feeds.pages", "queries.sql")[statement])
    return (row(mapping, row_type) for mapping in connection.execute(query, parameters).mappings())


def _noted(connection: Connection, kinds: Collection[str], keys: Collection[str]) -> tuple[Noted, ...]:
    if not keys:
        return ()
    return tuple(_read(connection, "noted", Noted, kinds=list(kinds), keys=list(keys)))


def _counted(connection: Connection, picture: Picture) -> Iterator[Counted]:
    for name, column, number in connection.execute(text(asked(picture).query.rstrip().rstrip(";"))):
        yield Counted(str(name), str(column), Decimal(number))


def _grouped(rows: Iterable[tuple[Key, Row]]) -> dict[Key, tuple[Row, ...]]:
    return {key: tuple(each for _, each in group) for key, group in groupby(rows, key=lambda pair: pair[0])}
