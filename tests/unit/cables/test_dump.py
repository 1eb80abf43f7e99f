"""The dump of 2011: every row comes back as it was written, and a bad one spoils no other."""

from __future__ import annotations

import csv
import gzip
import io
import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cables.invented import HEADER, TELEGRAM, dump_row, file, telegram
from tracker.cables.formats import dump, dump_rows
from tracker.cables.formats.printed import Refusal
from tracker.cables.json_form import to_line
from tracker.cables.model import Cable
from tracker.cables.reading import cables, read
from tracker.cables.releases import files
from tracker.cables.telegram import PrintedCable
from tracker.errors import NoCableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

HEADING = '"id","datetime","identifier","origin","classification","references","header","body"\n'
Rows = list[tuple[str, ...]]


def escaped(rows: Sequence[Sequence[str]], line_end: str = "\n") -> str:
    """Rows as the dump of 2011 has them: every field in quotes, quotes inside escaped by backslashes."""
    return "".join(
        ",".join('"' + field.replace("\\", "\\\\").replace('"', '\\"') + '"' for field in row) + line_end
        for row in rows
    )


def doubled(rows: Sequence[Sequence[str]]) -> str:
    """Rows as programs save them again: quotes inside doubled, backslashes as they are."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue()


def minimal(rows: Sequence[Sequence[str]]) -> str:
    """Rows as programs save them again that quote only what must be."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def rows_of(text: str | bytes, size: int = 1 << 20) -> list[PrintedCable | Refusal]:
    """What the rows of a dump give that comes in pieces of a size."""
    data = text if isinstance(text, bytes) else text.encode()
    assert dump_rows.recognises(data[:4096])
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    records = enumerate(dump_rows.records(pieces), start=1)
    return [given for number, record in records for given in dump.read(record or b"", number)]


def texts(text: str | bytes, size: int = 1 << 20) -> list[str]:
    """The telegrams of a dump, of which every row must be read."""
    found = []
    for row in rows_of(text, size):
        assert isinstance(row, PrintedCable), row
        found.append(row.telegram)
    return found


FIELD = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), max_size=60)
"""Any text; line ends are those of one system."""
LINES = st.lists(
    st.sampled_from(['"', '""', "\\", '\\"', ",", "\n", '","', "1", '"1",', "1/2/2007", " ", "x"]), max_size=30
)
BODY = st.one_of(FIELD, LINES.map("".join)).map(lambda body: f"x{body}")
ROW = st.tuples(
    st.integers(1, 999_999_999).map(str),
    st.just("2/14/2007 16:22"),
    st.just("07MEXICO412"),
    FIELD.map(lambda field: field.replace("\n", " ")),
    st.just("SECRET"),
    st.just(""),
    FIELD,
    BODY,
)
DUMP = st.lists(ROW, min_size=1, max_size=6)


def expected(rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"{row[6]}\n\n{row[7]}" for row in rows]


@given(DUMP)
def test_rows_written_by_the_rules_of_the_dump_come_back(rows: Rows) -> None:
    assert texts(escaped(rows)) == expected(rows)


@given(DUMP)
def test_rows_that_a_program_saved_again_come_back(rows: Rows) -> None:
    # A backslash before a quote or another is the one thing that nobody can tell from an escape.
    told: Rows = [tuple(re.sub(r'\\+(?=["\\]|\Z)', "", field) for field in row) for row in rows]
    assert texts(doubled(told)) == expected(told)


@given(DUMP, st.sampled_from([escaped, doubled]), st.integers(1, 2_000))
def test_a_dump_may_come_in_pieces_of_any_size(rows: Rows, write: Callable[[Rows], str], size: int) -> None:
    data = write(rows).encode()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert list(dump_rows.records(pieces)) == list(dump_rows.records([data]))
    assert b"".join(record or b"" for record in dump_rows.records(pieces)) == data


@given(DUMP, ROW, DUMP, st.data())
def test_a_row_that_is_cut_off_spoils_no_other(
    before: Rows, broken: tuple[str, ...], after: Rows, data: st.DataObject
) -> None:
    whole = escaped([broken])
    cut = whole[: data.draw(st.integers(len(f'"{broken[0]}",'), len(whole) - 3))]
    given = rows_of(escaped(before) + cut + "\n" + escaped(after))
    read_before, refused, read_after = given[: len(before)], given[len(before)], given[len(before) + 1 :]
    assert [row.telegram for row in read_before if isinstance(row, PrintedCable)] == expected(before)
    assert isinstance(refused, Refusal)
    assert refused.row == len(before) + 1
    assert [row.telegram for row in read_after if isinstance(row, PrintedCable)] == expected(after)


