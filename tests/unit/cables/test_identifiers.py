from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cables.identifiers import full_year, make_reference_id, parse_reference_id, reference_id_of_routing
from tracker.cables.posts import post_of_routing, posts
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("07MEXICO1068", "07MEXICO1068"),
        ("07MEXICO001068", "07MEXICO1068"),
        ("07 MEXICO 6228", "07MEXICO6228"),
        ("2007 MEXICO 6228", "07MEXICO6228"),
        ("07 mexico 6228", "07MEXICO6228"),
        ("09 CIUDAD JUAREZ 22", "09CIUDADJUAREZ22"),
        ("09CIUDAD JUAREZ\n000022", "09CIUDADJUAREZ22"),
        ("72 TEHRAN 1091", "72TEHRAN1091"),
        ("07 SECSTATE 144933", "07STATE144933"),
        ("06 PORT-AU-PRINCE 12", "06PORTAUPRINCE12"),
    ],
)
def test_every_printed_form_has_one_canonical_form(printed: str, expected: str) -> None:
    assert parse_reference_id(printed) == expected


@pytest.mark.parametrize(
    "printed", ["", "MEXICO", "07", "1068", "07MEXICO", "07MEXICO0", "see para 3 of it", "x" * 1000]
)
def test_what_is_no_reference_id_is_refused_by_name(printed: str) -> None:
    with pytest.raises(ReferenceIdError):
        parse_reference_id(printed)


def test_a_form_without_year_needs_the_citing_cables_date() -> None:
    with pytest.raises(ReferenceIdError, match="MEXICO 983"):
        parse_reference_id("MEXICO 983")
    assert parse_reference_id("MEXICO 983", cited_on=date(2007, 3, 2)) == "07MEXICO983"


def test_a_serial_of_the_own_post_that_is_not_before_its_own_is_of_the_year_before() -> None:
    citing = ReferenceId("08MEXICO12")
    assert parse_reference_id("MEXICO 6228", cited_on=date(2008, 1, 4), cited_in=citing) == "07MEXICO6228"
    assert parse_reference_id("MEXICO 11", cited_on=date(2008, 1, 4), cited_in=citing) == "08MEXICO11"
    assert parse_reference_id("MONTERREY 58", cited_on=date(2008, 1, 4), cited_in=citing) == "08MONTERREY58"


@given(st.integers(1966, 2065), st.sampled_from(sorted(posts())), st.integers(1, 9_999_999))
def test_the_canonical_form_parses_to_itself_and_so_do_its_printings(year: int, code: str, serial: int) -> None:
    canonical = make_reference_id(year, code, serial)
    assert parse_reference_id(canonical) == canonical
    assert parse_reference_id(f"{year} {posts()[code].name} {serial:08d}") == canonical
    assert full_year(int(canonical[:2])) == year


@given(st.text(max_size=90))
def test_any_text_is_a_reference_id_or_refused_as_one(text: str) -> None:
    try:
        parsed = parse_reference_id(text)
    except ReferenceIdError:
        return
    assert parse_reference_id(parsed) == parsed


def test_a_routing_indicator_names_the_post() -> None:
    assert reference_id_of_routing("RUEHME", 713, 2008) == "08MEXICO713"
    with pytest.raises(ReferenceIdError, match="RUXXXX"):
        reference_id_of_routing("RUXXXX", 713, 2008)


def test_no_routing_indicator_or_alias_names_two_posts() -> None:
    indicators = [indicator for post in posts().values() for indicator in post.routing]
    aliases = [alias for post in posts().values() for alias in post.aliases]
    assert len(indicators) == len(set(indicators))
    assert len(aliases) == len(set(aliases))
    assert not set(aliases) & set(posts())
    assert all(post_of_routing(indicator) for indicator in indicators)
