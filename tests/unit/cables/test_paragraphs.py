from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cables.invented import TELEGRAM, cable, telegram
from tracker.cables.model import Cable


def labels(read: Cable) -> list[str | None]:
    return [paragraph.label for paragraph in read.paragraphs]


def test_a_whole_telegram() -> None:
    read = cable(TELEGRAM)
    zero, one, two, three = read.paragraphs
    assert [zero.ordinal, one.ordinal, two.ordinal, three.ordinal] == [0, 1, 2, 3]
    assert (zero.label, zero.marking, zero.heading) == ("0", None, None)
    assert zero.text == "A QUIET HARBOUR, A LOUD NIGHT"
    assert (one.label, one.marking, one.heading) == ("1", "C", None)
    assert one.text.startswith("Summary. Two boats")
    assert one.text.endswith("the newspapers quiet. End Summary.")
    assert (two.label, two.marking, two.heading) == ("2", "SBU", "A Boat Is Found")
    assert "of which 1. had no glass. The owner could not be found, and 4. persons asked" in two.text
    assert (three.label, three.marking, three.heading) == ("3", "U", "What the Town Says")
    assert three.text == "The town says little. A. Some say wind. B. Some say rain."
    assert read.signer == "BYRON"


def test_headings_and_page_breaks_are_in_no_text() -> None:
    words = " ".join(paragraph.text for paragraph in cable(TELEGRAM).paragraphs)
    for absent in ("00000412", "SIPDIS", "A Boat Is Found", "What the Town Says", "example.gov", "BYRON", "Classified"):
        assert absent not in words


@pytest.mark.parametrize(
    ("printed", "label", "marking", "text"),
    [
        ("1. (C) Rain.", "1", "C", "Rain."),
        ("1.(S) Rain.", "1", "S", "Rain."),
        ("1.   (SBU)   Rain.", "1", "SBU", "Rain."),
        ("1.. (SBU) Rain.", "1", "SBU", "Rain."),
        ("1. (SBU). Rain.", "1", "SBU", "Rain."),
        ("1. (C)RAIN.", "1", "C", "RAIN."),
        ("1.  (C ) Rain.", "1", "C", "Rain."),
        ("1. ( C ) Rain.", "1", "C", "Rain."),
        ("1. (c) Rain.", "1", "C", "Rain."),
        ("(C) 1. Rain.", "1", "C", "Rain."),
        ("1 (C) Rain.", "1", "C", "Rain."),
        ("¶1. (C) Rain.", "1", "C", "Rain."),
        ("        ¶1. (S/NF) Rain.", "1", "S/NF", "Rain."),
        ("¶1. (S//REL TO USA,\nGBR) Rain.", "1", "S//REL TO USA, GBR", "Rain."),
        ("1. (U) (SBU) Rain.", "1", "U", "Rain."),
        ("1. Rain.", "1", None, "Rain."),
        ("1.\nRain.", "1", None, "Rain."),
        ("1. (Iran) Rain.", "1", None, "(Iran) Rain."),
        ("1. (4) Rain.", "1", None, "(4) Rain."),
    ],
)
def test_every_form_of_number_and_marking(printed: str, label: str, marking: str | None, text: str) -> None:
    paragraph = cable(telegram(f"{printed}\n\nADA\n")).paragraphs[1]
    assert (paragraph.label, paragraph.marking, paragraph.text) == (label, marking, text)


@pytest.mark.parametrize(
    "body",
    [
        "1. (C) It rained on\n2. May. Then\n\n2. (C) the sun came in\n1999. It left.\n\n3. (C) Night.",
        "1. (C) Lists:\n\n1. one;\n\n2. two;\n\n3. three.\n\n2. (C) Sun.\n\n3. (C) Night.",
        "¶1. (C) See paragraph\n3. There is rain.\n\n¶2. (C) Sun.\n\n¶3. (C) Night.\n\n1) (C) WHO?\n\n2) (C) WHY?",
        "1. Rain.\n\n2. Sun, by\n12. percent.\n\n3. Night.",
        "1. (C) Rain.  2. (C) Sun.  3. (C) Night.",
    ],
)
def test_numbers_inside_the_text_number_nothing(body: str) -> None:
    assert labels(cable(telegram(body))) == ["0", "1", "2", "3"]


