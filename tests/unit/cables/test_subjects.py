from __future__ import annotations

import pytest

from tests.unit.cables.invented import cable, telegram
from tracker.cables.subjects import subject_of


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("RAIN", "RAIN"),
        ("RAIN ON\nTHE HARBOUR", "RAIN ON THE HARBOUR"),
        ("\n\nRAIN", "RAIN"),
        ("RAIN\nDERIVED FROM: DSCG", "RAIN"),
        ("RAIN\n\nMEXICO 00000412  001.2 OF 002\n", "RAIN"),
        ("RAIN AND THE\n\nHARBOUR", "RAIN AND THE HARBOUR"),
        ("RAIN,\n\nWIND", "RAIN, WIND"),
        ("RAIN\n\nHARBOUR", "RAIN"),
        ("RAIN AND THE\n\nThe harbour was quiet.", "RAIN AND THE"),
        ("RAIN\n(U) This is a request.", "RAIN"),
        ("RAIN\nSUMMARY\n-------", "RAIN"),
        ("RAIN\nSENSITIVE BUT UNCLASSIFIED", "RAIN"),
        ("WHY THE HARBOUR IS\nSENSITIVE", "WHY THE HARBOUR IS SENSITIVE"),
        ("RAIN\nREF: MEXICO 12", "RAIN"),
        ("RAIN REF: MEXICO 12", "RAIN"),
        ("RAIN Classified By: Ada Byron", "RAIN"),
        ("RAIN\nREFTEL MEXICO 12", "RAIN"),
        ("RAIN\nSUBJECT: WIND", "RAIN"),
        ("\n(S) RAIN", "RAIN"),
        ("RAIN (U) Classified by Ada Byron", "RAIN"),
        ("RAIN DERIVED FROM: DSCG", "RAIN"),
    ],
)
def test_where_a_subject_ends(subject: str, expected: str) -> None:
    read = cable(telegram("1. (C) Wet.", subject=subject))
    assert read.subject == expected
    assert read.paragraphs[-1].text == "Wet."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (" RAIN   ON THE  HARBOUR ", "RAIN ON THE HARBOUR"),
        ("(C) RAIN", "RAIN"),
        ("(C/NF)  RAIN (S)", "RAIN (S)"),
        ("(SBU) (U) RAIN", "RAIN"),
        ("COUNTER-\nTERRORISM", "COUNTER-TERRORISM"),
        ("RAIN -- \nWIND", "RAIN -- WIND"),
        ("MEXICO/\nROME", "MEXICO/ROME"),
        ("SUBJECT: RAIN", "RAIN"),
        ("__RAIN__", "RAIN"),
        ("RAIN -------- SUMMARY", "RAIN"),
        ("RAIN SENSITIVE BUT UNCLASSIFIED.", "RAIN"),
        ('THE ""QUIET"" HARBOUR', 'THE "QUIET" HARBOUR'),
        ('"RAIN" IN TOWN', '"RAIN" IN TOWN'),
        ("CORRECTED COPY: RAIN", "RAIN"),
        ("RAIN (CORRECTED COPY OF ROME 12)", "RAIN"),
        ("RAIN - C O R R E C T E D  C O P Y", "RAIN"),
        ("THE LAMPS CORRECTED", "THE LAMPS CORRECTED"),
        ("CORRECTED COPY", "CORRECTED COPY"),
        ("RAIN (REPEATING ROME 1068)", "RAIN"),
        ("Rain", "Rain"),
        (" \n", None),
    ],
)
def test_what_stands_beside_a_subject_is_left_out(words: str, expected: str | None) -> None:
    assert subject_of(words) == expected


@pytest.mark.parametrize(
    "key",
    [
        "SUBJECT:",
        "SUBJ:",
        "SUBJECT :",
        "SUBJECT;",
        "SUBJECT -",
        "Subject:",
        "SUBECT:",
        "SUBJECT (U):",
        "SUBJ ",
        "SUBJECT  ",
    ],
)
def test_the_key_in_its_variants(key: str) -> None:
    read = cable(telegram("1. (C) Wet.").replace("SUBJECT:", key))
    assert read.subject == "A QUIET HARBOUR"
    assert read.paragraphs[0].text == "A QUIET HARBOUR"
