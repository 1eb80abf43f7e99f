"""Declassified cables as PDF: the telegram as laid out, its pages, and what the stamps tell."""

from __future__ import annotations

import logging
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.cables.invented import BODY, HEADER, TELEGRAM, cable
from tests.unit.cables.pdfs import Page, encrypted, pdf
from tracker.cables.formats import pdf_pages
from tracker.cables.formats.stamps import marks, without_stamps
from tracker.cables.json_form import to_json
from tracker.cables.model import Cable, Declassification
from tracker.cables.raw_files import RawFile
from tracker.cables.reading import Reading, outcomes, pieces, read
from tracker.errors import NoCableError
from tracker.types import Span

LINES = TELEGRAM.split("\n")
STAMP = "UNCLASSIFIED U.S. Department of State Case No. F-2010-01234 Doc No. C05123456 Date: 09/30/2013"
FIRST = 27
"""How many lines of the telegram stand on the first page: the second begins inside a sentence of paragraph 1."""


def stamped(lines: list[str], *more: tuple[int, int, str], stamp: str = STAMP) -> Page:
    return Page(lines, placed=[(100, 770, stamp), (100, 20, stamp), *more])


def reading(data: bytes, name: str = "a.pdf") -> Reading:
    return read(RawFile(Path(name), data))


def only(data: bytes, name: str = "a.pdf") -> Cable:
    (found,) = reading(data, name).cables
    return found


@pytest.mark.parametrize("font", ["Courier", "Helvetica"])
@pytest.mark.parametrize("leading", [12, 20])
def test_a_cable_is_read_as_from_its_text(font: str, leading: int) -> None:
    read_pdf = only(pdf(stamped(LINES[:FIRST]), stamped(LINES[FIRST:]), font=font, leading=leading))
    read_text = cable(TELEGRAM)
    assert read_pdf.reference_id == read_text.reference_id
    assert [(item.label, item.heading, item.text) for item in read_pdf.paragraphs] == [
        (item.label, item.heading, item.text) for item in read_text.paragraphs
    ]
    assert (read_pdf.subject, read_pdf.tags, read_pdf.signer) == (read_text.subject, read_text.tags, read_text.signer)
    assert (read_pdf.classification, read_pdf.created) == (read_text.classification, read_text.created)
    assert "Department of State" not in read_pdf.document


def test_every_place_has_its_page() -> None:
    found = only(pdf(LINES[:FIRST], LINES[FIRST:33], LINES[33:]))
    begin = [found.document[at:].split("\n")[0].strip() for at in found.pages]
    assert begin == [LINES[0], LINES[FIRST], LINES[33]]
    assert [found.page(item.body.start) for item in found.paragraphs] == [1, 1, 3, 3]
    assert to_json(found, "a.pdf")["pages"] == list(found.pages)


def test_the_stamps_tell_of_the_release() -> None:
    page = stamped(LINES, (450, 745, "RELEASED IN PART"), (450, 733, "B1, 1.4(D), B6"))
    page.upwards = ["REVIEW AUTHORITY: Ada Byron, Senior Reviewer"]
    found = only(pdf(page))
    assert found.source_format == "declassified"
    assert found.declassified == Declassification(
        case_number="F-2010-01234",
        document_number="C05123456",
        released=date(2013, 9, 30),
        authority="Ada Byron, Senior Reviewer",
        exemptions=("B1", "1.4(D)", "B6"),
    )
    assert found.released == datetime(2013, 9, 30, tzinfo=UTC)
    assert found.redactions == ()
    assert not found.partial


