"""Values of fields are read as people write them, and written so that they are read the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tracker.deciding.plans import DecisionError
from tracker.deciding.values import as_table, from_table, parse
from tracker.details import Comparison, DateInterval, Name, Place
from tracker.reports import Evidence, Item, Kind, Report, Status, Subtype
from tracker.types import Span

WORDS = "In March, four members with Ramiro Inventado Puente were arrested in Reynosa."


def located(words: str) -> Span | None:
    at = WORDS.find(words)
    return Span(at, at + len(words)) if at >= 0 else None


def worded(span: Span) -> str:
    return WORDS[span.start : span.end]


@pytest.mark.parametrize(
    ("pair", "values"),
    [
        ("count=7", {"count": 7, "count_op": None}),
        ("count=> 7", {"count": 7, "count_op": Comparison.MORE}),
        ("count=", {"count": None, "count_op": None}),
        ("date=2007-03-04", {"date": DateInterval(date(2007, 3, 4), date(2007, 3, 4))}),
        ("date=2007-02", {"date": DateInterval(date(2007, 2, 1), date(2007, 2, 28))}),
        ("date=2007-03-04..2007-04", {"date": DateInterval(date(2007, 3, 4), date(2007, 4, 30))}),
        ("places=MX-TAM/Reynosa, MX-NLE", {"places": (Place("MX-TAM", "Reynosa"), Place("MX-NLE"))}),
        ("items=cocaine 300.5 kg; rifle", {"items": (Item("cocaine", Decimal("300.5"), "kg"), Item("rifle"))}),
        ("items=cash > 1000 usd", {"items": (Item("cash", Decimal(1000), "usd", Comparison.MORE),)}),
        ("persons=Ramiro Inventado Puente", {"persons": (Name((Span(28, 51),)),)}),
        ("cartels=", {"cartels": ()}),
        ("certain=No", {"certain": False}),
        ("status=ended", {"status": Status.ENDED}),
    ],
)
def test_a_field_is_set_as_people_write_it(pair: str, values: dict[str, object]) -> None:
    assert parse([pair], located) == values


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        ("count", "'count' is not FIELD=VALUE"),
        ("kind=attack", "'kind' is no field that can be set; these can: date"),
        ("count=many", "count is a whole number"),
        ("date=March", "date: 'March' is no day"),
        ("date=2007-03-09..2007-03-03", "must not end"),
        ("places=Tamaulipas", "'Tamaulipas' is no code of a state"),
        ("cartels=gulff", "'gulff' is not in the register; there are guerreros-unidos, gulf"),
        ("persons=Nobody Here", "are not in the cable"),
        ("subtype=raid", "subtype is one of ambush"),
        ("certain=", "certain is true or false"),
        ("killed=-1", "killed is a whole number or empty"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_can(pair: str, told: str) -> None:
    with pytest.raises(DecisionError, match=told):
        parse([pair], located)


def test_what_is_written_is_read_the_same() -> None:
    report = Report(
        kind=Kind.ARREST,
        quote=Span(0, 9),
        evidence=(Evidence(1, Span(0, 20)),),
        date=DateInterval(date(2007, 3, 1), date(2007, 3, 31)),
        places=(Place("MX-TAM", "Reynosa"), Place("MX-NLE")),
        cartels=("gulf",),
        agencies=("army", "federal-police"),
        certain=False,
        count=50,
        count_op=Comparison.AT_LEAST,
        persons=(Name((Span(28, 51),)),),
        subtype=Subtype.CLASH,
        killed=0,
        items=(Item("cocaine", Decimal("300.50"), "kg", Comparison.ABOUT),),
    )
    told = from_table(as_table(report, worded), located)
    assert told == {name: getattr(report, name) for name in told}
