from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cables.identifiers import (
    full_year,
    inferred_year,
    make_reference_id,
    parse_reference_id,
    parts_of,
    post_of,
    read_reference_id,
)
from tracker.cables.post_spelling import known_code
from tracker.cables.posts import known_posts, posts
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId

AS_IT_SHOULD_BE = [
    ("07MEXICO1068", "07MEXICO1068"),
    ("07MEXICO001068", "07MEXICO1068"),
    ("07mexico1068", "07MEXICO1068"),
    ("07 MEXICO 6228", "07MEXICO6228"),
    ("07 mexico 6228", "07MEXICO6228"),
    ("  07  MEXICO\n6228 ", "07MEXICO6228"),
    ("2007 MEXICO 6228", "07MEXICO6228"),
    ("2007MEXICO06228", "07MEXICO6228"),
    ("1999 MEXICO 6228", "99MEXICO6228"),
    ("'07 MEXICO 6228", "07MEXICO6228"),
    ("’07 MEXICO 6228", "07MEXICO6228"),
    ("(07) MEXICO 6228", "07MEXICO6228"),
    ("07-MEXICO-6228", "07MEXICO6228"),
    ("07–MEXICO–6228", "07MEXICO6228"),
    ("07/MEXICO/6228", "07MEXICO6228"),
    ("07.MEXICO.6228", "07MEXICO6228"),
    ("07_MEXICO_6228", "07MEXICO6228"),
    ("07, MEXICO, 6228", "07MEXICO6228"),
    ("07MEXICO#6228", "07MEXICO6228"),
    ("#07MEXICO6228", "07MEXICO6228"),
    ("07 MEXICO NO. 6228", "07MEXICO6228"),
    ("07 MEXICO NR 6228", "07MEXICO6228"),
    ('"07MEXICO6228"', "07MEXICO6228"),
    ("[07MEXICO6228]", "07MEXICO6228"),
    ("07MEXICO6228.", "07MEXICO6228"),
    ("07MEXICO6228,", "07MEXICO6228"),
    ("Ref: 07 MEXICO 6228", "07MEXICO6228"),
    ("REFTEL 07 MEXICO 6228", "07MEXICO6228"),
    ("07 MEXICO 6228 (NOTAL)", "07MEXICO6228"),
    ("07 MEXICO 6228 (S/NF)", "07MEXICO6228"),
    ("07 MEXICO 6228 NOTAL", "07MEXICO6228"),
    ("07 MEXICO 6228 AND PREVIOUS", "07MEXICO6228"),
    ("07 MEXICO 6228 (NOTAL) AND PREVIOUS", "07MEXICO6228"),
    ("07 MEXICO 6228 ET AL.", "07MEXICO6228"),
    ("07MEXICO6228.html", "07MEXICO6228"),
    ("07MEXICO6228_a", "07MEXICO6228"),
    ("MEXICO 07 6228", "07MEXICO6228"),
    ("MEXICO '07 6228", "07MEXICO6228"),
    ("MEXICO (07) 6228", "07MEXICO6228"),
    ("MEXICO 2007 6228", "07MEXICO6228"),
    ("MEXICO 07-6228", "07MEXICO6228"),
    ("MEXICO 07/6228", "07MEXICO6228"),
    ("MEXICO 6228-07", "07MEXICO6228"),
    ("MEXICO 6228/07", "07MEXICO6228"),
    ("MEXICO 6228 07", "07MEXICO6228"),
    ("MEXICO 6228/2007", "07MEXICO6228"),
    ("MEXICO 6228 (07)", "07MEXICO6228"),
    ("MEXICO 6228 (2007)", "07MEXICO6228"),
    ("MEXICO 6228 ('07)", "07MEXICO6228"),
    ("MEXICO 6228 '07", "07MEXICO6228"),
    ("MEXICO 6228 OF 2007", "07MEXICO6228"),
    ("MEXICO 6228 OF '07", "07MEXICO6228"),
    ("MEXICO 98-07", "07MEXICO98"),
    ("MEXICO 07 08", "07MEXICO8"),
    ("AMEMBASSY MEXICO 07 6228", "07MEXICO6228"),
    ("09 STATE 12,345", "09STATE12345"),
    ("09 CIUDAD JUAREZ 22", "09CIUDADJUAREZ22"),
    ("09CIUDAD JUAREZ\n000022", "09CIUDADJUAREZ22"),
    ("72 TEHRAN 1091", "72TEHRAN1091"),
    ("07 SECSTATE 144933", "07STATE144933"),
    ("07 SECSTATE WASHDC 144933", "07STATE144933"),
    ("06 PORT-AU-PRINCE 12", "06PORTAUPRINCE12"),
    ("06 SÃO PAULO 12", "06SAOPAULO12"),
    ("06 AMCONSUL SAO PAULO 12", "06SAOPAULO12"),
    ("06 USMISSION UNVIE VIENNA 12", "06UNVIEVIENNA12"),
    ("06 USUN 12", "06USUNNEWYORK12"),
    ("06 XANADU 12", "06XANADU12"),
    ("1976LIMA01234_b", "76LIMA1234"),
    ("1975TELAV01234", "75TELAVIV1234"),
    ("1975NEWDE01234", "75NEWDELHI1234"),
    ("1975BUENOS01234", "75BUENOSAIRES1234"),
    ("1975USUNN01234", "75USUNNEWYORK1234"),
    ("1975SANTIA01234", "75SANTIAGO1234"),
    ("1976PEKING00012", "76PEKING12"),
    ("02 PEKING 12", "02BEIJING12"),
    ("05 KIEV 12", "05KIEV12"),
    ("08 KIEV 12", "08KYIV12"),
    ("04 TAIPEI 12", "04TAIPEI12"),
    ("10 AIT TAIPEI 12", "10AITTAIPEI12"),
    ("09 UNESCO PARIS FR 12", "09UNESCOPARISFR12"),
    ("09UNCLASVIENNA12", "09VIENNA12"),
    ("09 CORRECTED COPY STATE 12", "09STATE12"),
    ("09 PARIS FR 12", "09PARISFR12"),
]
MENDED = [
    ("O7MEXICO1068", "07MEXICO1068"),
    ("07MEXICO1O68", "07MEXICO1068"),
    ("07MEXICOI068", "07MEXICO1068"),
    ("07 MEXICO l068", "07MEXICO1068"),
    ("07MEXICOO68", "07MEXICO68"),
    ("07LIMAI23", "07LIMA123"),
    ("2OO7 MEXICO 1068", "07MEXICO1068"),
    ("7MEXICO1068", "07MEXICO1068"),
    ("7LIMA12", "07LIMA12"),
    ("007MEXICO1068", "07MEXICO1068"),
    ("207MEXICO1068", "07MEXICO1068"),
    ("07 MEXICO MEXICO 1068", "07MEXICO1068"),
    ("07MEXICOMEXICO1068", "07MEXICO1068"),
    ("08STATE08STATE123", "08STATE123"),
    ("07MEXCO1068", "07MEXICO1068"),
    ("07MEXIICO1068", "07MEXICO1068"),
    ("07MEXIOC1068", "07MEXICO1068"),
    ("07 TEGUCIGLPA 12", "07TEGUCIGALPA12"),
    ("07 AMEMBASSY TEGUCIGLPA 12", "07TEGUCIGALPA12"),
    ("07 GUADALAJA 12", "07GUADALAJARA12"),
    ("07 MEXICO 1068X", "07MEXICO1068"),
    ("07MEXICO1068ZDK", "07MEXICO1068"),
    ("07SECTION01OF02MEXICO1068", "07MEXICO1068"),
    ("07SCTION02GF03SAOPAULO1068", "07SAOPAULO1068"),
    ("07 UNCLAS SECTION 01 OF 02 MEXICO 001068", "07MEXICO1068"),
]
NO_IDS = [
    *("", " ", "-", "\x00", "MEXICO", "07", "1068", "07 1068", "0000", "07MEXICO", "07MEXICO0", "07MEXICO000"),
    *("07MEXICO123456789", "99999MEXICO1", "MEXICO 32 33", "MEXICO 07 08 09", "MEXICO 1068/07/02"),
    *("see para 3 of it", "x" * 1000),
]


