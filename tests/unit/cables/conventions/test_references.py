from __future__ import annotations

import pytest

from tests.unit.cables.conventions.telegrams import fragment, referring

REFERENCES = {
    "one": ("REF: MEXICO 388", ["07MEXICO388"]),
    "padded": ("REF: MEXICO 00388", ["07MEXICO388"]),
    "tel": ("REFTEL: MEXICO 388", ["07MEXICO388"]),
    "tels": ("REFTELS: MEXICO 388, MEXICO 377", ["07MEXICO388", "07MEXICO377"]),
    "plural": ("REFS: A) MEXICO 388 B) TIJUANA 77", ["A 07MEXICO388", "B 07TIJUANA77"]),
    "plural-bracket": ("REF(S): A. MEXICO 388 B. TIJUANA 77", ["A 07MEXICO388", "B 07TIJUANA77"]),
    "brackets": ("REF: (A) MEXICO 388 (B) 06 STATE 201123", ["A 07MEXICO388", "B 06STATE201123"]),
    "points": (
        "REF: A. MEXICO 388\n     B. 06 MONTERREY 1411\n     C. STATE 12345",
        ["A 07MEXICO388", "B 06MONTERREY1411", "C 07STATE12345"],
    ),
    "pilcrows": (
        "REF: A. MEXICO 388\n¶B. MEXICO 377\n¶C. MEXICO 366",
        ["A 07MEXICO388", "B 07MEXICO377", "C 07MEXICO366"],
    ),
    "pilcrow-numbered": ("REF: A. MEXICO 388 ¶B. MEXICO 377", ["A 07MEXICO388", "B 07MEXICO377"]),
    "semicolons": (
        "REF: (A) MEXICO 388; (B) MEXICO 377; (C) 06 MEXICO 6877",
        ["A 07MEXICO388", "B 07MEXICO377", "C 06MEXICO6877"],
    ),
    "commas-notal": (
        "REF: A. MEXICO 388, B. MEXICO 377, C. MEXICO 366 (ALL NOTAL)",
        ["A 07MEXICO388", "B 07MEXICO377", "C 07MEXICO366"],
    ),
    "doubled-letters": ("REF: A. A. MEXICO 388\nB. B. STATE 9", ["A 07MEXICO388", "B 07STATE9"]),
    "doubled-letters-bracketed": ("REF: A. (A) MEXICO 388\nB. (B) STATE 9", ["A 07MEXICO388", "B 07STATE9"]),
    "colons": ("REF: A: MEXICO 388 B: MEXICO 377", ["A 07MEXICO388", "B 07MEXICO377"]),
    "dashes": ("REF: A - MEXICO 388\nB - MEXICO 377", ["A 07MEXICO388", "B 07MEXICO377"]),
    "no-colon": ("REF (A) MEXICO 388 (B) MEXICO 377", ["A 07MEXICO388", "B 07MEXICO377"]),
    "lower": ("Ref: a) mexico 388 b) 06 mexico 6877", ["A 07MEXICO388", "B 06MEXICO6877"]),
    "lower-points": ("Ref: a. mexico 388\nb. state 9", ["A 07MEXICO388", "B 07STATE9"]),
    "number-alone-under-a-letter": (
        "REF: A. 06 MEXICO 6877 B. 6878 C. STATE 9",
        ["A 06MEXICO6877", "B 06MEXICO6878", "C 07STATE9"],
    ),
    "year-alone-under-a-letter": ("REF: A. MEXICO 388 B. 2006", ["A 07MEXICO388"]),
    "pronoun": ("REF: YOUR 456", []),
    "and": ("REF: MEXICO 388 AND MONTERREY 58", ["07MEXICO388", "07MONTERREY58"]),
    "and-previous": ("REF: 06 MEXICO 6877 AND PREVIOUS", ["06MEXICO6877"]),
    "list": ("REF: MEXICO 388, 377, AND 12", ["07MEXICO388", "07MEXICO377", "07MEXICO12"]),
    "list-lettered": ("REF: A. MEXICO 388 AND 377 B. STATE 9", ["A 07MEXICO388", "A 07MEXICO377", "B 07STATE9"]),
    "list-with-year": ("REF: 06 MEXICO 6877, 6878", ["06MEXICO6877", "06MEXICO6878"]),
    "year-of-four": ("REF: 2006 MEXICO 6877", ["06MEXICO6877"]),
    "year-apostrophe": ("REF: '06 MEXICO 6877", ["06MEXICO6877"]),
    "year-typographic-apostrophe": ("REF: ’06 MEXICO 6877", ["06MEXICO6877"]),
    "year-stuck": ("REF: 06MEXICO6877", ["06MEXICO6877"]),
    "year-stuck-to-post": ("REF: 06MEXICO 6877", ["06MEXICO6877"]),
    "serial-stuck": ("REF: MEXICO6877, STATE12", ["06MEXICO6877", "07STATE12"]),
    "year-in-front-of-each": ("REF: A. 98 LIMA 2002 B. 99 LIMA 41", ["A 98LIMA2002", "B 99LIMA41"]),
    "later-than-itself": ("REF: MEXICO 6877", ["06MEXICO6877"]),
    "secstate": ("REF: SECSTATE 12345", ["07STATE12345"]),
    "secstate-washdc": ("REF: A. SECSTATE WASHDC 12345", ["A 07STATE12345"]),
    "embassy-word": ("REF: AMEMBASSY BOGOTA 123", ["07BOGOTA123"]),
    "embassy-in-full": ("REF: EMBASSY BOGOTA 123", ["07BOGOTA123"]),
    "consulate-word": ("REF: AMCONSUL TIJUANA 77", ["07TIJUANA77"]),
    "usun": ("REF: A) USUN 45 B) USUN NEW YORK 46", ["A 07USUNNEWYORK45", "B 07USUNNEWYORK46"]),
    "useu": ("REF: USEU BRUSSELS 555", ["07USEUBRUSSELS555"]),
    "usnato": ("REF: USNATO 22", ["07USNATO22"]),
    "unvie": ("REF: UNVIE 540", ["07UNVIEVIENNA540"]),
    "unvie-vienna": ("REF: UNVIE VIENNA 540", ["07UNVIEVIENNA540"]),
    "usmission": ("REF: USMISSION GENEVA 12", ["07GENEVA12"]),
    "two-words": (
        "REF: A. CIUDAD JUAREZ 12 B. SAN JOSE 44 C. NEW DELHI 321 D. TEL AVIV 45",
        ["A 07CIUDADJUAREZ12", "B 07SANJOSE44", "C 07NEWDELHI321", "D 07TELAVIV45"],
    ),
    "two-words-broken": ("REF: A. CIUDAD\nJUAREZ 22", ["A 07CIUDADJUAREZ22"]),
    "number-on-next-line": ("REF: A. CIUDAD JUAREZ\n22\nB. MEXICO 377", ["A 07CIUDADJUAREZ22", "B 07MEXICO377"]),
    "hyphens": ("REF: PORT-AU-PRINCE 33", ["07PORTAUPRINCE33"]),
    "three-words": (
        "REF: PORT AU PRINCE 33; PORT OF SPAIN 34; RIO DE JANEIRO 91",
        ["07PORTAUPRINCE33", "07PORTOFSPAIN34", "07RIODEJANEIRO91"],
    ),
    "many-posts": (
        "REF: ADDIS ABABA 33; ABU DHABI 12; SANTO DOMINGO 7; SAN SALVADOR 8; LA PAZ 10; KUALA LUMPUR 11",
        ["07ADDISABABA33", "07ABUDHABI12", "07SANTODOMINGO7", "07SANSALVADOR8", "07LAPAZ10", "07KUALALUMPUR11"],
    ),
    "letter-o": ("REF: STATE O12345", ["07STATE12345"]),
    "spaced-serial": ("REF: A. MEXICO 388  B.  MEXICO   377", ["A 07MEXICO388", "B 07MEXICO377"]),
    "range": ("REF: MEXICO 377-379", ["07MEXICO377", "07MEXICO378", "07MEXICO379"]),
    "with-date": ("REF: 06 MEXICO 6877 DTD 12/01/06", ["06MEXICO6877"]),
    "with-title": ('REF: A. MEXICO 388 "A QUIET HARBOUR"\nB. MEXICO 377', ["A 07MEXICO388", "B 07MEXICO377"]),
    "notal-each": ("REF: A. MEXICO 388 (NOTAL) B. MEXICO 377 (NOTAL)", ["A 07MEXICO388", "B 07MEXICO377"]),
    "septel-among": ("REF: A. MEXICO 388 B. SEPTEL C. STATE 9", ["A 07MEXICO388", "C 07STATE9"]),
    "email-among": ("REF: A. MEXICO 388 B. SMITH-JONES EMAIL 02/01/07 C. STATE 9", ["A 07MEXICO388", "C 07STATE9"]),
    "septel": ("REF: SEPTEL", []),
    "none": ("REF: NONE", []),
    "number-sign": ("REF: MEXICO #388", ["07MEXICO388"]),
    "no": ("REF: MEXICO NO. 388", ["07MEXICO388"]),
    "commas-and": (
        "REF: A) MEXICO 388, B) MEXICO 377, AND C) STATE 9",
        ["A 07MEXICO388", "B 07MEXICO377", "C 07STATE9"],
    ),
    "bracketed-commas-and": (
        "REF: (A) MEXICO 388, (B) MEXICO 377, AND (C) STATE 9",
        ["A 07MEXICO388", "B 07MEXICO377", "C 07STATE9"],
    ),
    "date-time-group-after": (
        "REF: A. MEXICO 388 DTG 021309Z FEB 07\nB. MEXICO 377",
        ["A 07MEXICO388", "B 07MEXICO377"],
    ),
    "caption-after": ("REF: ANKARA 123 (EXDIS)", ["07ANKARA123"]),
    "title-after-dash": (
        "REF: A. MEXICO 388 - RAIN IN PUEBLA\nB. MEXICO 377 - WIND",
        ["A 07MEXICO388", "B 07MEXICO377"],
    ),
    "slashes-after-letters": ("REF: A/ MEXICO 388 B/ MEXICO 377", ["A 07MEXICO388", "B 07MEXICO377"]),
    "hyphenated-id": ("REF: 06-MEXICO-6877", ["06MEXICO6877"]),
    "hyphen-before-serial": ("REF: MEXICO-388", ["07MEXICO388"]),
    "padded-much": ("REF: 2006 STATE 0123456", ["06STATE123456"]),
    "et-al": ("REF: MEXICO 388 ET AL", ["07MEXICO388"]),
    "paragraph-of": ("REF: STATE 12345, PARA 4", ["07STATE12345"]),
    "turn-of-the-century": ("REF: A. 99 LIMA 41 B. 00 LIMA 42", ["A 99LIMA41", "B 00LIMA42"]),
    "not-applicable": ("REF: N/A", []),
    "institute": ("REF: AIT TAIPEI 100", ["07AITTAIPEI100"]),
    "long-name": ("REF: HO CHI MINH CITY 33", ["07HOCHIMINHCITY33"]),
    "initials": ("REF: HCMC 33", ["07HOCHIMINHCITY33"]),
    "usosce": ("REF: USOSCE 33", ["07USOSCE33"]),
    "usun-new-york-short": ("REF: USUN NY 45", ["07USUNNEWYORK45"]),
    "us-mission-apart": ("REF: US MISSION GENEVA 12", ["07GENEVA12"]),
    "usmission-usnato": ("REF: USMISSION USNATO 12", ["07USNATO12"]),
    "skipped-letter": ("REF: A. MEXICO 388 C. MEXICO 377", ["A 07MEXICO388", "C 07MEXICO377"]),
    "many-letters": (
        "REF: "
        + " ".join(f"{letter}. MEXICO {number}" for letter, number in zip("ABCDEFGH", range(1, 9), strict=True)),
        [f"{letter} 07MEXICO{number}" for letter, number in zip("ABCDEFGH", range(1, 9), strict=True)],
    ),
    "marked": ("REF: (U) MEXICO 388", ["07MEXICO388"]),
    "brackets-open": ("REF: A) 06 MEXICO 6877; B) MEXICO 388", ["A 06MEXICO6877", "B 07MEXICO388"]),
    "next-to-subject": ("REF: MEXICO 388\nREF: STATE 9", ["07MEXICO388", "07STATE9"]),
}

