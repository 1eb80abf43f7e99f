from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.cables.invented import cable, telegram
from tracker.cables.model import Cable
from tracker.cables.telegram import PrintedCable, read_telegram

WORD = st.sampled_from(["rain", "the", "old", "town", "Harbour", "left", "wet", "with", "mayor", "Ada", "slept"])
SENTENCE = st.lists(WORD, min_size=3, max_size=12).map(lambda words: " ".join(["It", *words]) + ".")
TEXT = st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join)
MARKING = st.sampled_from([None, "C", "S", "U", "SBU", "S/NF", "C/NF"])
HEADING = st.sampled_from([None, "The Town", "RAIN AND SUN", "What the Mayor Said"])
PARAGRAPHS = st.lists(st.tuples(MARKING, HEADING, TEXT), min_size=1, max_size=7)
MARK = st.sampled_from(["MEXICO 00000412  002 OF 003", "Mexico 00000412 002.2 of 003", "SIPDIS", "CONFIDENTIAL"])


def printed(paragraphs: list[tuple[str | None, str | None, str]]) -> str:
    pieces = []
    for number, (marking, heading, text) in enumerate(paragraphs, start=1):
        above = f"{heading}\n{'-' * len(heading)}\n\n" if heading else ""
        pieces.append(f"{above}{number}. {f'({marking}) ' if marking else ''}{text}")
    return "\n\n".join(pieces) + "\n\nBYRON\n"


def read(body: str) -> Cable:
    return read_telegram(PrintedCable(source_format="raw", telegram=telegram(body), reference_id="07MEXICO412"))


@given(PARAGRAPHS)
def test_what_is_put_in_comes_out_again(paragraphs: list[tuple[str | None, str | None, str]]) -> None:
    found = cable(telegram(printed(paragraphs)))
    told = [(paragraph.marking, paragraph.heading, paragraph.text) for paragraph in found.paragraphs[1:]]
    assert told == paragraphs
    assert [paragraph.label for paragraph in found.paragraphs[1:]] == [str(n + 1) for n in range(len(paragraphs))]
    assert found.signers == ("BYRON",)


@given(PARAGRAPHS, MARK, st.data())
def test_a_mark_between_any_two_words_vanishes(
    paragraphs: list[tuple[str | None, str | None, str]], mark: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(paragraphs) - 1))
    marking, heading, text = paragraphs[place]
    words = text.split(" ")
    at = data.draw(st.integers(1, len(words) - 1))
    cut = f"{' '.join(words[:at])}\n\n{mark}\n\n\n{' '.join(words[at:])}"
    found = cable(telegram(printed([*paragraphs[:place], (marking, heading, cut), *paragraphs[place + 1 :]])))
    assert [paragraph.text for paragraph in found.paragraphs[1:]] == [text for _, _, text in paragraphs]


HOSTILE = st.text(alphabet='a A1.(C)-\n:¶X*|\t"/,', max_size=200)


@settings(max_examples=200)
@given(HOSTILE)
def test_no_text_raises_and_every_word_leads_back(text: str) -> None:
    found = read(text)
    at = 0
    for paragraph in found.paragraphs:
        assert at <= paragraph.span.start <= paragraph.body.start <= paragraph.body.end <= paragraph.span.end
        at = paragraph.span.end
        for place, character in enumerate(paragraph.text):
            origin = paragraph.content.to_document(place, place + 1).start
            assert found.document[origin] == character or (character == " " and found.document[origin].isspace())
    anchors = [paragraph.anchor for paragraph in found.paragraphs]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize(
    "piece",
    [
        "1. ",
        "(",
        "\n-",
        " ",
        "\n",
        "\n\n1. (C) x",
        "\nA B C\n\n",
        "Comment: ",
        "END SUMMARY ",
        "\nSUMMARY\n-----\n",
        "SIPDIS ",
        "\nMEXICO 00000412  002 OF 003\n",
        "ab-\ncd\n",
        "\na.  b",
        "\n   1   2   3",
        "\n\nBYRON\n\n",
        "\n\n(C) x.",
    ],
)
def test_hostile_texts_cost_no_more_than_their_length(piece: str) -> None:
    started = time.process_time()
    read((piece * 300_000)[:300_000])
    # A fifth of a second is usual; what is quadratic would take minutes.
    assert time.process_time() - started < 10
