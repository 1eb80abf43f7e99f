from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cables.cleaning import clean
from tracker.types import Span

TEXTS = st.text(alphabet="ab¶ \n\t\xa0", max_size=60)


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[str, Span, list[Span]]:
    text = draw(TEXTS)
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    bounds = draw(st.lists(st.integers(start, end), max_size=6).map(sorted))
    return text, Span(start, end), [Span(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False)]


@given(cut_texts())
def test_cleaning_leaves_the_words_without_the_cuts_each_gap_one_space(case: tuple[str, Span, list[Span]]) -> None:
    text, span, cuts = case
    kept = [text[at] for at in range(span.start, span.end) if not any(cut.start <= at < cut.end for cut in cuts)]
    assert clean(text, span, cuts).text == " ".join("".join(kept).split())


@given(cut_texts())
def test_every_character_that_is_no_space_leads_back_to_itself(case: tuple[str, Span, list[Span]]) -> None:
    text, span, cuts = case
    content = clean(text, span, cuts)
    for at, character in enumerate(content.text):
        origin = content.to_document(at, at + 1)
        assert span.start <= origin.start < origin.end <= span.end
        assert text[origin.start : origin.end] == character or (character == " " and text[origin.start].isspace())


@given(cut_texts())
def test_origins_only_run_forwards(case: tuple[str, Span, list[Span]]) -> None:
    content = clean(*case)
    places = [content.to_document(at, at + 1).start for at in range(len(content.text))]
    assert places == sorted(set(places))


def test_a_stretch_of_text_leads_back_to_all_it_was_made_from() -> None:
    document = "The boat  \nwas\nfound."
    content = clean(document, Span(0, len(document)))
    start = content.text.index("boat was")
    span = content.to_document(start, start + len("boat was"))
    assert re.sub(r"\s+", " ", document[span.start : span.end]) == "boat was"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 1), (0, 99)])
def test_no_stretch_outside_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no characters"):
        clean("abc", Span(0, 3)).to_document(start, end)
