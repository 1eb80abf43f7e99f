"""The read models tell what the log holds, whatever the batches and however often a runner died."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy import text

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tracker import identity
from tracker.cables import reading
from tracker.cables.releases import files
from tracker.cables.telegram import read_telegram
from tracker.errors import TrackerError
from tracker.events import DevelopmentRecorded
from tracker.extraction.pipeline import extract
from tracker.log.log import Log
from tracker.projections.announcer import Announcer
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.projection import ProjectionError
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.cables.model import Cable
    from tracker.cables.telegram import PrintedCable
    from tracker.database import Database
    from tracker.types import Position

VIEWS = (
    "cables",
    "paragraphs",
    "reports",
    "incidents",
    "cartels",
    "operations",
    "developments",
    "people",
    "person_reports",
    "cartel_people",
    "cartel_states",
    "cartel_seizures",
    "cartel_attacks",
    "seizures",
    "seizure_totals",
    "eradications",
    "homicide_figures",
    "timeline",
    "states",
    "state_months",
    "coverage",
)
OPERATION = "On March 1, the government launched Operation Tamaulipas Segura with 3,000 troops in Tamaulipas."


def rows(database: Database, view: str) -> list[dict[str, Any]]:
    with database.engine("reader").connect() as connection:
        found = connection.execute(text(f"SELECT * FROM read.{view}")).mappings().all()
    return sorted((dict(row) for row in found), key=str)


def state(database: Database) -> dict[str, list[dict[str, Any]]]:
    return {view: rows(database, view) for view in VIEWS}


def several(database: Database) -> None:
    """A history with everything in it: new, revised, corrected, withdrawn, and back again."""
    ingest(database, file(telegram(OPERATION, ARREST, SEIZURE)))
    ingest(database, file(telegram(ATTACK, serial=4400), "4400.txt"))
    ingest(database, file(telegram(OPERATION, ARREST.replace("four", "six"))))
    ingest(database, file(telegram(OPERATION, ARREST.replace("four", "six"), SEIZURE)))


def test_a_report_is_told_with_its_words_and_its_place(database: Database) -> None:
    ingest(database, file(telegram("Nothing happened.", ARREST)))
    project(database)
    (report,) = rows(database, "reports")
    assert (report["kind"], report["count"], report["cartels"], report["states"]) == ("arrest", 4, ["gulf"], ["MX-TAM"])
    assert str(report["date_start"]) == "2007-03-03"
    assert report["paragraphs"] == ["2"]
    assert report["facts"]["marking"] == "C"
    assert "arrested four members" in report["quote"]
    assert report["review_status"] == "machine"


def test_a_cable_and_its_paragraphs_are_told(database: Database) -> None:
    ingest(database, file(telegram("One.", "Two  is\nwrapped.")))
    project(database)
    (cable,) = rows(database, "cables")
    assert cable["reference_id"] == "07MEXICO4321"
    assert cable["subject"] == "WHAT THE TESTS SAW IN TAMAULIPAS"
    assert cable["tags"] == ["SNAR", "KCRM", "MX"]
    told = {row["label"]: (row["marking"], row["text"]) for row in rows(database, "paragraphs")}
    assert told["1"] == ("C", "One.")
    assert told["2"] == ("C", "Two is wrapped.")


def test_the_database_cleans_paragraphs_as_the_parser_does(database: Database, shared: Path) -> None:
    for raw in files([shared / "mirror/cable/2009", shared / "cables/08MEXICO713.scoop.txt"]):
        ingest(database, raw)
    project(database)
    told = {
        (row["reference_id"], row["ordinal"]): (row["text"], row["heading"]) for row in rows(database, "paragraphs")
    }
    parsed = {
        (cable.reference_id, paragraph.ordinal): (paragraph.text, paragraph.heading)
        for raw in files([shared / "mirror/cable/2009", shared / "cables/08MEXICO713.scoop.txt"])
        for cable in reading.read(raw).cables
        for paragraph in cable.paragraphs
    }
    assert len(parsed) > 1_000
    assert told == parsed


def test_a_cartel_is_counted_by_the_reports_that_stand(database: Database) -> None:
    ingest(database, file(telegram(ARREST)))
    project(database)
    gulf = next(row for row in rows(database, "cartels") if row["slug"] == "gulf")
    assert (gulf["name"], gulf["reports"], gulf["cables"], gulf["incidents"]) == ("Gulf Cartel", 1, 1, 1)
    ingest(database, file(telegram(ARREST.replace("Gulf", "Sinaloa"))))
    project(database)
    counts = {row["slug"]: row["reports"] for row in rows(database, "cartels")}
    assert (counts["gulf"], counts["sinaloa"]) == (0, 1)


def test_a_known_but_quiet_cartel_is_there(database: Database) -> None:
    project(database)
    assert {"gulf", "sinaloa"} <= {row["slug"] for row in rows(database, "cartels")}


def test_a_correction_and_a_retraction_are_developments_of_their_own(database: Database) -> None:
    several(database)
    project(database)
    told = sorted(rows(database, "developments"), key=lambda row: row["position"])
    kinds = [row["kind"] for row in told]
    assert kinds.count("figure-changed") == 1
    assert kinds.count("retracted") == 1
    changed = next(row for row in told if row["kind"] == "figure-changed")
    assert (changed["facts_before"]["count"], changed["facts"]["count"]) == (4, 6)
    amended = next(row for row in told if row["corrected_by"] == changed["development_id"])
    assert amended["kind"] == "new-incident"
    assert amended["updated_at"] == changed["published_at"]
    retracted = next(row for row in told if row["kind"] == "retracted")
    assert retracted["facts"]["kind"] == "seizure"
    assert retracted["facts_before"] is None


def test_announcing_again_announces_nothing(database: Database, superuser: str) -> None:
    several(database)
    project(database)
    before = rows(database, "developments")
    with psycopg.connect(superuser) as connection:
        connection.execute("DELETE FROM jobs.checkpoints")
    project(database)
    assert rows(database, "developments") == before


def test_a_lost_checkpoint_announces_nothing_again_even_by_other_rules(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(database)
    project(database)
    before = rows(database, "developments")
    with psycopg.connect(superuser) as connection:
        connection.execute("DELETE FROM jobs.checkpoints")
    monkeypatch.setattr("tracker.projections.announcing.MATERIAL", frozenset[str]())
    project(database)
    assert rows(database, "developments") == before


def test_the_announcers_checkpoint_moves_with_what_it_announces(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(database, file(telegram(ARREST)))
    ingest(database, file(telegram(ATTACK, serial=4400), "4400.txt"))
    log = Log(database.engine("writer"))
    append = Log.append

    def die_after_the_first(self: Log, *arguments: Any, **named: Any) -> list[Position]:
        append(self, *arguments, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(Log, "append", die_after_the_first)
    with pytest.raises(KeyboardInterrupt):
        Announcer(database.engine("writer")).catch_up()
    causes = [each.event.cause_position for each in log.read_all() if isinstance(each.event, DevelopmentRecorded)]
    assert len(causes) == 1
    assert log.announced() == log.checkpoint("announcer")
    monkeypatch.undo()
    project(database)
    assert len(rows(database, "developments")) == 2


def test_a_moved_text_is_a_correction_that_nobody_is_told_of(database: Database) -> None:
    named = "On March 3, police in Reynosa arrested Ramiro Puente Lobo of the Gulf Cartel."
    ingest(database, file(telegram(named)))
    project(database)
    ingest(database, file(telegram(named).replace("SUBJECT:", "\nSUBJECT:")))
    project(database)
    assert [row["kind"] for row in rows(database, "developments")] == ["new-incident"]
    assert [row["persons"] for row in rows(database, "reports")] == [["Ramiro Puente Lobo"]]


def test_furniture_in_the_middle_of_a_name_is_not_told(database: Database) -> None:
    cut = "MEXICO 00004321  002 OF 003"
    named = f"On March 3, police in Reynosa arrested Ramiro\n\n{cut}\n\nPuente Lobo of the Gulf Cartel."
    ingest(database, file(telegram(named)))
    project(database)
    (report,) = rows(database, "reports")
    assert report["persons"] == ["Ramiro Puente Lobo"]
    assert "4321" not in report["quote"]
    assert "Ramiro Puente Lobo" in report["quote"]


def test_what_depends_on_a_projection_that_never_ran_waits_for_it(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(ARREST)))
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_a.cables ADD CONSTRAINT poison CHECK (false)")
    with pytest.raises(ProjectionError, match="cables"):
        project(database)
    assert rows(database, "reports") == []
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_a.cables DROP CONSTRAINT poison")
    project(database)
    assert [row["paragraphs"] for row in rows(database, "reports")] == [["1"]]


def test_a_better_reading_of_the_same_text_is_recorded_and_told(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poorly(printed: PrintedCable) -> Cable:
        cable = read_telegram(printed)
        paragraphs = tuple(paragraph._replace(label=None) for paragraph in cable.paragraphs)
        return replace(cable, released=cable.created, tags=(), paragraphs=paragraphs)

    monkeypatch.setattr("tracker.cables.reading.read_telegram", poorly)
    ingest(database, file(telegram(ARREST)))
    project(database)
    assert rows(database, "reports")[0]["paragraphs"] == []
    monkeypatch.undo()
    summary = ingest(database, file(telegram(ARREST)))
    assert summary.changed == 1
    project(database)
    (cable,) = rows(database, "cables")
    assert (cable["released_at"], cable["tags"]) == (None, ["SNAR", "KCRM", "MX"])
    assert [row["paragraphs"] for row in rows(database, "reports")] == [["1"]]
    assert all(row["all_facts"][0]["paragraphs"] == ["1"] for row in rows(database, "developments"))
    live = state(database)
    forget(superuser)
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    assert state(database) == live
    assert ingest(database, file(telegram(ARREST))).unchanged == 1


@pytest.mark.parametrize("batch", [1, 3, 7])
def test_any_size_of_batch_gives_the_same(database: Database, superuser: str, batch: int) -> None:
    several(database)
    project(database)
    live = state(database)
    forget(superuser)
    Runner(database.engine("projector"), PROJECTIONS, batch=batch).catch_up()
    assert state(database) == live


def test_folding_as_events_come_gives_the_same_as_folding_at_the_end(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(OPERATION, ARREST, SEIZURE)))
    project(database)
    ingest(database, file(telegram(OPERATION, ARREST.replace("four", "six"))))
    project(database)
    ingest(database, file(telegram(ATTACK.replace("Monterrey", "Acapulco"), SEIZURE)))
    project(database)
    live = state(database)
    forget(superuser)
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    assert state(database) == live


@pytest.mark.parametrize("step", [1, -1])
def test_the_order_of_ingest_does_not_change_what_is_reported(database: Database, step: int) -> None:
    texts = [
        file(telegram(paragraph, serial=serial), f"{serial}.txt")
        for serial, paragraph in enumerate([OPERATION, ARREST, SEIZURE, ATTACK, ARREST], start=1)
    ]
    cables = [cable for each in texts for cable in reading.read(each).cables]
    expected = {
        identity.report_id(cable.reference_id, report.kind, cable.words(report.quote), 1)
        for cable in cables
        for report in extract(cable)
    }
    assert len(expected) == 5
    for each in texts[::step]:
        ingest(database, each)
    project(database)
    assert {row["report_id"] for row in rows(database, "reports")} == expected
    told = {row["slug"]: (row["reports"], row["cables"], row["states"]) for row in rows(database, "cartels")}
    assert told["gulf"] == (2, 2, ["MX-TAM"])


def test_two_runners_at_once_fold_each_event_once(database: Database, superuser: str) -> None:
    several(database)
    project(database)
    live = state(database)
    forget(superuser)
    with psycopg.connect(superuser) as connection:
        # Somebody is at the first projection: the runner leaves it, and what depends on it, alone.
        connection.execute("SELECT FROM read_a.checkpoints WHERE projection = 'cables' FOR UPDATE")
        Runner(database.engine("projector"), PROJECTIONS).catch_up()
        assert rows(database, "cables") == []
        assert rows(database, "reports") == []
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    assert state(database) == live


def test_an_event_that_cannot_be_folded_stops_only_its_projection(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(ARREST)))
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_a.incidents ADD CONSTRAINT poison CHECK (kind <> 'arrest')")
    with pytest.raises(ProjectionError, match="incidents, positions 1 to"):
        project(database)
    lags = {lag.projection: lag.events for lag in Runner(database.engine("projector"), PROJECTIONS).lags()}
    assert lags["incidents"] > 0
    assert lags["cables"] == lags["reports"] == 0
    # What rests on it waits for it.
    assert lags["cartels"] > 0
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_a.incidents DROP CONSTRAINT poison")
    project(database)
    assert len(rows(database, "incidents")) == 1


def test_an_event_of_a_newer_tracker_stops_the_projection_with_its_name(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(ARREST)))
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE log.events DISABLE TRIGGER ALL")
        connection.execute("UPDATE log.events SET schema_version = 9 WHERE type = 'ArrestReported'")
    with pytest.raises(TrackerError, match="type ArrestReported, version 9"):
        project(database)


def forget(superuser: str) -> None:
    """Empty the read tables and start over, as a rebuild does."""
    with psycopg.connect(superuser, row_factory=dict_row) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'read_a'").fetchall()
        for table in tables:
            statement = "UPDATE read_a.checkpoints SET position = 0"
            if table["tablename"] != "checkpoints":
                statement = f"TRUNCATE read_a.{table['tablename']}"
            connection.execute(statement)