def test_numbers_may_be_missing() -> None:
    assert labels(cable(telegram("3. (C) Rain.\n\n4. (C) Sun.\n\n9. (C) Night."))) == ["0", "3", "4", "9"]


@pytest.mark.parametrize(
    ("between", "heading"),
    [
        ("The Town", "The Town"),
        ("The Town\n--------", "The Town"),
        ("-------\nThe Town\n-------", "The Town"),
        ("The Town, and What It Says of\nRain", "The Town, and What It Says of Rain"),
        ("RAIN?", "RAIN?"),
        ("The Town\n\nMEXICO 00000412  002 OF 003", "The Town"),
        ("This is the end of it all.", None),
        ("-- one more;", None),
        ("12 / 13 / 14 May", None),
        ("End Summary", None),
    ],
)
def test_headings(between: str, heading: str | None) -> None:
    _, one, two = cable(telegram(f"1. (C) It rained.\n\n{between}\n\n2. (C) Sun.")).paragraphs
    assert two.heading == heading
    assert (two.heading_span is None) == (heading is None)
    assert one.text == ("It rained." if heading else " ".join(f"It rained. {between}".split()))


def test_a_telegram_without_numbers_is_cut_at_its_blank_lines() -> None:
    read = cable(telegram("(C) Rain came\nearly.\n\nThe Town\n\nThe town was dry until it was not, they say.\n\nADA\n"))
    assert labels(read) == ["0", None, None]
    assert [paragraph.ordinal for paragraph in read.paragraphs] == [0, 1, 2]
    assert [paragraph.marking for paragraph in read.paragraphs] == [None, "C", None]
    assert read.paragraphs[2].heading == "The Town"
    assert read.signer == "ADA"


@pytest.mark.parametrize(
    ("ending", "signer"),
    [
        ("\nBYRON", "BYRON"),
        ("\nLeBaron\n", "LeBaron"),
        ("\nGORSE-LUND \n\n=======CABLE ENDS=======\n", "GORSE-LUND"),
        ("\nBYRON\n\nNNNN\n\n\nEnd Cable Text", "BYRON"),
        ('\nBYRON \n"', "BYRON"),
        (" BYRON", "BYRON"),
        ("\n\nVisit Rome's Classified Web Site at\nhttp://www.example.gov/rome and the\nBlog at /\nBYRON", "BYRON"),
        ("\nPlease visit Rome's Classified Website at:\nhttp://www.example.gov/index.c fm\n\nByron", "Byron"),
        ("\nEND COMMENT", None),
        ("", None),
    ],
)
def test_endings(ending: str, signer: str | None) -> None:
    read = cable(telegram(f"1. (C) Rain.\n\n2. (C) It was all they\nsaid of the sun.{ending}"))
    assert read.signer == signer
    assert read.paragraphs[-1].text.removesuffix(" END COMMENT") == "It was all they said of the sun."


WORDS = st.lists(
    st.sampled_from(["rain", "sun", "12.", "The", "3.", "(C)", "night,", "\n", "\n\n", "-- a"]), min_size=1, max_size=12
)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=6))
def test_paragraphs_never_overlap_and_their_words_lead_back(bodies: list[str]) -> None:
    body = "\n\n".join(f"{number}. (C) Rain {words}" for number, words in enumerate(bodies, start=1))
    read = cable(telegram(body))
    at = 0
    for ordinal, paragraph in enumerate(read.paragraphs):
        assert paragraph.ordinal == ordinal
        assert at <= paragraph.span.start <= paragraph.body.start <= paragraph.body.end <= paragraph.span.end
        at = paragraph.span.end
        for place, character in enumerate(paragraph.text):
            origin = paragraph.content.to_document(place, place + 1)
            assert paragraph.body.start <= origin.start < paragraph.body.end
            assert character in (" ", read.document[origin.start])
    anchors = [paragraph.anchor for paragraph in read.paragraphs]
    assert len(set(anchors)) == len(anchors)
    assert {str(number) for number in range(1, len(bodies) + 1)} <= set(anchors)
