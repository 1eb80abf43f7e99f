"""Erased words are found by what stands around them, however the text is printed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.alignment import Alignment, blanked, blanks, same_but_for_blanks, united, words_in
from tracker.types import Span

SECRET = "Ramiro Inventado Puente"
PASSAGE = f"Police in Reynosa arrested {SECRET} and three others on Monday."
WORDS = st.sampled_from(["the", "army", "went", "north", "with", "soldiers", "and", "came", "back", "from", "Reynosa,"])
SENTENCES = st.lists(WORDS, min_size=15, max_size=40)
OTHERS = st.lists(st.sampled_from(["Later", "nobody", "said", "anything", "more"]), max_size=30)


def erased(text: str, words: str = SECRET) -> str:
    start = text.index(words)
    return blanked(text, [Span(start, start + len(words))])


def counterparts(old: str, new: str) -> list[str]:
    return [new[span.start : span.end] for span in Alignment(old, new).counterparts()[0]]


def test_blanks_take_the_place_of_all_but_line_breaks() -> None:
    text = "one two\r\nthree 𝄞 four"
    hidden = blanked(text, [Span(4, 16)])
    assert hidden == "one ███\r\n███████ four"
    assert blanks(hidden) == [Span(4, 16)]
    assert same_but_for_blanks(hidden, text)
    assert not same_but_for_blanks(hidden, text.replace("four", "five"))


def test_spans_are_united() -> None:
    assert united([Span(5, 9), Span(1, 3), Span(3, 4), Span(7, 8), Span(2, 2)]) == [Span(1, 4), Span(5, 9)]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (f"Police in Reynosa\narrested {SECRET} and three\nothers on Monday.", [SECRET]),
        (
            "Police in Reynosa arrested Ramiro\nInventado Puente and three others on Monday.",
            ["Ramiro\nInventado Puente"],
        ),
        (f"Police in Reynosa last night arrested {SECRET} and three others on Monday.", [SECRET]),
        ("Police in Reynosa arrested and three others on Monday.", []),
        (f"The police in Reynosa held {SECRET} and three others on Monday.", [f"held {SECRET}"]),
        (f"On Monday, {SECRET} and three others on Monday came.", [f"On Monday, {SECRET}"]),
        (f"{PASSAGE} Nobody knew. {PASSAGE}", [SECRET, SECRET]),
        (f"Nobody else knew of it. {PASSAGE} Nobody was told of anything more.", [SECRET]),
    ],
)
def test_words_are_found_by_those_around_them(new: str, found: list[str]) -> None:
    assert counterparts(erased(PASSAGE), new) == found


def test_a_place_without_its_surroundings_is_lost() -> None:
    found, lost = Alignment(erased(PASSAGE), "Nothing of the kind was ever told by anybody at all.").counterparts()
    assert (found, len(lost)) == ([], 1)


def test_part_of_a_word_can_be_erased() -> None:
    old = erased("The police of Reynosa arrested four members of the cartel today.", "nosa arr")
    assert counterparts(old, "And the police of Reynosa arrested\nfour members of the cartel today.") == [
        "nosa arrested\n"
    ]
    assert counterparts(old, "And the police of Reynosa arrested four members of the cartel today.") == ["nosa arr"]


@given(before=SENTENCES, after=SENTENCES, prefix=OTHERS, suffix=OTHERS, width=st.integers(20, 80))
def test_no_rewrapping_and_no_addition_elsewhere_brings_words_back(
    before: list[str], after: list[str], prefix: list[str], suffix: list[str], width: int
) -> None:
    text = " ".join([*before, SECRET, *after])
    told = " ".join([*prefix, *before, SECRET, *after, *suffix]).split(" ")
    lines = [""]
    for word in told:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    new = "\n".join(lines)
    spans, _ = Alignment(erased(text), new).counterparts()
    said = {word for word, _ in words_in(blanked(new, spans))}
    assert not said & {"ramiro", "inventado", "puente"}


def test_words_move_with_their_text() -> None:
    old = "One. Police in Reynosa arrested four members. Two."
    new = f"Something new. {old}"
    start = old.index("Police")
    moved = Alignment(old, new).moved(Span(start, start + 36))
    assert moved
    assert new[moved.start : moved.end] == "Police in Reynosa arrested four members"
    assert Alignment(old, "Nothing else was said").moved(Span(start, start + 36)) is None
