"""Whatever a superuser does to the chain, verification names the first event that it was done to, and what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.database.tampering import Tamperer, digest, following_hash, tampering
from tests.database.verifying import KeptLog, kept_log
from tracker.events import RenditionRecorded
from tracker.log.anchors import Anchor
from tracker.log.chain import GENESIS, event_digest
from tracker.log.faults import FaultKind
from tracker.log.laying import Append
from tracker.log.recorded import NewEvent, Recorded, new_event
from tracker.log.verification import verify
from tracker.types import EventId, Position, ReferenceId, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.database.tampering import Row
    from tests.servers import Server
    from tracker.settings import Settings

APPENDS = ["AAB", "A", "CB", "A", "ABC", "A", "B"]
"""The streams of the events of each append: twelve events in all."""

K = FaultKind


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every log have several pages and spans."""
    monkeypatch.setattr("tracker.log.stored.SPAN", 5)
    monkeypatch.setattr("tracker.log.stored.PAGE", 2)
    monkeypatch.setattr("tracker.log.stored._CHUNK", 1)


def rendition(stream: str, number: int, post: str = "MEXICO") -> NewEvent:
    reference_id = ReferenceId(f"07{post}{ord(stream)}")
    event = RenditionRecorded(
        reference_id=reference_id, source=f"file {number}", source_format="raw", sha256="00" * 32, characters=1
    )
    return new_event(
        event,
        stream=Stream(f"cable/{reference_id}"),
        event_id=EventId(uuid4()),
        actor="a test",
        correlation=uuid4(),
        cause=uuid4(),
    )


def append(log: KeptLog, streams: str, post: str = "MEXICO") -> None:
    log.log.append([rendition(stream, number, post) for number, stream in enumerate(streams)])


@pytest.fixture(scope="module")
def kept_empty(embedded: tuple[Server, Settings]) -> Iterator[KeptLog]:
    with kept_log(embedded, lambda _: None) as kept:
        yield kept


@pytest.fixture(scope="module")
def kept(embedded: tuple[Server, Settings]) -> Iterator[KeptLog]:
    def fill(log: KeptLog) -> None:
        for streams in APPENDS:
            append(log, streams)

    with kept_log(embedded, fill) as kept:
        yield kept


@pytest.fixture
def empty(kept_empty: KeptLog) -> KeptLog:
    kept_empty.restore()
    return kept_empty


@pytest.fixture
def recorded(kept: KeptLog) -> KeptLog:
    kept.restore()
    return kept


def test_an_untouched_log_holds(recorded: KeptLog) -> None:
    found = recorded.verify()
    head = recorded.log.head()
    assert found.fault is None
    assert (found.events, found.position, found.hash) == (12, 12, head.hash)
    assert (found.documents, found.parts, found.erasures, found.matched, found.unknown) == (0, 0, (), (), {})


