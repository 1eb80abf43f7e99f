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


def anchors(read: Cable) -> list[str]:
    return [paragraph.anchor for paragraph in read.paragraphs]


LONG = "It rained on the old town and on the harbour, on the mayor and on all who stood beside him there, " * 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. (C) Rain.\n\n2. (C) Sun.\n\n2. (C) Hail.\n\n3. (C) Night.", ["0", "1", "2", "2.2", "3"]),
        ("1. (C) A.\n\n2. (C) B.\n\n3. (C) C.\n\nX\n-----\n1. (C) D.\n\n2. (C) E.", ["0", "1", "2", "3", "1.2", "2.2"]),
        (
            "6. (C) A.\n\n7. (C) B.\n\n8. (C) C.\n\nON RAIN\n-------\n\n6. (U) D.\n\n7. (U) E.",
            ["0", "6", "7", "8", "6.2", "7.2"],
        ),
        (f"1. {LONG}\n\n2. {LONG}\n\n2. {LONG}\n\n3. {LONG}", ["0", "1", "2", "2.2", "3"]),
        (f"1. Rain\n2. Sun {LONG}\n\n1. Rain\n\n{LONG}\n\n2. Sun\n\n{LONG}", ["0", "1", "1.2", "2"]),
        (
            f"1. Rain.\n\n2. Sun.\n\n3. Hail.\n\n1. {LONG}\n\n2. {LONG}\n\n3. {LONG}",
            ["0", "1", "2", "3", "1.2", "2.2", "3.2"],
        ),
        ("1. (C) Rain.\n\n(U) The mayor cleared this cable.\n\n2. (C) Sun.", ["0", "1", "u1", "2"]),
        ("(SBU) Rain came first.\n\n2. (C) Sun.\n\n3. (C) Hail.", ["0", "u1", "2", "3"]),
        ("1. (C) Rain.\n\n0. (C) Hail.\n\n2. (C) Sun.", ["0", "1", "2"]),
    ],
)
def test_labels_that_repeat_are_told_apart(body: str, expected: list[str]) -> None:
    assert anchors(cable(telegram(body))) == expected


@pytest.mark.parametrize(
    "body",
    [
        "1. (C) Rain:\n\n1) (U) one;\n\n2) (U) two;\n\n3) (U) three.\n\n2. (C) Sun.",
        "1. (C) Rain:\n\n2. (C) Sun:\n\nA. (U) one\n1) two\n2) three\n3) four\n",
        "1. (C) Rain.\n\n2. (C) In August\n\n3 boats came.",
        "1. (C) Rain: see paragraph 2. (C) is not shown.\n\n2. (C) Sun.",
        f"1. (C) Rain.\n\n2. (C) Sun:\n\n1. {LONG}\n\n2. {LONG}\n\n3. {LONG}",
        "1. (C) Those here:\n\n(U) Ada\n\n(U) Bea\n\n2. (C) Sun.",
    ],
)
def test_lists_in_brackets_and_lists_of_marked_items_number_nothing(body: str) -> None:
    assert anchors(cable(telegram(body))) == ["0", "1", "2"]


def test_paragraphs_of_a_page_that_lost_its_line_breaks() -> None:
    body = (
        "1. (C) Summary: Rain. End Summary. The Town Is Wet 2. (C) It rained. Hail on the Harbour, and More\n 3. (SBU) "
        "It hailed in 2015. ----------- THE SUN ----------- 4. (C/NF) It shone. 5 (U) Night. BYRON"
    )
    read = cable(telegram(body))
    assert [
        (paragraph.label, paragraph.marking, paragraph.heading, paragraph.text) for paragraph in read.paragraphs[1:]
    ] == [
        ("1", "C", None, "Summary: Rain. End Summary."),
        ("2", "C", "The Town Is Wet", "It rained."),
        ("3", "SBU", "Hail on the Harbour, and More", "It hailed in 2015."),
        ("4", "C/NF", "THE SUN", "It shone."),
        ("5", "U", None, "Night."),
    ]
    assert read.signer == "BYRON"


