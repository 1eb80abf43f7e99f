"""The README is true: its queries run, its settings and commands are those that there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from tests.conftest import ROOT
from tests.database.invented import ARREST, SEIZURE, file, ingest, project, telegram
from tracker import settings
from tracker.cli.commands import COMMANDS
from tracker.cli.main import app

if TYPE_CHECKING:
    from tracker.database import Database

README = (ROOT / "README.md").read_text(encoding="utf-8")
QUERIES = [
    query.strip()
    for block in re.findall(r"```sql\n(.*?)```", README, re.DOTALL)
    for query in block.split(";")
    if query.strip()
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: str(query).split("\n", 1)[0])
def test_the_queries_run_as_the_reader(database: Database, query: str) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE)))
    project(database)
    with database.engine("reader").connect() as connection:
        connection.execute(text(query)).all()


def test_the_first_query_finds_an_arrest(database: Database) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE)))
    project(database)
    with database.engine("reader").connect() as connection:
        (row,) = connection.execute(text(QUERIES[0])).mappings().all()
    assert (row["count"], row["cartels"], row["review_status"], row["paragraphs"]) == (4, ["gulf"], "machine", ["1"])
    assert row["passage"] == ARREST


def test_every_setting_is_explained() -> None:
    variables = {variable for name, variable in settings.VARIABLES.items() if not name.endswith("_file")}
    assert {variable for variable in variables if f"`{variable}`" not in README} == set()


def test_every_command_is_explained_and_has_an_example() -> None:
    commands = list(COMMANDS)
    for name in commands:
        told = CliRunner().invoke(app, [name, "--help"]).output
        assert "Example:" in told or "Commands:" in told, name
    assert {name for name in commands if f"tracker {name}" not in README} == set()