@pytest.mark.parametrize(("printed", "expected"), AS_IT_SHOULD_BE)
def test_every_printed_form_has_one_canonical_form(printed: str, expected: str) -> None:
    reading = read_reference_id(printed)
    assert (reading.reference_id, reading.mended, reading.inferred_year) == (expected, False, False)


@pytest.mark.parametrize(("printed", "expected"), MENDED)
def test_a_malformed_id_is_mended_and_said_to_be(printed: str, expected: str) -> None:
    reading = read_reference_id(printed)
    assert (reading.reference_id, reading.mended) == (expected, True)


@pytest.mark.parametrize("printed", NO_IDS, ids=range(len(NO_IDS)))
def test_what_is_no_reference_id_is_refused_by_name(printed: str) -> None:
    with pytest.raises(ReferenceIdError):
        parse_reference_id(printed)


def test_a_form_without_year_needs_the_citing_cables_date() -> None:
    with pytest.raises(ReferenceIdError, match="with no year"):
        parse_reference_id("MEXICO 983")
    reading = read_reference_id("MEXICO 983", cited_on=date(2007, 3, 2))
    assert (reading.reference_id, reading.inferred_year) == ("07MEXICO983", True)


@pytest.mark.parametrize(
    ("code", "serial", "cited_on", "cited_in", "expected"),
    [
        ("MEXICO", 11, date(2008, 1, 4), "08MEXICO12", 2008),
        ("MEXICO", 12, date(2008, 1, 4), "08MEXICO12", 2007),
        ("MEXICO", 6228, date(2008, 1, 4), "08MEXICO12", 2007),
        ("MEXICO", 6228, None, "08MEXICO12", 2007),
        ("MONTERREY", 58, date(2008, 1, 4), "08MEXICO12", 2008),
        ("BOGOTA", 9000, date(2008, 1, 4), "08MEXICO12", 2007),
        ("BOGOTA", 9000, date(2008, 9, 4), "08MEXICO1200", 2008),
        ("STATE", 9000, date(2008, 1, 14), "08MEXICO12", 2008),
        ("STATE", 170_000, date(2008, 1, 31), "08MEXICO12", 2007),
        ("MEXICO", 6000, date(2008, 1, 1), "07MEXICO6300", 2007),
        ("MEXICO", 983, date(1972, 3, 2), None, 1972),
        ("MEXICO", 983, None, None, None),
    ],
)
def test_the_year_of_a_cable_cited_without_one(
    code: str, serial: int, cited_on: date | None, cited_in: str | None, expected: int | None
) -> None:
    by = ReferenceId(cited_in) if cited_in else None
    assert inferred_year(code, serial, cited_on=cited_on, cited_in=by) == expected


