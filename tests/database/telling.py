"""Reports put among the read tables as if cables had told them, to test what the rules make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from tracker.types import JsonObject


class Told:
    """Reports put among the read tables as if cables had told them, and what the rule makes of them."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._cursor = connection.cursor(row_factory=dict_row)
        self._cursor.execute("SET search_path TO read_a, pg_temp")
        self._reports = 0

    def report(self, *people: JsonObject, cable: str = "07MEXICO1", kind: str = "arrest", **fields: Any) -> UUID:
        """One report that names people; returns its id.

        `groups` and other fields are facts as `read.reports` tells them; `cartels` are groups whose people were in it.
        """
        self._reports += 1
        report_id = UUID(int=self._reports)
        groups = fields.pop("groups", [group(slug, "member") for slug in fields.pop("cartels", [])])
        day = fields.pop("day", "2007-03-03")
        row = {
            "report_id": report_id,
            "reference_id": cable,
            "document_id": report_id,
            "kind": kind,
            "date_start": day,
            "date_end": fields.pop("last_day", day),
            "states": fields.pop("states", ["MX-TAM"]),
            "cartels": sorted({each["slug"] for each in groups}),
            "aggregate": fields.pop("aggregate", False),
            "report": Jsonb({}),
            "quote_start": 0,
            "quote_end": 1,
            "passage_start": 0,
            "passage_end": 1,
            "paragraph_ordinals": [1],
            "review_status": fields.pop("review_status", "machine"),
            "withdrawn": fields.pop("withdrawn", False),
            "extractor": "a test",
            "recorded_at": "2020-01-01T00:00:00Z",
            "position": self._reports,
            "incident_id": fields.pop("incident", report_id),
            "cable_date": fields.pop("cable_date", f"20{cable[:2]}-06-01T12:00:00Z"),
            "facts": Jsonb({"certain": True, "people": list(people), "groups": groups, "persons": [], **fields}),
        }
        columns = sql.SQL(", ").join(map(sql.Identifier, row))
        values = sql.SQL(", ").join(map(sql.Placeholder, row))
        self._cursor.execute(sql.SQL("INSERT INTO reports ({}) VALUES ({})").format(columns, values), row)
        return report_id

    def by_rule(self, model: str) -> list[dict[str, Any]]:
        """The rows of a read model that its rule makes of all reports, in the order of their slugs."""
        rule = sql.SQL('SELECT * FROM {}(ARRAY(SELECT r FROM reports r)) ORDER BY slug COLLATE "C"')
        self._cursor.execute(rule.format(sql.Identifier(f"{model}_of")))
        return self._cursor.fetchall()

    def people(self) -> list[dict[str, Any]]:
        """The people that the rule makes of all reports."""
        return self.by_rule("people")

    def names(self) -> list[list[str]]:
        """The names of each of them."""
        return [person["names"] for person in self.people()]

    def cartel(self, slug: str) -> dict[str, Any]:
        """What the rule makes of all reports of one group."""
        return next(row for row in self.by_rule("cartels") if row["slug"] == slug)

    def fold(self, model: str, cables: Sequence[str]) -> list[dict[str, Any]]:
        """Fold a batch about these cables as the projection does; returns the rows that stand then."""
        self._cursor.execute(
            "CREATE TEMPORARY TABLE batch ON COMMIT DROP AS "
            "SELECT 0::bigint AS position, 'cable/' || cable AS stream, ''::text AS type, "
            "jsonb_build_object('reference_id', cable) AS body "
            "FROM unnest(%s::text[]) AS cable",
            [list(cables)],
        )
        self._cursor.execute(
            "CREATE TEMPORARY TABLE batch_range ON COMMIT DROP AS "
            "SELECT 0::bigint AS after_position, 0::bigint AS through_position"
        )
        touch = statements("tracker.projections", "runner.sql")["touch_reports"]
        for statement in (touch, *statements("tracker.projections", f"sql/{model}.sql").values()):
            self._cursor.execute(statement)
        self._connection.commit()
        self._cursor.execute("SET search_path TO read_a, pg_temp")
        self._cursor.execute(sql.SQL('SELECT * FROM {} ORDER BY slug COLLATE "C"').format(sql.Identifier(model)))
        return self._cursor.fetchall()


def named(name: str, role: str = "arrested", **more: Any) -> JsonObject:
    """A person of a report."""
    return {"name": name, "role": role, "aliases": [], "position": None, "mention": 0, **more}


def group(slug: str, role: str) -> JsonObject:
    """A group of a report."""
    return {"slug": slug, "role": role, "words": slug, "mention": 0}