def test_unmarked_paragraphs_of_a_page_that_lost_its_line_breaks() -> None:
    body = "1. " + " ".join(f"{LONG.strip()[:-1]}.  {number}. {LONG.strip()[:-1]}." for number in (2, 3, 4))
    assert anchors(cable(telegram(body))) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("printed", "marking", "text"),
    [
        ("1, (C) Rain.", "C", "Rain."),
        ("1: (C) Rain.", "C", "Rain."),
        ("1- (C) Rain.", "C", "Rain."),
        ("1 . (C) Rain.", "C", "Rain."),
        ("1.) (C) Rain.", "C", "Rain."),
        ("Para 1. (C) Rain.", "C", "Rain."),
        ("PARAGRAPH 1. (C) Rain.", "C", "Rain."),
        ("1. [C] Rain.", "C", "Rain."),
        ("1. (CONFIDENTIAL) Rain.", "CONFIDENTIAL", "Rain."),
        ("1. (LOU) Rain.", "LOU", "Rain."),
        ("1. (S//NF) Rain.", "S//NF", "Rain."),
        ("1. (C NF) Rain.", "C NF", "Rain."),
        ("1. (C//FGI GBR) Rain.", "C//FGI GBR", "Rain."),
        ("1. (S/REL NATO, ISAF) Rain.", "S/REL NATO, ISAF", "Rain."),
        ("1. (SBU/NOFORN) Rain.", "SBU/NOFORN", "Rain."),
        ("1. C) Rain.", "C", "Rain."),
        ("1. (SBU Rain.", "SBU", "Rain."),
        ("1. (C - ENTIRE TEXT) Rain.", "C", "(C - ENTIRE TEXT) Rain."),
        ("1. (ENTIRE TEXT CONFIDENTIAL) Rain.", "CONFIDENTIAL", "(ENTIRE TEXT CONFIDENTIAL) Rain."),
        ("1. CONFIDENTIAL - ENTIRE TEXT.", "C", "CONFIDENTIAL - ENTIRE TEXT."),
        ("1. Summary: (C) Rain.", "C", "Summary: Rain."),
        ("1. (C Company) Rain.", None, "(C Company) Rain."),
        ("1. (S/ES 12) Rain.", None, "(S/ES 12) Rain."),
    ],
)
def test_odd_forms_of_number_and_marking(printed: str, marking: str | None, text: str) -> None:
    paragraph = cable(telegram(f"{printed}\n\n2. (C) Sun.\n\nADA\n")).paragraphs[1]
    assert (paragraph.label, paragraph.marking, paragraph.text) == ("1", marking, text)


def test_a_subject_may_be_marked() -> None:
    zero = cable(telegram("1. (C) Rain.", subject="(C/NF) A QUIET HARBOUR")).paragraphs[0]
    assert (zero.marking, zero.text) == ("C/NF", "A QUIET HARBOUR")


@pytest.mark.parametrize(
    ("between", "heading"),
    [
        ("The Town\n--", "The Town"),
        ("The Town\n- - - - - -", "The Town"),
        ("The Town\n= = = =", "The Town"),
        ("The Town ----------", "The Town"),
        ("----- The Town -----", "The Town"),
        ("//THE TOWN//", "THE TOWN"),
        ("*The Town*", "The Town"),
        ("(C) THE TOWN\n--------", "THE TOWN"),
        ("¶The Town\n--------", "The Town"),
        ("The Town, Wet as It Is\n------------\nOn the Harbour\n--------", "The Town, Wet as It Is On the Harbour"),
        ("THE TOWN\n\nMEXICO 00000412  002 OF 003\n\n--------", "THE TOWN"),
        ("The Town...", "The Town..."),
        ("XXXXXXXXXXXX", None),
        ("END TALKING POINTS", None),
        ("He said so. END SUMMARY", None),
        ("Yes: 12 No: 14 None: 3", None),
    ],
)
def test_more_headings(between: str, heading: str | None) -> None:
    _, one, two = cable(telegram(f"1. (C) It rained.\n\n{between}\n\n2. (C) Sun.")).paragraphs
    assert two.heading == heading
    if heading:
        assert one.text == "It rained."


def test_a_list_announced_is_no_heading() -> None:
    _, one, two = cable(telegram("1. (C) Those here:\n\nAda Byron\n\n2. (C) Sun.")).paragraphs
    assert (one.text, two.heading) == ("Those here: Ada Byron", None)


def test_a_short_paragraph_is_no_heading() -> None:
    assert [p.text for p in cable(telegram("1. (C) Rain\n\n2. (C) Why now?\n\n3. (C) Sun.")).paragraphs[1:]] == [
        "Rain",
        "Why now?",
        "Sun.",
    ]


def test_a_page_mark_in_a_sentence_parts_no_unnumbered_paragraph() -> None:
    read = cable(
        telegram("It rained on the\n\nMEXICO 00000412  002 OF 003\n\n\nold town.\n\nMore rain\n\nThen sun came.\n")
    )
    assert [(p.heading, p.text) for p in read.paragraphs[1:]] == [
        (None, "It rained on the old town."),
        ("More rain", "Then sun came."),
    ]


@pytest.mark.parametrize("heading", ["Second Cycle: 1975-2005", "S-300 Lamps", "G8", "2009", "2007-2009"])
def test_a_rule_makes_a_heading_of_a_line_with_figures(heading: str) -> None:
    read = cable(telegram(f"1. (C) Rain fell. Nobody came.\n\n{heading}\n---\n\n2. (C) Sun."))
    assert [(each.text, each.heading) for each in read.paragraphs[1:]] == [
        ("Rain fell. Nobody came.", None),
        ("Sun.", heading),
    ]


def test_a_heading_may_begin_with_letters_and_points() -> None:
    read = cable(telegram("1. (C) Rain fell.\n\nU.S., U.K. MUST PREPARE\n\n2. (C) Sun."))
    assert read.paragraphs[2].heading == "U.S., U.K. MUST PREPARE"


def test_figures_over_a_rule_are_no_heading() -> None:
    read = cable(telegram("1. (C) Lamps lit:\n\nNorth 120  South 1400\n------\n\n2. (C) Sun."))
    assert read.paragraphs[2].heading is None
