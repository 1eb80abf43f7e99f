"""Words and erasures: what is not as the log commits to it shows, unless an event says that it was erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

import orjson
import pytest

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, telegram
from tests.database.tampering import Tamperer, tampering
from tests.database.verifying import KeptLog, erase, kept_log
from tracker.erasure_events import ErasedPart, EventErased, WordsErased
from tracker.log.chain import commitment, new_salt
from tracker.log.faults import FaultKind
from tracker.log.laying import Append
from tracker.log.recorded import NewEvent, new_event
from tracker.log.stored import Stored
from tracker.log.verification import verify
from tracker.types import DocumentId, EventId, ReferenceId, Span, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers import Server
    from tracker.log.documents import Document
    from tracker.log.recorded import Recorded
    from tracker.settings import Settings

K = FaultKind
CABLE = ReferenceId("07MEXICO4321")
OTHER = ReferenceId("07MEXICO4322")
FIRST = "(SELECT document_id FROM log.documents WHERE reference_id = '07MEXICO4321' AND ordinal = 1)"
PART = f"document_id = {FIRST} AND ordinal = 2"


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every log have several pages and spans."""
    monkeypatch.setattr("tracker.log.stored.SPAN", 5)
    monkeypatch.setattr("tracker.log.stored.PAGE", 2)
    monkeypatch.setattr("tracker.log.stored._DOCUMENTS", 2)


@pytest.fixture(scope="module")
def kept(embedded: tuple[Server, Settings]) -> Iterator[KeptLog]:
    def fill(log: KeptLog) -> None:
        ingest(log.database, file(telegram(ARREST, SEIZURE)))
        ingest(log.database, file(telegram(ATTACK, serial=4322), "4322.txt"))
        ingest(log.database, file(telegram(ARREST, SEIZURE, ATTACK)))

    with kept_log(embedded, fill) as kept:
        yield kept


@pytest.fixture
def recorded(kept: KeptLog) -> KeptLog:
    kept.restore()
    return kept


def events(log: KeptLog, event_type: str) -> list[Recorded]:
    return list(log.log.read_all(types=[event_type]))


def position(log: KeptLog, event_type: str, nth: int = 0) -> int:
    """The position of the n-th event of a type."""
    return events(log, event_type)[nth].position


def document(log: KeptLog, event_type: str = "CableRecorded", nth: int = 0) -> Document:
    """The document that the n-th event of a type records, as it is stored."""
    body = events(log, event_type)[nth].body
    assert body is not None
    found = log.log.document(DocumentId(UUID(cast("str", body["document_id"]))))
    assert found is not None
    return found


def test_words_that_are_as_recorded_hold(recorded: KeptLog) -> None:
    documents = [document(recorded), document(recorded, nth=1), document(recorded, "CableRevised")]
    found = recorded.verify()
    assert found.fault is None
    assert (found.documents, found.parts) == (3, sum(len(each.parts) for each in documents))
    assert (found.unbound, found.unknown, found.erasures) == (0, {}, ())


ALTERED: dict[str, tuple[str, FaultKind]] = {
    "words": ("UPDATE log.document_parts SET words = words || '.' WHERE PART", K.WORDS_ALTERED),
    "salt": ("UPDATE log.document_parts SET salt = sha256(salt) WHERE PART", K.WORDS_ALTERED),
    "no words": ("UPDATE log.document_parts SET words = NULL WHERE PART", K.WORDS_ALTERED),
    "no salt": ("UPDATE log.document_parts SET salt = NULL WHERE PART", K.WORDS_ALTERED),
    "commitment": ("UPDATE log.document_parts SET commitment = sha256(salt) WHERE PART", K.COMMITMENT_ALTERED),
    "no commitment": ("UPDATE log.document_parts SET commitment = NULL WHERE PART", K.COMMITMENT_ALTERED),
    "words and commitment": (
        "UPDATE log.document_parts SET words = 'x', commitment = sha256(salt || 'x'::bytea) WHERE PART",
        K.WORDS_ALTERED,
    ),
    "offset": ("UPDATE log.document_parts SET start_offset = start_offset + 1 WHERE PART", K.PART_ALTERED),
    "no offset": ("UPDATE log.document_parts SET start_offset = NULL WHERE PART", K.PART_ALTERED),
    "part gone": ("DELETE FROM log.document_parts WHERE PART", K.PART_MISSING),
    "part moved": ("UPDATE log.document_parts SET ordinal = 77 WHERE PART", K.PART_MISSING),
    "part twice": ("INSERT INTO log.document_parts SELECT * FROM log.document_parts WHERE PART", K.PART_INSERTED),
}


