"""Ingest records each cable once, and of a re-reading only what differs."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import psycopg
import pytest
from sqlalchemy import text

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tracker.cables.releases import RawFile, files
from tracker.events import CableRevised, RenditionRecorded, ReportCorrected, ReportEvent, ReportWithdrawn
from tracker.ingest import Ingest
from tracker.log.log import Log
from tracker.quarantine import Quarantine
from tracker.types import Stream

if TYPE_CHECKING:
    from uuid import UUID

    from tracker.cables.model import Cable
    from tracker.database import Database
    from tracker.reports import Report

STREAM = Stream("cable/07MEXICO4321")


def types(database: Database) -> Counter[str]:
    return Counter(recorded.event.type() for recorded in Log(database.engine("writer")).read_stream(STREAM))


def test_a_cable_is_one_append_of_cable_rendition_and_reports(database: Database) -> None:
    summary = ingest(database, file(telegram(ARREST, SEIZURE)))
    assert (summary.new, summary.changed, summary.unchanged, summary.refused) == (1, 0, 0, [])
    recorded = Log(database.engine("writer")).read_stream(STREAM)
    assert {event.first_position for event in recorded} == {1}
    found = types(database)
    assert found["CableRecorded"] == found["RenditionRecorded"] == 1
    assert found["ArrestReported"] == found["SeizureReported"] == 1
    assert summary.reports_new == 2


def test_events_hold_no_words_of_the_cable(database: Database, superuser: str) -> None:
    ingest(database, file(telegram("On March 3, police in Reynosa arrested Ramiro Inventado Puente.")))
    for recorded in Log(database.engine("writer")).read_stream(STREAM):
        with database.engine("writer").connect() as connection:
            body = connection.execute(
                text("SELECT body::text FROM log.events WHERE position = :position"), {"position": recorded.position}
            ).scalar_one()
        assert "Inventado" not in body
        assert "TESTS SAW" not in body


def test_the_same_again_records_nothing(database: Database) -> None:
    ingest(database, file(telegram(ARREST)))
    head = Log(database.engine("writer")).head()
    summary = ingest(database, file(telegram(ARREST)))
    assert (summary.new, summary.changed, summary.unchanged) == (0, 0, 1)
    assert Log(database.engine("writer")).head() == head


def test_the_same_text_from_another_source_records_only_the_rendition(database: Database) -> None:
    ingest(database, file(telegram(ARREST)))
    before = types(database)
    ingest(database, file(telegram(ARREST), "another.txt"))
    assert types(database) - before == Counter([RenditionRecorded.type()])


def test_a_changed_text_revises_the_cable_and_keeps_the_ids_of_what_it_still_reports(database: Database) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE)))
    ids = {event.event.report_id for event in reports(database)}
    summary = ingest(database, file(telegram("The post has new information.", ARREST, SEIZURE)))
    assert summary.changed == 1
    assert types(database)[CableRevised.type()] == 1
    assert types(database)[ReportWithdrawn.type()] == 0
    assert {event.event.report_id for event in reports(database)} == ids


def test_a_changed_figure_is_a_correction_by_field(database: Database) -> None:
    ingest(database, file(telegram(ARREST)))
    ingest(database, file(telegram(ARREST.replace("four", "six"))))
    (correction,) = [e.event for e in reports(database) if isinstance(e.event, ReportCorrected)]
    assert "count" in correction.changed
    assert "places" not in correction.changed
    assert correction.report.count == 6


def test_a_report_that_is_gone_is_withdrawn_and_comes_back_under_its_id(database: Database) -> None:
    ingest(database, file(telegram(ARREST, ATTACK)))
    first = {e.event.report_id for e in reports(database) if e.event.type() == "AttackReported"}
    ingest(database, file(telegram(ARREST)))
    assert types(database)[ReportWithdrawn.type()] == 1
    ingest(database, file(telegram(ARREST, ATTACK)))
    attacks = [e for e in reports(database) if e.event.type() == "AttackReported"]
    assert len(attacks) == 2
    assert {e.event.report_id for e in attacks} == first
    assert len({e.event_id for e in attacks}) == 2


def test_what_is_no_cable_is_quarantined_and_stops_nobody(database: Database) -> None:
    bad = file("Dear all,\nthe meeting is at noon.\n", "note.txt")
    summary = ingest(database, bad, file(telegram(ARREST)))
    assert summary.new == 1
    ((source, reason),) = summary.refused
    assert source == "note.txt"
    assert "no telegram" in reason
    assert quarantined(database) == 1
    ingest(database, bad)
    assert quarantined(database) == 1


def test_what_is_read_after_all_leaves_the_quarantine(database: Database) -> None:
    ingest(database, file("not yet", "4321.txt"))
    ingest(database, file(telegram(ARREST), "4321.txt"))
    assert quarantined(database) == 0


def test_an_archive_is_told_by_its_bytes_and_leaves_the_quarantine_once_it_can_be_read(
    database: Database, tmp_path: Path
) -> None:
    release = tmp_path / "release.zip"
    waiting = Quarantine(database.engine("writer"))
    for damage in (b"PK\x03\x04 cut off", b"PK\x03\x04 cut off elsewhere"):
        release.write_bytes(damage)
        ingest(database, *files([release]))
    told = {each.sha256 for each in waiting.entries("release.zip")}
    assert told == {sha256(b"PK\x03\x04 cut off").hexdigest(), sha256(b"PK\x03\x04 cut off elsewhere").hexdigest()}
    with ZipFile(release, "w") as archive:
        archive.writestr("4321.txt", telegram(ARREST))
    ingest(database, *files([release]))
    assert waiting.entries() == []


def test_what_was_given_up_is_told_no_more(database: Database) -> None:
    note = file("Dear all", "note.txt")
    ingest(database, note)
    waiting = Quarantine(database.engine("writer"))
    (entry,) = waiting.entries()
    waiting.discard(entry, actor="a test", reason="a letter")
    summary = ingest(database, note)
    assert (summary.refused, summary.discarded, waiting.entries()) == ([], 1, [])


@pytest.mark.parametrize(("sample", "post"), [(False, "SAMPLE"), (True, "MEXICO")])
def test_even_an_empty_log_takes_only_the_cables_that_it_is_meant_for(
    database: Database, sample: bool, post: str
) -> None:
    summary = ingest(database, file(telegram(ARREST, post=post)), sample=sample)
    assert summary.new == 0
    assert len(summary.refused) == 1
    assert Log(database.engine("writer")).head().position == 0


def test_a_dry_run_tells_and_records_nothing(database: Database) -> None:
    run = Ingest(database.engine("writer"), actor="a test", dry_run=True)
    summary = run.run([file(telegram(ARREST)), file("no cable", "note.txt")])
    assert (summary.new, len(summary.refused)) == (1, 1)
    assert Log(database.engine("writer")).head().position == 0
    assert quarantined(database) == 0


def test_protected_names_are_masked_in_the_document_and_sealed(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(f"{ARREST} Ramiro Inventado Puente (strictly protect) told us so.", ARREST)))
    with psycopg.connect(superuser) as connection:
        words = connection.execute("SELECT string_agg(words, '') FROM log.document_parts").fetchone()
        sealed = connection.execute("SELECT number, words FROM sealed.protected_names").fetchall()
    assert words
    assert "Inventado" not in words[0]
    assert "[protected 1]" in words[0]
    assert sealed == [(1, "Ramiro Inventado Puente")]


@dataclass(frozen=True)
class Told:
    event_id: UUID
    event: ReportEvent


def reports(database: Database) -> list[Told]:
    return [
        Told(recorded.event_id, recorded.event)
        for recorded in Log(database.engine("writer")).read_stream(STREAM)
        if isinstance(recorded.event, ReportEvent)
    ]


def quarantined(database: Database) -> int:
    with database.engine("writer").connect() as connection:
        return int(
            connection.execute(text("SELECT count(*) FROM jobs.quarantine WHERE resolved_at IS NULL")).scalar_one()
        )


def test_two_files_of_one_name_do_not_revise_each_other_for_ever(database: Database) -> None:
    one, other = file(telegram(ARREST)), file(telegram(SEIZURE))
    first = ingest(database, one, other)
    assert (first.new, len(first.refused)) == (1, 1)
    assert "gives 07MEXICO4321 otherwise" in first.refused[0][1]
    head = Log(database.engine("writer")).head()
    again = ingest(database, one, other)
    assert (again.new, again.changed) == (0, 0)
    assert Log(database.engine("writer")).head() == head
    assert quarantined(database) == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_any_order_of_ingest_puts_the_same_text_of_record(database: Database, order: tuple[int, ...]) -> None:
    agreeing = telegram(ARREST)
    differing = telegram(SEIZURE)
    renditions = [
        file(agreeing, "raw.txt"),
        file(f"Cablegate: What the Tests Saw\n\n{differing}\n© Scoop Media\n", "scoop.txt"),
        file(f"{agreeing}\n", "another.txt"),
    ]
    for index in order:
        ingest(database, renditions[index])
    with database.engine("writer").connect() as connection:
        formats = connection.execute(
            text("SELECT body ->> 'source_format' FROM log.events WHERE body ? 'parts' ORDER BY position DESC LIMIT 1")
        ).scalar_one()
    assert formats == "scoop"


def test_a_figure_that_no_world_could_hold_stops_no_view(database: Database) -> None:
    ingest(database, file(telegram("On March 3, police in Reynosa arrested 99,999,999,999,999,999,999,999 people.")))
    project(database)
    with database.engine("reader").connect() as connection:
        connection.execute(text("SELECT * FROM read.reports")).all()


def test_a_name_that_is_no_utf_8_is_recorded_all_the_same(database: Database) -> None:
    summary = ingest(database, RawFile(Path(os.fsdecode(b"a\xe9.txt")), telegram(ARREST).encode()))
    assert (summary.new, summary.refused) == (1, [])


def test_a_fault_of_ours_refuses_one_file_and_tells_none_of_its_words(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(cable: Cable) -> tuple[Report, ...]:
        if cable.reference_id == "07MEXICO4321":
            raise ValueError("Ramiro Inventado Puente")
        return ()

    monkeypatch.setattr("tracker.extraction.pipeline.extract", fail)
    summary = ingest(database, file(telegram(ARREST)), file(telegram(ARREST, serial=4400), "4400.txt"))
    assert summary.new == 1
    ((_, reason),) = summary.refused
    assert reason == "reading it failed (ValueError); please report this"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO log.document_parts SELECT document_id, 99, 0, 'FORGED', salt, commitment FROM log.document_parts",
        "INSERT INTO sealed.protected_names SELECT document_id, 99, 'FORGED', 'protect' FROM log.documents",
    ],
)
def test_nothing_is_added_to_a_recorded_document(database: Database, statement: str) -> None:
    ingest(database, file(telegram(ARREST)))
    address = database.urls["writer"].set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute(f"{statement} LIMIT 1")
    assert caught.value.sqlstate == "TR006"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_fuller_of_two_copies_is_of_record(database: Database, order: tuple[int, ...]) -> None:
    copies = [file(telegram(ARREST), "short.txt"), file(telegram(ARREST, SEIZURE, ATTACK), "full.txt")]
    summaries = [ingest(database, copies[index]) for index in order]
    assert sum(summary.reports_new - summary.reports_withdrawn for summary in summaries) == 3
    assert (summaries[1].changed, summaries[1].copies) == ((1, 0) if order == (0, 1) else (0, 1))


def test_a_broken_download_retracts_nothing(database: Database) -> None:
    whole = telegram(ARREST, SEIZURE, "The rest is of no matter. " * 60)
    ingest(database, file(whole))
    summary = ingest(database, file(whole[: len(whole) // 3]))
    assert (summary.copies, summary.reports_withdrawn) == (1, 0)
