"""What is recorded as it is nobody reads again; what another reading could meet is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ARREST, SEIZURE, file, telegram
from tests.unit.cables.invented import BODY, dump_row
from tracker.cables import reading
from tracker.events import RenditionRecorded
from tracker.extraction.version import EXTRACTOR_VERSION
from tracker.ingest import Ingest, Summary
from tracker.known import Known, Standing, standing
from tracker.known import known_of as known_before
from tracker.log.given import GivenEvent
from tracker.log.log import Log

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from tracker.cables.formats.printed import Refusal
    from tracker.cables.model import Cable
    from tracker.cables.raw_files import RawFile
    from tracker.cables.reading import Piece
    from tracker.database import Database

PAGE = file(telegram(ARREST), "07MEXICO4321.txt")
RECORDED = GivenEvent("CableRecorded", False, "a.txt", extractor=EXTRACTOR_VERSION, protected_names=0)
GIVEN = GivenEvent("RenditionRecorded", False, "a.txt", "11")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Piece]:
    """The pieces that are read."""
    found: list[Piece] = []

    def outcomes(piece: Piece) -> Iterator[Cable | Refusal]:
        found.append(piece)
        return really(piece)

    really = reading.outcomes
    monkeypatch.setattr(reading, "outcomes", outcomes)
    return found


def dump(*numbers: int, name: str = "cables.csv") -> RawFile:
    return file("".join(dump_row(number, f"07ROME{number}") for number in numbers), name)


def renditions(database: Database, source: str | None = None) -> list[RenditionRecorded]:
    """What was recorded of what sources gave, or of what one did."""
    told = (each.event for each in Log(database.engine("writer")).read_all() if each.type == RenditionRecorded.type())
    return [each for each in told if isinstance(each, RenditionRecorded) and source in {None, each.source}]


def ingest(database: Database, *files: RawFile, anew: bool = False) -> Summary:
    return Ingest(database.engine("writer"), actor="a test", anew=anew).run(files)


def test_only_what_is_new_is_read_and_all_is_counted(database: Database, read: list[Piece]) -> None:
    ingest(database, dump(1, 2), PAGE)
    head = Log(database.engine("writer")).head()
    read.clear()
    again = ingest(database, dump(1, 2), PAGE)
    assert (again.unchanged, again.new, again.cables, again.files, again.listings) == (3, 0, 3, 2, 0)
    assert read == []
    longer = ingest(database, dump(1, 2, 3), PAGE)
    assert (longer.unchanged, longer.new) == (3, 1)
    assert [piece.row for piece in read] == [3]
    read.clear()
    anew = ingest(database, dump(1, 2), PAGE, anew=True)
    assert (anew.unchanged, len(read)) == (3, 3)
    assert Log(database.engine("writer")).head().position == head.position + 2


def test_what_another_source_gave_is_recorded_of_this_one_without_reading(
    database: Database, read: list[Piece]
) -> None:
    ingest(database, dump(1, 2))
    read.clear()
    later = ingest(database, dump(1, 2, 3, name="later.csv"))
    assert (later.copies, later.new, [piece.row for piece in read]) == (2, 1, [3])
    read.clear()
    assert ingest(database, dump(1, 2, 3, name="later.csv")).unchanged == 3
    assert read == []
    assert ingest(database, dump(1, 2, name="read.csv"), anew=True).copies == 2
    assert len(read) == 2
    known, as_read = renditions(database, "later.csv"), renditions(database, "read.csv")
    assert [replace(each, source="read.csv") for each in known[:2]] == as_read
    assert all(each.document_id for each in as_read)


def test_what_was_not_taken_for_the_text_of_record_is_read(database: Database, read: list[Piece]) -> None:
    row = dump_row(1, "07MEXICO4321")
    ingest(database, PAGE, file(row, "cables.csv"))
    read.clear()
    assert ingest(database, file(row, "other.csv")).copies == 1
    assert len(read) == 1
    assert ingest(database, file(telegram(ARREST), "07MEXICO4321.again.txt")).copies == 1
    assert len(read) == 2, "what a page is taken for can rest on its name"


def test_another_source_is_read_where_the_text_of_record_became_another_meanwhile(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(database, dump(1))
    fuller = file(dump_row(1, "07ROME1", body=f"{BODY}More."), "fuller.csv")

    def known_of(engine: Engine, told: Sequence[tuple[RawFile, Piece]]) -> list[Known | None]:
        known = known_before(engine, told)
        monkeypatch.undo()
        assert ingest(database, fuller).changed == 1
        return known

    monkeypatch.setattr("tracker.ingest.known_of", known_of)
    assert ingest(database, dump(1, name="later.csv")).copies == 1
    told = renditions(database)
    assert [each.source for each in told] == ["cables.csv", "fuller.csv", "later.csv"]
    assert told[-1].document_id is None


def test_another_extractor_and_an_earlier_text_of_a_source_are_read(
    database: Database, read: list[Piece], monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(database, PAGE)
    changed = file(telegram(ARREST, SEIZURE), "07MEXICO4321.txt")
    assert ingest(database, changed).changed == 1
    assert ingest(database, PAGE).changed == 1
    read.clear()
    monkeypatch.setattr("tracker.revisions.EXTRACTOR_VERSION", "99")
    assert ingest(database, PAGE).unchanged == 1
    assert len(read) == 1


def test_what_the_same_run_recorded_of_a_cable_is_met_in_the_order_of_the_files(
    database: Database, read: list[Piece]
) -> None:
    ingest(database, PAGE)
    read.clear()
    fuller = file(telegram(ARREST, SEIZURE), "07MEXICO4321.full.txt")
    summary = ingest(database, fuller, PAGE)
    assert (summary.changed, summary.unchanged) == (1, 1)
    assert len(read) == 2


def test_two_files_of_one_name_are_refused_also_where_one_is_known(database: Database) -> None:
    ingest(database, PAGE)
    summary = ingest(database, PAGE, file(telegram(SEIZURE), "07MEXICO4321.txt"))
    assert (summary.unchanged, summary.changed, len(summary.refused)) == (1, 0, 1)


def test_the_names_that_a_known_cable_protects_are_sought_in_what_is_new(database: Database) -> None:
    protecting = file(telegram(f"{ARREST} Ramiro Inventado Puente (strictly protect) told us."), "07MEXICO4321.txt")
    ingest(database, protecting)
    naming = file(telegram(f"{ARREST} Ramiro Inventado Puente was there.", serial=4400), "4400.txt")
    summary = ingest(database, protecting, naming)
    assert (summary.unchanged, summary.new, summary.open_names) == (1, 1, 1)


def test_a_cable_stands_by_what_its_sources_gave_last() -> None:
    assert standing([RECORDED, GIVEN]) == Standing({"a.txt": "11"}, has_protected_names=False, of_record="11")
    newer = GIVEN._replace(sha256="22")
    decided = [GivenEvent("ArrestReported", False), GivenEvent("ReportRetracted", False)]
    assert standing([RECORDED, GIVEN, *decided, newer]) == Standing({"a.txt": "22"}, False, "22")
    reread = RECORDED._replace(type="CableReread", source="b.txt", protected_names=2)
    other = GIVEN._replace(source="b.txt")
    assert standing([RECORDED, GIVEN, reread, other]) == Standing({"b.txt": "11"}, True, "11")


@pytest.mark.parametrize(
    "events",
    [
        [],
        [RECORDED._replace(extractor="another"), GIVEN],
        [RECORDED._replace(blank=True), GIVEN],
        *([RECORDED, GIVEN, GivenEvent(name, False)] for name in ("CableRevised", "WordsErased", "FromTheFuture")),
    ],
)
def test_what_another_reading_could_meet_is_read_again(events: list[GivenEvent]) -> None:
    assert standing(events) is None
