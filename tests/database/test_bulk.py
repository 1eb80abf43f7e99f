"""The bulk path records what the small one would have, under the same rule."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.database.test_log import rendition
from tracker import identity
from tracker.errors import EventConflictError, MixedLogError, WrongVersionError
from tracker.log.bulk import TRANSACTION, Bulk
from tracker.log.documents import divide
from tracker.log.laying import Append, Laid, Outlook
from tracker.log.log import NO_STREAM, Log
from tracker.types import EventId, ReferenceId, Stream, Version

if TYPE_CHECKING:
    from tracker.database import Database

FIRST = Stream("cable/07MEXICO1")
SECOND = Stream("cable/07MEXICO2")


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database.engine("writer"))


def test_each_append_stays_in_one_piece(log: Log) -> None:
    appends = [
        Append(events=[rendition(1, FIRST), rendition(2, SECOND), rendition(3, FIRST)], expected={FIRST: NO_STREAM}),
        Append(events=[rendition(4, FIRST)], expected={FIRST: Version(2), SECOND: Version(1)}),
        Append(events=[rendition(5, SECOND), rendition(6, SECOND)], expected={SECOND: None}),
    ]
    assert log.append_many(appends) == 6
    read = list(log.read_all())
    assert [event.position for event in read] == [1, 2, 3, 4, 5, 6]
    assert [event.first_position for event in read] == [1, 1, 1, 4, 5, 5]
    assert [(event.stream, event.version) for event in read] == [
        (FIRST, 1),
        (SECOND, 1),
        (FIRST, 2),
        (FIRST, 3),
        (SECOND, 2),
        (SECOND, 3),
    ]
    assert [event.event_id for event in read] == [event.event_id for append in appends for event in append.events]
    assert log.head().hash == read[-1].hash


def test_the_small_path_goes_on_from_it_and_it_from_the_small_path(log: Log) -> None:
    log.append([rendition(1)])
    log.append_many([Append(events=[rendition(2)], expected={FIRST: Version(1)})])
    assert log.append([rendition(3)], expected={FIRST: Version(2)}) == [3]


def test_many_transactions_record_what_one_would(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.log.bulk.TRANSACTION", 4)
    sizes = [3, 2, 9, 1, 1, 1, 1, 1]
    appends = [Append(events=[rendition(n) for n in range(size)]) for size in sizes]
    assert log.append_many(iter(appends)) == sum(sizes)
    firsts = sorted({event.first_position for event in log.read_all()})
    assert firsts == [1 + sum(sizes[:nth]) for nth in range(len(sizes))]


def test_more_than_a_transaction_holds_is_recorded_whole(log: Log) -> None:
    appends = [Append(events=[rendition(n, Stream(f"cable/07MEXICO{k}")) for n in range(60)]) for k in range(100)]
    assert sum(len(append.events) for append in appends) > TRANSACTION
    assert log.append_many(appends) == 6_000
    assert [event.position for event in log.read_all()] == list(range(1, 6_001))


def test_repeating_it_records_nothing(log: Log) -> None:
    appends = [Append(events=[rendition(1), rendition(2)], expected={FIRST: NO_STREAM}), Append(events=[rendition(3)])]
    assert log.append_many(appends) == 3
    assert log.append_many(appends) == 0
    assert log.head().position == 3


def test_what_is_new_among_repeats_is_recorded(log: Log) -> None:
    known, new = Append(events=[rendition(1)]), Append(events=[rendition(2), rendition(3)])
    log.append_many([known])
    assert log.append_many([known, new, known]) == 2
    assert [event.event_id for event in log.read_all()] == [
        event.event_id for append in (known, new) for event in append.events
    ]


def test_an_id_with_other_content_is_refused(log: Log) -> None:
    event_id = EventId(uuid4())
    log.append([rendition(1, event_id=event_id)])
    with pytest.raises(EventConflictError, match=str(event_id)):
        log.append_many([Append(events=[rendition(2)]), Append(events=[rendition(3, event_id=event_id)])])
    assert log.head().position == 1


def test_a_wrong_version_is_refused_by_name_and_earlier_transactions_stay(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.log.bulk.TRANSACTION", 2)
    appends = [
        Append(events=[rendition(1), rendition(2)]),
        Append(events=[rendition(3)]),
        Append(events=[rendition(4)], expected={FIRST: Version(7)}),
    ]
    with pytest.raises(WrongVersionError) as caught:
        log.append_many(appends)
    assert (caught.value.stream, caught.value.expected, caught.value.actual) == (FIRST, 7, 3)
    assert log.head().position == 2


def test_sample_cables_and_others_cannot_be_mixed(log: Log) -> None:
    with pytest.raises(MixedLogError):
        log.append_many([Append(events=[rendition(1)]), Append(events=[rendition(2, Stream("cable/07SAMPLE1"))])])
    assert log.head().position == 0


def test_documents_come_with_their_appends_and_with_repeats_of_them(log: Log) -> None:
    def append(serial: int) -> Append:
        reference_id = ReferenceId(f"07MEXICO{serial}")
        document_id = identity.document_id(reference_id, 1)
        document = divide(document_id, reference_id, 1, subject="S", text=f"TEXT {serial}\tÜ\\N", boundaries=[5])
        return Append(events=[rendition(serial, Stream(f"cable/{reference_id}"))], documents=[document])

    appends = [append(1), append(2)]
    log.append_many(appends)
    assert log.append_many([*appends, append(3)]) == 1
    for each in appends:
        (document,) = each.documents
        assert log.document(document.document_id) == document


def test_a_fault_of_the_caller_s_own_is_the_caller_s(log: Log) -> None:
    def appends() -> Iterator[Append]:
        yield Append(events=[rendition(1)])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        log.append_many(appends())
    assert log.append([rendition(2)]) == [log.head().position]


def test_bulk_and_small_appends_at_once_leave_one_order(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.log.bulk.TRANSACTION", 50)

    def bulk(writer: int) -> None:
        log.append_many(Append(events=[rendition(n, Stream(f"cable/0{writer}MEXICO{n}"))] * 1) for n in range(200))

    def small() -> None:
        for n in range(50):
            log.append([rendition(n, Stream(f"cable/09MEXICO{n}"))])

    threads = [threading.Thread(target=bulk, args=(writer,)) for writer in (1, 2)] + [threading.Thread(target=small)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.position for event in log.read_all()] == list(range(1, 451))


def test_a_transaction_is_bounded_by_bytes_too(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.log.bulk.TRANSACTION_BYTES", 10_000)
    sizes: list[int] = []
    record = Bulk._record

    def counting(self: Bulk, batch: list[Append], laid: Laid | None) -> Outlook:
        sizes.append(len(batch))
        return record(self, batch, laid)

    monkeypatch.setattr(Bulk, "_record", counting)
    reference_id = ReferenceId("07MEXICO1")
    long = [
        divide(identity.document_id(reference_id, n), reference_id, n, subject="", text="x" * 6_000, boundaries=[])
        for n in (1, 2)
    ]
    appends = [
        Append(events=[rendition(1)]),
        *(Append(events=[rendition(2)], documents=[document]) for document in long),
        Append(events=[rendition(3)]),
    ]
    assert log.append_many(appends) == 4
    assert sizes == [2, 2]


def test_transactions_grow_up_to_their_bound(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.log.bulk._FIRST_TRANSACTION", 2)
    monkeypatch.setattr("tracker.log.bulk.TRANSACTION", 5)
    sizes: list[int] = []
    record = Bulk._record

    def counting(self: Bulk, batch: list[Append], laid: Laid | None) -> Outlook:
        sizes.append(len(batch))
        return record(self, batch, laid)

    monkeypatch.setattr(Bulk, "_record", counting)
    assert log.append_many(Append(events=[rendition(n)]) for n in range(18)) == 18
    assert sizes == [2, 4, 5, 5, 2]


def test_one_append_twice_is_recorded_once(log: Log) -> None:
    append = Append(events=[rendition(1), rendition(2)])
    assert log.append_many([append, append]) == 2
    assert log.append_many([append, Append(events=[rendition(3)]), append]) == 1


def test_what_was_laid_out_ahead_is_laid_out_anew_where_another_was_first(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.log.bulk.TRANSACTION", 1)
    record = Bulk._record
    followed: list[bool] = []

    def preceded(self: Bulk, batch: list[Append], laid: Laid | None) -> Outlook:
        if len(followed) in {1, 2}:
            log.append([rendition(10 + len(followed), SECOND)])
        after = record(self, batch, laid)
        followed.append(laid is not None and laid.after is after)
        return after

    monkeypatch.setattr(Bulk, "_record", preceded)
    appends = [Append(events=[rendition(n)], expected={FIRST: Version(n)}) for n in range(6)]
    assert log.append_many(appends) == 6
    assert followed == [True, False, False, True, True, True]
    assert [event.stream for event in log.read_all()] == [FIRST, SECOND, FIRST, SECOND, *[FIRST] * 4]
