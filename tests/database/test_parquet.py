"""Parquet keeps every kind of value in a type of its own, and large answers in bounded memory."""

from __future__ import annotations

import importlib
import io
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

from tests.database.test_asking import KINDS
from tracker.asking.formats.parquet import write_parquet
from tracker.asking.query import ask
from tracker.errors import QueryError

if TYPE_CHECKING:
    from tracker.database import Database


def written(database: Database, query: str, *, rows_at_once: int = 1_000) -> parquet.ParquetFile:
    file = io.BytesIO()
    with ask(database.engine("reader"), query, rows_at_once=rows_at_once) as answer:
        write_parquet(answer, file.write)
    return parquet.ParquetFile(io.BytesIO(file.getvalue()))


def test_it_has_every_kind_of_value(database: Database) -> None:
    file = written(database, KINDS.replace("'NaN'::numeric", "1::int"))
    (row,) = file.read().to_pylist()
    assert row["exact"] == Decimal("12345678901234567890.10")
    assert row["day"] == date(2007, 3, 1)
    assert row["at"] == datetime(2007, 3, 1, 11, 0, 0, 500_000, tzinfo=UTC)
    assert row["days"] == {"lower": date(2007, 3, 1), "upper": date(2007, 4, 1), "bounds": "[)"}
    assert row["over"] == {"lower": 50, "upper": None, "bounds": "()"}
    assert row["none"] == {"lower": None, "upper": None, "bounds": "empty"}
    assert row["words"] == ["a", 'b "c"', None]
    assert row["numbers"] == [Decimal("1.50"), 2]
    assert row["object"] == '{"a": [1], "b": 1.10}'
    assert (row["bytes"], row["yes"], row["nothing"], row["text"]) == (b"\x00\xff", True, None, 'a,"b"\nç')
    assert str(file.schema_arrow.field("at").type) == "timestamp[us, tz=UTC]"


def test_the_digits_that_a_query_tells_are_those_of_the_file(database: Database) -> None:
    schema = written(
        database, "SELECT 1.5::numeric(9, 3) AS told, avg(n) AS average FROM generate_series(1, 3) n"
    ).schema_arrow
    assert [str(field.type) for field in schema] == ["decimal128(9, 3)", "decimal128(38, 16)"]


def test_nothing_found_is_a_file_without_rows(database: Database) -> None:
    table = written(database, "SELECT 1 AS a, 'x' AS b WHERE false").read()
    assert (table.num_rows, table.column_names) == (0, ["a", "b"])


def test_each_batch_is_a_group_of_rows(database: Database) -> None:
    file = written(database, "SELECT n FROM generate_series(1, 25) n", rows_at_once=10)
    assert [file.metadata.row_group(n).num_rows for n in range(file.metadata.num_row_groups)] == [10, 10, 5]
    assert file.read().column("n").to_pylist() == list(range(1, 26))


@pytest.mark.parametrize("value", ["1e30::numeric", "'NaN'::numeric", "ARRAY[ARRAY[1], ARRAY[2]]"])
def test_what_does_not_fit_is_told_with_its_column(database: Database, value: str) -> None:
    with pytest.raises(QueryError, match="column odd does not fit into Parquet"):
        written(database, f"SELECT {value} AS odd")


def test_without_its_library_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "tracker.asking.formats.parquet")
    with pytest.raises(QueryError, match=r"cable-tracker\[parquet\]"):
        importlib.import_module("tracker.asking.formats.parquet")
