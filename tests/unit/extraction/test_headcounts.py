"""How many people the clause of a word says that something happened to."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.extraction.conftest import WriteCable
from tracker.extraction.headcounts import headcount
from tracker.extraction.passages import passages
from tracker.extraction.sentences import Stretch


@pytest.mark.parametrize(
    ("prose", "word", "number"),
    [
        ("At least 17 people, including three policemen, were killed in Tepic.", "killed", 17),
        ("The mayor and three of his guards were murdered.", "murdered", 4),
        ("Gunmen killed four policemen and a nurse.", "killed", 5),
        ("The shootout left nine gunmen dead.", "dead", 9),
        ("The bodies of four men were dumped beside the road.", "dumped", 4),
        ("In a gun battle in which two soldiers died, six gunmen were captured.", "died", 2),
        ("A third succumbed to his wounds.", "succumbed", 1),
        ("Both men were shot.", "shot", 2),
        ("Luis Paz Leal was shot along with two friends.", "shot", 3),
        ("Gunmen ambushed the mayor, killing him and wounding his wife.", "killing", 1),
        ("No officers were killed.", "killed", 0),
        ("The clash resulted in three deaths.", "resulted", 3),
        ("The evening of May 6, two men, both of Tepic, were shot.", "shot", 2),
        ("An officer who had stopped six cars was killed.", "killed", 1),
    ],
)
def test_whom_an_act_befell_is_counted(write_cable: WriteCable, prose: str, word: str, number: int) -> None:
    passage = passages(write_cable(prose).paragraphs, date(2010, 3, 1), None)[1]
    counted = headcount(passage, Stretch(prose.index(word), prose.index(word) + len(word)))
    assert counted is not None
    assert counted.value == number


@pytest.mark.parametrize("prose", ["Police were shot.", "The convoy was shot at.", "Several men were shot."])
def test_nobody_is_counted_where_the_text_gives_no_number(write_cable: WriteCable, prose: str) -> None:
    passage = passages(write_cable(prose).paragraphs, date(2010, 3, 1), None)[1]
    assert headcount(passage, Stretch(prose.index("shot"), prose.index("shot") + 4)) is None
