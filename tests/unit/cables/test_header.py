from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.unit.cables.invented import BODY, HEADER, TELEGRAM, cable
from tracker.cables.date_time_groups import sent_at
from tracker.cables.header import printed_reference_id, read_header
from tracker.cables.telegram import PrintedCable, read_telegram


def test_the_transmission_header() -> None:
    header = read_header(TELEGRAM)
    assert header.transmission_id == "VZCZCXRO4411"
    assert header.precedence == "PRIORITY"
    assert header.sent_at == datetime(2007, 2, 14, 16, 22, tzinfo=UTC)
    assert header.sender == "AMEMBASSY MEXICO"
    assert header.recipients == ("SECSTATE WASHDC",)
    assert header.info_recipients == ("ALL US CONSULATES IN MEXICO COLLECTIVE", "NSC WASHDC")
    assert TELEGRAM[header.text :].startswith("\n\nSIPDIS")
    assert not header.corrected


def test_a_sender_beside_the_date_time_group_is_told_by_the_next_line_s_addressee() -> None:
    header = read_header("O 131312Z JAN 10 FM ROVING DESK HARBOUR\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 0044\n\nUNCLAS")
    assert header.sender == "ROVING DESK HARBOUR"
    assert header.recipients == ("SECSTATE WASHDC",)


def test_a_header_on_one_line_reads_alike() -> None:
    header = read_header(" ".join(HEADER.split()))
    expected = read_header(HEADER)
    assert header.addressees == expected.addressees
    assert (header.transmission_id, header.sent_at, header.sender, header.precedence) == (
        "VZCZCXRO4411",
        expected.sent_at,
        "AMEMBASSY MEXICO",
        "PRIORITY",
    )


def test_a_header_with_a_blank_line_after_each_line_reads_alike() -> None:
    assert read_header(HEADER.replace("\n", "\n\n") + BODY).addressees == read_header(HEADER).addressees


def test_a_date_time_group_that_is_cited_is_no_header() -> None:
    assert read_header("REF: A. MEXICO 388 DTG 021309Z FEB 07\nB. MEXICO 377").sent_at is None


def test_a_header_that_is_printed_twice_is_read_once() -> None:
    record = f"{HEADER}\n188402\n2007-02-14 16:22:00\n07MEXICO412\nEmbassy Mexico\nCONFIDENTIAL\n\n{HEADER}\n{BODY}"
    header = read_header(record)
    assert header.addressees == read_header(HEADER).addressees
    assert record[header.text :].startswith("\n\nSIPDIS")


def test_a_classification_line_above_the_header_hides_nothing() -> None:
    document = (
        f"UNCLASSIFIED   STATE   00100153\nR 141622Z FEB 07\nFM SECSTATE WASHDC\nTO ALL POSTS COLLECTIVE\n\n{BODY}"
    )
    header = read_header(document)
    assert (header.sender, header.recipients) == ("SECSTATE WASHDC", ("ALL POSTS COLLECTIVE",))
    assert header.classification is not None
    assert header.classification.level == "CONFIDENTIAL"


def test_the_words_of_a_text_are_no_header() -> None:
    header = read_header("1. (C) The town is loud.\nFM Quill went\nto USAID with a lamp.\nTO SEND IT BACK WAS HARD\n")
    assert (header.sender, header.addressees, header.end) == (None, (), 0)


