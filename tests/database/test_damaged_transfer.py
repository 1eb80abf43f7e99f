"""A file that was damaged or tampered with on its way is refused with its line, and leaves the log empty."""

from __future__ import annotations

import gzip
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.database import filed
from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.transfers import assert_empty, exported, imported, opened
from tracker.errors import ImportRefusedError
from tracker.log import files
from tracker.log.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers import Server
    from tracker.database import Database
    from tracker.settings import Settings

thorough = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def whole(embedded: tuple[Server, Settings]) -> list[bytes]:
    """The lines of a log, as they were exported."""
    with opened(embedded) as database:
        ingest(database, file(telegram(ARREST, SEIZURE)), file(telegram(ATTACK, serial=5000), "5000.txt"))
        ingest(database, file(telegram("The post has new information.", SEIZURE)))
        project(database)
        return exported(database).splitlines(keepends=True)


@pytest.fixture(scope="module")
def empty(embedded: tuple[Server, Settings]) -> Iterator[Database]:
    """The database that all damaged files are refused by: each must leave it empty for the next."""
    with opened(embedded) as database:
        yield database


def refusal(database: Database, data: bytes) -> str:
    """Why a file is refused, without its name; the log stays empty."""
    with pytest.raises(ImportRefusedError) as caught:
        imported(database, data)
    assert Log(database.engine("writer")).head().position == 0
    message = str(caught.value)
    assert re.match(r"The log cannot be imported: a file, lines? [1-9]", message)
    return message.partition("a file, ")[2]


def test_what_is_damaged_below_is_refused_for_the_damage_alone(
    whole: list[bytes], embedded: tuple[Server, Settings]
) -> None:
    with opened(embedded) as database:
        imported(database, b"".join(whole))


@thorough
@given(st.data())
def test_a_changed_byte_is_found(whole: list[bytes], empty: Database, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(whole)))
    line = bytearray(whole[number - 1])
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] ^= data.draw(st.integers(1, 255))
    told = refusal(empty, b"".join([*whole[: number - 1], bytes(line), *whole[number:]]))
    # A header that tells another position, hash or release is found out when the log has ended otherwise.
    assert number == 1 or told.startswith(f"line {number}: ")


@thorough
@given(st.data())
def test_a_file_that_was_cut_is_refused(whole: list[bytes], empty: Database, data: st.DataObject) -> None:
    together = b"".join(whole)
    refusal(empty, together[: data.draw(st.integers(0, len(together) - 1))])


def test_a_file_that_was_cut_between_lines_is_refused(whole: list[bytes], empty: Database) -> None:
    for number in range(1, len(whole)):
        assert refusal(empty, b"".join(whole[:number])).startswith(f"line {number}: the file is cut")
    assert_empty(empty)


def test_an_end_that_was_not_made_of_the_lines_before_it_is_refused(whole: list[bytes], empty: Database) -> None:
    end = json.loads(whole[-1])
    sealed_otherwise = filed.json_of({**end, "sha256": "0" * 64}) + b"\n"
    told = refusal(empty, b"".join([*whole[:-1], sealed_otherwise]))
    assert told.endswith("as the SHA-256 of all lines before")


def dropped(lines: list[bytes], at: int, _: int) -> list[bytes]:
    return lines[:at] + lines[at + 1 :]


def repeated(lines: list[bytes], at: int, to: int) -> list[bytes]:
    return [*lines[:to], lines[at], *lines[to:]]


def swapped(lines: list[bytes], at: int, to: int) -> list[bytes]:
    swapped = list(lines)
    swapped[at], swapped[to] = lines[to], lines[at]
    return swapped


@pytest.mark.parametrize("again", [False, True], ids=["", "resealed"])
@pytest.mark.parametrize("damage", [dropped, repeated, swapped])
@thorough
@given(data=st.data())
def test_lines_that_are_not_those_that_were_written_are_found(
    whole: list[bytes],
    empty: Database,
    damage: Callable[[list[bytes], int, int], list[bytes]],
    again: bool,
    data: st.DataObject,
) -> None:
    # Header and end stay where they are where the end is made anew.
    places = st.integers(1, len(whole) - 2) if again else st.integers(0, len(whole) - 1)
    damaged = damage(whole, data.draw(places), data.draw(places))
    assume(damaged != whole)
    refusal(empty, filed.resealed(damaged) if again else b"".join(damaged))


def changed(value: Any, path: list[Any]) -> Any:
    """A JSON value with one scalar in it changed to another of its kind."""
    if path:
        copy = list(value) if isinstance(value, list) else dict(value)
        copy[path[0]] = changed(value[path[0]], path[1:])
        return copy
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    # Ids, hashes and times stay such, words stay words.
    return value.replace("0", "1") if value.endswith("Z") else value[:-1] + ("1" if value.endswith("0") else "0")