OFFICES = [
    (
        ["RELEASED IN FULL", "REVIEW AUTHORITY: ADA BYRON", "DATE/CASE ID: 14 NOV 2003 200103456"],
        Declassification(case_number="200103456", released=date(2003, 11, 14), authority="ADA BYRON"),
    ),
    (
        ["Ada B. Byron Declassified/Released US Department of State EO Systematic Review 20 MAR 2014"],
        Declassification(released=date(2014, 3, 20), authority="Ada B. Byron"),
    ),
    (
        ["U.S. Department of State", "Case No. M-2011-00012", "Doc No. C06123456", "Date: 1/2/2012"],
        Declassification(case_number="M-2011-00012", document_number="C06123456", released=date(2012, 1, 2)),
    ),
    (["RELEASE IN PART B1,1.4(B),1.4(D)", "CONFIDENTIAL"], Declassification(exemptions=("B1", "1.4(B)", "1.4(D)"))),
    (
        ["Classified by A/GIS/IPS on 08/31/2015 ~ Class: SECRET ~ Reason: 1.4(D)", "RELEASE IN PART (b)(6), B7(C)"],
        Declassification(exemptions=("B6", "B7(C)")),
    ),
]


@pytest.mark.parametrize(("stamp", "told"), OFFICES, ids=[lines[0][:20] for lines, _ in OFFICES])
def test_stamps_of_all_offices_are_cut_and_told(stamp: list[str], told: Declassification) -> None:
    found = only(pdf([*stamp, "", *LINES]))
    assert found.declassified == told
    assert found.document.startswith(LINES[0])
    assert found.paragraphs[0].text == "A QUIET HARBOUR, A LOUD NIGHT"


@pytest.mark.parametrize(
    "line",
    [
        "The Department of State said so.",
        "He was declassified in 1999.",
        "Case No. F-2010-01234 is before the court.",
        "Date: soon",
        "1. (C) Released in full view of all.",
        "CONFIDENTIAL",
        "B1",
        "",
    ],
)
def test_words_of_a_telegram_are_no_stamps(line: str) -> None:
    lines = ["One line.", line, "Another."]
    assert without_stamps(lines, "\n".join(lines)).lines == tuple(lines)


def test_codes_in_the_margin_are_redactions_and_no_words() -> None:
    lines = list(LINES)
    lines[FIRST] += "          B1"
    lines[31:31] = ["1.4(D)", "B6"]
    found = only(pdf(stamped(lines[:30]), stamped(lines[30:])))
    assert [found.document[span.start : span.end] for span in found.redactions] == ["B1", "1.4(D)", "B6"]
    assert found.declassified
    assert found.declassified.exemptions == ("B1", "1.4(D)", "B6")
    words = " ".join(item.text for item in found.paragraphs)
    assert "B1" not in words
    assert "1.4(D)" not in words
    assert words == " ".join(item.text for item in cable(TELEGRAM).paragraphs)


def test_the_places_of_codes_and_pages_move_with_what_is_masked() -> None:
    text = TELEGRAM.replace("Two boats", "Ada Quill (protect) said that two boats")
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("2. (SBU)"))
    found = only(pdf(stamped(lines[:at]), stamped([*lines[at : at + 2], "B1", *lines[at + 2 :]])))
    assert "Quill" not in found.document
    assert [found.document[span.start : span.end] for span in found.redactions] == ["B1"]
    assert found.document[found.pages[1] :].startswith("2. (SBU)")


def test_where_nothing_is_stamped_no_code_is_one() -> None:
    assert marks("visas:\nB1\nB2 and B6   12") == (
        (Span(7, 9),),
        ("B1",),
    )
    found = only(pdf([*LINES[:-8], "B1", *LINES[-8:]]))
    assert (found.redactions, found.declassified, found.source_format) == ((), None, "raw")


def test_banners_of_every_page_are_cut() -> None:
    first, second = ["SECRET", *LINES[:FIRST], "SECRET", "Page 1 of 2"], ["SECRET//NOFORN", *LINES[FIRST:], "SECRET"]
    found = only(pdf(first, second))
    assert "SECRET" not in found.document
    assert "Page 1" not in found.document
    assert [item.text for item in found.paragraphs] == [item.text for item in cable(TELEGRAM).paragraphs]


