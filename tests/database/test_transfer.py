"""What is exported can be imported, and is the same log byte for byte: erased, empty, compressed, on another server."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.database import filed
from tests.database.following import rendition
from tests.database.invented import ARREST, ATTACK, file, ingest, project, telegram
from tests.database.transfers import exported, fold, imported, opened, record, seen, told
from tracker.database import migrate_schema
from tracker.database import opened as opened_database
from tracker.erasing import erase_event, erase_words
from tracker.errors import ImportRefusedError
from tracker.log import exporting, importing
from tracker.log.exporting import export_log
from tracker.log.files import compressed
from tracker.log.log import Log
from tracker.log.verification import verify
from tracker.projections.announcer import Announcer
from tracker.settings import Settings
from tracker.types import ReferenceId, Span, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Server
    from tracker.database import Database

VIEWS = ("reports", "incidents", "cartels", "operations", "developments", "cables", "paragraphs")


@pytest.fixture
def another(embedded: tuple[Server, Settings]) -> Iterator[Database]:
    """A second empty database on the same server."""
    with opened(embedded) as database:
        yield database


def test_an_imported_log_is_the_one_that_was_exported(database: Database, another: Database) -> None:
    record(database)
    data = exported(database)
    done = imported(another, data)
    assert exported(another) == data
    assert exported(another, content_only=True) == exported(database, content_only=True)
    head = Log(database.engine("writer")).head()
    assert Log(another.engine("writer")).head() == head
    assert (done.position, done.hash) == (head.position, head.hash.hex())
    assert {"CableRecorded", "CableRevised", "RenditionRecorded", "ReportWithdrawn", "DevelopmentRecorded"} <= {
        line.get("type") for line in told(data)
    }


def test_the_views_show_the_same_and_nothing_is_announced_again(database: Database, another: Database) -> None:
    record(database)
    imported(another, exported(database))
    fold(another)
    for view in VIEWS:
        assert seen(another, view) == seen(database, view) != [], view
    head = Log(another.engine("writer")).head()
    assert Announcer(another.engine("writer")).catch_up() == 0
    assert ingest(another, file(telegram(ATTACK, serial=5000), "5000.txt")).unchanged == 1
    assert Log(another.engine("writer")).head() == head


def test_a_log_goes_to_the_oldest_server_and_back(
    database: Database, another: Database, postgresql_15: Server, tmp_path: Path
) -> None:
    record(database)
    address = postgresql_15.create("transfer")
    older = Settings(data=tmp_path, database_url=address, role_prefix="transfer")
    migrate_schema(older, address)
    with opened_database(older) as oldest:
        imported(oldest, exported(database))
        data = exported(oldest)
        assert exported(oldest, content_only=True) == exported(database, content_only=True)
    postgresql_15.drop("transfer")
    imported(another, data)
    assert exported(another) == data == exported(database)


def test_what_was_erased_is_imported_as_erased(database: Database, another: Database) -> None:
    """By the tracker's own erasures: of words in a document that was revised since, and of a report."""
    record(database)
    log, eraser = Log(database.engine("writer")), database.engine("eraser")
    cable = ReferenceId("07MEXICO4321")
    erase_words(eraser, cable, [Span(5, 16), Span(200, 240)], [Span(0, 4)], reason="a test", actor="a tester")
    erase_words(eraser, cable, [Span(230, 250)], reason="a test", actor="a tester")
    for recorded in list(log.read_all(types=["SeizureReported", "DevelopmentRecorded"]))[:2]:
        if log.read_stream(recorded.stream, after=Version(recorded.version - 1), limit=1)[0].body is not None:
            erase_event(eraser, database.engine("reader"), recorded.position, reason="a test", actor="a tester")
    project(database)
    kinds = Counter(event.type for event in log.read_all())
    assert kinds["WordsErased"] >= 2
    assert kinds["EventErased"] >= 2
    data = exported(database)
    imported(another, data)
    assert exported(another) == data
    verified = verify(another.engine("writer"))
    assert (verified.fault, verified.position) == (None, log.head().position)
    assert len(verified.erasures) == kinds["WordsErased"] + kinds["EventErased"]
    fold(another)
    for view in VIEWS:
        assert seen(another, view) == seen(database, view), view


