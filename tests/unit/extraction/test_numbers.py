from __future__ import annotations

from decimal import Decimal

import pytest

from tracker.extraction.numbers import figures
from tracker.extraction.quantities import items
from tracker.reports import Comparison


@pytest.mark.parametrize(
    ("text", "value", "op"),
    [
        ("four men", 4, None),
        ("twenty-one men", 21, None),
        ("two dozen men", 24, None),
        ("three hundred and five men", 305, None),
        ("2,400 men", 2400, None),
        ("1.5 million men", 1_500_000, None),
        ("over 50 men", 50, Comparison.MORE),
        ("nearly ten men", 10, Comparison.LESS),
        ("about 30 men", 30, Comparison.ABOUT),
        ("at least 71 men", 71, Comparison.AT_LEAST),
        ("up to 90 men", 90, Comparison.AT_MOST),
        ("100-plus men", 100, Comparison.MORE),
        ("a further 1500 men", 1500, None),
        ("dozens of men", None, None),
    ],
)
def test_a_figure_is_its_number_and_its_comparison(text: str, value: int | None, op: Comparison | None) -> None:
    (figure,) = figures(text)
    assert figure.value == value
    assert figure.op == op


@pytest.mark.parametrize(
    "text", ["18 percent", "12% of them", "at 7:00 a.m.", "an AR-15", "a .40 caliber", "a 19 year-old"]
)
def test_shares_times_and_calibers_are_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nearly six tons of marijuana", ("marijuana", Decimal(6), "t", Comparison.LESS)),
        ("a ton and a half of cocaine", ("cocaine", Decimal("1.5"), "t", None)),
        ("half a ton of heroin", ("heroin", Decimal("0.5"), "t", None)),
        ("US$162,500 in cash", ("cash", Decimal(162500), "usd", None)),
        ("3 million pesos", ("cash", Decimal(3000000), "mxn", None)),
        ("45 assault rifles", ("firearms", Decimal(45), "units", None)),
        ("more than 9,000 rounds of ammunition", ("ammunition", Decimal(9000), "rounds", Comparison.MORE)),
        ("20 fields of opium poppy", ("opium-poppy", Decimal(20), "fields", None)),
        ("several kilos of cocaine", ("cocaine", None, "kg", None)),
        ("a laboratory", ("laboratory", Decimal(1), "units", None)),
        ("dozens of grenades", ("grenades", None, None, None)),
        ("fourteen bales (420 kilos) of cocaine", ("cocaine", Decimal(420), "kg", None)),
        ("44 packages of methamphetamine (about 50 kilos)", ("methamphetamine", Decimal(50), "kg", Comparison.ABOUT)),
        ("Cocaine (metric tons): 84.6", ("cocaine", Decimal("84.6"), "t", None)),
        ("three-quarters of a ton of marijuana", ("marijuana", Decimal("0.75"), "t", None)),
        ("two and a half tons of cocaine", ("cocaine", Decimal("2.5"), "t", None)),
        ("a 60-kilo load of cocaine", ("cocaine", Decimal(60), "kg", None)),
        ("902 pounds of cocaine", ("cocaine", Decimal("409.14"), "kg", None)),
        ("300 pounds (136 kilos) of heroin", ("heroin", Decimal(136), "kg", None)),
        ("40 barrels of acetic anhydride", ("precursors", Decimal(40), "units", None)),
        ("EUR 1.3 million in cash", ("cash", Decimal(1300000), "eur", None)),
        ("seven police cars", ("vehicles", Decimal(7), "units", None)),
    ],
)
def test_goods_carry_quantity_unit_and_comparison(
    text: str, expected: tuple[str, Decimal | None, str | None, Comparison | None]
) -> None:
    (mention,) = items(text, 0, len(text))
    assert (mention.item.what, mention.item.quantity, mention.item.unit, mention.item.op) == expected


@pytest.mark.parametrize(
    "text", ["a drug dealer", "a gun shop", "the cocaine trade", "cars worth $3 million", "a reward of USD 50,000"]
)
def test_what_only_sounds_like_goods_or_money_in_hand_has_no_quantity(text: str) -> None:
    assert not any(mention.item.quantity for mention in items(text, 0, len(text)))


def test_a_list_of_goods_keeps_each_quantity_with_its_own_goods() -> None:
    text = "30 rifles, 12 hand grenades and 400 kilos of marijuana"
    found = [(mention.item.what, mention.item.quantity) for mention in items(text, 0, len(text))]
    assert found == [("firearms", Decimal(30)), ("grenades", Decimal(12)), ("marijuana", Decimal(400))]
