"""Nothing is erased that verification could not accept afterwards, and nothing is called erased that was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.concurrency.by_hand import insert, next_rows
from tests.database.invented import ARREST, SEIZURE, file, ingest, telegram
from tests.database.verifying import KeptLog, kept_log
from tracker.erasure_events import EventErased, Remains, WordsErased
from tracker.errors import ErasureError
from tracker.events import CableRecorded, current_versions, from_body, to_body
from tracker.log import wire
from tracker.log.chain import body_json, commitment, new_salt
from tracker.log.recorded import NewEvent, new_event
from tracker.log.transactions import transaction
from tracker.reports import Kind
from tracker.types import DocumentId, EventId, JsonObject, JsonValue, ReferenceId, Span, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.servers import Server
    from tracker.log.documents import Document
    from tracker.log.recorded import Recorded
    from tracker.settings import Settings

CABLE = ReferenceId("07MEXICO4321")
STREAM = Stream(f"cable/{CABLE}")
SALT = b"s" * 16
MISSING = object()
APPEND_ONLY = "TR006"


@pytest.fixture(scope="module")
def kept(embedded: tuple[Server, Settings]) -> Iterator[KeptLog]:
    """A log of which every test here leaves what there was."""

    def fill(log: KeptLog) -> None:
        ingest(log.database, file(telegram(ARREST, SEIZURE)))

    with kept_log(embedded, fill) as kept:
        yield kept


def document(log: KeptLog) -> Document:
    recorded = next(log.log.read_all(types=[CableRecorded.type()])).event
    assert isinstance(recorded, CableRecorded)
    found = log.log.document(recorded.document_id)
    assert found is not None
    return found


def report(log: KeptLog) -> Recorded:
    return next(log.log.read_all(types=["ArrestReported"]))


def words(log: KeptLog, *spans: tuple[int, int]) -> str:
    """The words of part 2 as an erasure of spans leaves them."""
    found = document(log).parts[2].words
    for start, end in spans:
        found = found[:start] + "█" * (end - start) + found[end:]
    return found


def part(log: KeptLog, /, **changed: object) -> JsonObject:
    """What an erasure of the first characters of part 2 says of it."""
    right: JsonObject = {"ordinal": 2, "spans": [[0, 3]], "commitment": commitment(SALT, words(log, (0, 3))).hex()}
    return altered(right, changed)


def altered(right: JsonObject, changed: dict[str, object]) -> JsonObject:
    """A JSON object with some of its fields as they should not be."""
    fields = {**right, **changed}
    return cast("JsonObject", {name: value for name, value in fields.items() if value is not MISSING})


def words_body(log: KeptLog, parts: object, /, **changed: object) -> JsonObject:
    right = {"reference_id": CABLE, "document_id": str(document(log).document_id), "parts": parts, "reason": "a test"}
    return altered(cast("JsonObject", right), changed)


def event_body(log: KeptLog, /, **changed: object) -> JsonObject:
    recorded = report(log)
    right: JsonObject = {
        "event_id": str(recorded.event_id),
        "type_erased": recorded.type,
        "subject": "x",
        "reason": "a test",
    }
    return altered(right, changed)


def telling(event_type: str, body: JsonValue, *, schema_version: int = 1) -> NewEvent:
    """An event with a body in any form."""
    event = WordsErased(reference_id=CABLE, document_id=DocumentId(uuid4()), parts=(), reason="")
    made = new_event(event, stream=STREAM, event_id=EventId(uuid4()), actor="an eraser")
    return made._replace(type=event_type, schema_version=schema_version, json=body_json(cast("JsonObject", body)))


def telling_rightly(event_type: str, body: JsonObject) -> NewEvent:
    """An event as the tracker makes it."""
    event = from_body(event_type, 1, body)
    return new_event(event, stream=STREAM, event_id=EventId(uuid4()), actor="an eraser")


def erase(log: KeptLog, event: NewEvent, salts: object = "{}") -> None:
    with transaction(log.database.engine("eraser")) as cursor:
        cursor.execute(
            "SELECT log.erase_v1(%(event)s::log.new_event, %(salts)s::bytea[])",
            {"event": wire.Encoded(wire.new_event(event)), "salts": salts},
        )


def refused(log: KeptLog, event: NewEvent, salts: object = "{}") -> None:
    """It is refused as what cannot be erased, before anything was recorded, and the log is what it was."""
    head = log.log.head()
    with pytest.raises(ErasureError, match="does not tell of an erasure in the form"):
        erase(log, event, salts)
    assert log.log.head() == head


BAD_PARTS: dict[str, dict[str, object]] = {
    "no ordinal": {"ordinal": MISSING},
    "an ordinal in words": {"ordinal": "2"},
    "an ordinal that is no integer": {"ordinal": 2.5},
    "an ordinal below all": {"ordinal": -1},
    "an ordinal beyond all": {"ordinal": 2**40},
    "no spans": {"spans": MISSING},
    "null for spans": {"spans": None},
    "spans of nothing": {"spans": []},
    "a span that is null": {"spans": [None]},
    "a span of nulls": {"spans": [[None, None]]},
    "a span without end": {"spans": [[0]]},
    "a span with two ends": {"spans": [[0, 3, 5]]},
    "a span in words": {"spans": [["0", "3"]]},
    "a span by name": {"spans": [{"start": 0, "end": 3}]},
    "one span for all": {"spans": [0, 3]},
    "no commitment": {"commitment": MISSING},
    "null for a commitment": {"commitment": None},
    "a short commitment": {"commitment": "00"},
    "something more": {"words": "x"},
}


@pytest.mark.parametrize("changed", BAD_PARTS.values(), ids=list(BAD_PARTS))
def test_a_part_in_another_form_is_refused(kept: KeptLog, changed: dict[str, object]) -> None:
    refused(kept, telling("WordsErased", words_body(kept, [part(kept, **changed)])), [SALT])


def test_a_commitment_in_capitals_is_refused(kept: KeptLog) -> None:
    capitals = cast("str", part(kept)["commitment"]).upper()
    refused(kept, telling("WordsErased", words_body(kept, [part(kept, commitment=capitals)])), [SALT])


def test_words_that_stay_are_not_said_to_be_erased(kept: KeptLog) -> None:
    same = part(kept, spans=[], commitment=commitment(SALT, words(kept)).hex())
    refused(kept, telling("WordsErased", words_body(kept, [same])), [SALT])


def test_a_part_that_is_named_twice_is_refused(kept: KeptLog) -> None:
    salt = new_salt()
    again = part(kept, spans=[[4, 6]], commitment=commitment(salt, words(kept, (0, 3), (4, 6))).hex())
    refused(kept, telling("WordsErased", words_body(kept, [part(kept), again])), [SALT, salt])


BAD_WORDS: dict[str, dict[str, object]] = {
    "no reason": {"reason": MISSING},
    "null for a reason": {"reason": None},
    "a number for a reason": {"reason": 1},
    "no cable": {"reference_id": MISSING},
    "a number for a cable": {"reference_id": 7},
    "no document": {"document_id": MISSING},
    "no parts": {"parts": MISSING},
    "null for parts": {"parts": None},
    "parts of nothing": {"parts": []},
    "parts by number": {"parts": {"2": {}}},
    "a part that is null": {"parts": [None]},
    "something more": {"remains": None},
}


@pytest.mark.parametrize("changed", BAD_WORDS.values(), ids=list(BAD_WORDS))
def test_an_erasure_of_words_in_another_form_is_refused(kept: KeptLog, changed: dict[str, object]) -> None:
    refused(kept, telling("WordsErased", words_body(kept, [part(kept)], **changed)), [SALT])


def test_a_document_is_named_as_it_is_everywhere(kept: KeptLog) -> None:
    name = str(document(kept).document_id)
    for other in (name.upper(), name.replace("-", ""), f"{{{name}}}", f" {name}"):
        if other != name:
            refused(kept, telling("WordsErased", words_body(kept, [part(kept)], document_id=other)), [SALT])


BAD_EVENTS: dict[str, dict[str, object]] = {
    "no reason": {"reason": MISSING},
    "null for a reason": {"reason": None},
    "no subject": {"subject": MISSING},
    "null for a subject": {"subject": None},
    "no type": {"type_erased": MISSING},
    "no event": {"event_id": MISSING},
    "an event without a proper name": {"event_id": "x"},
    "something more": {"words": "x"},
    "remains that are none": {"remains": 1},
    "remains of nothing": {"remains": {}},
    "remains of a kind that there is not": {"remains": {"reference_id": CABLE, "kind": "war"}},
    "remains of another form": {"remains": {"reference_id": CABLE, "kind": "arrest", "words": "x"}},
    "remains of no document": {"remains": {"reference_id": CABLE, "kind": "arrest", "document_id": "x"}},
    "remains without spans": {"remains": {"reference_id": CABLE, "kind": "arrest", "spans": None}},
    "remains that run backwards": {"remains": {"reference_id": CABLE, "kind": "arrest", "spans": [[0, 9], [3, 2]]}},
    "remains of one topic": {"remains": {"reference_id": CABLE, "kind": "arrest", "cartels": "gulf"}},
    "remains of topics by number": {"remains": {"reference_id": CABLE, "kind": "arrest", "states": ["MX-TAM", 1]}},
}


@pytest.mark.parametrize("changed", BAD_EVENTS.values(), ids=list(BAD_EVENTS))
def test_an_erasure_of_an_event_in_another_form_is_refused(kept: KeptLog, changed: dict[str, object]) -> None:
    refused(kept, telling("EventErased", event_body(kept, **changed)))


def test_an_erasure_of_another_version_is_refused(kept: KeptLog) -> None:
    assert (current_versions()["EventErased"], current_versions()["WordsErased"]) == (1, 1)
    for version in (2, 7):
        refused(kept, telling("EventErased", event_body(kept), schema_version=version))
        refused(kept, telling("WordsErased", words_body(kept, [part(kept)]), schema_version=version), [SALT])


@pytest.mark.parametrize("event_type", ["EventErased", "WordsErased"])
@pytest.mark.parametrize("body", [None, [], "x", 1, {}])
def test_an_erasure_that_says_nothing_is_refused(kept: KeptLog, event_type: str, body: JsonValue) -> None:
    refused(kept, telling(event_type, body), [SALT])


@pytest.mark.parametrize("missing", ["type", "schema_version", "body", "salt", "digest"])
def test_an_erasure_with_nothing_in_place_of_a_field_is_refused(kept: KeptLog, missing: str) -> None:
    names = ("stream", "type", "schema_version", "event_id", "actor", "correlation", "cause", "body", "salt", "digest")
    event = telling("EventErased", event_body(kept))
    fields = {name: getattr(event, name) for name in names}
    values = {**fields, "body": Jsonb(event.body), missing: None}
    head = kept.log.head()
    places = ", ".join(f"%({name})s" for name in names)
    with pytest.raises(ErasureError), transaction(kept.database.engine("eraser")) as cursor:
        cursor.execute(f"SELECT log.erase_v1(ROW({places})::log.new_event, '{{}}')".encode(), values)
    assert kept.log.head() == head


@pytest.mark.parametrize(
    "salts", [[], [None], None, [b""], [b"x" * 15], [SALT, SALT], [SALT, None]], ids=lambda salts: f"{salts}"
)
def test_each_part_needs_its_new_salt(kept: KeptLog, salts: list[bytes | None] | None) -> None:
    head = kept.log.head()
    with pytest.raises(ErasureError, match="a new salt of 16 bytes for each part"):
        erase(kept, telling("WordsErased", words_body(kept, [part(kept)])), salts)
    assert kept.log.head() == head


@pytest.mark.parametrize("span", [(0, 0), (3, 1), (0, 100_000)])
def test_characters_that_are_not_there_are_not_erased(kept: KeptLog, span: tuple[int, int]) -> None:
    head = kept.log.head()
    with pytest.raises(ErasureError, match="there are no characters"):
        erase(kept, telling("WordsErased", words_body(kept, [part(kept, spans=[span])])), [SALT])
    assert kept.log.head() == head


def test_no_span_of_nothing_is_made_blank(kept: KeptLog) -> None:
    with psycopg.connect(kept.superuser, autocommit=True) as connection:
        for spans in ("[null]", "[[null, 3]]", "[[0]]", "[[3, 3]]"):
            with pytest.raises(psycopg.Error) as caught:
                connection.execute("SELECT log.blanked_v1('some words', %s)", [spans])
            assert caught.value.sqlstate == "TR007"


ALTERED_PARTS: Sequence[dict[str, object]] = ({"spans": []}, {"commitment": "capitals"}, {"reason": MISSING})


@pytest.mark.parametrize("changed", ALTERED_PARTS, ids=" ".join)
def test_nobody_changes_words_for_an_event_in_another_form(kept: KeptLog, changed: dict[str, object]) -> None:
    """Not even a superuser by hand, as long as the triggers are there."""
    spans = [] if "spans" in changed else [(0, 3)]
    left = commitment(SALT, words(kept, *spans))
    digits = left.hex().upper() if "commitment" in changed else left.hex()
    body = words_body(
        kept,
        [{"ordinal": 2, "spans": [list(span) for span in spans], "commitment": digits}],
        **{name: value for name, value in changed.items() if name == "reason"},
    )
    assert changes_words(kept, body, words(kept, *spans), left) == APPEND_ONLY


def test_a_superuser_changes_words_for_an_event_in_the_right_form(kept: KeptLog) -> None:
    """So what is refused above is refused for its form alone."""
    assert (
        changes_words(kept, words_body(kept, [part(kept)]), words(kept, (0, 3)), commitment(SALT, words(kept, (0, 3))))
        is None
    )


def changes_words(log: KeptLog, body: JsonObject, remaining: str, left: bytes) -> str | None:
    """With which SQLSTATE a change to part 2 is refused that an event names; it is undone where it is not."""
    found = document(log).document_id
    with psycopg.connect(log.superuser) as connection:
        insert(connection, next_rows(connection, [telling("WordsErased", body)]))
        changes = "UPDATE log.document_parts SET words = %s, salt = %s, commitment = %s"
        try:
            connection.execute(
                f"{changes} WHERE document_id = %s AND ordinal = 2".encode(), [remaining, SALT, left, found]
            )
        except psycopg.Error as error:
            return error.sqlstate
        finally:
            connection.rollback()
    return None


@pytest.mark.parametrize(("event_type", "state"), [("ArrestReported", None), ("SeizureReported", APPEND_ONLY)])
def test_a_superuser_blanks_the_event_that_is_named_and_no_other_of_its_stream(
    kept: KeptLog, event_type: str, state: str | None
) -> None:
    with psycopg.connect(kept.superuser) as connection:
        insert(connection, next_rows(connection, [telling_rightly("EventErased", event_body(kept))]))
        refusal = None
        try:
            blanked = connection.execute(
                "UPDATE log.events SET body = NULL, salt = NULL WHERE stream = %s AND type = %s", [STREAM, event_type]
            )
            assert blanked.rowcount == 1
        except psycopg.Error as error:
            refusal = error.sqlstate
        connection.rollback()
    assert refusal == state


@pytest.mark.parametrize("kind", Kind)
def test_whatever_the_tracker_writes_of_an_erasure_has_the_form(kept: KeptLog, kind: Kind) -> None:
    remains = Remains(
        reference_id=CABLE,
        kind=kind,
        document_id=DocumentId(uuid4()),
        spans=(Span(0, 3), Span(9, 9)),
        cartels=("gulf",),
        operations=("an operation",),
        states=("MX-TAM", "MX-NLE"),
    )
    bodies = [
        to_body(EventErased(event_id=EventId(uuid4()), type_erased="x", subject="x", reason="", remains=each))
        for each in (None, Remains(reference_id=CABLE, kind=kind), remains)
    ]
    bodies.append({**bodies[0], "remains": None})
    with psycopg.connect(kept.superuser) as connection:
        for body in bodies:
            row = connection.execute("SELECT log.is_erasure_v1('EventErased', 1, %s)", [Jsonb(body)]).fetchone()
            assert row == (True,), body


def test_what_is_in_the_right_form_is_erased_and_holds(kept: KeptLog) -> None:
    """And nothing that was refused before it left a trace."""
    try:
        erase(kept, telling_rightly("WordsErased", words_body(kept, [part(kept)])), [SALT])
        erase(kept, telling_rightly("EventErased", event_body(kept)))
        found = kept.verify()
        assert (found.fault, len(found.erasures), found.unknown) == (None, 2, {})
    finally:
        kept.restore()