def test_an_imported_log_goes_on(database: Database, another: Database) -> None:
    record(database)
    position = imported(another, exported(database)).position
    ingest(another, file(telegram(ARREST, serial=6000), "6000.txt"))
    project(another)
    assert Log(another.engine("writer")).head().position > position
    longer = exported(another)
    assert longer != exported(database)


def test_an_empty_log_is_exported_and_imported_too(database: Database, another: Database) -> None:
    data = exported(database)
    assert [line["kind"] for line in told(data)] == ["header", "end"]
    assert imported(another, data).position == 0
    assert exported(another) == data


def test_a_document_stands_just_before_the_event_that_records_it(database: Database) -> None:
    record(database)
    lines = told(exported(database))
    assert (lines[0]["kind"], lines[0]["of"], lines[0]["format"]) == ("header", "cable-tracker log", 1)
    assert lines[-1]["kind"] == "end"
    recording = [
        (line["document_id"], following["body"]["document_id"])
        for line, following in pairwise(lines)
        if line["kind"] == "document"
    ]
    assert len(recording) == lines[-1]["documents"] >= 3
    assert all(document == named for document, named in recording)
    assert [line["position"] for line in lines if line["kind"] == "event"] == list(range(1, lines[-1]["events"] + 1))


def plain(value: object) -> object:
    """A value of the database as a line tells it."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(value) if isinstance(value, UUID) else value


def test_every_column_is_told(database: Database, superuser: str) -> None:
    record(database)
    lines = told(exported(database))
    with psycopg.connect(superuser, row_factory=dict_row) as connection:
        events = connection.execute("SELECT * FROM log.events ORDER BY position").fetchall()
        documents = connection.execute("SELECT * FROM log.documents").fetchall()
        parts = connection.execute("SELECT * FROM log.document_parts ORDER BY ordinal").fetchall()
    assert [line for line in lines if line["kind"] == "event"] == [
        {"kind": "event", **{name: plain(value) for name, value in row.items()}} for row in events
    ]
    found = {line["document_id"]: line for line in lines if line["kind"] == "document"}
    assert len(found) == len(documents)
    for row in documents:
        line = found[str(row["document_id"])]
        assert {name: line[name] for name in row} == {name: plain(value) for name, value in row.items()}
        own = [part for part in parts if part["document_id"] == row["document_id"]]
        assert [{"document_id": str(row["document_id"]), **part} for part in line["parts"]] == [
            {name.replace("start_offset", "start"): plain(value) for name, value in part.items()} for part in own
        ]


def test_sealed_words_are_not_exported(database: Database) -> None:
    ingest(database, file(telegram(f"{ARREST} Ramiro Inventado Puente (strictly protect) told us so.")))
    assert b"[protected 1]" in exported(database)
    assert b"Inventado" not in exported(database)


def test_an_export_is_one_snapshot(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_WRITTEN_AT_ONCE", 1)
    record(database)
    before = exported(database)
    log = Log(database.engine("writer"))
    pieces: list[bytes] = []

    def write(data: bytes) -> None:
        log.append([rendition(len(pieces), Stream("cable/07MEXICO9"))])
        pieces.append(data)

    done = export_log(database.engine("writer"), write)
    assert b"".join(pieces) == before
    assert log.head().position == done.position + len(pieces)


def test_a_compressed_log_is_known_by_its_content(database: Database, another: Database) -> None:
    record(database)
    pieces: list[bytes] = []
    for _ in range(2):
        with compressed(pieces.append) as write:
            export_log(database.engine("writer"), write)
    data = b"".join(pieces[: len(pieces) // 2])
    assert data == b"".join(pieces[len(pieces) // 2 :])
    assert gzip.decompress(data) == exported(database)
    # The time in the header, and the flag for a name.
    assert data[3:8] == bytes(5)
    imported(another, data)
    assert exported(another) == exported(database)


def test_a_log_of_many_chunks_is_imported_by_appends(another: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 7)
    data = b"".join(filed.lines(filed.long_log(5, events=4)))
    imported(another, data)
    assert exported(another) == data
    firsts = [event.first_position for event in Log(another.engine("writer")).read_all()]
    assert firsts == [first for first in range(1, 18, 4) for _ in range(4)]


def test_a_log_of_long_bodies_is_sent_in_small_chunks(another: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK_CHARACTERS", 1)
    data = b"".join(filed.lines(filed.long_log(5, events=4)))
    imported(another, data)
    assert exported(another) == data


def blank_log() -> Iterator[filed.Line]:
    """A log of which a body was erased, and words twice; a later event tells of the document as it is since."""
    first, second = filed.document("07MEXICO1", "A", "More ", "words."), filed.document("07MEXICO2", "B", "Last words.")
    erased = {**first, "parts": [*first["parts"][:2], filed.part(2, 5, "█████.", salt="1b" * 16)]}
    blank = filed.rendition("07MEXICO1", 2)
    yield erased
    yield filed.recorded(first)
    yield {**blank, "blank": True}
    yield filed.event_erased(blank, version=3)
    yield filed.words_erased(first, filed.part(2, 5, "███ds.", salt="2b" * 16), version=4)
    yield second
    yield filed.recorded(second)
    yield filed.words_erased(first, erased["parts"][2], version=5)
    yield filed.recorded(erased, version=6, event_type="CableReread")


def test_a_log_of_several_erasures_of_one_document_is_imported(another: Database) -> None:
    data = b"".join(filed.lines(blank_log))
    imported(another, data)
    assert exported(another) == data
    assert verify(another.engine("writer")).fault is None
    (blank,) = [event for event in Log(another.engine("writer")).read_all() if event.body is None]
    assert (blank.position, blank.type) == (2, "RenditionRecorded")
    (line,) = [
        line
        for line in told(exported(another, content_only=True))
        if (line.get("stream"), line.get("version")) == (blank.stream, blank.version)
    ]
    assert line["body"] is None


def test_events_of_a_newer_tracker_are_imported_too(another: Database) -> None:
    unknown = filed.event("cable/07MEXICO1", 1, "NeverHeardOf", {"says": "something"})
    newer = {**filed.recorded(filed.document("07MEXICO2", "A", "Words.")), "schema_version": 99}
    its_own = filed.document("07MEXICO3", "A", "Words.")
    data = b"".join(filed.lines(lambda: [unknown, filed.document("07MEXICO2", "A", "Words."), newer, its_own]))
    imported(another, data)
    assert exported(another) == data
    assert verify(another.engine("writer")).fault is None


def test_a_log_that_is_not_empty_takes_in_no_other(database: Database, another: Database) -> None:
    record(database)
    Log(another.engine("writer")).append([rendition(1)])
    head = Log(another.engine("writer")).head()
    with pytest.raises(ImportRefusedError, match="something is recorded already"):
        imported(another, exported(database))
    with pytest.raises(ImportRefusedError, match="something is recorded already"):
        imported(database, exported(database))
    assert Log(another.engine("writer")).head() == head


@pytest.mark.parametrize(("held", "meant"), [(True, False), (False, True)])
def test_the_sample_goes_into_its_own_database_and_nothing_else_does(
    another: Database, held: bool, meant: bool
) -> None:
    post = "SAMPLE" if held else "MEXICO"
    data = b"".join(filed.lines(lambda: [filed.rendition(f"07{post}1", 1)], sample=held))
    with pytest.raises(ImportRefusedError, match=r"a file, line 1: .*the sample"):
        imported(another, data, is_sample=meant)
    imported(another, data, is_sample=held)
    assert Log(another.engine("writer")).head().sample is held


def test_a_header_that_tells_another_release_is_refused(another: Database) -> None:
    data = b"".join(filed.lines(lambda: [filed.rendition("07SAMPLE1", 1)], sample=False))
    with pytest.raises(ImportRefusedError, match="a file, line 1: the header tells another"):
        imported(another, data)
    mixed = b"".join(filed.lines(lambda: [filed.rendition("07SAMPLE1", 1), filed.rendition("07MEXICO1", 1)]))
    with pytest.raises(ImportRefusedError, match="lines 2 to 4: Sample cables and others cannot be in one log"):
        imported(another, mixed)
    assert Log(another.engine("writer")).head().position == 0