@pytest.mark.parametrize(("statement", "kind"), ALTERED.values(), ids=ALTERED.keys())
def test_a_part_that_is_altered_is_named(recorded: KeptLog, statement: str, kind: FaultKind) -> None:
    document_id = str(document(recorded).document_id)
    with tampering(recorded.superuser) as tamperer:
        tamperer.do(statement.replace("PART", PART))
    found = recorded.fault()
    assert (found.kind, found.part, found.position) == (kind, 2, position(recorded, "CableRecorded")), found
    assert found.document_id == document_id
    assert f"document {found.document_id}, part 2" in str(found)


DOCUMENTS: dict[str, tuple[str, FaultKind]] = {
    "cable": ("UPDATE log.documents SET reference_id = '07MEXICO9' WHERE IT", K.DOCUMENT_ALTERED),
    "ordinal": ("UPDATE log.documents SET ordinal = 9 WHERE IT", K.DOCUMENT_ALTERED),
    "no ordinal": ("UPDATE log.documents SET ordinal = NULL WHERE IT", K.DOCUMENT_ALTERED),
    "gone": ("DELETE FROM log.documents WHERE IT", K.DOCUMENT_MISSING),
    "twice": ("INSERT INTO log.documents SELECT * FROM log.documents WHERE IT", K.DOCUMENT_INSERTED),
    "one part more": (
        "INSERT INTO log.document_parts SELECT document_id, 50, 0, words FROM log.document_parts WHERE IT",
        K.PART_INSERTED,
    ),
}


