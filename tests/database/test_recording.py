"""Cables that are recorded many at a time: the log is as if each had come alone."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, telegram
from tracker.log.log import Log
from tracker.types import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.cables.raw_files import RawFile
    from tracker.database import Database
    from tracker.log.laying import Append

_SERIALS = range(4001, 4007)


def _release(*, but: int | None = None) -> list[RawFile]:
    told = (ARREST, SEIZURE, ATTACK)
    return [
        file(telegram(told[serial % 3] + (" It rained." if serial == but else ""), serial=serial), f"{serial}.txt")
        for serial in _SERIALS
    ]


def _content(database: Database) -> list[list[tuple[str, str, int]]]:
    events = Log(database.engine("writer")).read_all()
    return [
        [(event.stream, event.type, event.version) for event in append]
        for _, append in groupby(events, lambda event: event.first_position)
    ]


def test_each_cable_is_an_append_of_its_own_in_the_order_of_the_files(database: Database) -> None:
    summary = ingest(database, *_release())
    assert summary.new == len(_SERIALS)
    appends = _content(database)
    assert [append[0][0] for append in appends] == [f"cable/07MEXICO{serial}" for serial in _SERIALS]
    assert all(append[0][1] == "CableRecorded" for append in appends)


def test_new_changed_and_unchanged_ones_are_told_apart_in_one_go(database: Database) -> None:
    ingest(database, *_release()[:4])
    before = _content(database)
    summary = ingest(database, *_release(but=4002))
    assert (summary.new, summary.changed, summary.unchanged) == (2, 1, 3)
    assert [append[0][:2] for append in _content(database)[len(before) :]] == [
        ("cable/07MEXICO4002", "CableRevised"),
        ("cable/07MEXICO4005", "CableRecorded"),
        ("cable/07MEXICO4006", "CableRecorded"),
    ]


def test_one_cable_from_two_files_is_compared_with_the_first(database: Database) -> None:
    twice = [file(telegram(ARREST, serial=4001), "a.txt"), file(telegram(ARREST, serial=4001), "b.txt")]
    summary = ingest(database, *twice)
    assert (summary.new, summary.copies) == (1, 1)
    assert [type_ for append in _content(database) for _, type_, _ in append].count("CableRecorded") == 1


def test_what_another_records_meanwhile_is_compared_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    append_many = Log.append_many

    def after_another(log: Log, appends: Iterable[Append]) -> int:
        monkeypatch.setattr(Log, "append_many", append_many)
        ingest(database, _release()[2])
        return append_many(log, appends)

    monkeypatch.setattr(Log, "append_many", after_another)
    summary = ingest(database, *_release())
    assert (summary.new, summary.unchanged) == (len(_SERIALS) - 1, 1)
    streams = [append[0][0] for append in _content(database)]
    assert sorted(streams) == [f"cable/07MEXICO{serial}" for serial in _SERIALS]


def test_a_fault_of_ours_in_one_keeps_none_of_the_others(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    append = Log.append

    def failing_many(log: Log, appends: Iterable[Append]) -> int:
        raise ValueError("one of them")

    def failing(log: Log, events: list[object], **given: object) -> object:
        if Stream("cable/07MEXICO4003") in given["expected"]:  # type: ignore[operator]  # as the recorder gives it
            raise ValueError("this one")
        return append(log, events, **given)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(Log, "append_many", failing_many)
    monkeypatch.setattr(Log, "append", failing)
    summary = ingest(database, *_release())
    assert [source for source, _ in summary.refused] == ["4003.txt"]
    assert summary.new == len(_SERIALS) - 1
    assert len(_content(database)) == len(_SERIALS) - 1
