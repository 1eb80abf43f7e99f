"""Fields are read as people write them, and what is written of them is read back as the same."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from tracker.amending import SETTABLE
from tracker.details import Comparison, DateInterval, Name, Place
from tracker.field_values import FIELDS, values, written
from tracker.reports import Item, Status, Subtype
from tracker.types import Span

TEXT = "Juan Prueba Uno met others. Police arrested\nJuan Prueba\nUno in Reynosa, part of Operation Ensayo."
NEAR = Span(28, 60)


def words(span: Span) -> str:
    return TEXT[span.start : span.end]


def test_every_field_that_can_be_set_can_be_written() -> None:
    assert set(FIELDS) == set(SETTABLE)


@pytest.mark.parametrize(
    ("field", "told", "value"),
    [
        ("date", "2007-03-05", DateInterval(date(2007, 3, 5), date(2007, 3, 5))),
        ("date", "2008-02", DateInterval(date(2008, 2, 1), date(2008, 2, 29))),
        ("date", "2007", DateInterval(date(2007, 1, 1), date(2007, 12, 31))),
        ("date", "2007-03-05/2007-03-09", DateInterval(date(2007, 3, 5), date(2007, 3, 9))),
        ("date", "2007-03 .. 2007-04", DateInterval(date(2007, 3, 1), date(2007, 4, 30))),
        ("date", "", None),
        ("places", "Reynosa, MX-TAM; mx-nle", (Place("MX-TAM", "Reynosa"), Place("MX-NLE"))),
        ("places", "", ()),
        ("cartels", "gulf, zetas; gulf", ("gulf", "zetas")),
        ("certain", "No", False),
        ("aggregate", "yes", True),
        ("agencies", "army, federal-police", ("army", "federal-police")),
        ("operation", "michoacan", "michoacan"),
        ("operation", "", None),
        ("operation_name", "Operation Ensayo", Name((Span(TEXT.index("Operation"), TEXT.index("Operation") + 16),))),
        ("status", "reinforced", Status.REINFORCED),
        ("personnel", "2,500", 2500),
        ("victims", "police", "police"),
        ("persons", "Juan Prueba Uno", (Name((Span(44, 59),)),)),
        ("persons", "", ()),
        ("subtype", "ambush", Subtype.AMBUSH),
        ("killed", "0", 0),
        ("injured", "", None),
        ("count_op", "~", Comparison.ABOUT),
        (
            "items",
            "cocaine: >1,300.5 kg; cash; firearms: 12",
            (
                Item("cocaine", Decimal("1300.5"), "kg", Comparison.MORE),
                Item("cash"),
                Item("firearms", Decimal(12)),
            ),
        ),
    ],
)
def test_a_field_is_read_and_what_is_written_of_it_is_read_as_the_same(field: str, told: str, value: object) -> None:
    assert values({field: told}, TEXT, NEAR) == {field: value}
    assert values({field: written(value, words)}, TEXT, NEAR) == {field: value}


def test_a_count_takes_what_the_text_says_of_its_exactness() -> None:
    assert values({"count": ">= 50"}, TEXT, NEAR) == {"count": 50, "count_op": Comparison.AT_LEAST}
    assert values({"count": "6"}, TEXT, NEAR) == {"count": 6, "count_op": None}
    assert values({"count": "", "killed": "2"}, TEXT, NEAR) == {"count": None, "count_op": None, "killed": 2}


@pytest.mark.parametrize(
    ("field", "told", "says"),
    [
        ("kind", "arrest", "'kind' is no field that can be set; these are: date, places"),
        ("date", "March", "date=March: a date is 2007, 2007-03"),
        ("date", "2007-13", "month must be in 1..12"),
        ("date", "2007-03-09/2007-03-05", "must not end"),
        ("places", "Reynosa", "is no code of a state or country"),
        ("cartels", "golf", "no group goes by 'golf'"),
        ("cartels", "Los Zetas", "is no code: lower case"),
        ("certain", "maybe", "it is yes or no"),
        ("status", "begun", "it is one of launched, reinforced, planned, ended"),
        ("killed", "over 3", "it is a whole number"),
        ("killed", ">3", "it is a whole number"),
        ("count", "dozens", "it is a whole number, with > < ~"),
        ("items", "300 kg of cocaine", "goods are written as cocaine: 300 kg"),
        ("persons", "Somebody Else", "the cable does not have the words 'Somebody Else'"),
        ("operation", "nowhere", "no operation of the register goes by that"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(field: str, told: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        values({field: told}, TEXT, NEAR)
