"""Reads what is published from the views of schema `read`, all of it in the one transaction that the caller opened.

A REPEATABLE READ transaction sees one state of the log; in a weaker one, a feed could show an entry whose page is not
there yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

import cattrs
from sqlalchemy import Connection, RowMapping, text
from sqlalchemy import Row as Found

from feeds import topics
from feeds.filing import Item, cable_item
from feeds.pages import reading as beside
from feeds.pages.rows import Beside, Person
from feeds.pages.shown import shown_beside
from feeds.rows import (
    CableState,
    CartelState,
    Coverage,
    Development,
    Facts,
    IncidentState,
    OperationState,
    ParagraphState,
    RecordedCable,
    ReportState,
    Summary,
    facts,
)
from feeds.shown import shown_cable, shown_development, shown_incident, shown_paragraphs, shown_report
from feeds.summaries import GRAVEST_FIRST, LISTED, Sum
from feeds.topics import kind_of
from tracker.settings import PublishedText
from tracker.statements import statements
from tracker.types import ReferenceId

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.source import Changes

Row = TypeVar("Row")

_ROWS = cattrs.Converter(detailed_validation=False)
_ROWS.register_structure_hook(UUID, lambda value, _: value if isinstance(value, UUID) else UUID(value))
_ROWS.register_structure_hook(datetime, lambda value, _: value)
_ROWS.register_structure_hook(date, lambda value, _: value)
_ROWS.register_structure_hook(Facts, lambda value, _: facts(value))
_SHOWN: Mapping[type, object] = {
    Development: shown_development,
    IncidentState: shown_incident,
    ReportState: shown_report,
    CableState: shown_cable,
}
_AT_ONCE = 1_000
"""How many rows are fetched at once of those that nobody holds all."""
_FEW = 20
"""Of so many keys the rows are remembered while something is published: a full publish asks by more."""


class DatabaseSource:
    """What is published, as the connection's transaction sees it (a `feeds.source.Source`); of the words, as may be."""

    def __init__(self, connection: Connection, how: PublishedText = PublishedText.FULL) -> None:
        self._connection = connection
        self._how = how
        self._answers: dict[tuple[str, str], Sequence[Found[Any]]] = {}

    def seen(self) -> str:
        """The state that the transaction sees."""
        seen = self._ask("seen")[0].seen
        return str(seen)

    def changes(self, seen: str) -> Changes | None:
        """What that state did not see yet; None where it was one of other tables or of a log with another history."""
        before, now = str(seen).split("\n"), self.seen().split("\n")
        if len(before) != 3 or len(now) != 3 or before[0] != now[0]:
            return None
        if not self._ask("is_known", newest=before[1])[0].known:
            return None
        found: dict[str, set[str]] = {}
        for row in self._ask("changes", snapshot=before[2]):
            found.setdefault(row.kind, set()).add(row.key)
        return found

    def cartels(self) -> Sequence[CartelState]:
        """All groups, in the order of their slugs."""
        return _remembered(self._ask("cartels"), _cartel)

    def operations(self) -> Sequence[OperationState]:
        """All operations, in the order of their slugs."""
        return _remembered(self._ask("operations"), _operation)

    def coverage(self) -> Coverage:
        """How much has been read."""
        [read] = self._rows("coverage")
        standing = [(row.family, row.slug, row.incidents) for row in self._ask("standing")]
        return Coverage(
            **read,
            incidents=sum(count for family, _, count in standing if family == "kinds"),
            standing={f"{family}/{slug.replace('_', '-')}": count for family, slug, count in standing},
        )

    def items(self, keys: Collection[str] | None = None) -> Iterator[Item]:
        """All developments as items of news, in their order; or these."""
        rows = self._stream("items", keys=None) if keys is None else self._ask("items", keys=list(keys))
        for row in rows:
            yield Item(
                key=str(row.development_id),
                order=topics.order_key(row.published_at, row.development_id),
                topics=tuple(topics.keys(row.cartels, row.operations, row.kinds, row.states)),
                quiet=row.quiet,
                summary=str(row.summary_id) if row.summary_id else None,
            )

    def order(self, keys: Collection[str]) -> Mapping[str, str]:
        """By what these developments and summaries are sorted as they came."""
        rows = self._ask("order", keys=list(keys))
        return {str(row.development_id): topics.order_key(row.published_at, row.development_id) for row in rows}

    def developments(self, keys: Collection[str]) -> list[Development]:
        """These developments; a summary is none."""
        return list(self._read("developments", Development, keys=list(keys)))

    def about(self, report_ids: Collection[str]) -> list[Development]:
        """The developments about these reports."""
        return list(self._read("about", Development, keys=list(report_ids))) if report_ids else []

    def of_incidents(self, incident_ids: Collection[str]) -> list[Development]:
        """The developments that belong to these incidents by now."""
        wanted = set(incident_ids)
        reports = [str(report_id) for (report_id,) in self._ask("reports_in", keys=list(incident_ids))]
        return [row for row in self.about(reports) if str(row.incident_id) in wanted]

    def touched(self, changes: Changes) -> set[str]:
        """The developments and summaries that show something else now, those that are gone left out."""
        asked = {
            "developments": list(changes.get("development", ())),
            "reports": [*changes.get("report", ()), *changes.get("development-report", ())],
            "cables": list(changes.get("cable", ())),
        }
        return {str(key) for (key,) in self._ask("touched", **asked)}

    def sums(self, keys: Collection[str]) -> list[Sum]:
        """These summaries."""
        asked = {"keys": list(keys), "gravest": list(GRAVEST_FIRST), "listed": LISTED}
        rows = [dict(row) for row in self._rows("sums", **asked)] if keys else []
        listed = {
            row.development_id: row for row in self.developments({str(key) for row in rows for key in row["listed"]})
        }
        return [
            Sum(
                summary=row_of(row, Summary),
                total=row["total"],
                changed=row["changed"],
                withdrawn=row["withdrawn"],
                found=row["found"],
                also=row["also"],
                cables=row["cables"],
                years=(row["first_year"], row["last_year"]) if row["first_year"] else None,
                cartels=tuple(row["cartels"]),
                operations=tuple(row["operations"]),
                listed=tuple(listed[key] for key in row["listed"]),
            )
            for row in rows
        ]

    def summaries(self) -> list[str]:
        """The ids of all summaries."""
        return [str(key) for (key,) in self._ask("summaries")]

    def incident_ids(self) -> Iterator[str]:
        """The ids of all incidents, those withdrawn too."""
        return (str(key) for (key,) in self._stream("incident_ids"))

    def incidents(self, incident_ids: Collection[str]) -> list[IncidentState]:
        """These incidents."""
        return list(self._read("incidents", IncidentState, keys=list(incident_ids)))

    def telling(self, report_ids: Collection[str]) -> list[IncidentState]:
        """The incidents that these reports belong to."""
        return list(self._read("telling", IncidentState, keys=list(report_ids))) if report_ids else []

    def listed(self, topic: str, limit: int) -> tuple[list[str], int]:
        """The ids of the latest standing incidents of a topic, those without a date last; how many there are in all."""
        family, _, slug = topic.partition("/")
        if family not in {"cartels", "operations", "states", "kinds"}:
            return [], 0
        found = self._ask("listed", family=family, slug=kind_of(slug) if family == "kinds" else slug, most=limit)
        return [str(row.key) for row in found], found[0].total if found else 0

    def report_ids(self) -> Iterator[str]:
        """The ids of all reports, those withdrawn too."""
        return (str(key) for (key,) in self._stream("report_ids"))

    def reports(self, report_ids: Collection[str]) -> list[ReportState]:
        """These reports, in the order of the log."""
        return list(self._read("reports", ReportState, keys=list(report_ids)))

    def reports_of(self, reference_ids: Collection[str]) -> list[ReportState]:
        """All reports of these cables, in the order of the log."""
        return list(self._read("reports_of", ReportState, keys=list(reference_ids)))

    def cable_ids(self, *, told: bool) -> Iterator[str]:
        """All cables; or those with reports, and those that these refer to."""
        return (str(key) for (key,) in self._stream("cable_ids", told=told))

    def with_pages(self, reference_ids: Collection[str], *, told: bool) -> set[str]:
        """Those of these cables that `cable_ids` gives."""
        return {str(key) for (key,) in self._ask("with_pages", keys=list(reference_ids), told=told)}

    def cited(self, reference_ids: Collection[str]) -> set[str]:
        """The recorded cables that these refer to."""
        return {str(key) for (key,) in self._ask("cited", keys=list(reference_ids))}

    def citing(self, reference_ids: Collection[str]) -> set[str]:
        """The cables that refer to one of these."""
        return {str(key) for (key,) in self._ask("citing", keys=list(reference_ids))} if reference_ids else set()

    def referring(self, reference_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The cables that refer to each of these, in the order of their reference IDs."""
        found: dict[str, list[str]] = {}
        for row in self._ask("referring", keys=list(reference_ids)):
            found.setdefault(row.cited, []).append(row.key)
        return found

    def cables(self, reference_ids: Collection[str]) -> list[CableState]:
        """The headers of these cables."""
        return list(self._read("cables", CableState, keys=list(reference_ids)))

    def cable_items(self, keys: Collection[str] | None = None) -> Iterator[Item]:
        """All cables as items of the feed of new cables, as they were recorded; or these."""
        rows = self._stream("cable_items", keys=None) if keys is None else self._ask("cable_items", keys=list(keys))
        return (cable_item(row.reference_id, row.recorded_at) for row in rows)

    def recorded_cables(self, keys: Collection[str]) -> list[RecordedCable]:
        """These cables, as that feed tells of them."""
        return [
            RecordedCable(
                cable=shown_cable(row_of(row, CableState), self._how),
                position=row["told_position"],
                log_hash=row["log_hash"],
                changed_at=row["changed_at"],
            )
            for row in self._rows("recorded_cables", keys=list(keys))
        ]

    def paragraphs(self, reference_ids: Sequence[ReferenceId]) -> Mapping[ReferenceId, Sequence[ParagraphState]]:
        """The paragraphs of each of these cables, in the order of the document."""
        found: dict[ReferenceId, list[ParagraphState]] = {}
        for paragraph in self._read("paragraphs", ParagraphState, reference_ids=list(reference_ids)):
            found.setdefault(paragraph.reference_id, []).append(paragraph)
        if self._how is PublishedText.FULL:
            return found
        reports: dict[str, list[ReportState]] = {}
        for row in self._whole("reports_of", ReportState, keys=list(reference_ids)):
            reports.setdefault(row.reference_id, []).append(row)
        return {key: shown_paragraphs(rows, reports.get(key, ()), self._how) for key, rows in found.items()}

    def beside_topics(self, keys: Collection[str]) -> Beside:
        """What the pages of these topics show beside their feeds."""
        return shown_beside(beside.beside_topics(self._connection, keys), self._how)

    def parted(self, report_ids: Collection[str]) -> set[str]:
        """The incidents of all reports that somebody held apart from one of these, or holds apart no longer."""
        return beside.parted(self._connection, report_ids)

    def beside_incidents(self, incident_ids: Collection[str]) -> Beside:
        """What the pages of these incidents show beside their reports."""
        return shown_beside(beside.beside_incidents(self._connection, incident_ids), self._how)

    def beside_reports(self, report_ids: Collection[str]) -> Beside:
        """What these reports are cited with, and what people noted of them."""
        return shown_beside(beside.beside_reports(self._connection, report_ids), self._how)

    def beside_cables(self, reference_ids: Collection[str]) -> Beside:
        """What people noted of these cables."""
        return beside.beside_cables(self._connection, reference_ids)

    def beside_persons(self, slugs: Collection[str]) -> Beside:
        """What people noted of these people."""
        return beside.beside_persons(self._connection, slugs)

    def joined_operations(self) -> set[str]:
        """The slugs of the operations that somebody ever held to be others."""
        return beside.joined_operations(self._connection)

    def pictures(self) -> Beside:
        """What the front page draws."""
        return beside.pictures(self._connection)

    def person_slugs(self) -> list[str]:
        """The slugs of all people with a page, by name."""
        return beside.slugs(self._connection)

    def touched_people(self, person_ids: Collection[str], report_ids: Collection[str]) -> set[str]:
        """The slugs of the people with these ids, and of those whom these reports name."""
        return beside.touched_people(self._connection, person_ids, report_ids)

    def noted_people(self, mentions: Collection[str]) -> set[str]:
        """The slugs of the people whom these mentions name."""
        return beside.noted_people(self._connection, mentions)

    def people(self, slugs: Collection[str]) -> list[Person]:
        """These people, by name."""
        found = Beside(people={row.slug: row for row in beside.people(self._connection, slugs)})
        return list(shown_beside(found, self._how).people.values())

    def _ask(self, statement: str, **parameters: object) -> Sequence[Found[Any]]:
        """The rows of a statement. Those of few keys are remembered: several families of pages ask for the same."""
        keys = parameters.get("keys")
        if keys == []:
            return []
        if not isinstance(keys, list) or len(keys) > _FEW:
            return self._asked(statement, parameters)
        asked = (statement, repr(parameters))
        if asked not in self._answers:
            self._answers[asked] = self._asked(statement, parameters)
        return self._answers[asked]

    def _asked(self, statement: str, parameters: Mapping[str, object]) -> Sequence[Found[Any]]:
        return self._connection.execute(text(statements("feeds", "queries.sql")[statement]), parameters).all()

    def _stream(self, statement: str, **parameters: object) -> Iterator[Found[Any]]:
        """The rows of what is too much to hold."""
        query = text(statements("feeds", "queries.sql")[statement])
        with self._connection.execute(query, parameters, execution_options={"yield_per": _AT_ONCE}) as found:
            yield from found

    def _rows(self, statement: str, **parameters: object) -> Iterator[RowMapping]:
        return (row._mapping for row in self._ask(statement, **parameters))

    def _read(self, statement: str, row_type: type[Row], **parameters: object) -> Iterator[Row]:
        """The rows of a statement, with as much of the cables' words as may be shown."""
        shown = cast("Callable[[Row, PublishedText], Row] | None", _SHOWN.get(row_type))
        rows = self._whole(statement, row_type, **parameters)
        return (shown(row, self._how) for row in rows) if shown else rows

    def _whole(self, statement: str, row_type: type[Row], **parameters: object) -> Iterator[Row]:
        return (row_of(row, row_type) for row in self._rows(statement, **parameters))


def _remembered(rows: Sequence[Found[Any]], meant: Callable[[tuple[str, ...], tuple[object, ...]], Row]) -> list[Row]:
    names = rows[0]._fields if rows else ()
    return [meant(names, tuple([tuple(value) if type(value) is list else value for value in row])) for row in rows]


# There are thousands of them, and from one publishing to the next hardly any changes.


@lru_cache(maxsize=10_000)
def _operation(names: tuple[str, ...], values: tuple[object, ...]) -> OperationState:
    return _ROWS.structure(dict(zip(names, values, strict=True)), OperationState)


@lru_cache(maxsize=10_000)
def _cartel(names: tuple[str, ...], values: tuple[object, ...]) -> CartelState:
    return _ROWS.structure(dict(zip(names, values, strict=True)), CartelState)


def row_of(mapping: Mapping[str, object] | RowMapping, row_type: type[Row]) -> Row:
    """A row of a view as what it means. Raises where a column is missing or is not of the codebook."""
    return _ROWS.structure(dict(mapping), row_type)
