"""Acts told again as known are further mentions of these; those that only look so are acts of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extraction.codebook import Line

ReadProse = Callable[..., list[Line]]
_AMBUSH = "Four state policemen were killed on February 8 when gunmen ambushed their convoy outside Tepic."
_CLASH = "On February 8, soldiers clashed with gunmen in Tepic. Four gunmen and one soldier were killed."
_MURDER = "On February 8, gunmen shot and killed Luis Ochoa Perez, chief of the municipal police, in Tepic."
_ARREST = "Federal agents arrested seven policemen in Tepic on February 8 for ties to the Zetas."
_SEIZURE = "On February 8, the army seized 340 kilos of marijuana and 12 grenades in Tepic."


@pytest.mark.parametrize(
    ("kind", "told", "again"),
    [
        ("attack", _AMBUSH, "The deaths of the four officers showed how badly the police are armed."),
        ("attack", _AMBUSH, "The four officers killed in Tepic were buried with honors on February 12."),
        ("attack", _AMBUSH, "The widows of the four dead officers have asked the governor for a pension."),
        ("attack", _AMBUSH, "The killing of four officers in a single day is without precedent."),
        ("attack", _AMBUSH, "Of the four who died, most were under 20."),
        ("attack", _AMBUSH, "The four executions are the first in Tepic this year."),
        ("attack", _CLASH, "The army said that the four gunmen killed in the clash belonged to the Zetas."),
        ("attack", _CLASH, "Two of the gunmen who died were from Guatemala."),
        ("attack", _MURDER, "The slain official had received threats before he was killed."),
        ("attack", f"{_MURDER} His driver also died.", "The murder in Tepic of Luis Ochoa Perez dominated the news."),
        ("arrest", _ARREST, "The detention of seven policemen shows how deep the rot is."),
        ("arrest", _ARREST, "The seven suspects are being held under arraigo in Mexico City."),
        ("arrest", _ARREST, "Families of the seven detained policemen blocked the road to the airport."),
        ("seizure", _SEIZURE, "The general said that the seizure of 340 kilos of marijuana would hurt the cartel."),
    ],
)
def test_what_is_spoken_of_as_known_is_a_further_mention(
    read_prose: ReadProse, kind: str, told: str, again: str
) -> None:
    found = read_prose("Drug cartels are strong in the state.", told, f"Contacts are worried. {again}")
    assert [(line["kind"], line["paragraphs"]) for line in found] == [(kind, ["2", "3"])]


@pytest.mark.parametrize(
    ("kind", "told", "another"),
    [
        ("attack", _AMBUSH, "The four officers killed in Reynosa on February 12 were from Tepic."),
        ("attack", _AMBUSH, "The four gunmen killed in a firefight in Reynosa were from Guatemala."),
        ("attack", _AMBUSH, "The killing of four policemen in Reynosa on February 12 made less news."),
        ("attack", _AMBUSH, "The bodies of four men were found in a car in Reynosa."),
        ("attack", _AMBUSH, "SAPD lost its officers in January, when the four were killed in an ambush."),
        ("attack", _MURDER, "The mayor of Reynosa was killed in the same way."),
        ("arrest", _ARREST, "The seven policemen arrested in Reynosa in January were freed."),
        ("seizure", _SEIZURE, "The seizure of 340 kilos of marijuana in Reynosa on February 12 was announced later."),
    ],
)
def test_another_act_told_in_like_words_is_one_of_its_own(
    read_prose: ReadProse, kind: str, told: str, another: str
) -> None:
    found = read_prose("Drug cartels are strong in the state.", told, f"Contacts are worried. {another}", kind=kind)
    assert len(found) == 2


def test_what_a_summary_speaks_of_as_known_is_told_below(read_prose: ReadProse) -> None:
    found = read_prose("Summary: The deaths of the four officers shocked the state. End summary.", _AMBUSH)
    assert [(line["killed"], line["paragraphs"]) for line in found] == [(4, ["2", "1"])]


def test_a_figure_of_crimes_admitted_counts_nobody_held(read_prose: ReadProse) -> None:
    found = read_prose(
        "On February 8, soldiers arrested Luis Ochoa Perez, a leader of the Zetas, in Tepic.",
        "In an interview after the arrest, Ochoa admitted to seven murders.",
        kind="arrest",
    )
    assert [line["count"] for line in found] == [1]