@pytest.mark.parametrize(("statement", "kind"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_that_is_altered_is_named(recorded: KeptLog, statement: str, kind: FaultKind) -> None:
    document_id = str(document(recorded).document_id)
    with tampering(recorded.superuser) as tamperer:
        tamperer.do(statement.replace("IT", f"document_id = '{document_id}'"))
    found = recorded.fault()
    assert (found.kind, found.document_id) == (kind, document_id), found
    assert found.position == position(recorded, "CableRecorded")


@pytest.mark.parametrize("table", ["documents", "document_parts"])
def test_a_document_that_no_event_records_is_named(recorded: KeptLog, table: str) -> None:
    forged = uuid4()
    with tampering(recorded.superuser) as tamperer:
        if table == "documents":
            tamperer.do("INSERT INTO log.documents VALUES (%(id)s, '07MEXICO4321', 3)", id=forged)
        else:
            tamperer.do("INSERT INTO log.document_parts VALUES (%(id)s, 0, NULL, '', '', '')", id=forged)
    found = recorded.fault()
    assert (found.kind, found.document_id, found.position) == (K.DOCUMENT_INSERTED, str(forged), None)
    # From a position on, nothing is said of documents recorded before it.
    assert recorded.verify(after=1).fault is None


def words_erased(log: KeptLog, *spans: tuple[int, int], ordinal: int = 2, reason: str = "danger") -> NewEvent:
    """Erase spans of a part of the first document; returns the event that says so."""
    found = document(log)
    part = found.parts[ordinal]
    words = part.words
    for start, end in spans:
        words = words[:start] + "".join(c if c in "\r\n" else "\u2588" for c in words[start:end]) + words[end:]
    salt = new_salt()
    erased = ErasedPart(
        ordinal=ordinal, spans=tuple(Span(*span) for span in spans), commitment=commitment(salt, words).hex()
    )
    event = WordsErased(reference_id=CABLE, document_id=found.document_id, parts=(erased,), reason=reason)
    return erase(log, event, Stream(f"cable/{CABLE}"), [salt])


def event_erased(log: KeptLog, event_type: str, nth: int = 0) -> NewEvent:
    """Erase the body of the n-th event of a type; returns the event that says so."""
    found = events(log, event_type)[nth]
    event = EventErased(event_id=found.event_id, type_erased=event_type, subject="x", reason="by order")
    return erase(log, event, found.stream, [])


def test_what_was_erased_holds_and_is_told(recorded: KeptLog) -> None:
    erased = events(recorded, "ArrestReported")[0]
    event_erased(recorded, "ArrestReported")
    words_erased(recorded, (4, 11), (20, 24))
    found = recorded.verify()
    assert found.fault is None
    body, words = found.erasures
    head = recorded.log.head()
    assert (body.position, words.position) == (head.position - 1, head.position)
    assert (body.event_id, body.event_type, body.reason) == (str(erased.event_id), "ArrestReported", "by order")
    assert (words.document_id, words.parts, words.characters) == (str(document(recorded).document_id), (2,), 11)
    assert (words.reason, words.actor, words.stream) == ("danger", "an eraser", f"cable/{CABLE}")
    assert words.recorded_at == head.recorded_at
    assert "11 characters in part 2 of document" in words.what
    assert body.what == f"the body of ArrestReported {erased.event_id}"


def test_words_may_be_erased_again_and_read_again_after(recorded: KeptLog) -> None:
    words_erased(recorded, (4, 11))
    words_erased(recorded, (20, 24))
    ingest(recorded.database, file(telegram(ARREST, SEIZURE, ATTACK).replace("SNAR, KCRM", "SNAR"), "4321.txt"))
    words_erased(recorded, (0, 3), ordinal=1)
    found = recorded.verify()
    assert (found.fault, len(found.erasures)) == (None, 3)


def put_words_back(tamperer: Tamperer) -> None:
    tamperer.do(
        f"UPDATE log.document_parts p SET words = k.words, salt = k.salt, commitment = k.commitment "
        f"FROM (SELECT * FROM kept.document_parts WHERE {PART}) k "
        f"WHERE (p.document_id, p.ordinal) = (k.document_id, k.ordinal)"
    )


def leave_words_readable(tamperer: Tamperer) -> None:
    """The commitment of the erasure, whose event is made anew, is of words that can be read."""
    tamperer.do(f"UPDATE log.document_parts SET words = 'x', commitment = sha256(salt || 'x'::bytea) WHERE {PART}")


@pytest.mark.parametrize("tamper", [put_words_back, leave_words_readable])
def test_words_that_are_not_what_an_erasure_left_are_named(
    recorded: KeptLog, tamper: Callable[[Tamperer], None]
) -> None:
    words_erased(recorded, (4, 11))
    last = recorded.log.head().position
    recorded.verify()
    with tampering(recorded.superuser) as tamperer:
        tamper(tamperer)
    found = recorded.fault()
    assert (found.kind, found.position, found.part) == (K.WORDS_ALTERED, last, 2)
    assert recorded.fault(after=last - 1) == found


def test_an_erasure_that_left_words_readable_is_named(recorded: KeptLog) -> None:
    words_erased(recorded, (4, 11))
    last = recorded.log.head().position
    salt = new_salt()
    with tampering(recorded.superuser) as tamperer:
        tamperer.do(
            f"UPDATE log.document_parts SET words = %(w)s, salt = %(s)s, commitment = %(c)s WHERE {PART}",
            w="x" * 40,
            s=salt,
            c=commitment(salt, "x" * 40),
        )
        row = tamperer.row(last)
        row["body"]["parts"][0]["commitment"] = commitment(salt, "x" * 40).hex()
        tamperer.do(
            "UPDATE log.events SET body = %(b)s WHERE position = %(p)s", b=orjson.dumps(row["body"]).decode(), p=last
        )
        tamperer.rehash(last)
    found = recorded.fault()
    assert (found.kind, found.position, found.part) == (K.NOT_ERASED, last, 2)


def test_a_body_that_was_put_back_is_named(recorded: KeptLog) -> None:
    event_erased(recorded, "ArrestReported")
    last = recorded.log.head().position
    with tampering(recorded.superuser) as tamperer:
        tamperer.do(
            "UPDATE log.events e SET body = k.body, salt = k.salt FROM kept.events k "
            "WHERE e.position = k.position AND e.body IS NULL"
        )
    found = recorded.fault()
    assert (found.kind, found.position) == (K.NOT_ERASED, last)
    assert "whose body is there" in found.detail
    assert recorded.fault(after=last - 1) == found


@pytest.mark.parametrize("column", ["event_id", "type", "stream"])
def test_a_blank_that_no_event_of_its_stream_names_is_named(recorded: KeptLog, column: str) -> None:
    erased = events(recorded, "ArrestReported")[0]
    other = {"event_id": str(uuid4()), "type": "AttackReported", "stream": f"cable/{OTHER}"}
    event_erased(recorded, "ArrestReported")
    last = recorded.log.head().position
    with tampering(recorded.superuser) as tamperer:
        row = tamperer.row(last)
        if column == "stream":
            row["stream"], row["version"] = (
                other["stream"],
                recorded.log.read_stream(Stream(f"cable/{OTHER}"))[-1].version + 1,
            )
        else:
            row["body"]["event_id" if column == "event_id" else "type_erased"] = other[column]
        tamperer.do(
            "UPDATE log.events SET body = %(b)s, stream = %(s)s, version = %(v)s WHERE position = %(p)s",
            b=orjson.dumps(row["body"]).decode(),
            s=row["stream"],
            v=row["version"],
            p=last,
        )
        tamperer.rehash(last)
    found = recorded.fault()
    assert (found.kind, found.position, found.event_id) == (K.BLANK, erased.position, str(erased.event_id))


@pytest.mark.parametrize("event_type", ["CableRevised", "CableRecorded"])
def test_a_blank_of_what_cannot_be_erased_is_named(recorded: KeptLog, event_type: str) -> None:
    blank = events(recorded, event_type)[0]
    with tampering(recorded.superuser) as tamperer:
        tamperer.do("UPDATE log.events SET body = NULL, salt = NULL WHERE position = %(p)s", p=blank.position)
    event = EventErased(event_id=blank.event_id, type_erased=event_type, subject="x", reason="none")
    said = new_event(event, stream=blank.stream, event_id=EventId(uuid4()), actor="a forger")
    recorded.log.append_many([Append(events=[said])])
    found = recorded.fault()
    assert (found.kind, found.position) == (K.BLANK, blank.position)
    assert f"of a {event_type} it cannot be erased" in found.detail


def test_an_erasure_that_was_itself_made_blank_explains_nothing(recorded: KeptLog) -> None:
    words_erased(recorded, (4, 11))
    last = recorded.log.head().position
    with tampering(recorded.superuser) as tamperer:
        tamperer.do("UPDATE log.events SET body = NULL, salt = NULL WHERE position = %(p)s", p=last)
    found = recorded.fault()
    assert (found.kind, found.position, found.part) == (K.WORDS_ALTERED, position(recorded, "CableRecorded"), 2)


def test_documents_that_an_unknown_event_may_record_are_counted(recorded: KeptLog) -> None:
    before = recorded.verify()
    last = position(recorded, "CableRevised")
    with tampering(recorded.superuser) as tamperer:
        tamperer.do("UPDATE log.events SET type = 'CableRewritten' WHERE position = %(p)s", p=last)
        tamperer.rehash(last)
    found = recorded.verify()
    assert (found.fault, found.unknown) == (None, {("CableRewritten", 1): 1})
    assert (found.documents, found.unbound) == (before.documents - 1, 1)
    with tampering(recorded.superuser) as tamperer:
        tamperer.do(
            "UPDATE log.document_parts SET words = 'x' WHERE ordinal = 1 AND document_id = "
            "(SELECT document_id FROM log.documents WHERE reference_id = '07MEXICO4321' AND ordinal = 2)"
        )
    altered = recorded.fault()
    assert (altered.kind, altered.part, altered.position) == (K.WORDS_ALTERED, 1, None)


def test_what_is_erased_and_recorded_while_the_log_is_read_holds(recorded: KeptLog) -> None:
    steps: list[Callable[[], object]] = [
        lambda: words_erased(recorded, (4, 11)),
        lambda: event_erased(recorded, "ArrestReported"),
        lambda: ingest(recorded.database, file(telegram(SEIZURE, serial=4399), "4399.txt")),
        lambda: words_erased(recorded, (20, 22)),
        lambda: event_erased(recorded, "SeizureReported"),
    ]

    def step(_done: int, _note: str) -> None:
        if steps:
            steps.pop(0)()

    found = verify(recorded.engine, progress=step)
    assert not steps
    assert (found.fault, found.position) == (None, recorded.log.head().position)
    assert len(found.erasures) == 4


def test_what_is_erased_just_after_it_was_read_holds(recorded: KeptLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the last event that is read and the words that are, words are erased, again and again."""
    spans = [(0, 1), (2, 3), (4, 5)]
    documents = Stored.documents

    def documents_after_erasing(self: Stored, ids: object) -> object:
        if spans:
            words_erased(recorded, spans.pop())
        return documents(self, ids)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(Stored, "documents", documents_after_erasing)
    found = recorded.verify()
    assert (found.fault, len(found.erasures)) == (None, 3)


def test_words_erased_before_a_position_are_checked_from_there(recorded: KeptLog) -> None:
    after = recorded.log.head().position
    words_erased(recorded, (4, 11))
    event_erased(recorded, "ArrestReported")
    found = recorded.verify(after=after)
    assert (found.fault, len(found.erasures), found.documents) == (None, 2, 0)
