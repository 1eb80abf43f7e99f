"""Reads what is published from the views of schema `read`, all of it in the one transaction that the caller opened.

A REPEATABLE READ transaction sees one state of the log; in a weaker one, a feed could show an entry whose page is not
there yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

import cattrs
from sqlalchemy import Connection, RowMapping, text

from feeds.rows import (
    CableState,
    CartelState,
    Development,
    Facts,
    IncidentState,
    OperationState,
    ParagraphState,
    ReportState,
    Snapshot,
    Summary,
    facts,
)
from tracker.statements import statements
from tracker.types import ReferenceId

Row = TypeVar("Row")

_ROWS = cattrs.Converter(detailed_validation=False)
_ROWS.register_structure_hook(UUID, lambda value, _: value if isinstance(value, UUID) else UUID(value))
_ROWS.register_structure_hook(datetime, lambda value, _: value)
_ROWS.register_structure_hook(date, lambda value, _: value)
_ROWS.register_structure_hook(Facts, lambda value, _: facts(value))


def snapshot(connection: Connection) -> Snapshot:
    """All that is published, as the connection's transaction sees it."""
    return Snapshot(
        developments=tuple(_read(connection, "developments", Development)),
        summaries=tuple(_read(connection, "summaries", Summary)),
        cartels=tuple(_read(connection, "cartels", CartelState)),
        operations=tuple(_read(connection, "operations", OperationState)),
        incidents=tuple(_read(connection, "incidents", IncidentState)),
        reports=tuple(_read(connection, "reports", ReportState)),
        cables=tuple(_read(connection, "cables", CableState)),
        paragraphs=DatabaseParagraphs(connection),
    )


class DatabaseParagraphs:
    """Paragraphs read as they are asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, reference_ids: Sequence[ReferenceId]) -> Mapping[ReferenceId, Sequence[ParagraphState]]:
        """The paragraphs of each cable named, in the order of the document."""
        found: dict[ReferenceId, list[ParagraphState]] = {}
        for paragraph in _read(self._connection, "paragraphs", ParagraphState, reference_ids=list(reference_ids)):
            found.setdefault(paragraph.reference_id, []).append(paragraph)
        return found


def _read(connection: Connection, statement: str, row_type: type[Row], **parameters: object) -> Iterator[Row]:
    query = text(statements("feeds", "queries.sql")[statement])
    return (row(mapping, row_type) for mapping in connection.execute(query, parameters).mappings())


def row(mapping: Mapping[str, object] | RowMapping, row_type: type[Row]) -> Row:
    """A row of a view as what it means. Raises where a column is missing or is not of the codebook."""
    return _ROWS.structure(dict(mapping), row_type)