FORMS = (
    "{y:02d}{c}{s}",
    "{y:02d}{c}{s:06d}",
    "{y:02d} {n} {s}",
    "{Y} {n} {s:05d}",
    "'{y:02d} {n} {s}",
    "({y:02d}) {n} {s}",
    "{y:02d}-{n}-{s}",
    "{y:02d}/{n}/{s}",
    "{y:02d} {n} #{s}",
    "{y:02d} {n} {s} (NOTAL)",
    "{y:02d} {n} {s} AND PREVIOUS",
    "{n} {s} OF {Y}",
    "{n} {s} ({Y})",
    "REF: {y:02d} {n} {s}.",
)
CURRENT = st.sampled_from(sorted(code for code, post in known_posts().items() if post.until is None))
YEARS = st.integers(1966, 2019)
SERIALS = st.integers(1, 9_999_999)


@given(st.integers(1966, 2065), CURRENT, SERIALS)
def test_the_canonical_form_parses_to_itself(year: int, code: str, serial: int) -> None:
    canonical = make_reference_id(year, code, serial)
    assert canonical == f"{year % 100:02d}{code}{serial}"
    assert parse_reference_id(canonical) == canonical
    assert parts_of(canonical) == (year, code, serial)
    assert post_of(canonical) is known_posts()[code]


@given(YEARS, CURRENT, SERIALS, st.sampled_from(FORMS), st.booleans())
def test_a_canonical_id_printed_in_any_form_is_read_back(
    year: int, code: str, serial: int, form: str, lower: bool
) -> None:
    printed = form.format(y=year % 100, Y=year, c=code, n=known_posts()[code].name, s=serial)
    reading = read_reference_id(printed.lower() if lower else printed)
    assert reading.reference_id == make_reference_id(year, code, serial)
    assert not reading.mended


@given(YEARS, CURRENT, st.integers(1, 999_999), st.data())
def test_letters_typed_for_digits_are_mended(year: int, code: str, serial: int, data: st.DataObject) -> None:
    digits = f"{serial:06d}"
    typed = data.draw(st.sampled_from([digits.replace("0", "O"), digits.replace("1", "l"), digits.replace("1", "I")]))
    if typed[-1] in "OIl" or not any(character.isdigit() for character in typed):
        return
    assert parse_reference_id(f"{year % 100:02d} {known_posts()[code].name} {typed}") == make_reference_id(
        year, code, serial
    )


@given(
    YEARS,
    st.integers(1, 9999),
    st.sampled_from([code for code in sorted(posts()) if len(code) > 6 and posts()[code].until is None]),
    st.data(),
)
def test_a_post_misspelt_by_one_letter_is_mended_or_left(
    year: int, serial: int, code: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from("BCDFGHJKMNPQ"))
    misspelt = data.draw(st.sampled_from([code[:at] + code[at + 1 :], code[:at] + letter + code[at:]]))
    parts = parts_of(parse_reference_id(f"{year % 100:02d}{misspelt}{serial}"))
    assert parts is not None
    assert parts[1] in (code, misspelt) or known_code(misspelt)


@given(st.text(max_size=200) | st.text(alphabet="0127OIl MEXICO-/'().,#", max_size=170))
def test_any_text_is_a_reference_id_or_refused_as_one(text: str) -> None:
    try:
        parsed = parse_reference_id(text)
    except ReferenceIdError:
        return
    assert parse_reference_id(parsed) == parsed


@pytest.mark.parametrize(("two_digits", "year"), [(66, 1966), (99, 1999), (0, 2000), (10, 2010), (65, 2065)])
def test_two_digits_mean_a_year_from_1966_on(two_digits: int, year: int) -> None:
    assert full_year(two_digits) == year


@pytest.mark.parametrize("other", ["", "MEXICO1", "07MEXICO", "07MEXICO01", "07mexico1", "2007MEXICO1"])
def test_what_is_not_canonical_has_no_parts(other: str) -> None:
    assert parts_of(ReferenceId(other)) is None
    assert post_of(ReferenceId(other)) is None
