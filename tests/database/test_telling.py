"""What the projections tell in words is what the database's own functions say, report by report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from tests.conftest import ROOT
from tests.database.invented import file, ingest, project, telegram
from tracker import sample
from tracker.cables.releases import files
from tracker.projections.telling import Text, facts

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.database import Database

_PAGE = "MEXICO 00004321  002 OF 003"
_CUT = f"On March 3, police in Reynosa\n\n{_PAGE}\n\narrested   Ramiro\n\n{_PAGE}\n\nPuente Lobo of the Gulf Cartel."


def told_by_the_database(superuser: str) -> list[tuple[object, object, str]]:
    with psycopg.connect(superuser) as connection:
        connection.execute("SET search_path TO read_a")
        return connection.execute(
            "SELECT facts, facts_with_paragraphs(document_id, report), facts ->> 'quote' FROM reports UNION ALL "
            "SELECT facts, facts_with_paragraphs(document_id, report), facts ->> 'quote' FROM report_versions"
        ).fetchall()


def test_the_sample_is_told_as_the_database_tells_it(database: Database, superuser: str) -> None:
    with sample.release() as release:
        ingest(database, *files([release]), sample=True)
    project(database)
    found = told_by_the_database(superuser)
    assert len(found) > 20
    for told, expected, quote in found:
        assert told == expected, quote


def test_invented_cables_are_told_as_the_database_tells_them(database: Database, superuser: str) -> None:
    ingest(database, *files([ROOT / "tests/gold/invented"]), file(telegram(_CUT)))
    project(database)
    found = told_by_the_database(superuser)
    assert len(found) > 150
    for told, expected, quote in found:
        assert told == expected, quote


def test_released_cables_are_told_as_the_database_tells_them(database: Database, superuser: str, shared: Path) -> None:
    ingest(database, *files([shared / "mirror/cable/2007"]))
    project(database)
    for told, expected, quote in told_by_the_database(superuser):
        assert told == expected, quote


def test_paragraphs_are_cleaned_as_the_database_cleans_them(database: Database, superuser: str) -> None:
    ingest(database, *files([ROOT / "tests/gold/invented"]), file(telegram(_CUT, "Two  is\n wrapped\xa0and\tspaced.")))
    project(database)
    with psycopg.connect(superuser) as connection:
        found = connection.execute(
            "SELECT body, log.words_v1(document_id, start_offset, end_offset, cuts) FROM read_a.paragraphs"
        ).fetchall()
    assert len(found) > 150
    for told, expected in found:
        assert told == expected


def test_of_a_document_that_is_not_there_nothing_is_told() -> None:
    told = facts({"kind": "arrest", "quote": [3, 9], "evidence": [{"span": [0, 9], "paragraph": 1}]}, Text(""))
    assert (told["quote"], told["passage"], told["paragraphs"], told["marking"]) == ("", "", [], None)
