from __future__ import annotations

import pytest

from tests.unit.cables.conventions.telegrams import LINE, TRANSMISSION
from tests.unit.cables.invented import cable, dump_row, file
from tracker.cables.reading import read

STATIONS = {
    "route-precedence-number": (
        "TO RUEHC/SECSTATE WASHDC PRIORITY 4499",
        [("SECSTATE WASHDC", False, "RUEHC", "PRIORITY", "4499", ())],
    ),
    "immediate": (
        "TO RUEHC/SECSTATE WASHDC IMMEDIATE 4499",
        [("SECSTATE WASHDC", False, "RUEHC", "IMMEDIATE", "4499", ())],
    ),
    "niact": (
        "TO RUEHC/SECSTATE WASHDC NIACT IMMEDIATE 4499",
        [("SECSTATE WASHDC", False, "RUEHC", "NIACT IMMEDIATE", "4499", ())],
    ),
    "flash": ("TO RUEHC/SECSTATE WASHDC FLASH 4499", [("SECSTATE WASHDC", False, "RUEHC", "FLASH", "4499", ())]),
    "number-only": ("TO RUEHC/SECSTATE WASHDC 4499", [("SECSTATE WASHDC", False, "RUEHC", None, "4499", ())]),
    "bare": ("TO SECSTATE WASHDC 7561", [("SECSTATE WASHDC", False, None, None, "7561", ())]),
    "office": (
        "TO RUEKJCS/SECDEF WASHDC//USDP/ISA//",
        [("SECDEF WASHDC//USDP/ISA//", False, "RUEKJCS", None, None, ())],
    ),
    "info": (
        "TO RUEHC/SECSTATE WASHDC 1\nINFO RUEHBO/AMEMBASSY BOGOTA 2\nRUEHPE/AMEMBASSY LIMA PRIORITY 0003",
        [
            ("SECSTATE WASHDC", False, "RUEHC", None, "1", ()),
            ("AMEMBASSY BOGOTA", True, "RUEHBO", None, "2", ()),
            ("AMEMBASSY LIMA", True, "RUEHPE", "PRIORITY", "0003", ()),
        ],
    ),
    "excluded": (
        "TO ALL POSTS COLLECTIVE\nXMT AMEMBASSY TRIPOLI\nAMEMBASSY CONAKRY\nINFO RUEHC/SECSTATE WASHDC",
        [
            ("ALL POSTS COLLECTIVE", False, None, None, None, ("AMEMBASSY TRIPOLI", "AMEMBASSY CONAKRY")),
            ("SECSTATE WASHDC", True, "RUEHC", None, None, ()),
        ],
    ),
    "collective": (
        "TO RUEHXC/ALL US CONSULATES IN MEXICO COLLECTIVE",
        [("ALL US CONSULATES IN MEXICO COLLECTIVE", False, "RUEHXC", None, None, ())],
    ),
    "digits-in-the-name": (
        "TO RHMFISS/39ABG INCIRLIK AB TU",
        [("39ABG INCIRLIK AB TU", False, "RHMFISS", None, None, ())],
    ),
    "spaced-slash": (
        "TO RUEHC / SECSTATE WASHDC PRIORITY",
        [("SECSTATE WASHDC", False, "RUEHC", "PRIORITY", None, ())],
    ),
    "routine": ("TO RUEHC/SECSTATE WASHDC ROUTINE 12", [("SECSTATE WASHDC", False, "RUEHC", "ROUTINE", "12", ())]),
    "two-for-action": (
        "TO RUEHC/SECSTATE WASHDC 0001\nRUEHBO/AMEMBASSY BOGOTA 0002",
        [
            ("SECSTATE WASHDC", False, "RUEHC", None, "0001", ()),
            ("AMEMBASSY BOGOTA", False, "RUEHBO", None, "0002", ()),
        ],
    ),
    "two-keys": (
        "TO RUEHC/SECSTATE WASHDC 0001\nTO RUEHBO/AMEMBASSY BOGOTA 0002",
        [
            ("SECSTATE WASHDC", False, "RUEHC", None, "0001", ()),
            ("AMEMBASSY BOGOTA", False, "RUEHBO", None, "0002", ()),
        ],
    ),
    "info-alone": ("INFO RUEHC/SECSTATE WASHDC", [("SECSTATE WASHDC", True, "RUEHC", None, None, ())]),
    "priority-collective": (
        "TO RUCNIRA/IRAN COLLECTIVE PRIORITY",
        [("IRAN COLLECTIVE", False, "RUCNIRA", "PRIORITY", None, ())],
    ),
    "usun": (
        "TO RUCNDT/USMISSION USUN NEW YORK 1234",
        [("USMISSION USUN NEW YORK", False, "RUCNDT", None, "1234", ())],
    ),
    "white-house": (
        "TO RHEHAAA/WHITE HOUSE WASHDC IMMEDIATE",
        [("WHITE HOUSE WASHDC", False, "RHEHAAA", "IMMEDIATE", None, ())],
    ),
    "trailing-space": (
        "TO RUEHC/SECSTATE WASHDC PRIORITY 4499   ",
        [("SECSTATE WASHDC", False, "RUEHC", "PRIORITY", "4499", ())],
    ),
    "unrouted-info": (
        "TO SECSTATE WASHDC IMMEDIATE 8202\nINFO AMEMBASSY PARIS\nAMEMBASSY TUNIS PRIORITY",
        [
            ("SECSTATE WASHDC", False, None, "IMMEDIATE", "8202", ()),
            ("AMEMBASSY PARIS", True, None, None, None, ()),
            ("AMEMBASSY TUNIS", True, None, "PRIORITY", None, ()),
        ],
    ),
    "excluded-for-information": (
        "TO RUEHC/SECSTATE WASHDC\nINFO EU POSTS COLLECTIVE\nXMT AMEMBASSY PARIS",
        [
            ("SECSTATE WASHDC", False, "RUEHC", None, None, ()),
            ("EU POSTS COLLECTIVE", True, None, None, None, ("AMEMBASSY PARIS",)),
        ],
    ),
}

