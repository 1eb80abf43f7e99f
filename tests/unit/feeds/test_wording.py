from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import wording
from tracker.reports import Comparison, DateInterval, Item, Place


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2007-02-06", "2007-02-06", "6 Feb 2007"),
        ("2008-01-11", "2008-01-20", "11 to 20 Jan 2008"),
        ("2007-02-01", "2007-02-28", "Feb 2007"),
        ("2007-01-01", "2007-06-30", "Jan to Jun 2007"),
        ("2006-12-01", "2007-02-28", "Dec 2006 to Feb 2007"),
        ("2006-12-08", "2007-01-03", "8 Dec 2006 to 3 Jan 2007"),
        ("2007-02-06", "2007-03-01", "6 Feb to 1 Mar 2007"),
        ("2007-01-01", "2007-12-31", "2007"),
        ("2006-01-01", "2008-12-31", "2006 to 2008"),
        ("2007-01-01", "2007-01-01", "1 Jan 2007"),
        ("9999-12-31", "9999-12-31", "31 Dec 9999"),
    ],
)
def test_a_period_reads_short_and_exact(start: str, end: str, words: str) -> None:
    assert wording.period(DateInterval(date.fromisoformat(start), date.fromisoformat(end))) == words


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Item("cocaine", Decimal("2.20"), "t"), "2.2 t of cocaine"),
        (Item("firearms", Decimal(127), "units"), "127 firearms"),
        (Item("firearms", Decimal(1), "units"), "1 firearm"),
        (Item("cash", Decimal(4000), "usd"), "US$4,000"),
        (Item("cash", Decimal(2000000), "mxn", Comparison.MORE), "over MX$2,000,000"),
        (Item("cash"), "cash"),
        (Item("ammunition", Decimal(32000), "rounds"), "32,000 rounds of ammunition"),
        (Item("ammunition", Decimal(100)), "100 rounds of ammunition"),
        (Item("marijuana", Decimal(10), "t", Comparison.LESS), "nearly 10 t of marijuana"),
        (Item("opium-poppy", Decimal(1), "ha", Comparison.ABOUT), "about 1 hectare of opium poppy"),
        (Item("laboratory", Decimal(3), "units", Comparison.AT_LEAST), "at least 3 laboratories"),
        (Item("night-goggles", Decimal(12), None, Comparison.AT_MOST), "at most 12 night goggles"),
    ],
)
def test_goods_read_as_one_says_them(item: Item, words: str) -> None:
    assert wording.goods(item) == words


def test_a_number_that_may_count_laboratories_is_not_given_to_the_drug() -> None:
    drug, laboratory = Item("methamphetamine", Decimal(3), "units"), Item("laboratory")
    assert wording.haul([drug, laboratory, Item("cash")]) == ["methamphetamine and laboratories (3 counted)", "cash"]
    assert wording.haul([drug, Item("laboratory", Decimal(2), "units")]) == [
        "3 units of methamphetamine",
        "2 laboratories",
    ]
    assert wording.haul([laboratory, drug]) == ["laboratories", "3 units of methamphetamine"]


def test_places_in_a_title_are_cities_else_states_and_few() -> None:
    assert wording.places([Place("MX-TAM", "Reynosa"), Place("MX-TAM")]) == "Reynosa and Tamaulipas"
    many = [Place("MX-TAM", f"Town {number}") for number in range(8)]
    assert wording.places(many) == "Town 0, Town 1 and 6 more, Tamaulipas"


def test_groups_take_their_articles() -> None:
    assert wording.groups(["gulf", "zetas", "an-unknown-gang"]) == "the Gulf Cartel, Los Zetas and An Unknown Gang"


def test_a_day_is_told_in_the_zone_that_it_is_given_in() -> None:
    late = datetime(2007, 2, 16, 23, tzinfo=timezone(timedelta(hours=-6)))
    assert wording.day(late) == "16 Feb 2007"


@given(st.text())
def test_plain_text_can_stand_in_xml(text: str) -> None:
    kept = wording.plain(text)
    assert all(character >= " " and not "\x7f" <= character < "\xa0" for character in kept)
    assert not any("\ud800" <= character <= "\udfff" or character in "\ufffe\uffff\u202e\u2066" for character in kept)
    assert kept == wording.plain(kept)


def test_plain_text_keeps_words_apart() -> None:
    assert wording.plain("one\x00two\x1ethree\tfour\n\u2028five\u202e") == "onetwo three four five"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Juan Modelo `el Canoso.'", "Juan Modelo “el Canoso”"),
        ('Juan "El Canoso" Modelo', "Juan “El Canoso” Modelo"),
        ("Juan ''El Canoso,'' Modelo", "Juan “El Canoso” Modelo"),
        ("Juan O'Modelo y D'Ejemplo", "Juan O'Modelo y D'Ejemplo"),
        ("Juan Modelo", "Juan Modelo"),
    ],
)
def test_a_nickname_stands_between_plain_quotation_marks(name: str, told: str) -> None:
    assert wording.person(name) == told


def test_cities_of_several_states_stand_alone_and_a_city_that_is_a_state_once() -> None:
    monterrey, reynosa = Place("MX-NLE", "Monterrey"), Place("MX-TAM", "Reynosa")
    assert wording.places([monterrey, reynosa]) == "Monterrey and Reynosa"
    assert wording.places([monterrey, Place("MX-NLE", "Guadalupe")]) == "Monterrey and Guadalupe, Nuevo Leon"
    assert wording.places([Place("MX-CMX", "Mexico City")]) == "Mexico City"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Arrests in Tijuana", "Arrests in Tijuana"),
        ("R&D & AT&T", "R&D & AT&T"),
        ("A <b>raid</b>", "A ‹b›raid‹/b›"),
        ("A &lt;b&gt;raid &amp;amp;lt; all", "A ‹b›raid ‹ all"),
        ("From A&P5 &alpha on", "From A& P5 & alpha on"),
        ("&#10;a&nbsp;b&#x0;", "a b?"),
        ("Michoac\xc3\xa1n, lost \ufffd", "Michoacán, lost ?"),
    ],
)
def test_a_title_holds_nothing_that_reads_as_markup(told: str, shown: str) -> None:
    assert wording.unmarked(told) == shown
    assert wording.unmarked(shown) == shown