def test_large_events_are_read_one_at_a_time(recorded: KeptLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.log.stored.PAGE_BYTES", 1)
    told: list[int] = []
    assert verify(recorded.engine, progress=lambda done, _: told.append(done)).fault is None
    assert told == list(range(1, 13))


def test_an_empty_log_holds(empty: KeptLog) -> None:
    found = empty.verify()
    assert (found.fault, found.events, found.position, found.hash) == (None, 0, 0, GENESIS)


def test_a_log_of_the_sample_release_holds(empty: KeptLog) -> None:
    append(empty, "AB", post="SAMPLE")
    append(empty, "A", post="SAMPLE")
    assert empty.verify().fault is None


UNKNOWN = [
    ("TreatyReported", 3),
    ("RenditionRecorded", 99),
    ("CableRecorded", 99),
    # Known, but what they are given as body here is in no form of theirs.
    ("CableRecorded", 1),
    ("WordsErased", 1),
    ("EventErased", 1),
]


def test_events_of_types_that_are_not_known_are_checked_all_the_same(recorded: KeptLog) -> None:
    for number, (name, version) in enumerate(UNKNOWN):
        known = rendition("A", number)
        content = {**known._asdict(), "type": name, "schema_version": version, "json": b'{"treaty":[1,null,"x"]}'}
        content["digest"] = event_digest(
            stream=known.stream,
            event_type=name,
            schema_version=version,
            event_id=known.event_id,
            actor=known.actor,
            correlation=known.correlation,
            cause=known.cause,
            body=content["json"],
            salt=known.salt,
        )
        recorded.log.append_many([Append(events=[NewEvent(**content)])])
    found = recorded.verify()
    assert (found.fault, found.events) == (None, 12 + len(UNKNOWN))
    assert found.unknown == dict.fromkeys(UNKNOWN, 1)
    with tampering(recorded.superuser) as tamperer:
        tamperer.do("UPDATE log.events SET body = '{\"treaty\": []}' WHERE position = 13")
    assert (recorded.fault().kind, recorded.fault().position) == (K.CONTENT_ALTERED, 13)


ALTERED: dict[str, tuple[str, FaultKind]] = {
    "position": ("1000", K.PLACE_ALTERED),
    "first_position": ("first_position + 1", K.PLACE_ALTERED),
    "stream": ("'cable/07MEXICO99'", K.CONTENT_ALTERED),
    "version": ("77", K.PLACE_ALTERED),
    "event_id": ("gen_random_uuid()", K.CONTENT_ALTERED),
    "type": ("'CableRecorded'", K.CONTENT_ALTERED),
    "schema_version": ("2", K.CONTENT_ALTERED),
    "actor": ("'somebody else'", K.CONTENT_ALTERED),
    "correlation": ("gen_random_uuid()", K.CONTENT_ALTERED),
    "cause": ("NULL", K.CONTENT_ALTERED),
    "recorded_at": ("recorded_at + interval '5 years'", K.PLACE_ALTERED),
    "body": ("jsonb_set(body, '{characters}', '1.0')", K.CONTENT_ALTERED),
    "salt": ("sha256(salt)", K.CONTENT_ALTERED),
    "digest": ("sha256(digest)", K.DIGEST_ALTERED),
    "hash": ("sha256(hash)", K.HASH_ALTERED),
}


def test_every_column_is_tried() -> None:
    row = {*Recorded._fields, "salt", "digest"}
    assert set(ALTERED) == row


@pytest.mark.parametrize("column", ALTERED)
def test_any_column_of_any_event_that_is_altered_shows(recorded: KeptLog, column: str) -> None:
    value, kind = ALTERED[column]
    with tampering(recorded.superuser) as tamperer:
        for position in (12, 9, 6, 1):
            # From the last to the first: each time the first fault is the one to be named.
            event = tamperer.row(position)
            tamperer.do(f"UPDATE log.events SET {column} = {value} WHERE position = %(at)s", at=position)
            tamperer.commit()
            found = recorded.fault()
            assert (found.kind, found.position) == (kind, position), found
            if column not in {"position", "event_id"}:
                assert found.event_id == str(event["event_id"])


@pytest.mark.parametrize("column", ALTERED)
def test_a_column_that_is_emptied_shows(recorded: KeptLog, column: str) -> None:
    with tampering(recorded.superuser) as tamperer:
        tamperer.do(f"UPDATE log.events SET {column} = NULL WHERE position = 6")
    found = recorded.fault()
    assert found.position == 6
    assert found.kind == (K.MISSING if column == "position" else K.CONTENT_ALTERED)


def forged(tamperer: Tamperer, like: int, *, position: int) -> Row:
    """An event that was never recorded, in the place and stream of another; its digest is right, its hash is not."""
    row = tamperer.row(like)
    row = {**row, "position": position, "first_position": position, "event_id": uuid4(), "actor": "a forger"}
    return {**row, "digest": digest(row), "hash": bytes(32)}


def delete(tamperer: Tamperer) -> None:
    tamperer.delete(5)


def delete_several(tamperer: Tamperer) -> None:
    tamperer.delete(5, 11)


def delete_first(tamperer: Tamperer) -> None:
    tamperer.delete(1)


def delete_and_count_anew(tamperer: Tamperer) -> None:
    tamperer.delete(5)
    tamperer.shift(6, -1)


def delete_several_and_count_anew(tamperer: Tamperer) -> None:
    tamperer.delete(5, 8)
    tamperer.shift(9, -4)


def delete_and_count_the_last_anew(tamperer: Tamperer) -> None:
    tamperer.delete(11)
    tamperer.shift(12, -1)


def cut_tail(tamperer: Tamperer) -> None:
    tamperer.delete(10, 12)


def empty_log(tamperer: Tamperer) -> None:
    tamperer.delete(1, 12)


def insert(tamperer: Tamperer) -> None:
    tamperer.shift(5, 1)
    tamperer.insert(forged(tamperer, 6, position=5))
    tamperer.move_head()


def insert_with_its_hash(tamperer: Tamperer) -> None:
    tamperer.shift(5, 1)
    row = forged(tamperer, 6, position=5)
    row["recorded_at"] = tamperer.row(4)["recorded_at"] + timedelta(microseconds=2)
    row["hash"] = following_hash(tamperer.row(4)["hash"], row)
    tamperer.insert(row)
    tamperer.move_head()


def insert_several_with_hashes(tamperer: Tamperer) -> None:
    insert_with_its_hash(tamperer)
    tamperer.shift(6, 1)
    row = {**tamperer.row(5), "position": 6, "first_position": 6, "version": 2, "event_id": uuid4()}
    row["recorded_at"] += timedelta(microseconds=2)
    row["digest"] = digest(row)
    row["hash"] = following_hash(tamperer.row(5)["hash"], row)
    tamperer.insert(row)


def insert_a_copy(tamperer: Tamperer) -> None:
    tamperer.shift(5, 1)
    tamperer.insert({**tamperer.row(3), "position": 5})
    tamperer.move_head()


def replace_by_a_copy(tamperer: Tamperer) -> None:
    tamperer.delete(5)
    tamperer.insert({**tamperer.row(3), "position": 5})


def insert_twice_at_a_position(tamperer: Tamperer) -> None:
    tamperer.insert(forged(tamperer, 5, position=5))


def insert_behind_the_head(tamperer: Tamperer) -> None:
    tamperer.insert(forged(tamperer, 12, position=13))


def insert_before_the_beginning(tamperer: Tamperer) -> None:
    tamperer.insert(forged(tamperer, 1, position=0))


def move(tamperer: Tamperer, *places: tuple[int, int]) -> None:
    """Let events change their positions, from the first to the second of each pair."""
    for begin, _ in places:
        tamperer.do("UPDATE log.events SET position = -position WHERE position = %(a)s", a=begin)
    for begin, end in places:
        tamperer.do(
            "UPDATE log.events SET position = %(b)s, first_position = %(b)s WHERE position = -%(a)s::bigint",
            a=begin,
            b=end,
        )


def swap_neighbours(tamperer: Tamperer) -> None:
    move(tamperer, (5, 6), (6, 5))


def swap_far_apart(tamperer: Tamperer) -> None:
    move(tamperer, (5, 11), (11, 5))


def move_further_on(tamperer: Tamperer) -> None:
    move(tamperer, (5, 9), (6, 5), (7, 6), (8, 7), (9, 8))


def move_back(tamperer: Tamperer) -> None:
    move(tamperer, (9, 5), (5, 6), (6, 7), (7, 8), (8, 9))


def move_to_the_end(tamperer: Tamperer) -> None:
    move(tamperer, (5, 13))


def move_into_the_place_of_another(tamperer: Tamperer) -> None:
    tamperer.delete(5)
    move(tamperer, (9, 5))


def exchange_contents(tamperer: Tamperer) -> None:
    tamperer.do(
        "UPDATE log.events e SET body = o.body FROM log.events o "
        "WHERE (e.position, o.position) IN (VALUES (5::bigint, 6::bigint), (6, 5))"
    )


def alter_and_compute_the_digest(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET actor = 'somebody else' WHERE position = 5")
    tamperer.do("UPDATE log.events SET digest = %(d)s WHERE position = 5", d=digest(tamperer.row(5)))


def alter_and_compute_its_hash(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET actor = 'somebody else' WHERE position = 5")
    tamperer.rehash(5, through=5)


def alter_the_time_a_little(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET recorded_at = recorded_at + interval '3 microseconds' WHERE position = 4")


def leave_half_a_blank(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET body = NULL WHERE position = 5")


def leave_a_blank(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET body = NULL, salt = NULL WHERE position = 5")


def alter_digest_and_hash(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET digest = sha256(digest), hash = sha256(hash) WHERE position = 5")


def alter_content_and_hash(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET actor = 'another', hash = sha256(hash) WHERE position = 5")


def count_versions_anew(tamperer: Tamperer) -> None:
    """Somebody computes all hashes anew, but does not think of the versions."""
    tamperer.do("UPDATE log.events SET stream = 'cable/07MEXICO99' WHERE position = 6")
    tamperer.rehash(6)


def let_time_go_back(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET recorded_at = recorded_at - interval '5 years' WHERE position = 7")
    tamperer.rehash(7)


def repeat_an_id(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET event_id = %(id)s WHERE position = 7", id=tamperer.row(2)["event_id"])
    tamperer.rehash(7)


def mix_in_a_sample(tamperer: Tamperer) -> None:
    tamperer.do("UPDATE log.events SET stream = 'cable/07SAMPLE1', version = 1 WHERE position = 12")
    tamperer.rehash(12)


def set_the_head_back(tamperer: Tamperer) -> None:
    row = tamperer.row(10)
    tamperer.do(
        "UPDATE log.head SET position = 10, hash = %(hash)s, recorded_at = %(at)s",
        hash=row["hash"],
        at=row["recorded_at"],
    )


def delete_the_head(tamperer: Tamperer) -> None:
    tamperer.do("DELETE FROM log.head")


def double_the_head(tamperer: Tamperer) -> None:
    tamperer.do("INSERT INTO log.head SELECT * FROM log.head")


DONE: list[tuple[Callable[[Tamperer], None], FaultKind, int | None]] = [
    (delete, K.MISSING, 5),
    (delete_several, K.MISSING, 5),
    (delete_first, K.MISSING, 1),
    (delete_and_count_anew, K.MISSING, 5),
    (delete_several_and_count_anew, K.MISSING, 5),
    (delete_and_count_the_last_anew, K.MISSING, 11),
    (cut_tail, K.CUT, 10),
    (empty_log, K.CUT, 1),
    (insert, K.INSERTED, 5),
    (insert_with_its_hash, K.INSERTED, 5),
    (insert_several_with_hashes, K.INSERTED, 5),
    (insert_a_copy, K.INSERTED, 5),
    (replace_by_a_copy, K.INSERTED, 5),
    (insert_twice_at_a_position, K.INSERTED, 5),
    (insert_behind_the_head, K.INSERTED, 13),
    (insert_before_the_beginning, K.INSERTED, 0),
    (swap_neighbours, K.REORDERED, 5),
    (swap_far_apart, K.REORDERED, 5),
    (move_further_on, K.REORDERED, 5),
    (move_back, K.REORDERED, 5),
    (move_to_the_end, K.PLACE_ALTERED, 5),
    (move_into_the_place_of_another, K.REORDERED, 5),
    (exchange_contents, K.CONTENT_ALTERED, 5),
    (alter_and_compute_the_digest, K.ALTERED, 5),
    (alter_and_compute_its_hash, K.ALTERED, 6),
    (alter_the_time_a_little, K.ALTERED, 4),
    (leave_half_a_blank, K.CONTENT_ALTERED, 5),
    (leave_a_blank, K.BLANK, 5),
    (alter_digest_and_hash, K.HASH_ALTERED, 5),
    (alter_content_and_hash, K.CONTENT_ALTERED, 5),
    (count_versions_anew, K.PLACE_ALTERED, 6),
    (let_time_go_back, K.PLACE_ALTERED, 7),
    (repeat_an_id, K.REPEATED_ID, 7),
    (mix_in_a_sample, K.MIXED, 12),
    (set_the_head_back, K.INSERTED, 11),
    (delete_the_head, K.HEAD_ALTERED, None),
    (double_the_head, K.HEAD_ALTERED, None),
]


@pytest.mark.parametrize(("tamper", "kind", "position"), DONE, ids=[each[0].__name__ for each in DONE])
def test_what_was_done_is_named(
    recorded: KeptLog, tamper: Callable[[Tamperer], None], kind: FaultKind, position: int | None
) -> None:
    with tampering(recorded.superuser) as tamperer:
        tamper(tamperer)
    found = recorded.fault()
    assert (found.kind, found.position) == (kind, position), found
    assert str(found.position if found.position is not None else "head") in str(found)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("position", "11"),
        ("position", "13"),
        ("hash", "sha256(hash)"),
        ("recorded_at", "now() + interval '1 day'"),
        ("recorded_at", "NULL"),
        ("sample", "true"),
        ("sample", "NULL"),
        ("hash", "NULL"),
    ],
)
def test_any_column_of_the_head_that_is_altered_shows(recorded: KeptLog, column: str, value: str) -> None:
    with tampering(recorded.superuser) as tamperer:
        tamperer.do(f"UPDATE log.head SET {column} = {value}")
    assert recorded.fault().kind == K.HEAD_ALTERED


def test_events_that_were_put_in_or_moved_are_named_as_such(recorded: KeptLog) -> None:
    with tampering(recorded.superuser) as tamperer:
        insert(tamperer)
    assert "stands at 6" in recorded.fault().detail


REWRITINGS = {
    "altered": "UPDATE log.events SET actor = 'somebody else' WHERE position = 5",
    "erased": "UPDATE log.events SET body = '{}' WHERE position = 5",
    "reordered": "UPDATE log.events SET event_id = CASE position WHEN 5 THEN %(b)s::uuid ELSE %(a)s::uuid END "
    "WHERE position IN (5, 6)",
}


@pytest.mark.parametrize("statement", REWRITINGS.values(), ids=REWRITINGS.keys())
def test_a_log_computed_anew_holds_together_and_no_anchor_after_it_does(recorded: KeptLog, statement: str) -> None:
    anchors = {position: recorded.anchor(position) for position in (3, 4, 5, 8, 12)}
    with tampering(recorded.superuser) as tamperer:
        tamperer.do(statement, a=tamperer.row(5)["event_id"], b=tamperer.row(6)["event_id"])
        tamperer.rehash(5)
    assert recorded.verify().fault is None
    assert recorded.verify(anchors[3], anchors[4]).matched == (anchors[3], anchors[4])
    for position in (5, 8, 12):
        found = recorded.fault(anchors[position])
        assert (found.kind, found.position) == (K.REWRITTEN, position)
        assert "at or before this position, or" in found.detail
    between = recorded.verify(anchors[12], anchors[4], anchors[8])
    assert between.matched == (anchors[4],)
    assert between.fault is not None
    assert between.fault.position == 8
    assert "at or before this position and after position 4, or" in between.fault.detail


def test_a_log_cut_with_its_head_holds_together_and_no_anchor_of_what_is_gone_does(recorded: KeptLog) -> None:
    anchors = {position: recorded.anchor(position) for position in (8, 10, 12)}
    with tampering(recorded.superuser) as tamperer:
        tamperer.delete(9, 12)
        tamperer.move_head()
    assert recorded.verify(anchors[8]).fault is None
    for position in (10, 12):
        found = recorded.fault(anchors[8], anchors[position])
        assert (found.kind, found.position) == (K.CUT, 9)
        assert f"at {position}" in found.detail


def test_an_emptied_log_holds_together_and_no_anchor_does(recorded: KeptLog) -> None:
    anchor = recorded.anchor(1)
    with tampering(recorded.superuser) as tamperer:
        tamperer.delete(1, 12)
        tamperer.do(
            "UPDATE log.head SET position = 0, hash = %(h)s, recorded_at = '2000-01-01Z', sample = NULL", h=GENESIS
        )
    assert recorded.verify().fault is None
    assert (recorded.fault(anchor).kind, recorded.fault(anchor).position) == (K.CUT, 1)


def test_an_anchor_may_give_the_first_digits(recorded: KeptLog) -> None:
    anchors = (recorded.anchor(12, digits=16), recorded.anchor(3))
    assert recorded.verify(*anchors).matched == (anchors[1], anchors[0])
    assert recorded.fault(Anchor(Position(12), "0" * 16, "a test")).kind == K.REWRITTEN


def test_verification_from_a_position_trusts_what_is_stored_before_it(recorded: KeptLog) -> None:
    anchor = recorded.anchor(6)
    with tampering(recorded.superuser) as tamperer:
        tamperer.do("UPDATE log.events SET actor = 'somebody else' WHERE position = 3")
    found = recorded.verify(anchor, after=6)
    assert (found.fault, found.after, found.events, found.position, found.matched) == (None, 6, 6, 12, (anchor,))
    assert recorded.fault().position == 3
    with tampering(recorded.superuser) as tamperer:
        tamperer.do("UPDATE log.events SET actor = 'somebody else' WHERE position = 8")
    assert recorded.fault(after=6).position == 8
    assert recorded.fault(after=7).position == 8
    assert recorded.verify(after=8).fault is None
    assert recorded.verify(after=12).fault is None
    assert (recorded.fault(after=13).kind, recorded.fault(after=13).position) == (K.MISSING, 13)
    with pytest.raises(ValueError, match="before position 7"):
        recorded.verify(anchor, after=7)


def test_versions_are_followed_from_a_position_too(recorded: KeptLog) -> None:
    with tampering(recorded.superuser) as tamperer:
        tamperer.do("UPDATE log.events SET version = version + 1 WHERE position = 9")
        tamperer.rehash(9)
    assert (recorded.fault(after=6).kind, recorded.fault(after=6).position) == (K.PLACE_ALTERED, 9)


def test_events_that_come_while_the_log_is_read_are_checked(recorded: KeptLog) -> None:
    told: list[tuple[int, str]] = []

    def append_more(done: int, note: str) -> None:
        told.append((done, note))
        if len(told) < 4:
            append(recorded, "AB")

    found = verify(recorded.engine, progress=append_more)
    assert (found.fault, found.events) == (None, 18)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (18, "position 18")
