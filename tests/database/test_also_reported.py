"""What another cable had told already is announced as such, beside what was known, and claims no independence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import feedparser
import psycopg
import pytest

from jobs.publish import publish
from tests.database.invented import ARREST, SEIZURE, file, ingest, project, telegram
from tests.database.test_erasure import erase_at, everything
from tests.database.test_projections import forget, rows, state
from tracker.erasing import erase_words
from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.types import ReferenceId, Span

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.cables.raw_files import RawFile
    from tracker.database import Database
    from tracker.settings import Settings

NAME = "Ramiro Inventado Puente"
NAMED = f"On March 3, federal police in Reynosa arrested {NAME} and three other members of the Gulf Cartel."


def of_mexico(*paragraphs: str) -> RawFile:
    return file(telegram(*paragraphs))


def of_monterrey(*paragraphs: str) -> RawFile:
    return file(telegram(*paragraphs, serial=77, post="MONTERREY"), "77.txt")


def told(database: Database) -> list[dict[str, Any]]:
    return sorted(rows(database, "developments"), key=lambda row: row["position"])


@pytest.mark.parametrize("at_once", [True, False])
def test_the_second_cable_to_tell_it_also_reports_it(database: Database, at_once: bool) -> None:
    ingest(database, of_mexico(ARREST))
    if not at_once:
        project(database)
    ingest(database, of_monterrey(ARREST))
    project(database)
    first, second = told(database)
    assert (first["kind"], second["kind"]) == ("new-incident", "also-reported")
    assert first["known"] == []
    (known,) = second["known"]
    assert (known["reference_id"], known["report_id"]) == ("07MEXICO4321", str(first["report_id"]))
    assert known["facts"]["count"] == 4
    assert second["incident_id"] == first["incident_id"]
    assert (first["quiet"], second["quiet"]) == (False, False)


def test_what_one_cable_tells_twice_is_not_reported_by_others(database: Database) -> None:
    ingest(database, of_mexico(ARREST, ARREST.replace("On March 3, federal police", "On March 3, police")))
    project(database)
    assert {row["kind"] for row in told(database)} == {"new-incident"}


def test_what_was_taken_back_is_not_known(database: Database) -> None:
    ingest(database, of_mexico(ARREST, SEIZURE))
    ingest(database, of_mexico(SEIZURE))
    ingest(database, of_monterrey(ARREST))
    project(database)
    assert told(database)[-1]["kind"] == "new-incident"


def test_the_entry_names_who_told_it_and_leads_there(database: Database, settings: Settings, tmp_path: Path) -> None:
    site = replace(settings, base_url="https://cables.example.org", data=tmp_path)
    ingest(database, of_mexico(ARREST))
    ingest(database, of_monterrey(ARREST.replace("four", "six")))
    project(database)
    publish(database, site)
    entry = feedparser.parse((site.public / "feeds/all.atom").read_bytes()).entries[0]
    assert "as also reported in 07MEXICO4321: 4 people there (07MONTERREY77)" in entry.title
    assert "https://cables.example.org/cables/07MEXICO4321#p1" in {link.href for link in entry.links}
    assert "different sources" in entry.content[0].value
    for row in rows(database, "reports"):
        assert (site.public / f"incidents/{row['report_id']}.html").exists()


def test_known_words_that_are_erased_are_erased_here_too(database: Database, superuser: str) -> None:
    ingest(database, of_mexico(NAMED))
    ingest(database, of_monterrey(ARREST))
    project(database)
    assert told(database)[-1]["known"][0]["facts"]["persons"] == [NAME]
    report = next(row for row in rows(database, "reports") if row["reference_id"] == "07MEXICO4321")
    document = Log(database.engine("writer")).document(report["document_id"])
    assert document
    start = document.text.index(NAME)
    span = Span(start, start + len(NAME))
    erase_words(database.engine("eraser"), ReferenceId("07MEXICO4321"), [span], reason="a test", actor="a tester")
    project(database)
    assert "Inventado" not in everything(superuser)
    live = state(database)
    forget(superuser)
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    assert state(database) == live


def test_a_known_report_that_is_erased_takes_the_entry_that_repeats_it_along(database: Database) -> None:
    ingest(database, of_mexico(NAMED))
    ingest(database, of_monterrey(ARREST))
    project(database)
    report = next(row for row in rows(database, "reports") if row["reference_id"] == "07MEXICO4321")
    erase_at(database, report["position"])
    project(database)
    assert [row["kind"] for row in told(database)] == ["erased", "erased"]
    assert {row["reference_id"] for row in rows(database, "reports")} == {"07MONTERREY77"}


def test_announcing_again_after_the_incidents_changed_announces_nothing(database: Database, superuser: str) -> None:
    ingest(database, of_mexico(ARREST))
    ingest(database, of_monterrey(ARREST))
    project(database)
    head = Log(database.engine("writer")).head()
    with psycopg.connect(superuser) as connection:
        connection.execute("DELETE FROM jobs.checkpoints")
        connection.execute("UPDATE read_a.reports SET incident_id = report_id")
    project(database)
    assert Log(database.engine("writer")).head() == head
