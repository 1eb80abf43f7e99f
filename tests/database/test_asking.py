"""A query is answered as the reader, exactly and in bounded memory, and its faults are told with their place."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import orjson
import psycopg
import pytest

from tests.database.invented import ARREST, file, ingest, project, telegram
from tracker.asking.formats.csv import write_csv
from tracker.asking.formats.json import write_json
from tracker.asking.formats.table import write_table
from tracker.asking.query import anything_told, ask
from tracker.errors import QueryError

if TYPE_CHECKING:
    from tracker.database import Database

KINDS = """
    SELECT 12345678901234567890.10::numeric AS exact, 'NaN'::numeric AS "nan", 1.50::numeric AS half,
           date '2007-03-01' AS day, timestamptz '2007-03-01 12:00:00.5+01' AS at, interval '1 month' AS long,
           daterange('2007-03-01', '2007-03-31', '[]') AS days, daterange('2007-03-02', '2007-03-02', '[]') AS one,
           numrange(50, NULL, '()') AS over, int8range(NULL, 9, '[]') AS most, 'empty'::daterange AS none,
           ARRAY['a', 'b "c"', NULL] AS words, ARRAY[1.50, 2] AS numbers, '{"b": 1.10, "a": [1]}'::jsonb AS object,
           '\\x00ff'::bytea AS bytes, true AS yes, NULL::text AS nothing, 'a,"b"' || chr(10) || 'ç' AS text
"""


def csv(database: Database, query: str) -> str:
    written: list[bytes] = []
    with ask(database.engine("reader"), query) as answer:
        write_csv(answer, written.append)
    return b"".join(written).decode()


def table(database: Database, query: str, *, width: int | None = None) -> str:
    written: list[bytes] = []
    with ask(database.engine("reader"), query) as answer:
        write_table(answer, written.append, width=width)
    return b"".join(written).decode()


def json(database: Database, query: str) -> bytes:
    written: list[bytes] = []
    with ask(database.engine("reader"), query) as answer:
        write_json(answer, written.append)
    return b"".join(written)


def fault(database: Database, query: str) -> str:
    with pytest.raises(QueryError) as raised, ask(database.engine("reader"), query) as answer:
        list(answer.batches)
    return raised.value.detail


def test_csv_has_every_kind_of_value(database: Database) -> None:
    names, values = csv(database, KINDS).split("\r\n", 1)
    assert names.startswith("exact,nan,half,day,at,")
    assert values == (
        "12345678901234567890.10,NaN,1.50,2007-03-01,2007-03-01T11:00:00.500000Z,1 mon,"
        '"[2007-03-01,2007-04-01)","[2007-03-02,2007-03-03)","(50,)","(,10)",empty,'
        '"[""a"",""b \\""c\\"""",null]","[1.50,2]","{""a"": [1], ""b"": 1.10}",\\x00ff,true,,"a,""b""\nç"\r\n'
    )


def test_json_has_every_kind_of_value(database: Database) -> None:
    line = json(database, KINDS)
    assert b'"exact":12345678901234567890.10,"nan":null,"half":1.50,' in line
    assert b'"numbers":[1.50,2],"object":{"a": [1], "b": 1.10},' in line
    row = orjson.loads(line)
    assert row["days"] == {"lower": "2007-03-01", "upper": "2007-04-01", "bounds": "[)"}
    assert row["over"] == {"lower": 50, "upper": None, "bounds": "()"}
    assert row["none"] == {"lower": None, "upper": None, "bounds": "empty"}
    assert row["at"] == "2007-03-01T11:00:00.500000Z"
    assert row["words"] == ["a", 'b "c"', None]
    assert (row["bytes"], row["yes"], row["nothing"], row["text"]) == ("\\x00ff", True, None, 'a,"b"\nç')


def test_two_columns_of_one_name_are_both_told(database: Database) -> None:
    assert json(database, "SELECT 1 AS a, 2 AS a, 3 AS a_2") == b'{"a":1,"a_3":2,"a_2":3}\n'


def test_a_table_has_ranges_as_people_write_them(database: Database) -> None:
    head, rule, row, count = table(database, KINDS.replace("chr(10)", "chr(27)")).splitlines()
    assert "2007-03-01 to 2007-03-31  2007-03-02  over 50  to 9  empty" in row
    assert 'a,"b"?ç' in row
    assert count == "(1 row)"
    assert len(rule) >= len(head.rstrip())


