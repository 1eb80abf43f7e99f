from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.unit.cables.invented import HEADER, TELEGRAM, cable, telegram
from tracker.cables.header import printed_reference_id, read_header, sent_at
from tracker.cables.markings import classification_of


def test_the_transmission_header() -> None:
    header = read_header(TELEGRAM)
    assert header.transmission_id == "VZCZCXRO4411"
    assert header.precedence == "PRIORITY"
    assert header.sent_at == datetime(2007, 2, 14, 16, 22, tzinfo=UTC)
    assert header.sender == "AMEMBASSY MEXICO"
    assert header.recipients == ("SECSTATE WASHDC",)
    assert header.info_recipients == ("ALL US CONSULATES IN MEXICO COLLECTIVE", "NSC WASHDC")


def test_the_head_of_the_text() -> None:
    read = cable(TELEGRAM)
    assert read.reference_id == "07MEXICO412"
    assert read.source_format == "raw"
    assert read.classification == "CONFIDENTIAL"
    assert read.origin == "Embassy Mexico"
    assert read.created == datetime(2007, 2, 14, 16, 22, tzinfo=UTC)
    assert read.subject == "A QUIET HARBOUR, A LOUD NIGHT"
    assert read.tags == ("PGOV", "SNAR", "MX")
    assert read.classified_by == "Political Officer Ada Byron"
    assert read.declassify_on == date(2017, 2, 14)
    assert [(item.label, item.reference_id) for item in read.references] == [
        ("A", "06MEXICO6877"),
        ("B", "07MEXICO388"),
    ]


def test_a_head_on_one_line() -> None:
    head = "E.o. 12958: decl: 01/07/2014 Tags: prel, pgov Subject: a quiet harbour"
    read = cable(
        f"{HEADER}\nC o n f i d e n t i a l section 01 of 04 mexico 000412\n\nSipdis\n\n{head}\n\n1. (C) Rain.\n"
    )
    assert (read.subject, read.tags, read.declassify_on) == ("a quiet harbour", ("PREL", "PGOV"), date(2014, 1, 7))
    assert read.paragraphs[0].text == "a quiet harbour"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("DE RUEHME #0713/01 0711940\nR 111940Z MAR 08\n", "08MEXICO713"),
        ("DE RUEHC #6550/01\nO 171144Z SEP 09\n\nS E C R E T SECTION 01 OF 06 STATE 096550\n", "09STATE96550"),
        ("R 130458Z AUG 79\n\nC O N F I D E N T I A L SECTION 01 OF 02 TEHRAN 08980\n", "79TEHRAN8980"),
        ("R 141729Z JUL 09\n\nCONFIDENTIAL\n\nUNCLAS CIUDAD JUAREZ 000027\n", "09CIUDADJUAREZ27"),
        ("R 141729Z JUL 09\n\nCIUDAD JUAREZ 00000027  002 OF 003\n", "09CIUDADJUAREZ27"),
        ("DE RUXXXX #0713/01 0711940\nR 111940Z MAR 08\n", None),
        ("UNCLAS MEXICO 000027\n", None),
        ("R 991729Z JUL 09\nUNCLAS MEXICO 000027\n", None),
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
        ("R 302500Z JAN 10", None),
        ("", None),
    ],
)
def test_date_time_groups(printed: str, expected: datetime | None) -> None:
    assert sent_at(printed) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("C O N F I D E N T I A L MEXICO 000001", "CONFIDENTIAL"),
        ("S E C R E T SECTION 01 OF 02 MEXICO 000001\n\nNOFORN\nSIPDIS", "SECRET//NOFORN"),
        ("UNCLAS MEXICO 000001\n\nSENSITIVE\nSIPDIS", "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
        ("UNCLAS MEXICO 000001\n\nSIPDIS", "UNCLASSIFIED"),
        ("no telegram", None),
    ],
)
def test_classifications(document: str, expected: str | None) -> None:
    assert classification_of(document) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Classified By: Consul Ada Byron for reasons 1.4 (b) and (d)", "Consul Ada Byron"),
        ("Classified By: Consul Ada Byron for reaso\nns 1.4 (b)", "Consul Ada Byron"),
        ("CLASSIFIED BY: Ada Byron, Consul, Rome,\nState.\nREASON: 1.4 (b), (d)", "Ada Byron, Consul, Rome, State"),
        ("(U) Classified by Consul Ada Byron; reasons: 1.5 (b,d).", "Consul Ada Byron"),
        ("Classified By: Classified by Ada Byron. Reason: 1.4", "Ada Byron"),
        ("Nothing here.", None),
    ],
)
def test_who_classified(line: str, expected: str | None) -> None:
    assert cable(telegram(f"{line}\n\n1. (C) Rain.")).classified_by == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("RAIN", "RAIN"),
        ("RAIN ON\nTHE HARBOUR", "RAIN ON THE HARBOUR"),
        ("\n\nRAIN", "RAIN"),
        ("RAIN\nDERIVED FROM: DSCG", "RAIN"),
        ("RAIN\n\nMEXICO 00000412  001.2 OF 002\n", "RAIN"),
    ],
)
def test_subjects(subject: str, expected: str) -> None:
    read = cable(telegram("1. (C) Wet.", subject=subject))
    assert read.subject == expected
    assert read.paragraphs[1].text == "Wet."
