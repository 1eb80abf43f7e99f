from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.pages.pictures.drawing import Drawn, bar, label, picture
from feeds.pages.pictures.files import asked
from feeds.pages.pictures.months import MONTHS_DRAWN, by_month
from feeds.pages.pictures.seizures import COMMODITIES_DRAWN, seized
from feeds.pages.pictures.states import by_state, shade, tiles
from feeds.pages.rows import Counted, Picture
from tracker.registers import states

SVG = "{http://www.w3.org/2000/svg}"


def counted(*rows: tuple[str, str, int]) -> list[Counted]:
    return [Counted(row, column, Decimal(number)) for row, column, number in rows]


def drawing(drawn: Drawn) -> etree._Element:
    return etree.fromstring(str(drawn.drawing))


def told(element: etree._Element, tag: str = "rect") -> list[str]:
    return [str(title.text) for shape in element.iter(f"{SVG}{tag}") for title in shape.iter(f"{SVG}title")]


def test_a_bar_stands_for_each_month_and_kind_and_the_table_says_the_same() -> None:
    drawn = by_month(counted(("2006-12", "attack", 2), ("2007-02", "arrest", 1), ("2007-02", "attack", 3)))
    assert told(drawing(drawn)) == ["Dec 2006: Attack 2", "Feb 2007: Attack 3", "Feb 2007: Arrest 1"]
    assert [key.css for key in drawn.keys] == ["k-attack", "k-arrest"]
    assert [[cell.text for cell in row] for row in drawn.table.rows] == [["Feb 2007", "3", "1"], ["Dec 2006", "2", "0"]]


def test_bars_of_one_month_stand_on_one_another_and_none_leaves_the_picture() -> None:
    drawn = by_month(counted(("2007-01", "attack", 30), ("2007-01", "arrest", 12), ("2007-01", "harm", 1)))
    boxes = [(float(shape.get("y", "")), float(shape.get("height", ""))) for shape in drawing(drawn).iter(f"{SVG}rect")]
    for (lower, _), (upper, height) in pairwise(boxes):
        assert upper + height == pytest.approx(lower, abs=0.02)
    assert min(top for top, _ in boxes) >= 0


def test_months_long_ago_are_in_the_table_only_and_the_picture_says_so() -> None:
    drawn = by_month(counted(("1985-02", "killing", 1), ("1985-02", "attack", 1), ("2009-12", "attack", 1)))
    assert told(drawing(drawn)) == ["Dec 2009: Attack 1"]
    assert "2 earlier ones are in the table only." in drawn.remarks
    assert len(drawn.table.rows) == 2
    assert MONTHS_DRAWN == 120


@pytest.mark.parametrize("draw", [by_month, seized])
def test_a_picture_of_nothing_is_a_picture(draw: object) -> None:
    drawn = draw([])  # type: ignore[operator]  # both take the cells alone
    assert drawing(drawn).tag == f"{SVG}svg"
    assert drawn.table.rows == ()


def test_every_state_of_mexico_has_one_tile_and_no_two_share_a_place() -> None:
    assert {tile.code for tile in tiles()} == {code for code in states() if code.startswith("MX-")}
    assert len({(tile.column, tile.row) for tile in tiles()}) == len(tiles()) == 32


def test_a_tile_leads_to_its_state_where_that_has_a_page() -> None:
    drawn = by_state(counted(("MX-TAM", "incidents", 12), ("MX-CHH", "incidents", 1)), {"MX-TAM"}, "/deeper")
    links = {link.get("href"): link.get("aria-label") for link in drawing(drawn).iter(f"{SVG}a")}
    assert links == {"/deeper/states/MX-TAM": "Tamaulipas: 12 events"}
    assert [cell.text for cell in drawn.table.rows[0]] == ["Tamaulipas", "12"]
    assert "Chihuahua: 1 event" in told(drawing(drawn))


@given(count=st.integers(0, 1000), more=st.integers(0, 1000))
def test_more_is_never_paler(count: int, more: int) -> None:
    most = max(count + more, 1)
    assert 0 <= shade(count, most) <= shade(count + more, most) <= 4
    assert (shade(count, most) == 0) == (count == 0)


def test_seizures_are_counted_by_commodity_the_most_frequent_first() -> None:
    rows = [("2007-Q1", f"thing-{n}", 20 - n) for n in range(10)]
    drawn = seized(counted(*rows, ("2007-Q3", "thing-0", 2)))
    names = told(drawing(drawn))
    assert names[:2] == ["Thing 0, 2007 Q1: 20", "Thing 0, 2007 Q3: 2"]
    assert len({name.partition(",")[0] for name in names}) == COMMODITIES_DRAWN
    assert "2 more kinds of goods are in the table only." in drawn.remarks
    assert [len(row) for row in drawn.table.rows] == [11, 11]


@given(words=st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")))
def test_no_words_become_markup(words: str) -> None:
    shapes = [label(1, 2, f"<{words}"), bar((1, 2, 3, 4), "css", f"{words}&<i>")]
    drawn = etree.fromstring(str(picture(10, 10, shapes, told=f'{words}"><script>', css="css")))
    assert drawn.get("aria-label") == f'{words}"><script>'
    assert [element.tag for element in drawn.iter()] == [f"{SVG}{tag}" for tag in ("svg", "text", "rect", "title")]
    assert drawn[0].text == f"<{words}"


@pytest.mark.parametrize("which", Picture)
def test_the_sql_of_each_picture_is_shown_with_its_title(which: Picture) -> None:
    ask = asked(which)
    assert ask.title
    assert ask.remarks.endswith(".")
    assert ask.query.startswith("SELECT ")
    assert ask.query.rstrip().endswith(";")