@given(st.binary(max_size=300), st.integers(0, 3000), st.integers(0, 50))
def test_whatever_is_damaged_rows_come_out_or_reasons(instead: bytes, at: int, length: int) -> None:
    data = (dump_row(1, "07MEXICO412") * 3).encode()
    damaged = data[:at] + instead + data[at + length :]
    for record in dump_rows.records([damaged]):
        assert all(isinstance(row, PrintedCable | Refusal) for row in dump.read(record or b"", 1))


def test_a_dump_has_many_cables_with_their_rows() -> None:
    text = dump_row(1, "07MEXICO412", references="06MEXICO6877|06ROME7") + dump_row(
        7, "07ROME9", body='1. (C) "Rain."\n'
    )
    reading = read(file(text, "cables.csv"))
    assert [item.reference_id for item in reading.cables] == ["07MEXICO412", "07ROME9"]
    assert (reading.source_format, reading.rows) == ("dump", (1, 2))
    assert reading.cables[1].paragraphs[1].text == '"Rain."'
    assert {item.reference_id for item in reading.cables[0].references} == {"06MEXICO6877", "07MEXICO388", "06ROME7"}
    assert list(cables(file(text))) == list(reading.cables)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('"2","2/14/2007 16:22","07ROME9","only four"\n', "4 columns, not 8"),
        (dump_row(2, "07ROME9").replace('\n"', '","more"', 1).strip() + ',"one more"\n', "columns"),
        (dump_row(2, "07ROME9", header="", body=" "), "has no text"),
        (dump_row(2, "07ROME9").replace("2/14/2007", "2/31/2007"), "no date of creation"),
        (dump_row(2, "07ROME9").replace("2/14/2007 16:22", ""), "no date of creation"),
        (dump_row(2, "nothing at all"), "not a reference ID"),
        ('"2","2/14/2007 16:22","07ROME9","an open quote, "" and no end\n', "the quote of its column 4 is not closed"),
        (dump_row(2, "07ROME9", body="\0\0"), "binary"),
        (dump_row(2, "07ROME9", body="x" * 8 * 1024 * 1024), "longer than 8388608 bytes"),
        (dump_row(2, "07ROME9", body="x" * 3_000_000), "longer than any telegram"),
        (dump_row(2, "07ROME9", body='an "," unescaped').replace('\\"', '"'), "columns"),
        (dump_row(2, "07ROME9", body='an x"," unescaped').replace('\\"', '"'), "columns"),
    ],
)
def test_a_bad_row_is_refused_alone(bad: str, reason: str) -> None:
    reading = read(file(dump_row(1, "07MEXICO412") + bad + dump_row(3, "07ROME10")))
    assert [item.reference_id for item in reading.cables] == ["07MEXICO412", "07ROME10"]
    (refusal,) = reading.refusals
    assert refusal.row == 2
    assert reason in refusal.reason


def test_a_row_with_a_header_alone_is_partial_unless_it_is_cut_off() -> None:
    (cut,) = rows_of(dump_row(1, "07MEXICO412", body="").removesuffix('""\n'))
    assert isinstance(cut, Refusal)
    assert cut.reason == "the row is cut off before its column 8"
    (only,) = read(file(dump_row(1, "07MEXICO412", body=""))).cables
    assert only.partial
    assert (only.document.strip(), only.sender) == (HEADER.strip(), "AMEMBASSY MEXICO")


def test_quotes_that_are_not_escaped_are_kept_where_it_is_clear_that_they_are_text() -> None:
    row = dump_row(1, "07MEXICO412", body='He said "rain", and "wind".').replace('\\"', '"')
    (only,) = rows_of(row)
    assert isinstance(only, PrintedCable)
    assert only.telegram.endswith('He said "rain", and "wind".')


