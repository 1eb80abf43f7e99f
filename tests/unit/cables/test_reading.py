from __future__ import annotations

import json
import random
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cables.invented import BODY, HEADER, SCOOP, TELEGRAM, cable, dump_row, file, listing, page, saved_page
from tracker.cables.json_form import to_json
from tracker.cables.reading import read
from tracker.cables.releases import RawFile
from tracker.errors import NoCableError


def test_a_page_of_the_release_site() -> None:
    read_page = cable(page())
    assert read_page.source_format == "release_page"
    assert read_page.reference_id == "07MEXICO412"
    assert read_page.created == datetime(2007, 2, 14, 16, 4, tzinfo=UTC)
    assert read_page.released == datetime(2011, 2, 10, 12, 12, tzinfo=UTC)
    assert (read_page.classification, read_page.origin) == ("CONFIDENTIAL", "Embassy Mexico")
    assert read_page.document.startswith(HEADER + "\n\n" + BODY[:40])
    assert read_page.tags == ("PGOV", "SNAR", "MX")
    assert [paragraph.label for paragraph in read_page.paragraphs] == ["0", "1", "2", "3"]
    assert "¶" not in " ".join(paragraph.text for paragraph in read_page.paragraphs)
    assert not read_page.partial


def test_a_partial_record_says_so() -> None:
    partial = "This record is a partial extract of the original cable.\n\n141622Z FEB 07"
    assert cable(page(partial)).partial
    assert cable(page().partition("The town says")[0]).partial


def test_all_formats_read_the_same_paragraphs() -> None:
    texts = [
        [paragraph.text for paragraph in cable(text).paragraphs]
        for text in (TELEGRAM, page(), dump_row(1, "07MEXICO412"))
    ]
    assert texts[0] == texts[1] == texts[2]


def test_line_ends_of_another_system_change_nothing_but_the_spans() -> None:
    assert cable(TELEGRAM.replace("\n", "\r\n")).document == cable(TELEGRAM).document


def test_a_saved_page() -> None:
    read_page = cable(saved_page())
    assert (read_page.source_format, read_page.reference_id) == ("release_text", "07MEXICO412")
    assert read_page.created == datetime(2007, 2, 14, 16, 22, tzinfo=UTC)
    assert read_page.tags == ("PGOV", "SNAR", "MX")
    assert "US$12 of sacks" in read_page.paragraphs[2].text
    assert read_page.signer == "BYRON"


def test_a_page_of_scoop() -> None:
    read_page = cable(SCOOP)
    assert (read_page.source_format, read_page.reference_id) == ("scoop", "07MEXICO412")
    assert read_page.subject == "A Quiet Harbour"
    assert [(paragraph.label, paragraph.heading, paragraph.text) for paragraph in read_page.paragraphs] == [
        ("0", None, "A Quiet Harbour"),
        ("1", None, "Two boats left the harbour and only one came back."),
        ("2", "The Town", "The town says little."),
    ]
    assert [item.reference_id for item in read_page.references] == ["06MEXICO6877"]


def test_a_listing_has_no_cables_and_is_no_error() -> None:
    reading = read(file(listing()))
    assert (reading.source_format, reading.cables, reading.refusals) == ("listing", (), ())
    with pytest.raises(NoCableError):
        read(file(listing()[:-40]))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t", "the file is empty"),
        (bytes(range(256)) * 9, "binary data"),
        (b"A letter about rain.", "no telegram found"),
        (b"<html><body>Rain</body></html>", "no telegram found"),
        (page().partition("<code>")[0].encode(), "no telegram found"),
        (page("", "UNCLAS\n\nSUBJECT: RAIN\n\n1. Rain.\n", reference_id="nothing").encode(), "not a reference ID"),
        (b"R 141622Z FEB 07\nFM NOWHERE\n\nSUBJECT: RAIN\n\n1. Rain.", "no telegram found"),
    ],
)
def test_what_is_no_cable_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NoCableError, match=reason):
        read(file(data))


def test_text_that_is_not_utf_8_is_read_as_windows_1252() -> None:
    assert "café" in cable(TELEGRAM.replace("town", "café").encode("cp1252").decode("latin-1")).document
    (only,) = read(file(TELEGRAM.replace("lamps", "lámparas").encode("cp1252"))).cables
    assert "lámparas" in only.document


@given(st.integers(0, len(page())), st.integers(0, 40), st.binary(max_size=20))
def test_a_damaged_page_is_read_or_refused(at: int, length: int, instead: bytes) -> None:
    data = page().encode()
    with suppress(NoCableError):
        read(file(data[:at] + instead + data[at + length :]))


HEAD = f"{HEADER}\nC O N F I D E N T I A L MEXICO 000412\n\nSUBJECT: RAIN\n\n"


ODDITIES = (
    "<div>",
    "<",
    "(",
    " ",
    "\n",
    "1. a\n",
    "1. (C) a\n\n",
    "SIPDIS\n\nrain\n\n",
    "RAIN\n---\n",
    "A",
    "A ",
    "¶",
    "Visit ",
)
WORSE = (
    "¶",
    "Visit ",
    "1. (S//REL REL REL ",
    "REF: A. B. ",
    "REF:\nSIPDIS\n",
    "(strictly protect ",
    "E.O. 12958: ",
    "[a](b)",
)
WORST = ("the man (protect) ", "Ada Quill (protect). ")


@pytest.mark.parametrize("unit", ODDITIES + WORSE + WORST)
def test_a_megabyte_of_anything_takes_a_bounded_time(unit: str) -> None:
    data = (HEAD + unit * (1_000_000 // len(unit))).encode()
    started = time.process_time()
    with suppress(NoCableError):
        read(RawFile(Path("a"), data))
    assert time.process_time() - started < 30


def test_random_bytes_are_refused() -> None:
    with pytest.raises(NoCableError):
        read(RawFile(Path("a"), random.Random(1).randbytes(100_000)))


KEYS = (
    "source reference_id created sent released classification handling origin subject tags "
    "references other_references "
    "transmission_id precedence sender recipients info_recipients addressees classified_by classification_reasons "
    "executive_order declassification declassify_on signer signers partial corrected cancelled "
    "repeats articles guesses "
    "protected_names source_format summary comment redactions pages declassified paragraphs"
)
PARAGRAPH_KEYS = "ordinal anchor label marking heading text start end section page blocks map"


def test_the_json_form_has_the_promised_keys_and_no_protected_name() -> None:
    read_cable = cable(TELEGRAM.replace("The owner", "The owner, Ada Quill (protect),"))
    form = to_json(read_cable, "a.txt")
    assert " ".join(form) == KEYS
    paragraphs = form["paragraphs"]
    assert isinstance(paragraphs, list)
    assert isinstance(paragraphs[0], dict)
    assert " ".join(paragraphs[0]) == PARAGRAPH_KEYS
    assert form["protected_names"] == 1
    assert form["created"] == "2007-02-14T16:22:00Z"
    assert "Quill" not in json.dumps(form)


def test_a_telegram_that_the_site_cut_short_is_partial() -> None:
    cut_short = TELEGRAM[: TELEGRAM.index("1. (C)")] + "...\n"
    assert cable(cut_short).partial
    assert not cable(TELEGRAM.replace("quiet. End Summary.", "quiet...\n\nEnd Summary.")).partial