MALFORMED = {
    "padded": "07MEXICO000412",
    "spaced": "07 MEXICO 412",
    "letter-for-digit": "O7MEXICO412",
    "year-of-four": "2007MEXICO412",
    "embassy-word": "07AMEMBASSYMEXICO412",
    "lower": "07mexico412",
    "hyphens": "07-MEXICO-412",
    "letter-in-serial": "07MEXICO4I2",
}

IDENTITIES = {
    "spaced-letters": ("C O N F I D E N T I A L MEXICO 000412", "07MEXICO412"),
    "section": ("C O N F I D E N T I A L SECTION 01 OF 02 MEXICO 000412", "07MEXICO412"),
    "unclas": ("UNCLAS MEXICO 000412", "07MEXICO412"),
    "unclas-section": ("UNCLAS SECTION 01 OF 02 MEXICO 000412", "07MEXICO412"),
    "efto": ("UNCLAS E F T O MEXICO 000412", "07MEXICO412"),
    "limited": ("LIMITED OFFICIAL USE MEXICO 00412", "07MEXICO412"),
    "plain-word": ("CONFIDENTIAL MEXICO 412", "07MEXICO412"),
    "unclassified": ("UNCLASSIFIED SECTION 01 OF 01 MEXICO 412", "07MEXICO412"),
    "letter-o": ("C O N F I D E N T I A L MEXICO 0O0412", "07MEXICO412"),
    "noforn-after": ("S E C R E T MEXICO 000412 NOFORN", "07MEXICO412"),
    "lower": ("C o n f i d e n t i a l section 01 of 04 mexico 000412", "07MEXICO412"),
    "other-serial-on-circuit": ("C O N F I D E N T I A L MEXICO 010412", "07MEXICO10412"),
}


@pytest.mark.parametrize("case", STATIONS)
def test_stations(case: str) -> None:
    lines, expected = STATIONS[case]
    header = TRANSMISSION.partition("TO ")[0]
    found = cable(f"{header}{lines}\n\n{LINE}\n\nSUBJECT: RAIN\n\n1. (C) Rain fell.\n").addressees
    assert [
        (item.name, item.information, item.route, item.precedence, item.number, item.excluded) for item in found
    ] == expected


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_ids_of_a_row(case: str) -> None:
    (found,) = read(file(dump_row(1, MALFORMED[case]), "a.csv")).cables
    assert found.reference_id == "07MEXICO412"


@pytest.mark.parametrize("case", IDENTITIES)
def test_the_reference_id_of_the_classification_line(case: str) -> None:
    line, expected = IDENTITIES[case]
    header = "R 141622Z FEB 07\nFM AMEMBASSY MEXICO\nTO SECSTATE WASHDC"
    text = f"{header}\n\n{line}\n\nTAGS: PGOV\nSUBJECT: RAIN\n\n1. Rain.\n"
    assert cable(text).reference_id == expected
