"""`tracker sql` and `tracker search` as their users run them."""

from __future__ import annotations

import csv
import io
import json
import signal
from typing import TYPE_CHECKING

import psycopg
import pytest
from pyarrow import parquet

from tests.database.invented import ARREST, SEIZURE, telegram
from tests.end_to_end.command import Installation, eventually, installation
from tracker import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLUGS = "SELECT slug, reports FROM read.cartels WHERE reports > 0"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    inbox = tmp_path_factory.mktemp("inbox")
    (inbox / "1.txt").write_text(telegram(ARREST, SEIZURE.replace("soldiers", "soldiers of General Muñoz")))
    # The server is kept running, so that not every command has to start it.
    with installation() as made, embedded.running(made.data):
        made.do("ingest", inbox)
        # What runs on keeps the server running, so that no command waits for it to start.
        with made.started("log", "follow"):
            yield made


def test_where_nobody_sees_it_an_answer_is_csv(installed: Installation) -> None:
    assert installed.do("sql", SLUGS) == "slug,reports\r\ngulf,1\r\n"


def test_each_form_is_had_by_name(installed: Installation) -> None:
    assert installed.do("sql", SLUGS, "--format", "json") == '{"slug":"gulf","reports":1}\n'
    assert installed.do("sql", SLUGS, "--format", "table") == "slug  reports\n----  -------\ngulf        1\n(1 row)\n"


def test_a_query_is_had_from_a_file_and_from_standard_input(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "query.sql").write_text(f"\ufeff{SLUGS};\n", encoding="utf-8")
    expected = installed.do("sql", SLUGS)
    assert installed.do("sql", "--file", tmp_path / "query.sql") == expected
    assert installed.run("sql", "-", stdin=SLUGS.encode()).stdout == expected


def test_the_ending_of_a_file_tells_its_form(installed: Installation, tmp_path: Path) -> None:
    for ending in ("csv", "jsonl", "parquet", "txt"):
        assert installed.do("sql", SLUGS, "--output", tmp_path / f"answer.{ending}") == ""
    assert list(csv.DictReader(io.StringIO((tmp_path / "answer.csv").read_text()))) == [
        {"slug": "gulf", "reports": "1"}
    ]
    assert json.loads((tmp_path / "answer.jsonl").read_text()) == {"slug": "gulf", "reports": 1}
    assert parquet.read_table(tmp_path / "answer.parquet").to_pylist() == [{"slug": "gulf", "reports": 1}]
    assert (tmp_path / "answer.txt").read_text().endswith("(1 row)\n")


def test_what_fails_half_way_leaves_the_file_as_it_was(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "answer.csv").write_text("earlier")
    failed = installed.run(
        "sql", "SELECT 1 / (5000 - n) FROM generate_series(1, 9000) n", "--output", tmp_path / "answer.csv"
    )
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr == "tracker: This query cannot be answered: division by zero\n"
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("answer.csv", "earlier")]


def test_a_mistake_is_shown_with_its_place(installed: Installation) -> None:
    failed = installed.run("sql", "SELECT slug FROM read.cartel")
    assert failed.returncode == 1
    assert failed.stderr == (
        'tracker: This query cannot be answered: relation "read.cartel" does not exist\n'
        "line 1, column 18: SELECT slug FROM read.cartel\n"
        "                                    ^\n"
    )


@pytest.mark.parametrize("arguments", [["sql"], ["sql", SLUGS, "--question", "1"], ["sql", SLUGS, "--format", "xml"]])
def test_a_wrong_usage_is_told_as_one(installed: Installation, arguments: list[str]) -> None:
    assert installed.run(*arguments).returncode == 2


def test_the_questions_are_listed_shown_and_answered(installed: Installation) -> None:
    listed = {line.split()[1]: line.split()[0] for line in installed.do("sql", "--questions").splitlines()}
    assert listed["who-was-arrested"] == "6"
    assert "FROM read.reports" in installed.do("sql", "--question", "6", "--print")
    (row,) = csv.DictReader(io.StringIO(installed.do("sql", "--question", "who-was-arrested")))
    assert (row["cartels"], row["count"], row["passage"]) == ('["gulf"]', "4", ARREST)
    assert installed.run("sql", "--question", "99").returncode == 1


def test_the_views_and_their_columns_are_listed(installed: Installation) -> None:
    views = {row["view"]: row["what"] for row in csv.DictReader(io.StringIO(installed.do("sql", "--views")))}
    assert views["coverage"].startswith("What was read, by post and month")
    columns = list(csv.DictReader(io.StringIO(installed.do("sql", "--columns", "read.cartels"))))
    assert columns[0]["column"] == "slug"
    assert all(column["what"] for column in columns)
    refused = installed.run("sql", "--columns", "x'; SELECT 1")
    assert (refused.returncode, "no view is called" in refused.stderr) == (1, True)


def test_an_interrupt_ends_the_query_on_the_server_too(installed: Installation) -> None:
    asked = "SELECT FROM pg_stat_activity WHERE application_name = 'tracker reader' AND wait_event = 'PgSleep'"
    with installed.piped("sql", "SELECT pg_sleep(50)") as process:

        def running() -> bool:
            with psycopg.connect(installed.url()) as connection:
                return connection.execute(asked).rowcount > 0

        eventually(running, "the query runs")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        eventually(lambda: not running(), "the query has ended")


def test_a_search_shows_place_marking_subject_and_words(installed: Installation) -> None:
    assert installed.do("search", "munoz", "cocaine") == (
        "07MEXICO4321  2007-03-10  paragraph 2 (C)  WHAT THE TESTS SAW IN TAMAULIPAS\n"
        "    On March 5, soldiers of General «Muñoz» seized 300 kilograms of «cocaine» and 12 rifles in Nuevo\n"
        "    Laredo, Tamaulipas.\n\n"
    )
    (found,) = map(json.loads, installed.do("search", "munoz", "--json", "--after", "2007-03-10").splitlines())
    assert (found["reference_id"], found["label"], found["cable_date"]) == ("07MEXICO4321", "2", "2007-03-10T15:30:00Z")


def test_a_search_in_vain_says_so(installed: Installation) -> None:
    done = installed.run("search", "--tag", "XX", "--", "cocaine", "-rifles")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "tracker: nothing found\n")
