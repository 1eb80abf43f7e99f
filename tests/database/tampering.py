"""What somebody with the rights of a superuser can do to a log: anything, once nothing refuses it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from tracker.log.chain import GENESIS, chain_hash, event_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES = ("head", "events", "documents", "document_parts")
_COLUMNS = (
    "position",
    "first_position",
    "stream",
    "version",
    "event_id",
    "type",
    "schema_version",
    "actor",
    "correlation",
    "cause",
    "recorded_at",
    "body",
    "salt",
    "digest",
    "hash",
)
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

Row = dict[str, Any]


class Tamperer:
    """A superuser's connection on which nothing refuses anything any more."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection

    def commit(self) -> None:
        """Let others see what was done."""
        self._connection.commit()

    def do(self, statement: str, **values: object) -> None:
        """Run a statement that must change something."""
        done = self._connection.execute(statement.encode(), values)
        assert done.rowcount, f"nothing was altered by {statement}"

    def rows(self, after: int = 0) -> list[Row]:
        """The events after a position."""
        return self._connection.execute(
            "SELECT * FROM log.events WHERE position > %s ORDER BY position", [after]
        ).fetchall()

    def row(self, position: int) -> Row:
        """The event at a position."""
        [found] = self._connection.execute("SELECT * FROM log.events WHERE position = %s", [position]).fetchall()
        return found

    def delete(self, position: int, through: int | None = None) -> None:
        """Take events out."""
        self.do("DELETE FROM log.events WHERE position BETWEEN %(a)s AND %(b)s", a=position, b=through or position)

    def insert(self, row: Row) -> None:
        """Put an event in."""
        values = {**row, "body": None if row["body"] is None else Jsonb(row["body"])}
        names = sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
        places = sql.SQL(", ").join(map(sql.Placeholder, _COLUMNS))
        self._connection.execute(sql.SQL("INSERT INTO log.events ({}) VALUES ({})").format(names, places), values)

    def shift(self, begin: int, by: int) -> None:
        """Count all events from a position on anew, with the appends that they belong to."""
        self.do(
            "UPDATE log.events SET position = position + %(by)s, first_position = first_position "
            "+ CASE WHEN first_position >= %(begin)s THEN %(by)s ELSE 0 END WHERE position >= %(begin)s",
            begin=begin,
            by=by,
        )

    def move_head(self) -> None:
        """Make the head row that of the last event."""
        self.do(
            "UPDATE log.head h SET position = e.position, hash = e.hash, recorded_at = e.recorded_at "
            "FROM (SELECT * FROM log.events ORDER BY position DESC LIMIT 1) e"
        )

    def rehash(self, begin: int = 1, *, through: int | None = None, digests: bool = True) -> None:
        """Compute digests and hashes anew from a position on, as one would who wants to leave no trace."""
        before = self.row(begin - 1)["hash"] if begin > 1 else GENESIS
        for row in self.rows(begin - 1):
            if through and row["position"] > through:
                return
            if digests and row["body"] is not None:
                row["digest"] = digest(row)
            before = following_hash(before, row)
            self.do(
                "UPDATE log.events SET digest = %(digest)s, hash = %(hash)s WHERE position = %(position)s",
                digest=row["digest"],
                hash=before,
                position=row["position"],
            )
        self.move_head()


def digest(row: Row) -> bytes:
    """The right digest of an event."""
    return event_digest(
        stream=row["stream"],
        event_type=row["type"],
        schema_version=row["schema_version"],
        event_id=row["event_id"],
        actor=row["actor"],
        correlation=row["correlation"],
        cause=row["cause"],
        body=row["body"],
        salt=row["salt"],
    )


def following_hash(before: bytes, row: Row) -> bytes:
    """The right hash of an event that follows another."""
    elapsed = row["recorded_at"] - EPOCH
    return chain_hash(
        before,
        position=row["position"],
        version=row["version"],
        recorded_at=(elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds,
        digest=row["digest"],
    )


@contextmanager
def tampering(superuser: str) -> Iterator[Tamperer]:
    """A superuser at work on a database, who leaves the log without constraints; its triggers are back after that."""
    with psycopg.connect(superuser, row_factory=dict_row) as connection:
        for table in _TABLES:
            name = sql.Identifier("log", table)
            connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER ALL").format(name))
        constraints = connection.execute(
            "SELECT conrelid::regclass::text AS name, conname FROM pg_constraint "
            "WHERE connamespace = 'log'::regnamespace AND contype IN ('u', 'p', 'c', 'f') ORDER BY contype = 'p'"
        ).fetchall()
        for each in constraints:
            table_name = sql.Identifier(*each["name"].split("."))
            connection.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {} CASCADE").format(table_name, sql.Identifier(each["conname"]))
            )
        columns = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'log' AND is_nullable = 'NO'"
        ).fetchall()
        for each in columns:
            connection.execute(
                sql.SQL("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL").format(
                    sql.Identifier("log", each["table_name"]), sql.Identifier(each["column_name"])
                )
            )
        yield Tamperer(connection)
        for table in _TABLES:
            connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER ALL").format(sql.Identifier("log", table)))