@pytest.mark.parametrize(
    ("document", "sender"),
    [
        ("R 141622Z FEB 07\nFM AMEMBASSY ROME\n", "AMEMBASSY ROME"),
        ("R 141622Z FEB 07\nFM RUEHRO/AMEMBASSY ROME\n", "AMEMBASSY ROME"),
        ("FM CG MARINE CORPS\nTO SECSTATE WASHDC\n", "CG MARINE CORPS"),
        ("R 141622Z FEB 07\nFM SOME OFFICE OF NO NAME\n", "SOME OFFICE OF NO NAME"),
        ("fm amembassy rome\n", "amembassy rome"),
    ],
)
def test_senders(document: str, sender: str) -> None:
    assert read_header(document).sender == sender


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("VZCZCXYZ0005\nOO RUEHWEB\n", "VZCZCXYZ0005"),
        ("vzczcxyz0005\n", "VZCZCXYZ0005"),
        ("ZCZCXRO 4411\n", "ZCZCXRO4411"),
        ("The VZCZCXYZ0005 of the text\n", None),
    ],
)
def test_transmission_ids(document: str, expected: str | None) -> None:
    assert read_header(document).transmission_id == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("O R 292049Z JAN 10\n", "IMMEDIATE, ROUTINE"),
        ("OO 292049Z JAN 10\n", "IMMEDIATE"),
        ("Z 292049Z JAN 10\n", "FLASH"),
        ("OO RUEHCD RUEHTM\nDE RUEHME #0412/01 0451622\n292049Z JAN 10\n", "IMMEDIATE"),
        ("292049Z JAN 10\n", None),
    ],
)
def test_precedences(document: str, expected: str | None) -> None:
    assert read_header(document).precedence == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("DE RUEHME #0713/01 0711940\nR 111940Z MAR 08\n", "08MEXICO713"),
        ("DE RUEHC #6550/01\nO 171144Z SEP 09\n\nS E C R E T SECTION 01 OF 06 STATE 096550\n", "09STATE96550"),
        ("R 130458Z AUG 79\n\nC O N F I D E N T I A L SECTION 01 OF 02 TEHRAN 08980\n", "79TEHRAN8980"),
        ("R 141729Z JUL 09\n\nCONFIDENTIAL\n\nUNCLAS CIUDAD JUAREZ 000027\n", "09CIUDADJUAREZ27"),
        ("R 141729Z JUL 09\n\nCIUDAD JUAREZ 00000027  002 OF 003\n", "09CIUDADJUAREZ27"),
        (
            "DE RUEHRO #0713\nR 141729Z JUL 09\nFM AMEMBASSY ROME\nTO SECSTATE WASHDC\n\nUNCLAS MEXICO 0012\n",
            "09ROME713",
        ),
        ("R 141729Z JUL 09\nFM AMEMBASSY ROME\n\nUNCLAS MEXICO 0012\n", "09MEXICO12"),
        ("DE RUXXXX #0713/01 0711940\nR 111940Z MAR 08\n", None),
        ("UNCLAS MEXICO 000027\n", None),
        ("R 991729Z JUL 09\nUNCLAS MEXICO 000027\n", None),
    ],
    ids=[
        "circuit",
        "long-serial",
        "old",
        "twice",
        "page",
        "another-post",
        "no-circuit",
        "unknown",
        "no-date",
        "no-day",
    ],
)
def test_the_reference_id_that_a_telegram_tells(document: str, expected: str | None) -> None:
    assert printed_reference_id(document) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("R 021309Z MAR 07", datetime(2007, 3, 2, 13, 9, tzinfo=UTC)),
        ("O R 292049Z JAN 10", datetime(2010, 1, 29, 20, 49, tzinfo=UTC)),
        ("O 071234Z FEB 10 ZDK", datetime(2010, 2, 7, 12, 34, tzinfo=UTC)),
        ("081545Z Jun 05", datetime(2005, 6, 8, 15, 45, tzinfo=UTC)),
        ("R 250930Z FEB 72", datetime(1972, 2, 25, 9, 30, tzinfo=UTC)),
        ("PP 021309Z MARCH 2007", datetime(2007, 3, 2, 13, 9, tzinfo=UTC)),
        ("R 02 1309 Z MAR07", datetime(2007, 3, 2, 13, 9, tzinfo=UTC)),
        ("R 302500Z JAN 10", None),
        ("R 021309Z MAR", None),
        ("", None),
    ],
)
def test_date_time_groups(printed: str, expected: datetime | None) -> None:
    assert sent_at(printed) == expected


def test_what_a_header_tells_stands_in_the_cable() -> None:
    read = cable(TELEGRAM)
    assert read.sent == read.created == datetime(2007, 2, 14, 16, 22, tzinfo=UTC)
    assert [(item.name, item.information) for item in read.addressees] == [
        ("SECSTATE WASHDC", False),
        ("ALL US CONSULATES IN MEXICO COLLECTIVE", True),
        ("NSC WASHDC", True),
    ]
    assert {guess.field for guess in read.guesses} == {"reference_id", "created", "classification", "origin"}


@pytest.mark.parametrize("note", ["(CCY AD38C2C4 MSI2519-695)", "CCY"])
def test_the_circuit_marks_a_corrected_copy(note: str) -> None:
    assert read_header(HEADER.replace("ZNY CCCCC ZZH", f"ZNY CCCCC ZZH {note}")).corrected


def test_an_id_that_had_to_be_mended_is_a_guess() -> None:
    read = read_telegram(PrintedCable(source_format="test", telegram=TELEGRAM, reference_id="O7MEXICO412"))
    assert read.reference_id == "07MEXICO412"
    assert [guess.reason for guess in read.guesses if guess.field == "reference_id"] == ["printed as 'O7MEXICO412'"]


@pytest.mark.parametrize("marking", ["(TS)", "(U//FOUO)", "(C/REL UK)", "(S)", "(C/NF)"])
def test_a_subject_ends_before_words_with_a_portion_marking(marking: str) -> None:
    read = cable(
        f"{HEADER}\n\nC O N F I D E N T I A L MEXICO 000412\n\nSUBJECT: A VISIT\n{marking} Rain.\n\n2. (C) Sun.\n"
    )
    assert read.subject == "A VISIT"


def test_a_reference_needs_no_colon_after_its_letter() -> None:
    read = cable(
        f"{HEADER}\n\nC O N F I D E N T I A L MEXICO 000412\n\nSUBJECT: A\n\nREF A A LETTER\nREF B ROME 12\n\n1. Rain."
    )
    assert [(each.label, each.reference_id) for each in read.references] == [("B", "07ROME12")]
