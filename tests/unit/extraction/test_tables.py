"""Tables of invented figures, in the many layouts in which cables print them: one figure for each cell that counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest

from tracker.cables.model import Cable
from tracker.extraction.codebook import Line, to_codebook
from tracker.extraction.grids import grids
from tracker.extraction.pipeline import extract
from tracker.types import Span

WriteCable = Callable[..., Cable]


def cells(write_cable: WriteCable, table: str, subject: str = "DRUG CARTELS") -> set[str]:
    """The figures that a table gives, in short form: the number, where, when, and of whom."""
    cable = replace(write_cable(table), subject=subject)
    return {brief(to_codebook(cable, report)) for report in extract(cable)}


def brief(line: Line) -> str:
    place = cast("list[dict[str, str | None]]", line["places"])[0]
    period = cast("dict[str, str] | None", line["date"])
    kind = "kidnapped " if line["kind"] == "attack" else ""
    days = f"{period['start']}..{period['end']}" if period else "undated"
    whose = f" {line['victims']}" if line.get("victims") else ""
    return f"{kind}{line['count']} {place['city'] or place['state']} {days}{whose}"


def test_places_in_rows_and_years_in_columns(write_cable: WriteCable) -> None:
    table = """Gangland killings by state:

State            2007      2008
--------------------------------
Chihuahua         244     1,653
Sinaloa           376       n/a
Total             620     1,653"""
    assert cells(write_cable, table) == {
        "244 MX-CHH 2007-01-01..2007-12-31",
        "1653 MX-CHH 2008-01-01..2008-12-31",
        "376 MX-SIN 2007-01-01..2007-12-31",
        "620 MX 2007-01-01..2007-12-31",
        "1653 MX 2008-01-01..2008-12-31",
    }


def test_years_in_rows_and_months_in_columns_where_the_title_has_the_place(write_cable: WriteCable) -> None:
    table = """Homicides in Tijuana

          Jan   Feb
2008       41    --
2009       65    70"""
    assert cells(write_cable, table) == {
        "41 Tijuana 2008-01-01..2008-01-31",
        "65 Tijuana 2009-01-01..2009-01-31",
        "70 Tijuana 2009-02-01..2009-02-28",
    }


def test_words_over_a_column_on_two_lines(write_cable: WriteCable) -> None:
    table = """                  Killed in     Killed in
State                  2008          2009
Michoacan               230           371
Mexico State            360           440"""
    assert "440 MX-MEX 2009-01-01..2009-12-31" in cells(write_cable, table)


def test_measures_side_by_side_are_told_apart(write_cable: WriteCable) -> None:
    table = """Figures for 2009:

City              Homicides    Kidnappings   Cocaine (kg)
Tijuana               211            44          1,200
Mexicali               61             9             80"""
    assert cells(write_cable, table) == {
        "211 Tijuana 2009-01-01..2009-12-31",
        "61 Mexicali 2009-01-01..2009-12-31",
        "kidnapped 44 Tijuana 2009-01-01..2009-12-31",
        "kidnapped 9 Mexicali 2009-01-01..2009-12-31",
    }


def test_a_list_of_labels_and_numbers(write_cable: WriteCable) -> None:
    table = """Police killed since January 2009, by force:
- Municipal police: 120
- State police: 44
- Total: 164"""
    assert cells(write_cable, table) == {
        "120 MX 2009-01-01..2010-03-01 municipal-police",
        "44 MX 2009-01-01..2010-03-01 state-police",
        "164 MX 2009-01-01..2010-03-01",
    }


def test_periods_that_run_and_the_same_period_of_a_year_before(write_cable: WriteCable) -> None:
    table = """Killings     Since January 1   Same period 2009
Tamaulipas          64              21
Coahuila            30              18"""
    assert {"64 MX-TAM 2010-01-01..2010-03-01", "18 MX-COA 2009-01-01..2009-03-01"} <= cells(write_cable, table)


def test_a_total_covers_the_months_of_its_rows(write_cable: WriteCable) -> None:
    table = """Executions by month

Month     2008   2009
January     18     25
February    20     31
Total       38     56"""
    assert "56 MX 2009-01-01..2009-02-28" in cells(write_cable, table)


def test_a_table_of_times_alone_counts_what_its_cable_is_about(write_cable: WriteCable) -> None:
    table = "The monthly figures are as follows:\n\nJanuary 2009    288\nFebruary 2009   294\n"
    assert cells(write_cable, table, "DRUG MURDERS OF 2009") == {
        "288 MX 2009-01-01..2009-01-31",
        "294 MX 2009-02-01..2009-02-28",
    }
    assert cells(write_cable, table, "DRUG CARTELS") == set()


@pytest.mark.parametrize(
    "table",
    [
        "Arrests by month:\nJanuary     210\nFebruary    330",
        "Homicides per 100,000 inhabitants:\nChihuahua     75\nSinaloa       44",
        "Cars stolen and murders solved, percent\nTijuana     75\nMexicali    44",
    ],
)
def test_other_things_and_rates_are_no_figures_of_killings(write_cable: WriteCable, table: str) -> None:
    assert not [figure for figure in cells(write_cable, table) if "kidnapped" not in figure]


def test_bars_between_columns_and_a_label_on_two_lines() -> None:
    table = "| Force | 2008 | 2009 |\n|-------|------|------|\n| Army | 27 | 51 |\nMunicipal\nPolice | 120 | 305 |"
    (grid,) = grids(table, Span(0, len(table)))
    assert grid.columns == ("2008", "2009")
    assert [row.label.text for row in grid.rows] == ["Army", "Municipal Police"]
    assert [[int(cell.number or 0) for cell in row.cells] for row in grid.rows] == [[27, 51], [120, 305]]
    assert table[grid.rows[1].cells[1].span.start : grid.rows[1].cells[1].span.end] == "305"


def test_a_row_that_lacks_a_cell_has_the_others_under_their_columns() -> None:
    table = "             North   South   West\nMay             10      20     30\nJune            11             31\n"
    (grid,) = grids(table, Span(0, len(table)))
    assert [(cell.column, int(cell.number or 0)) for cell in grid.rows[1].cells] == [(0, 11), (2, 31)]


def test_lines_of_prose_are_no_table() -> None:
    prose = "In the first quarter the count\nstood at 12 and in the second\nat 15, said the mayor of\nTepic.\n"
    assert list(grids(prose, Span(0, len(prose)))) == []
