from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cables.identifiers import parts_of, post_of
from tracker.cables.model import OtherReference, Reference
from tracker.cables.posts import known_posts
from tracker.cables.reading import read as read_file
from tracker.cables.references import ReferenceBlock, read_references
from tracker.cables.releases import files
from tracker.types import ReferenceId

CITING = ReferenceId("07MEXICO4120")
DAY = date(2007, 8, 14)


def read(words: str, *, cited_on: date | None = DAY, cited_in: ReferenceId | None = CITING) -> ReferenceBlock:
    return read_references(words, cited_on=cited_on, cited_in=cited_in)


def cited(words: str, *, cited_on: date | None = DAY, cited_in: ReferenceId | None = CITING) -> str:
    """What is cited, as "A 07MEXICO983, 07LIMA12"."""
    block = read(words, cited_on=cited_on, cited_in=cited_in)
    return ", ".join(f"{item.label or ''} {item.reference_id}".strip() for item in block.cables)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("MEXICO 983", "07MEXICO983"),
        (" MEXICO 983", "07MEXICO983"),
        ("MEXICO 983.", "07MEXICO983"),
        ("MEXICO 00983", "07MEXICO983"),
        ("MEXICO983", "07MEXICO983"),
        ("MEXICO-983", "07MEXICO983"),
        ("MEXICO: 983", "07MEXICO983"),
        ("MEXICO/983", "07MEXICO983"),
        ("MEXICO #983", "07MEXICO983"),
        ("MEXICO NO. 983", "07MEXICO983"),
        ("MEXICO TEL 983", "07MEXICO983"),
        ("MEXICO CABLE 983", "07MEXICO983"),
        ("MEXICO (983)", ""),
        ("Mexico 983", "07MEXICO983"),
        ("mexico 983", "07MEXICO983"),
        ("AMEMBASSY MEXICO 983", "07MEXICO983"),
        ("EMBASSY MEXICO 983", "07MEXICO983"),
        ("06 MEXICO 983", "06MEXICO983"),
        ("06MEXICO983", "06MEXICO983"),
        ("06MEXICO 983", "06MEXICO983"),
        ("06 AMEMBASSY MEXICO 983", "06MEXICO983"),
        ("2006 MEXICO 983", "06MEXICO983"),
        ("2006MEXICO983", "06MEXICO983"),
        ("'06 MEXICO 983", "06MEXICO983"),
        ("’06 MEXICO 983", "06MEXICO983"),
        ("06' MEXICO 983", "06MEXICO983"),
        ("(06) MEXICO 983", "06MEXICO983"),
        ("06-MEXICO-983", "06MEXICO983"),
        ("06/MEXICO/983", "06MEXICO983"),
        ("06.MEXICO.983", "06MEXICO983"),
        ("O6 MEXICO 983", "06MEXICO983"),
        ("MEXICO 06 983", "06MEXICO983"),
        ("MEXICO 06-983", "06MEXICO983"),
        ("MEXICO 06/983", "06MEXICO983"),
        ("MEXICO '06 983", "06MEXICO983"),
        ("MEXICO 2006 983", "06MEXICO983"),
        ("MEXICO 2006-983", "06MEXICO983"),
        ("MEXICO (06) 983", "06MEXICO983"),
        ("MEXICO 983-06", "06MEXICO983"),
        ("MEXICO 983/06", "06MEXICO983"),
        ("MEXICO 983/2006", "06MEXICO983"),
        ("MEXICO 983 (06)", "06MEXICO983"),
        ("MEXICO 983 ('06)", "06MEXICO983"),
        ("MEXICO 983 (2006)", "06MEXICO983"),
        ("MEXICO 983 [06]", "06MEXICO983"),
        ("MEXICO 983 '06", "06MEXICO983"),
        ("MEXICO 983 OF 2006", "06MEXICO983"),
        ("MEXICO 983 OF '06", "06MEXICO983"),
        ("MEXICO 983, OF 2006", "06MEXICO983"),
        ("MEXICO 983 06", "06MEXICO983"),
        ("MEXICO 9O3", "07MEXICO903"),
        ("MEXICO l23", "07MEXICO123"),
        ("MEXICO O23", "07MEXICO23"),
        ("MEXICO'S 23", "07MEXICO23"),
        ("MEXICO 23 (RAIN OF 06)", "07MEXICO23"),
        ("MEXICO 23 PARAS 3-5", "07MEXICO23"),
        ("MEXICO 23, PARA 3", "07MEXICO23"),
        ("STATE (06) 12345", "06STATE12345"),
        ("98 MEXICO 983", "98MEXICO983"),
        ("1999 MEXICO 983", "99MEXICO983"),
        ("66 SAIGON 12", "66SAIGON12"),
    ],
)
def test_one_cable_in_every_form(words: str, expected: str) -> None:
    assert cited(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("SECSTATE 12345", "07STATE12345"),
        ("SECSTATE WASHDC 12345", "07STATE12345"),
        ("SecState 12345", "07STATE12345"),
        ("STATE 12,345", "07STATE12345"),
        ("Deptel 12345", "07STATE12345"),
        ("USUN 12", "07USUNNEWYORK12"),
        ("USUN NEW YORK 12", "07USUNNEWYORK12"),
        ("USUN\nNEW YORK 12", "07USUNNEWYORK12"),
        ("USMISSION USUN NEW YORK 12", "07USUNNEWYORK12"),
        ("UNVIE 12", "07UNVIEVIENNA12"),
        ("UNVIE VIENNA 12", "07UNVIEVIENNA12"),
        ("USEU 12", "07USEUBRUSSELS12"),
        ("USEU BRUSSELS 12", "07USEUBRUSSELS12"),
        ("USNATO 12", "07USNATO12"),
        ("NATO 12", "07USNATO12"),
        ("USOSCE 12", "07USOSCE12"),
        ("UN ROME 12", "07UNROME12"),
        ("USMISSION GENEVA 12", "07GENEVA12"),
        ("PARIS FR 12", "07PARISFR12"),
        ("UNESCO PARIS 12", "07PARISFR12"),
        ("USINT HAVANA 12", "07HAVANA12"),
        ("IRPO DUBAI 12", "07RPODUBAI12"),
        ("DUBAI RPO 12", "07RPODUBAI12"),
        ("DUBAI 12", "07DUBAI12"),
        ("REO BASRAH 12", "07BASRAH12"),
        ("AIT TAIPEI 12", "07AITTAIPEI12"),
        ("TAIPEI 12", "07TAIPEI12"),
        ("AMCONSUL HONG KONG 12", "07HONGKONG12"),
        ("AMCONGEN SAO PAULO 12", "07SAOPAULO12"),
        ("SÃO PAULO 12", "07SAOPAULO12"),
        ("S. PAULO 12", "07SAOPAULO12"),
        ("BOGOTÁ 12", "07BOGOTA12"),
        ("PORT-AU-PRINCE 12", "07PORTAUPRINCE12"),
        ("PORT AU PRINCE 12", "07PORTAUPRINCE12"),
        ("PAP 12", "07PORTAUPRINCE12"),
        ("STO DOMINGO 12", "07SANTODOMINGO12"),
        ("HO CHI MINH CITY 12", "07HOCHIMINHCITY12"),
        ("HCMC 12", "07HOCHIMINHCITY12"),
        ("HO CHI MINH 12", "07HOCHIMINHCITY12"),
        ("ST. PETERSBURG 12", "07STPETERSBURG12"),
        ("SAINT PETERSBURG 12", "07STPETERSBURG12"),
        ("BUENOS\n      AIRES 12", "07BUENOSAIRES12"),
        ("BUENOS AIRES \n      12", "07BUENOSAIRES12"),
        ("BANDAR SERI\nBEGAWAN 12", "07BANDARSERIBEGAWAN12"),
        ("THE HAGUE 12", "07THEHAGUE12"),
        ("HAGUE 12", "07THEHAGUE12"),
        ("ADDIS 12", "07ADDISABABA12"),
        ("TEGUC 12", "07TEGUCIGALPA12"),
        ("KL 12", "07KUALALUMPUR12"),
        ("KUALA LUMPU 12", "07KUALALUMPUR12"),
        ("TEL-AVIV 12", "07TELAVIV12"),
        ("MEXICO CITY 12", "07MEXICO12"),
        ("GUATEMALA CITY 12", "07GUATEMALA12"),
        ("PANAMA CITY 12", "07PANAMA12"),
        ("CD JUAREZ 12", "07CIUDADJUAREZ12"),
        ("KIEV 12", "07KYIV12"),
        ("05 KIEV 12", "05KIEV12"),
        ("TEGUCIGLPA 12", "07TEGUCIGALPA12"),
        ("MONTERERY 12", "07MONTERREY12"),
        ("BERLN 12", "07BERLIN12"),
        ("BUCAREST 12", "07BUCHAREST12"),
        ("MEXICO MEXICO 12", "07MEXICO12"),
        ("SEE ALSO MEXICO 12", "07MEXICO12"),
        ("WHITE HOUSE 0012", "07WHITEHOUSE12"),
        ("USDEL 00007", "07USDEL7"),
        ("06 XANADU 12", "06XANADU12"),
    ],
)
def test_posts_as_people_write_them(words: str, expected: str) -> None:
    assert cited(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("MEXICO 12, 14", "07MEXICO12, 07MEXICO14"),
        ("MEXICO 12; 14", "07MEXICO12, 07MEXICO14"),
        ("MEXICO 12,14", "07MEXICO12, 07MEXICO14"),
        ("MEXICO 123,456", "07MEXICO123, 07MEXICO456"),
        ("MEXICO 12 AND 14", "07MEXICO12, 07MEXICO14"),
        ("MEXICO 12 and 14", "07MEXICO12, 07MEXICO14"),
        ("MEXICO 12 & 14", "07MEXICO12, 07MEXICO14"),
        ("MEXICO 12/14", "07MEXICO12, 07MEXICO14"),
        ("MEXICO 123/124", "07MEXICO123, 07MEXICO124"),
        ("06 MEXICO 1, 2 AND 3", "06MEXICO1, 06MEXICO2, 06MEXICO3"),
        ("06 MEXICO 1, 2, AND 3", "06MEXICO1, 06MEXICO2, 06MEXICO3"),
        ("06 MEXICO 1,\n     2,\n     3", "06MEXICO1, 06MEXICO2, 06MEXICO3"),
        ("06 LIMA 12; 14; 15", "06LIMA12, 06LIMA14, 06LIMA15"),
        ("06 LIMA 12, 07 LIMA 14", "06LIMA12, 07LIMA14"),
        ("06 LIMA 12, LIMA 14", "06LIMA12, 07LIMA14"),
        ("LIMA 12, 06 QUITO 14", "07LIMA12, 06QUITO14"),
        ("LIMA 12 AND 06 QUITO 14", "07LIMA12, 06QUITO14"),
        ("LIMA 12, 2006 QUITO 14, 15", "07LIMA12, 06QUITO14, 06QUITO15"),
        ("LIMA 12 - 06 QUITO 14", "07LIMA12, 06QUITO14"),
        ("LIMA 12 06 QUITO 14", "07LIMA12, 06QUITO14"),
        ("LIMA 12 QUITO 14", "07LIMA12, 07QUITO14"),
        ("LIMA 12/QUITO 14", "07LIMA12, 07QUITO14"),
        ("LIMA 12: QUITO 14: QUITO 15", "07LIMA12, 07QUITO14, 07QUITO15"),
        ("LIMA 12 (NOTAL), 14 (NOTAL)", "07LIMA12, 07LIMA14"),
        ("LIMA 12 (NOTAL) AND 14", "07LIMA12, 07LIMA14"),
        ("LIMA 100-105", "07LIMA100, 07LIMA101, 07LIMA102, 07LIMA103, 07LIMA104, 07LIMA105"),
        ("LIMA 1234-36", "07LIMA1234, 07LIMA1235, 07LIMA1236"),
        ("LIMA 98-100", "07LIMA98, 07LIMA99, 07LIMA100"),
        ("LIMA 100 - 102", "07LIMA100, 07LIMA101, 07LIMA102"),
        ("LIMA 100 THRU 102", "07LIMA100, 07LIMA101, 07LIMA102"),
        ("LIMA 100 THROUGH 102", "07LIMA100, 07LIMA101, 07LIMA102"),
        ("06 LIMA 100 TO 102", "06LIMA100, 06LIMA101, 06LIMA102"),
        ("LIMA 100-102, 110", "07LIMA100, 07LIMA101, 07LIMA102, 07LIMA110"),
        ("LIMA 100 - 9000", "07LIMA100, 07LIMA9000"),
        ("LIMA 12-06, 14-06", "06LIMA12, 06LIMA14"),
        ("06 LIMA 12, 07 14", "06LIMA12, 07LIMA14"),
        ("IIR 6 999 0123 06, LIMA 3", "07LIMA3"),
        ("STATE 12345, 12346", "07STATE12345, 07STATE12346"),
        ("MEXICO 12, MEXICO 12", "07MEXICO12"),
        ("MEXICO 12 AND PREVIOUS", "07MEXICO12"),
        ("MEXICO 12 AND PREVIOUS, LIMA 3", "07MEXICO12, 07LIMA3"),
        ("MEXICO 12 AND 3 OTHERS", "07MEXICO12"),
        ("MEXICO 12 ET AL", "07MEXICO12"),
    ],
)
def test_lists_and_ranges(words: str, expected: str) -> None:
    assert cited(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A. LIMA 12 B. QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A. LIMA 12\nB. QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A. LIMA 12 \n     ¶B. QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A.LIMA 12 B.QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("a. lima 12 b. quito 14", "A 07LIMA12, B 07QUITO14"),
        ("A) LIMA 12, B) QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A)LIMA 12  B)QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("(A) LIMA 12 (B) QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("(A)LIMA 12, (B)QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("(A) LIMA 12(B) QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("[A] LIMA 12 [B] QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A: LIMA 12 B: QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A - LIMA 12\nB - QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A LIMA 12 B QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A 06 LIMA 12\nB 06 QUITO 14", "A 06LIMA12, B 06QUITO14"),
        ("REF A: LIMA 12 REF B: QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("REF A. LIMA 12\nREF B. QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A. (A) LIMA 12 B. (B) QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A. A) LIMA 12\nB. B) QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A. A. LIMA 12\nB. B. QUITO 14\nC. C. QUITO 15", "A 07LIMA12, B 07QUITO14, C 07QUITO15"),
        ("A. A.LIMA 12\nB. B.QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A. (a) LIMA 12\nB. (b) QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("1. LIMA 12 2. QUITO 14", "1 07LIMA12, 2 07QUITO14"),
        ("1) LIMA 12, 2) QUITO 14", "1 07LIMA12, 2 07QUITO14"),
        ("(1) LIMA 12 (2) 06 QUITO 14", "1 07LIMA12, 2 06QUITO14"),
        ("A. LIMA 12, 13 B. 06 QUITO 14", "A 07LIMA12, A 07LIMA13, B 06QUITO14"),
        ("A. LIMA 12 (NOTAL) B. QUITO 14 (EXDIS)", "A 07LIMA12, B 07QUITO14"),
        (
            "(A) LIMA 12 (EXDIS) (B) LIMA 13 (C)\n  LIMA 14 (D) 2006 LIMA 15 (E) 2006\n LIMA 16",
            "A 07LIMA12, B 07LIMA13, C 07LIMA14, D 06LIMA15, E 06LIMA16",
        ),
        ("A. (C) LIMA 12 B. (S) QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("(C) LIMA 12", "07LIMA12"),
        ("(U) LIMA 12", "07LIMA12"),
        ("(SBU) A. LIMA 12 B. LIMA 13", "A 07LIMA12, B 07LIMA13"),
        ("A. LIMA 12 C. QUITO 14", "A 07LIMA12, C 07QUITO14"),
        ("A. LIMA 12\nA. QUITO 14", "A 07LIMA12, A 07QUITO14"),
        ("B SECSTATE 61080", "B 07STATE61080"),
        ("B. LIMA 12", "B 07LIMA12"),
        ("A. LIMA 12 AND QUITO 13 B. QUITO 14", "A 07LIMA12, A 07QUITO13, B 07QUITO14"),
        ("A. LIMA 12 B. U.S. EMBASSY QUITO 14", "A 07LIMA12, B 07QUITO14"),
        ("A. TREATY OF 2006\nB. LIMA 12", "B 07LIMA12"),
        ("A. 2006\nB. (A) LIMA 12\nC. (B) LIMA 13", "A 07LIMA12, B 07LIMA13"),
        (
            "\n".join(f"{letter}. LIMA {ord(letter)}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + "\nAA. LIMA 1",
            ", ".join(f"{letter} 07LIMA{ord(letter)}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + ", AA 07LIMA1",
        ),
        ("Ref: a. 03 ankara 7656 b. ankara 348", "A 03ANKARA7656, B 07ANKARA348"),
        ("REFTEL LIMA 02245", "07LIMA2245"),
        (
            "REFTELS: A) 2006 LIMA 672, B) 2006 LIMA 593, C)2006 SAO PAULO 260",
            "A 06LIMA672, B 06LIMA593, C 06SAOPAULO260",
        ),
        ("REF(S): LIMA 12", "07LIMA12"),
        ("REFS:\n1. LIMA 12\n2. LIMA 13", "1 07LIMA12, 2 07LIMA13"),
        ("A,) LIMA 12 B,) LIMA 13", "A 07LIMA12, B 07LIMA13"),
        ("(A.) LIMA 12 (B.) LIMA 13", "A 07LIMA12, B 07LIMA13"),
        ("{A} LIMA 12 {B} LIMA 13", "A 07LIMA12, B 07LIMA13"),
        ("A; LIMA 12 B; LIMA 13", "A 07LIMA12, B 07LIMA13"),
        ("A) LIMA 12 B) (84) MOSCOW 13", "A 07LIMA12, B 84MOSCOW13"),
        ("(01) MOSCOW 13", "01MOSCOW13"),
        ("A. 06 LIMA 12 - RAIN IN THE NORTH B. 06 LIMA 13 - SNOW IN THE SOUTH", "A 06LIMA12, B 06LIMA13"),
    ],
)
def test_labels(words: str, expected: str) -> None:
    assert cited(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("LIMA 12 DTD 12 JAN 06", "06LIMA12"),
        ("LIMA 12, DATED 12 JANUARY 2006", "06LIMA12"),
        ("LIMA 12 (DTD 12JAN06)", "06LIMA12"),
        ("LIMA 12 OF JANUARY 12, 2006", "06LIMA12"),
        ("LIMA 12 DATED 01/12/06", "06LIMA12"),
        ("LIMA 12--12/JAN/2006", "06LIMA12"),
        ("06 LIMA 00830--05/DEC/2006", "06LIMA830"),
        ("LIMA 12 DTD 12 JAN 06, QUITO 14", "06LIMA12, 07QUITO14"),
        ("LIMA 12 DTD DEC 12", "06LIMA12"),
        ("LIMA 12 DTD JUL 12", "07LIMA12"),
        ("LIMA 12 MARCH 2, 2006", "06LIMA12"),
        ("LIMA 12 DTD 12 JAN 07 QUITO 3", "07LIMA12, 07QUITO3"),
        ("A. LIMA 12 (1/12/06) B. QUITO 14", "A 06LIMA12, B 07QUITO14"),
        ("LIMA 061230Z MAR 07", ""),
        ("LIMA DTG 061230Z MAR 07", ""),
        ("LIMA 12 ON 5 MAY", "07LIMA12"),
    ],
)
def test_dates_are_no_serials_but_tell_the_year(words: str, expected: str) -> None:
    assert cited(words) == expected


@pytest.mark.parametrize(
    ("words", "cited_on", "cited_in", "expected"),
    [
        ("MEXICO 11", date(2008, 1, 4), "08MEXICO12", "08MEXICO11"),
        ("MEXICO 12", date(2008, 1, 4), "08MEXICO12", "07MEXICO12"),
        ("MEXICO 6228", date(2008, 1, 4), "08MEXICO12", "07MEXICO6228"),
        ("MONTERREY 58", date(2008, 1, 4), "08MEXICO12", "08MONTERREY58"),
        ("BOGOTA 8800", date(2008, 1, 4), "08MEXICO12", "07BOGOTA8800"),
        ("BOGOTA 8800", date(2008, 6, 4), "08MEXICO1200", "08BOGOTA8800"),
        ("STATE 171000", date(2008, 1, 30), "08MEXICO120", "07STATE171000"),
        ("STATE 9000", date(2008, 1, 30), "08MEXICO120", "08STATE9000"),
        ("STATE 96526", date(2008, 9, 17), "08STATE96550", "08STATE96526"),
        ("MEXICO 11, 6228", date(2008, 1, 4), "08MEXICO12", "08MEXICO11, 07MEXICO6228"),
        # Dated by its release after midnight of New Year, in Greenwich; its own year is that of its ID.
        ("MEXICO 6200", date(2008, 1, 1), "07MEXICO6300", "07MEXICO6200"),
        ("MEXICO 983", None, "07MEXICO1068", "07MEXICO983"),
        ("MEXICO 983", date(2007, 3, 2), None, "07MEXICO983"),
        ("MEXICO 983", None, None, ""),
        ("07 MEXICO 983", None, None, "07MEXICO983"),
        ("TEHRAN 1091: TEHRAN 263", date(1972, 2, 25), "72TEHRAN1164", "72TEHRAN1091, 72TEHRAN263"),
    ],
)
def test_the_year_of_a_cable_cited_without_one(
    words: str, cited_on: date | None, cited_in: str | None, expected: str
) -> None:
    by = ReferenceId(cited_in) if cited_in else None
    assert cited(words, cited_on=cited_on, cited_in=by) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("LIMA 12\n\nCLASSIFIED BY: ADA BYRON, CONSUL; REASON 1.4 (B)", "07LIMA12"),
        ("LIMA 12 CLASSIFIED BY: ADA BYRON, CONSUL; REASON 1.4 (B)", "07LIMA12"),
        ("LIMA 12; 14\nLIMA 00000015 001.2 OF 003", "07LIMA12, 07LIMA14"),
        ("A) LIMA 12 B) LIMA 13 LIMA 00000015  001.2 OF 002 C) LIMA 14", "A 07LIMA12, B 07LIMA13, C 07LIMA14"),
        ("A. BUENOS\nBUENOS AIR 00000015  001.2 OF 002\nAIRES 14", "A 07BUENOSAIRES14"),
        ("A. LIMA 12\nSIPDIS\nB. LIMA 13", "A 07LIMA12, B 07LIMA13"),
        ("LIMA 12\n-------\nSUMMARY\n-------\n1. (C) The rain of LIMA 13 fell.", "07LIMA12"),
        ("LIMA 12\n\n1. The rain of 2006 LIMA 13 fell.", "07LIMA12"),
        ("LIMA 12 Tags: pgov, mx Subject: rain in Quito 14", "07LIMA12"),
        ("LIMA 12\nDERIVED FROM: LIMA 13", "07LIMA12"),
        ("LIMA 12\nSensitive but unclassified; please handle accordingly.", "07LIMA12"),
        ("MEXICO 00004120", ""),
    ],
)
def test_what_stands_around_the_block_is_passed_over(words: str, expected: str) -> None:
    assert cited(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("SEPTEL", [(None, "septel", "SEPTEL")]),
        ("SEPTELS", [(None, "septel", "SEPTELS")]),
        ("A. QUILL-BYRON E-MAIL OF 3/4", [("A", "email", "QUILL-BYRON E-MAIL OF 3/4")]),
        ("A. Quill-Byron email", [("A", "email", "Quill-Byron email")]),
        ("A. MAY 1 QUILL-BYRON LETTER", [("A", "letter", "MAY 1 QUILL-BYRON LETTER")]),
        ("TELCON OF MARCH 3, QUILL-BYRON", [(None, "telephone", "TELCON OF MARCH 3, QUILL-BYRON")]),
        (
            "TELCON:  J. QUILL:  ADA BYRON; DUTY OFFICER",
            [(None, "telephone", "TELCON: J. QUILL: ADA BYRON; DUTY OFFICER")],
        ),
        ("A. STATE-LIMA SVTC MAY 9", [("A", "meeting", "STATE-LIMA SVTC MAY 9")]),
        ("A. FAX TO QUILL", [("A", "fax", "FAX TO QUILL")]),
        ("A. QUILL MEMO OF JUNE 2", [("A", "memorandum", "QUILL MEMO OF JUNE 2")]),
        ("A. LIMA DAILY REPORT 12/4/06", [("A", "report", "LIMA DAILY REPORT 12/4/06")]),
        ("A. IIR 6 999 0123 07", [("A", "report", "IIR 6 999 0123 07")]),
        ("A. 314/01234-07", [("A", "report", "314/01234-07")]),
        ("A. TD-314/01234-07", [("A", "report", "TD-314/01234-07")]),
        ("A. FBIS REPORT OF MAY 2", [("A", "report", "FBIS REPORT OF MAY 2")]),
        ("A. REUTERS MAY 2", [("A", "press", "REUTERS MAY 2")]),
        ("A. 7 FAM 180", [("A", "other", "7 FAM 180")]),
        ("A. SECDEF MSG DTG 301601Z SEP 06", [("A", "unreadable", "SECDEF MSG DTG 301601Z SEP 06")]),
        ("LIMA 06 XYZ 839", [(None, "unreadable", "LIMA 06 XYZ 839")]),
        ("A. (C) SEPTEL", [("A", "septel", "SEPTEL")]),
        ("N/A", []),
        ("NONE", []),
        ("", []),
        ("A. 2006\nB. II...", []),
        ("A. LIMA DAILY REPORT FOR MAY 2\n¶B. 2006 AND PRIOR", [("A", "report", "LIMA DAILY REPORT FOR MAY 2")]),
        ("LIMA 12 AND SEPTEL", [(None, "septel", "SEPTEL")]),
        ("A. LIMA 12, QUILL-BYRON E-MAIL B. LIMA 13", [("A", "email", "QUILL-BYRON E-MAIL")]),
        ("LIMA 12 (SEPTEL)", []),
        ("LIMA 12, LETTERS FROM THE MAYOR", [(None, "letter", "LETTERS FROM THE MAYOR")]),
        ("LIMA 12 (LETTER FROM THE MAYOR)", []),
        ("LIMA 12 ON THE LETTER FROM THE MAYOR", []),
    ],
)
def test_what_is_no_cable_is_told_by_kind(words: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert read(words).others == tuple(OtherReference(*item) for item in expected)


def test_a_reference_tells_its_words_and_whether_its_year_is_inferred() -> None:
    block = read("A. 06 Lima  012,\n 13 (NOTAL) ¶B. (SBU) Quito\n 14 DTD 2 MAR 06")
    assert block.cables == (
        Reference("A", ReferenceId("06LIMA12"), "06 Lima 012", inferred_year=False),
        Reference("A", ReferenceId("06LIMA13"), "13", inferred_year=False),
        Reference("B", ReferenceId("06QUITO14"), "Quito 14", inferred_year=False),
    )
    assert read("Lima 12").cables == (Reference(None, ReferenceId("07LIMA12"), "Lima 12", inferred_year=True),)


def test_a_cable_is_cited_once_under_its_first_label() -> None:
    assert cited("A. LIMA 12 B. QUITO 14 C. 07 LIMA 0012") == "A 07LIMA12, B 07QUITO14"


POSTS = st.sampled_from(sorted(code for code, post in known_posts().items() if post.until is None))
LABELS = ("{}. ", "{}) ", "({}) ", "{}: ", "¶{}. ", "REF {}: ", "{}. ({}) ")
FORMS = ("{y:02d} {p} {s}", "20{y:02d} {p} {s:05d}", "'{y:02d} {p} {s}", "{p} {y:02d}-{s:04d}", "{p} {s} (20{y:02d})")


@given(
    st.lists(st.tuples(st.integers(0, 6), POSTS, st.integers(1, 99_999), st.sampled_from(FORMS)), max_size=26),
    st.sampled_from(LABELS),
    st.sampled_from(["\n", " ", "\n     ", "; ", ",  ", " (NOTAL)\n"]),
    st.booleans(),
)
def test_any_block_of_labelled_cables_is_read_as_it_was_written(
    cables: list[tuple[int, str, int, str]], label: str, gap: str, lower: bool
) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    lines = [
        label.format(letter, letter) + form.format(y=year, p=known_posts()[code].name, s=serial)
        for letter, (year, code, serial, form) in zip(letters, cables, strict=False)
    ]
    block = gap.join(lines)
    expected: dict[str, str] = {}
    for letter, (year, code, serial, _) in zip(letters, cables, strict=False):
        expected.setdefault(f"{year:02d}{code}{serial}", letter)
    found = read(block.lower() if lower else block)
    assert {item.reference_id: item.label for item in found.cables} == expected
    assert not found.others


@given(st.text(alphabet="AB.()12 07,;/-'\nSTATEMEXICO¶~", max_size=300) | st.text(max_size=300))
def test_any_words_are_read_without_an_error(words: str) -> None:
    block = read(words)
    assert len({item.reference_id for item in block.cables}) == len(block.cables)


@pytest.mark.parametrize(
    "words",
    [
        " " * 2_000_000,
        "(" * 200_000,
        "A. " * 100_000,
        "A.A" * 100_000,
        "1" * 200_000,
        "MEXICO " * 100_000,
        "MEXICO 1, " * 100_000,
        "MEXICO 1-60 " * 20_000,
        "X" * 200_000,
        "X'" * 100_000,
        "07 " * 100_000,
        "12 JAN " * 50_000,
        "~" * 100_000,
        "MEXICO 00000001 001 OF 002 " * 10_000,
        "\n" * 200_000,
        "A B C D E F " * 50_000,
        "¶(A) MEXCO 12 " * 20_000,
    ],
    ids=range(17),
)
def test_a_huge_block_is_read_in_bounded_time(words: str) -> None:
    began = time.process_time()
    read(words)
    assert time.process_time() - began < 10


def test_what_the_release_cites_are_earlier_cables_of_known_posts(shared: Path) -> None:
    cables = [cable for file in files([shared / "mirror" / "cable"]) for cable in read_file(file).cables]
    found = [(cable, item) for cable in cables for item in cable.references]
    assert len(found) > 400
    for cable, item in found:
        post, own = post_of(item.reference_id), parts_of(cable.reference_id)
        parts = parts_of(item.reference_id)
        assert post or item.reference_id[2:].startswith("USDEL"), item
        assert parts
        assert own
        assert own[0] - 6 <= parts[0] <= own[0], item
        assert item.reference_id != cable.reference_id
        assert item.printed
        assert item.printed in " ".join(cable.document.replace("¶", " ").split())


def test_a_year_that_is_not_printed_is_inferred_for_an_unknown_post_too() -> None:
    (cited,) = read_references("USDEL 00007", cited_on=date(2007, 2, 14), cited_in=ReferenceId("07MEXICO412")).cables
    assert (cited.reference_id, cited.inferred_year) == ("07USDEL7", True)