def test_a_file_of_several_documents_gives_each() -> None:
    other = [line.replace("000412", "000413").replace("#0412", "#0413").replace("141622Z", "151622Z") for line in LINES]
    letter = ["Dear all,", "the meeting is at noon, as everybody knows who was asked to come to it."]
    numbered = STAMP.replace("C05123456", "C05123457"), STAMP.replace("C05123456", "C05123458")
    found = reading(pdf(stamped(LINES), stamped(letter, stamp=numbered[0]), stamped(other, stamp=numbered[1])))
    assert [item.reference_id for item in found.cables] == ["07MEXICO412", "07MEXICO413"]
    assert [item.declassified and item.declassified.document_number for item in found.cables] == [
        "C05123456",
        "C05123458",
    ]
    assert [item.page(item.paragraphs[1].span.start) for item in found.cables] == [1, 3]
    assert len({item.row_sha256 for item in found.cables}) == 2
    (refusal,) = found.refusals
    assert refusal.reason.startswith("pages 2 to 2 of the PDF: This is no cable that can be read: no telegram found")


def test_telegrams_that_follow_each_other_without_stamps_are_told_apart_by_their_heads() -> None:
    other = [line.replace("000412", "000413").replace("#0412", "#0413").replace("141622Z", "151622Z") for line in LINES]
    found = reading(pdf(LINES[:FIRST], LINES[FIRST:], other))
    assert [item.reference_id for item in found.cables] == ["07MEXICO412", "07MEXICO413"]


def test_a_picture_of_pages_is_refused_with_advice() -> None:
    for page in (Page(image=True), stamped([]), Page(image=True, placed=[(100, 770, STAMP)])):
        with pytest.raises(NoCableError, match=r"no text layer.*OCR|has no text"):
            reading(pdf(page))


def test_pages_without_text_among_others_are_told() -> None:
    found = only(pdf(LINES[:FIRST], Page(image=True), LINES[FIRST:]))
    assert found.partial
    assert ("document", "pages without a text layer are missing: 2") in [
        (guess.field, guess.reason) for guess in found.guesses
    ]
    assert found.page(found.document.index("BYRON")) == 3


def test_a_pdf_that_anybody_may_open_is_read_though_it_is_encrypted() -> None:
    assert only(encrypted(pdf(LINES), "")).reference_id == "07MEXICO412"
    with pytest.raises(NoCableError, match="the PDF is encrypted"):
        reading(encrypted(pdf(LINES), "secret"))


def test_what_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoCableError, match="a PDF of 501 pages"):
        reading(pdf(*[["x"]] * 501))
    monkeypatch.setattr(pdf_pages, "_LONGEST_CONTENTS_BYTES", 1_000)
    with pytest.raises(NoCableError, match="page 1 of the PDF draws too much"):
        reading(pdf(LINES))
    monkeypatch.undo()
    monkeypatch.setattr(pdf_pages, "_MOST_SECONDS", -1.0)
    with pytest.raises(NoCableError, match="took more than"):
        reading(pdf(LINES))


def test_a_page_that_draws_megabytes_takes_a_bounded_time() -> None:
    started = time.process_time()
    with pytest.raises(NoCableError):
        reading(pdf(Page(["(" * 5_000_000])))
    assert time.process_time() - started < 10


@settings(deadline=None)  # the library that reads them is loaded with the first
@given(st.integers(0, 3_000), st.binary(max_size=30), st.integers(0, 300))
def test_a_damaged_pdf_is_read_or_refused(at: int, instead: bytes, length: int) -> None:
    data = pdf(LINES[:FIRST], LINES[FIRST:])
    (piece,) = pieces(RawFile(Path("a.pdf"), data[:at] + instead + data[at + length :]))
    for outcome in outcomes(piece):
        assert isinstance(outcome, Cable) or not outcome.fault, outcome


def test_the_library_warns_nobody(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(NoCableError):
        reading(pdf(LINES)[:900])
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_the_name_of_the_file_is_the_last_resort_for_the_id() -> None:
    body = BODY[BODY.index("E.O.") :].split("\n")
    named = only(pdf([*HEADER.split("\n")[4:6], "", *body]), "07MEXICO412.pdf")
    assert named.reference_id == "07MEXICO412"
    assert "reference_id" in {guess.field for guess in named.guesses}
