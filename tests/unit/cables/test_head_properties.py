"""Laws of header and head: any text is read, in bounded time, and what is read was printed."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cables.invented import BODY, HEADER, TELEGRAM
from tracker.cables.caption import after_subject_key, read_caption
from tracker.cables.classification import classification_line, handling_of
from tracker.cables.classified_by import classifier_of, reasons_of
from tracker.cables.corrections import repeated_in, says_corrected
from tracker.cables.declassification import declassification_day
from tracker.cables.head import read_fields
from tracker.cables.header import printed_reference_id, read_header
from tracker.cables.subjects import subject_of
from tracker.cables.tags import read_tags
from tracker.types import ReferenceId

PIECES = (
    *("FM ", "TO ", "INFO ", "RUEHC/", "AMEMBASSY ROME", "SECSTATE WASHDC", " PRIORITY", " 0412", "XMT ", "COLLECTIVE"),
    *("P 141622Z FEB 07", "VZCZCXRO4411", "C O N F I D E N T I A L ", "UNCLAS ", "SECTION 01 OF 02 ", "MEXICO 000412"),
    *("SIPDIS", "E.O. 12958:", " DECL: 02/28/2017", "TAGS:", " PGOV", "KNNPMNUC", " MX,", "(QUILL, ADA)", "SUBJECT:"),
    *(" RAIN", "REF:", " A. ROME 12", "Classified By:", " Ada Byron", " for reasons", " 1.4 (b) and (d)", "REASON:"),
    *(
        "1. (C) ",
        "\n",
        "\n\n",
        " ",
        "  ",
        "\t",
        "¶",
        "(",
        ")",
        "-",
        ":",
        "X",
        "é",
        "\u2028",
        "CORRECTED COPY",
        "REPEATS ",
    ),
)
telegrams = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=300)


def read_all(document: str) -> None:
    header = read_header(document)
    end = min(len(document), header.text + 12_000)
    after_subject_key(document, header.text, end)
    caption = read_caption(document, header.text, end, furniture=[])
    read_fields(document, caption, furniture=[], sent_on=None, text=end)
    handling_of(document, header.classification, end)
    printed_reference_id(document, header)
    says_corrected(document[:end])
    repeated_in(document[:end], cited_on=None, cited_in=ReferenceId("07MEXICO412"))


@given(telegrams)
def test_any_text_is_read(document: str) -> None:
    read_all(document)


@given(telegrams)
def test_what_a_header_tells_was_printed(document: str) -> None:
    header = read_header(document)
    printed = "".join(document.split()).upper()
    for addressee in header.addressees:
        assert addressee.name
        assert "".join(addressee.name.split()).upper()[:20] in printed
        assert addressee.number is None or addressee.number in document
    assert header.sender is None or "".join(header.sender.split()).upper() in printed
    assert 0 <= header.end <= header.text <= len(document)


@given(telegrams)
def test_fields_lie_in_order_and_apart(document: str) -> None:
    fields = read_caption(document, 0, len(document), furniture=[]).fields
    for field in fields:
        assert field.span.start <= field.words.start <= field.words.end <= field.span.end <= len(document)
    for before, after in pairwise(fields):
        assert before.span.end <= after.span.start


@given(st.integers(0, len(TELEGRAM)), st.integers(0, len(TELEGRAM)))
def test_any_part_of_a_telegram_is_read(start: int, end: int) -> None:
    read_all(TELEGRAM[min(start, end) : max(start, end)])


UNITS = {
    "spaces": " ",
    "lines": "\n",
    "spaced lines": " \n",
    "brackets": "(",
    "slashes": "/",
    "letters": "A ",
    "routes": "RUEHC/",
    "addresses": "RUEHC/SECSTATE WASHDC PRIORITY 1234\n",
    "addresses on a line": "RUEHC/SECSTATE WASHDC PRIORITY 1234 ",
    "kinds": "TO ",
    "kinds on lines": "TO \n",
    "exclusions": "XMT AMEMBASSY ROME ",
    "senders": "FM A\n",
    "levels": "SECRET ",
    "levels on lines": "SECRET\n",
    "spaced levels": "S E C R E T ",
    "captions": "SIPDIS NOFORN ",
    "captions on lines": "SIPDIS\n",
    "tags": "TAGS: ",
    "tags on lines": "TAGS:\n",
    "subjects": "SUBJECT: ",
    "subjects on lines": "SUBJECT\n",
    "references": "REF: A. B. ",
    "orders": "E.O. 12958: ",
    "classifiers": "Classified By: \n",
    "reasons": "for reasons 1.4 (b) ",
    "reason lines": "REASON: (a)\n",
    "days": "1/1/2017 ",
    "numbers": "1. ",
    "repeats": "REPEATS A ",
    "groups": "O R 14",
}


@pytest.mark.parametrize(
    "after", [HEADER, f"{HEADER}\n{BODY[:200]}", "SUBJECT: ", "TAGS: ", "FM AMEMBASSY ROME\nTO ", ""]
)
@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_of_repeats_takes_a_bounded_time(unit: str, after: str) -> None:
    document = after + UNITS[unit] * (1_000_000 // len(UNITS[unit]))
    started = time.process_time()
    read_all(document)
    classification_line(document)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_in_one_field_takes_a_bounded_time(unit: str) -> None:
    words = UNITS[unit] * (1_000_000 // len(UNITS[unit]))
    started = time.process_time()
    subject_of(words)
    read_tags(words[:12_000])
    classifier_of(words)
    reasons_of(words, section="1.4")
    declassification_day(words)
    assert time.process_time() - started < 5