def scalars(value: Any) -> Iterator[list[Any]]:
    """The ways to all scalars of a JSON value."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            for rest in scalars(inner):
                yield [key, *rest]
    else:
        yield []


@thorough
@given(data=st.data())
def test_no_value_can_be_changed_even_where_the_end_is_made_anew(
    whole: list[bytes], empty: Database, data: st.DataObject
) -> None:
    number = data.draw(st.integers(2, len(whole) - 1))
    line = json.loads(whole[number - 1])
    path = data.draw(st.sampled_from([path for path in scalars(line) if path != ["kind"]]))
    altered = filed.json_of(changed(line, path)) + b"\n"
    assume(altered != whole[number - 1])
    refusal(empty, filed.resealed([*whole[: number - 1], altered, *whole[number:]]))


@thorough
@given(data=st.data())
def test_a_compressed_file_that_was_damaged_is_refused_or_the_same(
    whole: list[bytes], empty: Database, embedded: tuple[Server, Settings], data: st.DataObject
) -> None:
    together = gzip.compress(b"".join(whole), mtime=0)
    cut = data.draw(st.booleans())
    # The first ten bytes tell of a name and a time that nobody needs.
    place = data.draw(st.integers(10, len(together) - 1))
    damaged = together[:place] if cut else together[:place] + bytes([together[place] ^ 1]) + together[place + 1 :]
    refusal(empty, damaged)


FIRST = filed.document("07MEXICO1", "A", "Words ", "and words.")
SECOND = filed.document("07MEXICO2", "B", "Other words.")
ERASED = {**FIRST, "parts": [*FIRST["parts"][:2], filed.part(2, 6, "███ words.")]}
WORDS = {**FIRST, "parts": [*FIRST["parts"][:2], filed.part(2, 6, "No words..")]}

FAULTS: dict[str, tuple[list[filed.Line], str]] = {
    "a body is missing": (
        [filed.rendition("07MEXICO1", 1), filed.rendition("07MEXICO1", 2) | {"blank": True}],
        "line 3: event .* has no body, and no event says that it was erased",
    ),
    "a body is missing that cannot be": (
        [FIRST, filed.recorded(FIRST, blank=True), filed.event_erased(filed.recorded(FIRST), version=2)],
        "line 3: event .* has no body, and of a CableRecorded it cannot be erased",
    ),
    "an erasure of what is there": (
        [filed.rendition("07MEXICO1", 1), filed.event_erased(filed.rendition("07MEXICO1", 1), version=2)],
        "line 3: no line of this stream before has event .* without its body",
    ),
    "an erasure in another stream": (
        [
            filed.rendition("07MEXICO1", 1) | {"blank": True},
            filed.event_erased(filed.rendition("07MEXICO1", 1), version=1) | {"stream": "cable/07MEXICO2"},
        ],
        "line 3: no line of this stream before has event",
    ),
    "an erasure of another type": (
        [
            filed.rendition("07MEXICO1", 1) | {"blank": True},
            filed.event_erased(filed.rendition("07MEXICO1", 1) | {"type": "CableRecorded"}, version=2),
        ],
        "line 3: no line of this stream before has event",
    ),
    "words were replaced": (
        [WORDS, filed.recorded(FIRST)],
        "line 2: part 2 of document .* does not stand here as the log commits to it",
    ),
    "words were replaced otherwise than the log says": (
        [WORDS, filed.recorded(FIRST), filed.words_erased(FIRST, ERASED["parts"][2], version=2)],
        "line 2: part 2 of document .* does not stand here as the log commits to it",
    ),
    "words were to be erased and are there": (
        [FIRST, filed.recorded(FIRST), filed.words_erased(FIRST, ERASED["parts"][2], version=2)],
        "line 4: part 2 of document .* does not stand here as the log commits to it",
    ),
    "words were erased twice, and the first is told": (
        [
            ERASED,
            filed.recorded(FIRST),
            filed.words_erased(FIRST, ERASED["parts"][2], version=2),
            filed.words_erased(FIRST, filed.part(2, 6, "█████████."), version=3),
        ],
        "line 2: part 2 of document .* does not stand here as the log commits to it",
    ),
    "a later event tells other words": (
        [FIRST, filed.recorded(FIRST), filed.recorded(ERASED, version=2, event_type="CableReread")],
        "line 4: document .* was recorded otherwise than this event says",
    ),
    "a later event tells the words of before an erasure": (
        [
            ERASED,
            filed.recorded(FIRST),
            filed.words_erased(FIRST, ERASED["parts"][2], version=2),
            filed.recorded(FIRST, version=3, event_type="CableReread"),
        ],
        "line 5: part 2 of document .* is told otherwise than before",
    ),
    "a document is missing": (
        [filed.recorded(FIRST)],
        "line 2: document .* is missing",
    ),
    "a document of another cable is named": (
        [
            FIRST,
            filed.recorded(FIRST),
            filed.recorded(FIRST) | {"stream": "cable/07MEXICO2", "event_id": "0" * 8 + FIRST["document_id"][8:]},
        ],
        "line 4: document .* is missing",
    ),
    "a document is recorded by nothing": (
        [FIRST, filed.recorded(FIRST), SECOND],
        "line 4: document .* is recorded by no event",
    ),
    "a document is recorded by what follows later": (
        [SECOND, FIRST, filed.recorded(FIRST), filed.recorded(SECOND)],
        "line 2: document .* is recorded by no event",
    ),
    "a document stands before an event of another": (
        [SECOND, filed.rendition("07MEXICO1", 1)],
        "line 2: document .* is not recorded by the event after it",
    ),
    "a document lacks a part": (
        [{**FIRST, "parts": FIRST["parts"][:2]}, filed.recorded(FIRST)],
        "line 2: document .* is not what the event after it records",
    ),
    "a part stands elsewhere": (
        [{**FIRST, "parts": [*FIRST["parts"][:2], filed.part(2, 7, "and words.")]}, filed.recorded(FIRST)],
        "line 2: part 2 of document .* stands in a wrong place",
    ),
    "a document has the number of another": (
        [{**FIRST, "ordinal": 2}, filed.recorded(FIRST)],
        "line 2: document .* has the id of another cable or number",
    ),
    "a document is there twice": (
        [FIRST, filed.recorded(FIRST), FIRST, filed.recorded(FIRST, version=2)],
        "lines 2 to 6: An event id is already recorded",
    ),
    "an event id is there twice": (
        [
            filed.rendition("07MEXICO1", 1),
            filed.rendition("07MEXICO1", 2) | {"event_id": filed.rendition("07MEXICO1", 1)["event_id"]},
        ],
        "lines 2 to 4: An event id is already recorded",
    ),
    "a version is left out": (
        [filed.rendition("07MEXICO1", 1), filed.rendition("07MEXICO1", 3)],
        "lines 2 to 4: .* has not the next version of its stream",
    ),
    "a body holds a float": (
        [filed.event("cable/07MEXICO1", 1, "NeverHeardOf", {"weight": 1.5})],
        "line 2: the body of event .* is no JSON of ours",
    ),
    "a body tells no document": (
        [filed.event("cable/07MEXICO1", 1, "CableRecorded", {})],
        "line 2: event .* does not tell the parts of its document",
    ),
    "an erasure tells nothing": (
        [filed.event("cable/07MEXICO1", 1, "WordsErased", {})],
        "line 2: this event does not tell which words were erased",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_an_honest_log_cannot_hold_is_refused_though_the_chain_is_right(empty: Database, name: str) -> None:
    drafts, fault = FAULTS[name]
    assert re.match(fault, refusal(empty, b"".join(filed.lines(lambda: drafts))))


TEXTS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "line 1: the file does not begin with the header"),
    "no JSON": (b"Dear Sir,\n", "line 1: this is no JSON"),
    "no object": (b"[]\n", "line 1: this is no JSON object"),
    "no line of ours": (b"{}\n", "line 1: this is no line of an exported log"),
    "another export": (b'{"format":1,"kind":"header","of":"a shop"}\n', "line 1: this is no export of a log"),
    "a newer format": (
        b'{"format":2,"kind":"header","of":"cable-tracker log"}\n',
        "line 1: the format is version 2, known is 1; a newer tracker wrote it",
    ),
    "a number": (b"1\n", "line 1: this is no JSON object"),
    "bytes": (b"\x00\xff\n", "line 1: this is no JSON"),
    "an empty compressed file": (gzip.compress(b""), "line 1: the file does not begin with the header"),
    "a beginning of a compressed file": (b"\x1f\x8b", "line 1: the compressed file is cut or damaged"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_export_is_told(empty: Database, name: str) -> None:
    data, fault = TEXTS[name]
    assert re.match(fault, refusal(empty, data))


def test_a_line_without_end_does_not_fill_the_memory(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONGEST_LINE", 1_000)
    endless = gzip.compress(b" " * 1_000_000)
    assert refusal(empty, endless).startswith("line 1: this line is longer than any of a log")


def test_what_follows_the_end_is_refused(whole: list[bytes], empty: Database) -> None:
    assert refusal(empty, b"".join([*whole, b"{}\n"])).startswith(f"line {len(whole) + 1}: this is no line")
    assert refusal(empty, b"".join([*whole, whole[-1]])).startswith(f"line {len(whole) + 1}: the log has ended")
    assert refusal(empty, b"".join([whole[0], *whole])).startswith("line 2: a log has one header")


def test_a_file_that_cannot_be_read_on_is_told(whole: list[bytes], empty: Database) -> None:
    class Broken(io.BytesIO):
        def read1(self, _size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(ImportRefusedError, match=r"line 1: the file cannot be read \(Input/output error\)"):
        imported(empty, Broken(whole[0]))
