"""What a text denies is not told, and what it doubts, in the same sentence or the next, is not certain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extraction.codebook import Line

ReadProse = Callable[..., list[Line]]
KILLED = "Gunmen killed two officers in Tepic on February 4"


@pytest.mark.parametrize(
    "prose",
    [
        "No member of the convoy's staff was arrested in Tepic on February 4.",
        "None of the five gunmen was captured in Tepic on February 4.",
        "Neither of the two drivers was arrested in Tepic on February 4.",
        "It is not true that Governor Luis Rivas Mora was kidnapped in Tepic on February 4.",
        "He repeated the rumor that Luis Rivas Mora had been kidnapped in Tepic on February 4.",
        "A rumor that the mayor had been murdered in Tepic on February 4 emptied the schools.",
        "The army has denied that it arrested Luis Rivas Mora in Tepic on February 4.",
        "There is no evidence that Luis Rivas Mora was kidnapped on February 4.",
        "Tales of the kidnapping of Luis Rivas Mora on February 4 were unfounded.",
        "On February 4 police heard of an assassination plot against Luis Rivas Mora in Tepic.",
        "Luis Rivas Mora was a target for assassination in Tepic on February 4.",
    ],
)
def test_what_is_denied_or_never_came_to_pass_is_not_told(read_prose: ReadProse, prose: str) -> None:
    assert read_prose(prose) == []


def test_the_clause_after_a_denied_one_is_told(read_prose: ReadProse) -> None:
    (line,) = read_prose("No soldier was hurt in Tepic on February 4, but five gunmen were killed.")
    assert line["killed"] == 5


@pytest.mark.parametrize(
    "prose",
    [
        "Gunmen, presumably Zetas, killed two officers in Tepic on February 4.",
        f"{KILLED}. A paper blamed the Zetas, but we cannot confirm it.",
        f"{KILLED}. Officials blamed the Zetas but have shown no proof.",
        f"{KILLED}. The mayor speculated that the Zetas were responsible.",
        f"{KILLED}. The attackers presumably belonged to the Zetas.",
        f"{KILLED}, probably the work of the Zetas.",
        "According to rumor, the Zetas killed two officers in Tepic on February 4.",
        "The Zetas are said to have killed two officers in Tepic on February 4.",
        "Zetas killed two officers in Tepic on February 4. We could not verify this.",
    ],
)
def test_a_doubted_attribution_is_kept_but_not_certain(read_prose: ReadProse, prose: str) -> None:
    (line,) = read_prose(prose)
    assert (line["killed"], line["cartels"], line["certain"]) == (2, ["zetas"], False)


def test_an_attribution_without_doubt_is_certain(read_prose: ReadProse) -> None:
    (line,) = read_prose(f"{KILLED}. The attack was the work of the Zetas. Nobody in town sells flowers now.")
    assert (line["cartels"], line["certain"]) == (["zetas"], True)


@pytest.mark.parametrize(
    "prose",
    [
        f"{KILLED}, probably the work of local dealers, not the Zetas.",
        f"{KILLED}. The Zetas denied responsibility.",
        f"{KILLED}. The killers had nothing to do with the Zetas.",
    ],
)
def test_a_group_said_to_have_had_no_part_is_left_out(read_prose: ReadProse, prose: str) -> None:
    (line,) = read_prose(prose)
    assert (line["killed"], line["cartels"]) == (2, [])