@pytest.mark.parametrize("first", ["", HEADING, HEADING.replace('"', ""), HEADING.upper() + "\n", "\n\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("write", [escaped, doubled, minimal])
def test_a_dump_is_known_with_and_without_its_heading(first: str, mark: bytes, write: Callable[[Rows], str]) -> None:
    rows: Rows = [
        (str(number), "1/2/2007 3:04", f"07ROME{number}", "Embassy Rome", "SECRET", "", "h", f'a "b", {number}\n\\c')
        for number in range(1, 9)
    ]
    data = mark + (first + write(rows)).encode()
    assert texts(data) == expected(rows)
    assert [row.reference_id for row in rows_of(data, 7) if isinstance(row, PrintedCable)] == [row[2] for row in rows]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_rows_may_end_as_lines_do_on_any_system(line_end: str) -> None:
    rows: Rows = [(str(n), "1/2/2007 3:04", "07ROME1", "Embassy Rome", "SECRET", "", "h", f"b{n}") for n in range(1, 4)]
    assert texts(escaped(rows, line_end)) == expected(rows)


def test_a_part_of_a_dump_that_begins_inside_a_row_is_read_from_the_next() -> None:
    rows = "".join(dump_row(number, f"07ROME{number}") for number in range(1, 4))
    reading = read(file(rows[400:]))
    assert [item.reference_id for item in reading.cables] == ["07ROME2", "07ROME3"]
    assert [refusal.row for refusal in reading.refusals] == [1]


def test_a_row_in_another_encoding_is_read_beside_those_in_utf_8() -> None:
    data = dump_row(1, "07ROME1", body="café").encode() + dump_row(2, "07ROME2", body="café").encode("cp1252")
    assert [text[-4:] for text in texts(data)] == ["café", "café"]


@pytest.mark.parametrize(
    "text",
    [TELEGRAM, telegram('1. A list:\n"1","2/14/2007 16:22","07ROME9"\n'), "1,2,3\n", '"1","2/14/2007","07ROME9"\n', ""],
)
def test_nothing_else_is_taken_for_a_dump(text: str) -> None:
    assert not dump_rows.recognises(text.encode())


@pytest.mark.parametrize("unit", ['"', "\\", '\\"', ",", '""', "\n", '\n"', '","', "a\n", '"a"\n', " ", "\t,", "1,"])
def test_a_row_of_anything_takes_a_bounded_time(unit: str) -> None:
    start = '"1","1/2/2007 3:04","07ROME1","x","SECRET","","h","'
    for data in (start + unit * (4_000_000 // len(unit)), start + '"' + "\n" + unit * (4_000_000 // len(unit))):
        started = time.process_time()
        for record in dump_rows.records([data.encode()]):
            list(dump.read(record or b"", 1))
        assert time.process_time() - started < 10


def test_a_dump_that_is_damaged_gives_the_rows_before_and_says_so(tmp_path: Path) -> None:
    packed = gzip.compress("".join(dump_row(number, f"07ROME{number}") for number in range(1, 2_000)).encode())
    (tmp_path / "cables.csv.gz").write_bytes(packed[:-1_000])
    (only,) = files([tmp_path])
    found: list[str] = []
    with pytest.raises(NoCableError, match=r"the gzip data is cut off \(after row 1\d\d\d\)"):
        found.extend(cable.reference_id for cable in cables(only) if isinstance(cable, Cable))
    assert found[:2] == ["07ROME1", "07ROME2"]


@pytest.mark.parametrize("end", ['"y"\\', '"', ",", "\n", '"\n', "\\n", '""', '","', '"a"'])
def test_the_end_of_a_text_is_found_in_both_forms(end: str) -> None:
    rows: Rows = [("1", "1/2/2007 3:04", "07ROME1", "Embassy Rome", "SECRET", "", "h", f"x{end}")]
    assert texts(escaped(rows)) == texts(doubled(rows)) == expected(rows)


def test_a_refusal_tells_no_words_of_a_row_whose_columns_are_shifted() -> None:
    whom = "Ada Quill (protect) told us"
    for row in (dump_row(1, whom), dump_row(1, "07ROME9").replace("2/14/2007 16:22", f"2/14/2007 {whom}")):
        reading = read(file(dump_row(2, "07ROME10") + row))
        assert [cable.reference_id for cable in reading.cables if "Quill" in to_line(cable, "a.csv")] == []
        assert "Quill" not in str(reading.refusals)