OTHERS = {
    "septel": ("REF: SEPTEL", ["septel"]),
    "septels": ("REF: A. SEPTELS B. MEXICO 388", ["septel"]),
    "email": ("REF: SMITH-JONES E-MAIL OF 02/01/07", ["email"]),
    "email-lettered": ("REF: A. MEXICO 388 B. SMITH/JONES EMAIL", ["email"]),
    "telephone": ("REF: SMITH-JONES TELCON 02/01/07", ["telephone"]),
    "phone-call": ("REF: SMITH/JONES PHONE CALL OF FEBRUARY 1", ["telephone"]),
    "fax": ("REF: A. SMITH-JONES FAX 02/01/07", ["fax"]),
    "letter": ("REF: LETTER FROM SMITH TO JONES DATED 02/01/07", ["letter"]),
}


@pytest.mark.parametrize("case", REFERENCES)
def test_references(case: str) -> None:
    block, expected = REFERENCES[case]
    found = referring(block).references
    assert [f"{item.label} {item.reference_id}" if item.label else str(item.reference_id) for item in found] == expected


@pytest.mark.parametrize("case", REFERENCES)
def test_references_alone(case: str) -> None:
    block, expected = REFERENCES[case]
    found = fragment(f"{block}\n").references
    assert [f"{item.label} {item.reference_id}" if item.label else str(item.reference_id) for item in found] == expected


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_referred_to_but_no_cable(case: str) -> None:
    block, expected = OTHERS[case]
    assert [item.kind for item in referring(block).other_references] == expected
