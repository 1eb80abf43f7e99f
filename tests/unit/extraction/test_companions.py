"""What the mentions of raids owe to one another."""

from __future__ import annotations

from collections.abc import Callable

from tracker.extraction.codebook import Line

ReadProse = Callable[..., list[Line]]


def test_what_a_summary_announces_of_a_raid_told_below_is_no_arrest_of_its_own(read_prose: ReadProse) -> None:
    found = read_prose(
        "Summary: The army scored one success, the capture of an enforcer.",
        "On February 8, soldiers in Tepic arrested Luis Ochoa Perez, an enforcer of the Zetas.",
        kind="arrest",
    )
    assert [line["persons"] for line in found] == [["Luis Ochoa Perez"]]


def test_what_only_a_summary_tells_is_kept(read_prose: ReadProse) -> None:
    found = read_prose("Summary: On February 8 the army arrested an enforcer in Tepic.", kind="arrest")
    assert len(found) == 1


def test_a_summary_that_names_no_day_says_again_what_is_told_below(read_prose: ReadProse) -> None:
    found = read_prose(
        "Summary: Traffickers greeted the governor with the murder of a prosecutor. End summary.",
        "On February 8, gunmen shot and killed prosecutor Luis Ochoa Perez in Tepic.",
        kind="attack",
    )
    assert [(line["persons"], line["paragraphs"]) for line in found] == [(["Luis Ochoa Perez"], ["2", "1"])]


def test_what_a_summary_tells_of_another_day_than_the_body_is_kept(read_prose: ReadProse) -> None:
    found = read_prose(
        "Summary: On February 2, four men were killed in Tepic. End summary.",
        "On February 8, gunmen shot and killed prosecutor Luis Ochoa Perez in Tepic.",
        kind="attack",
    )
    assert [line["killed"] for line in found] == [4, 1]