def test_a_table_wraps_words_and_aligns_numbers(database: Database) -> None:
    query = "SELECT 7 AS n, repeat('word ', 12) AS told UNION ALL SELECT 1234, 'short' ORDER BY 1"
    assert table(database, query, width=28) == (
        "   n  told\n"
        "----  ----------------------\n"
        "   7  word word word word\n"
        "      word word word word\n"
        "      word word word word\n"
        "1234  short\n"
        "(2 rows)\n"
    )


def test_what_does_not_fit_beside_each_other_stands_under_each_other(database: Database) -> None:
    query = "SELECT 'x' AS first, NULL AS second, gen_random_uuid() AS third, 'y z' AS fourth"
    lines = table(database, query, width=40).splitlines()
    assert [line.split()[0] for line in lines] == ["--", "first", "third", "fourth", "(1"]


def test_nothing_found_is_a_table_without_rows(database: Database) -> None:
    assert table(database, "SELECT 1 AS a WHERE false") == "a\n-\n(0 rows)\n"
    assert csv(database, "SELECT 1 AS a WHERE false") == "a\r\n"


def test_an_empty_log_is_known_from_an_answer_without_rows(database: Database) -> None:
    assert not anything_told(database.engine("reader"))
    ingest(database, file(telegram(ARREST)))
    project(database)
    assert anything_told(database.engine("reader"))


def test_an_answer_comes_in_batches_and_may_be_left(database: Database) -> None:
    with ask(database.engine("reader"), "SELECT generate_series(1, 1000000000)", rows_at_once=10) as answer:
        assert [row[0] for batch in islice(answer.batches, 2) for row in batch] == list(range(1, 21))


@pytest.mark.parametrize("query", ["EXPLAIN SELECT 1", "-- why\n/* so */ show server_version", "TABLE read.cables;"])
def test_what_tells_about_queries_is_answered_too(database: Database, query: str) -> None:
    assert csv(database, query)


def test_a_fault_is_told_with_its_place_and_a_hint(database: Database) -> None:
    assert fault(database, "SELECT slug,\n       nam\nFROM read.cartels") == (
        'column "nam" does not exist\nline 2, column 8:        nam\n                         ^\n'
        'Hint: Perhaps you meant to reference the column "cartels.name".'
    )


def test_a_fault_in_a_long_line_is_shown_with_what_is_around_it(database: Database) -> None:
    _, line, caret, *_ = fault(database, f"SELECT '{'x' * 500}', nam FROM read.cartels").split("\n")
    assert len(line) < 150
    assert line[len(caret) - 1 :].startswith("nam")


def test_a_fault_that_comes_with_the_rows_is_told(database: Database) -> None:
    assert fault(database, "SELECT 1 / (500 - n) FROM generate_series(1, 1000) n") == "division by zero"


@pytest.mark.parametrize("query", ["SELECT 1; SELECT 2", "EXPLAIN SELECT 1; COMMIT", "SELECT 1; COMMIT; DROP TABLE x"])
def test_several_statements_are_refused(database: Database, query: str) -> None:
    assert fault(database, query) == "it holds several statements; ask them one by one"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("DELETE FROM read.cables", "one SELECT"),
        ("\\d read.cables", "psql"),
        ("SET ROLE postgres", "one SELECT"),
        ("COMMIT", "one SELECT"),
        ("EXPLAIN ANALYZE DELETE FROM read.timeline", "denied"),
        ("EXPLAIN ANALYZE CREATE TABLE mine AS SELECT 1", "denied"),
        ("SELECT set_config('transaction_read_only', 'off', true)", "read-write mode must be set before any query"),
        ("SELECT set_config('role', 'tracker_writer', true)", "permission denied"),
        ("SELECT * FROM log.events", "permission denied"),
        ("SELECT * FROM sealed.protected_names", "permission denied"),
        ("SELECT pg_read_file('/etc/passwd')", "permission denied"),
        ("SELECT nextval('nothing')", "does not exist"),
        (" \n", "empty"),
        ("SELECT 1\0", "code 0"),
    ],
)
def test_what_is_no_reading_is_refused(database: Database, query: str, reason: str) -> None:
    assert reason in fault(database, query)


def test_what_takes_too_long_is_ended(database: Database, superuser: str) -> None:
    with psycopg.connect(superuser, autocommit=True) as connection:
        name = database.engine("reader").url.username
        connection.execute(f"ALTER ROLE {name} IN DATABASE {connection.info.dbname} SET statement_timeout = '20ms'")
    assert fault(database, "SELECT pg_sleep(60)").startswith("it took longer than the reader may take")
